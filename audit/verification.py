"""Checking the audit log's hash chains: pure Python, without Django or a database, so that an
auditor can run it on an export with nothing else installed.

Each event's hash covers its stream, number, predecessor's hash, actor, action, time and payload
(the exact text is in `preimage`, and in the trigger handrail_audit_chain that wrote it). So a
changed event no longer has its own hash, and a missing, moved or added one breaks the links
between its neighbours.

What a chain alone cannot show: that the newest events of a stream, or a whole stream, were cut
off, or that somebody with the rights of a superuser wrote a stream anew from some event on to its
end. What is left is then a sound, shorter or other chain. Only a seal kept outside the database
shows that.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

VERSION = "handrail-audit-v1"
# An event that was moved is looked for this many places around where it stands now.
MOVE_WINDOW = 1000

MODIFIED, DELETED, TRUNCATED = "modified", "deleted", "truncated"
REORDERED, INSERTED = "reordered", "inserted"


@dataclass(frozen=True)
class Event:
    """One row of the log. `at` has a time zone; `id` only helps to find the row."""

    id: int
    stream: str
    seq: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    action: str
    payload: str
    prev_hash: str
    hash: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a stream at the event numbered `seq`. `kind` is one of modified,
    deleted (one event is missing), truncated (several in a row are), reordered, inserted."""

    stream: str
    seq: int
    kind: str
    detail: str

    def __str__(self):
        return f"{self.stream} event {self.seq}: {self.kind}: {self.detail}"


@dataclass
class Totals:
    events: int = 0
    streams: int = 0


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def first_link(stream: str) -> str:
    """What the first event of a stream names as its predecessor."""
    return sha256(VERSION + stream)


def preimage(event: Event, seq: int | None = None) -> str:
    """The text whose SHA-256 is the event's hash; `seq` as if it stood in another place."""
    at = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return "\n".join(
        (
            *(VERSION, event.stream, str(event.seq if seq is None else seq), event.prev_hash),
            *(event.actor_kind, "-" if event.actor_id is None else str(event.actor_id)),
            *(event.action, at, sha256(event.payload)),
        )
    )


def verify(events: Iterable[Event], totals: Totals | None = None) -> Iterator[Fault]:
    """Check events that come ordered by (stream, seq), in memory that does not grow with them.

    Yields the faults as they are found and counts into `totals`. After the first fault of a
    stream, further ones may be its consequences.
    """
    totals = totals if totals is not None else Totals()
    check = None
    for event in events:
        if check is None or check.stream != event.stream:
            if check:
                yield from check.end()
            check = _StreamCheck(event.stream)
            totals.streams += 1
        totals.events += 1
        yield from check.add(event)
    if check:
        yield from check.end()


class _StreamCheck:
    """The chain of one stream. An event is judged when its successor is known, because only that
    tells an added event from one whose predecessor was rewritten."""

    def __init__(self, stream):
        self.stream = stream
        self._before = None  # the event before the one that waits to be judged
        self._waiting = None
        self._shift = 0  # how far the events stand from the places they were written for
        self._trust_before = True  # whether the link to `_before` means anything

    def add(self, event):
        if self._waiting is not None:
            yield from self._judge(event)
        self._waiting = event

    def end(self):
        yield from self._judge(None)

    def _fault(self, event, kind, detail):
        return Fault(self.stream, event.seq, kind, f"{detail} (row {event.id})")

    def _judge(self, after):
        event, before = self._waiting, self._before
        intact = sha256(preimage(event)) == event.hash
        linked = event.prev_hash == (before.hash if before else first_link(self.stream))
        expected = before.seq + 1 if before else 1
        sound = True
        if not intact:
            sound = yield from self._explain_changed(event, linked, after)
        elif event.seq < expected:
            sound = False
            yield self._fault(event, INSERTED, "a second event stands in this place")
        elif event.seq > expected:
            yield self._gap(event, expected)
        elif not linked and self._trust_before:
            sound = yield from self._explain_unlinked(event, after)
        if intact:
            self._shift = 0
        self._before, self._trust_before = event, sound

    def _gap(self, event, expected):
        last = event.seq - 1
        if last == expected:
            return self._fault(event, DELETED, f"event {expected} before it is missing")
        words = f"events {expected} to {last} before it are missing"
        return self._fault(event, TRUNCATED, words)

    def _explain_changed(self, event, linked, after):
        """The event does not have its own hash. Returns whether links to it can be relied on."""
        written_for = _place_of(event)
        if written_for is not None:
            yield from self._explain_moved(event, written_for)
            return False
        before = self._before
        skipped = after is not None and before is not None and after.prev_hash == before.hash
        last = after is None and before is not None
        if not linked and self._trust_before and (skipped or last):
            yield self._fault(
                event, INSERTED, "its hash is wrong and its neighbours do not know it"
            )
            return False
        yield self._fault(event, MODIFIED, "its content does not have the hash it was written with")
        return False

    def _explain_moved(self, event, written_for):
        """It has its own hash in another place: it was renumbered."""
        before, shift = self._before, event.seq - written_for
        if before and before.prev_hash == event.prev_hash and before.seq == written_for:
            yield self._fault(
                before, INSERTED, f"event {event.seq} was written for this place, and later moved"
            )
        elif shift != self._shift:
            yield self._fault(event, REORDERED, f"it was written as event {written_for}")
        self._shift = shift

    def _explain_unlinked(self, event, after):
        """Event and predecessor have their own hashes, but it names another predecessor."""
        before = self._before
        if before is None:
            yield self._fault(event, DELETED, "it is not the first event of its stream")
        elif after is not None and after.prev_hash == before.hash:
            yield self._fault(event, INSERTED, "the events around it are linked to each other")
            return False
        else:
            words = f"it was rewritten with a new hash; event {event.seq} knows it by another"
            yield self._fault(before, MODIFIED, words)
        return True


def _place_of(event):
    """The number that the event was written with, if its hash says that it is another one."""
    for distance in range(1, MOVE_WINDOW + 1):
        for seq in (event.seq - distance, event.seq + distance):
            if seq > 0 and sha256(preimage(event, seq)) == event.hash:
                return seq
    return None
