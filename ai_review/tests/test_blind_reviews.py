"""Blind second reviews: a decided draft as it was before, to a second person, without effect."""

import pytest

from ai_review import checks, services
from ai_review.models import Check, CheckDecision, Review, ReviewPolicy, Suggestion
from ai_review.tests.test_checks import reads_of, shape
from config.tests.people import decision
from tickets.drafts import request_draft
from tickets.models import Message, Ticket
from tickets.services import add_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def every(settings):
    """Each decided draft is in the sample, as soon as it is decided."""
    settings.REVIEW_UNDO_SECONDS = 0
    ReviewPolicy.objects.update(blind_percent=100)


@pytest.fixture
def decided(pending, ada, every):
    return services.decide(
        reviewer=ada,
        suggestion_id=pending.pk,
        **decision(pending, triage={"category": "other"}),
    )


def claimed(http):
    return [item["id"] for item in http.post("/api/v1/queue/claim", {"count": 3}).json()["results"]]


def test_a_second_person_is_given_the_draft_as_if_nobody_had_decided(
    api, ada, ben, decided, pending
):
    http = api(ben)
    blind, etag = reads_of(http, pending)
    assert [item["id"] for item in blind["claim"]["results"]] == [pending.pk]
    draft, ticket = blind["draft"], blind["ticket"]
    assert (draft["status"], draft["review"], draft["claim"]["mine"]) == (
        "pending_review",
        None,
        True,
    )
    assert (ticket["status"], ticket["summary"], ticket["category"]) == ("open", "", "")
    assert ticket["review_status"] == "pending_review"
    assert [message["kind"] for message in ticket["messages"]] == ["customer"]
    assert [message["kind"] for message in blind["messages"]["results"]] == ["customer"]
    told = [event["action"] for event in blind["timeline"]["results"]]
    assert told == ["ticket.opened", "draft.stored"]
    assert "Ada" not in str(blind)
    assert blind["tickets"]["results"][0]["status"] == "open"
    # The ETag goes with the ticket as shown, not with the one that was decided on.
    assert etag != Ticket.objects.get().etag
    assert etag.startswith(f'"{ticket["version"]}.')
    # The first person and all others see what is.
    assert api(ada).get(f"/api/v1/suggestions/{pending.pk}").json()["status"] == "approved"
    assert api(ada).get("/api/v1/queue").json()["counts"]["all"] == 0


def test_a_blind_draft_has_the_shape_of_an_ordinary_one(
    api, ben, decided, pending, ask, draft, policy_off
):
    blind, _ = reads_of(api(ben), pending)
    other = draft(ask())
    policy_off()
    Check.objects.update(held_until=Check.objects.get().created_at)
    ordinary, _ = reads_of(api(ben), other)
    for name in ("draft", "claim", "ticket", "provenance"):
        assert shape(blind[name]) == shape(ordinary[name]), name
    assert shape(blind["queue"]["results"]) == shape(ordinary["queue"]["results"])


@pytest.fixture
def policy_off(db):
    return lambda: ReviewPolicy.objects.update(blind_percent=0)


def test_a_blind_decision_has_no_effect_and_is_told(api, ben, decided, pending):
    http = api(ben)
    assert claimed(http) == [pending.pk]
    before = Ticket.objects.values().get()
    answer = http.post(
        f"/api/v1/suggestions/{pending.pk}/decision",
        decision(pending, "reject", reason_code="wrong_facts", next_status="pending"),
    )
    assert answer.status_code == 200, answer.json()
    assert answer.json()["check"] == {"kind": "blind", "caught": None, "planted": None}
    assert Ticket.objects.values().get() == before
    assert Review.objects.get() == decided
    assert Message.objects.filter(kind="public_reply").count() == 1
    found = CheckDecision.objects.get()
    assert (found.verdict, found.check_on.first_verdict) == ("rejected", "approved")
    # Nothing is masked any more, and it is not given again to anybody.
    assert http.get(f"/api/v1/suggestions/{pending.pk}").json()["status"] == "approved"
    assert claimed(http) == []


def test_it_goes_to_one_other_person_and_never_to_the_first(api, ada, ben, sofia, decided, db):
    assert claimed(api(ada)) == []
    assert claimed(api(sofia)) == []
    assert len(claimed(api(ben))) == 1
    assert Check.objects.get().reviewer == ben


@pytest.mark.parametrize("change", ["message", "note", "undo", "redraft"])
def test_it_is_not_offered_when_the_ticket_has_moved_on(
    api, ada, ben, bank_app, decided, pending, change
):
    _change(change, ada, bank_app, decided, pending)
    # After an undo the genuine draft waits again.
    assert claimed(api(ben)) == ([pending.pk] if change == "undo" else [])
    assert not Check.objects.exists()


@pytest.mark.parametrize("change", ["message", "note", "undo", "redraft"])
def test_it_ends_like_a_lost_race_when_the_ticket_moves_on(
    api, ada, ben, bank_app, decided, pending, change
):
    http = api(ben)
    assert claimed(http) == [pending.pk]
    _change(change, ada, bank_app, decided, pending)
    answer = http.post(f"/api/v1/suggestions/{pending.pk}/decision", decision(pending))
    if change == "undo":
        # The genuine draft waits again, and this is a genuine decision on it.
        assert answer.json()["check"] is None
    else:
        assert answer.status_code == 409
        assert answer.json()["current"]["status"] != "pending_review"
    assert not CheckDecision.objects.exists()


