"""Bulk approval over the API: low risk only, at most 25, each decided by itself, with undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import bulk, queue
from ai_review.models import Review, ReviewBatch, Suggestion
from ai_review.tests.test_races import at_once
from audit.models import AuditEvent
from config.tests.people import decision
from tickets import services as tickets
from tickets.models import Message

pytestmark = pytest.mark.django_db
BATCHES = "/api/v1/batches"


def shown(suggestions):
    return [
        {
            "suggestion": each.pk,
            "content_hash": each.content_hash,
            "ticket_version": each.ticket_version,
        }
        for each in suggestions
    ]


def approve(api, user, suggestions, headers=None, **fields):
    body = {"drafts": shown(suggestions), "count": len(suggestions), "dwell_ms": 9_000} | fields
    return api(user).post(BATCHES, body, headers=headers)


def codes(response):
    assert response.status_code == 200, response.json()
    return [each["code"] for each in response.json()["results"]]


def test_each_is_decided_by_itself_and_marked_as_one_of_several(api, ada, drafts, drafted_long_ago):
    three = drafts(3)
    response = approve(api, ada, three)
    assert codes(response) == ["", "", ""]
    assert [each["suggestion"] for each in response.json()["results"]] == [d.pk for d in three]
    batch = ReviewBatch.objects.get()
    assert (batch.reviewer, batch.asked, batch.dwell_ms) == (ada, 3, 9_000)
    assert {review.dwell_ms for review in batch.reviews.all()} == {3_000}
    assert Message.objects.filter(delivery_status="scheduled").count() == 3
    assert (
        AuditEvent.objects.filter(
            action="draft.approved", payload__contains=f'"batch":{batch.pk}'
        ).count()
        == 3
    )
    words = api(ada).get(f"/api/v1/tickets/{three[0].ticket_id}/timeline").json()["results"]
    assert "Ada approved the draft as one of 3 approved together" in [e["text"] for e in words]


def test_the_server_reads_from_its_own_rows_what_may_be_in_a_batch(api, ada, ben, drafts):
    gates = [{"code": "x", "level": "warn", "message": "Look", "spans": [], "confirm": True}]
    low, held = drafts(2)
    queue.take(user=ben, suggestion_id=held.pk)
    others = (
        drafts(1, risk="medium")
        + drafts(1, required_reviews=2)
        + drafts(1, reply="")
        + drafts(1, gates=gates)
    )
    response = approve(api, ada, [*others, held, low])
    assert codes(response) == [
        "not_low_risk", "needs_two", "reply_empty", "confirmation_required", "held_by_another", "",
    ]  # fmt: skip
    assert Review.objects.get().suggestion == low


def test_what_changed_since_it_was_shown_is_refused_alone(api, ada, ben, bank_app, drafts):
    stale, decided, forged, fine = drafts(4)
    tickets.add_message(actor=bank_app, ticket_id=stale.ticket_id, kind="customer", body="More")
    api(ben).post(f"/api/v1/suggestions/{decided.pk}/decision", decision(decided))
    body = shown([stale, decided, forged, fine])
    body[2]["content_hash"] = "0" * 64
    response = approve(api, ada, [stale, decided, forged, fine], drafts=body)
    assert codes(response) == ["stale_version", "already_decided", "hash_mismatch", ""]


def test_the_count_is_confirmed_and_nothing_is_decided_when_it_is_wrong(api, ada, drafts):
    two = drafts(2)
    response = approve(api, ada, two, count=3)
    assert (response.status_code, response.json()["code"]) == (400, "count_mismatch")
    assert not Review.objects.exists()


def test_the_limit_is_held_by_the_server(api, ada, drafts):
    response = approve(api, ada, drafts(bulk.LIMIT + 1))
    assert response.status_code == 400
    assert not Review.objects.exists()


def test_the_same_draft_twice_is_refused(api, ada, drafts):
    (one,) = drafts(1)
    response = approve(api, ada, [one, one])
    assert (response.status_code, response.json()["code"]) == (400, "too_many")


def test_an_unknown_draft_does_not_stop_the_others(api, ada, drafts):
    (one,) = drafts(1)
    body = shown([one]) + [{"suggestion": 10**12, "content_hash": "x", "ticket_version": 1}]
    assert codes(approve(api, ada, [one], drafts=body, count=2)) == ["", "not_found"]


def test_the_same_key_decides_once(api, ada, drafts):
    two = drafts(2)
    headers = {"Idempotency-Key": "one-press"}
    first = approve(api, ada, two, headers)
    again = approve(api, ada, two, headers)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Review.objects.count() == 2


def test_the_whole_batch_is_taken_back(api, ada, ben, drafts):
    three = drafts(3)
    batch = approve(api, ada, three).json()["id"]
    assert api(ben).post(f"{BATCHES}/{batch}/undo").status_code == 403
    response = api(ada).post(f"{BATCHES}/{batch}/undo")
    assert codes(response) == ["", "", ""]
    assert all(each["review"]["undone"] for each in response.json()["results"])
    assert set(Suggestion.objects.values_list("status", flat=True)) == {"pending_review"}
    assert Message.objects.filter(delivery_status="cancelled").count() == 3
    assert api(ada).post(f"{BATCHES}/{batch}/undo").json() == {"results": []}
    assert api(ada).post(f"{BATCHES}/999999/undo").status_code == 404


def test_what_is_on_its_way_stays_and_is_said(api, ada, drafts, as_role):
    two = drafts(2)
    batch = approve(api, ada, two).json()
    with as_role("worker"):
        Message.objects.filter(review=batch["results"][0]["review"]["id"]).update(
            delivery_status="sending"
        )
    assert sorted(codes(api(ada).post(f"{BATCHES}/{batch['id']}/undo"))) == ["", "undo_expired"]


@pytest.mark.parametrize("who", ["noor", "bank_app", None])
def test_only_reviewers_approve_together(request, api, drafts, who):
    user = request.getfixturevalue(who) if who else None
    one = drafts(1)
    assert approve(api, user, one).status_code == (403 if who else 401)
    assert api(user).post(f"{BATCHES}/1/undo").status_code == (403 if who else 401)
    assert not Review.objects.exists()


def test_my_decisions_are_listed_with_the_time_left(
    api, ada, ben, drafts, django_assert_max_num_queries
):
    three = drafts(3)
    approve(api, ada, three[:2])
    reject = decision(three[2], "reject", reason_code="other")
    review = api(ada).post(f"/api/v1/suggestions/{three[2].pk}/decision", reject).json()
    api(ada).post(f"/api/v1/reviews/{review['id']}/undo")
    http = api(ada)
    with django_assert_max_num_queries(5):
        rows = http.get("/api/v1/reviews?page_size=10").json()["results"]
    assert [row["suggestion"] for row in rows] == [d.pk for d in reversed(three)]
    assert (rows[0]["undone"], rows[0]["seconds_left"], rows[0]["delivery_status"]) == (
        True, 0, None,
    )  # fmt: skip
    assert rows[1]["delivery_status"] == "scheduled"
    assert 0 < rows[1]["seconds_left"] <= 60
    assert rows[1]["batch"] == rows[2]["batch"] is not None
    assert api(ben).get("/api/v1/reviews").json()["results"] == []


def test_a_first_signature_says_who_settled_it(api, ada, ben, drafts):
    (risky,) = drafts(1, required_reviews=2)
    first = api(ada).post(f"/api/v1/suggestions/{risky.pk}/decision", decision(risky)).json()
    assert api(ada).get("/api/v1/reviews").json()["results"][0]["settled_by"] == ""
    api(ben).post(
        f"/api/v1/suggestions/{risky.pk}/decision", decision(risky, first_review=first["id"])
    )
    assert api(ada).get("/api/v1/reviews").json()["results"][0]["settled_by"] == "Ben"


@pytest.mark.django_db(transaction=True)
def test_two_bulk_approvals_at_once_sign_each_draft_once(ada, ben, drafts):
    """In opposite orders, while a heartbeat goes on: they must not deadlock either."""
    for _ in range(3):
        five = drafts(5)
        ids = [draft.pk for draft in five]
        hers, his, _beat = at_once(
            lambda five=five: bulk.approve_together(reviewer=ada, drafts=shown(five), count=5),
            lambda five=five: bulk.approve_together(
                reviewer=ben, drafts=shown(five[::-1]), count=5
            ),
            lambda ids=ids: queue.heartbeat(user=ada, suggestion_ids=ids),
        )
        outcomes = hers[1] + his[1]
        assert sorted(each.code for each in outcomes) == [""] * 5 + ["already_decided"] * 5
        assert Review.objects.filter(suggestion__in=ids).count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_lapsed_hold_does_not_keep_a_draft_out(ada, ben, drafts):
    (one,) = drafts(1)
    queue.take(user=ben, suggestion_id=one.pk)
    Suggestion.objects.update(claim_expires_at=timezone.now() - timedelta(seconds=1))
    _, (outcome,) = bulk.approve_together(reviewer=ada, drafts=shown([one]), count=1)
    assert outcome.review
