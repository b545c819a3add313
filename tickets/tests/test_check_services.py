"""check_services: one line for each dependency, with what to do about it."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(settings, redis_url, tmp_path):
    """Run the command; returns (exit status, {name: (state, words)})."""
    settings.CELERY_BROKER_URL = redis_url
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")

    def run(*options):
        out, status = StringIO(), 0
        try:
            call_command("check_services", *options, stdout=out, no_color=True)
        except SystemExit as end:
            status = end.code
        lines = [line.split(maxsplit=1) for line in out.getvalue().splitlines()]
        return status, {rest[:18].strip(): (state, rest[18:].strip()) for state, rest in lines}

    return run


@pytest.fixture
def ai_service(settings):
    """A model server whose answer to GET /v1/models is `ai_service.answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.seen.append((self.path, self.headers["Authorization"]))
            self.send_response(server.answer)
            if server.answer == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.answer, server.seen = 200, []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.AI_PROVIDER = "openai"
    settings.AI_BASE_URL = f"http://127.0.0.1:{server.server_port}/v1"
    settings.AI_API_KEY = "key-1"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_all_is_well(check):
    status, lines = check()
    assert status == 0
    assert {state for state, _ in lines.values()} == {"ok"}
    assert "as handrail_web" in lines["PostgreSQL web"][1]
    assert "as handrail_worker" in lines["PostgreSQL worker"][1]
    assert "as handrail_owner" in lines["PostgreSQL owner"][1]
    assert lines["migrations"][1] == "all applied"
    assert lines["AI service"][1].startswith("offline")
    assert "written to files" in lines["mail"][1]


def test_a_wrong_password_is_named_and_not_shown(check, monkeypatch, database_urls):
    right = database_urls["worker"]
    wrong = right.replace(right.split(":")[2].split("@")[0], "wrong-secret")
    monkeypatch.setenv("WORKER_DATABASE_URL", wrong)
    status, lines = check()
    assert status == 1
    state, words = lines["PostgreSQL worker"]
    assert state == "failed"
    assert "WORKER_DATABASE_URL" in words
    assert "wrong-secret" not in words


def test_a_migration_that_is_missing_is_named(check, as_role):
    [(_, newest)] = MigrationLoader(connection).graph.leaf_nodes("tickets")
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = %s", [newest])
    status, lines = check()
    assert status == 1
    assert lines["migrations"][0] == "failed"
    assert f"tickets.{newest}; run python manage.py migrate" in lines["migrations"][1]


def test_a_worker_may_ask_too(check, as_role):
    with as_role("worker"):
        status, lines = check()
    assert status == 0
    assert lines["migrations"] == ("ok", "not for the role web to see; ask where web runs")


def test_redis_is_missing(check, settings):
    settings.CELERY_BROKER_URL = "redis://:hidden-word@127.0.0.1:1/0"
    status, lines = check()
    assert status == 1
    assert lines["Redis"][0] == "failed"
    assert "REDIS_URL" in lines["Redis"][1]
    assert "hidden-word" not in lines["Redis"][1]


def test_the_ai_service_answers(check, ai_service):
    status, lines = check()
    assert status == 0
    assert lines["AI service"][1].startswith("127.0.0.1 answers")
    assert ai_service.seen == [("/v1/models", "Bearer key-1")]


@pytest.mark.parametrize(("answer", "words"), [(401, "AI_API_KEY"), (404, "AI_BASE_URL")])
def test_the_ai_service_refuses(check, ai_service, answer, words):
    ai_service.answer = answer
    status, lines = check()
    assert status == 0, "reviewers can work without it"
    assert lines["AI service"][0] == "failed"
    assert str(answer) in lines["AI service"][1]
    assert words in lines["AI service"][1]
    assert check("--strict")[0] == 1


def test_the_key_follows_no_redirect(check, ai_service):
    ai_service.answer = 302
    assert check()[1]["AI service"][0] == "failed"
    assert [path for path, _ in ai_service.seen] == ["/v1/models"]


def test_nobody_answers_at_the_ai_address(check, settings):
    settings.AI_PROVIDER, settings.AI_BASE_URL = "openai", "http://127.0.0.1:1/v1"
    settings.AI_API_KEY = "key-1"
    state, words = check()[1]["AI service"]
    assert (state, "not reachable" in words) == ("failed", True)


def test_mail_that_cannot_leave(check, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    status, lines = check()
    assert status == 0
    assert lines["mail"][0] == "failed"
    assert "EMAIL_HOST" in lines["mail"][1]


def test_an_outbox_that_cannot_be_written(check, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.EMAIL_FILE_PATH = str(tmp_path / "file")
    state, words = check()[1]["mail"]
    assert (state, "EMAIL_FILE_PATH" in words) == ("failed", True)
