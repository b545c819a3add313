"""The supply of the AI, governed for all workers together: the kill switch and the budget."""

import time

from bench.faults import checks, load
from bench.faults.report import row

SWITCH_SECONDS = 5  # reliability target: the kill switch takes effect within this
RESERVED = "SELECT max(reserved_tokens) FROM ai_review_aicall"
USED = "SELECT tokens FROM ai_review_aiusage WHERE period = 'day' ORDER BY starts_at DESC LIMIT 1"
SENT = "SELECT count(*) FROM ai_review_aicall"


@row("kill-switch", "kill switch with calls under way", full={"calls": 100, "workers": 2})
def kill_switch(lab, calls, workers):
    """All calls of all workers end, none begins, and all is drafted once the switch is off."""
    with lab.desk("kill-switch", AI_DEADLINE_SECONDS="60", LEASE_SECONDS="30") as desk:
        ai = desk.start_ai(latency=40.0)
        desk.start("web")
        desk.start("relay")
        desk.start("worker", workers, concurrency=calls)
        tickets = load.open_many(desk, calls)
        wait_until(lambda: ai.counters()["open"] >= calls, 60)
        held = ai.counters()["open"]
        begun = time.monotonic()
        desk.rows("UPDATE ai_review_aipolicy SET paused = true")
        wait_until(lambda: not ai.counters()["open"], 60)
        seconds = time.monotonic() - begun
        sent = desk.one(SENT)
        time.sleep(3)
        late = desk.one(SENT) - sent
        ai.control(latency=0.1)
        desk.rows("UPDATE ai_review_aipolicy SET paused = false")
        checks.drained(desk, 120)
        account = checks.ledger(desk, tickets)
        return (
            f"paused with {held} calls of 40 s under way in {workers} workers",
            f"the last call ended after {seconds:.1f} s, {late} begun after that; "
            f"{checks.words(account)}",
            f"<= {SWITCH_SECONDS} s, 0 begun, 0 lost",
            held >= calls * 0.9
            and seconds <= SWITCH_SECONDS
            and not late
            and checks.clean(account),
        )


@row("budget", "more jobs than the budget has room for", full={"jobs": 50, "room": 10})
def budget(lab, jobs, room):
    """Nobody answers, so each call keeps what it reserved: the number of calls is exact."""
    with lab.desk("budget", AI_DEADLINE_SECONDS="2", LEASE_SECONDS="6") as desk:
        ai = desk.start_ai(latency=0.1)
        desk.start("web")
        desk.start("relay")
        desk.start("worker", 2, concurrency=jobs)
        load.open_many(desk, 1)
        checks.drained(desk, 60)
        reserved, before = desk.one(RESERVED), ai.counters()["calls"]
        limit = desk.one(USED) + int((room + 0.5) * reserved)
        ai.control(mode="hang")
        desk.rows("UPDATE ai_review_aipolicy SET tokens_per_day = %s RETURNING id", limit)
        load.open_many(desk, jobs)
        wait_until(lambda: ai.counters()["calls"] - before >= room, 60)
        time.sleep(15)  # for calls too many, and for what fails to be tried again
        calls = ai.counters()["calls"] - before
        waiting = desk.one("SELECT count(*) FROM ai_review_draftjob WHERE error_code = 'budget'")
        return (
            f"{jobs} jobs at once in 2 workers, tokens for {room}",
            f"{calls} calls; {desk.one(USED)} of {limit} tokens; {waiting} jobs wait",
            f"exactly {room} calls",
            calls == room and waiting > 0,
        )


def wait_until(check, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not check() and time.monotonic() < deadline:
        time.sleep(0.05)
