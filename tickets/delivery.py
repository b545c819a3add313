"""Sending signed replies to customers, by the worker, after the undo window.

At least once: the message is marked as being sent before the network is touched, under a lease.
A worker that dies between sending and saying so, or takes longer than its lease, makes a second
copy; both carry the same Message-ID and idempotency key, so that receivers can tell.
"""

import hashlib
import hmac
import json
import logging
from datetime import timedelta
from smtplib import SMTPException

import httpx2
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.services import SYSTEM, record, ticket_stream
from tickets.models import Message

log = logging.getLogger(__name__)

Delivery = Message.Delivery
LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 8
# 5 s, 10 s, 20 s … 10 min between tries: about half an hour in all.
RETRY_BASE_SECONDS = 5
RETRY_CAP_SECONDS = 600
TIMEOUT_SECONDS = 20
UNHEARD = (
    "Nobody knows how the last try ended, so the customer may have it. Look at the mail server or"
    " webhook before you write again."
)


def due(limit, republish_after):
    """Ids of the replies that should be sent now and that no recent wake-up names."""
    now = timezone.now()
    waiting = Q(delivery_status=Delivery.SCHEDULED, deliver_after__lte=now)
    abandoned = Q(delivery_status=Delivery.SENDING, delivery_lease_expires_at__lt=now)
    asleep = (
        Q(delivery_published_at=None)
        | Q(delivery_published_at__lt=now - republish_after)
        | Q(delivery_published_at__lt=F("deliver_after"))
    )
    return list(
        Message.objects.filter(waiting | abandoned)
        .filter(asleep)
        .order_by("deliver_after")
        .values_list("pk", flat=True)[:limit]
    )


def mark_published(message_ids):
    Message.objects.filter(pk__in=message_ids).update(delivery_published_at=timezone.now())


def unmark_published(message_ids):
    """The broker did not take them: they are due again at once."""
    Message.objects.filter(pk__in=message_ids).update(delivery_published_at=None)


def deliver(message_id):
    """Send one reply if it is due, and record what became of it."""
    message = _claim(message_id)
    if message is None:
        return
    # The network may be slow: no connection to PostgreSQL waits for it.
    connection.close()
    try:
        _send(message)
    except (OSError, SMTPException, httpx2.HTTPError) as error:
        log.warning("message %s was not delivered: %s", message_id, error)
        _settle(message, error=str(error) or type(error).__name__)
    else:
        _settle(message)


@transaction.atomic
def _claim(message_id):
    now = timezone.now()
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .filter(pk=message_id)
        .filter(
            Q(delivery_status=Delivery.SCHEDULED, deliver_after__lte=now)
            | Q(delivery_status=Delivery.SENDING, delivery_lease_expires_at__lt=now)
        )
        .select_related("ticket__customer")
        .first()
    )
    if message is None:
        return None
    if message.delivery_attempts >= MAX_ATTEMPTS:
        _change(
            message,
            delivery_status=Delivery.FAILED,
            delivery_lease_expires_at=None,
            delivery_error=UNHEARD,
        )
        return None
    _change(
        message,
        delivery_status=Delivery.SENDING,
        delivery_attempts=message.delivery_attempts + 1,
        delivery_lease_expires_at=now + LEASE,
    )
    return message


def _send(message):
    if settings.DELIVERY_WEBHOOK_URL:
        _post(message)
    else:
        _mail(message)


def _mail(message):
    ticket = message.ticket
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    EmailMessage(
        subject=f"Re: {' '.join(ticket.subject.split())} [{ticket.reference}]",
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[ticket.customer.email],
        headers={"Message-ID": f"<reply-{message.pk}@{domain}>"},
    ).send()


def _post(message):
    """POST the reply to the deployment's webhook, signed with HMAC-SHA256 over the body."""
    body = json.dumps(
        {
            "type": "reply.sent",
            "message": message.pk,
            "ticket": message.ticket_id,
            "reference": message.ticket.reference,
            "body": message.body,
            "customer": {
                "external_id": message.ticket.customer.external_id,
                "email": message.ticket.customer.email,
            },
        },
        ensure_ascii=False,
    ).encode()
    signature = hmac.new(settings.DELIVERY_WEBHOOK_SECRET.encode(), body, hashlib.sha256)
    with httpx2.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
        client.post(
            settings.DELIVERY_WEBHOOK_URL,
            content=body,
            headers={
                "Content-Type": "application/json",
                "Idempotency-Key": f"reply-{message.pk}",
                "Handrail-Signature": f"sha256={signature.hexdigest()}",
            },
        ).raise_for_status()


@transaction.atomic
def _settle(message, error=""):
    row = Message.objects.select_for_update(no_key=True).filter(pk=message.pk)
    if error:
        # Of a failure only the holder may tell: another worker may be sending it now.
        held = row.filter(
            delivery_status=Delivery.SENDING, delivery_attempts=message.delivery_attempts
        ).first()
    else:
        # What is out is out, whoever holds it by now; forgotten, it would go out again for ever.
        held = row.filter(delivery_status__in=[Delivery.SENDING, Delivery.SCHEDULED]).first()
    if held is None:
        return
    now = timezone.now()
    if not error:
        changes = {"delivery_status": Delivery.SENT, "sent_at": now}
    elif held.delivery_attempts >= MAX_ATTEMPTS:
        changes = {"delivery_status": Delivery.FAILED}
    else:
        wait = min(RETRY_CAP_SECONDS, RETRY_BASE_SECONDS * 2 ** (held.delivery_attempts - 1))
        changes = {
            "delivery_status": Delivery.SCHEDULED,
            "deliver_after": now + timedelta(seconds=wait),
        }
    _change(held, delivery_lease_expires_at=None, delivery_error=error[:300], **changes)


def _change(message, **changes):
    """Write what has become of a locked message, and its audit event when that is the end."""
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=list(changes))
    if message.delivery_status in (Delivery.SENT, Delivery.FAILED):
        record(
            ticket_stream(message.ticket_id),
            SYSTEM,
            f"reply.{message.delivery_status}",
            message=message.pk,
            attempts=message.delivery_attempts,
            body_hash=message.body_hash,
        )
