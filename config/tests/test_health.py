"""What a probe and a monitoring system learn."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ai_review import supply
from ai_review.models import DraftJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def overdue(ask, settings):
    """A job that nobody has begun for too long."""
    ask()
    since = timezone.now() - timedelta(seconds=settings.STALLED_SECONDS + 40)
    DraftJob.objects.update(next_attempt_at=since)


def readyz():
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["dependencies"]


def scrape(token):
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    lines = answer.content.decode().splitlines()
    figures = dict(line.rsplit(" ", 1) for line in lines if line.startswith("handrail_"))
    return answer.status_code, {name: float(value) for name, value in figures.items()}


def test_a_pipeline_that_moves_is_ok():
    assert readyz() == (200, {"postgresql": "ok", "redis": "ok", "drafts": "ok"})


def test_work_that_nobody_begins_is_told_while_people_can_go_on(overdue):
    status, states = readyz()
    assert status == 200
    assert states["drafts"].startswith("stalled: 1 jobs are due, the oldest for 1")


def test_a_pause_that_people_asked_for_is_no_stall(overdue, sofia):
    supply.set_policy(actor=sofia, paused=True)
    assert readyz()[1]["drafts"] == "ok"


def test_metrics_are_there_for_whoever_has_the_token(overdue, settings):
    settings.METRICS_TOKEN = "a token for the monitoring"
    status, figures = scrape(settings.METRICS_TOKEN)
    assert status == 200
    assert figures["handrail_jobs_due"] == figures['handrail_jobs{status="queued"}'] == 1
    assert 90 < figures["handrail_oldest_due_job_seconds"] < 130
    assert figures["handrail_pipeline_stalled"] == 1
    assert figures['handrail_ai_state{state="available"}'] == 1


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_without_the_token_there_are_no_metrics(settings, token):
    settings.METRICS_TOKEN = "a token for the monitoring"
    assert scrape(token)[0] == 404
    settings.METRICS_TOKEN = ""
    assert scrape("")[0] == 404
