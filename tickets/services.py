"""What people and clients do to tickets: one verb, one function, one transaction."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from ai_review.checks import refuse_planted
from ai_review.jobs import cancel_live, new_job, reprioritise
from ai_review.models import DraftJob, Suggestion
from audit.models import AuditEvent
from audit.services import event, record, ticket_stream
from config.errors import Problem
from tickets.models import Attachment, Customer, Message, Priority, Tag, Ticket


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


def _known_customers(owner, asked):
    """Look up the owner's customers: a dict of (external_id, email as asked or "") to Customer."""
    ids = {each["external_id"] for each in asked if each.get("external_id")}
    emails = {each["email"] for each in asked if not each.get("external_id")}
    known = {}
    if ids:
        for customer in Customer.objects.filter(owner=owner, external_id__in=ids):
            known[customer.external_id, ""] = customer
    if emails:
        # PostgreSQL folds the case, as its unique index does; Python would fold some otherwise.
        rows = Customer.objects.raw(
            "SELECT known.*, asked FROM unnest(%s::text[]) AS asked"
            " JOIN tickets_customer known ON lower(known.email) = lower(asked)"
            " WHERE known.owner_id = %s AND known.external_id = ''",
            [sorted(emails), owner.pk],
        )
        for customer in rows:
            known["", customer.asked] = customer
    return known


def customers_of(owner, asked):
    """Return the Customer of each dict of name, email and external_id, creating who is new."""
    wanted = [(each.get("external_id", ""), each) for each in asked]
    wanted = [((key, "" if key else each["email"]), each) for key, each in wanted]
    known = _known_customers(owner, asked)
    # By external id, or by address whatever its case; sorted, so that two requests that create
    # the same customers do it in the same order and cannot deadlock.
    new = {
        (key[0], key[1].lower()): Customer(owner=owner, **each)
        for key, each in reversed(wanted)
        if key not in known
    }
    if new:
        _create_customers(owner, [new[key] for key in sorted(new)])
        known = _known_customers(owner, asked)
    return [known[key] for key, _ in wanted]


def _create_customers(owner, customers):
    """Create customers together, or one by one when another request creates some of them now."""
    try:
        with transaction.atomic():
            bulk_create_with_history(customers, Customer, default_user=owner)
    except IntegrityError:
        if len(customers) > 1:
            for customer in customers:
                customer.pk = None
                _create_customers(owner, [customer])


def tags_named(names):
    """Return the tags of these names, creating what is new."""
    wanted = sorted(set(names))
    if not wanted:
        return []
    Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=wanted))


def open_ticket(*, actor, **fields):
    """Open one ticket; see `open_tickets`."""
    return open_tickets(actor=actor, tickets=[fields])[0]


@transaction.atomic
def open_tickets(*, actor, tickets):
    """Open tickets, each with its first message, and queue a draft of each: all or nothing.

    Parameters: `actor` the User who opens them; `tickets` a list of dicts of subject, body,
    customer (a dict of name, email, external_id) and, if given, channel, priority, tags,
    attachments (dicts of name, content_type and content in bytes), metadata and
    created_at (when it was asked, for imports of older questions).
    The number of queries does not grow with the number of tickets. Returns the Tickets in order.
    """
    now = timezone.now()
    customers = customers_of(actor, [each["customer"] for each in tickets])
    opened = [
        Ticket(
            subject=each["subject"],
            customer=customer,
            opened_by=actor,
            channel=each.get("channel", Ticket.Channel.API),
            priority=each.get("priority", Priority.NORMAL),
            metadata=each.get("metadata") or {},
            created_at=each.get("created_at") or now,
            waiting_since=each.get("created_at") or now,
        )
        for each, customer in zip(tickets, customers, strict=True)
    ]
    bulk_create_with_history(opened, Ticket, default_user=actor)
    _tag(opened, [each.get("tags", ()) for each in tickets])
    messages = Message.objects.bulk_create(
        Message(
            ticket=ticket,
            kind=Message.Kind.CUSTOMER,
            body=each["body"],
            created_at=ticket.created_at,
        )
        for ticket, each in zip(opened, tickets, strict=True)
    )
    Attachment.objects.bulk_create(
        Attachment(message=message, **file)
        for message, each in zip(messages, tickets, strict=True)
        for file in each.get("attachments", ())
    )
    jobs = DraftJob.objects.bulk_create(new_job(ticket) for ticket in opened)
    AuditEvent.objects.bulk_create(
        event(
            ticket_stream(ticket.pk),
            actor,
            "ticket.opened",
            {
                "ticket": ticket.pk,
                "message": message.pk,
                "body_hash": message.body_hash,
                "job": job.pk,
                "channel": ticket.channel,
                "priority": ticket.priority,
            },
        )
        for ticket, message, job in zip(opened, messages, jobs, strict=True)
    )
    return opened


