"""What people and API clients notice: racing decisions, latency, a new release."""

import http.client
import itertools
import json
import signal
import statistics
import threading
import time
from collections import Counter

from bench.faults import checks, load
from bench.faults.process import children_of
from bench.faults.report import row

RATIO = 1.10  # target of the main session: POST p50 with a broken AI against a healthy one


@row("race", "reviewers decide at once", full={"suggestions": 200, "racers": 20},
     short={"suggestions": 10, "racers": 10})  # fmt: skip
def racing_decisions(lab, suggestions, racers):
    """For each draft all sessions are released at once; one must win, the others hear why."""
    with lab.desk("race") as desk:
        desk.rows("UPDATE ai_review_reviewpolicy SET second_review = 'never'")
        desk.start("web", 2)
        desk.start("relay")
        desk.start("worker")
        tickets = load.open_many(desk, suggestions)
        checks.drained(desk, 120)
        drafts = desk.rows(
            "SELECT id, content_hash, ticket_version, gates, reply FROM ai_review_suggestion "
            "WHERE ticket_id = ANY(%s) ORDER BY id", tickets
        )  # fmt: skip
        answers = race(desk, drafts, racers)
        reviews = desk.one("SELECT count(*) FROM ai_review_review")
        decided = desk.one(
            "SELECT count(*) FROM ai_review_suggestion AS draft "
            "JOIN ai_review_review AS review ON review.id = draft.review_id "
            "AND review.suggestion_id = draft.id AND draft.status = review.verdict"
        )
        told = ", ".join(f"{count} x {answer}" for answer, count in answers.most_common())
        wanted = {"200": suggestions, "409 already_decided": suggestions * (racers - 1)}
        return (
            f"{suggestions * racers} decisions on {suggestions} drafts, {racers} sessions of two "
            "people released at once",
            f"{reviews} reviews, {decided} drafts decided; {told}",
            f"{wanted['200']} reviews, {wanted['409 already_decided']} x 409 already_decided",
            reviews == decided == suggestions == len(drafts) and answers == wanted,
        )


