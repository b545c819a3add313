"""The open event streams of this process and the one thread that reads for all of them.

Everything here but the Reader runs in the event loop and touches no database. What was read is kept
once; a stream only remembers how far it has come and, when it has fallen too far behind, is told to
fetch everything anew. What a slow client has not taken yet, the server below keeps, and does not
say how much that is. So a stream ends after some bytes, and its client comes back for the rest.
"""

import asyncio
import collections
import random
import time

from live import feed
from live.feed import Position

# Comments that keep proxies from closing an idle stream and tell the page that it is alive.
HEARTBEAT_SECONDS = 15
# Each stream draws its own, so that those of a process that stops do not all come back at once.
RETRY_MILLISECONDS = (2000, 6000)
STREAM_BYTES = 1024 * 1024
KEPT_EVENTS = 5000
KEPT_NEWS = 2000
LIMIT = 2000
LIMIT_OF_A_PERSON = 50
# Two clocks need not agree: positions this close to the end of what is kept are too old.
_SLACK_SECONDS = 2

RESET = feed.as_data("reset", None)


class Stream:
    """One client. `seen` numbers the last news that it was sent."""

    __slots__ = ("grant", "seen", "wake", "closed", "sent_at", "left", "_task")

    def __init__(self, grant):
        self.grant = grant
        self.seen = 0
        self.wake = asyncio.Event()
        self.closed = False
        self.sent_at = time.monotonic() + random.uniform(-5, 0)  # noqa: S311 (not all at once)
        self.left = STREAM_BYTES * random.uniform(0.5, 1)  # noqa: S311
        self._task = asyncio.current_task()

    async def send(self, send, out):
        self.sent_at = time.monotonic()
        self.left -= len(out)
        await send(out)

    def close(self):
        """End it, wherever it waits."""
        if not self.closed:
            self.closed = True
            self._task.cancel()


class Hub:
    """All streams of the process. To be used in the event loop's thread only."""

    def __init__(self):
        self.streams = set()
        self.closing = False
        self.position = None  # of the newest news; None until the first reading
        self._ready = asyncio.Event()
        self._ticks = False
        self._start_anew()

    def _start_anew(self):
        self._news = collections.deque()  # (number, News), numbers without a gap
        self._number = 0
        self._events = 0
        self._encoded = {}  # what to send to who has seen this number
        self._complete_since = time.time()

    # --- what the reader brings ---------------------------------------------------------------

    def begin(self, news, since):
        """The first reading: what is kept is complete since then (Unix time)."""
        anew = self.position is not None
        self._start_anew()
        self._complete_since = since
        self._add(news)
        self._ready.set()
        if anew:  # PostgreSQL was away, and perhaps another answers now
            for stream in self.streams:
                stream.seen = -1
                stream.wake.set()

    def publish(self, news):
        self._add(news)
        for stream in self.streams:
            stream.wake.set()

    def _add(self, news):
        self._number += 1
        self._news.append((self._number, news))
        self._events += len(news.told)
        self._encoded.clear()
        self.position = news.position
        while len(self._news) > 1 and (self._events > KEPT_EVENTS or len(self._news) > KEPT_NEWS):
            _, old = self._news.popleft()
            self._events -= len(old.told)
            self._complete_since = old.position.at + 1

    def grants(self):
        """May be called from another thread."""
        return {stream.grant for stream in self.streams.copy()}

    def keep_only(self, asked, allowed):
        """Close every stream whose right has ended; those that came in the meantime were not asked
        about."""
        for stream in self.streams.copy():
            if stream.grant in asked and stream.grant not in allowed:
                stream.close()

    def close(self):
        """End all streams and take no more: the process stops."""
        self.closing = True
        for stream in self.streams.copy():
            stream.close()

    # --- what a client gets -------------------------------------------------------------------

    def full_for(self, grant):
        mine = sum(stream.grant.user_id == grant.user_id for stream in self.streams)
        return self.closing or len(self.streams) >= LIMIT or mine >= LIMIT_OF_A_PERSON

    async def serve(self, grant, last_event_id, send, gone):
        """Feed one client until it is gone, may no longer listen or the process stops.

        Parameters: `send` a coroutine function that takes bytes; `gone` an awaitable that ends
        when the client does.
        """
        stream = Stream(grant)
        self.streams.add(stream)
        self._tick_while_there_are_streams()
        watch = asyncio.ensure_future(gone)
        watch.add_done_callback(lambda _: stream.close())
        try:
            await self._feed(stream, last_event_id, send)
        except asyncio.CancelledError:
            if not stream.closed:
                raise
        finally:
            self.streams.discard(stream)
            watch.cancel()

    async def _feed(self, stream, last_event_id, send):
        retry = random.randint(*RETRY_MILLISECONDS)  # noqa: S311
        await stream.send(send, f"retry: {retry}\n\n".encode())
        await self._ready.wait()
        out = self._missed(last_event_id)
        stream.seen = self._number
        while True:
            await stream.send(send, out)
            if stream.left <= 0:
                return
            if stream.seen == self._number:
                stream.wake.clear()
                await stream.wake.wait()
            out = self._next(stream)

    def _tick_while_there_are_streams(self):
        """Once a second, for all: a timer for each wait of each stream would cost more."""
        if not self._ticks:
            self._ticks = True
            asyncio.get_running_loop().call_later(1, self._tick)

    def _tick(self):
        now = time.monotonic()
        for stream in self.streams.copy():
            if now - stream.sent_at > HEARTBEAT_SECONDS:
                stream.wake.set()
        self._ticks = False
        if self.streams:
            self._tick_while_there_are_streams()

    def _next(self, stream):
        """What this stream has not been sent yet, as bytes; a sign of life when that is nothing."""
        seen, stream.seen = stream.seen, self._number
        if seen == self._number:
            return b": alive\n" + self._id()
        if seen not in self._encoded:  # nearly always asked by all streams alike
            behind = [news for number, news in self._news if number > seen]
            lost = seen < self._news[0][0] - 1
            self._encoded[seen] = self._lines(None if lost else self._told(behind))
        return self._encoded[seen]

    def _missed(self, last_event_id):
        """What happened since a client was last connected, as bytes; who comes for the first time
        gets only the position."""
        if not last_event_id:
            return self._id()
        since = Position.parse(last_event_id)
        if since is None or since.at < self._complete_since + _SLACK_SECONDS:
            return self._lines(None)
        after = since.at - _SLACK_SECONDS
        return self._lines(
            self._told(news for _, news in self._news if news.position.at >= after), since
        )

    def _told(self, each):
        """The events of some news, None when they are too many to be told."""
        events = []
        for news in each:
            events += news.told
            if news.many or len(events) > KEPT_EVENTS:
                return None
        return events

    def _lines(self, told, since=None):
        if told is not None and since is not None:
            told = [event for event in told if not since.knows(event[0])]
        if told is None or len(told) > feed.MANY:
            told = [(0, RESET)]
        # Only the last bears an id: who loses the connection before it gets all of them again.
        return "".join(f"data: {data}\n\n" for _, data in told).encode() + self._id()

    def _id(self):
        return f"id: {self.position}\n\n".encode()
