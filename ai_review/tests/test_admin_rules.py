"""Policy and the handbook: what a supervisor sets, with history and audit event."""

import json

import pytest

from ai_review.models import KnowledgeArticle, ReviewPolicy
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def payloads(stream):
    events = AuditEvent.objects.filter(stream=stream).order_by("seq")
    return [(event.action, json.loads(event.payload)) for event in events]


def test_the_review_policy(desk, sofia):
    assert desk.get("/admin/ai_review/reviewpolicy/").url.endswith("/reviewpolicy/1/change/")
    fields = {
        "pause_after": 10,
        "pause_percent": 60,
        "seeded_percent": 0,
        "blind_percent": 0,
        "checks_per_day": 3,
    }
    page = "/admin/ai_review/reviewpolicy/1/change/"
    desk.post(page, fields | {"second_review": "medium"})
    policy = ReviewPolicy.objects.get()
    assert policy.second_review == "medium"
    assert policy.history.first().history_user == sofia
    assert payloads("policy") == [
        (
            "policy.edited",
            fields | {"policy": 1, "fields": ["second_review"], "second_review": "medium"},
        )
    ]
    assert desk.get("/admin/ai_review/reviewpolicy/add/").status_code == 403


def test_knowledge_articles_are_written_changed_and_unpublished(desk, sofia):
    fields = {"title": "Fees", "body": "None.", "category": "fees", "language": "en"}
    desk.post("/admin/ai_review/knowledgearticle/add/", fields | {"published": "on"})
    article = KnowledgeArticle.objects.get()
    desk.post(f"/admin/ai_review/knowledgearticle/{article.pk}/change/", fields)
    article.refresh_from_db()
    assert article.published is False
    assert [(action, data["published"]) for action, data in payloads("knowledge")] == [
        ("article.added", True),
        ("article.edited", False),
    ]
    assert [row.history_user for row in article.history.all()] == [sofia, sofia]


def test_a_failed_audit_event_takes_the_change_back(desk, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("no audit, no change")

    monkeypatch.setattr("config.admin_base.record", refuse)
    with pytest.raises(RuntimeError):
        desk.post(
            "/admin/ai_review/reviewpolicy/1/change/",
            {
                "second_review": "never",
                "pause_after": 10,
                "pause_percent": 60,
                "seeded_percent": 0,
                "blind_percent": 0,
                "checks_per_day": 3,
            },
        )
    assert ReviewPolicy.objects.get().second_review == "high"


def test_the_rates_of_checks_are_a_supervisors_and_draw_new_lots(desk, sofia):
    before = ReviewPolicy.objects.get().vigilance_seed
    page = "/admin/ai_review/reviewpolicy/1/change/"
    fields = {"second_review": "high", "pause_after": 10, "pause_percent": 60}
    rates = {"seeded_percent": 5, "blind_percent": 2, "checks_per_day": 4}
    desk.post(page, fields | rates)
    policy = ReviewPolicy.objects.get()
    assert (policy.seeded_percent, policy.blind_percent, policy.checks_per_day) == (5, 2, 4)
    assert policy.vigilance_seed != before
    assert policy.history.first().vigilance_seed == policy.vigilance_seed
    (_, told) = payloads("policy")[-1]
    assert rates.items() <= told.items()
    assert policy.vigilance_seed not in json.dumps(told)
    desk.post(page, fields | rates | {"seeded_percent": 101})
    assert ReviewPolicy.objects.get().seeded_percent == 5


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("seeded_percent", 101), ("blind_percent", 101), ("pause_percent", 101), ("pause_after", 0)],
)
def test_a_figure_out_of_range_is_refused_at_its_field(desk, field, wrong):
    page = "/admin/ai_review/reviewpolicy/1/change/"
    fields = {
        "second_review": "high",
        "pause_after": 10,
        "pause_percent": 60,
        "seeded_percent": 0,
        "blind_percent": 0,
        "checks_per_day": 3,
    }
    errors = desk.post(page, fields | {field: wrong}).context["errors"]
    (told,) = [str(message) for each in errors for message in each]
    assert told.startswith("Ensure this value is ")
    assert getattr(ReviewPolicy.objects.get(), field) == fields[field]
