"""Bad input: each a clear 4xx problem, and nothing is stored."""

import json

import pytest

from tickets.models import IdempotencyKey, Message, Ticket
from tickets.tests.test_tickets_api import QUESTION, TICKETS

pytestmark = pytest.mark.django_db


def is_problem(response, status, code=None):
    assert response.status_code == status, response.content[:500]
    assert response.headers["Content-Type"].startswith("application/problem+json")
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["type"].startswith("urn:handrail:problem:")
    if code:
        assert body["code"] == code
    return body


RAW = {
    "empty": b"",
    "not JSON": b"{",
    "a list": b"[]",
    "a number": b"42",
    "null": b"null",
    "NaN": b'{"subject": NaN}',
    "infinity": b'{"subject": 1e999}',
    "a name twice": b'{"subject": "a", "subject": "b"}',
    "not UTF-8": b'{"subject": "\xff\xfe"}',
    "deeply nested": b"[" * 100_000,
    "11 MB": json.dumps(QUESTION | {"body": "x" * 11_000_000}).encode(),
}


@pytest.mark.parametrize("name", RAW)
def test_bodies_that_are_no_ticket(api, bank_app, name):
    response = api(bank_app).post(TICKETS, RAW[name], content_type="application/json")
    body = is_problem(response, 413 if name == "11 MB" else 400)
    assert "Traceback" not in body["detail"]
    assert not Ticket.objects.exists()


FIELDS = {
    "empty subject": {"subject": ""},
    "blank body": {"body": " \n\t "},
    "NUL": {"body": "a\x00b"},
    "lone surrogate": {"body": "a\ud800b"},
    "surrogate in a name": {"customer": {"name": "\udfff", "email": "a@b.example"}},
    "number as text": {"subject": 42},
    "list as text": {"body": ["x"]},
    "null": {"subject": None},
    "long subject": {"subject": "x" * 301},
    "long body": {"body": "x" * 100_001},
    "no e-mail": {"customer": {"name": "A", "email": "nonsense"}},
    "customer as text": {"customer": "Ada"},
    "unknown field": {"status": "resolved"},
    "unknown nested field": {"customer": {"name": "A", "email": "a@b.example", "role": "x"}},
    "mass assignment": {"version": 7, "opened_by": 1, "assignee": 1},
    "priority": {"priority": "panic"},
    "tags as text": {"tags": "card"},
    "too many tags": {"tags": [str(n) for n in range(21)]},
    "NUL in a tag": {"tags": ["a\x00"]},
    "metadata as list": {"metadata": []},
    "nested metadata": {"metadata": {"a": {"b": 1}}},
    "NUL in metadata": {"metadata": {"a": "\x00"}},
    "surrogate in metadata": {"metadata": {"\ud800": "a"}},
    "huge metadata": {"metadata": {str(n): n for n in range(51)}},
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_that_do_not_fit(api, bank_app, name):
    response = api(bank_app).post(
        TICKETS, json.dumps(QUESTION | FIELDS[name]), content_type="application/json"
    )
    body = is_problem(response, 400)
    assert body["errors"][0]["field"]
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا، أين بطاقتي؟ 🙏🏽",
        "\u202eright to left",
        "<script>x</script>",
        "'; DROP TABLE tickets_ticket; --",
        "日本語",
        "a\u200bb",
        "{{ 7*7 }} ${7*7}",
        "line\r\nline",
        "👨‍👩‍👧‍👦",
    ],
)
def test_unusual_text_is_kept_exactly(api, bank_app, text):
    response = api(bank_app).post(TICKETS, QUESTION | {"subject": text, "body": text})
    assert response.status_code == 201
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.messages.get().body) == (text, text)


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=201",
        "page_size=-1",
        "page_size=x",
        "page_size=99999999999999999999",
        "cursor=nonsense",
        "cursor=%00",
        "status=nope",
        "priority=",
        "assignee=x",
        "assignee=99999999999999999999",
        "search=%00",
        "created_after=yesterday",
        "ordering=password",
        "foo=1",
        "customer=1e309",
        "tag=%00",
    ],
)
def test_query_parameters_that_do_not_fit(api, ada, query):
    response = api(ada).get(f"{TICKETS}?{query}")
    if query == "priority=":
        assert response.status_code in (200, 400)
    else:
        is_problem(response, 400)


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/0",
        "/tickets/999999999",
        "/tickets/abc",
        "/tickets/99999999999999999999",
        "/tickets/-1",
        "/nonsense",
        "/suggestions/1",
        "/tickets/1/nonsense",
        "",
    ],
)
def test_what_is_not_there_is_404(api, ada, path):
    is_problem(api(ada).get(f"/api/v1{path}"), 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [("put", TICKETS), ("delete", TICKETS), ("patch", TICKETS), ("get", "/api/v1/queue/claim")],
)
def test_methods_that_are_not_offered(api, ada, method, path):
    response = getattr(api(ada), method)(path)
    is_problem(response, response.status_code)
    assert response.status_code in (403, 405)


def test_other_media_types_are_refused(api, bank_app):
    response = api(bank_app).post(TICKETS, "<ticket/>", content_type="application/xml")
    is_problem(response, 415)


@pytest.mark.parametrize("key", ["", " " * 0 + "x" * 201])
def test_idempotency_keys_that_do_not_fit(api, bank_app, key):
    response = api(bank_app).post(TICKETS, QUESTION, headers={"Idempotency-Key": key})
    is_problem(response, 400, "idempotency_key_invalid")
    assert not IdempotencyKey.objects.exists()


def test_a_ticket_that_fails_halfway_leaves_nothing(api, bank_app, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no audit, no act")

    monkeypatch.setattr("tickets.services.event", broken)
    http = api(bank_app)
    http.raise_request_exception = False
    assert http.post(TICKETS, QUESTION, headers={"Idempotency-Key": "k"}).status_code == 500
    assert not Ticket.objects.exists()
    assert not Message.objects.exists()
    assert not IdempotencyKey.objects.exists()
