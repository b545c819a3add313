"""Whoever listens to the raw stream cannot tell a check from an ordinary draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import queue, services
from ai_review.models import Check, ReviewPolicy
from config.tests.people import decision
from live.tests.test_feed import now, told_since

pytestmark = pytest.mark.django_db(transaction=True)


def told_while(http, suggestion):
    """What is told while somebody claims, reads, holds and gives back a draft."""
    start = now()
    claim = http.post("/api/v1/queue/claim", {"count": 1}).json()["results"]
    assert [each["id"] for each in claim] == [suggestion.pk]
    http.get(f"/api/v1/suggestions/{suggestion.pk}")
    http.get(f"/api/v1/tickets/{suggestion.ticket_id}")
    http.get(f"/api/v1/suggestions/{suggestion.pk}/provenance")
    http.post("/api/v1/queue/heartbeat", {"suggestions": [suggestion.pk]})
    http.post("/api/v1/queue/release", {"suggestions": [suggestion.pk]})
    http.post("/api/v1/queue/release", {"suggestions": [suggestion.pk]})
    return told_since(start)


def of(suggestion):
    return [
        {
            "type": kind,
            "id": suggestion.ticket_id,
            "version": suggestion.ticket_version,
            "suggestion": suggestion.pk,
        }
        for kind in ("queue.claimed", "queue.released")
    ]


def test_a_planted_draft_is_told_like_an_ordinary_one(api, ada, ben, pending):
    ordinary = told_while(api(ben), pending)
    ReviewPolicy.objects.update(seeded_percent=100)
    assert told_while(api(ada), pending) == ordinary == of(pending)
    assert Check.objects.get().kind == "seeded"


def test_a_blind_review_is_told_like_an_ordinary_claim(api, ada, ben, pending, settings):
    settings.REVIEW_UNDO_SECONDS = 0
    ReviewPolicy.objects.update(blind_percent=100)
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    assert told_while(api(ben), pending) == of(pending)
    assert Check.objects.get().kind == "blind"


def test_the_end_in_time_of_a_blind_review_is_not_told_either(api, ada, ben, pending, settings):
    settings.REVIEW_UNDO_SECONDS = 0
    ReviewPolicy.objects.update(blind_percent=100)
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    api(ben).post("/api/v1/queue/claim", {"count": 1})
    past = timezone.now() - timedelta(seconds=1)
    Check.objects.update(held_until=past)
    start = now()
    queue.release(user=ben, suggestion_ids=[pending.pk])
    assert told_since(start) == []
