"""Claims: two people never get the same draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review.models import ReviewPolicy, Suggestion
from config.tests.people import decision

pytestmark = pytest.mark.django_db

CLAIM = "/api/v1/queue/claim"


@pytest.fixture
def three(ask, handbook, draft):
    return [
        draft(ask(subject=f"Card {n}", priority=priority))
        for n, priority in enumerate(["normal", "urgent", "normal"])
    ]


def claimed(response):
    assert response.status_code == 200, response.json()
    return [item["id"] for item in response.json()["results"]]


def test_urgent_first_then_oldest(api, ada, three):
    ids = claimed(api(ada).post(CLAIM, {"count": 3}))
    assert ids == [three[1].pk, three[0].pk, three[2].pk]


def test_two_people_never_hold_the_same_draft(api, ada, ben, three):
    hers = claimed(api(ada).post(CLAIM, {"count": 2}))
    his = claimed(api(ben).post(CLAIM, {"count": 5}))
    assert len(hers) == 2
    assert not set(hers) & set(his)
    # Asking again prolongs what one has: a reloaded page finds its item again.
    assert claimed(api(ada).post(CLAIM, {"count": 2})) == hers


def test_an_expired_claim_is_free(api, ada, ben, three):
    hers = claimed(api(ada).post(CLAIM, {"count": 3}))
    Suggestion.objects.update(claim_expires_at=timezone.now() - timedelta(seconds=1))
    assert claimed(api(ben).post(CLAIM, {"count": 3})) == hers
    beat = api(ada).post("/api/v1/queue/heartbeat", {"suggestions": hers}).json()
    assert beat == {"results": [], "lost": sorted(hers)}


def test_heartbeat_prolongs_and_release_frees(api, ada, ben, three):
    hers = claimed(api(ada).post(CLAIM, {"count": 1}))
    Suggestion.objects.filter(pk__in=hers).update(
        claim_expires_at=timezone.now() + timedelta(seconds=5)
    )
    beat = api(ada).post("/api/v1/queue/heartbeat", {"suggestions": hers}).json()
    assert [item["id"] for item in beat["results"]] == hers
    held = Suggestion.objects.get(pk=hers[0])
    assert held.claim_expires_at > timezone.now() + timedelta(minutes=4)
    assert api(ada).post("/api/v1/queue/release", {"suggestions": hers}).status_code == 204
    assert claimed(api(ben).post(CLAIM, {"count": 1})) == hers


def test_nobody_can_release_anothers_claim(api, ada, ben, three):
    hers = claimed(api(ada).post(CLAIM, {"count": 1}))
    api(ben).post("/api/v1/queue/release", {"suggestions": hers})
    assert Suggestion.objects.get(pk=hers[0]).claimed_by == ada


def test_skipped_drafts_are_left_out(api, ada, three):
    ids = claimed(api(ada).post(CLAIM, {"count": 3, "exclude": [three[1].pk]}))
    assert three[1].pk not in ids


def test_what_i_signed_first_is_not_offered_to_me(api, ada, ben, ask, handbook, draft):
    ReviewPolicy.objects.update(second_review="always")
    risky = draft(ask())
    api(ada).post(f"/api/v1/suggestions/{risky.pk}/decision", decision(risky))
    assert claimed(api(ada).post(CLAIM, {"count": 5})) == []
    assert claimed(api(ben).post(CLAIM, {"count": 5, "view": "second_review"})) == [risky.pk]


def test_views_narrow_the_queue(api, ada, three):
    body = api(ada).post(CLAIM, {"count": 1, "view": "urgent"}).json()
    assert [item["id"] for item in body["results"]] == [three[1].pk]


@pytest.mark.parametrize(
    "body",
    [
        {"count": 0},
        {"count": 6},
        {"count": "x"},
        {},
        {"count": 1, "view": "nope"},
        {"count": 1, "more": 1},
    ],
)
def test_a_malformed_claim_is_refused(api, ada, body):
    assert api(ada).post(CLAIM, body).status_code == 400


def test_claiming_costs_a_fixed_number_of_queries(api, ada, three, django_assert_max_num_queries):
    http = api(ada)
    with django_assert_max_num_queries(15):
        http.post(CLAIM, {"count": 3})


def test_the_queue_is_listed_in_the_order_of_claims_with_counts(api, ada, three):
    body = api(ada).get("/api/v1/queue").json()
    assert [item["id"] for item in body["results"]] == claimed(api(ada).post(CLAIM, {"count": 3}))
    assert body["counts"] == {
        "all": 3,
        "urgent": 1,
        "low_risk": 3,
        "second_review": 0,
        "mine": 0,
        "overdue": 0,
        "undrafted": 0,
    }
    assert api(ada).get("/api/v1/queue?view=nope").status_code == 400


def test_listing_the_queue_costs_a_fixed_number_of_queries(
    api, ada, three, django_assert_max_num_queries
):
    http = api(ada)
    with django_assert_max_num_queries(10):
        http.get("/api/v1/queue")


def test_lines_are_given_by_id_without_counting_everything(
    api, ada, three, django_assert_max_num_queries
):
    http = api(ada)
    listed = [one["id"] for one in http.get("/api/v1/queue").json()["results"]]
    with django_assert_max_num_queries(7):
        body = http.get(f"/api/v1/queue?ids={listed[2]},{listed[0]},999999").json()
    assert list(body) == ["results"]
    assert [one["id"] for one in body["results"]] == [listed[0], listed[2]]


def test_what_i_signed_is_mine(api, ada, ben, pending):
    api(ada).post(f"/api/v1/suggestions/{pending.pk}/decision", decision(pending))
    assert len(api(ada).get("/api/v1/suggestions?mine=true").json()["results"]) == 1
    assert api(ben).get("/api/v1/suggestions?mine=true").json()["results"] == []
