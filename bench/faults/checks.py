"""What must hold whatever happened, asked in SQL; and small statistics."""

import math
import statistics
import time

LIVE = "SELECT count(*) FROM ai_review_draftjob WHERE status IN ('queued', 'running')"
BY_STATUS = "SELECT status, count(*) FROM ai_review_draftjob GROUP BY 1 ORDER BY 1"
STUCK_SECONDS = 30  # reliability target: nothing stuck past lease + 30 s

# A ticket that a 201 named is lost when it, its first message or its job is missing.
LOST = """
SELECT count(*) FROM unnest(%s::bigint[]) AS wanted (id) WHERE NOT EXISTS (
    SELECT FROM tickets_ticket AS ticket
    JOIN tickets_message AS message ON message.ticket_id = ticket.id
    JOIN ai_review_draftjob AS job ON job.ticket_id = ticket.id
    WHERE ticket.id = wanted.id)
"""
UNDRAFTED = """
SELECT count(*) FROM unnest(%s::bigint[]) AS wanted (id) WHERE NOT EXISTS (
    SELECT FROM ai_review_suggestion WHERE ticket_id = wanted.id)
"""
DUPLICATE_DRAFTS = """
SELECT count(*) FROM (SELECT FROM ai_review_suggestion
    GROUP BY ticket_id, ticket_version HAVING count(*) > 1) AS twice
"""
DUPLICATE_TICKETS = """
SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE metadata ? 'lab'
    GROUP BY metadata ->> 'lab' HAVING count(*) > 1) AS twice
"""
STUCK = """
SELECT count(*) FROM ai_review_draftjob
WHERE status = 'running' AND lease_expires_at < now() - make_interval(secs => %s)
"""
UNEXPLAINED = """
SELECT count(*) FROM ai_review_draftjob AS job
WHERE (status = 'failed' AND (error_code = '' OR length(error) < 10))
   OR (status = 'done' AND NOT EXISTS (SELECT FROM ai_review_suggestion WHERE job_id = job.id))
"""


def drained(desk, seconds: float, progress=None) -> int:
    """Wait until no job is queued or running; returns how many are when time is up.

    `progress` is called with that number every quarter of a second."""
    deadline = time.monotonic() + seconds
    while (left := desk.one(LIVE)) and time.monotonic() < deadline:
        if progress:
            progress(left)
        time.sleep(0.25)
    return left


def ledger(desk, tickets: list[int]) -> dict:
    """The account at the end of a row."""
    return {
        "tickets": len(tickets),
        "lost": desk.one(LOST, tickets),
        "undrafted": desk.one(UNDRAFTED, tickets),
        "duplicate drafts": desk.one(DUPLICATE_DRAFTS),
        "duplicate tickets": desk.one(DUPLICATE_TICKETS),
        "stuck": desk.one(STUCK, STUCK_SECONDS),
        "live": desk.one(LIVE),
    }


def clean(account: dict) -> bool:
    """Everything is there, once, and finished."""
    return not any(number for name, number in account.items() if name != "tickets")


def words(account: dict) -> str:
    return ", ".join(f"{number} {name}" for name, number in account.items())


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile: the smallest value that `share` of all do not exceed."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def p50(values: list[float]) -> float:
    return statistics.median(values) if values else math.nan


def p99(values: list[float]) -> float:
    return percentile(values, 0.99)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def spread(seconds: list[float]) -> str:
    return f"p50 {ms(p50(seconds))} p99 {ms(p99(seconds))}"
