"""Weeks of made-up work at a desk: tickets, drafts, calls, decisions, replies.

    bin/demo                                            # in another terminal
    .venv/bin/python bench/history.py [--decisions 1500] [--days 28]

For figures and pictures of a throw-away demo only: the rows are written as the database's owner,
without the audit events that the services write, and `audit_verify` and `bin/faults` know no such
past. People of the demo decide, and four colleagues who are added.
"""

import argparse
import hashlib
import json
import os
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATEGORIES = ("card_arrival", "refund_not_showing_up", "lost_or_stolen_card", "transfer_fee",
              "verify_my_identity", "exchange_rate")  # fmt: skip
COLLEAGUES = ("cleo", "dan", "eva", "finn")
REASONS = ("wrong_facts", "incomplete", "wrong_tone", "policy", "not_needed", "other")
REPLY = "Hello,\n\nyour card arrives within seven working days. Tell us if it does not.\n"
BATCH = 5000


def moments(chance, count, days):
    """Times of decisions, oldest first: on working days, most of them late in the morning."""
    now = datetime.now(UTC)
    found = []
    while len(found) < count:
        hour = min(17.5, max(7.5, chance.gauss(11.5, 2.6)))
        at = (now - timedelta(days=chance.randrange(days))).replace(hour=0, minute=0, second=0)
        at += timedelta(hours=hour)
        if at < now and (at.weekday() < 5 or chance.random() < 0.08):
            found.append(at)
    return sorted(found)


def fill(decisions, days, seed=7):
    """Write that many decisions of that many days; Django is set up and acts as the owner."""
    from ai_review.models import PromptActivation, PromptVersion

    chance = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    desk = Desk(chance)
    number = PromptVersion.objects.order_by("-number").first().number + 1
    desk.prompts = [
        PromptVersion.active(),
        PromptVersion.objects.create(number=number, note="Shorter", system_prompt="Shorter."),
    ]
    assert PromptActivation.objects.exists()
    times = moments(chance, decisions, days)
    for start in range(0, len(times), BATCH):
        desk.work(times[start : start + BATCH])
        print(f"\r{min(start + BATCH, len(times))} of {len(times)} decisions", end="", flush=True)
    desk.spend()
    print()