def race(desk, drafts: list[tuple], racers: int) -> Counter:
    """Returns how often which answer came."""
    answers: Counter = Counter()
    barrier = threading.Barrier(racers, timeout=60)
    sessions = [log_in(desk, ("reviewer", "reviewer2")[n]) for n in range(2)]

    def decide(number: int) -> None:
        person = Person(desk.ports()[number // 2 % 2], sessions[number % 2])
        for draft in drafts:
            barrier.wait()
            answers[person.decide(*draft, reject=(number + draft[0]) % 4 == 0)] += 1

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def log_in(desk, name: str) -> dict[str, str]:
    """Returns the headers of a signed-in person."""
    login = json.loads(desk.lab.credentials.read_text())["users"][name]
    connection = http.client.HTTPConnection("127.0.0.1", desk.ports()[0], timeout=20)
    connection.request("GET", "/api/v1/session")
    answer = connection.getresponse()
    cookies = read_cookies(answer)
    headers = {
        "Content-Type": "application/json",
        "X-CSRFToken": json.loads(answer.read())["csrf_token"],
        "Cookie": cookies,
    }
    connection.request("POST", "/api/v1/session", json.dumps(login), headers)
    answer = connection.getresponse()
    cookies = f"{cookies}; {read_cookies(answer)}"
    known = json.loads(answer.read())
    if not known.get("authenticated"):
        raise RuntimeError(f"{login['username']} could not sign in: {known}")
    connection.close()
    return headers | {"X-CSRFToken": known["csrf_token"], "Cookie": cookies}


def read_cookies(answer) -> str:
    return "; ".join(value.split(";")[0] for value in answer.msg.get_all("Set-Cookie") or [])


class Person:
    """One open connection of a signed-in reviewer."""

    def __init__(self, port: int, headers: dict[str, str]):
        self.headers = headers
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def decide(self, draft, content_hash, version, gates, reply, *, reject: bool) -> str:
        body = {"content_hash": content_hash, "ticket_version": version}
        if reject or not reply:
            body |= {"verdict": "reject", "reason_code": "other"}
        else:
            looked_at = [gate["code"] for gate in gates if gate["confirm"]]
            body |= {"verdict": "approve", "confirmed": looked_at}
        path = f"/api/v1/suggestions/{draft}/decision"
        self.connection.request("POST", path, json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        code = json.loads(answer.read()).get("code", "")
        return f"{answer.status} {code}".strip()


@row("latency", "AI down while tickets come in", full={"rounds": 12, "size": 100})
def latency_without_ai(lab, rounds, size):
    """POST /tickets in blocks that take turns: AI healthy, hanging, answering 500 at once.

    What the workers have to catch up with after one block falls into the next. So each state
    follows each other one equally often, and is compared with the healthy block of its round."""
    modes = ("ok", "hang", "500")
    orders = list(itertools.permutations(modes))
    with lab.desk("latency", AI_MAX_ATTEMPTS="50") as desk:
        ai = desk.start_ai(latency=0.5)
        desk.start("web")
        desk.start("relay")
        desk.start("worker")
        client = load.Client(desk.ports, load.api_key(desk))
        times: dict[str, list[list[float]]] = {mode: [] for mode in modes}
        failed = 0
        for turn in range(rounds + 1):
            if turn % len(orders) == 1:
                desk.random.shuffle(orders)
            for mode in orders[turn % len(orders)]:
                ai.control(mode=mode)
                block = []
                for _ in range(size):
                    begun = time.perf_counter()
                    status, _body = client.post("/api/v1/tickets", load.ticket(desk.take(1)))
                    block.append(time.perf_counter() - begun)
                    failed += status != 201
                if turn:  # the first round is for warming up
                    times[mode].append(block)
        told = ", ".join(
            f"{mode} {checks.spread([*itertools.chain(*times[mode])])}" for mode in modes
        )
        ratios = {mode: slower(times[mode], times["ok"]) for mode in modes[1:]}
        return (
            f"{rounds} rounds of a block of {size} POSTs for each state of the AI, in every order",
            f"{told}; p50 ratio to the healthy block of the round, median: "
            f"hang {ratios['hang']:.2f}, 500 {ratios['500']:.2f}; {failed} answers other than 201",
            f"p50 ratio <= {RATIO}",
            max(ratios.values()) <= RATIO and not failed,
        )


def slower(blocks: list[list[float]], healthy: list[list[float]]) -> float:
    """The median over the rounds of p50 against p50: a machine that slows down slows both."""
    pairs = zip(blocks, healthy, strict=True)
    return statistics.median(checks.p50(one) / checks.p50(other) for one, other in pairs)


@row("release", "rolling restart of every process", full={"rounds": 3, "rate": 20})
def rolling_restart(lab, rounds, rate):
    """Clients with open connections, while web, relay and worker are each replaced by a new one."""
    ways = {
        "web by a second one on its port": second_web,
        "relay": lambda desk: replace(desk, "relay"),
        "worker": lambda desk: replace(desk, "worker"),
        "web by SIGHUP": reload_web,
    }
    with lab.desk("release") as desk:
        desk.start_ai(latency=1.0)
        for kind in ("web", "relay", "worker"):
            desk.start(kind)
        broken, failed = Counter(), Counter()
        with load.Load(desk, 4, rate) as clients:
            for _ in range(rounds):
                for name, way in ways.items():
                    before = clients.broken, clients.failed
                    way(desk)
                    time.sleep(1)
                    broken[name] += clients.broken - before[0]
                    failed[name] += clients.failed - before[1]
        tickets = [sent.ticket for sent in clients.sent]
        checks.drained(desk, 60)
        account = checks.ledger(desk, tickets)
        told = ", ".join(f"{name} {broken[name]} + {failed[name]}" for name in ways)
        judged = sum((broken + failed).values()) - broken["web by SIGHUP"]
        return (
            f"{rounds} rounds at {rate} POST/s over open connections",
            f"broken + 5xx: {told}; {checks.words(account)}; {desk.tracebacks()} tracebacks",
            "0 failed requests (web by a second one), 0 lost, 0 tracebacks",
            not judged and checks.clean(account) and not desk.tracebacks(),
        )


def replace(desk, kind: str, **how) -> None:
    """Start the successor, then ask the present one to stop and wait until it has."""
    old = desk.of(kind)[-1]
    desk.start(kind, **how)
    old.child.ask_to_stop()
    old.child.stop()
    desk.all.remove(old)


def second_web(desk) -> None:
    """Granian listens with SO_REUSEPORT, so that two can share a port for a while."""
    replace(desk, "web", port=desk.ports()[-1])


def reload_web(desk) -> None:
    """Granian's own way: SIGHUP starts a new serving process, then ends the old one."""
    web = desk.of("web")[-1]
    before = children_of(web.pid)
    web.child.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 30
    while set(before) & set(children_of(web.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
