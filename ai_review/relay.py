"""The relay: reads from PostgreSQL what is due and wakes the workers through Redis.

A transactional outbox. It is the only process that publishes, so that no request ever waits for
Redis. Any number may run; an advisory lock in PostgreSQL lets one lead.
"""

import logging
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from ai_review import dispatch, embeddings, jobs, search_index, supply, trials
from ai_review.tasks import draft, embed, try_prompts
from config.celery import app
from live.announcing import Announcer
from tickets import delivery
from tickets.tasks import deliver

log = logging.getLogger(__name__)

# "handrail" as a number; any constant will do as long as nobody else takes it.
LEADER_LOCK = 0x68616E6472
# Wake-ups under way at once: enough to keep workers busy between two rounds, few enough that an
# urgent ticket passes the backlog.
WINDOW = 400
# How long a worker has to take the one trial call of a service that failed.
TRIAL_CALL = timedelta(seconds=2)
TRIALS_SECONDS = 5
# Longer than a worker goes on at one call, so that they do not overlap.
EMBEDDINGS_SECONDS = 30


class Relay:
    """Runs rounds until stopped. `stop` may be called from a signal handler."""

    def __init__(self):
        self._stopping = threading.Event()
        self._leads = False
        self._trouble = None
        self._was_shut = False
        self._trials_after = self._embeddings_after = 0
        self._announcer = Announcer()

    def stop(self):
        self._stopping.set()

    def run(self):
        """Lead or stand by until stopped; failures of PostgreSQL and Redis only pause it."""
        while not self._stopping.is_set():
            try:
                worked = self._lead() and self.round()
                self._say_trouble(None)
            except (BrokerError, RedisError, OSError) as error:
                worked = False
                self._say_trouble(f"Redis is not reachable, jobs wait in PostgreSQL: {error}")
            except (DatabaseError, InterfaceError) as error:
                worked = False
                self._leads = False
                connection.close()
                self._say_trouble(f"PostgreSQL is not reachable: {error}")
            self._stopping.wait(0.02 if worked else settings.RELAY_INTERVAL_SECONDS)
        connection.close()

    def _say_trouble(self, trouble):
        """Log a failure once when it begins and once when it ends."""
        if trouble and not self._trouble:
            log.error("%s", trouble)
        elif self._trouble and not trouble:
            log.info("recovered from: %s", self._trouble)
        self._trouble = trouble

    def _lead(self):
        """The lock belongs to the connection: when that is lost, so is the lead."""
        if self._leads and connection.connection and not connection.connection.closed:
            return True
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LEADER_LOCK])
            self._leads = cursor.fetchone()[0]
        if self._leads:
            log.info("this relay leads")
        return self._leads

    def round(self):
        """Do everything that is due once. Returns whether anything was."""
        jobs.release_expired()
        lost_after = timedelta(seconds=settings.RELAY_REPUBLISH_SECONDS)
        room = supply.room()
        job_ids = self._drafts(room, lost_after)
        message_ids = delivery.due(WINDOW, lost_after)
        if job_ids or message_ids:
            self._call_workers(job_ids, message_ids)
        self._was_shut = room is not None
        self._announcer.round()
        self._trials()
        self._embeddings()
        # Last, and little at a time: no wake-up waits for it.
        indexed = search_index.index_some()
        return bool(job_ids or message_ids or indexed)

    def _call_workers(self, job_ids, message_ids):
        """Mark first, publish after: a worker passes over what is locked, and must not meet the
        lock of our own mark on what it is called for. A crash in between costs `lost_after`."""
        with app.producer_or_acquire() as producer:
            # A broker that is frozen is found out before anything says that workers were called.
            producer.channel.client.ping()
            dispatch.mark_published(job_ids)
            delivery.mark_published(message_ids)
            try:
                for start in range(0, len(job_ids), dispatch.TOGETHER):
                    chunk = job_ids[start : start + dispatch.TOGETHER]
                    draft.apply_async(kwargs={"job_ids": chunk}, producer=producer)
                for message_id in message_ids:
                    deliver.apply_async(kwargs={"message_id": message_id}, producer=producer)
            except (BrokerError, RedisError, OSError):
                dispatch.unmark_published(job_ids)
                delivery.unmark_published(message_ids)
                raise

    def _trials(self):
        """Have a worker go on with the trials of prompts; they are in no hurry."""
        now = time.monotonic()
        if now < self._trials_after:
            return
        self._trials_after = now + TRIALS_SECONDS
        if trials.waiting():
            with app.producer_or_acquire() as producer:
                # A call for a worker that is not there is not kept: the next one comes soon.
                try_prompts.apply_async(producer=producer, expires=TRIALS_SECONDS * 2)

    def _embeddings(self):
        """Have a worker embed new documents: it has the key and the way out, the relay neither."""
        now = time.monotonic()
        if now < self._embeddings_after:
            return
        self._embeddings_after = now + EMBEDDINGS_SECONDS
        if embeddings.waiting():
            with app.producer_or_acquire() as producer:
                embed.apply_async(producer=producer, expires=EMBEDDINGS_SECONDS)

    def _drafts(self, room, lost_after):
        """The jobs to call workers for; none while the AI may not be asked, one for a trial."""
        if room is not None:
            return dispatch.due(room, TRIAL_CALL) if room else []
        # Workers let the wake-ups of a time that was shut go by: they are repeated, not waited for.
        return dispatch.due(WINDOW, timedelta() if self._was_shut else lost_after)
