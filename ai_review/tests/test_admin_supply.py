"""The AI's policy, circuit and usage at the desk, and what the first page says when it is away."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ai_review import budget, supply
from ai_review.models import AICircuit, AIPolicy, AIUsage
from ai_review.tests.test_job_api import circuit_opens
from audit.models import AuditEvent
from config.tests.people import browser

pytestmark = pytest.mark.django_db

POLICY = "/admin/ai_review/aipolicy/1/change/"
CIRCUIT = "/admin/ai_review/aicircuit/1/"


@pytest.fixture
def prices(settings):
    settings.AI_INPUT_PRICE, settings.AI_OUTPUT_PRICE = Decimal("0.40"), Decimal("1.60")


def events():
    rows = AuditEvent.objects.filter(stream="ai").order_by("seq")
    return [(row.action, json.loads(row.payload)) for row in rows]


def test_the_kill_switch_is_one_click_and_audited(desk, sofia):
    desk.post(POLICY, {"paused": "on"})
    policy = AIPolicy.objects.get()
    assert policy.paused
    assert policy.history.first().history_user == sofia
    assert events() == [("ai_policy.changed", {"paused": True})]
    assert supply.availability().state == "paused"
    desk.post(POLICY, {})
    assert supply.availability().state == "available"
    assert [action for action, _ in events()] == ["ai_policy.changed"] * 2


def test_saving_without_a_change_leaves_no_event(desk):
    desk.post(POLICY, {})
    assert events() == []


def test_limits_are_set_and_taken_away(desk, prices):
    limits = {"tokens_per_day": 100_000, "money_per_month": "25.50"}
    desk.post(POLICY, limits)
    policy = AIPolicy.objects.get()
    assert (policy.tokens_per_day, policy.money_per_month) == (100_000, Decimal("25.50"))
    desk.post(POLICY, {"tokens_per_day": "", "money_per_month": "25.50"})
    policy.refresh_from_db()
    assert (policy.tokens_per_day, policy.money_per_month) == (None, Decimal("25.50"))
    refused = desk.post(POLICY, {"tokens_per_day": "0"})
    assert "Not enough for a single draft" in refused.content.decode()


def test_a_limit_too_small_for_one_draft_is_refused(desk, prices, settings):
    settings.AI_MAX_OUTPUT_TOKENS = 8000
    limits = {"tokens_per_day": "7999", "money_per_day": "0.01"}
    html = desk.post(POLICY, limits).content.decode()
    assert "for which 8,000 tokens and more are reserved" in html
    assert "for which 0.0128 and more are reserved" in html
    assert AIPolicy.objects.get().tokens_per_day is None


def test_a_money_limit_needs_prices(desk, settings, prices):
    desk.post(POLICY, {"money_per_day": "5.00"})
    settings.AI_INPUT_PRICE = settings.AI_OUTPUT_PRICE = Decimal(0)
    html = desk.post(POLICY, {"money_per_day": "5.00", "money_per_month": "9"}).content.decode()
    assert html.count("first set AI_INPUT_PRICE and AI_OUTPUT_PRICE") == 1
    assert AIPolicy.objects.get().money_per_month is None
    # One that is set already does not stand in the way of the kill switch.
    desk.post(POLICY, {"money_per_day": "5.00", "paused": "on"})
    assert AIPolicy.objects.get().paused


def test_what_is_used_stands_beside_the_limits(desk, as_role, settings):
    settings.AI_MONTHLY_BUDGET = Decimal("40")
    starts = budget.starts_of(timezone.now())
    with as_role("worker"):
        AIUsage.objects.create(
            period="day", starts_at=starts["day"], calls=1, tokens=1234, money="0.0042"
        )
        AIUsage.objects.create(
            period="month", starts_at=starts["month"], calls=200, tokens=98765, money="12.5"
        )
        AIUsage.objects.create(
            period="day", starts_at=starts["day"] - timedelta(days=1), tokens=777, money=7
        )
    html = desk.get(POLICY).content.decode()
    assert "1,234 tokens in 1 call" in html
    assert "98,765 tokens in 200 calls" in html
    assert "0.0042" in html
    assert "12.50 (AI_MONTHLY_BUDGET allows 40)" in html
    listed = desk.get("/admin/ai_review/aiusage/?of=day").content.decode()
    assert "777" in listed
    assert "98,765" not in listed


def test_an_open_circuit_is_shown_and_tried_at_a_persons_word(desk, sofia):
    assert "Try the service now" not in desk.get(f"{CIRCUIT}change/").content.decode()
    circuit_opens()
    html = desk.get(f"{CIRCUIT}change/").content.decode()
    assert "Not answering. The AI service answered 503." in html
    assert "Try the service now" in html
    desk.get(f"{CIRCUIT}try-now/")
    assert supply.availability().state == "unavailable"  # a link changes nothing
    desk.post(f"{CIRCUIT}try-now/")
    assert supply.availability().state == "trying"
    event = AuditEvent.objects.get(stream="ai")
    assert (event.action, event.actor_id) == ("circuit.tried", sofia.pk)


def test_an_auditor_sees_the_circuit_and_cannot_try(noor):
    circuit_opens()
    client = browser(noor)
    assert "Try the service now" not in client.get(f"{CIRCUIT}change/").content.decode()
    assert client.post(f"{CIRCUIT}try-now/").status_code == 403
    assert AICircuit.objects.get().open_until > timezone.now()


def test_the_first_page_says_when_the_ai_is_away(desk, ask, sofia):
    assert "hr-note-warn" not in desk.get("/admin/").content.decode()
    ask()
    circuit_opens()
    html = " ".join(desk.get("/admin/").content.decode().split())
    assert "AI: Not answering. The AI service answered 503. Since" in html
    assert "1 draft waits and goes on by itself" in html
    ask(subject="Another")
    supply.set_policy(actor=sofia, paused=True)
    html = " ".join(desk.get("/admin/").content.decode().split())
    assert "AI: Paused." in html
    assert "2 drafts wait and go on by themselves" in html
