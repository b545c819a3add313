"""The whole life of a draft and its review, in any order that Hypothesis can think of.

A state machine drives the product's own verbs on a real PostgreSQL: people's as the web's role,
workers' as the worker's, so that the grants are tried too. Each rule asserts what its verb must
do now, refusals included; after each one query looks for what must never be (NEVER). In the end
the AI is well and workers come: then every ticket gets its draft, or a failure in words.

A failure prints the shortest program that shows it, made of the rules below, and the next run
begins with it. To look longer than the test suite does:

    HANDRAIL_EXAMPLES=1500 timeout 900 bin/test ai_review/tests/test_lifecycle.py
"""

import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ai_review import composing, dispatch, drafting, jobs, queue, supply
from ai_review import services as reviews
from ai_review.models import (
    AICall,
    AICallOutcome,
    AICircuit,
    AIPolicy,
    AIUsage,
    DraftJob,
    Review,
    ReviewPolicy,
    ReviewUndo,
    Suggestion,
)
from ai_review.tests.never import IDS, LOOK, faults_of
from ai_review.tests.scripted_ai import DRAFTS, ERRORS, FAULTS, Clock, Script, after, holds, state
from audit.models import AuditEvent
from config.errors import Problem
from config.tests.people import CUSTOMER, decision
from tickets import delivery, drafts
from tickets import services as desk
from tickets.models import Message, Ticket

LIVE = ("queued", "running")
REPUBLISH = timedelta(seconds=30)
NO_LIMIT = {"calls_per_minute": None, "tokens_per_day": None}

SOME = st.integers(0, 5)
SEVERAL = st.lists(SOME, min_size=1, max_size=3)
WHO = st.sampled_from(["ada", "ben"])
SLIP = st.sampled_from([False, False, True])
STAGES = ("new", "asked", "asked twice", "refused", "drafted", "signed", "sending")
HOW = st.sampled_from([*DRAFTS, *FAULTS, *ERRORS, "worker dies"])
POLICIES = [
    *({"paused": True}, {"paused": False}, {"calls_per_minute": 1}, {"tokens_per_day": 1}),
    *([{"paused": False} | NO_LIMIT] * 2),
    *("always", "never", "try the AI now"),
]
TROUBLE = st.sampled_from(["", "", "", "redaction_failed", "not_configured"])


def pick(items, n):
    return items[n % len(items)]


def refusal(verb, **arguments):
    """The code with which a verb refuses; "" when it did it."""
    try:
        verb(**arguments)
    except PermissionDenied:
        return "permission_denied"
    except Problem as problem:
        return problem.get_codes()
    return ""


