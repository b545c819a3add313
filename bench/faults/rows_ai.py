"""Faults of the AI service, and what one worker can hold."""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.faults import checks, load
from bench.faults.ai import FAULTS
from bench.faults.process import children_of
from bench.faults.report import row

DEADLINE = 2.0  # seconds, of the provider under test
GRACE = 1.0  # seconds, GRACE_SECONDS of the provider: for its loop to close the connection
SCHEDULING = 0.5  # seconds: hundreds of threads on the machine's few cores
AT_ONCE = 32  # calls whose fault comes at once
# Targets of the main session for one worker process and an AI that takes 10 s.
HELD, RSS_MB, CONNECTIONS, SHARE = 200, 400, 12, 0.9
AI_SECONDS = 10


@row("provider", "AI faults, one call each", full={"calls": 1000, "held": 256},
     short={"calls": 10, "held": 10})  # fmt: skip
def provider_faults(lab, calls, held):
    """Every fault through OpenAIProvider: one typed code each, no call past its deadline."""
    with lab.desk("provider") as desk:
        ai = desk.start_ai()
        ai.control(drip_seconds=1.0)
        table, wrong, slowest = {}, 0, 0.0
        for fault, expected in FAULTS.items():
            # Hundreds wait at once; what is answered at once would only queue for the processor.
            threads = held if fault in ("hang", "drip") else min(held, AT_ONCE)
            codes, longest = call_many(ai.url(fault), calls, threads)
            table[fault], slowest = codes, max(slowest, longest)
            wrong += sum(count for code, count in codes.items() if code != expected)
        limit = DEADLINE + GRACE + SCHEDULING
        told = ", ".join(f"{fault}: {'/'.join(sorted(codes))}" for fault, codes in table.items())
        return (
            f"{len(FAULTS)} faults x {calls} calls, up to {held} at once, deadline {DEADLINE:g} s",
            f"{told}; {wrong} with another code; longest call {slowest:.2f} s",
            f"one typed code each; no call longer than {limit:g} s (deadline + grace)",
            not wrong and slowest <= limit,
        )


def call_many(url: str, calls: int, threads: int) -> tuple[Counter, float]:
    """Returns how often which code came, and the seconds of the longest call."""
    from ai_review.providers.base import DraftRequest, Line, ProviderError
    from ai_review.providers.openai import OpenAIProvider

    provider = OpenAIProvider(base_url=url, api_key="k", model="fake", deadline=DEADLINE)
    request = DraftRequest(
        ticket_subject="Card", messages=[Line("customer", "Where is my card?")],
        customer_name="", language="en", sources=[], system_prompt="Help.",
    )  # fmt: skip
    body = provider.prepare(request)

    def call(_number) -> tuple[str, float]:
        begun = time.monotonic()
        try:
            provider.draft(request, body)
            code = "ok"
        except ProviderError as error:
            code = error.code
        return code, time.monotonic() - begun

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(call, range(calls)))
    return Counter(code for code, _ in results), max(seconds for _, seconds in results)


@row("ai-mix", "AI faults, the whole pipeline", full={"tickets": 500})
def pipeline_faults(lab, tickets):
    """About half of the calls go wrong at random; every job must end, in words."""
    with lab.desk("ai-mix", AI_MAX_OUTAGES="3", AI_MAX_ATTEMPTS="3",
                  AI_DEADLINE_SECONDS="2", LEASE_SECONDS="6") as desk:  # fmt: skip
        mix = dict.fromkeys(FAULTS, 1)
        mix["429_after"] = 0.3  # each asks for 7 s
        desk.start_ai(latency=0.2, bad=0.5, mix=mix)
        desk.start("web")
        desk.start("relay")
        desk.start("worker", concurrency=64)
        opened = load.open_many(desk, tickets)
        left = checks.drained(desk, 240)
        ends = Counter(dict(desk.rows(checks.BY_STATUS)))
        codes = dict(desk.rows("SELECT code, count(*) FROM ai_review_aicalloutcome GROUP BY 1 "
                               "ORDER BY 1"))  # fmt: skip
        unexplained = desk.one(checks.UNEXPLAINED)
        lost = desk.one(checks.LOST, opened)
        return (
            f"{tickets} tickets, half of the calls bad at random",
            f"{ends['done']} done, {ends['failed']} failed with words, {left} live, {lost} lost, "
            f"{unexplained} unexplained, {desk.tracebacks()} tracebacks; calls: "
            + ", ".join(f"{code} {count}" for code, count in codes.items()),
            "every job done or failed with words, 0 stuck, 0 tracebacks",
            ends["done"] + ends["failed"] == tickets
            and not (left or unexplained or lost or desk.tracebacks()),
        )


