"""Calling drafts off and asking for them again: what people do while the AI is away."""

import json

import pytest

from ai_review.models import DraftJob, Suggestion
from ai_review.tests.admin_drafts import fail_draft, write_draft
from ai_review.tests.test_races import at_once, codes
from audit.models import AuditEvent
from config.errors import Conflict
from tickets import drafts

pytestmark = pytest.mark.django_db


def failed(as_role, ask, count=1, **fields):
    """The failed jobs of new tickets."""
    return [fail_draft(as_role, ask(subject=f"No {n}"), **fields) for n in range(count)]


def test_a_draft_under_way_is_cancelled_and_says_who_may_ask_again(ask, ada):
    ticket = ask()
    job = drafts.cancel_draft(actor=ada, ticket_id=ticket.pk)
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("cancelled", "cancelled")
    assert job.error == "Ada cancelled it. Any reviewer or supervisor may ask for a new draft."
    assert job.finished_at
    event = AuditEvent.objects.get(action="draft.cancelled")
    assert (event.actor_id, json.loads(event.payload)["job"]) == (ada.pk, job.pk)


def test_asking_again_takes_the_cancellation_back(ask, ada, draft):
    ticket = ask()
    drafts.cancel_draft(actor=ada, ticket_id=ticket.pk)
    again = drafts.request_draft(actor=ada, ticket_id=ticket.pk)
    assert again.status == "queued"
    assert draft(ticket).job_id == again.pk


def test_a_running_draft_is_cancelled_and_its_result_does_not_count(ask, ada, as_role, handbook):
    ticket = ask()
    from ai_review import jobs

    with as_role("worker"):
        [lease], _ = jobs.claim([ticket.draft_jobs.get().pk])
    drafts.cancel_draft(actor=ada, ticket_id=ticket.pk)
    with as_role("worker"):
        assert jobs.settle([jobs.End(lease, suggestion={})]) == []
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("end", [write_draft, fail_draft])
def test_what_has_ended_cannot_be_cancelled(ask, ada, as_role, end):
    ticket = ask()
    end(as_role, ticket)
    with pytest.raises(Conflict) as refused:
        drafts.cancel_draft(actor=ada, ticket_id=ticket.pk)
    assert refused.value.get_codes() == "no_live_draft"
    assert not AuditEvent.objects.filter(action="draft.cancelled").exists()


def test_cancelling_an_old_job_leaves_the_one_that_followed_it(ask, ada, as_role):
    ticket = ask()
    old = fail_draft(as_role, ticket)
    live = drafts.request_draft(actor=ada, ticket_id=ticket.pk)
    with pytest.raises(Conflict):
        drafts.cancel_draft(actor=ada, ticket_id=ticket.pk, job_id=old.pk)
    live.refresh_from_db()
    assert live.status == "queued"


def test_failed_and_cancelled_drafts_are_asked_for_again(ask, ada, as_role):
    broken = failed(as_role, ask, 2)
    cancelled = drafts.cancel_draft(actor=ada, ticket_id=ask(subject="Other").pk)
    ids = [job.pk for job in [*broken, cancelled]]
    retried, skipped = drafts.retry_drafts(actor=ada, job_ids=ids)
    assert skipped == {}
    assert sorted(retried) == sorted(ids)
    for old in [*broken, cancelled]:
        new = retried[old.pk]
        assert (new.ticket_id, new.status, new.requested_by) == (old.ticket_id, "queued", ada)
    assert AuditEvent.objects.filter(action="draft.requested", actor_id=ada.pk).count() == 3


def test_what_is_not_tried_again_is_said(ask, ada, as_role):
    followed = fail_draft(as_role, ask())
    live = drafts.request_draft(actor=ada, ticket_id=followed.ticket_id)
    old = fail_draft(as_role, ask(subject="Second"))
    newer = drafts.request_draft(actor=ada, ticket_id=old.ticket_id)
    drafts.cancel_draft(actor=ada, ticket_id=newer.ticket_id)
    drafted = write_draft(as_role, ask(subject="Third")).job
    superseded = write_draft(as_role, ask(subject="Fourth")).job
    Suggestion.objects.filter(job=superseded).update(status="superseded")
    retried, skipped = drafts.retry_drafts(
        actor=ada,
        job_ids=[followed.pk, live.pk, old.pk, drafted.pk, superseded.pk, 2**60, followed.pk],
    )
    assert retried == {}
    assert skipped == {
        followed.pk: "live_draft",
        live.pk: "live_draft",
        old.pk: "not_newest",
        drafted.pk: "pending_draft",
        superseded.pk: "done",
        2**60: "not_found",
    }
    assert set(skipped.values()) == set(drafts.NOT_RETRIED)


def test_two_jobs_of_one_ticket_make_one_draft(ask, ada, as_role):
    old = fail_draft(as_role, ask())
    drafts.request_draft(actor=ada, ticket_id=old.ticket_id)
    new = fail_draft(as_role, old.ticket)
    retried, skipped = drafts.retry_drafts(actor=ada, job_ids=[old.pk, new.pk])
    assert (list(retried), skipped) == ([new.pk], {old.pk: "not_newest"})


def test_many_at_once_cost_no_more_queries(ask, ada, as_role, django_assert_max_num_queries):
    ids = [job.pk for job in failed(as_role, ask, 12)]
    with django_assert_max_num_queries(9):
        drafts.retry_drafts(actor=ada, job_ids=ids[:2])
    with django_assert_max_num_queries(9):
        retried, _ = drafts.retry_drafts(actor=ada, job_ids=ids[2:])
    assert len(retried) == 10


@pytest.mark.django_db(transaction=True)
def test_a_cancellation_races_with_the_end_of_the_draft(ask, ada, as_role):
    for n in range(6):
        ticket = ask(subject=f"Round {n}")
        cancelled, _ = at_once(
            lambda ticket=ticket: drafts.cancel_draft(actor=ada, ticket_id=ticket.pk),
            lambda ticket=ticket: write_draft(as_role, ticket),
        )
        job = ticket.draft_jobs.get()
        written = Suggestion.objects.filter(ticket=ticket).count()
        if isinstance(cancelled, DraftJob):
            assert (job.status, job.error_code, written) == ("cancelled", "cancelled", 0)
        else:
            assert codes([cancelled]) == ["no_live_draft"]
            assert (job.status, job.error_code, written) == ("done", "", 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_try_the_same_drafts_again_and_each_is_asked_for_once(ask, ada, ben, as_role):
    ids = [job.pk for job in failed(as_role, ask, 8)]
    results = at_once(
        lambda: drafts.retry_drafts(actor=ada, job_ids=ids),
        lambda: drafts.retry_drafts(actor=ben, job_ids=ids[::-1]),
    )
    (hers, her_skipped), (his, his_skipped) = results
    assert len(hers) + len(his) == 8
    assert len(her_skipped) + len(his_skipped) == 8
    assert DraftJob.objects.filter(status="queued").count() == 8
