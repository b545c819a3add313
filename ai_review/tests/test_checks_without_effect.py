"""Whatever is counted, searched, paused or tried again: a check's decision is no part of it; and
checks when two people act at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import checks, queue, search_index, services
from ai_review.models import (
    CategoryPause,
    Check,
    CheckDecision,
    Review,
    ReviewPolicy,
    SearchDocument,
)
from ai_review.tests.test_races import at_once, codes, signing
from ai_review.trials import decided
from config.tests.people import decision
from tickets.models import Message, Ticket

REJECTED = {"reason_code": "wrong_facts"}


@pytest.fixture
def at_hand(settings):
    """Each decided draft may be reviewed blindly at once."""
    settings.REVIEW_UNDO_SECONDS = 0


def told(http, path):
    """What a page of figures says, without the moment of which it says so."""
    body = http.get(f"/api/v1/{path}").json()
    return {name: value for name, value in body.items() if name not in ("period", "backlog")}


def counted(api, as_role, *people):
    with as_role("worker"):
        search_index.index_some()
    return {
        "figures": [told(api(user), "metrics/mine") for user in people],
        "desk": told(api(people[-1]), "metrics/desk"),
        "found": list(SearchDocument.objects.order_by("message_id").values("message_id", "text")),
        "past cases": list(decided().values_list("pk", "review")),
        "pauses": list(CategoryPause.objects.values()),
        "answers": list(Message.objects.order_by("pk").values("pk", "body", "kind")),
        "tickets": list(Ticket.objects.order_by("pk").values("pk", "status", "version")),
        "counts": api(people[0]).get("/api/v1/queue").json()["counts"],
    }


@pytest.mark.django_db
def test_a_blind_rejection_is_counted_nowhere(api, as_role, ada, ben, sofia, pending, at_hand):
    ReviewPolicy.objects.update(blind_percent=100, pause_after=2, pause_percent=60)
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    queue.claim(user=ben, count=1)
    before = counted(api, as_role, ada, ben, sofia)
    made = services.decide(
        reviewer=ben, suggestion_id=pending.pk, **decision(pending, "reject", **REJECTED)
    )
    assert isinstance(made, CheckDecision)
    assert counted(api, as_role, ada, ben, sofia) == before
    assert before["past cases"] == [(pending.pk, Review.objects.get().pk)]


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["approve", "reject"])
def test_a_decision_on_a_planted_error_is_counted_nowhere(
    api, as_role, ada, sofia, pending, verdict
):
    ReviewPolicy.objects.update(seeded_percent=100, pause_after=1, pause_percent=0)
    (shown,) = checks.as_shown(ada, [pending], first_sight=True)
    before = counted(api, as_role, ada, sofia)
    fields = REJECTED if verdict == "reject" else {}
    made = services.decide(
        reviewer=ada, suggestion_id=pending.pk, **decision(shown, verdict, **fields)
    )
    assert isinstance(made, CheckDecision)
    assert counted(api, as_role, ada, sofia) == before
    assert before["past cases"] == before["pauses"] == []


@pytest.mark.django_db
def test_no_error_is_planted_where_the_answer_is_overdue(ask, handbook, draft, ada):
    ReviewPolicy.objects.update(seeded_percent=100)
    late = draft(ask(priority="low", created_at=timezone.now() - timedelta(days=10)))
    (shown,) = checks.as_shown(ada, [late], first_sight=True)
    assert shown.content_hash == late.content_hash
    assert not Check.objects.exists()
    in_time = draft(ask(priority="low"))
    checks.as_shown(ada, [in_time], first_sight=True)
    assert Check.objects.get().suggestion == in_time


@pytest.mark.django_db
def test_a_batch_with_a_planted_error_approves_the_rest_and_says_so(api, ada, handbook, draft, ask):
    first, second = draft(ask()), draft(ask(subject="Another"))
    ReviewPolicy.objects.update(seeded_percent=100, checks_per_day=1)
    shown = checks.as_shown(ada, [first, second], first_sight=True)
    drafts = [
        {
            "suggestion": each.pk,
            "content_hash": each.content_hash,
            "ticket_version": each.ticket_version,
        }
        for each in shown
    ]
    body = api(ada).post("/api/v1/batches", {"drafts": drafts, "count": 2}).json()
    by_draft = {each["suggestion"]: each for each in body["results"]}
    planted = Check.objects.get().suggestion_id
    (other,) = {first.pk, second.pk} - {planted}
    assert by_draft[planted]["code"] == "check_missed"
    assert "Nothing was sent" in by_draft[planted]["detail"]
    assert by_draft[other]["review"]
    sent = Message.objects.filter(kind="public_reply")
    assert [message.review.suggestion_id for message in sent] == [other]
    # The batch holds what was approved, not the check.
    assert Review.objects.get().batch is not None


@pytest.mark.django_db(transaction=True)
def test_two_people_who_claim_at_once_are_not_both_given_a_blind_review(
    ada, ben, sofia, ask, handbook, draft, at_hand
):
    ReviewPolicy.objects.update(blind_percent=100)
    for n in range(4):
        done = draft(ask(subject=f"Round {n}"))
        services.decide(reviewer=sofia, suggestion_id=done.pk, **decision(done))
        calls = [lambda user=user: queue.claim(user=user, count=1) for user in (ada, ben) * 2]
        results = at_once(*calls)
        assert [each for each in results if isinstance(each, Exception)] == []
        assert Check.objects.filter(suggestion=done).count() == 1
        for user in (ada, ben):
            queue.release(user=user, suggestion_ids=checks.blind_for(user))


@pytest.mark.django_db(transaction=True)
def test_a_blind_review_is_decided_once_whoever_tries_at_once(ada, ben, pending, at_hand):
    ReviewPolicy.objects.update(blind_percent=100)
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    queue.claim(user=ben, count=1)
    results = at_once(*[signing(user, pending) for user in (ben, ada, ben, ben)])
    assert codes(results) == ["CheckDecision"] + ["already_decided"] * 3
    assert CheckDecision.objects.get().reviewer == ben
    assert Review.objects.count() == 1
