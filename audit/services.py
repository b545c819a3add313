"""Writing audit events. Each domain function calls `record` beside the change it describes."""

import rfc8785

from audit.models import AuditEvent

SYSTEM = "system"
AI = "ai"


def event(stream, actor, action, payload):
    """Build an unsaved event.

    Parameters: `stream` such as `ticket:10042`; `actor` a User, SYSTEM or AI; `action` a
    dotted word in the past tense; `payload` JSON values only: ids, hashes and codes.
    """
    is_user = not isinstance(actor, str)
    return AuditEvent(
        stream=stream,
        actor_kind=actor.kind if is_user else actor,
        actor_id=actor.pk if is_user else None,
        action=action,
        payload=rfc8785.dumps(payload).decode(),
    )


def record(stream, actor, action, **payload):
    """Append one event to a stream, in the caller's transaction.

    The stream stays locked until that transaction ends, so call it last: the order of locks is
    ticket, job, suggestion, audit stream.
    """
    built = event(stream, actor, action, payload)
    built.save(force_insert=True)
    return built


def ticket_stream(ticket_id):
    return f"ticket:{ticket_id}"
