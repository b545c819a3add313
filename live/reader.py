"""The thread that reads from PostgreSQL for all streams of its process, on one connection.

Redis only ends its waiting early. It asks PostgreSQL at least every POLL_SECONDS whether or not
Redis is there, and never waits for Redis longer than that.
"""

import logging
import threading
import time

import redis
from django.db import DatabaseError, InterfaceError, connection

from live import feed, rights, wakeups
from live.streams import KEPT_EVENTS

log = logging.getLogger(__name__)

POLL_SECONDS = 2
# How long a right that has ended may go on at most.
RECHECK_SECONDS = 10
# Between two readings at least: what happens meanwhile is told together. That costs the event loop
# a twentieth of a millisecond and more for each stream, so with many of them it is done less often.
PAUSE_SECONDS = 0.1
PAUSE_SECONDS_OF_A_STREAM = 0.002
# After more than can be told one by one, more will follow.
PAUSE_SECONDS_AFTER_MANY = 1
REDIS_AGAIN_SECONDS = 5


class Reader(threading.Thread):
    """Reads for `hub`; tells it in its `loop`. One for a process, from the first stream on."""

    def __init__(self, hub, loop):
        super().__init__(name="events", daemon=True)
        self._hub, self._loop = hub, loop
        self._stopping = threading.Event()
        self._subscription = None
        self._redis_after = self._checked_at = 0
        self._position = None
        self._trouble = False

    def stop(self):
        self._stopping.set()

    def run(self):
        while not self._stopping.is_set():
            pause = self._round()
            self._stopping.wait(pause)
            self._wait(POLL_SECONDS)
        connection.close()

    def _round(self):
        """Read once. Returns how long to leave PostgreSQL alone."""
        try:
            many = self._read()
        except (DatabaseError, InterfaceError) as error:
            if not self._trouble:
                log.error("events wait: PostgreSQL is not reachable: %s", error)
            self._trouble = True
            self._position = None
            connection.close()
            return PAUSE_SECONDS_AFTER_MANY
        if self._trouble:
            log.info("events go on")
        self._trouble = False
        if many:
            return PAUSE_SECONDS_AFTER_MANY
        return PAUSE_SECONDS + PAUSE_SECONDS_OF_A_STREAM * len(self._hub.streams)

    def _read(self):
        self._check()
        if self._position is None:
            news, whole = feed.begin(KEPT_EVENTS)
            since = time.time() - feed.KEPT.total_seconds() if whole else time.time()
            self._tell(self._hub.begin, news, since)
        else:
            news = feed.news_since(self._position)
            if news.told or news.many:
                self._tell(self._hub.publish, news)
        # Also without news, so that the next reading begins where this one ended.
        self._position = news.position
        return news.many

    def _check(self):
        """Before anything is told: nothing reaches whom a right was taken from RECHECK_SECONDS
        ago."""
        now = time.monotonic()
        if now >= self._checked_at + RECHECK_SECONDS:
            asked = self._hub.grants()
            self._tell(self._hub.keep_only, asked, rights.still_granted(asked))
            self._checked_at = now

    def _tell(self, function, *arguments):
        self._loop.call_soon_threadsafe(function, *arguments)

    def _wait(self, seconds):
        """Until the relay calls, or for so long."""
        try:
            if self._subscription is None and time.monotonic() >= self._redis_after:
                self._subscription = wakeups.subscribe()
            if self._subscription is not None:
                wakeups.wait(self._subscription, seconds)
                return
        except (redis.RedisError, OSError):
            self._subscription = None
            self._redis_after = time.monotonic() + REDIS_AGAIN_SECONDS
        self._stopping.wait(seconds)
