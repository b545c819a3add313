"""One's own figures against small cases counted by hand, and who may see whose."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ai_review import bulk, skips
from ai_review.models import ReviewPolicy
from ai_review.numbers import my_numbers
from ai_review.periods import period
from ai_review.services import decide, undo
from config.tests.people import decision, person

pytestmark = pytest.mark.django_db

# Later than any draft that a test writes: nobody reads one before it is there.
NOW = datetime(2090, 11, 27, 15, 30, tzinfo=UTC)
MINE = "/api/v1/metrics/mine"


@pytest.fixture
def at(monkeypatch):
    """`with at(moment):` what happens inside happens then."""

    @contextmanager
    def travel(moment):
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: moment)
            yield

    return travel


@pytest.fixture
def signs(ask, handbook, draft, at):
    """`signs(ada, moment, "edit", …)` has a person decide on a new draft at a moment."""

    def run(user, moment, verdict="approve", suggestion=None, **fields):
        suggestion = suggestion or draft(ask())
        with at(moment):
            return decide(
                reviewer=user,
                suggestion_id=suggestion.pk,
                **decision(suggestion, verdict, **fields),
            )

    return run


def hours_ago(hours):
    return NOW - timedelta(hours=hours)


def test_each_figure_of_a_day_counted_by_hand(signs, at, ada):
    """Two clock hours, five signatures, one of them taken back."""
    signs(ada, hours_ago(0.1), dwell_ms=4_000)  # 15:24
    signs(ada, hours_ago(0.2), dwell_ms=30_000)
    reply = "Something else entirely, in eight new words altogether."
    edited = signs(ada, hours_ago(2), "edit", reply=reply, dwell_ms=6_000)  # 13:30
    signs(ada, hours_ago(2), "reject", reason_code="wrong_tone")
    taken_back = signs(ada, hours_ago(2.1), dwell_ms=900_000)
    with at(hours_ago(2.1) + timedelta(seconds=5)):
        undo(user=ada, review_id=taken_back.pk)
    found = my_numbers(ada, period(1, "UTC", NOW))
    mine = found["mine"]
    names = ("decided", "undone", "judged", "approved", "edited", "rejected", "timed")
    assert [mine[name] for name in names] == [4, 1, 4, 2, 1, 1, 3]
    assert mine["active_hours"] == 2
    assert mine["per_hour"] == 2
    assert mine["acceptance_rate"] == 0.5
    assert mine["edit_rate"] == mine["rejection_rate"] == 0.25
    assert mine["undo_rate"] == 0.2
    assert mine["median_dwell_ms"] == 6_000
    assert mine["edit_distance"] == edited.edit_distance
    assert [row for row in found["reasons"] if row["count"]] == [
        {"reason": "wrong_tone", "count": 1, "share": 1, "team_share": None}
    ]
    counts = [row["count"] for row in found["dwell"]]
    assert counts == [1, 1, 0, 1, 0, 0, 0, 0]
    assert len(found["series"]) == 16
    assert found["series"][13] == {
        "at": NOW.replace(hour=13, minute=0),
        "approved": 0,
        "edited": 1,
        "rejected": 1,
        "seconded": 0,
    }
    assert found["series"][15]["approved"] == 2


def test_a_second_signature_is_work_but_judges_no_draft(signs, ask, handbook, draft, ada, ben):
    ReviewPolicy.objects.update(second_review="always")
    suggestion = draft(ask())
    words = "Quite another text."
    first = signs(ada, hours_ago(1), "edit", suggestion, reply=words)
    signs(ben, hours_ago(0.5), "approve", suggestion, first_review=first.pk)
    by_ada, by_ben = (my_numbers(user, period(1, "UTC", NOW)) for user in (ada, ben))
    assert (by_ada["mine"]["edited"], by_ada["mine"]["seconded"]) == (1, 0)
    assert (by_ben["mine"]["decided"], by_ben["mine"]["seconded"]) == (1, 1)
    assert by_ben["mine"]["judged"] == by_ben["mine"]["edited"] == 0
    assert by_ben["mine"]["edit_rate"] is None
    assert by_ben["series"][15]["seconded"] == 1


def test_drafts_approved_together_count_but_their_shared_time_does_not(
    signs, ask, handbook, draft, at, ada
):
    signs(ada, hours_ago(0.4), dwell_ms=9_000)
    shown = [
        {
            "suggestion": each.pk,
            "content_hash": each.content_hash,
            "ticket_version": each.ticket_version,
        }
        for each in (draft(ask()), draft(ask()))
    ]
    with at(hours_ago(0.1)):
        bulk.approve_together(reviewer=ada, drafts=shown, count=2, dwell_ms=500)
    found = my_numbers(ada, period(1, "UTC", NOW))
    mine = found["mine"]
    assert (mine["decided"], mine["approved"], mine["together"], mine["timed"]) == (3, 3, 2, 1)
    assert mine["median_dwell_ms"] == 9_000
    assert sum(row["count"] for row in found["dwell"]) == 1


def test_drafts_passed_on_are_counted_unless_taken_back(ask, handbook, draft, at, ada):
    kept, given_back = draft(ask()), draft(ask())
    with at(hours_ago(1)):
        for suggestion in (kept, given_back):
            skips.skip(user=ada, suggestion_id=suggestion.pk, reason="later")
        skips.take_back(user=ada, suggestion_id=given_back.pk)
    assert my_numbers(ada, period(1, "UTC", NOW))["mine"]["skipped"] == 1


def test_a_day_begins_at_midnight_where_the_person_is(signs, ada):
    """23:30 UTC on the 26th is the 27th in Berlin, and the 26th in UTC and New York."""
    signs(ada, datetime(2090, 11, 26, 23, 30, tzinfo=UTC))
    decided = {
        zone: my_numbers(ada, period(1, zone, NOW))["mine"]["decided"]
        for zone in ("Europe/Berlin", "UTC", "America/New_York")
    }
    assert decided == {"Europe/Berlin": 1, "UTC": 0, "America/New_York": 0}


def test_a_period_takes_its_first_moment_and_not_its_last(signs, ada):
    span = period(1, "UTC", NOW)
    signs(ada, span.start)
    signs(ada, span.start - timedelta(microseconds=1))
    signs(ada, span.end)
    assert my_numbers(ada, span)["mine"]["decided"] == 1
    assert my_numbers(ada, period(7, "UTC", NOW))["mine"]["decided"] == 2


def test_days_of_23_and_25_hours_are_one_slot_each():
    """Berlin's clocks went back on 25 October 2026 and forward on 29 March 2026."""
    for now, hours in (
        (datetime(2026, 10, 26, 12, tzinfo=UTC), 25),
        (datetime(2026, 3, 30, 12, tzinfo=UTC), 23),
    ):
        edges = period(7, "Europe/Berlin", now).edges
        assert len(edges) == 7
        assert edges[-1] - edges[-2] == timedelta(hours=hours)
    long_day = period(1, "Europe/Berlin", datetime(2026, 10, 25, 22, 59, tzinfo=UTC))
    assert len(long_day.edges) == 25