class Life(RuleBasedStateMachine):
    """`ids`: of what exists by now, the newest first. `leases`, `attempts` and `sending`: what
    workers have in hand; `settled`: the answers that they have stored."""

    def __init__(self, people, as_role, script):
        super().__init__()
        self.people, self.as_role, self.script = people, as_role, script
        self.tickets, self.leases, self.attempts, self.settled, self.sending = [], [], [], [], []
        self.nobody_died = True
        self._begin_afresh()

    def _begin_afresh(self):
        """End what the last example left; it stays, out of sight. Each example has new tickets and
        really commits, so that deferred constraints, durable transactions and locks are real."""
        # Soon a new minute, hour, day and month.
        Clock.moment = datetime(2026, 5, 31, 23, 50, tzinfo=UTC)
        DraftJob.objects.filter(status__in=LIVE).update(
            status="cancelled", lease_token=None, lease_expires_at=None
        )
        Suggestion.objects.filter(status="pending_review").update(status="superseded")
        Message.objects.filter(delivery_status__in=["scheduled", "sending"]).update(
            delivery_status="cancelled"
        )
        AIPolicy.objects.update(paused=False, **NO_LIMIT)
        ReviewPolicy.objects.update(second_review="never")
        circuit = AICircuit(id=1)
        circuit.save(force_update=True)
        self.worker(AIUsage.objects.update, calls=0, tokens=0, money=0)

    def worker(self, verb, *arguments, **more):
        with self.as_role("worker"):
            return verb(*arguments, **more)

    # --- what the rules know ---

    def row(self, lease):
        return DraftJob.objects.values().get(pk=lease.job_id)

    def due(self, ids):
        return set(
            DraftJob.objects.filter(
                pk__in=ids, status="queued", next_attempt_at__lte=Clock.moment
            ).values_list("pk", flat=True)
        )

    def room(self):
        """How many calls may begin now."""
        circuit = AICircuit.objects.get()
        if AIPolicy.objects.get().paused:
            return 0
        if circuit.open_until is None:
            return inf
        free = circuit.probe_until is None or circuit.probe_until <= Clock.moment
        return int(circuit.open_until <= Clock.moment and free)

    def everything(self):
        streams = [f"ticket:{pk}" for pk in self.tickets]
        return (
            list(DraftJob.objects.filter(ticket__in=self.tickets).order_by("pk").values()),
            list(AICircuit.objects.values()),
            list(AIUsage.objects.order_by("pk").values()),
            Suggestion.objects.filter(ticket__in=self.tickets).count(),
            AuditEvent.objects.filter(stream__in=streams).count(),
        )

    # --- customers, and the desk ---

    @initialize(
        tickets=st.integers(1, 2),
        stage=st.sampled_from(STAGES),
        second_review=st.sampled_from(["never", "always"]),
    )
    def begin(self, tickets, stage, second_review):
        """Half the way is gone already, or few programs would come to its end."""
        ReviewPolicy.objects.update(second_review=second_review)
        for _ in range(tickets):
            self.open_ticket()
        if stage in ("asked", "asked twice", "refused"):
            self._relay(1)
        if stage == "refused":  # so that the next call is the circuit's trial
            self.answer([(0, "auth")] * tickets, False)
        if stage in ("asked twice", "refused"):  # twice: the first worker hangs
            Clock.moment += timedelta(seconds=40)
            self._relay(1)
        if stage in ("drafted", "signed", "sending"):
            self._draft_at_once()
        if stage in ("signed", "sending"):
            self.nothing_is_wrong()
            self.decide("ada", 0, "approve", "")
        if stage == "sending":
            self.decide("ben", 0, "approve", "")
            self.nothing_is_wrong()
            Clock.moment += timedelta(seconds=40)
            for n in range(len(self.ids["reply"])):
                self.begin_to_send(n)

    @precondition(lambda self: len(self.tickets) < 3)
    @rule()
    def open_ticket(self):
        ticket = desk.open_ticket(
            actor=self.people["bank_app"],
            subject="Card not arrived",
            body="My new card has not arrived. Where is it?",
            customer=CUSTOMER,
            priority=["normal", "urgent", "low"][len(self.tickets) % 3],
        )
        self.tickets.append(ticket.pk)

    @rule(n=SOME, kind=st.sampled_from(["customer", "customer", "public_reply", "internal_note"]))
    def write(self, n, kind):
        ticket = Ticket.objects.get(pk=pick(self.tickets, n))
        who = self.people["bank_app" if kind == "customer" else "ada"]
        desk.add_message(actor=who, ticket_id=ticket.pk, kind=kind, body="It is urgent.")
        newer = Ticket.objects.get(pk=ticket.pk)
        assert newer.version == ticket.version + (kind == "customer")
        if kind != "internal_note":
            assert not newer.suggestions.filter(status="pending_review").exists()
            assert newer.draft_jobs.filter(status__in=LIVE).count() == (kind == "customer")

    @rule(n=SOME, act=st.sampled_from(["change_subject", "ask", "cancel", "retry"]), slip=SLIP)
    def see_to_a_ticket(self, n, act, slip):
        ticket = Ticket.objects.get(pk=pick(self.tickets, n))
        getattr(self, f"_{act}")(ticket, slip)

    def _change_subject(self, ticket, slip):
        etag = '"0.0"' if slip else ticket.etag
        edit = {"etag": etag, "changes": {"subject": f"{ticket.subject}!"}}
        code = refusal(desk.edit_ticket, actor=self.people["ada"], ticket_id=ticket.pk, **edit)
        assert code == ("stale_ticket" if slip else "")
        assert Ticket.objects.get(pk=ticket.pk).version == ticket.version + (not slip)

    def _ask(self, ticket, _slip):
        live = ticket.draft_jobs.filter(status__in=LIVE).first()
        job = drafts.request_draft(actor=self.people["ben"], ticket_id=ticket.pk)
        assert live in (None, job)
        assert job.ticket_version == ticket.version

    def _cancel(self, ticket, _slip):
        live = ticket.draft_jobs.filter(status__in=LIVE).exists()
        code = refusal(drafts.cancel_draft, actor=self.people["ada"], ticket_id=ticket.pk)
        assert code == ("" if live else "no_live_draft")

    def _retry(self, ticket, slip):
        newest = ticket.draft_jobs.latest("pk")
        job = ticket.draft_jobs.earliest("pk") if slip else newest
        if newest.status in LIVE:
            expected = "live_draft"
        elif ticket.suggestions.filter(status="pending_review").exists():
            expected = "pending_draft"
        elif newest != job:
            expected = "not_newest"
        else:
            expected = "done" if job.status == "done" else ""
        assert refusal(drafts.retry_draft, actor=self.people["ben"], job_id=job.pk) == expected

    # --- workers ---

    def _begin(self, ids, trouble=""):
        due, room = self.due(ids), self.room()
        limited = AIPolicy.objects.filter(**NO_LIMIT).count() == 0
        self.script.trouble = trouble
        attempts = self.worker(drafting.begin, ids)
        self.script.trouble = ""
        begun = {attempt.lease.job_id for attempt in attempts}
        assert begun <= due
        most = 0 if trouble else min(room, len(due))
        assert len(attempts) == len(begun) <= most
        assert limited or len(begun) == most
        self.attempts += attempts

    def _release_expired(self):
        lost = list(
            DraftJob.objects.filter(status="running", lease_expires_at__lt=Clock.moment).values()
        )
        assert self.worker(jobs.release_expired) == len(lost)
        for was in lost:
            called = AICall.objects.filter(job=was["id"], attempt=was["claims"]).exists()
            # A worker that only waited for the AI is no fault of the job.
            expected = after(was, "unavailable" if called else "worker_lost")
            now = DraftJob.objects.values().get(pk=was["id"])
            assert state(now) == (*expected[:3], "worker_lost")

    def _draft_at_once(self):
        self.script.answer = "good"
        for job in DraftJob.objects.filter(ticket__in=self.tickets).order_by("pk"):
            self.worker(drafting.run, job.pk)

    def _relay(self, times):
        """One round of it; the broker delivers its wake-ups more than once."""
        self._release_expired()
        ids = self.worker(dispatch.due, 400, REPUBLISH)
        self.worker(dispatch.mark_published, ids)
        for _ in range(times):
            self._begin(ids)

    @rule(
        act=st.sampled_from(["relay", "relay", "draft", "wake_up", "claim"]),
        ns=SEVERAL,
        trouble=TROUBLE,
    )
    def work(self, act, ns, trouble):
        """By the relay's wake-ups, by early ones, or by a worker that stops after its claim."""
        ids = [pick(self.ids["job"], n) for n in ns]
        if act == "relay":
            self._relay(len(ns))
        elif act == "draft":
            self._draft_at_once()
        elif act == "wake_up":
            self._begin(ids, trouble)
        else:
            due, room = self.due(ids), self.room()
            leases, _ = self.worker(jobs.claim, ids)
            assert {lease.job_id for lease in leases} <= due
            assert len(leases) <= room
            self.leases += leases

    @precondition(lambda self: self.leases)
    @rule(n=SOME, trouble=TROUBLE)
    def prepare(self, n, trouble):
        """The second half of `drafting.begin`, after whatever happened since the claim."""
        lease = self.leases.pop(n % len(self.leases))
        was = self.row(lease)
        self.script.trouble = trouble
        attempts = self.worker(drafting._begin, [lease])
        self.script.trouble = ""
        if not holds(was, lease):
            assert (attempts, self.row(lease)) == ([], was)
        elif trouble:
            assert (attempts, state(self.row(lease))) == ([], after(was, trouble))
        self.attempts += attempts

    @precondition(lambda self: self.attempts)
    @rule(ends=st.lists(st.tuples(SOME, HOW), min_size=1, max_size=3), again=st.booleans())
    def answer(self, ends, again):
        """Calls end and are stored together, some after their lease, some never; `again`: the
        reply to a commit was lost."""
        answers, were = [], []
        for n, how in ends[: len(self.attempts)]:
            attempt = self.attempts.pop(n % len(self.attempts))
            if how == "worker dies":
                self.nobody_died = False
                continue
            were.append((attempt.lease, self.row(attempt.lease), how))
            self.script.answer = how
            answers.append(drafting.ask(attempt))
        self.worker(drafting.settle, answers)
        held = {lease.job_id for lease, was, _ in were if holds(was, lease)}
        for lease, was, how in were:
            if holds(was, lease):
                assert state(self.row(lease)) == after(was, how)
            elif lease.job_id not in held:
                assert self.row(lease) == was
        calls = [answer.attempt.call.pk for answer in answers]
        assert AICallOutcome.objects.filter(pk__in=calls).count() == len(answers)
        self.settled += answers
        if again and self.settled:
            before = self.everything()
            self.worker(drafting.settle, [self.settled[0], self.settled[-1]])
            assert self.everything() == before

    # --- time, and the AI's supply ---

    @rule(
        seconds=st.sampled_from([7, 40, 40, 400, 90_000]), beats=st.booleans(), relay=st.booleans()
    )
    def time_passes(self, seconds, beats, relay):
        """With a heartbeat on the way, or without; then the relay may look what is due."""
        Clock.moment += timedelta(seconds=seconds / 2)
        if beats:
            leases = [attempt.lease for attempt in self.attempts]
            kept = self.worker(jobs.renew, leases)
            assert kept == [lease for lease in leases if holds(self.row(lease), lease)]
        Clock.moment += timedelta(seconds=seconds / 2)
        if relay:
            self._relay(1)

    @rule(change=st.sampled_from(POLICIES))
    def set_policy(self, change):
        if change in ("always", "never"):
            ReviewPolicy.objects.update(second_review=change)
        elif change == "try the AI now":
            was_open = AICircuit.objects.filter(open_until__isnull=False).exists()
            supply.try_now(actor=self.people["sofia"])
            assert AICircuit.objects.filter(open_until__lte=Clock.moment).exists() == was_open
        else:
            supply.set_policy(actor=self.people["sofia"], **change)

    # --- reviewers ---

    @precondition(lambda self: self.ids["draft"])
    @rule(who=WHO, count=st.integers(1, 2), give_back=st.booleans())
    def hold_drafts(self, who, count, give_back):
        user = self.people[who]
        others = Suggestion.objects.exclude(claimed_by=user).filter(
            claimed_by__isnull=False, claim_expires_at__gte=Clock.moment
        )
        taken = set(others.values_list("pk", flat=True))
        ids = queue.claim(user=user, count=count)
        assert not taken & set(ids)
        assert Suggestion.objects.filter(pk__in=ids, status="pending_review").count() == len(ids)
        if give_back:
            queue.release(user=user, suggestion_ids=ids)
            assert not Suggestion.objects.filter(pk__in=ids, claimed_by=user).exists()

    @precondition(lambda self: self.ids["draft"])
    @rule(
        who=WHO,
        n=SOME,
        verdict=st.sampled_from(["approve", "edit", "reject"]),
        slip=st.sampled_from(["", "", "", "old_version", "other_hash", "unseen_signature"]),
    )
    def decide(self, who, n, verdict, slip):
        draft = Suggestion.objects.get(pk=pick(self.ids["draft"], n))
        first = reviews.first_review_of(draft)
        shown = (first.pk if first else None) if slip != "unseen_signature" else 0
        fields = decision(draft, verdict, first_review=shown, reason_code="other")
        fields["confirmed"] = [gate["code"] for gate in draft.gates]
        if slip == "old_version":
            fields["ticket_version"] -= 1
        if slip == "other_hash":
            fields["content_hash"] = "0" * 64
        if verdict == "edit":
            fields["reply"] = f"{who} says: it is on its way."
        if draft.status in Suggestion.DECIDED:
            expected = "already_decided"
        elif draft.status == "superseded" or slip == "old_version":
            expected = "stale_version"
        elif slip == "other_hash":
            expected = "hash_mismatch"
        elif first and first.reviewer == self.people[who]:
            expected = "needs_second_reviewer"
        elif slip == "unseen_signature":
            expected = "first_review_changed"
        else:
            text = (first.final_reply if first else draft.reply) if verdict == "approve" else "-"
            expected = "" if text else "reply_empty"
        before = Review.objects.filter(suggestion=draft).count()
        code = refusal(reviews.decide, reviewer=self.people[who], suggestion_id=draft.pk, **fields)
        assert code == expected
        made = Review.objects.filter(suggestion=draft)
        assert made.count() == before + (not code)
        if not code:
            review = made.latest("pk")
            seconds = bool(first) and verdict == "approve"
            assert review.final == (verdict == "reject" or seconds or draft.required_reviews == 1)
            if verdict == "approve":
                assert review.final_reply == text

    @precondition(lambda self: self.ids["review"])
    @rule(who=WHO, n=SOME)
    def undo(self, who, n):
        review = Review.objects.get(pk=pick(self.ids["review"], n))
        draft = review.suggestion
        reply = Message.objects.filter(review=review).first()
        ticket = draft.ticket
        moved_on = (
            ticket.version != draft.ticket_version
            or ticket.draft_jobs.filter(status__in=LIVE).exists()
            or ticket.suggestions.filter(status="pending_review").exists()
            or ticket.messages.filter(kind="public_reply", created_at__gt=review.created_at)
            .exclude(delivery_status="cancelled")
            .exclude(review=review)
            .exists()
        )
        if review.reviewer != self.people[who]:
            expected = "permission_denied"
        elif ReviewUndo.objects.filter(review=review).exists():
            expected = "already_undone"
        else:
            late = Clock.moment > review.undo_until or (reply and reply.sent_at)
            seconded = not review.final and draft.status != "pending_review"
            expected = "undo_expired" if late or seconded else ""
        assert refusal(reviews.undo, user=self.people[who], review_id=review.pk) == expected
        if not expected and review.final:
            draft.refresh_from_db()
            assert draft.status == ("superseded" if moved_on else "pending_review")

    # --- delivery, in two steps so that anything may happen while a mail is on its way ---

    @precondition(lambda self: self.ids["reply"])
    @rule(n=SOME)
    def begin_to_send(self, n):
        reply = Message.objects.get(pk=pick(self.ids["reply"], n))
        ready = (reply.delivery_status == "scheduled" and reply.deliver_after <= Clock.moment) or (
            reply.delivery_status == "sending" and reply.delivery_lease_expires_at < Clock.moment
        )
        taken = self.worker(delivery._claim, reply.pk)
        unheard = ready and reply.delivery_attempts >= delivery.MAX_ATTEMPTS
        assert bool(taken) == (ready and not unheard)
        if unheard:
            assert Message.objects.get(pk=reply.pk).delivery_status == "failed"
        self.sending += [taken] if taken else []

    @precondition(lambda self: self.sending)
    @rule(n=SOME, error=st.sampled_from(["", "", "The mail server is away."]))
    def end_sending(self, n, error):
        message = self.sending.pop(n % len(self.sending))
        was = Message.objects.get(pk=message.pk)
        self.worker(delivery._settle, message, error=error)
        now = Message.objects.get(pk=message.pk)
        held = (was.delivery_status, was.delivery_attempts)
        if not error and was.delivery_status in ("sending", "scheduled"):
            assert now.delivery_status == "sent"  # whoever has taken it over
        elif held != ("sending", message.delivery_attempts):
            assert now.delivery_status == was.delivery_status
        else:
            last = was.delivery_attempts >= delivery.MAX_ATTEMPTS
            assert now.delivery_status == ("failed" if last else "scheduled")

    # --- always ---

    @invariant()
    def nothing_is_wrong(self):
        first = {"first": min(self.tickets)} if self.tickets else {"first": 2**62}
        with connection.cursor() as cursor:
            assert cursor.execute(LOOK, first).fetchall() == []
            found = cursor.execute(IDS, first).fetchall()
        self.ids = {"job": [], "draft": [], "review": [], "reply": []}
        for name, pk in sorted(found, reverse=True):
            self.ids[name].append(pk)
        assert faults_of(f"ticket:{pk}" for pk in self.tickets) == []
        if self.nobody_died and not self.attempts and not self.leases:
            assert AICircuit.objects.get().probe_until is None, "nobody holds the trial call"

    def teardown(self):
        if sys.exc_info()[0] is None:
            self._everything_ends_well()

    def _everything_ends_well(self):
        """Whatever came before: once the AI is well, nothing waits for ever."""
        supply.set_policy(actor=self.people["sofia"], paused=False, **NO_LIMIT)
        self.script.answer = "good"
        self.open_ticket()
        live = DraftJob.objects.filter(ticket__in=self.tickets, status__in=LIVE)
        unsent = Message.objects.filter(
            ticket__in=self.tickets, delivery_status__in=["scheduled", "sending"]
        )
        for _ in range(20):
            if not (live.exists() or unsent.exists()):
                break
            Clock.moment += timedelta(seconds=400)
            with self.as_role("worker"):
                jobs.release_expired()
                ids = dispatch.due(400, REPUBLISH)
                dispatch.mark_published(ids)
                drafting.settle([drafting.ask(attempt) for attempt in drafting.begin(ids)])
                for pk in delivery.due(400, REPUBLISH):
                    if taken := delivery._claim(pk):
                        delivery._settle(taken)
        assert not live.exists()
        assert not unsent.exists()
        assert Suggestion.objects.filter(ticket=self.tickets[-1]).exists()
        assert supply.availability().state == "available"
        self.attempts.clear()
        self.leases.clear()
        self.nothing_is_wrong()


