"""How long the figures take over a long history: one's own, and the desk's.

    .venv/bin/python bench/metrics.py [--decisions 100000] [--rounds 40]

Starts a PostgreSQL of its own, fills it with 90 days of made-up work (bench/history.py), each row
of which is then copied until there are enough, and asks the API in this process as a reviewer and
as a supervisor, with every period in turn. Prints percentiles in ms, and the same with the indexes
of the figures dropped. Nothing is asserted: a busy machine is slower.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin"), str(ROOT / "bench")]

import history  # noqa: E402
from handrail_dev import places, services  # noqa: E402
from retrieval import env_of, migrated  # noqa: E402

VAR = places.VAR / "bench-metrics"
DAYS = (1, 7, 28, 90)
INDEXES = (
    "review_figures",
    "suggestion_created",
    "suggestion_figures",
    "call_started",
    "ticket_created",
    "message_sent",
)

MADE = 2000
STEP = 10_000_000  # between the ids of a row and of its copy
# (table, ids to move, times to move)
COPIED = (
    ("tickets_ticket", ("id",), ("created_at",)),
    ("ai_review_draftjob", ("id", "ticket_id"), ("created_at", "finished_at")),
    ("ai_review_aicall", ("id", "job_id"), ("started_at",)),
    ("ai_review_aicalloutcome", ("call_id",), ("finished_at",)),
    ("ai_review_suggestion", ("id", "job_id", "call_id", "ticket_id", "review_id"),
     ("created_at",)),
    ("ai_review_review", ("id", "suggestion_id", "prior_review_id"), ("created_at", "undo_until")),
    ("ai_review_reviewundo", ("review_id",), ("created_at",)),
    ("tickets_message", ("id", "ticket_id", "review_id"), ("created_at", "sent_at")),
)  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with migrated(VAR) as postgres:
        history.begin(env_of(postgres))
        measure(postgres, options)


def measure(postgres, options):
    from django.conf import settings

    from ai_review.models import Review
    from tickets.models import User

    settings.ALLOWED_HOSTS.append("testserver")
    for name in history.COLLEAGUES:
        User.objects.get_or_create(username=name)
    sofia = User.objects.create(username="sofia", role="supervisor", is_staff=True)
    history.fill(MADE, 90)
    with postgres.connect(services.DATABASE) as admin:
        copy(admin, options.decisions // MADE - 1)
    print(f"{Review.objects.count()} reviews")
    people = {"mine": User.objects.get(username="cleo"), "desk": sofia}
    with postgres.connect(services.DATABASE) as admin:
        admin.autocommit = True
        admin.execute("VACUUM ANALYZE")
        times("with indexes", people, options.rounds)
        for index in INDEXES:
            admin.execute(f"DROP INDEX IF EXISTS {index}")
        times("without", people, options.rounds)


def copy(admin, times_over):
    """Without triggers and foreign keys, which a copy with other ids would break."""
    admin.execute("SET session_replication_role = replica")
    for table, ids, moments in COPIED:
        columns = admin.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        ).fetchall()
        values = [
            f"{name} + n * {STEP}"
            if name in ids
            else f"{name} - n * interval '97 seconds'"
            if name in moments
            else name
            for (name,) in columns
        ]
        names = ", ".join(name for (name,) in columns)
        admin.execute(
            f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE "  # noqa: S608 (ours)
            f"SELECT {', '.join(values)} FROM {table}, generate_series(1, {times_over}) AS n"
        )


def times(title, people, rounds):
    from rest_framework.test import APIClient

    for path, user in people.items():
        http = APIClient()
        http.force_login(user, backend="tickets.roles.RoleBackend")
        for days in DAYS:
            taken = []
            for _ in range(rounds):
                started = time.perf_counter()
                answer = http.get(f"/api/v1/metrics/{path}?days={days}&tz=Europe/Berlin")
                taken.append((time.perf_counter() - started) * 1000)
                assert answer.status_code == 200, answer.content
            cuts = quantiles(taken, n=20)
            print(f"{title:13} {path} {days:3} days: p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f}")


if __name__ == "__main__":
    main()
