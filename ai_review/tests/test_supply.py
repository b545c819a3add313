"""The kill switch, the circuit breaker and the budgets, which all workers share."""

import threading
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ai_review import budget, dispatch, drafting, jobs, supply
from ai_review.models import AICall, AICircuit, AIPolicy, AIUsage, DraftJob, Suggestion
from ai_review.providers.base import ProviderError
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def ai(ai, settings):
    settings.AI_DEADLINE_SECONDS, settings.CIRCUIT_FAILURES = 3, 2
    return ai


@pytest.fixture
def queue(ask, handbook):
    """`queue(3)` opens tickets; returns the ids of their jobs."""
    return lambda count: [ask(subject="Same words").draft_jobs.get().pk for _ in range(count)]


def run(as_role, ids):
    with as_role("worker"):
        DraftJob.objects.filter(pk__in=ids, status="queued").update(next_attempt_at=timezone.now())
        for pk in ids:
            drafting.run(pk)


def circuit():
    return AICircuit.objects.get()


def events(action):
    return AuditEvent.objects.filter(stream="ai", action=action).count()


def let_pass():
    """Let the pause of an open circuit pass."""
    AICircuit.objects.update(open_until=timezone.now() - timedelta(seconds=1))


def test_failures_in_a_row_open_the_circuit(ai, queue, as_role):
    ids = queue(4)
    ai.mode("500")
    run(as_role, ids)
    assert len(ai.received) == 2
    assert circuit().open_until > timezone.now()
    assert (circuit().failures, circuit().error_code) == (2, "unavailable")
    assert events("circuit.opened") == 1
    # What was not tried is as it was; what was tried keeps its own tries.
    assert (
        sorted(DraftJob.objects.values_list("attempts", "outages")) == [(0, 0)] * 2 + [(0, 1)] * 2
    )


def test_an_answer_in_between_keeps_the_circuit_closed(ai, queue, as_role):
    ids = queue(3)
    for pk, mode in zip(ids, ["500", "ok", "500"], strict=True):
        ai.mode(mode)
        run(as_role, [pk])
    assert circuit().open_until is None
    assert circuit().failures == 1


def test_a_bad_answer_is_an_answer(ai, queue, as_role):
    ai.mode("wrong_schema")
    run(as_role, queue(4))
    assert len(ai.received) == 4
    assert circuit().failures == 0


def test_a_refused_key_opens_the_circuit_at_once(ai, queue, as_role):
    ai.mode("401")
    run(as_role, queue(3))
    assert len(ai.received) == 1
    assert circuit().error_code == "auth"
    assert not DraftJob.objects.filter(status="failed").exists()


def test_the_service_says_how_long_to_leave_it_alone(ai, queue, as_role):
    ai.mode("429_after")  # Retry-After: 7
    run(as_role, queue(2))
    assert len(ai.received) == 1
    pause = circuit().open_until - circuit().shut_at
    assert timedelta(seconds=6) < pause < timedelta(seconds=8)


def test_one_call_at_a_time_tries_a_service_that_failed(ai, queue, as_role):
    ids = queue(5)
    ai.mode("500")
    run(as_role, ids[:2])
    let_pass()
    with as_role("worker"):
        assert supply.room() == 1
        assert len(drafting.begin(ids[2:])) == 1
        assert supply.room() == 0
        assert drafting.begin(ids[2:]) == []


def test_a_trial_that_is_not_sent_leaves_the_turn_to_another(ai, queue, as_role, sofia):
    ids = queue(3)
    ai.mode("500")
    run(as_role, ids[:2])
    let_pass()
    supply.set_policy(actor=sofia, tokens_per_day=1)
    run(as_role, ids[2:])
    assert circuit().probe_until is None
    assert len(ai.received) == 2


def test_the_pause_grows_with_each_failed_trial(ai, queue, as_role):
    ids = queue(4)
    ai.mode("500")
    run(as_role, ids)
    pauses = []
    for _ in range(3):
        let_pass()
        run(as_role, ids)
        pauses.append((circuit().open_until - circuit().shut_at).total_seconds())
    assert pauses == pytest.approx([10, 20, 40], abs=0.5)
    assert events("circuit.opened") == 1
    # People are told since when it is away, not since the last trial.
    assert supply.availability().since == circuit().opened_at < circuit().shut_at


def test_a_trial_that_is_answered_closes_the_circuit(ai, queue, as_role):
    ids = queue(4)
    ai.mode("500")
    run(as_role, ids[:2])
    ai.mode("ok")
    let_pass()
    run(as_role, ids)
    assert circuit().open_until is None
    assert events("circuit.closed") == 1
    assert Suggestion.objects.count() == 4


