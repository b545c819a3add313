"""The job's life: leases, fences, retries, and what people see when it goes wrong."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ai_review import composing, dispatch, drafting, jobs
from ai_review.models import AICall, AICallOutcome, AICircuit, DraftJob, Suggestion
from ai_review.providers.base import ProviderError
from audit.models import AuditEvent
from tickets import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(monkeypatch):
    """`failing(ProviderError(...))`: the provider raises it."""

    def fail_with(error):
        def draft(self, request, body, on_start):
            raise error

        monkeypatch.setattr("ai_review.providers.offline.OfflineProvider.draft", draft)

    return fail_with


def expire(job):
    DraftJob.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(hours=1))


def test_a_job_is_claimed_once(job, worker):
    [lease], _ = jobs.claim([job.pk])
    assert lease.number == 1
    assert jobs.claim([job.pk]) == ([], [])
    job.refresh_from_db()
    assert (job.status, job.lease_token) == ("running", lease.token)
    assert job.lease_expires_at > timezone.now()


def test_a_job_that_is_not_due_is_left_alone(job, worker):
    DraftJob.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    assert jobs.claim([job.pk]) == ([], [])
    assert dispatch.due(10, timedelta(seconds=30)) == []


def test_a_draft_is_stored_with_its_evidence(job, worker):
    drafting.run(job.pk)
    suggestion = Suggestion.objects.get(job=job)
    assert suggestion.status == "pending_review"
    call = AICall.objects.get()
    assert (call.attempt, call.outcome.code, call.provider) == (1, "ok", "offline")
    job.refresh_from_db()
    assert (job.status, job.lease_token) == ("done", None)
    assert AuditEvent.objects.filter(action="draft.stored", actor_kind="ai").count() == 1


def test_a_wake_up_that_comes_again_does_nothing(job, worker):
    for _ in range(3):
        drafting.run(job.pk)
    assert Suggestion.objects.count() == AICall.objects.count() == 1


def test_a_paused_worker_is_fenced_off(job, worker, monkeypatch):
    """Its lease ends while the AI thinks, another takes over; only the second one's draft counts,
    and what the first one got stays as evidence."""
    original = drafting.assess
    others = []

    def slow(*args):
        if not others:
            others.append("second worker")
            expire(job)
            assert jobs.release_expired() == 1
            drafting.run(job.pk)
        return original(*args)

    monkeypatch.setattr(drafting, "assess", slow)
    drafting.run(job.pk)
    assert Suggestion.objects.count() == 1
    assert Suggestion.objects.get().call.attempt == 2
    assert AICallOutcome.objects.count() == 2


def test_a_message_that_comes_while_the_ai_thinks_makes_its_draft_stale(
    job, bank_app, as_role, monkeypatch
):
    original = drafting.assess

    def interrupted(*args):
        with as_role("web"):
            services.add_message(
                actor=bank_app, ticket_id=job.ticket_id, kind="customer", body="Never mind"
            )
        return original(*args)

    monkeypatch.setattr(drafting, "assess", interrupted)
    with as_role("worker"):
        drafting.run(job.pk)
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert not Suggestion.objects.exists()
    assert DraftJob.objects.get(status="queued").ticket_version == 2


def test_a_worker_that_died_is_replaced(job, worker):
    jobs.claim([job.pk])
    assert jobs.release_expired() == 0
    expire(job)
    assert jobs.release_expired() == 1
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("queued", "worker_lost")
    drafting.run(job.pk)
    assert Suggestion.objects.get().call.attempt == 2


def test_a_job_that_kills_its_workers_is_parked(job, worker):
    for _ in range(job.max_attempts):
        assert jobs.claim([job.pk])[0]
        expire(job)
        jobs.release_expired()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("failed", job.max_attempts)
    assert AuditEvent.objects.filter(action="draft.failed").count() == 1


def test_a_passing_failure_is_tried_again_later(job, worker, failing):
    failing(ProviderError("unavailable", "The AI service is down.", retryable=True))
    drafting.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error_code, job.error) == (
        "queued",
        "unavailable",
        "The AI service is down.",
    )
    assert AICall.objects.get().outcome.code == "unavailable"


def test_the_service_may_say_when_to_come_again(job, worker, failing):
    failing(ProviderError("rate_limited", "Slow down.", retryable=True, retry_after=120))
    drafting.run(job.pk)
    job.refresh_from_db()
    wait = job.next_attempt_at - timezone.now()
    assert timedelta(seconds=115) < wait < timedelta(seconds=125)


def test_a_lasting_failure_is_parked_with_its_reason(job, api, ada, as_role, failing):
    failing(ProviderError("refused", "The AI declined to answer.", retryable=False))
    with as_role("worker"):
        drafting.run(job.pk)
    shown = api(ada).get(f"/api/v1/tickets/{job.ticket_id}").json()
    assert shown["review_status"] == "failed"
    assert shown["draft_job"]["error"] == "The AI declined to answer."


def try_often(job, times):
    for _ in range(times):
        DraftJob.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
        AICircuit.objects.update(opened_at=None, shut_at=None, open_until=None, probe_until=None)
        drafting.run(job.pk)
    job.refresh_from_db()


def test_tries_of_a_bad_job_end(job, worker, failing):
    failing(ProviderError("invalid_output", "The answer has another form.", retryable=True))
    try_often(job, job.max_attempts + 2)
    assert (job.status, job.attempts, job.outages) == ("failed", job.max_attempts, 0)
    assert AICall.objects.count() == job.max_attempts


def test_an_outage_of_the_service_has_a_budget_of_its_own(job, worker, failing):
    failing(ProviderError("auth", "The service refused our key.", retryable=False))
    try_often(job, job.max_attempts + 2)
    assert (job.status, job.attempts, job.outages) == ("queued", 0, job.max_attempts + 2)
    try_often(job, job.max_outages)
    assert (job.status, job.attempts, job.outages) == ("failed", 0, job.max_outages)
    assert AICall.objects.count() == job.max_outages
    assert job.error == "The service refused our key."


def test_a_fault_of_our_own_is_told_and_tried_again(job, worker, monkeypatch, caplog):
    monkeypatch.setattr(drafting, "assess", lambda *_: 1 / 0)
    drafting.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("queued", "internal")
    assert "the log of the worker says more" in job.error
    assert "ZeroDivisionError" in caplog.text
    assert AICall.objects.get().outcome.code == "internal"


def test_a_bad_job_does_not_spoil_those_beside_it(ask, handbook, worker, as_role, monkeypatch):
    """Begun and stored in one transaction, yet each for itself."""
    with as_role("web"):
        ids = [ask(subject=f"No {n}").draft_jobs.get().pk for n in range(3)]
    store = drafting.assess

    def poisoned(prepared, draft, policy):
        fields = store(prepared, draft, policy)
        bad = "No 1" in prepared.ticket_text
        return fields | {"risk": "far too long for its column"} if bad else fields

    monkeypatch.setattr(drafting, "assess", poisoned)
    drafting.settle([drafting.ask(attempt) for attempt in drafting.begin(ids)])
    jobs_now = DraftJob.objects.in_bulk(ids)
    assert [jobs_now[pk].status for pk in ids] == ["done", "queued", "done"]
    assert jobs_now[ids[1]].error_code == "internal"


def test_a_job_that_lost_a_worker_is_begun_alone(ask, handbook, worker, as_role):
    with as_role("web"):
        ids = [ask(subject=f"No {n}").draft_jobs.get().pk for n in range(3)]
    jobs.claim(ids[:1])
    DraftJob.objects.filter(pk=ids[0]).update(lease_expires_at=timezone.now() - timedelta(hours=1))
    jobs.release_expired()
    leases, alone = jobs.claim(ids)
    assert [lease.job_id for lease in leases] == ids[1:]
    assert alone == ids[:1]
    assert [lease.job_id for lease in jobs.claim(alone)[0]] == alone


def test_waiting_for_an_answer_is_no_fault_of_the_job(job, worker):
    """A worker that dies of something else takes hundreds of waiting calls with it."""
    for _ in range(job.max_attempts + 1):
        assert drafting.begin([job.pk])
        expire(job)
        jobs.release_expired()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.outages) == ("queued", 0, job.max_attempts + 1)


def test_a_lease_is_renewed_while_it_holds(job, worker):
    leases, _ = jobs.claim([job.pk])
    DraftJob.objects.update(lease_expires_at=timezone.now() + timedelta(seconds=1))
    assert jobs.renew(leases) == leases
    job.refresh_from_db()
    assert job.lease_expires_at > timezone.now() + timedelta(seconds=20)
    expire(job)
    jobs.release_expired()
    assert jobs.renew(leases) == []


def test_what_is_stored_twice_counts_once(job, worker):
    """The reply to a commit can be lost; the worker stores again."""
    [attempt] = drafting.begin([job.pk])
    answer = drafting.ask(attempt)
    drafting.settle([answer])
    drafting.settle([answer])
    assert Suggestion.objects.count() == AICallOutcome.objects.count() == 1


def test_batches_need_no_more_queries(ask, handbook, worker, as_role, django_assert_num_queries):
    with as_role("web"):
        ids = [ask(subject=f"No {n}").draft_jobs.get().pk for n in range(10)]
    drafting.run(ids[0])
    with django_assert_num_queries(19):
        attempts = drafting.begin(ids[1:])
    answers = [drafting.ask(attempt) for attempt in attempts]
    with django_assert_num_queries(11):
        drafting.settle(answers)
    assert Suggestion.objects.count() == 10


def test_what_cannot_be_redacted_is_not_sent(job, worker, monkeypatch):
    def broken(self, texts):
        raise composing.RedactionError("the detector failed")

    monkeypatch.setattr(composing.Redactor, "redact_all", broken)
    drafting.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "redaction_failed")
    assert not AICall.objects.exists()


def test_personal_data_stays_here_and_comes_back_in_the_draft(ask, handbook, draft):
    suggestion = draft(
        ask(
            "I am Mira Castellan, card 4111 1111 1111 1111 has not arrived. "
            "Mail me: mira@customer.example"
        )
    )
    sent = suggestion.call.request
    for secret in ("Castellan", "4111", "mira@customer"):
        assert secret not in sent
    assert suggestion.call.redactions >= 3
    assert "Mira" in suggestion.reply


def test_urgent_jobs_are_woken_first_and_the_window_bounds_the_rest(ask, handbook, worker, as_role):
    with as_role("web"):
        slow = [ask(subject=f"No {n}").draft_jobs.get().pk for n in range(3)]
        urgent = ask(priority="urgent").draft_jobs.get().pk
    soon = timedelta(seconds=30)
    first = dispatch.due(2, soon)
    assert first == [urgent, slow[0]]
    dispatch.mark_published(first)
    assert dispatch.due(2, soon) == []
    assert dispatch.due(4, soon) == slow[1:]


def test_old_tickets_of_low_priority_do_not_starve(ask, handbook, worker, as_role):
    with as_role("web"):
        old = ask(priority="low").draft_jobs.get()
        DraftJob.objects.filter(pk=old.pk).update(
            created_at=old.created_at - timedelta(minutes=61),
            rank_at=old.rank_at - timedelta(minutes=61),
        )
        urgent = [ask(priority="urgent").draft_jobs.get().pk for _ in range(3)]
        low = ask(priority="low").draft_jobs.get().pk
    assert dispatch.due(10, timedelta(seconds=30)) == [old.pk, *urgent, low]


def test_a_lost_wake_up_is_sent_again(job, worker):
    dispatch.mark_published([job.pk])
    assert dispatch.due(10, timedelta(seconds=30)) == []
    DraftJob.objects.update(published_at=timezone.now() - timedelta(seconds=31))
    assert dispatch.due(10, timedelta(seconds=30)) == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_many_workers_race_for_one_job(ask, handbook):
    job = ask().draft_jobs.get()
    barrier, leases = threading.Barrier(8), []

    def race():
        barrier.wait()
        leases.extend(jobs.claim([job.pk])[0])
        connection.close()

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(leases) == 1