def test_hours_are_clock_hours_in_a_zone_of_half_hours(signs, ada):
    """05:20 and 05:40 UTC are 10:50 and 11:10 in Kolkata: two hours there, one in UTC."""
    for minute in (20, 40):
        signs(ada, NOW.replace(hour=5, minute=minute))
    in_kolkata, in_utc = (
        my_numbers(ada, period(1, zone, NOW))["mine"]["active_hours"]
        for zone in ("Asia/Kolkata", "UTC")
    )
    assert (in_kolkata, in_utc) == (2, 1)


def test_the_team_is_its_median_and_silent_below_three_people(signs, ada, ben):
    signs(ada, hours_ago(1))
    signs(ben, hours_ago(1), "reject", reason_code="policy")
    two = my_numbers(ada, period(1, "UTC", NOW))
    assert two["people"] == 2
    assert set(two["team"].values()) == {None}
    assert {row["team_share"] for row in two["reasons"]} == {None}
    cleo = person("cleo", "reviewer", "Cleo")
    signs(cleo, hours_ago(1))
    signs(cleo, hours_ago(1), "reject", reason_code="policy")
    three = my_numbers(ada, period(1, "UTC", NOW))
    assert three["people"] == 3
    assert three["team"]["acceptance_rate"] == 0.5  # of 1, 0 and 0.5
    assert three["team"]["per_hour"] == 1
    # Only two people rejected anything, and nobody edited.
    assert {row["team_share"] for row in three["reasons"]} == {None}
    assert three["team"]["edit_distance"] is None


def test_nobody_who_did_nothing_gets_figures_that_say_nothing(ada):
    found = my_numbers(ada, period(28, "UTC", NOW))
    assert found["mine"]["decided"] == found["mine"]["active_hours"] == 0
    assert found["mine"]["per_hour"] is None
    assert len(found["series"]) == 28


# --- over the API ---------------------------------------------------------------------------------


def test_one_sees_ones_own_figures_and_nobody_elses(api, ada, ben, sofia, pending):
    decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    assert api(ada).get(MINE).json()["mine"]["decided"] == 1
    for user in (ben, sofia):
        body = api(user).get(MINE).json()
        assert body["mine"]["decided"] == 0
        assert "ada" not in str(body)


@pytest.mark.parametrize("name", ["reviewer", "user", "me", "id", "username", "by", "start"])
def test_there_is_no_way_to_ask_for_a_colleague(api, ada, ben, name):
    for path in (f"{MINE}?{name}={ben.pk}", f"{MINE}?{name}={ben.username}"):
        assert api(ada).get(path).status_code == 400
    assert api(ada).get(f"{MINE}/{ben.pk}").status_code == 404
    assert api(ada).post(MINE, {name: ben.pk}).status_code in (403, 405)


def test_figures_are_the_desks(api, bank_app, noor):
    assert api(noor).get(MINE).status_code == 200
    assert api(bank_app).get(MINE).status_code == 403
    assert api().get(MINE).status_code in (401, 403)


@pytest.mark.parametrize(
    "query",
    [
        "tz=Mars/Olympus",
        "tz=../../etc/passwd",
        "tz=",
        "tz=europe%00",
        "days=2",
        "days=-1",
        "days=x",
    ],
)
def test_an_unknown_period_or_zone_is_refused(api, ada, query):
    assert api(ada).get(f"{MINE}?{query}").status_code == 400


def test_figures_cost_the_same_queries_for_one_person_and_for_many(
    api, ada, signs, django_assert_num_queries
):
    http = api(ada)
    http.get(MINE)
    with django_assert_num_queries(7) as few:
        http.get(f"{MINE}?days=90&tz=Europe/Berlin")
    for name in ("cleo", "dan", "eva"):
        signs(person(name, "reviewer", name), timezone.now())
    with django_assert_num_queries(len(few)):
        http.get(f"{MINE}?days=90&tz=Europe/Berlin")
