"""Trying a prompt version without anybody seeing its drafts: on past decisions, or in the shadow.

People start and stop trials; a worker makes the calls, a few at a time and only while the AI may
be asked. A call is recorded before it is sent, like any other, and a case whose worker died is not
asked again: it counts as failed.
"""

import logging
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Mod
from django.utils import timezone

from ai_review import budget, supply
from ai_review.composing import Rules, rebuild
from ai_review.drafting import Attempt, ask, call_fields, end_of
from ai_review.jobs import Lease, give_back_unused
from ai_review.models import AICall, AICallOutcome, PromptVersion, Suggestion, Trial, TrialCase
from ai_review.providers import get_provider
from ai_review.providers.base import ProviderError
from ai_review.redaction import RedactionError
from ai_review.verdicts import judge
from audit.services import SYSTEM, record
from config.errors import Conflict, Problem
from tickets.models import User

log = logging.getLogger(__name__)

STREAM = "policy"
# With fewer decisions to compare with, a verdict would be chance.
LEAST_CASES = 10
# Calls at once: a trial must not crowd out the drafts that people wait for.
BATCH = 8

Kind = Trial.Kind
Status = Trial.Status


def decided():
    """The drafts that people have decided on and that can be written again, newest first."""
    return Suggestion.objects.filter(
        review__isnull=False, call__context__has_key="sources"
    ).order_by("-review")


@transaction.atomic
def start_trial(*, actor, prompt_id, kind, cases=50, share=100):
    """Have a prompt version tried; a worker begins at once. Returns the Trial.

    Parameters: `kind` past | shadow; `cases` how many calls at the most; `share` of the live
    tickets in percent, for a shadow trial.
    Raises: Problem `too_few_decisions`; Conflict `trial_running`; PermissionDenied.
    """
    if actor.kind != User.Kind.HUMAN or not actor.has_perm("admin.change"):
        raise PermissionDenied
    prompt = PromptVersion.objects.get(pk=prompt_id)
    if kind == Kind.PAST and (known := decided()[:LEAST_CASES].count()) < LEAST_CASES:
        raise Problem(
            f"A trial needs {LEAST_CASES} past decisions to compare with; there are {known}.",
            code="too_few_decisions",
        )
    try:
        with transaction.atomic():
            trial = Trial.objects.create(
                prompt=prompt, kind=kind, cases=cases, share=share, started_by=actor
            )
    except IntegrityError:
        raise Conflict(
            "A trial of this kind is running; stop it or wait for it.", code="trial_running"
        ) from None
    record(STREAM, actor, "trial.started", trial=trial.pk, number=prompt.number, kind=kind)
    return trial


@transaction.atomic
def stop_trial(*, actor, trial_id):
    """End a trial without a verdict. Raises: Conflict when it has ended."""
    stopped = Trial.objects.filter(pk=trial_id, status=Status.RUNNING).update(
        status=Status.STOPPED, finished_at=timezone.now(), verdict="Stopped by a person."
    )
    if not stopped:
        raise Conflict("This trial has ended already.", code="trial_ended")
    record(STREAM, actor, "trial.stopped", trial=trial_id)


def waiting():
    """Whether a trial runs that no worker holds."""
    return _free().exists()


def _free():
    free = Q(held_until=None) | Q(held_until__lt=timezone.now())
    return Trial.objects.filter(free, status=Status.RUNNING)


def run(stopping=lambda: False):
    """Make the calls that are due for all free trials; for a worker. `stopping`: end early."""
    skip = []
    while not stopping():
        trial = _hold(skip)
        if trial is None:
            return
        skip.append(trial.pk)
        try:
            while not stopping() and _batch(trial, stopping):
                _prolong(trial)
        finally:
            Trial.objects.filter(pk=trial.pk, status=Status.RUNNING).update(held_until=None)


@transaction.atomic
def _hold(skip):
    trial = (
        _free()
        .exclude(pk__in=skip)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("prompt")
        .order_by("pk")
        .first()
    )
    if trial:
        _prolong(trial)
    return trial


def _prolong(trial):
    longest = timedelta(seconds=settings.AI_DEADLINE_SECONDS + settings.LEASE_SECONDS)
    Trial.objects.filter(pk=trial.pk, status=Status.RUNNING).update(
        held_until=timezone.now() + longest
    )


