"""The life of a DraftJob: queued, leased, finished or tried again. The row is the queue.

A worker owns a job only while it holds the lease token. Every write that ends a job is fenced by
that token, so a worker that was paused past its lease changes nothing: exactly one Suggestion per
job, whatever the broker delivers and however often.

Everything takes many jobs at a time, because a worker has many under way: one transaction for all
that begin or end at the same moment. Locks are taken in the order jobs, suggestions, audit
streams, budget, circuit.
"""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ai_review import budget, supply
from ai_review.models import AICall, AICallOutcome, DraftJob, Suggestion
from ai_review.providers.base import ProviderError
from audit.models import AuditEvent
from audit.services import AI, SYSTEM, event, ticket_stream

Status = DraftJob.Status
LIVE = (Status.QUEUED, Status.RUNNING)
RANK = {"urgent": 0, "high": 1, "normal": 2, "low": 3}
# How much later than an urgent ticket the others take their turn. A delay and not a class: a low
# one passes every urgent one that is an hour younger, so none starves.
RANK_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 20, 60))

# Exponential back-off with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter",
# 2015): the wait is uniform between 0 and min(CAP, BASE * 2**tries) seconds.
BACKOFF_BASE_SECONDS = 2
BACKOFF_CAP_SECONDS = 300
# A server that asks for more than this is treated as down for this long, then asked again.
RETRY_AFTER_CAP_SECONDS = 3600

WORKER_LOST = "worker_lost"
WORKER_LOST_WORDS = "The worker stopped in the middle of this draft."
# Ends that are nobody's fault: the job goes back as it was.
HANDED_BACK = frozenset({"aborted", "budget"})


@dataclass(frozen=True)
class Lease:
    """The right to work on a job. `number`: of this claim, and of the call it makes."""

    job_id: int
    token: uuid.UUID
    number: int
    ticket_id: int
    ticket_version: int
    instruction: str = ""


@dataclass
class End:
    """How an attempt ended: with the fields of a `suggestion`, or with an `error`.

    `call` and `outcome` (the fields of an AICallOutcome) are None when nothing was sent.
    """

    lease: Lease
    call: AICall | None = None
    outcome: dict | None = None
    suggestion: dict | None = None
    error: ProviderError | None = None


def new_job(ticket, requested_by=None, instruction=""):
    """Build the outbox entry for the ticket's present version, unsaved."""
    now = timezone.now()
    return DraftJob(
        ticket=ticket,
        ticket_version=ticket.version,
        priority=RANK[ticket.priority],
        created_at=now,
        rank_at=now + RANK_DELAYS[RANK[ticket.priority]],
        max_attempts=settings.AI_MAX_ATTEMPTS,
        max_outages=settings.AI_MAX_OUTAGES,
        requested_by=requested_by,
        instruction=instruction,
    )


def reprioritise(ticket):
    """Give the ticket's queued job the place of the ticket's present priority.

    A worker that comes for it just now passes over it, so it is called for again."""
    rank = RANK[ticket.priority]
    DraftJob.objects.filter(ticket=ticket, status=Status.QUEUED).update(
        priority=rank, rank_at=F("created_at") + RANK_DELAYS[rank], published_at=None
    )


def cancel_live(ticket, **fields):
    """Cancel the ticket's queued and running jobs; a running worker's result will be fenced off.

    The caller holds the ticket's lock. Returns the number of jobs cancelled.
    """
    return DraftJob.objects.filter(ticket=ticket, status__in=LIVE).update(
        status=Status.CANCELLED,
        lease_token=None,
        lease_expires_at=None,
        finished_at=timezone.now(),
        **fields,
    )


def _lease_end():
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)


@transaction.atomic(durable=True)
def claim(job_ids):
    """Lease those of the jobs that are due, unless the AI may not be asked now.

    The broker may deliver a wake-up any number of times, late or for nothing.

    Returns: (Leases, ids of jobs to claim alone). A job that already lost a worker is never begun
    together with others, so that what kills workers has no company.
    """
    room = supply.room()
    if room == 0:
        return [], []
    jobs = list(
        DraftJob.objects.select_for_update(skip_locked=True)
        .filter(pk__in=job_ids, status=Status.QUEUED, next_attempt_at__lte=timezone.now())
        .order_by("rank_at", "id")[:room]
    )
    suspects = [job.pk for job in jobs if job.error_code == WORKER_LOST and len(job_ids) > 1]
    jobs = [job for job in jobs if job.pk not in suspects]
    if not jobs or (room and not supply.take_probe()):
        return [], suspects
    token = uuid.uuid4()
    DraftJob.objects.filter(pk__in=[job.pk for job in jobs]).update(
        status=Status.RUNNING,
        claims=F("claims") + 1,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_expires_at=_lease_end(),
    )
    return [
        Lease(job.pk, token, job.claims + 1, job.ticket_id, job.ticket_version, job.instruction)
        for job in jobs
    ], suspects


