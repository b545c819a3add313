"""The desk's figures against small cases counted by hand, and who may read them."""

from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ai_review.desk import desk_figures
from ai_review.models import (
    AICall,
    AICallOutcome,
    AIPolicy,
    AIUsage,
    CategoryPause,
    ReviewPolicy,
    Suggestion,
)
from ai_review.periods import period
from ai_review.services import decide, undo
from config.tests.people import decision
from tickets.models import Message

pytestmark = pytest.mark.django_db

DESK = "/api/v1/metrics/desk"


def sign(user, suggestion, verdict="approve", **fields):
    return decide(
        reviewer=user, suggestion_id=suggestion.pk, **decision(suggestion, verdict, **fields)
    )


def today():
    """Today, where it is noon or later just now, so that no test runs across midnight."""
    hour = timezone.now().astimezone(UTC).hour
    return period(1, "UTC" if hour >= 12 else "Etc/GMT-12")


def test_each_draft_counts_once_and_what_was_taken_back_not_at_all(
    ask, handbook, draft, ada, ben, sofia
):
    ReviewPolicy.objects.update(second_review="always")
    two = draft(ask())
    first = sign(ada, two)
    sign(ben, two, first_review=first.pk)
    waits = draft(ask())
    sign(ada, waits)
    sign(ada, draft(ask()), "reject", reason_code="policy")
    undone = sign(ada, draft(ask()), "reject", reason_code="other")
    undo(user=ada, review_id=undone.pk)
    found = desk_figures(sofia, today())
    total = found["quality"]["total"]
    counts = [total[name] for name in ("decided", "approved", "edited", "rejected")]
    assert counts == [2, 1, 0, 1]
    assert (total["low"], total["high"]) == (0.0945, 0.9055)
    [category] = found["quality"]["categories"]
    assert (category["category"], category["decided"]) == ("card_arrival", 2)
    [prompt] = found["quality"]["prompts"]
    assert (prompt["prompt_version"], prompt["decided"]) == (1, 2)
    assert found["flow"]["total"] == {"arrived": 4, "drafted": 4, "decided": 2, "sent": 0}
    assert found["backlog"]["waiting"] == 2
    assert found["backlog"]["views"]["second_review"] == 1


def test_the_backlog_by_age_and_priority(ask, handbook, draft, sofia, monkeypatch):
    now = timezone.now()
    for age, priority in ((0.5, "urgent"), (2, "urgent"), (30, "low"), (100, "low")):
        with monkeypatch.context() as patch:
            # Its content never changes afterwards, so it has to be made that old.
            created_at = Suggestion._meta.get_field("created_at")
            patch.setattr(created_at, "_get_default", lambda age=age: now - timedelta(hours=age))
            draft(ask(priority=priority))
    ask()
    backlog = desk_figures(sofia, today())["backlog"]
    assert [row["count"] for row in backlog["ages"]] == [1, 1, 0, 1, 1]
    lines = [(row["priority"], row["count"]) for row in backlog["priorities"]]
    assert lines == [("urgent", 2), ("high", 0), ("normal", 0), ("low", 2)]
    assert backlog["oldest"] < now - timedelta(hours=99)
    assert (backlog["waiting"], backlog["without_draft"]) == (4, 1)


def test_calls_by_code_with_those_nobody_knows_the_end_of(pending, as_role, sofia):
    call = pending.call
    with as_role("worker"):
        for attempt, (code, latency) in enumerate(
            [("timeout", 9000), ("ok", 100), ("ok", 300), (None, 0)], start=20
        ):
            more = AICall.objects.create(
                job=call.job,
                attempt=attempt,
                provider="offline",
                prompt_version=call.prompt_version,
                request="{}",
            )
            if code:
                AICallOutcome.objects.create(call=more, code=code, latency_ms=latency)
    found = desk_figures(sofia, today())["calls"]
    own = call.outcome.latency_ms
    assert found["count"] == 5
    assert found["p50_ms"] == sorted([100, 300, own])[1]
    assert sorted((row["code"], row["count"]) for row in found["failures"]) == [
        ("lost", 1),
        ("timeout", 1),
    ]


def test_spending_by_day_against_the_limits(as_role, sofia, settings):
    settings.AI_MONTHLY_BUDGET = Decimal(50)
    AIPolicy.objects.update(money_per_month=80, tokens_per_day=1000)
    day = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with as_role("worker"):
        AIUsage.objects.create(period="day", starts_at=day, calls=3, tokens=900, money=2)
        AIUsage.objects.create(
            period="month", starts_at=day.replace(day=1), calls=9, tokens=4000, money=7
        )
    found = desk_figures(sofia, period(7, "UTC"))["spending"]
    assert [row["tokens"] for row in found["days"]] == [0, 0, 0, 0, 0, 0, 900]
    assert found["month"] == {"calls": 9, "tokens": 4000, "money": 7}
    assert found["limits"] == {
        "tokens_per_day": 1000,
        "money_per_day": None,
        "tokens_per_month": None,
        "money_per_month": 50,
    }


def test_what_stands_still_is_named(ada, pending, sofia):
    CategoryPause.objects.create(category="fees", rejected=8, decided=10)
    sign(ada, pending)
    Message.objects.filter(kind="public_reply").update(
        delivery_status="failed", delivery_error="no such address"
    )
    AIPolicy.objects.update(paused=True)
    found = desk_figures(sofia, today())
    assert [pause.category for pause in found["paused_categories"]] == ["fees"]
    assert found["deliveries"] == {"failed": 1, "late": 0}
    assert found["ai"].state == "paused"


def test_the_desk_is_for_supervisors_and_auditors(api, ada, sofia, noor, bank_app, pending):
    sign(ada, pending)
    for user in (sofia, noor):
        body = api(user).get(f"{DESK}?days=28&tz=Europe/Berlin").json()
        assert body["quality"]["total"]["decided"] == 1
        assert "ada" not in str(body)
    for user in (ada, bank_app):
        assert api(user).get(DESK).status_code == 403
    assert api().get(DESK).status_code in (401, 403)


def test_the_figures_cost_the_same_queries_whatever_there_is(
    api, ada, sofia, ask, handbook, draft, django_assert_num_queries
):
    http = api(sofia)
    http.get(DESK)
    with django_assert_num_queries(18) as few:
        http.get(f"{DESK}?days=90")
    for _ in range(3):
        sign(ada, draft(ask()))
    ask()
    with django_assert_num_queries(len(few)):
        http.get(f"{DESK}?days=90")