class Desk:
    def __init__(self, chance):
        from tickets.models import Customer, User

        self.chance = chance
        client, _ = User.objects.get_or_create(username="past-app", kind="service", role="client")
        for name in COLLEAGUES:
            User.objects.get_or_create(username=name, defaults={"first_name": name.title()})
        self.client = client
        self.people = list(User.objects.filter(role="reviewer").order_by("pk"))
        # Who works more, who accepts more.
        self.manner = {
            user.pk: (chance.uniform(0.6, 1.4), chance.uniform(0.62, 0.86)) for user in self.people
        }
        self.customers = Customer.objects.bulk_create(
            Customer(owner=client, name=f"Customer {n}", email=f"c{n}@past.example",
                     external_id=f"past-{chance.random()}")
            for n in range(50)
        )  # fmt: skip
        self.spent = {}

    def work(self, times):
        """One batch of tickets from their arrival to the reply."""
        from ai_review.models import AICall, AICallOutcome, DraftJob, Suggestion
        from tickets.models import Ticket

        chance = self.chance
        waits = [timedelta(minutes=min(600, chance.expovariate(1 / 70))) for _ in times]
        drafted = [at - wait for at, wait in zip(times, waits, strict=True)]
        arrived = [at - timedelta(seconds=chance.uniform(3, 90)) for at in drafted]
        tickets = Ticket.objects.bulk_create(
            Ticket(subject="A question of the past", customer=chance.choice(self.customers),
                   opened_by=self.client, created_at=at, status="resolved",
                   category=chance.choice(CATEGORIES),
                   priority=chance.choices(("low", "normal", "high", "urgent"), (2, 6, 2, 1))[0])
            for at in arrived
        )  # fmt: skip
        jobs = DraftJob.objects.bulk_create(
            DraftJob(ticket=ticket, ticket_version=1, status="done", claims=1, attempts=1,
                     max_attempts=5, created_at=ticket.created_at, finished_at=at)
            for ticket, at in zip(tickets, drafted, strict=True)
        )  # fmt: skip
        self._failures(AICall, AICallOutcome, jobs)
        calls = AICall.objects.bulk_create(
            AICall(job=job, attempt=1, provider="openai", model="past", request="{}",
                   prompt_version=self.prompts[chance.random() < 0.4],
                   started_at=job.created_at)
            for job in jobs
        )  # fmt: skip
        outcomes = AICallOutcome.objects.bulk_create(
            AICallOutcome(call=call, code="ok", response="{}",
                          latency_ms=int(chance.lognormvariate(7.6, 0.5)),
                          input_tokens=int(chance.uniform(600, 1800)),
                          output_tokens=int(chance.uniform(80, 300)), finished_at=at)
            for call, at in zip(calls, drafted, strict=True)
        )  # fmt: skip
        self._count(outcomes)
        drafts = Suggestion.objects.bulk_create(
            Suggestion(job=job, call=call, ticket=ticket, ticket_version=1, summary="A question.",
                       reply=REPLY, language="en", category=ticket.category, risk="low",
                       created_at=at, required_reviews=1 + (chance.random() < 0.06))
            for job, call, ticket, at in zip(jobs, calls, tickets, drafted, strict=True)
        )  # fmt: skip
        hashes = Suggestion.objects.in_bulk([draft.pk for draft in drafts])
        self._decide([hashes[draft.pk] for draft in drafts], times)

    def _failures(self, calls_of, outcomes_of, jobs):
        """Some calls went wrong first."""
        chance = self.chance
        bad = calls_of.objects.bulk_create(
            calls_of(job=job, attempt=2, provider="openai", model="past", request="{}",
                     prompt_version=self.prompts[0], started_at=job.created_at)
            for job in jobs if chance.random() < 0.03
        )  # fmt: skip
        outcomes_of.objects.bulk_create(
            outcomes_of(call=call, code=chance.choice(("timeout", "rate_limited", "bad_output")),
                        latency_ms=9000, finished_at=call.started_at)
            for call in bad[1:]
        )  # fmt: skip

    def _count(self, outcomes):
        for outcome in outcomes:
            day = outcome.finished_at.replace(hour=0, minute=0, second=0, microsecond=0)
            tokens = outcome.input_tokens + outcome.output_tokens
            for key in (("day", day), ("month", day.replace(day=1))):
                calls, sum_ = self.spent.get(key, (0, 0))
                self.spent[key] = (calls + 1, sum_ + tokens)

    def spend(self):
        from ai_review.models import AIUsage

        for (period, starts_at), (calls, tokens) in self.spent.items():
            AIUsage.objects.update_or_create(
                period=period,
                starts_at=starts_at,
                defaults={"calls": calls, "tokens": tokens, "money": tokens * 6 / 10**7},
            )

    def _review(self, draft, at, **fields):
        from ai_review.models import Review

        verdict = fields["verdict"]
        reply = {"approved": draft.reply, "rejected": ""}.get(verdict, draft.reply + "Kind regards")
        return Review(
            suggestion=draft, shown_hash=draft.content_hash, draft_text_hash=draft.text_hash,
            required_reviews=draft.required_reviews, ticket_version=1, next_status="resolved",
            final_summary="" if verdict == "rejected" else draft.summary, final_reply=reply,
            dwell_ms=int(self.chance.lognormvariate(9.9, 0.7)), created_at=at,
            undo_until=at + timedelta(seconds=10), **fields,
        )  # fmt: skip

    def _verdict(self, user):
        chance, (_, accepts) = self.chance, self.manner[user.pk]
        draw = chance.random()
        if draw < accepts:
            return {"verdict": "approved", "edit_distance": 0}
        if draw < accepts + (1 - accepts) * 0.6:
            return {"verdict": "edited", "edit_distance": round(chance.betavariate(2, 7), 4)}
        reason = chance.choices(REASONS, (5, 4, 2, 2, 1, 1))[0]
        return {"verdict": "rejected", "reason_code": reason}

    def _decide(self, drafts, times):
        from django.db import connection

        from ai_review.models import Review, ReviewUndo
        from tickets.models import Message

        chance = self.chance
        weights = [self.manner[user.pk][0] for user in self.people]
        first, undone = [], []
        for draft, at in zip(drafts, times, strict=True):
            user, other = chance.choices(self.people, weights, k=2)
            if chance.random() < 0.03:
                undone.append(
                    self._review(draft, at - timedelta(seconds=8), reviewer=user,
                                 verdict="approved", edit_distance=0)
                )  # fmt: skip
            first.append(self._review(draft, at, reviewer=user, **self._verdict(user)))
            first[-1].other = other if other != user else None
        Review.objects.bulk_create(undone)
        ReviewUndo.objects.bulk_create(
            ReviewUndo(review=review, user=review.reviewer, created_at=review.created_at)
            for review in undone
        )
        Review.objects.bulk_create(first)
        second = [
            self._review(review.suggestion, review.created_at, reviewer=review.other,
                         verdict=review.verdict, stage=2,
                         edit_distance=review.edit_distance, prior_review=review,
                         prior_reviewer=review.reviewer)
            for review in first
            if review.required_reviews == 2 and review.verdict != "rejected" and review.other
        ]  # fmt: skip
        Review.objects.bulk_create(second)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ai_review_suggestion SET status = verdict, review_id = review.id "
                "FROM ai_review_review AS review WHERE suggestion_id = ai_review_suggestion.id "
                "AND final AND suggestion_id = ANY(%s) AND NOT EXISTS (SELECT FROM "
                "ai_review_reviewundo WHERE ai_review_reviewundo.review_id = review.id)",
                [[draft.pk for draft in drafts]],
            )
        signed = [r for r in (*first, *second) if r.stage == r.required_reviews]
        Message.objects.bulk_create(
            Message(ticket_id=review.suggestion.ticket_id, kind="public_reply",
                    body=review.final_reply, review=review, author=review.reviewer,
                    author_kind="human", delivery_status="sent", created_at=review.created_at,
                    deliver_after=review.undo_until, sent_at=review.undo_until)
            for review in signed if review.verdict != "rejected"
        )  # fmt: skip


def begin(env):
    """Set Django up as the owner of a database."""
    sys.path[:0] = [str(ROOT)]
    os.environ.update(env | {"DATABASE_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "config.settings"})
    import django

    django.setup()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--decisions", type=int, default=1500)
    parser.add_argument("--days", type=int, default=28)
    options = parser.parse_args()
    demo = json.loads((ROOT / "var" / "demo.json").read_text())
    secret = hashlib.sha256(demo["database_url"].encode()).hexdigest()
    begin(
        {
            "DATABASE_URL": demo["database_url"],
            "WORKER_DATABASE_URL": demo["worker_database_url"],
            "OWNER_DATABASE_URL": demo["owner_database_url"],
            "REDIS_URL": demo["redis_url"],
            "SECRET_KEY": secret,
        }
    )
    fill(options.decisions, options.days)


if __name__ == "__main__":
    main()
