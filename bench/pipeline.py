"""How fast questions become drafts in a running demo, and whether any is missing.

    bin/demo                                              # in another terminal
    .venv/bin/python bench/pipeline.py FILE.csv --map body=text

Imports FILE with `manage.py import_tickets` while the demo drafts, waits until no job is live, and
prints rates and the number of tickets without a pending suggestion (must be 0).
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent

COUNTS = """
SELECT (SELECT count(*) FROM tickets_ticket WHERE channel = 'import'),
       (SELECT count(*) FROM ai_review_draftjob WHERE status IN ('queued', 'running')),
       (SELECT count(*) FROM tickets_ticket AS ticket WHERE channel = 'import' AND NOT EXISTS (
            SELECT FROM ai_review_suggestion WHERE ticket_id = ticket.id
            AND status = 'pending_review'))
"""
SPAN = """
SELECT extract(epoch FROM max(finished_at) - min(job.created_at)), count(*)
FROM ai_review_draftjob AS job JOIN tickets_ticket AS ticket ON ticket.id = ticket_id
WHERE job.status = 'done' AND channel = 'import'
"""


def main():
    demo = json.loads((ROOT / "var" / "demo.json").read_text())
    env = os.environ | {
        "DATABASE_URL": demo["database_url"],
        "WORKER_DATABASE_URL": demo["worker_database_url"],
        "REDIS_URL": demo["redis_url"],
        "SECRET_KEY": "only to run a command " + "x" * 32,
    }
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "import_tickets", *sys.argv[1:]],
        cwd=ROOT,
        env=env,
        check=True,
    )
    imported = time.monotonic() - started
    with psycopg.connect(demo["database_url"], autocommit=True) as database:
        while True:
            tickets, live, missing = database.execute(COUNTS).fetchone()
            print(f"\r{tickets - missing} of {tickets} drafted", end="", flush=True)
            if not live:
                break
            time.sleep(1)
        seconds, drafts = database.execute(SPAN).fetchone()
    print(f"\nimport: {tickets} tickets in {imported:.1f} s, {tickets / imported:.0f}/s")
    print(f"first question to last draft: {seconds:.1f} s, {drafts / float(seconds):.1f} drafts/s")
    print(f"tickets without a pending suggestion: {missing}")
    sys.exit(missing > 0)


if __name__ == "__main__":
    main()
