"""How long the running demo takes to answer for its queue: the list, its ids, searches, claims.

    bin/demo                                              # in another terminal
    .venv/bin/python bench/pipeline.py FILE.csv --map body=text     # 10,000 pending, say
    .venv/bin/python bench/desk_queue.py [--rounds 40]

Logs in as the demo's reviewer and asks over HTTP, one question at a time, on one connection, as a
browser does. Prints percentiles in ms and the size of the answers. A search is asked as it is
typed: each of its beginnings, one after the other. Claims are given back. Nothing is asserted: a
busy machine is slower.
"""

import argparse
import http.client
import json
import time
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
TYPED = "card payment"


class Person:
    """A reviewer who is logged in, on one connection that stays open."""

    def __init__(self, demo):
        where = urlsplit(demo["url"])
        self.connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
        self.headers = {"Content-Type": "application/json", "Origin": demo["url"]}
        self.cookies = {}
        self.say(self.ask("GET", "session"))
        self.say(self.ask("POST", "session", demo["users"]["reviewer"]))

    def say(self, session):
        self.headers["X-CSRFToken"] = session["csrf_token"]

    def ask(self, method, path, body=None):
        """The answer to one question, and its `length` in bytes."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(
            method,
            f"/api/v1/{path}",
            None if body is None else json.dumps(body),
            self.headers | {"Cookie": cookie},
        )
        answer = self.connection.getresponse()
        data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {data[:300]!r}")
        self.length = len(data)
        return json.loads(data) if data else None


def measure(name, person, rounds, act):
    act(0)
    times = []
    for turn in range(rounds):
        started = time.perf_counter()
        after = act(turn)
        times.append((time.perf_counter() - started) * 1000)
        size = person.length
        if after:
            after()
    cuts = quantiles(times, n=20, method="inclusive")
    print(
        f"{name:44} p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f}  max {max(times):6.1f} ms"
        f"  {size / 1024:7.1f} KiB"
    )


def claimed(person, **filters):
    def act(turn):
        found = person.ask("POST", "queue/claim", filters | {"count": 3})["results"]
        ids = [one["id"] for one in found]
        return lambda: ids and person.ask("POST", "queue/release", {"suggestions": ids})

    return act


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    person = Person(json.loads((ROOT / "var" / "demo.json").read_text()))

    def get(path, **query):
        def act(turn):
            person.ask("GET", f"{path}?{urlencode(query, doseq=True)}" if query else path)

        return act

    def typed(turn):
        end = 2 + turn % (len(TYPED) - 1)
        person.ask("GET", "queue/ids?" + urlencode({"search": TYPED[:end].strip()}))

    listed = person.ask("GET", "queue/ids")
    ids = listed["ids"]
    print(f"{len(ids):,} drafts in the reviewer's queue, {rounds} rounds each")
    some = ",".join(map(str, ids[len(ids) // 2 :][:50]))
    for name, act in (
        ("queue (first page, counts)", get("queue")),
        ("queue/ids (whole list, counts)", get("queue/ids")),
        ("queue?ids= (50 lines of the middle)", get("queue", ids=some)),
        ("queue/ids?view=overdue&order=due", get("queue/ids", view="overdue", order="due")),
        ("queue/ids?risk=low&language=en&draft=has_reply",
         get("queue/ids", risk="low", language="en", draft="has_reply")),
        (f"queue/ids?search= “{TYPED}” as it is typed", typed),
        ("queue/ids?search= of a number", get("queue/ids", search="T-10")),
        ("queue/choices", get("queue/choices")),
        ("queue/views (saved views with counts)", get("queue/views")),
        ("queue/claim of 3", claimed(person)),
        ("queue/claim of 3, risk and language", claimed(person, risk=["low"], language=["en"])),
        ("queue/claim of 3, search", claimed(person, search="card payment")),
    ):  # fmt: skip
        measure(name, person, rounds, act)


if __name__ == "__main__":
    main()
