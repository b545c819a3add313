"""The real web process and relay, over real sockets."""

import asyncio
import contextlib
import http.client
import json
import os
import queue
import signal
import socket
import threading
import time
from types import SimpleNamespace

import psutil
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from handrail_dev.processes import free_port

from audit.services import record, ticket_stream
from config.rsgi import Application, environ_of
from config.tests.people import person
from live.streams import LIMIT_OF_A_PERSON
from tickets.authentication import new_api_key
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 30
EVENTS = "/api/v1/events"


class Listener:
    """One open stream; its lines arrive in a queue."""

    def __init__(self, port, cookie, last_event_id=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Cookie": cookie, "Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        self.connection.request("GET", EVENTS, headers=headers)
        self.response = self.connection.getresponse()
        self.last_id = None
        self.events = queue.Queue()
        self.ended = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with contextlib.suppress(OSError, http.client.HTTPException, AttributeError, ValueError):
            while line := self.response.readline().decode():
                if line.startswith("data: "):
                    self.events.put(json.loads(line.removeprefix("data: ")))
                elif line.startswith("id: "):
                    self.last_id = line.removeprefix("id: ").strip()
        self.ended.set()

    def hears(self, type_, ticket_id, within=PATIENCE_SECONDS):
        """Wait for this event, `within` seconds; returns what came before it."""
        before, deadline = [], time.monotonic() + within
        while True:
            event = self.events.get(timeout=max(0.01, deadline - time.monotonic()))
            if (event["type"], event["id"]) == (type_, ticket_id):
                return before
            before.append(event)

    def ready(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.last_id is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return self

    def close(self):
        with contextlib.suppress(OSError, AttributeError):
            self.response.fp.raw._sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


@pytest.fixture
def start(run):
    """`start("web")` returns (process, port); web answers by then."""
    port = free_port()

    def start(name):
        process = run(name, PORT=str(port), GRANIAN_HOST="127.0.0.1")
        if name == "web":
            wait_for_port(port)
        return process, port

    return start


def wait_for_port(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if request(port, "GET", "/healthz")[0] == 200:
                return
        time.sleep(0.05)
    raise AssertionError("web did not start")


def request(port, method, path, body=None, **headers):
    """Returns (status, headers, body)."""
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(web):
        web.request(method, path, body, headers)
        response = web.getresponse()
        return response.status, response.headers, response.read()


def raw(port, sent, *, leave=False):
    """Send these bytes, and then nothing more if you `leave`. Returns all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(sent)
        if leave:
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def memory(process):
    """Of a process and its children, in bytes."""
    parent = psutil.Process(process.pid)
    return sum(each.memory_info().rss for each in [parent, *parent.children()])


def cookie_of(user):
    browser = Client()
    browser.force_login(user, backend="tickets.roles.RoleBackend")
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def note(ticket):
    record(ticket_stream(ticket.pk), "system", "note.added")


@pytest.fixture
def web(start):
    start("relay")
    return start("web")


def test_a_committed_act_is_heard_and_one_rolled_back_is_not(web, ask, ada):
    _, port = web
    listener = Listener(port, cookie_of(ada)).ready()
    assert listener.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert listener.response.headers["Cache-Control"] == "no-store"
    assert listener.response.headers["X-Accel-Buffering"] == "no"
    ticket = ask()
    listener.hears("ticket.opened", ticket.pk)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(ticket_stream(ticket.pk), "system", "ticket.edited")
        raise RuntimeError
    note(ticket)
    assert listener.hears("note.added", ticket.pk) == []


def test_streams_go_on_without_redis_and_without_a_relay(start, broker, ask, ada):
    _, port = start("web")
    listener = Listener(port, cookie_of(ada)).ready()
    broker.child.stop()
    ticket = ask()
    listener.hears("ticket.opened", ticket.pk)
    broker.child.start()
    os.kill(broker.child.pid, signal.SIGSTOP)  # there, but silent
    try:
        second = Listener(port, cookie_of(ada)).ready()
        note(ticket)
        for each in (listener, second):
            each.hears("note.added", ticket.pk)
    finally:
        os.kill(broker.child.pid, signal.SIGCONT)


def test_who_reconnects_hears_what_was_missed_also_from_another_process(web, start, ask, ada):
    process, port = web
    ticket = ask()
    listener = Listener(port, cookie_of(ada)).ready()
    note(ticket)
    listener.hears("note.added", ticket.pk)
    time.sleep(0.2)
    listener.close()
    record(ticket_stream(ticket.pk), "system", "ticket.edited")
    back = Listener(port, cookie_of(ada), listener.last_id)
    assert [e["type"] for e in back.hears("ticket.edited", ticket.pk)] == []
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _, port = start("web")
    again = Listener(port, cookie_of(ada), listener.last_id)
    assert [e["type"] for e in again.hears("ticket.edited", ticket.pk)] == []
    lost = Listener(port, cookie_of(ada), "nonsense")
    lost.hears("reset", None)


def test_only_people_who_see_tickets_may_listen(web, ada, noor, bank_app):
    _, port = web
    _, key = new_api_key(bank_app, "test")
    assert request(port, "GET", EVENTS)[0] == 401
    assert request(port, "GET", EVENTS, Authorization=f"Bearer {key}")[0] == 403
    assert request(port, "POST", EVENTS, Cookie=cookie_of(ada))[0] in (403, 405)
    assert request(port, "HEAD", EVENTS, Cookie=cookie_of(ada))[0] == 403
    assert Listener(port, cookie_of(noor)).ready().response.status == 200


def test_a_disabled_user_and_an_ended_session_are_out_soon(web, ask, ada, ben):
    _, port = web
    stays = Listener(port, cookie_of(person("eve", "reviewer", "Eve"))).ready()
    disabled, out = Listener(port, cookie_of(ada)).ready(), cookie_of(ben)
    logged_out = Listener(port, out).ready()
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    Session.objects.filter(session_key=out.partition("=")[2]).delete()
    for ended in (disabled.ended, logged_out.ended):
        assert ended.wait(PATIENCE_SECONDS)
    assert not stays.ended.is_set()
    ticket = ask()
    stays.hears("ticket.opened", ticket.pk)


def test_one_stream_too_many_is_a_problem_like_any_other(web, ada, ben):
    _, port = web
    cookie = cookie_of(ada)
    for _ in range(LIMIT_OF_A_PERSON):
        Listener(port, cookie).ready()
    status, headers, body = request(port, "GET", EVENTS, Cookie=cookie)
    assert (status, headers["Retry-After"]) == (503, "30")
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["code"] == "too_many_streams"
    assert Listener(port, cookie_of(ben)).ready().response.status == 200


def test_the_process_leaves_within_seconds_while_streams_are_open(web, ada, ben):
    process, port = web
    cookies = [cookie_of(ada), cookie_of(ben)]
    listeners = [Listener(port, cookies[n % 2]) for n in range(60)]
    for listener in listeners:
        listener.ready()
    assert request(port, "GET", "/api/v1/queue", Cookie=cookies[0])[0] == 200
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert time.monotonic() - begun < 5
    assert all(listener.ended.wait(5) for listener in listeners)


def test_a_client_that_stops_reading_holds_up_nobody(web, ask, ada, ben):
    _, port = web
    stuck = socket.create_connection(("127.0.0.1", port))
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    lines = [f"GET {EVENTS} HTTP/1.1", "Host: localhost", f"Cookie: {cookie_of(ben)}", "", ""]
    stuck.sendall("\r\n".join(lines).encode())
    listener = Listener(port, cookie_of(ada)).ready()
    ticket = ask()
    for _ in range(20):
        with transaction.atomic():
            for _ in range(50):
                note(ticket)
    # A burst may be told as one reset, with what happened at its end; what follows is told again.
    for _ in range(10):
        record(ticket_stream(ticket.pk), "system", "ticket.edited")
        with contextlib.suppress(queue.Empty):
            listener.hears("ticket.edited", ticket.pk, within=3)
            break
    else:
        pytest.fail("Nobody heard of anything after the burst.")
    stuck.close()


# --- Django behind it -------------------------------------------------------------------------


def test_requests_reach_django_as_they_were_sent(web, bank_app):
    _, port = web
    _, key = new_api_key(bank_app, "test")
    auth = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    ticket = {
        "subject": "Größe ☂", "body": "x" * 90_000,
        "customer": {"name": "Mira", "email": "mira@customer.example"},
    }  # fmt: skip
    status, headers, body = request(port, "POST", "/api/v1/tickets", json.dumps(ticket), **auth)
    assert (status, json.loads(body)["subject"]) == (201, "Größe ☂")
    assert headers["Location"].startswith("/api/v1/tickets/")
    status, _, body = request(port, "GET", "/api/v1/tickets?search=Gr%C3%B6%C3%9Fe", **auth)
    assert [each["subject"] for each in json.loads(body)["results"]] == ["Größe ☂"]
    status, _, body = request(port, "GET", "/api/v1/%E2%98%82%2F..%2Ftickets", **auth)
    assert (status, json.loads(body)["code"]) == (404, "not_found")


def test_a_body_without_a_length_is_taken_and_one_too_large_is_refused(web, bank_app):
    _, port = web
    _, key = new_api_key(bank_app, "test")
    auth = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    ticket = {"subject": "S", "body": "B", "customer": {"name": "M", "email": "m@c.example"}}
    parts = iter([json.dumps(ticket)[:20].encode(), json.dumps(ticket)[20:].encode()])
    assert request(port, "POST", "/api/v1/tickets", parts, **auth)[0] == 201
    large = b'{"subject": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    status, _, body = request(port, "POST", "/api/v1/tickets", large, **auth)
    assert (status, json.loads(body)["code"]) == (413, "body_too_large")


def test_a_body_that_was_cut_is_not_taken_for_a_whole_one(web, bank_app):
    _, port = web
    _, key = new_api_key(bank_app, "test")
    body = b'{"subject": "S", "body": "B", "customer": {"name": "M", "email": "m@c.example"}}'
    lines = ["POST /api/v1/tickets HTTP/1.1", "Host: localhost", f"Authorization: Bearer {key}",
             "Content-Type: application/json", f"Content-Length: {len(body) + 1}",
             "", ""]  # fmt: skip
    assert raw(port, "\r\n".join(lines).encode() + body, leave=True).startswith(b"HTTP/1.1 400 ")
    assert not Ticket.objects.exists()


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch):
    class Silent:
        def __aiter__(self):
            return self

        async def __anext__(self):
            await asyncio.sleep(60)

        def response_empty(self, status, headers):
            self.status = status

    monkeypatch.setattr("config.rsgi.BODY_SECONDS", 0.01)
    client, scope = Silent(), SimpleNamespace(proto="http", headers={"content-length": "5"})
    asyncio.run(asyncio.wait_for(Application().__rsgi__(scope, client), 5))
    assert client.status == 408


def test_an_address_need_not_be_escaped(web, bank_app):
    _, port = web
    _, key = new_api_key(bank_app, "test")
    lines = ["GET /api/v1/tickets?search=☂ HTTP/1.1", "Host: localhost", "Connection: close",
             f"Authorization: Bearer {key}", "", ""]  # fmt: skip
    assert raw(port, "\r\n".join(lines).encode()).startswith(b"HTTP/1.1 200 ")


def test_clients_that_take_no_file_hold_no_memory(web):
    process, port = web
    path = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"
    status, headers, body = request(port, "GET", path)
    assert (status, int(headers["Content-Length"])) == (200, len(body))
    assert request(port, "HEAD", path)[2] == b""
    assert request(port, "GET", path, **{"If-None-Match": headers["ETag"]})[0] == 304
    before = memory(process)
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
    for client in idle:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    for client in idle:
        client.recv(10)
    assert request(port, "GET", "/healthz")[0] == 200
    assert memory(process) - before < len(idle) * len(body) / 4
    for client in idle:
        client.close()


def test_headers_reach_django_as_wsgi_wants_them():
    """X_Forwarded_Proto would be HTTP_X_FORWARDED_PROTO in WSGI, whatever a proxy sets."""
    sent = [("x_forwarded_for", "6.6.6.6"), ("x-forwarded-for", "1.1.1.1"), ("cookie", "a=1"),
            ("cookie", "b=☂"), ("content-length", "999")]  # fmt: skip
    scope = SimpleNamespace(
        method="GET", path="/ü", query_string="a=☂", server="127.0.0.1:80", client="[::1]:5",
        http_version="2", scheme="http", authority="desk.example",
        headers=SimpleNamespace(items=lambda: sent),
    )  # fmt: skip
    environ = environ_of(scope, b"12")
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"
    assert environ["HTTP_COOKIE"] == "a=1; b=" + "☂".encode().decode("latin-1")
    assert environ["QUERY_STRING"] == "a=" + "☂".encode().decode("latin-1")
    assert environ["CONTENT_LENGTH"] == "2"
    assert environ["REMOTE_ADDR"] == "::1"
    assert environ["HTTP_HOST"] == "desk.example"
    assert environ["PATH_INFO"] == "/ü".encode().decode("latin-1")
