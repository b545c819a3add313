"""Whether a client notices that Redis is gone: POST /tickets with Redis well and frozen.

    bin/demo                                              # in another terminal
    .venv/bin/python bench/without_redis.py [BLOCKS]

Alternates blocks of 50 requests with Redis running and stopped (by SIGSTOP, the harder case:
connections stay open and nothing answers), prints p50 and p99 of both and their ratio, then waits
until every ticket made here has its draft.
"""

import http.client
import json
import os
import signal
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
BLOCK = 50
WAITING = """
SELECT count(*) FROM tickets_ticket AS ticket WHERE subject = %s AND NOT EXISTS (
    SELECT FROM ai_review_suggestion WHERE ticket_id = ticket.id)
"""


def post(connection, key, subject):
    """Open one ticket; returns (status, seconds)."""
    body = {
        "subject": subject,
        "body": "My card has not arrived. Where is it?",
        "customer": {"name": "Bench", "email": "bench@customer.example"},
    }
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    started = time.perf_counter()
    connection.request("POST", "/api/v1/tickets", json.dumps(body), headers)
    response = connection.getresponse()
    response.read()
    return response.status, time.perf_counter() - started


def main():
    blocks = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    demo = json.loads((ROOT / "var" / "demo.json").read_text())
    redis, subject = demo["pids"]["valkey"], f"bench without redis {time.time():.0f}"
    web = http.client.HTTPConnection(urlsplit(demo["url"]).netloc, timeout=30)
    times, failed = {"running": [], "stopped": []}, 0
    try:
        for block in range(blocks * 2):
            state = "stopped" if block % 2 else "running"
            os.kill(redis, signal.SIGSTOP if state == "stopped" else signal.SIGCONT)
            for _ in range(BLOCK):
                status, seconds = post(web, demo["api_key"], subject)
                failed += status != 201
                times[state].append(seconds)
    finally:
        os.kill(redis, signal.SIGCONT)
    for state, seconds in times.items():
        p50, p99 = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
        print(
            f"Redis {state}: {len(seconds)} requests, p50 {p50 * 1000:.1f} ms, "
            f"p99 {p99 * 1000:.1f} ms"
        )
    ratio = statistics.median(times["stopped"]) / statistics.median(times["running"])
    print(f"p50 stopped / running: {ratio:.2f}; answers other than 201: {failed}")
    deadline = time.monotonic() + 180
    with psycopg.connect(demo["database_url"], autocommit=True) as database:
        while (left := database.execute(WAITING, [subject]).fetchone()[0]) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.5)
    print(f"tickets without a draft after Redis came back: {left}")
    sys.exit(bool(failed or left))


if __name__ == "__main__":
    main()
