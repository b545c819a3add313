"""Clients of the API: threads that open tickets and never lose count of what they were promised."""

import contextlib
import http.client
import json
import random
import select
import threading
import time
from collections import Counter
from dataclasses import dataclass

QUESTIONS = (
    "My card has not arrived. Where is it?",
    "How do I change the address on my account?",
    "A payment was taken twice. Can I have one back?",
    "Why was my transfer declined yesterday evening?",
)
BULK = 250  # tickets a bulk request
TIMEOUT_SECONDS = 20
RETRY_PAUSE_SECONDS = 0.1
GIVE_UP_SECONDS = 120


@dataclass
class Sent:
    """One ticket as its client sees it: the key, the id that a 201 named, and the seconds of the
    request that brought it."""

    key: str
    started: float
    ticket: int | None = None
    seconds: float = 0.0


def tag(number: int) -> str:
    """A word that marks one ticket, of letters alone, so that redaction leaves it as it is."""
    return "labtag" + "".join("abcdefghij"[int(digit)] for digit in f"{number:08d}")


def ticket(number: int, text: str = "") -> dict:
    """The body of a request for one ticket."""
    return {
        "subject": f"Question {tag(number)}",
        "body": text or QUESTIONS[number % len(QUESTIONS)],
        "customer": {"name": "Lab Client", "email": f"client{number}@customer.example"},
        "metadata": {"lab": tag(number)},
    }


def get(port: int, path: str, timeout: float = 2) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    with contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


class Client:
    """One keep-alive connection of the API client; moves to the next port when one breaks."""

    def __init__(self, ports, key: str, timeout: float = TIMEOUT_SECONDS, turn: int = 0):
        self.ports, self.key, self.timeout, self.turn = ports, key, timeout, turn
        self.connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: dict, **headers: str) -> tuple[int, bytes]:
        """Returns (status, body); (0, b"") when the connection broke."""
        try:
            self._forget_closed()
            if self.connection is None:
                ports = self.ports()
                port = ports[self.turn % len(ports)]
                self.connection = http.client.HTTPConnection("127.0.0.1", port, self.timeout)
            base = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
            self.connection.request("POST", path, json.dumps(body), base | headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            self.turn += 1
            return 0, b""

    def _forget_closed(self) -> None:
        """Leave a connection that the server closed while it was idle, as every connection pool
        does (RFC 9112, section 9.5, lets a server close one at any time)."""
        open_one = self.connection and self.connection.sock
        if open_one and select.select([open_one], [], [], 0)[0]:
            self.close()

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None


class Load:
    """Context manager: `clients` threads that open tickets until the end, each with a stable
    Idempotency-Key and the same retry until it is answered 201.

    `rate`: tickets a second in all, or None for as fast as answers come.
    """

    def __init__(self, desk, clients: int, rate: float | None = None):
        self.desk, self.rate = desk, rate
        self.key = api_key(desk)
        self.sent: list[Sent] = []
        self.unanswered: list[Sent] = []
        self.answered: Counter = Counter()  # status of every try, 0 where the connection broke
        self._taken = 0
        self._lock = threading.Lock()
        self._stop, self._abandon = threading.Event(), threading.Event()
        self._begun = time.monotonic()
        self.threads = [threading.Thread(target=self._run, args=(n,)) for n in range(clients)]

    def __enter__(self):
        self._begun = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, failed, *exc):
        if failed:  # there may be nobody left to answer
            self._abandon.set()
        self.stop()

    def stop(self) -> None:
        """Let each client finish the ticket it is at."""
        self._stop.set()
        for thread in self.threads:
            thread.join()

    def _take(self) -> int | None:
        """The number of the next ticket when its time has come; None when it is time to stop."""
        with self._lock:
            number = self.desk.take(1)
            taken, self._taken = self._taken, self._taken + 1
        due = self._begun + (taken / self.rate if self.rate else 0)
        return None if self._stop.wait(max(0, due - time.monotonic())) else number

    def _run(self, turn: int) -> None:
        client = Client(self.desk.ports, self.key, turn=turn)
        while (number := self._take()) is not None:
            self._open(client, number)
        client.close()

    def _open(self, client: Client, number: int) -> None:
        sent = Sent(tag(number), time.time())
        give_up = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < give_up and not self._abandon.is_set():
            begun = time.perf_counter()
            status, body = client.post(
                "/api/v1/tickets", ticket(number), **{"Idempotency-Key": sent.key}
            )
            with self._lock:
                self.answered[status] += 1
            if status == 201:
                sent.seconds = time.perf_counter() - begun
                sent.ticket = json.loads(body)["id"]
                self.sent.append(sent)
                return
            time.sleep(RETRY_PAUSE_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311
        self.unanswered.append(sent)

    @property
    def broken(self) -> int:
        """Tries that ended without an answer."""
        return self.answered[0]

    @property
    def failed(self) -> int:
        """Answers 5xx."""
        return sum(count for status, count in self.answered.items() if status >= 500)


def api_key(desk) -> str:
    return json.loads(desk.lab.credentials.read_text())["api_key"]


def open_many(desk, count: int, text: str = "") -> list[int]:
    """Open `count` tickets by bulk requests; returns the ids that the 201s named."""
    client = Client(desk.ports, api_key(desk), timeout=120)
    ids: list[int] = []
    first = desk.take(count)
    for start in range(first, first + count, BULK):
        numbers = range(start, min(start + BULK, first + count))
        body = {"tickets": [ticket(number, text) for number in numbers]}
        status, answer = client.post(
            "/api/v1/tickets/bulk", body, **{"Idempotency-Key": f"bulk {start}"}
        )
        if status != 201:
            raise RuntimeError(f"POST /tickets/bulk answered {status} {answer[:300]!r}")
        ids += [made["id"] for made in json.loads(answer)["results"]]
    client.close()
    return ids