def test_a_late_answer_from_before_does_not_close_the_circuit(ai, queue, as_role):
    ids = queue(3)
    with as_role("worker"):
        [early] = drafting.begin(ids[:1])
        answer = drafting.ask(early)
    ai.mode("500")
    run(as_role, ids[1:])
    with as_role("worker"):
        drafting.settle([answer])
    assert circuit().open_until
    assert Suggestion.objects.count() == 1


def test_a_late_failure_from_before_does_not_prolong_the_pause(db, as_role):
    """Sent after the circuit opened first, but before the trial that shut it again."""
    now = timezone.now()
    AICircuit.objects.update(
        failures=2,
        opened_at=now - timedelta(seconds=60),
        shut_at=now - timedelta(seconds=10),
        open_until=now,
    )
    error = ProviderError("unavailable", "The AI service is down.", retryable=True)
    with as_role("worker"):
        supply.note([], [(now - timedelta(seconds=30), error)])
    assert (circuit().failures, circuit().open_until) == (2, now)


def test_the_offline_provider_does_not_wait_for_the_circuit_to_learn(queue, as_role):
    run(as_role, queue(2))
    assert Suggestion.objects.count() == 2
    assert not AIUsage.objects.exists()


def test_the_offline_provider_closes_what_another_left_open(queue, as_role):
    """A desk whose service is down for long switches over."""
    long_ago = timezone.now() - timedelta(minutes=1)
    AICircuit.objects.update(opened_at=long_ago, shut_at=long_ago, open_until=long_ago)
    run(as_role, queue(2))
    assert circuit().open_until is None
    assert Suggestion.objects.count() == 2


def test_what_never_reached_the_service_costs_nothing(ai, queue, as_role, settings):
    settings.AI_BASE_URL = "http://127.0.0.1:1/v1"
    run(as_role, queue(1))
    assert AICall.objects.get().outcome.code == "unavailable"
    assert AIUsage.objects.get(period="day").tokens == 0


def test_a_pause_is_told_since_it_began(sofia):
    supply.set_policy(actor=sofia, paused=True)
    began = supply.availability().since
    supply.set_policy(actor=sofia, calls_per_minute=7)
    assert supply.availability().since == began is not None


def test_a_person_may_have_it_tried_at_once(ai, queue, as_role, sofia):
    ids = queue(2)
    ai.mode("500")
    run(as_role, ids)
    supply.try_now(actor=sofia)
    assert supply.availability().state == "trying"
    assert events("circuit.tried") == 1


def test_the_kill_switch_stops_what_was_not_begun(ai, queue, as_role, sofia):
    ids = queue(2)
    supply.set_policy(actor=sofia, paused=True)
    run(as_role, ids)
    assert not ai.received
    assert supply.availability().state == "paused"
    assert set(DraftJob.objects.values_list("status", "attempts")) == {("queued", 0)}
    supply.set_policy(actor=sofia, paused=False)
    run(as_role, ids)
    assert len(ai.received) == 2
    assert AuditEvent.objects.filter(action="ai_policy.changed").count() == 2


def test_a_call_without_tokens_told_keeps_its_reservation(ai, queue, as_role):
    ai.usage = None
    run(as_role, queue(1))
    assert AIUsage.objects.get(period="day").tokens == AICall.objects.get().reserved_tokens > 8000


def test_an_answer_gives_back_what_it_did_not_use(ai, queue, as_role, settings):
    settings.AI_INPUT_PRICE, settings.AI_OUTPUT_PRICE = Decimal(10), Decimal(100)
    run(as_role, queue(1))
    for usage in AIUsage.objects.filter(period__in=["day", "month"]):
        assert (usage.calls, usage.tokens) == (1, 252)
        assert usage.money == Decimal("0.0063")  # 210 * 10 + 42 * 100 for a million
    outcome = AICall.objects.get().outcome
    assert (outcome.input_tokens, outcome.output_tokens) == (210, 42)
    assert outcome.cost == Decimal("0.0063")


def test_a_late_answer_is_paid_for_once_and_gives_back_the_rest(ai, queue, as_role):
    [pk] = queue(1)
    with as_role("worker"):
        [attempt] = drafting.begin([pk])
        answer = drafting.ask(attempt)
        DraftJob.objects.filter(pk=pk).update(lease_expires_at=timezone.now())
        jobs.release_expired()
        drafting.settle([answer])
        drafting.settle([answer])  # the reply to the first commit was lost
    assert AIUsage.objects.get(period="day").tokens == 252
    assert not Suggestion.objects.exists()


