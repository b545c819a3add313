"""Who may enter the desk, what is read-only there, and what no page offers to anyone."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from ai_review.models import (
    AICall,
    AIUsage,
    CategoryPause,
    Check,
    KnowledgeArticle,
    PromptVersion,
    Trial,
    TrialCase,
)
from ai_review.skips import skip
from ai_review.tests.admin_drafts import fail_draft, write_draft
from audit.models import AuditEvent
from config.tests.people import browser

pytestmark = pytest.mark.django_db

READ_ONLY = [
    "ai_review/suggestion",
    "ai_review/review",
    "ai_review/aicall",
    "ai_review/draftjob",
    "ai_review/aiusage",
    "ai_review/trial",
    "ai_review/trialcase",
    "ai_review/categorypause",
    "ai_review/skip",
    "ai_review/check",
    "audit/auditevent",
]
ONE_ROW = ["ai_review/reviewpolicy", "ai_review/aipolicy", "ai_review/aicircuit"]
LISTS = [
    *READ_ONLY,
    "ai_review/promptversion",
    "ai_review/knowledgearticle",
    "tickets/ticket",
    "tickets/customer",
    "tickets/user",
    "tickets/apikey",
]


def log_in(client, username, password):
    return client.post(
        "/admin/login/?next=/admin/", {"username": username, "password": password}, follow=True
    )


@pytest.fixture
def password(sofia, noor, ada, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    for person in (sofia, noor, ada):
        person.set_password("correct-horse-battery-1")
        person.save(update_fields=["password"])
    return "correct-horse-battery-1"


@pytest.mark.parametrize("who", ["sofia", "noor"])
def test_supervisors_and_auditors_log_in(client, password, who):
    response = log_in(client, who, password)
    assert response.redirect_chain[-1][0] == "/admin/"
    assert "Waiting for review" in response.content.decode()
    assert AuditEvent.objects.filter(stream="accounts", action="login.succeeded").count() == 1


def test_is_staff_gives_nothing_and_is_not_needed(sofia, ada):
    sofia.is_staff = False
    sofia.save(update_fields=["is_staff"])
    ada.is_staff = True
    ada.save(update_fields=["is_staff"])
    assert browser(sofia).get("/admin/").status_code == 200
    assert browser(ada).get("/admin/").status_code == 302


def test_a_reviewer_is_refused_politely(client, ada, password):
    html = log_in(client, "ada", password).content.decode()
    assert "for supervisors and auditors" in html
    assert not AuditEvent.objects.filter(action="login.succeeded").exists()
    html = browser(ada).get("/admin/", follow=True).content.decode()
    assert "You are logged in as <b>Ada</b>" in html
    assert "review workspace" in html


def test_nobody_and_reviewers_see_no_page(client, ada):
    for somebody in (client, browser(ada)):
        for name in [*LISTS, *ONE_ROW]:
            response = somebody.get(f"/admin/{name}/")
            assert (response.status_code, response.url[:13]) == (302, "/admin/login/"), name


def test_too_many_bad_log_ins_lock_the_account(client, password, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        response = log_in(client, "sofia", "wrong")
    assert response.status_code == 429
    assert "locked for 15 minutes" in response.content.decode()
    assert log_in(client, "sofia", password).status_code == 429


def test_the_policy_is_relaxed_for_the_desk_alone(desk):
    assert "unsafe-eval" in desk.get("/admin/")["Content-Security-Policy"]
    assert "unsafe-eval" in Client().get("/admin/login/")["Content-Security-Policy"]
    for path in ("/api/v1/session", "/healthz"):
        policy = desk.get(path).headers.get("Content-Security-Policy", "")
        assert "unsafe" not in policy, path


def check_blindly(suggestion, user):
    """Give a decided draft to a second person."""
    suggestion.refresh_from_db()
    review = suggestion.reviews.get()
    Check.objects.create(
        kind="blind",
        suggestion=suggestion,
        reviewer=user,
        summary=suggestion.summary,
        reply=suggestion.reply,
        shown_hash=suggestion.content_hash,
        genuine_hash=suggestion.content_hash,
        genuine_text_hash=suggestion.text_hash,
        required_reviews=suggestion.required_reviews,
        first_review=review,
        first_reviewer=review.reviewer,
        first_verdict=review.verdict,
        first_text_hash=review.final_text_hash,
        held_until=review.created_at,
        lot=0,
        percent=1,
    )


@pytest.fixture
def one_of_each(ask, as_role, ada, sofia):
    """A page of every kind has something to show; returns {name: id}."""
    suggestion = write_draft(as_role, ask())
    fail_draft(as_role, ask())
    page = f"/admin/ai_review/suggestion/{suggestion.pk}/approve/"
    client = browser(sofia)
    form = client.get(page).context["form"]
    client.post(page, {field.html_name: field.value() or "" for field in form})
    check_blindly(suggestion, ada)
    KnowledgeArticle.objects.create(title="Fees", body="None.", category="fees")
    CategoryPause.objects.create(category="fees", rejected=7, decided=10)
    skip(user=ada, suggestion_id=write_draft(as_role, ask()).pk, reason="expertise")
    trial = Trial.objects.create(
        prompt=PromptVersion.active(), kind="shadow", cases=1, started_by=sofia
    )
    with as_role("worker"):
        AIUsage.objects.create(period="day", calls=1)
        tried = AICall.objects.create(
            job=suggestion.job, attempt=0, trial=trial, prompt_version=trial.prompt
        )
        TrialCase.objects.create(trial=trial, call=tried, original=suggestion.call, risk="low")
    client.post(
        "/admin/tickets/apikey/add/", {"user": suggestion.ticket.opened_by_id, "label": "x"}
    )


def test_every_page_opens_for_supervisor_and_auditor(one_of_each, sofia, noor):
    for user in (sofia, noor):
        client = browser(user)
        for name in LISTS:
            app, model = name.split("/")
            assert client.get(f"/admin/{name}/").status_code == 200, name
            pk = apps.get_model(app, model).objects.latest("pk").pk
            assert client.get(f"/admin/{name}/{pk}/change/").status_code == 200, name
        for name in ONE_ROW:
            assert client.get(f"/admin/{name}/", follow=True).status_code == 200, name


def test_no_page_offers_to_delete_anything(desk, one_of_each):
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        pk = model.objects.latest("pk").pk
        assert desk.get(f"/admin/{name}/{pk}/delete/").status_code == 403, name
        chosen = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        desk.post(f"/admin/{name}/", chosen)
        assert model.objects.filter(pk=pk).exists()
        html = desk.get(f"/admin/{name}/{pk}/change/").content.decode()
        assert "/delete/" not in html, name
        assert model_admin.has_delete_permission(None) is False


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_only_the_pipeline_writes_is_read_only(desk, one_of_each, name):
    app, model = name.split("/")
    pk = apps.get_model(app, model).objects.latest("pk").pk
    assert desk.get(f"/admin/{name}/add/").status_code in (403, 404)
    assert desk.post(f"/admin/{name}/{pk}/change/", {"status": "approved"}).status_code == 403
    html = desk.get(f"/admin/{name}/{pk}/change/").content.decode()
    assert 'name="_save"' not in html


def test_an_auditor_changes_nothing(noor, one_of_each):
    client = browser(noor)
    events = AuditEvent.objects.count()
    for name in [*LISTS, *ONE_ROW]:
        app, model = name.split("/")
        pk = apps.get_model(app, model).objects.latest("pk").pk
        assert client.get(f"/admin/{name}/add/").status_code in (403, 404), name
        assert client.post(f"/admin/{name}/add/", {}).status_code in (403, 404), name
        assert client.post(f"/admin/{name}/{pk}/change/", {}).status_code == 403, name
        html = client.get(f"/admin/{name}/{pk}/change/").content.decode()
        assert 'name="_save"' not in html, name
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    "name", ["tickets/ticket", "tickets/customer", "tickets/user", "ai_review/knowledgearticle"]
)
def test_earlier_states_are_read_and_cannot_be_restored(one_of_each, sofia, noor, name):
    app, model = name.split("/")
    row = apps.get_model(app, model).objects.latest("pk")
    version = row.history.first().pk
    for user in (sofia, noor):
        client = browser(user)
        assert client.get(f"/admin/{name}/{row.pk}/history/").status_code == 200
        page = f"/admin/{name}/{row.pk}/history/{version}/"
        html = client.get(page).content.decode()
        assert "cannot" not in html
        assert "It can be read, not restored." in html
        assert 'name="_save"' not in html
        before = row.history.count()
        assert client.post(page, {}).status_code == 403
        assert row.history.count() == before


LIMITS = {
    "ai_review/suggestion": 9,
    "ai_review/review": 7,
    "ai_review/aicall": 7,
    "ai_review/draftjob": 7,
    "audit/auditevent": 6,
    "tickets/ticket": 7,
    "tickets/customer": 7,
    "tickets/user": 7,
    "tickets/apikey": 7,
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_longer_list_needs_no_more_queries(
    desk, ask, as_role, django_assert_max_num_queries, name
):
    for number in range(2):
        customer = {"name": "C", "email": f"c{number}@customer.example", "external_id": f"{number}"}
        write_draft(as_role, ask(customer=customer))
    with django_assert_max_num_queries(LIMITS[name]) as few:
        assert desk.get(f"/admin/{name}/").status_code == 200
    for number in range(2, 7):
        customer = {"name": "C", "email": f"c{number}@customer.example", "external_id": f"{number}"}
        write_draft(as_role, ask(customer=customer))
    with django_assert_max_num_queries(len(few)):
        assert desk.get(f"/admin/{name}/").status_code == 200


def test_the_first_page_needs_few_queries(desk, one_of_each, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        html = desk.get("/admin/").content.decode()
    assert "The AI service did not accept the request." in html
    assert "1 approved" in html
