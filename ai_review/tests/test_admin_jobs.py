"""Draft jobs at the desk: one or many called off or tried again, after a page that asks."""

import pytest

from ai_review.models import DraftJob
from ai_review.tests.admin_drafts import fail_draft, write_draft
from audit.models import AuditEvent
from config.tests.people import browser

pytestmark = pytest.mark.django_db

LIST = "/admin/ai_review/draftjob/"
BULK = LIST + "bulk/"


def chosen(action, *jobs):
    return {"action": action, "_selected_action": [job.pk for job in jobs]}


def test_many_are_tried_again_after_a_page_that_asks(desk, sofia, ask, as_role):
    broken = [fail_draft(as_role, ask(subject=f"No {n}")) for n in range(2)]
    live = ask(subject="Live").draft_jobs.get()
    page = desk.post(LIST, chosen("retry_selected", *broken, live))
    assert "Ask for new drafts of 3 tickets?" in page.content.decode()
    assert DraftJob.objects.filter(status="queued").count() == 1  # asking changes nothing
    said = desk.post(
        BULK, {"act": "retry", "job": [job.pk for job in page.context["jobs"]]}, follow=True
    ).content.decode()
    assert "New drafts asked for: 2." in said
    assert "Left out: 1. A draft of this ticket is under way." in said
    assert DraftJob.objects.filter(status="queued", requested_by=sofia).count() == 2


def test_many_are_cancelled_after_a_page_that_asks(desk, ask, as_role):
    live = [ask(subject=f"No {n}").draft_jobs.get() for n in range(2)]
    done = write_draft(as_role, ask(subject="Done")).job
    page = desk.post(LIST, chosen("cancel_selected", *live, done))
    assert "Cancel the drafts of 3 tickets?" in page.content.decode()
    said = desk.post(
        BULK, {"act": "cancel", "job": [job.pk for job in [*live, done]]}, follow=True
    ).content.decode()
    assert "Drafts cancelled: 2." in said
    assert "Left out: 1. These had ended already." in said
    assert DraftJob.objects.filter(status="cancelled", error_code="cancelled").count() == 2


def test_one_selected_is_named(desk, ask):
    job = ask().draft_jobs.get()
    html = desk.post(LIST, chosen("cancel_selected", job)).content.decode()
    assert f"Cancel the draft of {job.ticket.reference}?" in html


def test_a_long_selection_is_cut_and_said_so(desk, ask, monkeypatch):
    monkeypatch.setattr("ai_review.admin.jobs.BULK_LIMIT", 2)
    live = [ask(subject=f"No {n}").draft_jobs.get() for n in range(3)]
    page = desk.post(LIST, chosen("cancel_selected", *live))
    assert [job.pk for job in page.context["jobs"]] == [live[2].pk, live[1].pk]
    assert "Only the newest 2 are listed" in page.content.decode()


@pytest.mark.parametrize(
    "body",
    [{"act": "retry"}, {"act": "retry", "job": ["x"]}, {"act": "drop", "job": [1]}, {"job": [1]}],
)
def test_a_page_that_makes_no_sense_is_refused(desk, body):
    assert desk.post(BULK, body).status_code == 400


def test_only_who_may_ask_for_drafts_does_it(noor, ask, as_role):
    job = fail_draft(as_role, ask())
    live = ask(subject="Live").draft_jobs.get()
    client = browser(noor)
    assert "retry_selected" not in client.get(LIST).content.decode()
    for act in ("retry", "cancel"):
        body = {"act": act, "job": [job.pk, live.pk]}
        assert client.post(BULK, body).status_code == 403
    for pk, act in ((job.pk, "try-again"), (live.pk, "cancel")):
        assert f"/{act}/" not in client.get(f"{LIST}{pk}/change/").content.decode()
        assert client.post(f"{LIST}{pk}/{act}/").status_code == 403
    assert not AuditEvent.objects.filter(actor_id=noor.pk, stream__startswith="ticket").exists()


def offered(client, job):
    html = client.get(f"{LIST}{job.pk}/change/").content.decode()
    return [act for act in ("try-again", "cancel") if f"/{job.pk}/{act}" in html]


def test_the_page_of_a_job_offers_what_can_still_be_done(desk, ask, as_role):
    broken = fail_draft(as_role, ask())
    assert offered(desk, broken) == ["try-again"]
    desk.post(f"{LIST}{broken.pk}/try-again/")
    assert offered(desk, broken) == []
    live = DraftJob.objects.get(ticket=broken.ticket_id, status="queued")
    assert offered(desk, live) == ["cancel"]
    desk.post(f"{LIST}{live.pk}/cancel/")
    live.refresh_from_db()
    assert live.status == "cancelled"
    assert offered(desk, live) == ["try-again"]
    assert offered(desk, write_draft(as_role, ask(subject="Done")).job) == []
    again = desk.post(f"{LIST}{broken.pk}/try-again/", follow=True).content.decode()
    assert "A newer job of this ticket has followed it." in again


def test_outages_stand_beside_attempts_and_errors_are_filtered(desk, ask, as_role):
    job = ask().draft_jobs.get()
    DraftJob.objects.filter(pk=job.pk).update(outages=3, error_code="timeout")
    fail_draft(as_role, ask(subject="Second"))
    page = desk.get(f"{LIST}?error_is=timeout")
    assert [row.pk for row in page.context["cl"].result_list] == [job.pk]
    assert "3 of 20" in page.content.decode()
