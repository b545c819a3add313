"""Deciding in the admin: a link never acts, and a person signs exactly what the page showed."""

import pytest

from ai_review.models import DraftJob, Review, Suggestion
from ai_review.services import decide
from ai_review.tests.admin_drafts import fail_draft, write_draft
from audit.models import AuditEvent
from config.tests.people import browser
from tickets import services as tickets
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
LIST = "/admin/ai_review/suggestion/"


@pytest.fixture
def written(ask, as_role):
    return write_draft(as_role, ask())


def page_of(suggestion, action="change"):
    return f"{LIST}{suggestion.pk}/{action}/"


def form_of(response):
    """What a browser would send back, unchanged."""
    form = response.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def test_the_page_shows_all_that_a_decision_rests_on(desk, written):
    html = desk.get(page_of(written)).content.decode()
    for words in (
        "My new card has not arrived",  # the conversation
        "It arrives in five working days",  # the draft
        "<mark>12.50 EUR</mark>",
        "This amount is in no source.",
        "When a new card arrives",  # the citation
        "[NAME_1]",  # what was sent
        "bank-app opened the ticket",  # the timeline
    ):
        assert words in html
    assert f"{written.pk}/approve/" in html


def test_text_of_customers_and_of_the_ai_is_never_markup(desk, ask, as_role):
    evil = "<script>alert(1)</script>"
    draft = write_draft(
        as_role,
        ask(body=evil, subject=evil),
        reply=f"{evil} 12.50 EUR",
        summary=evil,
        gates=[{"code": "x", "level": "warn", "message": evil, "spans": [evil, "12.50 EUR"]}],
    )
    pages = [page_of(draft), page_of(draft, "approve"), page_of(draft, "edit"), LIST]
    pages.append(f"/admin/tickets/ticket/{draft.ticket_id}/change/")
    for page in pages:
        html = desk.get(page).content.decode()
        assert evil not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("verdict", ["approve", "edit", "reject"])
def test_a_link_decides_nothing(desk, written, verdict):
    response = desk.get(page_of(written, verdict))
    assert response.status_code == 200
    assert not Review.objects.exists()
    assert Suggestion.objects.get().status == "pending_review"


def test_approving_signs_the_draft_as_it_is(desk, sofia, written):
    form = form_of(desk.get(page_of(written, "approve")))
    response = desk.post(page_of(written, "approve"), form, follow=True)
    assert "The reply goes out at" in response.content.decode()
    review = Review.objects.get()
    assert (review.reviewer, review.verdict) == (sofia, "approved")
    assert Message.objects.get(review=review).body == written.reply
    assert AuditEvent.objects.get(action="draft.approved").actor_id == sofia.pk


def test_a_decision_needs_the_csrf_token(sofia, written):
    strict = browser(sofia, enforce_csrf_checks=True)
    form = form_of(strict.get(page_of(written, "approve")))
    assert strict.post(page_of(written, "approve"), form).status_code == 403
    assert not Review.objects.exists()


def test_an_edit_keeps_only_the_persons_own_changes(desk, written):
    form = form_of(desk.get(page_of(written, "edit")))
    browsers_line_ends = written.reply.replace("\n", "\r\n")
    unchanged = desk.post(page_of(written, "edit"), form | {"reply": browsers_line_ends})
    assert unchanged.status_code == 400
    assert "The edit changes nothing" in unchanged.content.decode()
    form |= {"reply": browsers_line_ends.replace("five", "six"), "next_status": "pending"}
    assert desk.post(page_of(written, "edit"), form).status_code == 302
    review = Review.objects.get()
    assert review.verdict == "edited"
    assert review.final_reply == written.reply.replace("five", "six")
    assert Ticket.objects.get().status == "pending"


def test_a_rejection_needs_a_reason(desk, written):
    form = form_of(desk.get(page_of(written, "reject")))
    assert form["next_status"] == "open"
    assert desk.post(page_of(written, "reject"), form).status_code == 200
    assert not Review.objects.exists()
    form |= {"reason_code": "wrong_facts", "note": "Old deadline"}
    assert desk.post(page_of(written, "reject"), form).status_code == 302
    assert Suggestion.objects.get().status == "rejected"
    assert not Message.objects.filter(kind="public_reply").exists()


