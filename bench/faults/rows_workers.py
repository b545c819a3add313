"""Faults of the worker: killed, overtaken, poisoned."""

import signal
import time

from bench.faults import checks, load
from bench.faults.lab import REPUBLISH_SECONDS, SWEEP_SECONDS
from bench.faults.process import Process
from bench.faults.report import row

# Reliability target: p99 recovery <= lease + sweep. The relay's sweep has two parts: it looks every
# SWEEP_SECONDS, and a wake-up that went down with another worker is sent again after
# REPUBLISH_SECONDS.
MAX_ATTEMPTS = 5  # the product's default AI_MAX_ATTEMPTS
CALLS_PER_WORKER = 8
OVERLAP_AI_SECONDS = 1.5

# A call without an outcome whose worker was killed, when the job was begun again, and when the
# relay took its lease back.
RECOVERIES = """
SELECT call.model, extract(epoch FROM call.started_at),
    (SELECT extract(epoch FROM min(later.started_at)) FROM ai_review_aicall AS later
     WHERE later.job_id = call.job_id AND later.attempt > call.attempt),
    (SELECT extract(epoch FROM min(at)) FROM audit_auditevent
     WHERE action = 'draft.lease_expired' AND (payload::jsonb ->> 'job')::bigint = call.job_id
     AND (payload::jsonb ->> 'attempt')::int = call.attempt)
FROM ai_review_aicall AS call
JOIN ai_review_draftjob AS job ON job.id = call.job_id
WHERE ticket_id = ANY(%s)
    AND NOT EXISTS (SELECT FROM ai_review_aicalloutcome WHERE call_id = call.id)
"""


@row(
    "worker-kill",
    "worker kill -9",
    full={"kills": 200, "jobs": 5000, "workers": 4},
    short={"kills": 1, "jobs": 20, "workers": 1},
)
def worker_killed(lab, kills, jobs, workers):
    """Tickets come in steadily; a worker is killed, its successor waited for, the next killed."""
    with lab.desk("worker-kill") as desk:
        desk.start_ai(latency=1.0)
        desk.start("web")
        desk.start("relay")
        staff = desk.start("worker", workers, concurrency=CALLS_PER_WORKER)
        killed_at: dict[str, float] = {}
        tickets: list[int] = []
        begun = time.monotonic()
        for number in range(kills):
            tickets += load.open_many(desk, share(jobs, kills, number))
            killed_at |= kill_one(desk, staff[number % workers])
            if number % 20 == 19:
                lab.say(f"  {number + 1} kills, {len(tickets)} jobs, {desk.one(checks.LIVE)} live")
        seconds = time.monotonic() - begun
        checks.drained(desk, desk.lease + checks.STUCK_SECONDS)
        account = checks.ledger(desk, tickets)
        recovered, released = recoveries(desk, tickets, killed_at)
        limit = desk.lease + SWEEP_SECONDS + REPUBLISH_SECONDS
        slow = checks.p99(recovered)
        in_time = lab.short or slow <= limit  # nan, nothing measured, is not in time
        return (
            f"{kills} kills of {workers} workers in {seconds:.0f} s, {jobs} jobs",
            f"{checks.words(account)}; {len(recovered)} calls were cut off, released after "
            f"p50 {checks.p50(released):.1f} s, p99 {checks.p99(released):.1f} s, begun again "
            f"after p50 {checks.p50(recovered):.1f} s, p99 {slow:.1f} s",
            f"0 lost, 0 duplicate, 0 stuck; p99 <= {limit:g} s (lease {desk.lease:g} + sweep "
            f"{SWEEP_SECONDS} + {REPUBLISH_SECONDS})",
            checks.clean(account) and in_time,
        )


def share(total: int, parts: int, number: int) -> int:
    """How many of `total` fall to this part."""
    return total * (number + 1) // parts - total * number // parts


def kill_one(desk, worker: Process) -> dict[str, float]:
    """Kill a worker while it works, start its successor; returns {label: time of the kill}."""
    deadline = time.monotonic() + 10
    while not desk.ai.counters()["open"] and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(desk.random.uniform(0.1, 0.6))
    label, at = worker.label, worker.kill()
    worker.start()
    worker.wait_ready()
    return {label: at}


def recoveries(desk, tickets: list[int], killed_at: dict[str, float]) -> tuple[list, list]:
    """Seconds from the kill to the next attempt, and to the lease's release, of the calls that a
    kill cut off."""
    cut = [
        (float(again) - killed_at[label], float(released) - killed_at[label])
        for label, started, again, released in desk.rows(RECOVERIES, tickets)
        if label in killed_at and again and released and float(started) <= killed_at[label]
    ]
    return [again for again, _ in cut], [released for _, released in cut]


