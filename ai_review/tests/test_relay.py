"""The relay calls workers for what is due: at once, once, and again when the broker was away."""

from datetime import timedelta

import pytest
from kombu.exceptions import OperationalError as BrokerError

from ai_review import dispatch, relay, services
from ai_review.models import DraftJob
from config.tests.people import decision
from tickets import delivery
from tickets.models import Message

SOON = timedelta(seconds=30)


@pytest.fixture
def job(ask, handbook):
    return ask().draft_jobs.get()


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
