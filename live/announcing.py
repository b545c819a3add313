"""The relay's part in it: says over Redis that something happened, and tidies up."""

import logging
import time

from redis.exceptions import RedisError

from live import feed, presence, wakeups

log = logging.getLogger(__name__)

TIDY_SECONDS = 60
# Readers look by themselves every few seconds, so there is no hurry to find Redis again.
REDIS_AGAIN_SECONDS = 5


class Announcer:
    """Called in every round of the relay. Failures of Redis are no trouble here."""

    def __init__(self):
        self._seen = None
        self._redis = wakeups.client()
        self._redis_after = self._tidy_after = 0

    def round(self):
        now = time.monotonic()
        if now >= self._redis_after:
            self._announce(now)
        if now >= self._tidy_after:
            self._tidy_after = now + TIDY_SECONDS
            presence.forget_old()
            feed.forget_old()

    def _announce(self, now):
        if self._seen is None:
            self._seen = feed.snapshot()
        seen, anything = feed.anything_since(self._seen)
        if anything:
            try:
                wakeups.publish(self._redis)
            except (RedisError, OSError) as error:
                log.debug("nobody is woken: %s", error)
                self._redis_after = now + REDIS_AGAIN_SECONDS
                return
        self._seen = seen
