"""The real relay, a real Celery worker, a real broker and an AI that speaks HTTP; and what happens
when one of them is killed."""

import os
import signal
import time

import pytest
from django.conf import settings

from ai_review import services
from ai_review.models import AICall, DraftJob, Suggestion
from ai_review.tests.fake_ai import FakeAI
from audit.models import AuditEvent
from config.tests.people import decision
from tickets.models import Message

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 40


def eventually(check, seconds=PATIENCE_SECONDS):
    """Wait until `check()` is true; fails the test when it never is."""
    deadline = time.monotonic() + seconds
    while not (result := check()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
    return result


@pytest.fixture
def ai():
    with FakeAI() as server:
        yield server


@pytest.fixture
def start(run, ai, tmp_path):
    env = {
        "AI_PROVIDER": "openai",
        "AI_BASE_URL": ai.url(),
        "AI_API_KEY": "test-key",
        "AI_MODEL": "fake",
        "AI_DEADLINE_SECONDS": "3",
        "LEASE_SECONDS": "3",
        "RELAY_REPUBLISH_SECONDS": "1",
        "EMAIL_FILE_PATH": str(tmp_path / "outbox"),
    }
    return lambda name: run(name, **env)


def drafts():
    return Suggestion.objects.filter(status="pending_review").count()


def test_from_question_to_mail(ask, ada, start, settings, tmp_path):
    settings.REVIEW_UNDO_SECONDS = 0
    start("relay")
    start("worker")
    ticket = ask()
    eventually(drafts)
    suggestion = Suggestion.objects.get(ticket=ticket)
    assert suggestion.call.provider == "openai"
    looked_at = [gate["code"] for gate in suggestion.gates if gate["confirm"]]
    services.decide(
        reviewer=ada,
        suggestion_id=suggestion.pk,
        **decision(suggestion, confirmed=looked_at),
    )
    eventually(lambda: Message.objects.filter(delivery_status="sent").exists())
    mail = next((tmp_path / "outbox").iterdir()).read_text()
    assert suggestion.reply in mail
    assert f"[{ticket.reference}]" in mail
    actions = AuditEvent.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["ticket.opened", "draft.stored", "draft.approved", "reply.sent"]


def test_a_worker_killed_in_the_middle_of_a_draft(ask, start, ai):
    """kill -9 while the AI thinks: the draft arrives after the lease, once."""
    ai.delay = 30
    start("relay")
    worker = start("worker")
    ask()
    eventually(lambda: ai.received)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    ai.delay = 0
    start("worker")
    eventually(drafts)
    time.sleep(1)
    assert drafts() == Suggestion.objects.count() == 1
    job = DraftJob.objects.get()
    assert (job.status, job.claims) == ("done", 2)
    # The call that nobody knows the end of is there, without an outcome.
    assert AICall.objects.filter(outcome=None).count() == 1


def test_nothing_says_that_workers_were_called_while_the_broker_is_silent(ask, start, broker):
    """Idle workers would take such a call for one that they alone did not hear, and leave."""
    start("relay")
    first = ask()
    called = DraftJob.objects.exclude(published_at=None)
    eventually(lambda: called.filter(ticket=first).exists())
    time.sleep(0.5)  # for the rest of that round, which speaks with the broker as well
    os.kill(broker.child.pid, signal.SIGSTOP)
    try:
        second = ask()
        # Longer than the relay waits for the broker, so that it has tried at least once.
        deadline = time.monotonic() + settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_timeout"] + 2
        while time.monotonic() < deadline:
            assert not called.filter(ticket=second).exists()
            time.sleep(0.05)
    finally:
        os.kill(broker.child.pid, signal.SIGCONT)
    eventually(lambda: called.filter(ticket=second).exists())


def test_without_a_broker_tickets_are_taken_and_drafted_later(api, bank_app, ask, start, broker):
    start("relay")
    start("worker")
    ask(subject="Before")
    eventually(lambda: drafts() == 1)
    broker.child.stop()
    for n in range(5):
        ask(subject=f"During {n}")
    time.sleep(1)
    assert drafts() == 1
    broker.child.start()
    eventually(lambda: drafts() == 6, seconds=60)
    assert DraftJob.objects.filter(status="done").count() == Suggestion.objects.count() == 6


def test_a_stopped_worker_drains_and_loses_nothing(ask, start, ai):
    ai.delay = 1
    start("relay")
    worker = start("worker")
    for n in range(4):
        ask(subject=f"No {n}")
    eventually(lambda: len(ai.received) >= 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    start("worker")
    eventually(lambda: drafts() == 4)
    assert Suggestion.objects.count() == 4
