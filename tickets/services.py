"""What people and clients do to tickets: one verb, one function, one transaction."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from ai_review.jobs import cancel_live, new_job
from ai_review.models import Suggestion
from audit.services import record, ticket_stream
from config.errors import Problem
from tickets.models import Customer, Message, Tag, Ticket


class StaleTicket(Problem):
    def __init__(self, ticket):
        super().__init__(
            "The ticket was changed since you read it. Read it again and repeat your change.",
            code="stale_ticket",
            status_code=412,
            etag=ticket.etag,
        )


def lock_ticket(ticket_id):
    """Lock a ticket for a state change. Every verb that changes it starts here.

    NO KEY: inserts that merely refer to the ticket, such as the worker's, need not wait.
    """
    return Ticket.objects.select_for_update(no_key=True).get(pk=ticket_id)


def _customer_of(owner, name, email, external_id=""):
    known = Customer.objects.filter(owner=owner)
    find = (
        {"external_id": external_id} if external_id else {"external_id": "", "email__iexact": email}
    )
    found = known.filter(**find).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Customer.objects.create(
                owner=owner, name=name, email=email, external_id=external_id
            )
    except IntegrityError:
        # Another request of the same client created them between our look and our insert.
        return known.get(**find)


def tags_named(names):
    """Return the tags of these names, creating what is new."""
    wanted = sorted(set(names))
    if not wanted:
        return []
    Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=wanted))


@transaction.atomic
def open_ticket(
    *,
    actor,
    subject,
    body,
    customer,
    channel="api",
    priority="normal",
    tags=(),
    metadata=None,
    created_at=None,
):
    """Open a ticket with its first message and queue a draft, all or nothing.

    Parameters: `actor` the User who opens it; `customer` a dict of name, email, external_id;
    `created_at` when it was asked, for imports of older questions. Returns the Ticket.
    """
    now = timezone.now()
    ticket = Ticket(
        subject=subject,
        customer=_customer_of(actor, **customer),
        opened_by=actor,
        channel=channel,
        priority=priority,
        metadata=metadata or {},
        created_at=created_at or now,
    )
    ticket._history_user = actor
    ticket.save(force_insert=True)
    if tags:
        ticket.tags.set(tags_named(tags))
    message = Message.objects.create(
        ticket=ticket, kind=Message.Kind.CUSTOMER, body=body, created_at=ticket.created_at
    )
    job = new_job(ticket)
    job.save(force_insert=True)
    record(
        ticket_stream(ticket.pk),
        actor,
        "ticket.opened",
        ticket=ticket.pk,
        message=message.pk,
        body_hash=message.body_hash,
        job=job.pk,
        channel=channel,
        priority=priority,
    )
    return ticket


@transaction.atomic
def open_tickets(*, actor, tickets):
    """Open many tickets, all or none."""
    return [open_ticket(actor=actor, **fields) for fields in tickets]


def _withdraw_draft(ticket):
    """End what was drafted for an older state. Jobs first: a worker that finishes in between
    commits its suggestion before our second statement looks."""
    cancel_live(ticket)
    Suggestion.objects.filter(ticket=ticket, status=Suggestion.Status.PENDING_REVIEW).update(
        status=Suggestion.Status.SUPERSEDED, claimed_by=None, claim_expires_at=None
    )


def save_ticket(ticket, actor, *fields):
    ticket._history_user = actor
    ticket.save(update_fields=[*fields, "updated_at"])


@transaction.atomic
def add_message(*, actor, ticket_id, kind, body, next_status=None, created_at=None):
    """Add a turn to the conversation.

    A customer's message makes a new ticket version: the pending draft is superseded and a new one
    queued. A reply by hand ends the draft and is sent after the undo window. A note changes
    nothing. Raises: PermissionDenied when a client writes anything but a customer's message.
    """
    if kind != Message.Kind.CUSTOMER and not actor.has_perm("tickets.write"):
        raise PermissionDenied
    ticket = lock_ticket(ticket_id)
    now = timezone.now()
    message = Message(ticket=ticket, kind=kind, body=body, created_at=created_at or now)
    if kind != Message.Kind.CUSTOMER:
        message.author, message.author_kind = actor, actor.kind
    if kind == Message.Kind.PUBLIC_REPLY:
        message.delivery_status = Message.Delivery.SCHEDULED
        message.deliver_after = now + timedelta(seconds=settings.REVIEW_UNDO_SECONDS)
    message.save(force_insert=True)
    job = None
    if kind == Message.Kind.CUSTOMER:
        ticket.version += 1
        ticket.status = Ticket.Status.OPEN
        _withdraw_draft(ticket)
        job = new_job(ticket)
        job.save(force_insert=True)
    elif kind == Message.Kind.PUBLIC_REPLY:
        _withdraw_draft(ticket)
        ticket.status = next_status or ticket.status
    save_ticket(ticket, actor, "version", "status")
    action = {
        "customer": "message.received",
        "public_reply": "reply.written",
        "internal_note": "note.added",
    }[kind]
    record(
        ticket_stream(ticket.pk),
        actor,
        action,
        message=message.pk,
        body_hash=message.body_hash,
        version=ticket.version,
        job=job.pk if job else None,
    )
    return message


@transaction.atomic
def edit_ticket(*, actor, ticket_id, etag, changes):
    """Change a ticket's own fields, if it still is what the editor saw.

    Parameters: `etag` as read; `changes` a dict of field to value (`tags` a list of names).
    Raises: StaleTicket (412). A new subject makes a new version, since drafts depend on it.
    """
    ticket = lock_ticket(ticket_id)
    if etag not in ("*", ticket.etag):
        raise StaleTicket(ticket)
    changes = dict(changes)
    tags = changes.pop("tags", None)
    if tags is not None:
        ticket.tags.set(tags_named(tags))
    changed = [name for name, value in changes.items() if getattr(ticket, name) != value]
    for name in changed:
        setattr(ticket, name, changes[name])
    if "subject" in changed:
        ticket.version += 1
        changed.append("version")
        _withdraw_draft(ticket)
        new_job(ticket, requested_by=actor).save(force_insert=True)
    if changed or tags is not None:
        save_ticket(ticket, actor, *changed)
        codes = {
            name: changes[name] for name in ("status", "priority", "category") if name in changed
        }
        record(
            ticket_stream(ticket.pk),
            actor,
            "ticket.edited",
            fields=sorted([*changed, *(["tags"] if tags is not None else [])]),
            assignee=ticket.assignee_id,
            version=ticket.version,
            **codes,
        )
    return ticket


@transaction.atomic
def request_draft(*, actor, ticket_id):
    """Ask for a new draft of the ticket as it is: the pending one is superseded, and stays
    readable; a failed job is tried again by hand. A live job is returned as it is."""
    ticket = lock_ticket(ticket_id)
    live = ticket.draft_jobs.filter(status__in=("queued", "running")).first()
    if live:
        return live
    _withdraw_draft(ticket)
    job = new_job(ticket, requested_by=actor)
    job.save(force_insert=True)
    record(ticket_stream(ticket.pk), actor, "draft.requested", job=job.pk, version=ticket.version)
    return job
