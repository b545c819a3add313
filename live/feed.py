"""Reading what happened from PostgreSQL, none of it twice and none of it missed.

A reader that remembers the highest id misses what a transaction with a lower one commits later. So
it remembers a snapshot: new is what is visible now and was not visible then.
"""

import json
import re
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from live.models import Event

# What is older was told long ago to everybody who is connected, or is read again from a list.
KEPT = timedelta(minutes=15)
# More at once is not worth telling one by one.
MANY = 200
_POSITION = re.compile(r"([0-9]{1,12})\.([0-9]{1,19}):([0-9]{1,19}):([0-9,]{0,4000})")

_NEWS = """
SELECT pg_current_snapshot()::text, event.xid::text, type, ticket_id, suggestion_id, version
FROM (SELECT) AS now LEFT JOIN live_event AS event
    ON event.xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot(event.xid, %(seen)s::pg_snapshot)
ORDER BY event.id LIMIT %(limit)s
"""
_ANY = """
SELECT pg_current_snapshot()::text, EXISTS (SELECT FROM live_event
    WHERE xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot))
"""
_RECENT = """
SELECT pg_current_snapshot()::text, event.xid::text, type, ticket_id, suggestion_id, version
FROM (SELECT) AS now LEFT JOIN live_event AS event ON event.at > %(after)s
ORDER BY event.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Position:
    """How far somebody has read: a snapshot of PostgreSQL and when it was taken (Unix time)."""

    at: int
    snapshot: str
    xmin: int
    xmax: int
    running: frozenset[int]

    @classmethod
    def of(cls, snapshot, at=None):
        xmin, xmax, running = snapshot.split(":")
        return cls(
            int(time.time() if at is None else at),
            snapshot,
            int(xmin),
            int(xmax),
            frozenset(int(xid) for xid in running.split(",") if xid),
        )

    @classmethod
    def parse(cls, text):
        """Return the Position that a client sends back, None when it is none of ours."""
        found = _POSITION.fullmatch(text or "")
        return cls.of(text.partition(".")[2], found[1]) if found else None

    def knows(self, xid):
        """Whether what this transaction wrote was visible then."""
        return xid < self.xmin or (xid < self.xmax and xid not in self.running)

    def __str__(self):
        return f"{self.at}.{self.snapshot}"


@dataclass(frozen=True)
class News:
    """What one reading brought: `told` (transaction, data line) of each event, oldest first;
    `many` instead, when there were more than are told one by one."""

    position: Position
    told: list = field(default_factory=list)
    many: bool = False


def begin(limit):
    """Return the newest events as News, at most `limit` of them, and whether those are all of the
    last KEPT."""
    position, rows = _read(_RECENT, after=timezone.now() - KEPT, limit=limit)
    return News(position, rows[::-1]), len(rows) < limit


def news_since(position):
    """Return the News since then; empty when nothing happened."""
    read, rows = _read(_NEWS, seen=position.snapshot, limit=MANY + 1)
    return News(read, [], many=True) if len(rows) > MANY else News(read, rows)


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]


def anything_since(seen):
    """Return (the snapshot now, whether an event is visible in it that was not in `seen`)."""
    with connection.cursor() as cursor:
        cursor.execute(_ANY, {"seen": seen})
        return cursor.fetchone()


def _read(query, **values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    told = [(int(row[1]), as_data(*row[2:])) for row in rows if row[1] is not None]
    return Position.of(rows[0][0]), told


def as_data(type_, ticket, suggestion=None, version=None):
    """The JSON of an event: `id` is the ticket's, None when it is about none."""
    body = {"type": type_, "id": ticket, "version": version}
    if suggestion is not None:
        body["suggestion"] = suggestion
    return json.dumps(body, separators=(",", ":"))


def forget_old():
    """Remove the events that nobody will ask for any more."""
    Event.objects.filter(at__lt=timezone.now() - KEPT).delete()
