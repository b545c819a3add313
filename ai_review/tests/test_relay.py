"""The relay calls workers for what is due: at once, once, and again when the broker was away."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from ai_review import dispatch, relay, services, supply
from ai_review.models import AICircuit, DraftJob
from config.tests.people import decision
from tickets import delivery
from tickets.models import Message
from tickets.services import edit_ticket

SOON = timedelta(seconds=30)


@pytest.fixture
def reply(job, draft, ada, settings):
    """A signed answer that may go out."""
    settings.REVIEW_UNDO_SECONDS = 0
    suggestion = draft(job.ticket)
    looked_at = [gate["code"] for gate in suggestion.gates if gate["confirm"]]
    services.decide(
        reviewer=ada, suggestion_id=suggestion.pk, **decision(suggestion, confirmed=looked_at)
    )
    return Message.objects.get(ticket=job.ticket, delivery_status="scheduled")


def marks():
    """When workers were last called, for every job and every reply."""
    return [
        *DraftJob.objects.order_by("pk").values_list("published_at", flat=True),
        *Message.objects.filter(kind="public_reply")
        .order_by("pk")
        .values_list("delivery_published_at", flat=True),
    ]


def shut(until):
    now = timezone.now()
    AICircuit.objects.update(
        failures=5, pauses=1, opened_at=now, shut_at=now, open_until=until, error_code="unavailable"
    )


def test_the_relay_has_let_go_of_what_it_calls_workers_for(reply, ask, as_role, monkeypatch):
    """A worker passes over rows that are locked. It may be there while the call is still being
    made, so that anything the relay writes to them afterwards can cost 30 s."""
    ask()
    seen = []
    for task in (relay.draft, relay.deliver):
        monkeypatch.setattr(task, "apply_async", lambda **_: seen.append(marks()))
    with as_role("worker"):
        relay.Relay().round()
    assert len(seen) == 2
    assert seen == [marks()] * 2
    assert dispatch.due(10, SOON) == []
    assert delivery.due(10, SOON) == []


@pytest.mark.parametrize("error", [BrokerError("gone"), ConnectionResetError(), TimeoutError()])
def test_what_the_broker_did_not_take_is_due_at_once(reply, ask, as_role, monkeypatch, error):
    waiting = ask().draft_jobs.get()

    def away(**_):
        raise error

    monkeypatch.setattr(relay.deliver, "apply_async", away)
    with as_role("worker"):
        with pytest.raises(type(error)):
            relay.Relay().round()
        assert dispatch.due(10, SOON) == [waiting.pk]
        assert delivery.due(10, SOON) == [reply.pk]


def test_the_one_trial_call_of_a_service_that_failed_is_not_called_for_in_every_round(
    job, as_role, monkeypatch
):
    """Where no worker runs it would fill Redis, fifty times a second."""
    shut(until=timezone.now())
    called = []
    monkeypatch.setattr(relay.draft, "apply_async", lambda **_: called.append(1))
    one = relay.Relay()
    with as_role("worker"):
        for _ in range(3):
            one.round()
    assert len(called) == 1


def test_what_workers_let_go_by_while_the_ai_was_away_is_called_for_until_the_broker_takes_it(
    job, as_role, monkeypatch
):
    answers = iter([BrokerError("gone"), None])

    def broker(**_):
        if error := next(answers):
            raise error

    monkeypatch.setattr(relay.draft, "apply_async", broker)
    one = relay.Relay()
    later = timezone.now() + timedelta(minutes=1)
    shut(until=later)
    with as_role("worker"):
        one.round()
        dispatch.mark_published([job.pk])
        supply.note([timezone.now()], [])  # an answer: it is well again
        with pytest.raises(BrokerError):
            one.round()
        dispatch.mark_published([job.pk])
        one.round()
    assert next(answers, "both were made") == "both were made"


def test_a_ticket_made_urgent_is_called_for_again(job, sofia, as_role):
    """A worker that comes while the row is being changed passes over it."""
    with as_role("worker"):
        dispatch.mark_published([job.pk])
    with as_role("web"):
        edit_ticket(
            actor=sofia,
            ticket_id=job.ticket_id,
            etag=job.ticket.etag,
            changes={"priority": "urgent"},
        )
    assert dispatch.due(10, SOON) == [job.pk]