# What chance finds seldom, and must not be left to it.
WAKE_UP, RETRY = ("work", "wake_up", [0, 1], ""), ("see_to_a_ticket", 0, "retry", False)
SUPERSEDED, SIGN = ("write", 0, "customer"), ("decide", "ben", 0, "approve", "")
PATHS = [
    [("begin", 1, "asked", "never"), SUPERSEDED, ("answer", [(0, "good")], True)],
    [("begin", 1, "asked", "never"), ("answer", [(0, "aborted")], False)],
    [("begin", 1, "asked", "never"), *[("time_passes", 40, False, True)] * 4],
    [("begin", 1, "asked twice", "never"), ("answer", [(0, "good")], False)],
    [("begin", 1, "asked twice", "never"), ("answer", [(0, "good"), (0, "good")], True)],
    [("begin", 2, "new", "never"), ("set_policy", {"paused": True}), WAKE_UP],
    [("begin", 2, "refused", "never"), WAKE_UP],
    [("begin", 1, "refused", "never"), SUPERSEDED, ("answer", [(0, "aborted")], False)],
    [
        ("begin", 1, "asked", "never"),
        ("answer", [(0, "auth")], False),
        ("time_passes", 40, False, False),
        ("work", "claim", [0], ""),
        ("see_to_a_ticket", 0, "cancel", False),
        ("prepare", 0, ""),
    ],
    [
        ("begin", 1, "asked", "never"),
        ("answer", [(0, "auth")], False),
        ("set_policy", {"tokens_per_day": 1}),
        ("time_passes", 40, False, True),
    ],
    [("begin", 1, "drafted", "never"), ("see_to_a_ticket", 0, "ask", False)],
    [("begin", 1, "new", "never"), ("see_to_a_ticket", 0, "cancel", False), RETRY],
    [("begin", 1, "drafted", "never"), RETRY],
    [
        ("begin", 1, "signed", "always"),
        *[(*SIGN[:-1], slip) for slip in ("old_version", "other_hash", "unseen_signature")],
    ],
    [("begin", 2, "drafted", "never"), *[("hold_drafts", who, 2, False) for who in ("ada", "ben")]],
    [("begin", 1, "signed", "never"), ("see_to_a_ticket", 0, "ask", False), ("undo", "ada", 0)],
    [("begin", 1, "signed", "never"), ("time_passes", 40, False, False), ("undo", "ada", 0)],
    [("begin", 1, "signed", "never"), ("write", 0, "public_reply"), ("undo", "ada", 0)],
    [("begin", 1, "signed", "always"), ("undo", "ada", 0), SIGN],
    [("begin", 1, "signed", "always"), SIGN, ("undo", "ben", 0), ("undo", "ada", 1)],
    [
        ("begin", 1, "sending", "never"),
        ("time_passes", 400, False, False),
        ("begin_to_send", 0),
        ("end_sending", 0, ""),
        ("end_sending", 0, "The mail server is away."),
    ],
]