def _batch(trial, stopping):
    """Make a few calls of a trial, or end it; returns whether there may be more to do."""
    if not Trial.objects.filter(pk=trial.pk, status=Status.RUNNING).exists():
        return False
    made = trial.calls.count() + len(trial.figures.get("skipped", []))
    due = list(_originals(trial)[: min(BATCH, trial.cases - made)]) if made < trial.cases else []
    if not due:
        if trial.kind == Kind.PAST or made >= trial.cases:
            _finish(trial)
        return False
    if supply.room() is not None:
        return False  # paused, or it does not answer: first the drafts that people wait for
    attempts = _record(trial, due)
    if attempts is None:
        return False
    _store(trial, _ask(attempts, stopping))
    return True


def _originals(trial):
    """The calls that the trial has yet to repeat."""
    if trial.kind == Kind.PAST:
        newest = decided().filter(review__created_at__lte=trial.created_at)
        found = Suggestion.objects.filter(
            pk__in=list(newest.values_list("pk", flat=True)[: trial.cases])
        )
    else:
        found = Suggestion.objects.annotate(lot=Mod(F("pk"), 100)).filter(
            created_at__gt=trial.created_at, lot__lt=trial.share
        )
    tried = AICall.objects.filter(trial=trial, job=OuterRef("job"))
    return (
        AICall.objects.filter(suggestion__in=found)
        .exclude(pk__in=trial.figures.get("skipped", []))
        .filter(~Exists(tried))
        .select_related("job__ticket__customer", "prompt_version")
        .order_by("pk")
    )


def _record(trial, originals):
    """Build the requests and record them; None when none can be sent now."""
    try:
        provider = get_provider(trial.prompt.model)
    except ProviderError as error:
        log.warning("trial %s waits: %s", trial.pk, error)
        return None
    pairs, skipped = [], []
    for original in originals:
        try:
            pairs.append((original, rebuild(original, provider, trial.prompt)))
        except (ValueError, RedactionError) as error:
            log.warning("trial %s: call %s is left out: %s", trial.pk, original.pk, error)
            skipped.append(original.pk)
    if skipped:
        trial.figures["skipped"] = trial.figures.get("skipped", []) + skipped
        trial.save(update_fields=["figures"])
    calls = [
        AICall(job=original.job, attempt=0, trial=trial, **call_fields(prepared, provider))
        for original, prepared in pairs
    ]
    with transaction.atomic():
        refused = budget.reserve(calls) if provider.metered and calls else [None] * len(calls)
        sent = [
            (call, original, prepared)
            for call, full, (original, prepared) in zip(calls, refused, pairs, strict=True)
            if full is None
        ]
        AICall.objects.bulk_create(call for call, _, _ in sent)
    if pairs and not sent:
        return None
    return [
        (
            original,
            Attempt(
                Lease(original.job_id, None, 0, original.job.ticket_id, 0), call, prepared, provider
            ),
        )
        for call, original, prepared in sent
    ]


def _ask(attempts, stopping):
    """Send the calls and wait for all; the kill switch and a stop of the worker end them."""
    cancels = []
    with ThreadPoolExecutor(BATCH, thread_name_prefix="trial") as threads:
        asked = [
            (original, threads.submit(ask, attempt, cancels.append))
            for original, attempt in attempts
        ]
        left = {future for _, future in asked}
        while left:
            if not connection.in_atomic_block:
                connection.close()  # nobody holds a connection while the AI thinks
            _, left = wait(left, timeout=1)
            if left and (stopping() or supply.paused()):
                for cancel in cancels:
                    cancel()
    return [(original, future.result()) for original, future in asked]


@transaction.atomic
def _store(trial, answers):
    rules = Rules.read()
    ends = [(original, end_of(answer, rules)) for original, answer in answers]
    for original, end in ends:
        AICallOutcome.objects.create(call=end.call, **end.outcome)
        if end.suggestion:
            kept = ("summary", "reply", "category", "citations", "gates", "risk")
            TrialCase.objects.create(
                trial=trial,
                call=end.call,
                original=original,
                **{name: end.suggestion[name] for name in kept},
            )
    give_back_unused([end for _, end in ends])


@transaction.atomic
def _finish(trial):
    passed, words, figures = judge(trial)
    ended = Trial.objects.filter(pk=trial.pk, status=Status.RUNNING).update(
        status=Status.DONE,
        finished_at=timezone.now(),
        held_until=None,
        passed=passed,
        verdict=words,
        figures=trial.figures | figures,
    )
    if ended:
        record(
            STREAM,
            SYSTEM,
            "trial.passed" if passed else "trial.failed",
            trial=trial.pk,
            number=trial.prompt.number,
        )