def _change(change, ada, bank_app, decided, pending):
    if change == "message":
        add_message(actor=bank_app, ticket_id=pending.ticket_id, kind="customer", body="Well?")
    elif change == "note":
        add_message(actor=ada, ticket_id=pending.ticket_id, kind="internal_note", body="Hm.")
    elif change == "redraft":
        request_draft(actor=ada, ticket_id=pending.ticket_id)
    else:
        services.ReviewUndo.objects.create(review=decided, user=ada)
        Suggestion.objects.filter(pk=pending.pk).update(status="pending_review", review=None)


def test_an_expired_claim_ends_it(api, ben, decided, pending):
    http = api(ben)
    claimed(http)
    check = Check.objects.get()
    beat = http.post("/api/v1/queue/heartbeat", {"suggestions": [pending.pk]}).json()
    assert [each["id"] for each in beat["results"]] == [pending.pk]
    Check.objects.update(held_until=check.created_at)
    beat = http.post("/api/v1/queue/heartbeat", {"suggestions": [pending.pk]}).json()
    assert beat["lost"] == [pending.pk]
    answer = http.post(f"/api/v1/suggestions/{pending.pk}/decision", decision(pending))
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")
    assert http.get(f"/api/v1/tickets/{pending.ticket_id}").json()["status"] == "resolved"


def test_giving_it_back_ends_it(api, ben, decided, pending):
    http = api(ben)
    claimed(http)
    http.post("/api/v1/queue/release", {"suggestions": [pending.pk]})
    assert claimed(http) == []
    assert not checks.blind_for(ben)


@pytest.mark.parametrize("write", ["reply", "edit", "redraft"])
def test_nobody_answers_a_customer_twice_because_of_it(api, ben, decided, pending, write):
    http, path = api(ben), f"/api/v1/tickets/{pending.ticket_id}"
    claimed(http)
    etag = http.get(path).headers["ETag"]
    answer = {
        "reply": lambda: http.post(f"{path}/messages", {"kind": "public_reply", "body": "Hello"}),
        "edit": lambda: http.patch(path, {"status": "pending"}, HTTP_IF_MATCH=etag),
        "redraft": lambda: http.post(f"{path}/suggestions", {}),
    }[write]()
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")
    # From then on the person sees what is.
    assert http.get(path).json()["status"] == "resolved"
    assert Message.objects.filter(kind="public_reply").count() == 1


def test_a_draft_of_two_signatures_is_not_reviewed_a_third_time(
    api, ada, ben, sofia, ask, handbook, draft, every
):
    ReviewPolicy.objects.update(second_review="always")
    two = draft(ask())
    first = services.decide(reviewer=ada, suggestion_id=two.pk, **decision(two))
    services.decide(reviewer=sofia, suggestion_id=two.pk, **decision(two, first_review=first.pk))
    assert claimed(api(ben)) == []


def test_a_claim_of_its_own_prolongs_it_like_any_other(api, ben, decided, pending):
    http = api(ben)
    claimed(http)
    held_until = Check.objects.get().held_until
    answer = http.post(f"/api/v1/suggestions/{pending.pk}/claim")
    assert answer.status_code == 200, answer.json()
    assert Check.objects.get().held_until > held_until
    assert not Suggestion.objects.filter(claimed_by__isnull=False).exists()


def test_passing_it_on_ends_it_like_a_lost_race(api, ben, decided, pending):
    http, path = api(ben), f"/api/v1/suggestions/{pending.pk}"
    claimed(http)
    answer = http.post(f"{path}/skip", {"reason": "later"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")
    # What the answer says is what the draft says from then on.
    assert http.get(path).json()["status"] == "approved"
    assert claimed(http) == []


def test_among_several_approved_together_it_is_told_as_what_it_was(
    api, ben, decided, pending, ask, draft
):
    http, other = api(ben), draft(ask(subject="Another"))
    assert set(claimed(http)) == {pending.pk, other.pk}
    drafts = [
        {"suggestion": each.pk} | {k: v for k, v in decision(each).items() if k != "verdict"}
        for each in (pending, other)
    ]
    answer = http.post("/api/v1/batches", {"drafts": drafts, "count": 2}).json()
    blind, genuine = answer["results"]
    assert (blind["code"], genuine["code"]) == ("check_compared", "")
    assert "planted" not in blind["detail"]
    assert CheckDecision.objects.get().verdict == "approved"


def test_a_heartbeat_names_it_in_the_order_of_the_others(api, ben, decided, pending, ask, draft):
    http = api(ben)
    other = draft(ask(subject="Another"))
    assert set(claimed(http)) == {pending.pk, other.pk}
    both = sorted([pending.pk, other.pk])
    beat = http.post("/api/v1/queue/heartbeat", {"suggestions": both}).json()
    assert [each["id"] for each in beat["results"]] == both


def test_the_words_shown_are_those_of_the_ticket_as_it_was(api, ben, decided, pending):
    http = api(ben)
    claimed(http)
    http.post(f"/api/v1/suggestions/{pending.pk}/decision", decision(pending))
    assert CheckDecision.objects.get().shown_words == decided.shown_words
