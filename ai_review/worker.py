"""A worker process: hundreds of drafts under way in few connections and little memory.

A wake-up only begins drafts; each then waits for its AI in a thread that holds nothing but its
lease. One more thread, the keeper, renews the leases, ends calls whose result no longer counts,
obeys the kill switch, hands work back at a stop, and leaves when the process is deaf.
"""

import contextlib
import logging
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from ai_review import drafting, jobs, supply
from ai_review.batching import Batcher
from ai_review.dispatch import TOGETHER, backlog, unmark_published

log = logging.getLogger(__name__)

LONGEST_BEAT_SECONDS = 2  # so that the kill switch works within 5 s
# Of the 30 s that an orderly stop may take, the part in which calls under way may still end.
DRAIN_SECONDS = 20
# How long Celery's own stop may take, once the worker has found itself deaf.
LEAVE_SECONDS = 10
DEAF_STATUS = 70  # EX_SOFTWARE of sysexits.h


@dataclass
class Held:
    """A draft under way. `cancel` ends its call, once there is one."""

    since: float = field(default_factory=time.monotonic)
    cancel: object = None


class Keeper:
    """The drafts under way in this process, and the thread that looks after them."""

    def __init__(self):
        self._held = {}
        self._lock = threading.Lock()
        self._stopping_at = None
        self.heard()

    @contextlib.contextmanager
    def holding(self, lease):
        """Keep the lease while the block runs; yields the Held."""
        held = Held()
        with self._lock:
            self._held[lease] = held
        try:
            yield held
        finally:
            with self._lock:
                del self._held[lease]

    def heard(self):
        """A wake-up came: the process is not deaf."""
        self._last_heard = time.monotonic()

    @property
    def stopping(self):
        return self._stopping_at is not None

    def start(self):
        self.heard()
        threading.Thread(target=self._run, name="keeper", daemon=True).start()

    def stop(self):
        """Begin nothing new, and hand back in DRAIN_SECONDS what is not done by then."""
        self._stopping_at = self._stopping_at or time.monotonic()

    def _run(self):
        beat = min(LONGEST_BEAT_SECONDS, settings.LEASE_SECONDS / 6)
        while True:
            time.sleep(beat)
            try:
                self.look_after()
            except (DatabaseError, InterfaceError) as error:
                # Without PostgreSQL nothing can be renewed; the leases decide what still counts.
                log.warning("the leases were not renewed: %s", error)
            except Exception:
                # Whatever it is: without the keeper all drafts here would lose their leases.
                log.exception("the keeper stumbled")
            finally:
                connection.close()

    def look_after(self):
        """One beat."""
        with self._lock:
            held = dict(self._held)
        if held:
            self._renew(held)
        elif not self.stopping:
            self._leave_if_deaf()
        if self.stopping and time.monotonic() - self._stopping_at > DRAIN_SECONDS:
            self._end(held.values())

    def _renew(self, held):
        # What takes longer than any call can is stuck in our own code: its lease runs out.
        longest = settings.AI_DEADLINE_SECONDS + settings.LEASE_SECONDS
        young = [lease for lease, each in held.items() if time.monotonic() - each.since < longest]
        kept = set(jobs.renew(young))
        self._end(held[lease] for lease in young if lease not in kept)
        if supply.paused():
            self._end(held.values())

    def _end(self, helds):
        for held in helds:
            if held.cancel:
                held.cancel()

    def _leave_if_deaf(self):
        """The relay calls and nobody comes, though this process has nothing to do: its connection
        to the broker is dead without knowing. Its supervisor starts a new one."""
        idle = time.monotonic() - self._last_heard
        if idle < settings.STALLED_SECONDS:
            return
        found = backlog()
        if not (found.stalled and found.published):
            return
        calls_go_out = timezone.now() - found.published
        if calls_go_out.total_seconds() > settings.RELAY_REPUBLISH_SECONDS * 2:
            return  # the relay or the broker is away, not our ears
        log.error("deaf: %s jobs are due and no wake-up arrives; leaving", found.waiting)
        threading.Timer(LEAVE_SECONDS, os._exit, [DEAF_STATUS]).start()
        os.kill(os.getpid(), signal.SIGTERM)


class Drafter:
    """Begins drafts and keeps at most `concurrency` under way."""

    def __init__(self, keeper, concurrency):
        self._keeper = keeper
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="draft")
        self._room = threading.Semaphore(concurrency)
        self._due = deque()
        self._begin = threading.Lock()
        self._settle = Batcher(lambda answers: [drafting.settle(answers)] * len(answers))

    def draft(self, job_ids):
        """Begin drafts of the jobs that are due, as soon as there is room for them.

        One thread waits for that on behalf of all: side by side they would only fight for the
        room, and none would be left to send a signed reply."""
        self._keeper.heard()
        self._due.extend(job_ids)
        # Asked again after each release: who came in between has left theirs to us.
        while self._due and self._begin.acquire(blocking=False):
            try:
                count = self._take_room(min(len(self._due), TOGETHER))
                self._begin_together([self._due.popleft() for _ in range(count)])
            finally:
                self._begin.release()

    def _take_room(self, most):
        """Wait for room, then take what there is, so that none stands empty; returns how much."""
        self._room.acquire()
        count = 1
        while count < most and self._room.acquire(blocking=False):
            count += 1
        return count

    def _begin_together(self, job_ids):
        attempts = []
        try:
            if self._keeper.stopping:
                unmark_published(job_ids)  # for the worker that takes over, now and not in 30 s
            else:
                attempts = drafting.begin(job_ids)
        finally:
            for _ in range(len(job_ids) - len(attempts)):
                self._room.release()
        for attempt in attempts:
            self._threads.submit(self._finish, attempt)

    def _finish(self, attempt):
        try:
            with self._keeper.holding(attempt.lease) as held:
                answer = drafting.ask(attempt, lambda cancel: setattr(held, "cancel", cancel))
                self._settle(answer)
        except (DatabaseError, InterfaceError) as error:
            # The job is as safe as it was: its lease runs out and it comes again.
            log.warning("job %s waits for PostgreSQL: %s", attempt.lease.job_id, error)
        except BaseException:
            log.exception("job %s was not settled", attempt.lease.job_id)
            raise
        finally:
            self._room.release()

    def drain(self):
        """Return when nothing is under way; see Keeper.stop for how long that takes."""
        self._threads.shutdown(wait=True)


keeper = Keeper()
drafter = Drafter(keeper, settings.AI_CONCURRENCY)
