"""Audit events in plain words, for people."""

import json

from audit.models import AuditEvent
from audit.services import ticket_stream
from tickets.models import User

WORDS = {
    "ticket.opened": "{actor} opened the ticket",
    "ticket.edited": "{actor} changed {fields}",
    "message.received": "{actor} added a message from the customer",
    "note.added": "{actor} added an internal note",
    "reply.written": "{actor} wrote a reply by hand",
    "reply.sent": "The reply was sent to the customer",
    "reply.failed": "The reply could not be delivered",
    "draft.requested": "{actor} asked for a new draft",
    "draft.cancelled": "{actor} cancelled the draft that was under way",
    "draft.stored": "The AI ({model}) drafted a summary and a reply",
    "draft.failed": "No draft could be made after {attempts} attempts ({code})",
    "draft.lease_expired": "A worker stopped in the middle of a draft; it will be tried again",
    "draft.signed_first": "{actor} signed the draft as first of two reviewers",
    "draft.approved": "{actor} approved the draft",
    "draft.edited": "{actor} edited and approved the draft",
    "draft.rejected": "{actor} rejected the draft ({reason})",
    "draft.skipped": "{actor} passed the draft on ({reason})",
    "skip.undone": "{actor} took the draft up again",
    "decision.undone": "{actor} took the decision back",
}


class _Blank(dict):
    def __missing__(self, key):
        return "?"


def events_of(ticket):
    return AuditEvent.objects.filter(stream=ticket_stream(ticket.pk))


def describe(events):
    """Turn AuditEvents into dicts {id, seq, at, actor, action, text, data}."""
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    return [_describe(event, people) for event in events]


def _describe(event, people):
    data = json.loads(event.payload)
    person = people.get(event.actor_id)
    name = person.name if person else {"ai": "AI", "system": "Handrail"}.get(event.actor_kind, "?")
    words = WORDS.get(event.action, "{actor}: " + event.action)
    if "together" in data:
        words += " as one of {together} approved together"
    spoken = {
        key: ", ".join(value) if isinstance(value, list) else str(value).replace("_", " ")
        for key, value in data.items()
        if key != "model"
    }
    text = words.format_map(_Blank(spoken, actor=name, model=data.get("model", "?")))
    return {
        "id": event.pk,
        "seq": event.seq,
        "at": event.at,
        "action": event.action,
        "actor": {"id": event.actor_id, "kind": event.actor_kind, "name": name},
        "text": text,
        "data": data,
    }