def renew(leases):
    """Prolong leases; returns those that still hold. The others are gone for good."""
    ours = Q(pk__in=[lease.job_id for lease in leases]) & Q(
        lease_token__in={lease.token for lease in leases}
    )
    running = DraftJob.objects.filter(ours, status=Status.RUNNING)
    with transaction.atomic():
        # What is locked is being settled at this moment: to wait for it here, with others in hand,
        # is how two threads of one worker come to wait for each other.
        free = running.select_for_update(no_key=True, skip_locked=True).order_by("pk")
        ids = list(free.values_list("pk", flat=True))
        DraftJob.objects.filter(pk__in=ids).update(lease_expires_at=_lease_end())
    held = set(running.values_list("pk", "lease_token"))
    return [lease for lease in leases if (lease.job_id, lease.token) in held]


def _hold(leases):
    """Lock the jobs whose lease still holds: a dict of Lease to DraftJob."""
    jobs = DraftJob.objects.select_for_update().filter(
        pk__in=[lease.job_id for lease in leases], status=Status.RUNNING
    )
    held = {(job.pk, job.lease_token): job for job in jobs.order_by("pk")}
    return {
        lease: held[lease.job_id, lease.token]
        for lease in leases
        if (lease.job_id, lease.token) in held
    }


@transaction.atomic(durable=True)
def start_calls(calls, metered):
    """Record what is about to be sent, before it is sent.

    Parameters: `calls` a dict of Lease to the fields of its AICall; `metered` whether a budget
    must have room for it. Returns a dict of Lease to AICall. What is not in it must not be sent:
    its lease is lost, or it waits for a budget.
    """
    held = _hold(list(calls))
    planned = {
        lease: AICall(job_id=lease.job_id, attempt=lease.number, **fields)
        for lease, fields in calls.items()
        if lease in held
    }
    if metered:
        reserved = budget.reserve(list(planned.values()))
        for lease, used_up in zip(list(planned), reserved, strict=True):
            if used_up:
                del planned[lease]
                _hand_back(held[lease], "budget", used_up.words, used_up.until)
    AICall.objects.bulk_create(planned.values())
    if not planned:
        supply.free_probe()
    return planned


@transaction.atomic(durable=True)
def settle(ends):
    """Store how attempts ended: drafts as pending review, failures as the job's next state.

    What an AI answered after its lease was lost is kept as evidence, not as a draft.
    Returns: the Ends that counted.
    """
    held = _hold([end.lease for end in ends])
    # A commit whose reply was lost is repeated: what is there already is left as it is.
    calls = [end.call.pk for end in ends if end.call]
    told = set(AICallOutcome.objects.filter(pk__in=calls).values_list("pk", flat=True))
    news = [end for end in ends if end.call is None or end.call.pk not in told]
    AICallOutcome.objects.bulk_create(
        AICallOutcome(call=end.call, **end.outcome) for end in news if end.call
    )
    ours = [end for end in ends if end.lease in held]
    drafted = [(held[end.lease], end) for end in ours if end.suggestion]
    failed = [(held[end.lease], end.error) for end in ours if not end.suggestion]
    events = _store(drafted) + [entry for job, error in failed for entry in _fail(job, error)]
    AuditEvent.objects.bulk_create(sorted(events, key=lambda entry: entry.stream))
    _account(news)
    return ours


def _store(drafted):
    """Insert the suggestions and end their jobs; returns the audit events."""
    suggestions = Suggestion.objects.bulk_create(
        Suggestion(
            job=job,
            call=end.call,
            ticket_id=job.ticket_id,
            ticket_version=job.ticket_version,
            **end.suggestion,
        )
        for job, end in drafted
    )
    DraftJob.objects.filter(pk__in=[job.pk for job, _ in drafted]).update(
        status=Status.DONE,
        lease_token=None,
        lease_expires_at=None,
        finished_at=timezone.now(),
        error_code="",
        error="",
    )
    return [
        event(
            ticket_stream(job.ticket_id),
            AI,
            "draft.stored",
            {
                "suggestion": draft.pk,
                "job": job.pk,
                "attempt": end.lease.number,
                "content_hash": draft.content_hash,
                "provider": end.call.provider,
                "model": end.call.model,
                "risk": draft.risk,
                "reply": bool(draft.reply),
            },
        )
        for draft, (job, end) in zip(suggestions, drafted, strict=True)
    ]