def test_a_refused_request_costs_nothing_and_a_bad_answer_does(ai, queue, as_role):
    ids = queue(2)
    ai.mode("401")
    run(as_role, ids[:1])
    assert AIUsage.objects.get(period="day").tokens == 0
    AICircuit.objects.update(opened_at=None, shut_at=None, open_until=None)
    ai.mode("wrong_schema")
    run(as_role, ids[1:])
    assert AIUsage.objects.get(period="day").tokens == 252
    assert AICall.objects.latest("pk").outcome.input_tokens == 210


def test_without_budget_a_job_waits_for_the_next_period(ai, queue, as_role, sofia):
    supply.set_policy(actor=sofia, tokens_per_day=10)
    [pk] = queue(1)
    run(as_role, [pk])
    job = DraftJob.objects.get(pk=pk)
    assert not ai.received
    assert (job.status, job.attempts, job.error_code) == ("queued", 0, "budget")
    assert job.error == "Today's tokens for the AI are used up."
    midnight = budget.starts_of(timezone.now())["day"] + timedelta(days=1)
    assert job.next_attempt_at == midnight
    supply.set_policy(actor=sofia, tokens_per_day=None)
    with as_role("worker"):
        assert dispatch.due(10, timedelta(seconds=30)) == [pk]
        drafting.run(pk)
    assert Suggestion.objects.exists()


def test_the_month_has_the_deployments_budget_too(ai, queue, as_role, settings):
    settings.AI_INPUT_PRICE, settings.AI_OUTPUT_PRICE = Decimal(0), Decimal(100)
    settings.AI_MONTHLY_BUDGET = Decimal("0.5")  # less than the longest answer
    run(as_role, queue(1))
    assert not ai.received
    assert supply.availability().state == "limited"


def test_a_period_that_begins_has_room_again(ai, queue, as_role, sofia, monkeypatch):
    supply.set_policy(actor=sofia, calls_per_minute=1)
    ids = queue(2)
    run(as_role, ids)
    assert len(ai.received) == 1
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(budget.timezone, "now", lambda: later)
    run(as_role, ids)
    assert len(ai.received) == 2


@pytest.mark.django_db(transaction=True)
def test_fifty_jobs_at_once_with_a_budget_for_ten(ai, queue, as_role, sofia, handbook):
    ai.usage = None  # a service that does not tell: each call keeps what it reserved
    first, *ids = queue(51)
    run(as_role, [first])
    tokens = AICall.objects.get().reserved_tokens
    supply.set_policy(actor=sofia, tokens_per_day=11 * tokens)
    barrier = threading.Barrier(50)

    def work(pk):
        barrier.wait()
        try:
            with as_role("worker"):
                drafting.run(pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[pk]) for pk in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ai.received) == 11
    assert AIUsage.objects.get(period="day").tokens == 11 * tokens
    assert DraftJob.objects.filter(status="queued", error_code="budget").count() == 40
    assert not AIPolicy.objects.filter(paused=True).exists()
    assert jobs.release_expired() == 0


def until_somebody_waits_for_us():
    waiting = (
        "SELECT pid FROM pg_locks WHERE NOT granted"
        " AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    )
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while not cursor.execute(waiting).fetchone():
            assert time.monotonic() < deadline, "nobody waits for our locks"
            time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["failed too", "was answered"])
def test_a_worker_that_waited_for_the_circuit_judges_it_as_it_is_now(as_role, settings, second):
    """Both calls were sent before the first worker opened it, and both workers read it closed."""
    AICircuit.objects.update(failures=1)
    sent = timezone.now()
    error = ProviderError("unavailable", "The AI service is down.", retryable=True)
    failures = [(sent, error)] * settings.CIRCUIT_FAILURES
    news = ([], failures) if second == "failed too" else ([sent], [])

    def note():
        try:
            with as_role("worker"), transaction.atomic():
                supply.note(*news)
        finally:
            connection.close()

    other = threading.Thread(target=note)
    with as_role("worker"), transaction.atomic():
        supply.note([], failures)
        other.start()
        until_somebody_waits_for_us()
    other.join()
    assert circuit().pauses == 1
    assert circuit().open_until > timezone.now()
    assert (events("circuit.opened"), events("circuit.closed")) == (1, 0)