@row("overlap", "two workers on one job", full={"jobs": 500}, short={"jobs": 20})
def forced_overlaps(lab, jobs):
    """The lease is expired by SQL in the middle of the call, so that the job is begun twice."""
    expire = """
        UPDATE ai_review_draftjob SET lease_expires_at = now() - interval '1 second'
        WHERE status = 'running' AND ticket_id = ANY(%s) AND 1 = (
            SELECT count(*) FROM ai_review_aicall WHERE job_id = ai_review_draftjob.id)
        RETURNING id
    """
    calls = """
        SELECT count(*) FILTER (WHERE calls > 1), count(*) FILTER (WHERE answers > 1)
        FROM (SELECT count(*) AS calls, count(*) FILTER (WHERE outcome.code = 'ok') AS answers
            FROM ai_review_aicall AS call JOIN ai_review_draftjob AS job ON job.id = call.job_id
            LEFT JOIN ai_review_aicalloutcome AS outcome ON outcome.call_id = call.id
            WHERE ticket_id = ANY(%s) GROUP BY job.id) AS each
    """
    with lab.desk("overlap", LEASE_SECONDS="30") as desk:
        # Shorter than the keeper's beat, so that many overtaken calls are answered all the same.
        desk.start_ai(latency=OVERLAP_AI_SECONDS)
        desk.start("web")
        desk.start("relay")
        desk.start("worker", 2, concurrency=40)
        tickets = load.open_many(desk, jobs)
        expired: set[int] = set()

        def overlap(_left):
            expired.update(found for (found,) in desk.rows(expire, tickets))

        checks.drained(desk, 60 + jobs / 5, overlap)
        time.sleep(OVERLAP_AI_SECONDS + 0.5)  # the overtaken calls come back last
        account = checks.ledger(desk, tickets)
        begun, answered = desk.rows(calls, tickets)[0]
        return (
            f"{jobs} jobs, {len(expired)} leases expired by SQL in mid-call",
            f"{begun} jobs begun twice, {answered} answered twice; {checks.words(account)}",
            "1 suggestion per job",
            checks.clean(account) and begun >= 0.9 * jobs,
        )


@row("poison", "poison job", full={"jobs": 200})
def poison(lab, jobs):
    """One ticket's answer is always invalid; another's worker is killed whenever it has it."""
    with lab.desk(
        "poison",
        AI_MAX_ATTEMPTS=str(MAX_ATTEMPTS),
        AI_MAX_OUTAGES=str(MAX_ATTEMPTS),
        AI_DEADLINE_SECONDS="4",
        LEASE_SECONDS="3",
    ) as desk:
        desk.start_ai(latency=0.5, markers={"poisonanswer": "wrong_schema", "poisonworker": "hang"})
        desk.start("web")
        desk.start("relay")
        (worker,) = desk.start("worker")
        (killer,) = load.open_many(desk, 1, "This one is a poisonworker for you.")
        (invalid,) = load.open_many(desk, 1, "This one is a poisonanswer for you.")
        tickets = load.open_many(desk, jobs)
        kills = kill_whoever_has(desk, killer, worker)
        left = checks.drained(desk, 150)
        end = (
            "SELECT status, attempts, outages, error_code, error FROM ai_review_draftjob "
            "WHERE ticket_id = %s"
        )
        ends = [desk.rows(end, ticket)[0] for ticket in (killer, invalid)]
        drafted = jobs - desk.one(checks.UNDRAFTED, tickets)
        stopped = all(
            status == "failed" and MAX_ATTEMPTS in (tries, outages) and code and len(words) > 10
            for status, tries, outages, code, words in ends
        )
        told = "; ".join(
            f"{status} after {tries} attempts and {outages} outages, {code}: {words}"
            for status, tries, outages, code, words in ends
        )
        return (
            f"{kills} kills of the worker that had it; one answer always invalid; {jobs} others",
            f"{told}; {drafted} of {jobs} others drafted, {left} live",
            f"stops at {MAX_ATTEMPTS}, failed with words; the others finish",
            stopped and drafted == jobs and not left,
        )


def kill_whoever_has(desk, ticket: int, worker: Process) -> int:
    """Kill the worker each time it has sent this ticket's job, until the job ends."""
    state = (
        "SELECT job.status, (SELECT count(*) FROM ai_review_aicall WHERE job_id = job.id) "
        "FROM ai_review_draftjob AS job WHERE ticket_id = %s"
    )
    kills, deadline = 0, time.monotonic() + 120
    while time.monotonic() < deadline:
        status, calls = desk.rows(state, ticket)[0]
        if status not in ("queued", "running"):
            break
        if status == "running" and calls > kills:
            worker.restart()
            kills += 1
        time.sleep(0.05)
    return kills


@row("sigterm", "worker SIGTERM with calls under way", full={"calls": 100})
def sigterm(lab, calls):
    """One worker holds the calls, is told to stop, and another goes on."""
    limit = 30 + 5  # contract: exits within 30 s; 5 s for Celery's own exit
    with lab.desk("sigterm", AI_DEADLINE_SECONDS="60", LEASE_SECONDS="30") as desk:
        ai = desk.start_ai(latency=40.0)  # longer than the stop may take: they must be handed back
        desk.start("web")
        desk.start("relay")
        (worker,) = desk.start("worker", concurrency=calls)
        tickets = load.open_many(desk, calls)
        deadline = time.monotonic() + 60
        while (held := ai.counters()["open"]) < calls and time.monotonic() < deadline:
            time.sleep(0.1)
        told = time.monotonic()
        worker.child.process.send_signal(signal.SIGTERM)
        status = worker.child.process.wait(120)
        seconds = time.monotonic() - told
        running = desk.one("SELECT count(*) FROM ai_review_draftjob WHERE status = 'running'")
        ai.control(latency=0.1)
        desk.start("worker")
        checks.drained(desk, 120)
        account = checks.ledger(desk, tickets)
        return (
            f"SIGTERM with {held} calls under way",
            f"exit status {status} after {seconds:.1f} s, {running} leases left behind, "
            f"{desk.tracebacks()} tracebacks; {checks.words(account)}",
            f"exit within {limit} s, 0 leases left, 0 tracebacks, 0 lost",
            status == 0 and seconds <= limit and not running and not desk.tracebacks()
            and checks.clean(account) and held >= calls * 0.9,
        )  # fmt: skip
