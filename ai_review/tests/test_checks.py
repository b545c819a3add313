"""Checks: drafts with a planted error and blind second reviews, which never have an effect."""

import pytest

from ai_review import checks
from ai_review.models import Check, Review, ReviewPolicy
from config.tests.people import decision
from tickets.models import Message, Ticket

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
