"""Fill an empty installation with people, a handbook and tickets to try Handrail with."""

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from ai_review.models import KnowledgeArticle
from tickets import services
from tickets.accounts import issue_key_to_client
from tickets.models import Message, Ticket, User

DATA = Path(__file__).resolve().parents[2] / "demo"
CLIENT = "demo-app"
PEOPLE = {
    "reviewer": ("ada", "Ada", "Lindqvist", User.Role.REVIEWER),
    "reviewer2": ("ben", "Ben", "Okafor", User.Role.REVIEWER),
    "supervisor": ("sofia", "Sofia", "Marchetti", User.Role.SUPERVISOR),
    "auditor": ("noor", "Noor", "Haddad", User.Role.AUDITOR),
}
WORDS = (
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "indigo",
    "juniper",
    "kestrel",
    "lagoon",
    "maple",
    "nectar",
    "orchid",
    "pebble",
    "quartz",
    "river",
    "saffron",
    "tundra",
    "umbra",
    "violet",
    "willow",
    "zephyr",
)


def easy_password():
    """Three words and two digits: easy to type, about 20 bits. For a demo on one's own machine."""
    words = "-".join(secrets.choice(WORDS) for _ in range(3))
    return f"{words}-{secrets.randbelow(90) + 10}"


class Command(BaseCommand):
    help = "Create demo people, knowledge articles and tickets; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--credentials",
            metavar="FILE",
            type=Path,
            help="where to keep the log-ins that are created (mode 0600)",
        )
        parser.add_argument("--no-tickets", action="store_true", help="people and articles only")

    def handle(self, credentials, no_tickets, **options):
        known = json.loads(credentials.read_text()) if credentials and credentials.exists() else {}
        with transaction.atomic():
            logins = self._people(known)
            self._articles()
        if credentials:
            _write_private(credentials, logins)
        if not no_tickets and not Ticket.objects.exists():
            self._tickets()
        self.stdout.write(
            f"{User.objects.count()} users, {KnowledgeArticle.objects.count()} articles, "
            f"{Ticket.objects.count()} tickets"
        )

    def _people(self, known):
        """Make sure the log-ins work; a password that is not known any more is set anew."""
        logins = {}
        for key, (username, first, last, role) in PEOPLE.items():
            user, _ = User.objects.get_or_create(
                username=username,
                defaults={
                    "first_name": first,
                    "last_name": last,
                    "role": role,
                    "email": f"{username}@northgate.example",
                    "is_staff": role in (User.Role.SUPERVISOR, User.Role.AUDITOR),
                },
            )
            password = known.get("users", {}).get(key, {}).get("password")
            if not password or not user.check_password(password):
                password = easy_password()
                user.set_password(password)
                user.save(update_fields=["password"])
            logins[key] = {"username": username, "password": password}
        api_key = known.get("api_key") or issue_key_to_client(CLIENT, "demo")
        return {"api_key": api_key, "users": logins}

    def _articles(self):
        if not KnowledgeArticle.objects.exists():
            for article in json.loads((DATA / "articles.json").read_text()):
                KnowledgeArticle.objects.create(**article)

    def _tickets(self):
        people = {key: User.objects.get(username=row[0]) for key, row in PEOPLE.items()}
        client = User.objects.get(username=CLIENT)
        # Answered ones first, so that the drafts of the others can rest on them.
        wanted = sorted(
            json.loads((DATA / "tickets.json").read_text()),
            key=lambda ticket: ticket["resolution"] is None,
        )
        for ticket in wanted:
            with transaction.atomic():
                self._ticket(ticket, client, people)

    def _ticket(self, data, client, people):
        now = timezone.now()

        def ago(hours):
            return now - timedelta(hours=hours)

        first, *rest = data["messages"]
        ticket = services.open_ticket(
            actor=client,
            subject=data["subject"],
            body=first["body"],
            customer=data["customer"],
            channel=data["channel"],
            priority=data["priority"],
            tags=data["tags"],
            created_at=ago(data["age_hours"]),
        )
        for message in rest:
            added = services.add_message(
                actor=people.get(message["author"], client),
                ticket_id=ticket.pk,
                kind=message["kind"],
                body=message["body"],
                created_at=ago(message["age_hours"]),
            )
            _deliver_at_once(added)
        answer = data["resolution"]
        if answer:
            reviewer = people[answer["reviewer"]]
            added = services.add_message(
                actor=reviewer,
                ticket_id=ticket.pk,
                kind="public_reply",
                body=answer["reply"],
                next_status=answer["status"],
                created_at=ago(max(data["messages"][-1]["age_hours"] - 1, 0.5)),
            )
            _deliver_at_once(added)
            services.edit_ticket(
                actor=reviewer,
                ticket_id=ticket.pk,
                etag="*",
                changes={"category": answer["category"]},
            )


def _deliver_at_once(message):
    """Let the worker deliver it now: in the demo the customers' mail is written to files."""
    if message.kind == Message.Kind.PUBLIC_REPLY:
        Message.objects.filter(pk=message.pk).update(deliver_after=message.created_at)


def _write_private(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(data, file, indent=2)