def _tag(tickets, names):
    """Give each new ticket its tags."""
    tags = {tag.name: tag for tag in tags_named(name for each in names for name in each)}
    Ticket.tags.through.objects.bulk_create(
        Ticket.tags.through(ticket_id=ticket.pk, tag_id=tags[name].pk)
        for ticket, each in zip(tickets, names, strict=True)
        for name in set(each)
    )


def withdraw_draft(ticket):
    """End what was drafted for an older state. Jobs first: a worker that finishes in between
    commits its suggestion before our second statement looks."""
    cancel_live(ticket)
    Suggestion.objects.filter(ticket=ticket, status=Suggestion.Status.PENDING_REVIEW).update(
        status=Suggestion.Status.SUPERSEDED, claimed_by=None, claim_expires_at=None
    )


def unanswered_since(ticket):
    """When the customer wrote the first message that no reply has followed; None without one.

    The first and not the last: who writes again has not begun to wait again.
    """
    replies = ticket.messages.filter(kind=Message.Kind.PUBLIC_REPLY)
    answered = replies.exclude(delivery_status=Message.Delivery.CANCELLED).aggregate(Max("pk"))
    asked = ticket.messages.filter(kind=Message.Kind.CUSTOMER, pk__gt=answered["pk__max"] or 0)
    return asked.aggregate(Min("created_at"))["created_at__min"]


def save_ticket(ticket, actor, *fields):
    ticket._history_user = actor
    ticket.save(update_fields=[*fields, "updated_at"])


@transaction.atomic
def add_message(*, actor, ticket_id, kind, body, attachments=(), next_status=None, created_at=None):
    """Add a turn to the conversation.

    A customer's message makes a new ticket version: the pending draft is superseded and a new one
    queued. A reply by hand ends the draft and is sent after the undo window. A note changes
    nothing. `attachments`: dicts of name, content_type and content in bytes.
    Raises: PermissionDenied when a client writes anything but a customer's message; Problem for
    files in a reply, which is delivered without.
    """
    if kind != Message.Kind.CUSTOMER and not actor.has_perm("tickets.write"):
        raise PermissionDenied
    if attachments and kind == Message.Kind.PUBLIC_REPLY:
        raise Problem("A reply cannot carry files yet.", code="no_files_in_replies")
    if kind == Message.Kind.PUBLIC_REPLY:
        refuse_planted(ticket_id, body)
    ticket = lock_ticket(ticket_id)
    now = timezone.now()
    message = Message(ticket=ticket, kind=kind, body=body, created_at=created_at or now)
    if kind != Message.Kind.CUSTOMER:
        message.author, message.author_kind = actor, actor.kind
    if kind == Message.Kind.PUBLIC_REPLY:
        message.delivery_status = Message.Delivery.SCHEDULED
        message.deliver_after = now + timedelta(seconds=settings.REVIEW_UNDO_SECONDS)
    message.save(force_insert=True)
    files = Attachment.objects.bulk_create(
        Attachment(message=message, **file) for file in attachments
    )
    job = None
    if kind == Message.Kind.CUSTOMER:
        ticket.version += 1
        ticket.status = Ticket.Status.OPEN
        withdraw_draft(ticket)
        job = new_job(ticket)
        job.save(force_insert=True)
    elif kind == Message.Kind.PUBLIC_REPLY:
        withdraw_draft(ticket)
        ticket.status = next_status or ticket.status
    if kind != Message.Kind.INTERNAL_NOTE:
        ticket.waiting_since = unanswered_since(ticket)
    save_ticket(ticket, actor, "version", "status", "waiting_since")
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
        files=[file.sha256 for file in files],
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
    added, removed = _set_tags(ticket, tags) if tags is not None else ([], [])
    before = ticket.assignee_id
    changed = [name for name, value in changes.items() if getattr(ticket, name) != value]
    for name in changed:
        setattr(ticket, name, changes[name])
    if "subject" in changed:
        ticket.version += 1
        changed.append("version")
        withdraw_draft(ticket)
        new_job(ticket, requested_by=actor).save(force_insert=True)
    elif "priority" in changed:
        reprioritise(ticket)
    if changed or added or removed:
        save_ticket(ticket, actor, *changed)
    stream = ticket_stream(ticket.pk)
    # Each act by itself, so that the timeline can say it in words.
    if "assignee" in changed:
        record(stream, actor, "ticket.assigned", assignee=ticket.assignee_id, before=before)
    if added or removed:
        record(stream, actor, "ticket.tagged", added=added, removed=removed)
    fields = [name for name in changed if name != "assignee"]
    if fields:
        codes = {name: changes[name] for name in _SAID if name in fields}
        record(
            stream, actor, "ticket.edited", fields=sorted(fields), version=ticket.version, **codes
        )
    return ticket


# The fields whose new value is a code and no personal text.
_SAID = ("status", "priority", "category")


def _set_tags(ticket, names):
    """Give the ticket exactly these tags; returns the ids of those added and of those removed."""
    before = {tag.pk for tag in ticket.tags.all()}
    wanted = tags_named(names)
    after = {tag.pk for tag in wanted}
    if after != before:
        ticket.tags.set(wanted)
    return sorted(after - before), sorted(before - after)
