"""Passing a draft on: who gets it then, for how long, and how it is taken up again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import skips
from ai_review.models import Review, Skip, Suggestion
from ai_review.tests.test_races import at_once, codes, signing
from audit.models import AuditEvent
from config.errors import Problem
from config.tests.people import decision

pytestmark = pytest.mark.django_db
CLAIM = "/api/v1/queue/claim"


def path(draft, verb="skip"):
    return f"/api/v1/suggestions/{draft.pk}/{verb}"


def claimed(http):
    return [item["id"] for item in http.post(CLAIM, {"count": 5}).json()["results"]]


def skip(api, user, draft, reason="later", **fields):
    return api(user).post(path(draft), {"reason": reason} | fields)


def test_a_skipped_draft_is_anothers_at_once_and_not_mine_for_half_an_hour(
    api, ada, ben, pending, monkeypatch
):
    assert claimed(api(ada)) == [pending.pk]
    response = skip(api, ada, pending, note="After lunch")
    assert response.status_code == 200, response.json()
    assert claimed(api(ada)) == []
    assert api(ada).get("/api/v1/queue").json()["counts"]["all"] == 0
    assert claimed(api(ben)) == [pending.pk]
    event = AuditEvent.objects.get(action="draft.skipped")
    assert event.actor_id == ada.pk
    assert "After lunch" not in event.payload
    timeline = api(ben).get(f"/api/v1/tickets/{pending.ticket_id}/timeline").json()
    assert "Ada passed the draft on (later)" in [e["text"] for e in timeline["results"]]
    api(ben).post("/api/v1/queue/release", {"suggestions": [pending.pk]})
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("ai_review.models.desk.timezone.now", lambda: later)
    assert claimed(api(ada)) == [pending.pk]


@pytest.mark.parametrize("reason", Skip.Reason.values)
def test_every_reason_keeps_the_draft_away_for_its_time(api, ada, pending, reason):
    skip(api, ada, pending, reason)
    row = Skip.objects.get()
    away = skips.AWAY[Skip.Reason(reason)]
    assert row.until == (row.created_at + away if away else None)


@pytest.mark.parametrize(
    "body", [{}, {"reason": "bored"}, {"reason": "later", "until": "x"}, {"reason": None}]
)
def test_a_malformed_skip_is_refused(api, ada, pending, body):
    assert api(ada).post(path(pending), body).status_code == 400
    assert not Skip.objects.exists()


def test_who_declared_an_interest_never_decides_on_the_ticket(
    api, ada, ben, bank_app, pending, draft
):
    """Also not on a later draft of it."""
    from tickets import services as tickets

    skip(api, ada, pending, "conflict_of_interest")
    refused = api(ada).post(path(pending, "decision"), decision(pending))
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict_of_interest")
    tickets.add_message(
        actor=bank_app, ticket_id=pending.ticket_id, kind="customer", body="My card is still away."
    )
    newer = draft(pending.ticket)
    assert claimed(api(ada)) == []
    refused = api(ada).post(path(newer, "decision"), decision(newer))
    assert refused.json()["code"] == "conflict_of_interest"
    assert api(ben).post(path(newer, "decision"), decision(newer)).status_code == 200


def test_a_skip_is_taken_back_within_five_minutes(api, ada, pending, monkeypatch):
    skip(api, ada, pending, "conflict_of_interest")
    assert api(ada).delete(path(pending)).status_code == 204
    assert claimed(api(ada)) == [pending.pk]
    again = api(ada).delete(path(pending))
    assert (again.status_code, again.json()["code"]) == (409, "not_skipped")
    skip(api, ada, pending, "conflict_of_interest")
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr("ai_review.skips.timezone.now", lambda: later)
    late = api(ada).delete(path(pending))
    assert (late.status_code, late.json()["code"]) == (409, "undo_expired")


def test_nobody_takes_back_anothers_skip(api, ada, ben, pending):
    skip(api, ada, pending)
    assert api(ben).delete(path(pending)).json()["code"] == "not_skipped"


def test_what_was_decided_cannot_be_skipped(api, ada, ben, pending):
    api(ben).post(path(pending, "decision"), decision(pending))
    response = skip(api, ada, pending)
    assert (response.status_code, response.json()["code"]) == (409, "already_decided")


def test_a_lost_lease_is_taken_again_unless_somebody_has_it(api, ada, ben, pending):
    taken = api(ada).post(path(pending, "claim"))
    assert taken.status_code == 200
    assert taken.json()["expires_at"]
    refused = api(ben).post(path(pending, "claim"))
    assert (refused.status_code, refused.json()["code"]) == (409, "held_by_another")
    assert "Ada has this draft open" in refused.json()["detail"]
    Suggestion.objects.update(claim_expires_at=timezone.now() - timedelta(seconds=1))
    assert api(ben).post(path(pending, "claim")).status_code == 200
    api(ben).post(path(pending, "decision"), decision(pending))
    assert api(ada).post(path(pending, "claim")).json()["code"] == "not_pending"


def test_supervisors_see_what_the_desk_lacks(api, ada, ben, sofia, ask, handbook, draft):
    two = [draft(ask(subject=f"Card {n}")) for n in range(2)]
    for user, each, reason in [
        (ada, two[0], "language"),
        (ben, two[0], "language"),
        (ada, two[1], "expertise"),
    ]:
        skip(api, user, each, reason)
    rows = api(sofia).get("/api/v1/queue/skips").json()["results"]
    assert rows == [
        {"reason": "language", "skips": 2, "drafts": 1, "people": 2, "waiting": 1},
        {"reason": "expertise", "skips": 1, "drafts": 1, "people": 1, "waiting": 1},
    ]
    assert api(ada).get("/api/v1/queue/skips").status_code == 403


@pytest.mark.parametrize("who", ["noor", "bank_app", None])
def test_only_reviewers_pass_on_and_take_up(request, api, pending, who):
    user = request.getfixturevalue(who) if who else None
    # To a client no draft exists at all.
    wanted = {"noor": {403}, "bank_app": {403, 404}, None: {401}}[who]
    assert skip(api, user, pending).status_code in wanted
    assert api(user).delete(path(pending)).status_code in wanted
    assert api(user).post(path(pending, "claim")).status_code in wanted


@pytest.mark.django_db(transaction=True)
def test_a_skip_and_a_decision_at_once_come_one_after_the_other(ada, ask, handbook, draft):
    """Whichever is first: nobody who declared an interest has a later signature."""
    for n in range(4):
        suggestion = draft(ask(subject=f"Round {n}"))
        decided, skipped = at_once(
            signing(ada, suggestion),
            lambda draft=suggestion.pk: skips.skip(
                user=ada, suggestion_id=draft, reason="conflict_of_interest"
            ),
        )
        if isinstance(decided, Review):
            assert codes([skipped]) == ["already_decided"]
        else:
            assert isinstance(skipped, Skip)
            assert isinstance(decided, Problem)
            assert codes([decided]) == ["conflict_of_interest"]


def test_a_declared_interest_is_not_lifted_by_a_later_skip_and_its_undo(
    api, ada, pending, monkeypatch
):
    skip(api, ada, pending, "conflict_of_interest")
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr("ai_review.skips.timezone.now", lambda: later)
    skip(api, ada, pending, "later")
    assert api(ada).delete(path(pending)).status_code == 204
    refused = api(ada).post(path(pending, "decision"), decision(pending))
    assert refused.json()["code"] == "conflict_of_interest"
    assert claimed(api(ada)) == []
    late = api(ada).delete(path(pending))
    assert (late.status_code, late.json()["code"]) == (409, "undo_expired")


def test_who_declared_an_interest_cannot_hold_the_ticket_either(api, ada, ben, pending):
    skip(api, ada, pending, "conflict_of_interest")
    refused = api(ada).post(path(pending, "claim"))
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict_of_interest")
    assert claimed(api(ben)) == [pending.pk]
