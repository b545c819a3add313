"""Audit events in plain words, for people.

Every act has a key here: the action, or a finer one where the same act can be said better. Clients
of the API read the English `text`; the workspace says the `words` key in the person's language
(`events` in its catalogue) with `data` and `names`.
"""

import json

from audit.models import AuditEvent
from audit.services import ticket_stream
from tickets.models import Tag, User

WORDS = {
    "ticket.opened": "{actor} opened the ticket",
    "ticket.edited": "{actor} changed {fields}",
    "ticket.edited.status": "{actor} set the status to {status}",
    "ticket.edited.priority": "{actor} set the priority to {priority}",
    "ticket.assigned": "{actor} assigned the ticket to {assignee}",
    "ticket.assigned.self": "{actor} took the ticket",
    "ticket.assigned.nobody": "{actor} assigned the ticket to nobody; before, {before} had it",
    "ticket.tagged": "{actor} changed tags: {added} added, {removed} removed",
    "ticket.tagged.added": "{actor} added the tag {added}",
    "ticket.tagged.removed": "{actor} removed the tag {removed}",
    "message.received": "{actor} added a message from the customer",
    "note.added": "{actor} added an internal note",
    "reply.written": "{actor} wrote a reply by hand",
    "reply.sent": "The reply was sent to the customer",
    "reply.failed": "The reply could not be delivered",
    "draft.requested": "{actor} asked for a new draft",
    "draft.requested.instructed": "{actor} asked for a new draft and said what it should be like",
    "draft.cancelled": "{actor} cancelled the draft that was under way",
    "draft.stored": "The AI ({model}) drafted a summary and a reply",
    "draft.stored.summary": "The AI ({model}) drafted a summary, and found no fitting reply",
    "draft.failed": "No draft could be made after {attempts} attempts ({code})",
    "draft.lease_expired": "A worker stopped in the middle of a draft; it will be tried again",
    "draft.signed_first": "{actor} signed the draft as first of two reviewers",
    "draft.approved": "{actor} approved the draft",
    "draft.approved.together": "{actor} approved the draft as one of {together} approved together",
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
    """Turn AuditEvents into dicts {id, seq, at, actor, action, words, names, text, data}.

    Two or three queries, however many events.
    """
    read = [(event, json.loads(event.payload)) for event in events]
    ids = {event.actor_id for event in events}
    tags = set()
    for event, data in read:
        if event.action == "ticket.assigned":
            ids |= {data["assignee"], data["before"]}
        elif event.action == "ticket.tagged":
            tags |= {*data["added"], *data["removed"]}
    people = User.objects.in_bulk(ids - {None})
    tag_names = dict(Tag.objects.filter(pk__in=tags).values_list("pk", "name")) if tags else {}
    return [_describe(event, data, people, tag_names) for event, data in read]


def _describe(event, data, people, tags):
    person = people.get(event.actor_id)
    name = person.name if person else {"ai": "AI", "system": "Handrail"}.get(event.actor_kind, "?")
    key, names = _words(event, data, people, tags)
    spoken = {
        key: ", ".join(value) if isinstance(value, list) else str(value).replace("_", " ")
        for key, value in data.items()
        if key not in ("model", "added", "removed")
    }
    sentence = WORDS.get(key, "{actor}: " + event.action)
    values = {**spoken, **names, "actor": name, "model": data.get("model", "?")}
    return {
        "id": event.pk,
        "seq": event.seq,
        "at": event.at,
        "action": event.action,
        "actor": {"id": event.actor_id, "kind": event.actor_kind, "name": name},
        "words": key if key in WORDS else "",
        "names": names,
        "text": sentence.format_map(_Blank(values)),
        "data": data,
    }


def _words(event, data, people, tags):
    """Return the key of WORDS for the event, and what its ids are called."""
    key, names = event.action, {}
    if key == "ticket.assigned":
        for field in ("assignee", "before"):
            if data[field]:
                names[field] = people[data[field]].name if data[field] in people else "?"
        if data["assignee"] is None:
            key += ".nobody"
        elif data["assignee"] == event.actor_id:
            key += ".self"
    elif key == "ticket.tagged":
        for field in ("added", "removed"):
            names[field] = ", ".join(sorted(tags.get(pk, "?") for pk in data[field]))
        if not data["removed"]:
            key += ".added"
        elif not data["added"]:
            key += ".removed"
    elif key == "ticket.edited" and data.get("fields") in (["status"], ["priority"]):
        key += "." + data["fields"][0]
    elif key == "draft.requested" and "instruction_hash" in data:
        key += ".instructed"
    elif key == "draft.stored" and data.get("reply") is False:
        key += ".summary"
    elif key == "draft.approved" and "together" in data:
        key += ".together"
    return key, names
