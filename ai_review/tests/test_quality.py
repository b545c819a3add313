"""Review figures, triage as it was signed, and the pause that too many rejections bring."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review.models import CategoryPause, Review, ReviewPolicy
from ai_review.quality import distance
from ai_review.services import decide, undo
from audit.models import AuditEvent
from config.tests.people import decision
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def sign(user, suggestion, verdict="approve", **fields):
    return decide(
        reviewer=user, suggestion_id=suggestion.pk, **decision(suggestion, verdict, **fields)
    )


def test_metrics_count_what_people_decided(api, ada, ask, handbook, draft, drafted_long_ago):
    sign(ada, draft(ask()), dwell_ms=4000)
    sign(ada, draft(ask()), "edit", reply="Something else entirely.", dwell_ms=6000)
    sign(ada, draft(ask()), "reject", reason_code="wrong_facts")
    undone = sign(ada, draft(ask()))
    undo(user=ada, review_id=undone.pk)
    body = api(ada).get("/api/v1/metrics?by=category").json()
    total = body["total"]
    assert [total[name] for name in ("decided", "approved", "edited", "rejected")] == [3, 1, 1, 1]
    assert total["rejection_rate"] == pytest.approx(1 / 3, abs=1e-4)
    assert total["reasons"] == {"wrong_facts": 1}
    assert total["median_dwell_ms"] == 5000
    assert total["median_seconds"] >= 0
    assert 0.5 < total["edit_distance"] <= 1
    assert [row["group"] for row in body["groups"]] == ["card_arrival"]


@pytest.mark.parametrize("by", ["prompt_version", "model", "language"])
def test_metrics_by_what_made_the_draft(api, ada, pending, by):
    sign(ada, pending)
    [row] = api(ada).get(f"/api/v1/metrics?by={by}").json()["groups"]
    assert row["decided"] == 1
    assert row["group"] in ("1", "en", pending.call.model)


def test_only_supervisors_and_auditors_compare_reviewers(api, ada, sofia, noor, bank_app, pending):
    sign(ada, pending)
    assert api(ada).get("/api/v1/metrics?by=reviewer").status_code == 403
    assert api(bank_app).get("/api/v1/metrics").status_code == 403
    for user in (sofia, noor):
        [row] = api(user).get("/api/v1/metrics?by=reviewer").json()["groups"]
        assert row["group"] == "ada"


def test_metrics_of_a_period(api, ada, pending):
    sign(ada, pending)
    later = (timezone.now() + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    end = (timezone.now() + timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    body = api(ada).get(f"/api/v1/metrics?start={later}&end={end}").json()
    assert body["total"]["decided"] == 0
    assert body["total"]["acceptance_rate"] is None
    assert api(ada).get(f"/api/v1/metrics?start={end}&end={later}").status_code == 400
    assert api(ada).get("/api/v1/metrics?since=x").status_code == 400


def test_the_quality_page_is_for_the_desk(desk, ada, ask, handbook, draft):
    sign(ada, draft(ask()))
    sign(ada, draft(ask()), "reject", reason_code="wrong_tone")
    html = desk.get("/admin/ai_review/review/quality/?by=reviewer&days=7").content.decode()
    assert "Wrong tone" in html
    assert "50 %" in html
    assert desk.get("/admin/ai_review/review/quality/?by=shoe_size").status_code == 400


def test_distance_is_the_share_of_words_changed():
    assert distance("a b c d", "a b c d") == 0
    assert distance("a b c d", "a b c e") == 0.25
    assert distance("a b", "c d") == 1


# --- triage ---------------------------------------------------------------------------------------


def test_approving_accepts_the_triage_as_proposed(ada, pending):
    review = sign(ada, pending)
    ticket = Ticket.objects.get(pk=pending.ticket_id)
    assert review.triage == {
        "category": "card_arrival",
        "priority": pending.priority,
        "language": "en",
        "sentiment": pending.triage["sentiment"],
    }
    assert (ticket.category, ticket.language) == ("card_arrival", "en")
    assert ticket.sentiment == pending.triage["sentiment"] != ""


def test_a_reviewer_corrects_the_triage_with_the_decision(api, ada, ask, pending):
    other = ask()
    triage = {"category": "card_lost", "priority": "urgent", "duplicate_of": other.pk}
    body = decision(pending, triage=triage | {"sentiment": "positive"})
    answer = api(ada).post(f"/api/v1/suggestions/{pending.pk}/decision", body)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["triage"]["category"] == "card_lost"
    ticket = Ticket.objects.get(pk=pending.ticket_id)
    assert (ticket.category, ticket.priority) == ("card_lost", "urgent")
    assert (ticket.sentiment, ticket.duplicate_of) == ("positive", other)


def test_a_rejection_takes_over_only_what_was_said(ada, ask, pending):
    other = ask()
    sign(ada, pending, "reject", reason_code="duplicate", triage={"duplicate_of": other.pk})
    ticket = Ticket.objects.get(pk=pending.ticket_id)
    assert (ticket.duplicate_of, ticket.category) == (other, "")


def test_an_undo_restores_the_triage(ada, ask, pending):
    before = Ticket.objects.get(pk=pending.ticket_id)
    review = sign(ada, pending, triage={"priority": "urgent", "duplicate_of": ask().pk})
    undo(user=ada, review_id=review.pk)
    after = Ticket.objects.get(pk=pending.ticket_id)
    for name in ("status", "summary", "category", "priority", "language", "sentiment"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.duplicate_of is None


@pytest.mark.parametrize(
    "triage", [{"duplicate_of": 1}, {"priority": "now"}, {"language": "xxx"}, {"mood": "bad"}]
)
def test_triage_that_cannot_be_is_refused_and_nothing_is_stored(api, ada, pending, triage):
    body = decision(pending, triage=triage)
    answer = api(ada).post(f"/api/v1/suggestions/{pending.pk}/decision", body)
    assert answer.status_code == 400
    assert not Review.objects.exists()


def test_a_ticket_is_not_a_duplicate_of_itself(api, ada, pending):
    body = decision(pending, triage={"duplicate_of": pending.ticket_id})
    answer = api(ada).post(f"/api/v1/suggestions/{pending.pk}/decision", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_such_ticket")


def test_the_second_reviewer_signs_the_firsts_triage(ada, ben, ask, handbook, draft):
    ReviewPolicy.objects.update(second_review="always")
    suggestion = draft(ask())
    first = sign(ada, suggestion, triage={"priority": "high"})
    sign(ben, suggestion, first_review=first.pk)
    assert Ticket.objects.get(pk=suggestion.ticket_id).priority == "high"


# --- pauses ---------------------------------------------------------------------------------------


@pytest.fixture
def rejected(ask, handbook, draft, ada):
    """`rejected(3)` has three drafts rejected, for a reason."""

    def run(count, reason="wrong_facts"):
        for _ in range(count):
            sign(ada, draft(ask()), "reject", reason_code=reason)

    return run


@pytest.fixture
def strict(db):
    ReviewPolicy.objects.update(pause_after=4, pause_percent=50)


def test_too_many_rejections_pause_the_category(strict, rejected, ask, draft):
    rejected(3)
    assert not CategoryPause.objects.exists()
    rejected(1)
    pause = CategoryPause.objects.get()
    assert (pause.category, pause.rejected, pause.decided) == ("card_arrival", 4, 4)
    event = AuditEvent.objects.get(action="category.paused")
    assert event.actor_kind == "system"
    withheld = draft(ask())
    assert withheld.reply == ""
    assert withheld.summary
    assert "category_paused" in [gate["code"] for gate in withheld.gates]
    rejected(2)
    assert CategoryPause.objects.count() == 1


def test_half_rejected_is_not_more_than_half(strict, rejected, ask, draft, ada):
    sign(ada, draft(ask()))
    sign(ada, draft(ask()))
    rejected(2)
    assert not CategoryPause.objects.exists()
    rejected(1)
    assert CategoryPause.objects.exists()


def test_rejections_that_do_not_blame_the_draft_pause_nothing(strict, rejected):
    rejected(4, reason="not_needed")
    assert not CategoryPause.objects.exists()


def test_a_supervisor_resumes_and_counting_begins_anew(strict, rejected, desk, sofia, ask, draft):
    rejected(4)
    pause = CategoryPause.objects.get()
    page = f"/admin/ai_review/categorypause/{pause.pk}/resume/"
    desk.get(page)
    pause.refresh_from_db()
    assert pause.resumed_at is None
    desk.post(page)
    pause.refresh_from_db()
    assert pause.resumed_by == sofia
    assert draft(ask()).reply
    rejected(3)
    assert CategoryPause.objects.filter(resumed_at=None).count() == 0
    assert AuditEvent.objects.filter(action="category.resumed", actor_id=sofia.pk).exists()
