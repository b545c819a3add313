"""What a worker process does beside its drafts, with real threads and an AI that speaks HTTP."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.utils import timezone

from ai_review import dispatch, jobs, supply, worker
from ai_review.batching import Batcher
from ai_review.models import AICall, DraftJob, Suggestion
from ai_review.worker import Drafter, Keeper
from tickets import services

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def threads_have_the_workers_rights():
    def become(connection, **_):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE handrail_worker")

    connection.ensure_connection()  # the test's own stays the web's
    connection_created.connect(become)
    yield
    connection_created.disconnect(become)


@pytest.fixture
def keeper():
    return Keeper()


@pytest.fixture
def drafter(keeper):
    drafter = Drafter(keeper, 8)
    yield drafter
    drafter.drain()


@pytest.fixture
def begin(drafter, as_role):
    def draft(job_ids):
        with as_role("worker"):
            drafter.draft(job_ids)

    return draft


def eventually(check, seconds=20):
    deadline = time.monotonic() + seconds
    while not (result := check()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
    return result


def ids(ask, count):
    return [ask(subject=f"No {n}").draft_jobs.get().pk for n in range(count)]


def test_many_drafts_wait_for_the_ai_at_once(ask, handbook, ai, begin):
    ai.delay = 1
    begin(ids(ask, 8))
    eventually(lambda: ai.open_connections == 8)
    eventually(lambda: Suggestion.objects.count() == 8)
    assert DraftJob.objects.filter(status="done").count() == 8


def test_there_are_never_more_under_way_than_there_is_room(ask, handbook, ai, drafter):
    ai.delay = 0.3
    most = []
    jobs_due = ids(ask, 20)
    threading.Thread(
        target=lambda: [drafter.draft(jobs_due[n : n + 5]) for n in range(0, 20, 5)]
    ).start()
    while Suggestion.objects.count() < 20:
        most.append(ai.open_connections)
        time.sleep(0.02)
    assert 5 <= max(most) <= 8 + 1  # one may be closing while the next opens


def test_a_wake_up_may_name_more_jobs_than_there_is_room_for(ask, handbook, ai, keeper, as_role):
    ai.delay = 0.1
    small = Drafter(keeper, 2)
    due = ids(ask, 5)
    with as_role("worker"):
        small.draft(due)
    small.drain()
    assert Suggestion.objects.count() == 5


def test_drafts_that_wait_for_room_take_one_thread_of_the_worker(
    ask, handbook, ai, keeper, as_role
):
    """The others are for signed replies: no customer waits for a slow AI to be told what a person
    has decided."""
    ai.delay = 0.5
    small = Drafter(keeper, 1)
    due = ids(ask, 4)
    with as_role("worker"):
        small.draft(due[:1])
    eventually(lambda: ai.received)
    waiting = threading.Thread(target=small.draft, args=(due[1:2],))
    waiting.start()
    eventually(lambda: small._begin.locked())
    for pk in due[2:]:
        small.draft([pk])
    assert waiting.is_alive(), "the others returned before there was room"
    waiting.join()
    small.drain()
    assert Suggestion.objects.count() == 4


def test_the_lease_of_a_long_call_is_renewed(ask, handbook, ai, begin, keeper):
    ai.delay = 1.5
    [pk] = ids(ask, 1)
    begin([pk])
    eventually(lambda: ai.received)
    DraftJob.objects.update(lease_expires_at=timezone.now() + timedelta(seconds=0.2))
    keeper.look_after()
    time.sleep(0.3)
    assert jobs.release_expired() == 0
    eventually(lambda: Suggestion.objects.exists())
    assert AICall.objects.count() == 1


def test_a_draft_that_is_being_settled_keeps_no_other_from_its_lease(ask, handbook, keeper):
    """The keeper renews many leases at once; to wait for one of them with others in hand is how
    it and the thread that settles came to wait for each other."""
    settling, waiting = jobs.claim(ids(ask, 2))[0]
    DraftJob.objects.update(lease_expires_at=timezone.now())
    renewed = []

    def beat():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        renewed.extend(jobs.renew([settling, waiting]))
        connection.close()

    with transaction.atomic():
        DraftJob.objects.select_for_update().get(pk=settling.job_id)
        thread = threading.Thread(target=beat)
        thread.start()
        thread.join()
    assert renewed == [settling, waiting]
    kept = DraftJob.objects.filter(lease_expires_at__gt=timezone.now())
    assert [job.pk for job in kept] == [waiting.job_id]


def test_what_is_stuck_in_our_own_code_loses_its_lease(ask, handbook, keeper, settings):
    [pk] = ids(ask, 1)
    [lease], _ = jobs.claim([pk])
    with keeper.holding(lease) as held:
        held.since -= settings.AI_DEADLINE_SECONDS + settings.LEASE_SECONDS
        DraftJob.objects.update(lease_expires_at=timezone.now())
        keeper.look_after()
        assert jobs.release_expired() == 1


def test_a_new_message_ends_the_call_that_no_longer_counts(
    ask, handbook, ai, begin, keeper, bank_app
):
    """Not only its result is dropped: the service is not asked any longer than needed."""
    ai.delay = 15
    ticket = ask()
    begin([ticket.draft_jobs.get().pk])
    eventually(lambda: ai.received)
    services.add_message(actor=bank_app, ticket_id=ticket.pk, kind="customer", body="Never mind")
    keeper.look_after()
    outcome = eventually(lambda: AICall.objects.filter(outcome__isnull=False).first()).outcome
    assert outcome.code == "aborted"
    assert outcome.latency_ms < 10_000
    assert not Suggestion.objects.exists()


def test_the_kill_switch_ends_calls_under_way(ask, handbook, ai, begin, keeper, sofia):
    ai.delay = 15
    begin(ids(ask, 3))
    eventually(lambda: len(ai.received) == 3)
    supply.set_policy(actor=sofia, paused=True)
    keeper.look_after()
    eventually(lambda: DraftJob.objects.filter(status="queued", attempts=0).count() == 3)
    assert set(DraftJob.objects.values_list("error_code", flat=True)) == {"aborted"}


def test_a_worker_that_is_stopped_hands_its_drafts_back(
    ask, handbook, ai, drafter, begin, keeper, monkeypatch
):
    monkeypatch.setattr(worker, "DRAIN_SECONDS", 0)
    ai.delay = 15
    due = ids(ask, 4)
    begin(due[:3])
    eventually(lambda: len(ai.received) == 3)
    dispatch.mark_published(due[3:])
    keeper.stop()
    begin(due[3:])  # a wake-up that was already on its way
    assert dispatch.due(400, timedelta(seconds=30)) == due[3:]  # another worker need not wait
    keeper.look_after()
    drafter.drain()
    assert set(DraftJob.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert len(ai.received) == 3


@pytest.fixture
def deaf(keeper, monkeypatch, settings):
    """`deaf()` lets the keeper look whether it is; returns whether the process would leave."""
    left = []
    monkeypatch.setattr(worker.os, "kill", lambda *_: left.append(True))
    monkeypatch.setattr(worker.threading, "Timer", lambda *_: threading.Thread())
    keeper._last_heard -= settings.STALLED_SECONDS

    def look():
        keeper.look_after()
        return bool(left)

    return look


def test_a_deaf_worker_leaves(ask, deaf, settings):
    ask()
    long_ago = timezone.now() - timedelta(seconds=settings.STALLED_SECONDS + 1)
    DraftJob.objects.update(next_attempt_at=long_ago)
    assert not deaf()  # the relay calls nobody: it is not our ears
    DraftJob.objects.update(published_at=timezone.now())
    assert deaf()


def test_a_worker_with_nothing_to_hear_stays(ask, deaf):
    ask()
    DraftJob.objects.update(published_at=timezone.now())
    assert not deaf()


def test_a_paused_pipeline_is_not_stalled(ask, sofia, settings):
    ask()
    long_ago = timezone.now() - timedelta(seconds=settings.STALLED_SECONDS + 1)
    DraftJob.objects.update(next_attempt_at=long_ago)
    assert dispatch.backlog().stalled
    supply.set_policy(actor=sofia, paused=True)
    assert not dispatch.backlog().stalled


def test_items_that_gather_are_handled_together():
    gate, sizes = threading.Event(), []

    def handle(items):
        sizes.append(len(items))
        gate.wait(5)
        return [item * 2 for item in items]

    batcher, results = Batcher(handle, limit=4), {}
    threads = [
        threading.Thread(target=lambda n=n: results.update({n: batcher(n)})) for n in range(6)
    ]
    threads[0].start()
    eventually(lambda: sizes)
    for thread in threads[1:]:
        thread.start()
    eventually(lambda: batcher._waiting.qsize() == 5)
    gate.set()
    for thread in threads:
        thread.join()
    assert results == {n: n * 2 for n in range(6)}
    assert sizes == [1, 4, 1]


def test_a_failure_reaches_all_who_wait_for_it_and_no_one_else():
    def handle(items):
        if "bad" in items:
            raise ValueError("bad")
        return items

    batcher = Batcher(handle)
    with pytest.raises(ValueError, match="bad"):
        batcher("bad")
    assert batcher("good") == "good"
