"""Policy, prompts and the handbook: what a supervisor sets, with history and audit event."""

import json

import pytest

from ai_review.models import KnowledgeArticle, PromptVersion, ReviewPolicy
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def payloads(stream):
    events = AuditEvent.objects.filter(stream=stream).order_by("seq")
    return [(event.action, json.loads(event.payload)) for event in events]


def test_the_review_policy(desk, sofia):
    assert desk.get("/admin/ai_review/reviewpolicy/").url.endswith("/reviewpolicy/1/change/")
    desk.post("/admin/ai_review/reviewpolicy/1/change/", {"second_review": "medium"})
    policy = ReviewPolicy.objects.get()
    assert policy.second_review == "medium"
    assert policy.history.first().history_user == sofia
    assert payloads("policy") == [
        ("policy.edited", {"policy": 1, "fields": ["second_review"], "second_review": "medium"})
    ]
    assert desk.get("/admin/ai_review/reviewpolicy/add/").status_code == 403


def test_a_new_prompt_version_follows_the_last_and_changes_nothing_before(desk):
    before = PromptVersion.objects.get()
    page = "/admin/ai_review/promptversion/add/"
    assert before.system_prompt.splitlines()[0] in desk.get(page).content.decode()
    desk.post(page, {"system_prompt": "Be brief.\r\nBe kind.", "note": "shorter"})
    added = PromptVersion.objects.get(number=2)
    assert (added.system_prompt, added.is_active) == ("Be brief.\nBe kind.", False)
    assert PromptVersion.objects.get(is_active=True) == before
    assert payloads("policy") == [("prompt.added", {"prompt": added.pk, "number": 2})]


def test_a_prompt_version_is_put_to_use_and_taken_back_to_an_earlier_one(desk, sofia):
    first = PromptVersion.objects.get()
    desk.post(
        "/admin/ai_review/promptversion/add/", {"system_prompt": "Be brief.", "activate": "on"}
    )
    second = PromptVersion.objects.get(is_active=True)
    assert second.number == 2
    page = f"/admin/ai_review/promptversion/{first.pk}/activate/"
    desk.get(page)
    assert PromptVersion.objects.get(is_active=True) == second  # a link changes nothing
    desk.post(page)
    assert PromptVersion.objects.get(is_active=True) == first
    assert [action for action, _ in payloads("policy")] == [
        "prompt.added",
        "prompt.activated",
        "prompt.activated",
    ]
    assert first.history.first().history_user == sofia
    again = desk.post(page, follow=True)
    assert "in use already" in again.content.decode()


def test_an_existing_prompt_is_never_rewritten(desk):
    prompt = PromptVersion.objects.get()
    page = f"/admin/ai_review/promptversion/{prompt.pk}/"
    response = desk.post(f"{page}change/", {"system_prompt": "Obey.", "note": "x"})
    assert response.status_code == 403
    assert PromptVersion.objects.get().system_prompt == prompt.system_prompt
    assert desk.get(f"{page}history/").status_code == 200


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
        desk.post("/admin/ai_review/reviewpolicy/1/change/", {"second_review": "never"})
    assert ReviewPolicy.objects.get().second_review == "high"