def walk(life, path):
    for step, *arguments in path:
        getattr(life, step)(*arguments)
        life.nothing_is_wrong()
    life.teardown()


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_nothing_is_lost_and_nobody_is_answered_unsigned(
    ada, ben, sofia, bank_app, as_role, settings, monkeypatch, caplog
):
    script, redact = Script(), composing.Redactor.redact_all

    def redact_all(self, texts):
        if script.trouble == "redaction_failed":
            raise composing.RedactionError("the detector failed")
        return redact(self, texts)

    monkeypatch.setattr(timezone, "datetime", Clock)
    monkeypatch.setattr(drafting, "get_provider", script.get)
    monkeypatch.setattr(composing.Redactor, "redact_all", redact_all)
    caplog.set_level(logging.CRITICAL, logger="ai_review")
    settings.AI_MAX_ATTEMPTS, settings.AI_MAX_OUTAGES, settings.CIRCUIT_FAILURES = 2, 3, 2
    people = {"ada": ada, "ben": ben, "sofia": sofia, "bank_app": bank_app}
    for path in PATHS:
        walk(Life(people, as_role, script), path)
    run_state_machine_as_test(
        lambda: Life(people, as_role, script),
        settings=profile(
            max_examples=int(os.environ.get("HANDRAIL_EXAMPLES", "15")),
            stateful_step_count=20,
            deadline=None,
            print_blob=True,
            phases=set(Phase) - {Phase.explain},  # it takes long and tells little
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert faults_of(["ai"]) == []