def _account(ends):
    """Tell the budget and the circuit what came of the calls that cost something."""
    give_back_unused(ends)
    failures = [
        (end.call.started_at if end.call else timezone.now(), end.error)
        for end in ends
        if end.error and end.error.of_service
    ]
    answered = [
        end.call.started_at
        for end in ends
        if end.call and not (end.error and (end.error.of_service or end.error.code in HANDED_BACK))
    ]
    if answered or failures:
        supply.note(answered, failures)
    elif any(end.call is None or (end.error and end.error.code in HANDED_BACK) for end in ends):
        supply.free_probe()


def give_back_unused(ends):
    """Put back what the calls of Ends reserved and did not use; in the caller's transaction."""
    calls = [end for end in ends if end.call and end.call.reserved_tokens]
    budget.give_back(
        (end.call, tokens, end.outcome["cost"])
        for end in calls
        # A service that does not tell, or did not get to it, may charge all that was reserved.
        if (tokens := end.outcome["input_tokens"] + end.outcome["output_tokens"])
        or (end.error and end.error.usage is not None)
    )


def _end(job, status, **fields):
    """Write the job's next state; only the columns that the worker's role may write."""
    changes = {"status": status, "lease_token": None, "lease_expires_at": None} | fields
    for name, value in changes.items():
        setattr(job, name, value)
    job.save(update_fields=list(changes))


def _fail(job, error):
    """End an attempt that brought no draft: later again, or failed with the reason in words."""
    if error.code in HANDED_BACK:
        _hand_back(job, error.code, error.detail, timezone.now())
        return []
    tries, most = job.attempts, job.max_attempts
    if error.of_service:
        job.attempts -= 1
        job.outages = tries = job.outages + 1
        most = job.max_outages
    if tries < most and (error.retryable or error.of_service):
        return _again(job, error.code, error.detail, _wait(tries, error.retry_after))
    return _park(job, error.code, error.detail)


def _again(job, code, words, wait):
    _end(
        job,
        Status.QUEUED,
        attempts=job.attempts,
        outages=job.outages,
        next_attempt_at=timezone.now() + wait,
        error_code=code,
        error=words[:500],
    )
    return []


def _hand_back(job, code, words, until):
    """Queue a job again that nothing was tried with."""
    _end(
        job,
        Status.QUEUED,
        attempts=job.attempts - 1,
        next_attempt_at=until,
        error_code=code,
        error=words[:500],
    )


def _wait(tries, retry_after):
    ceiling = min(BACKOFF_CAP_SECONDS, BACKOFF_BASE_SECONDS * 2**tries)
    jitter = random.uniform(0, ceiling)  # noqa: S311 (spreading load, not secrets)
    return timedelta(seconds=max(jitter, min(retry_after or 0, RETRY_AFTER_CAP_SECONDS)))


def _park(job, code, detail):
    _end(
        job,
        Status.FAILED,
        attempts=job.attempts,
        outages=job.outages,
        finished_at=timezone.now(),
        error_code=code,
        error=detail[:500],
    )
    return [_job_event(job, "draft.failed", attempts=job.claims, code=code)]


def _job_event(job, action, **payload):
    return event(ticket_stream(job.ticket_id), SYSTEM, action, {"job": job.pk} | payload)


@transaction.atomic(durable=True)
def release_expired(limit=500):
    """Take back the jobs of workers that died: queue them again, or park them after the last try.

    Returns the number of leases released.
    """
    expired = list(
        DraftJob.objects.select_for_update(skip_locked=True)
        .filter(status=Status.RUNNING, lease_expires_at__lt=timezone.now())
        .order_by("id")[:limit]
    )
    waiting = set(
        AICall.objects.filter(job__in=expired, attempt=F("job__claims")).values_list(
            "job", flat=True
        )
    )
    events = []
    for job in expired:
        events.append(_job_event(job, "draft.lease_expired", attempt=job.claims))
        tries, most = job.attempts, job.max_attempts
        # Its call had left: most likely the worker only waited for it and died of something else.
        if job.pk in waiting:
            job.attempts -= 1
            job.outages = tries = job.outages + 1
            most = job.max_outages
        if tries < most:
            events += _again(job, WORKER_LOST, WORKER_LOST_WORDS, timedelta())
        else:
            events += _park(job, WORKER_LOST, WORKER_LOST_WORDS)
    for entry in events:
        # One by one: two events of one stream in one statement would not see each other.
        entry.save(force_insert=True)
    return len(expired)
