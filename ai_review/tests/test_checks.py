"""Checks: drafts with a planted error and blind second reviews, which never have an effect."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import checks, planting, sampling, services
from ai_review.models import CategoryPause, Check, CheckDecision, Review, ReviewPolicy, Suggestion
from ai_review.quality import figures
from ai_review.trials import decided
from audit.models import AuditEvent
from config.tests.people import decision
from live.models import Event
from tickets.models import Message, Ticket
from tickets.services import add_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(db):
    """`policy(seeded_percent=100)` sets the desk's rates."""

    def change(**fields):
        ReviewPolicy.objects.update(**fields)
        return ReviewPolicy.objects.get()

    return change


@pytest.fixture
def seeded(pending, policy, ada):
    """The pending draft as Ada sees it: with a planted error."""
    policy(seeded_percent=100)
    (shown,) = checks.as_shown(ada, [pending], first_sight=True)
    assert shown.reply != pending.reply
    return shown


def shape(value):
    """The keys and the kinds of values, at every depth."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return type(value).__name__


def test_an_approved_error_is_missed_and_the_genuine_draft_follows(api, ada, seeded, pending):
    http = api(ada)
    answer = http.post(f"/api/v1/suggestions/{pending.pk}/decision", decision(seeded))
    assert answer.status_code == 200, answer.json()
    check = Check.objects.get()
    assert answer.json()["check"] == {
        "kind": "seeded",
        "caught": False,
        "planted": check.planted,
    }
    assert not Review.objects.exists()
    assert not Message.objects.filter(kind="public_reply").exists()
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.summary) == ("open", "")
    genuine = http.get(f"/api/v1/suggestions/{pending.pk}").json()
    assert (genuine["status"], genuine["reply"]) == ("pending_review", pending.reply)
    answer = http.post(f"/api/v1/suggestions/{pending.pk}/decision", decision(pending))
    assert answer.json()["check"] is None
    assert Message.objects.get(kind="public_reply").body == pending.reply


def test_an_error_that_is_rejected_or_edited_away_is_caught(ada, ben, seeded, pending):
    rejected = services.decide(
        reviewer=ada,
        suggestion_id=pending.pk,
        **decision(seeded, "reject", reason_code="wrong_facts"),
    )
    assert (rejected.caught, rejected.verdict) == (True, "rejected")
    (shown,) = checks.as_shown(ben, [pending], first_sight=True)
    planted = planting.Planted(**Check.objects.get(reviewer=ben).planted)
    put_right = shown.reply.replace(planted.after, planted.before)
    edited = services.decide(
        reviewer=ben,
        suggestion_id=pending.pk,
        **decision(shown, "edit", reply=put_right + "\n\nPS: all right?"),
    )
    assert (edited.caught, edited.verdict) == (True, "edited")
    assert Suggestion.objects.get().status == "pending_review"


def test_an_edit_that_leaves_the_error_in_is_missed(ada, seeded, pending):
    edited = services.decide(
        reviewer=ada,
        suggestion_id=pending.pk,
        **decision(seeded, "edit", reply=seeded.reply + "\nPS: hello"),
    )
    assert edited.caught is False


def reads_of(http, suggestion, view="all"):
    """Everything that shows a draft to a reviewer."""
    ticket = suggestion.ticket_id
    claim = http.post("/api/v1/queue/claim", {"count": 1, "view": view}).json()
    paths = {
        "draft": f"/api/v1/suggestions/{suggestion.pk}",
        "list": "/api/v1/suggestions?status=pending_review",
        "queue": f"/api/v1/queue?view={view}",
        "ticket": f"/api/v1/tickets/{ticket}",
        "messages": f"/api/v1/tickets/{ticket}/messages",
        "timeline": f"/api/v1/tickets/{ticket}/timeline",
        "history": f"/api/v1/tickets/{ticket}/history",
        "tickets": "/api/v1/tickets",
        "provenance": f"/api/v1/suggestions/{suggestion.pk}/provenance",
    }
    answers = {name: http.get(path) for name, path in paths.items()}
    assert all(answer.status_code == 200 for answer in answers.values())
    bodies = {name: answer.json() for name, answer in answers.items()} | {"claim": claim}
    return bodies, answers["ticket"].headers["ETag"]


def test_nothing_that_a_reviewer_reads_tells_a_seeded_draft_from_an_ordinary_one(
    api, ada, ben, policy, pending
):
    policy(seeded_percent=100)
    seeded, etag = reads_of(api(ada), pending)
    policy(seeded_percent=0)
    Suggestion.objects.update(claimed_by=None, claim_expires_at=None)
    ordinary, ordinary_etag = reads_of(api(ben), pending)
    assert shape(seeded) == shape(ordinary)
    assert etag == ordinary_etag
    planted = planting.Planted(**Check.objects.get().planted)
    for read, other in ((seeded, ordinary), (ordinary, seeded)):
        assert read["draft"]["reply"] == read["ticket"]["suggestion"]["reply"]
        assert read["draft"]["reply"] == read["claim"]["results"][0]["reply"]
        assert read["draft"]["reply"] == read["list"]["results"][0]["reply"]
        assert read["draft"]["content_hash"] != other["draft"]["content_hash"]
    # But for the text, its hash and who holds it, nothing differs: ids, times, gates, counts.
    for name in ("id", "created_at", "gates", "citations", "provenance", "risk", "triage"):
        assert seeded["draft"][name] == ordinary["draft"][name]
    for name in ("timeline", "messages", "history", "tickets"):
        assert seeded[name] == ordinary[name]
    assert seeded["queue"]["counts"] == ordinary["queue"]["counts"]
    # The AI's stored answer, to the byte, has the error in its reply too.
    raw = json.loads(seeded["provenance"]["response"])
    assert planted.after in raw["reply"]
    assert planted.put(json.loads(ordinary["provenance"]["response"])["reply"]) == raw["reply"]
    assert seeded["provenance"]["request"] == ordinary["provenance"]["request"]


def test_the_hash_of_a_planted_text_is_the_one_a_draft_would_have(seeded, pending, as_role):
    text = pending.reply
    assert Check.objects.get().genuine_hash == pending.content_hash
    assert sampling._hash_with(pending, text) == pending.content_hash
    assert seeded.content_hash == sampling._hash_with(pending, seeded.reply)


def test_filled_in_placeholders_stay_where_they_are(seeded, pending):
    for place in seeded.restored["reply"]:
        twin = next(
            each
            for each in pending.restored["reply"]
            if each["placeholder"] == place["placeholder"]
        )
        assert (
            seeded.reply[place["start"] : place["end"]]
            == pending.reply[twin["start"] : twin["end"]]
        )


def test_a_planted_promise_is_told_in_whole_words():
    reply = "Dear Mira,\nyour new card appears in the wallet automatically within 24 hours."
    (planted,) = planting.candidates(reply, "", "en", "salt")
    assert planted.before == "wallet automatically within 24 hours."
    assert planted.put(reply) == f"{reply} {planting._PROMISES['en']}"


def test_a_lot_is_the_same_for_the_same_seed_and_cannot_be_had_without_it(ada, seeded, policy):
    check = Check.objects.get()
    rule = ReviewPolicy.objects.get()
    assert check.lot == sampling.lot(rule.vigilance_seed, "seeded", check.suggestion_id, ada.pk)
    assert check.seed == rule.vigilance_seed
    drawn = [sampling.lot("a", "seeded", number, 1) for number in range(4000)]
    assert drawn == [sampling.lot("a", "seeded", number, 1) for number in range(4000)]
    assert drawn != [sampling.lot("b", "seeded", number, 1) for number in range(4000)]
    assert all(0 <= each < 10_000 for each in drawn)
    # 5 percent of 4000 is 200; a fair lot is further than 50 from it once in 10,000 times.
    assert abs(sum(each < 500 for each in drawn) - 200) < 50
    (event,) = AuditEvent.objects.filter(stream="vigilance", action="check.created")
    assert rule.vigilance_seed not in event.payload


@pytest.mark.parametrize("fields", [{"priority": "urgent"}, {"priority": "high"}])
def test_no_error_is_planted_in_urgent_tickets(ask, handbook, draft, ada, policy, fields):
    policy(seeded_percent=100)
    checks.as_shown(ada, [draft(ask(**fields))], first_sight=True)
    assert not Check.objects.exists()


def test_no_error_is_planted_in_what_waits_too_long_or_needs_two(
    ask, handbook, draft, ada, policy, monkeypatch
):
    old = draft(ask(created_at=timezone.now() - timedelta(days=4)))
    policy(seeded_percent=100, second_review="always")
    two = draft(ask())
    assert two.required_reviews == 2
    checks.as_shown(ada, [old, two], first_sight=True)
    assert not Check.objects.exists()


def test_supervisors_auditors_and_a_rate_of_nothing_get_no_checks(
    pending, policy, sofia, noor, ada
):
    checks.as_shown(ada, [pending], first_sight=True)
    policy(seeded_percent=100, blind_percent=100)
    for person in (sofia, noor):
        checks.as_shown(person, [pending], first_sight=True)
    assert not Check.objects.exists()


def test_a_person_gets_no_more_checks_in_a_day_than_the_policy_says(
    ask, handbook, draft, ada, ben, policy
):
    policy(seeded_percent=100, checks_per_day=2)
    drafts = [draft(ask(subject=f"Card {n}")) for n in range(4)]
    shown = checks.as_shown(ada, drafts, first_sight=True)
    assert sum(one.reply != other.reply for one, other in zip(shown, drafts, strict=True)) == 2
    checks.as_shown(ben, drafts, first_sight=True)
    assert Check.objects.filter(reviewer=ben).count() == 2


def test_what_was_read_is_not_replaced_afterwards(api, ada, pending, policy):
    path = f"/api/v1/suggestions/{pending.pk}"
    assert api(ada).get(path).json()["reply"] == pending.reply
    rule = policy(seeded_percent=100)
    rule.save()  # with history, as the admin does
    assert api(ada).get(path).json()["reply"] == pending.reply
    assert not Check.objects.exists()


def test_what_is_shown_at_first_is_shown_until_the_decision(api, ada, seeded, pending, policy):
    policy(seeded_percent=0)
    api(ada).post("/api/v1/queue/claim", {"count": 1})
    for path in (f"/api/v1/suggestions/{pending.pk}", "/api/v1/suggestions"):
        assert seeded.content_hash in api(ada).get(path).content.decode()


def test_a_colleague_sees_and_decides_the_genuine_draft(api, ada, ben, seeded, pending, policy):
    policy(seeded_percent=0)
    assert api(ben).get(f"/api/v1/suggestions/{pending.pk}").json()["reply"] == pending.reply
    services.decide(reviewer=ben, suggestion_id=pending.pk, **decision(pending))
    answer = api(ada).post(f"/api/v1/suggestions/{pending.pk}/decision", decision(seeded))
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")
    assert answer.json()["current"]["reply"] == pending.reply
    assert not CheckDecision.objects.exists()


def test_a_new_message_ends_a_check_like_any_draft(api, ada, seeded, pending, bank_app):
    add_message(actor=bank_app, ticket_id=pending.ticket_id, kind="customer", body="And now?")
    answer = api(ada).post(f"/api/v1/suggestions/{pending.pk}/decision", decision(seeded))
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert not CheckDecision.objects.exists()


def test_a_check_is_decided_once_and_a_repeated_request_gets_its_first_answer(
    api, ada, seeded, pending
):
    http, path = api(ada), f"/api/v1/suggestions/{pending.pk}/decision"
    key = {"HTTP_IDEMPOTENCY_KEY": "1"}
    first = http.post(path, decision(seeded), **key)
    assert http.post(path, decision(seeded), **key).json() == first.json()
    again = http.post(path, decision(seeded))
    assert (again.status_code, again.json()["code"]) == (409, "hash_mismatch")
    assert again.json()["current"]["reply"] == pending.reply
    assert CheckDecision.objects.count() == 1


def test_a_decision_on_a_check_is_not_taken_back(api, ada, ben, seeded, pending):
    path = f"/api/v1/suggestions/{pending.pk}/decision"
    number = api(ada).post(path, decision(seeded)).json()["id"]
    answer = api(ada).post(f"/api/v1/reviews/{number}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "undo_expired")
    assert api(ben).post(f"/api/v1/reviews/{number}/undo").status_code == 404
    review = services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    assert review.pk != number


def test_the_planted_text_is_refused_in_words_wherever_it_is_written(
    api, ada, ben, seeded, pending, policy
):
    policy(seeded_percent=0)
    copied = decision(pending, "edit", reply=seeded.reply)
    answer = api(ben).post(f"/api/v1/suggestions/{pending.pk}/decision", copied)
    assert (answer.status_code, answer.json()["code"]) == (400, "planted_text")
    by_hand = {"kind": "public_reply", "body": seeded.reply}
    answer = api(ben).post(f"/api/v1/tickets/{pending.ticket_id}/messages", by_hand)
    assert (answer.status_code, answer.json()["code"]) == (400, "planted_text")


def test_a_bulk_approval_of_a_planted_error_is_told_and_sends_nothing(api, ada, seeded, pending):
    shown = {"suggestion": pending.pk} | decision(seeded)
    shown.pop("verdict")
    body = {"drafts": [shown], "count": 1}
    (result,) = api(ada).post("/api/v1/batches", body).json()["results"]
    assert (result["code"], result["review"]) == ("check_missed", None)
    planted = Check.objects.get().planted
    told = {name: planted[name] for name in ("kind", "before", "after")}
    assert result["check"] == {"kind": "seeded", "caught": False, "planted": told}
    assert not Message.objects.filter(kind="public_reply").exists()


def test_checks_are_in_a_stream_of_their_own(api, ada, bank_app, noor, seeded, pending):
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(seeded))
    events = AuditEvent.objects.filter(stream="vigilance").order_by("seq")
    assert [event.action for event in events] == [
        "check.created",
        "check.decided",
        "check.revealed",
    ]
    # Nor do open pages hear of it.
    assert not Event.objects.filter(type__startswith="check.").exists()
    ticket = AuditEvent.objects.filter(stream=f"ticket:{pending.ticket_id}")
    assert [event.action for event in ticket.order_by("seq")] == ["ticket.opened", "draft.stored"]
    body = api(bank_app).get(f"/api/v1/tickets/{pending.ticket_id}").content.decode()
    assert seeded.reply not in body
    assert api(bank_app).get("/api/v1/vigilance").status_code == 403


def test_nothing_that_counts_drafts_counts_checks(api, ada, sofia, seeded, pending, policy):
    before = api(ada).get("/api/v1/queue").json()["counts"]
    services.decide(
        reviewer=ada,
        suggestion_id=pending.pk,
        **decision(seeded, "reject", reason_code="wrong_facts"),
    )
    policy(pause_after=1, pause_percent=0)
    now = timezone.now()
    (counted,) = figures(start=now - timedelta(days=1), end=now + timedelta(days=1))
    assert counted["decided"] == 0
    assert not decided().exists()
    assert not Review.objects.exists()
    assert Suggestion.objects.count() == 1
    assert api(ada).get("/api/v1/queue").json()["counts"] == before
    assert api(ada).get("/api/v1/suggestions?mine=true&status=rejected").json()["results"] == []


def test_a_check_pauses_no_category(ada, seeded, pending, policy):
    policy(pause_after=1, pause_percent=0)
    services.decide(
        reviewer=ada,
        suggestion_id=pending.pk,
        **decision(seeded, "reject", reason_code="wrong_facts"),
    )
    assert not CategoryPause.objects.exists()


def test_dwell_is_at_most_the_time_since_there_was_something_to_read(ada, pending):
    review = services.decide(
        reviewer=ada, suggestion_id=pending.pk, **decision(pending, dwell_ms=2**31 - 1)
    )
    assert review.dwell_ms < 60_000


@pytest.mark.parametrize(
    ("dwell_ms", "pace"), [(None, "unknown"), (1, "fast"), (600_000, "read"), (0, "fast")]
)
def test_an_approval_faster_than_reading_is_fast_and_an_unmeasured_one_unknown(
    ada, pending, drafted_long_ago, dwell_ms, pace
):
    given = decision(pending, dwell_ms=dwell_ms)
    review = services.decide(reviewer=ada, suggestion_id=pending.pk, **given)
    review.refresh_from_db()
    question = "My new card has not arrived after two weeks. Where is it?"
    assert review.shown_words == len(pending.reply.split()) + len(question.split())
    assert review.pace == pace


def test_the_pace_is_84_milliseconds_a_word(ada, pending, drafted_long_ago):
    words = len(pending.reply.split()) + 12
    just = int(words * 60_000 / (238 * 3))
    review = services.decide(
        reviewer=ada, suggestion_id=pending.pk, **decision(pending, dwell_ms=just)
    )
    review.refresh_from_db()
    assert (review.shown_words, review.pace) == (words, "fast")


def test_what_was_read_is_not_replaced_when_another_check_came_to_nothing(
    ask, handbook, draft, ada, ben, policy
):
    policy(seeded_percent=100, checks_per_day=1)
    first, second = draft(ask(subject="First")), draft(ask(subject="Second"))
    checks.as_shown(ada, [first, second], first_sight=True)
    assert Check.objects.get().suggestion == first
    services.decide(reviewer=ben, suggestion_id=first.pk, **decision(first))
    (again,) = checks.as_shown(ada, [second], first_sight=True)
    assert again.reply == second.reply