@row(
    "concurrency",
    "a slow AI: calls held by one worker process",
    full={"seconds": 75, "jobs": 3500, "wanted": 256},
)
def concurrency(lab, seconds, jobs, wanted):
    """The Procfile's worker, an AI that takes 10 s, and a backlog that outlasts the measurement."""
    with lab.desk("concurrency", AI_DEADLINE_SECONDS="60", LEASE_SECONDS="30") as desk:
        ai = desk.start_ai(latency=AI_SECONDS)
        desk.start("web")
        tickets = load.open_many(desk, jobs)
        desk.start("relay")
        (worker,) = desk.start("worker", concurrency=wanted)
        time.sleep(2 * AI_SECONDS)  # until the calls are spread over time
        before, begun = drafts(desk), time.monotonic()
        held, rss, connections = [], 0.0, 0
        while time.monotonic() - begun < seconds:
            held.append(ai.counters()["open"])
            rss = max(rss, rss_mb(worker.pid))
            connections = max(connections, connections_of(desk, worker.label))
            time.sleep(0.5)
        rate = (drafts(desk) - before) / (time.monotonic() - begun)
        share = rate / (wanted / AI_SECONDS)
        enough = desk.one(checks.LIVE) > wanted  # else the backlog was the limit
        return (
            f"AI takes {AI_SECONDS} s, AI_CONCURRENCY {wanted}, {seconds} s of {len(tickets)} jobs",
            f"held p50 {checks.p50(held):.0f} max {max(held)}; {rate:.1f} drafts/s "
            f"({share:.0%} of calls/latency); RSS {rss:.0f} MB; {connections} connections",
            f">= {HELD} held, >= {SHARE:.0%}, RSS <= {RSS_MB} MB, <= {CONNECTIONS} connections",
            checks.p50(held) >= HELD and share >= SHARE and rss <= RSS_MB
            and connections <= CONNECTIONS and enough,
        )  # fmt: skip


def drafts(desk) -> int:
    return desk.one("SELECT count(*) FROM ai_review_suggestion")


def connections_of(desk, label: str) -> int:
    return desk.one("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", label)


def rss_mb(pid: int) -> float:
    """Resident memory of a process, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """Of a process, its ended children and its living ones."""
    total = 0.0
    for one in (pid, *children_of(pid)):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        times = fields[11:15] if one == pid else fields[11:13]
        total += sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    return total


@row(
    "throughput", "a backlog, with the instant offline provider", full={"jobs": 3000, "workers": 2}
)
def throughput(lab, jobs, workers):
    """How many drafts a second, and which process they cost."""
    with lab.desk("throughput", AI_PROVIDER="offline") as desk:
        desk.start("web")
        tickets = load.open_many(desk, jobs)
        desk.stop("web")
        staff = desk.start("worker", workers)
        relay = desk.start("relay")
        pids = {"worker": [process.pid for process in staff], "relay": [relay[0].pid],
                "postgres": [lab.postgres.child.pid], "valkey": [lab.valkey.child.pid]}  # fmt: skip
        before = {name: sum(map(cpu_seconds, found)) for name, found in pids.items()}
        begun = time.monotonic()
        left = checks.drained(desk, 60 + jobs / 10)
        wall = time.monotonic() - begun
        spent = {name: sum(map(cpu_seconds, found)) - before[name] for name, found in pids.items()}
        span, count = desk.rows(
            "SELECT extract(epoch FROM max(finished_at) - (SELECT min(started_at) FROM "
            "ai_review_aicall)), count(*) FROM ai_review_draftjob WHERE status = 'done'"
        )[0]
        account = checks.ledger(desk, tickets)
        cost = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
        busy = sum(spent.values()) / wall / len(os.sched_getaffinity(0))
        return (
            f"{workers} workers draft {count} tickets",
            f"{count / float(span):.1f} drafts/s; CPU seconds: {cost} (in all {busy:.0%} of the "
            f"machine, {1000 * sum(spent.values()) / max(1, count):.0f} ms a draft); "
            f"{checks.words(account)}",
            "none; 0 lost",
            checks.clean(account) and not left,
        )
