"""What becomes of a reply on its way, when mail servers are slow and workers die."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import services
from audit.models import AuditEvent
from config.tests.people import decision
from tickets import delivery
from tickets.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(ada, pending, as_role):
    """A signed reply whose time to undo is over."""
    review = services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    with as_role("worker"):
        Message.objects.filter(review=review).update(deliver_after=timezone.now())
    return Message.objects.get(review=review)


def abandoned(reply, **more):
    """Nobody has heard for longer than the lease of the worker that holds the reply."""
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=reply.pk).update(delivery_lease_expires_at=past, **more)


def events():
    return list(
        AuditEvent.objects.filter(action__startswith="reply.").values_list("action", flat=True)
    )


def test_a_mail_that_went_out_after_its_lease_is_sent_and_goes_out_no_more(reply, worker):
    slow = delivery._claim(reply.pk)
    abandoned(reply)
    second = delivery._claim(reply.pk)
    delivery._settle(slow)
    reply.refresh_from_db()
    assert reply.delivery_status == "sent"
    delivery._settle(second, error="The mail server is away.")
    delivery._settle(second)
    now = Message.objects.get(pk=reply.pk)
    assert (now.delivery_status, now.delivery_error) == ("sent", "")
    assert now.sent_at == reply.sent_at
    assert events() == ["reply.sent"]


def test_a_mail_that_went_out_ends_the_waiting_for_the_next_try(reply, worker):
    slow = delivery._claim(reply.pk)
    abandoned(reply)
    delivery._settle(delivery._claim(reply.pk), error="The mail server is away.")
    delivery._settle(slow)
    reply.refresh_from_db()
    assert (reply.delivery_status, reply.delivery_error) == ("sent", "")


def test_a_failure_after_its_lease_leaves_the_next_try_alone(reply, worker):
    slow = delivery._claim(reply.pk)
    abandoned(reply)
    delivery._claim(reply.pk)
    delivery._settle(slow, error="The mail server is away.")
    reply.refresh_from_db()
    assert (reply.delivery_status, reply.delivery_error) == ("sending", "")


def test_a_reply_that_no_try_ever_told_of_fails_in_words(reply, worker):
    delivery._claim(reply.pk)
    abandoned(reply, delivery_attempts=delivery.MAX_ATTEMPTS - 1)
    assert delivery._claim(reply.pk)
    abandoned(reply)
    assert delivery._claim(reply.pk) is None
    reply.refresh_from_db()
    assert reply.delivery_status == "failed"
    assert reply.delivery_attempts == delivery.MAX_ATTEMPTS
    assert "may have it" in reply.delivery_error
    assert events() == ["reply.failed"]
    assert delivery._claim(reply.pk) is None
    assert delivery.due(10, timedelta(0)) == []


def test_a_reply_that_was_taken_back_stays_so(ada, pending, as_role):
    review = services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    services.undo(user=ada, review_id=review.pk)
    with as_role("worker"):
        delivery._settle(Message.objects.get(review=review))
    assert Message.objects.get(review=review).delivery_status == "cancelled"