def test_what_changed_in_between_is_a_conflict_that_keeps_the_text(desk, written, bank_app):
    form = form_of(desk.get(page_of(written, "edit")))
    tickets.add_message(
        actor=bank_app, ticket_id=written.ticket_id, kind="customer", body="It came!"
    )
    response = desk.post(page_of(written, "edit"), form | {"reply": "My careful words."})
    assert response.status_code == 409
    html = response.content.decode()
    assert "Nothing was decided." in html
    assert "My careful words." in html
    assert not Review.objects.exists()


def test_other_content_than_shown_is_refused(desk, written):
    form = form_of(desk.get(page_of(written, "approve"))) | {"content_hash": "0" * 64}
    assert desk.post(page_of(written, "approve"), form).status_code == 409
    assert not Review.objects.exists()


@pytest.fixture
def risky(ask, as_role):
    return write_draft(as_role, ask(), risk="high", required_reviews=2)


def sign_first(user, suggestion, **fields):
    return decide(
        reviewer=user,
        suggestion_id=suggestion.pk,
        content_hash=suggestion.content_hash,
        ticket_version=suggestion.ticket_version,
        **({"verdict": "edit"} | fields),
    )


def test_two_people_sign_a_risky_draft(desk, ada, risky):
    sign_first(ada, risky, reply="Edited by Ada.")
    page = desk.get(page_of(risky, "approve"))
    assert "Edited by Ada." in page.content.decode()
    assert desk.post(page_of(risky, "approve"), form_of(page)).status_code == 302
    assert Message.objects.get(kind="public_reply").body == "Edited by Ada."


def test_nobody_signs_twice(desk, risky):
    form = form_of(desk.get(page_of(risky, "approve")))
    desk.post(page_of(risky, "approve"), form)
    response = desk.get(page_of(risky, "approve"), follow=True)
    assert "a second person must decide" in response.content.decode()
    first = Review.objects.get()
    again = desk.post(page_of(risky, "approve"), form | {"first_review": first.pk})
    assert again.status_code == 409
    assert Review.objects.count() == 1


def test_a_first_signature_that_came_in_between_is_not_signed_unseen(desk, ada, risky):
    form = form_of(desk.get(page_of(risky, "approve")))
    sign_first(ada, risky, reply="Edited by Ada, unseen by Sofia.")
    response = desk.post(page_of(risky, "approve"), form)
    assert response.status_code == 409
    assert "signed this draft" in response.content.decode()
    assert Review.objects.count() == 1


def test_taking_back(desk, written):
    desk.post(page_of(written, "approve"), form_of(desk.get(page_of(written, "approve"))))
    assert "Take it back" in desk.get(page_of(written)).content.decode()
    desk.get(page_of(written, "undo"))
    assert Suggestion.objects.get().status == "approved"  # a link takes nothing back either
    desk.post(page_of(written, "undo"))
    assert Suggestion.objects.get().status == "pending_review"
    assert Message.objects.get(kind="public_reply").delivery_status == "cancelled"


def test_an_auditor_sees_and_cannot_decide(noor, written):
    auditor = browser(noor)
    html = auditor.get(page_of(written)).content.decode()
    assert "It arrives in five working days" in html
    assert f"{written.pk}/approve/" not in html
    for verdict in ("approve", "edit", "reject"):
        assert auditor.get(page_of(written, verdict)).status_code == 403
        assert auditor.post(page_of(written, verdict), {}).status_code == 403
    assert not Review.objects.exists()


def test_a_draft_without_a_reply_is_edited_not_approved(desk, ask, as_role):
    empty = write_draft(as_role, ask(), reply="")
    html = desk.get(page_of(empty)).content.decode()
    assert f"{empty.pk}/approve/" not in html
    form = form_of(desk.get(page_of(empty, "edit"))) | {"reply": "By hand."}
    assert desk.post(page_of(empty, "edit"), form).status_code == 302
    assert Message.objects.get(kind="public_reply").body == "By hand."


# --- a failed draft -----------------------------------------------------------------------------


def test_a_failed_draft_says_why_and_is_tried_again_by_hand(desk, sofia, ask, as_role):
    job = fail_draft(as_role, ask())
    page = f"/admin/ai_review/draftjob/{job.pk}/"
    assert (
        "The AI service did not accept the request." in desk.get(f"{page}change/").content.decode()
    )
    assert "Try again" in desk.get(f"{page}try-again/").content.decode()
    assert DraftJob.objects.count() == 1
    desk.post(f"{page}try-again/")
    assert DraftJob.objects.filter(status="queued", requested_by=sofia).count() == 1
    assert AuditEvent.objects.filter(action="draft.requested", actor_id=sofia.pk).exists()
    assert "try-again" not in desk.get(f"{page}change/").content.decode()
