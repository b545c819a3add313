"""Logging in and staying out."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from audit.models import AuditEvent
from tickets.authentication import new_api_key
from tickets.tests.test_bad_input import is_problem
from tickets.tests.test_tickets_api import QUESTION, TICKETS

pytestmark = pytest.mark.django_db

SESSION = "/api/v1/session"
PASSWORD = "correct-horse-battery"


@pytest.fixture
def browser(ada):
    """A browser that must send its CSRF token."""
    ada.set_password(PASSWORD)
    ada.save()
    return APIClient(enforce_csrf_checks=True)


def token(browser):
    return browser.get(SESSION).json()["csrf_token"]


def log_in(browser, password=PASSWORD, username="ada"):
    return browser.post(
        SESSION,
        {"username": username, "password": password},
        format="json",
        headers={"X-CSRFToken": token(browser)},
    )


def test_anybody_may_ask_who_they_are(browser):
    body = browser.get(SESSION).json()
    assert (body["authenticated"], body["user"], body["permissions"]) == (False, None, [])
    assert body["config"]["provider"] == "offline"


def test_logging_in_and_out(browser):
    body = log_in(browser).json()
    assert body["user"]["role"] == "reviewer"
    assert "suggestions.decide" in body["permissions"]
    assert AuditEvent.objects.get(stream="accounts").action == "login.succeeded"
    assert browser.get(TICKETS).status_code == 200
    out = browser.delete(SESSION, headers={"X-CSRFToken": token(browser)})
    assert out.status_code == 204
    is_problem(browser.get(TICKETS), 401)
    assert not Session.objects.exists()


def test_a_wrong_password_is_said_without_saying_which(browser):
    wrong = is_problem(log_in(browser, "nope"), 401, "login_failed")
    unknown = is_problem(log_in(browser, "nope", "nobody"), 401, "login_failed")
    assert wrong["detail"] == unknown["detail"]


def test_guessing_is_locked(browser):
    for _ in range(10):
        log_in(browser, "nope")
    is_problem(log_in(browser, "nope"), 429, "locked_out")
    is_problem(log_in(browser), 429, "locked_out")


@pytest.mark.parametrize(
    ("trusted", "elsewhere", "locked"),
    [
        (True, "198.51.100.7", False),
        (True, "198.51.100.7, 203.0.113.5", True),  # the first is the client's own invention
        (False, "198.51.100.7", True),
    ],
)
def test_guessing_locks_the_address_it_came_from(browser, settings, trusted, elsewhere, locked):
    settings.TRUST_PROXY = trusted
    browser.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.5"
    for _ in range(10):
        log_in(browser, "nope")
    browser.defaults["HTTP_X_FORWARDED_FOR"] = elsewhere
    assert log_in(browser).status_code == (429 if locked else 200)


@pytest.mark.parametrize("method", ["post", "delete"])
def test_the_session_needs_a_csrf_token(browser, method):
    response = getattr(browser, method)(
        SESSION, {"username": "ada", "password": PASSWORD}, format="json"
    )
    is_problem(response, 403, "csrf_failed")


def test_a_write_with_a_session_needs_a_csrf_token(browser):
    log_in(browser)
    is_problem(browser.post(TICKETS, QUESTION, format="json"), 403, "csrf_failed")
    good = browser.post(TICKETS, QUESTION, format="json", headers={"X-CSRFToken": token(browser)})
    assert good.status_code == 201


def test_an_ended_session_is_401(browser):
    log_in(browser)
    Session.objects.all().delete()
    is_problem(browser.get(TICKETS), 401)


def test_a_disabled_person_is_out_at_the_next_request(browser, ada):
    log_in(browser)
    ada.is_active = False
    ada.save()
    is_problem(browser.get(TICKETS), 401)


def test_a_service_cannot_log_in_with_a_password(browser, bank_app):
    bank_app.set_password(PASSWORD)
    bank_app.save()
    is_problem(log_in(browser, username="bank-app"), 401, "login_failed")


def test_api_keys_are_kept_as_hashes_and_can_be_revoked(api, bank_app):
    row, key = new_api_key(bank_app, "phone app")
    assert key not in str(vars(row))
    http = APIClient(headers={"Authorization": f"Bearer {key}"})
    assert http.get(TICKETS).status_code == 200
    row.refresh_from_db()
    assert row.last_used_at
    row.revoked_at = row.last_used_at
    row.save(update_fields=["revoked_at"])
    is_problem(http.get(TICKETS), 401)
    assert http.get(TICKETS).headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_of_nobody_is_401():
    is_problem(APIClient(headers={"Authorization": "Bearer hr_x_y"}).get(TICKETS), 401)
    is_problem(APIClient().get(TICKETS), 401)


def test_the_command_gives_keys_to_services_only(ada, capsys):
    call_command("create_api_key", "mobile-app")
    key = capsys.readouterr().out.strip()
    http = APIClient(headers={"Authorization": f"Bearer {key}"})
    assert http.get(TICKETS).status_code == 200
    assert AuditEvent.objects.get(action="api_key.created").actor_kind == "system"
    with pytest.raises(CommandError, match="Only an active service"):
        call_command("create_api_key", "ada")
