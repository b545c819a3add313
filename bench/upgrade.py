"""Whether a desk that an older Handrail filled goes on after an upgrade.

    .venv/bin/python bench/upgrade.py cc81327

Starts a PostgreSQL of its own; the code of that commit migrates it, seeds the demo, drafts and
decides; then this code migrates it, asks every page about every old draft, goes on deciding and
verifies the audit log. Ends with the first thing that fails.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin"), str(ROOT / "bench")]

from handrail_dev import places, services  # noqa: E402
from retrieval import SETTINGS, env_of  # noqa: E402

VAR = places.VAR / "bench-upgrade"

# What the old code does, each under its own role.
DRAFT = """
from ai_review import drafting
from ai_review.models import DraftJob
for job_id in DraftJob.objects.filter(status="queued").values_list("pk", flat=True):
    drafting.run(job_id)
"""
DECIDE = """
from ai_review import services
from ai_review.models import Suggestion
from tickets.models import User
people = list(User.objects.filter(role="reviewer"))
waiting = Suggestion.objects.filter(status="pending_review").exclude(reply="").order_by("pk")
for number, draft in enumerate(waiting[:15]):
    verdict, fields = (
        ("approve", {}),
        ("edit", {"reply": draft.reply + " PS"}),
        ("reject", {"reason_code": "other"}),
    )[number % 3]
    person = people[number % 2]
    review = services.decide(
        reviewer=person, suggestion_id=draft.pk, verdict=verdict, content_hash=draft.content_hash,
        ticket_version=draft.ticket_version, confirmed=[gate["code"] for gate in draft.gates],
        dwell_ms=5000, **fields)
    if number % 5 == 0:
        services.undo(user=person, review_id=review.pk)
"""

# What this code must be able to do with it.
GO_ON = """
from django.conf import settings
from rest_framework.test import APIClient
from ai_review.models import Review, Suggestion
from tickets.models import Ticket, User
from tickets.services import unanswered_since
settings.ALLOWED_HOSTS.append("testserver")
def client(role):
    http = APIClient()
    http.default_format = "json"
    user = User.objects.filter(role=role).first()
    http.force_login(user, backend="tickets.roles.RoleBackend")
    return http
def asked(answer):
    assert answer.status_code == 200, (answer.request["PATH_INFO"], answer.content[:500])
    return answer.json()
http, supervisor, v1 = client("reviewer"), client("supervisor"), "/api/v1/"
for ticket in Ticket.objects.all():
    assert ticket.waiting_since == unanswered_since(ticket), ticket
    assert ticket.text.words
for draft in Suggestion.objects.all():
    assert draft.words
    for path in ("", "/provenance"):
        asked(http.get(f"{v1}suggestions/{draft.pk}{path}"))
    for path in ("", "/timeline", "/history", "/messages", "/related"):
        asked(http.get(f"{v1}tickets/{draft.ticket_id}{path}"))
for path in ("queue", "queue?search=card", "queue/ids", "queue/choices", "queue/views", "reviews",
             "metrics", "metrics/mine", "vigilance/mine"):
    asked(http.get(v1 + path))
for path in ("metrics/desk?days=90", "vigilance", "queue/skips"):
    asked(supervisor.get(v1 + path))
first, second = asked(http.post(v1 + "queue/claim", {"count": 2}))["results"]
review = asked(http.post(f"{v1}suggestions/{first['id']}/decision", {
    "verdict": "reject", "reason_code": "other", "content_hash": first["content_hash"],
    "ticket_version": first["ticket_version"]}))
asked(http.post(f"{v1}reviews/{review['id']}/undo"))
asked(http.post(f"{v1}suggestions/{second['id']}/skip", {"reason": "later"}))
print(Ticket.objects.count(), "tickets,", Suggestion.objects.count(), "drafts and",
      Review.objects.count(), "reviews went on")
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("commit", help="the older Handrail")
    commit = parser.parse_args().commit
    VAR.mkdir(parents=True, exist_ok=True)
    old = VAR / "old"
    shutil.rmtree(old, ignore_errors=True)
    git = ["git", "archive", commit]
    archive = subprocess.run(git, cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(old, filter="data")
    postgres = services.Postgres(
        places.data_folder("postgres", VAR), places.load_secrets(VAR), VAR / "log", SETTINGS
    )
    postgres.initialise("--no-sync")
    postgres.start()
    try:
        postgres.provision()
        manage(old, postgres, "migrate", "--no-input", "-v0", role="owner")
        manage(old, postgres, "seed_demo")
        manage(old, postgres, "shell", "-v0", "-c", DRAFT, role="worker")
        manage(old, postgres, "shell", "-v0", "-c", DECIDE)
        manage(ROOT, postgres, "migrate", "--no-input", "-v0", role="owner")
        manage(ROOT, postgres, "shell", "-v0", "-c", GO_ON)
        manage(ROOT, postgres, "audit_verify")
    finally:
        postgres.stop()
        shutil.rmtree(postgres.data, ignore_errors=True)
        shutil.rmtree(old)


def manage(code, postgres, *command, role="web"):
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    env |= env_of(postgres) | {"DATABASE_ROLE": role}
    subprocess.run([sys.executable, "manage.py", *command], cwd=code, env=env, check=True)


if __name__ == "__main__":
    main()
