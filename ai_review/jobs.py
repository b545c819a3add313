"""The life of a DraftJob: queued, leased, finished or tried again. The row is the queue.

A worker owns a job only while it holds the lease token. Every write that ends a job is fenced by
that token, so a worker that was paused past its lease changes nothing: exactly one Suggestion per
job, whatever the broker delivers and however often.
"""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ai_review.models import AICall, AICallOutcome, DraftJob, Suggestion
from audit.services import AI, SYSTEM, record, ticket_stream

Status = DraftJob.Status
LIVE = (Status.QUEUED, Status.RUNNING)
RANK = {"urgent": 0, "high": 1, "normal": 2, "low": 3}

# Exponential back-off with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter",
# 2015): the wait is uniform between 0 and min(CAP, BASE * 2**attempt) seconds.
BACKOFF_BASE_SECONDS = 2
BACKOFF_CAP_SECONDS = 300
# A server that asks for more than this is treated as down for this long, then asked again.
RETRY_AFTER_CAP_SECONDS = 3600


class LeaseLost(Exception):
    """The job was released, cancelled or given to another worker; this result must not count."""


@dataclass(frozen=True)
class Lease:
    job_id: int
    token: uuid.UUID
    attempt: int
    ticket_id: int
    ticket_version: int


def new_job(ticket, requested_by=None):
    """Build the outbox entry for the ticket's present version, unsaved."""
    return DraftJob(
        ticket=ticket,
        ticket_version=ticket.version,
        priority=RANK[ticket.priority],
        max_attempts=settings.AI_MAX_ATTEMPTS,
        requested_by=requested_by,
    )


def cancel_live(ticket):
    """Cancel the ticket's queued and running jobs; a running worker's result will be fenced off.

    The caller holds the ticket's lock. Returns the number of jobs cancelled.
    """
    return DraftJob.objects.filter(ticket=ticket, status__in=LIVE).update(
        status=Status.CANCELLED,
        lease_token=None,
        lease_expires_at=None,
        finished_at=timezone.now(),
    )


def lease_duration():
    """Longer than the longest call, so that only a dead or stopped worker outlives its lease."""
    return timedelta(seconds=settings.AI_DEADLINE_SECONDS + settings.LEASE_MARGIN_SECONDS)


@transaction.atomic(durable=True)
def claim(job_id):
    """Lease a due job to the caller.

    Returns: a Lease, or None when the job is not due, not queued or in other hands: the broker
    may deliver a wake-up any number of times.
    """
    now = timezone.now()
    job = (
        DraftJob.objects.select_for_update(skip_locked=True)
        .filter(pk=job_id, status=Status.QUEUED, next_attempt_at__lte=now)
        .first()
    )
    if job is None:
        return None
    job.status = Status.RUNNING
    job.attempts += 1
    job.lease_token = uuid.uuid4()
    job.lease_expires_at = now + lease_duration()
    job.save(update_fields=["status", "attempts", "lease_token", "lease_expires_at"])
    return Lease(job.pk, job.lease_token, job.attempts, job.ticket_id, job.ticket_version)


def _hold(lease):
    """Lock the job if the lease still holds. Raises: LeaseLost."""
    job = (
        DraftJob.objects.select_for_update()
        .filter(pk=lease.job_id, status=Status.RUNNING, lease_token=lease.token)
        .first()
    )
    if job is None:
        raise LeaseLost(f"job {lease.job_id}: the lease of attempt {lease.attempt} is gone")
    return job


def _end(job, status, **fields):
    """Write the job's next state; only the columns that the worker's role may write."""
    changes = {"status": status, "lease_token": None, "lease_expires_at": None} | fields
    for name, value in changes.items():
        setattr(job, name, value)
    job.save(update_fields=list(changes))


@transaction.atomic(durable=True)
def start_call(lease, **fields):
    """Record what is about to be sent, before it is sent. Raises: LeaseLost."""
    _hold(lease)
    return AICall.objects.create(job_id=lease.job_id, attempt=lease.attempt, **fields)


@transaction.atomic(durable=True)
def finish(lease, call, outcome, suggestion):
    """Store a draft as pending review.

    Parameters: `outcome` the fields of an AICallOutcome; `suggestion` those of a Suggestion.
    Raises: LeaseLost, and then stores nothing (see `keep_late_outcome`).
    """
    job = _hold(lease)
    AICallOutcome.objects.create(call=call, **outcome)
    draft = Suggestion.objects.create(
        job=job,
        call=call,
        ticket_id=job.ticket_id,
        ticket_version=job.ticket_version,
        **suggestion,
    )
    _end(job, Status.DONE, finished_at=timezone.now(), error_code="", error="")
    record(
        ticket_stream(job.ticket_id),
        AI,
        "draft.stored",
        suggestion=draft.pk,
        job=job.pk,
        attempt=job.attempts,
        content_hash=draft.content_hash,
        provider=call.provider,
        model=call.model,
        risk=draft.risk,
    )
    return draft


@transaction.atomic(durable=True)
def keep_late_outcome(call, outcome):
    """Keep what an AI answered after the lease was lost: as evidence, not as a draft."""
    AICallOutcome.objects.get_or_create(call=call, defaults=outcome)


@transaction.atomic(durable=True)
def fail(lease, error, call=None, outcome=None):
    """End an attempt that brought no draft: later again, or failed with the reason in words.

    Parameters: `error` a ProviderError; `call` and `outcome` when something was sent.
    Raises: LeaseLost.
    """
    job = _hold(lease)
    if call is not None:
        AICallOutcome.objects.create(call=call, **outcome)
    if error.retryable and job.attempts < job.max_attempts:
        _end(
            job,
            Status.QUEUED,
            next_attempt_at=timezone.now() + _wait(job.attempts, error.retry_after),
            error_code=error.code,
            error=error.detail[:500],
        )
    else:
        _park(job, error.code, error.detail)
    return job


def _wait(attempts, retry_after):
    ceiling = min(BACKOFF_CAP_SECONDS, BACKOFF_BASE_SECONDS * 2**attempts)
    jitter = random.uniform(0, ceiling)  # noqa: S311 (spreading load, not secrets)
    return timedelta(seconds=max(jitter, min(retry_after or 0, RETRY_AFTER_CAP_SECONDS)))


def _park(job, code, detail):
    _end(job, Status.FAILED, finished_at=timezone.now(), error_code=code, error=detail[:500])
    record(
        ticket_stream(job.ticket_id),
        SYSTEM,
        "draft.failed",
        job=job.pk,
        attempts=job.attempts,
        code=code,
    )


@transaction.atomic(durable=True)
def release_expired(limit=500):
    """Take back the jobs of workers that died: queue them again, or park them after the last try.

    Returns the number of leases released.
    """
    expired = (
        DraftJob.objects.select_for_update(skip_locked=True)
        .filter(status=Status.RUNNING, lease_expires_at__lt=timezone.now())
        .order_by("ticket_id", "id")[:limit]
    )
    for job in expired:
        record(
            ticket_stream(job.ticket_id),
            SYSTEM,
            "draft.lease_expired",
            job=job.pk,
            attempt=job.attempts,
        )
        words = "The worker stopped in the middle of this draft."
        if job.attempts < job.max_attempts:
            _end(
                job,
                Status.QUEUED,
                next_attempt_at=timezone.now(),
                error_code="worker_lost",
                error=words,
            )
        else:
            _park(job, "worker_lost", words)
    return len(expired)


def due(window, republish_after):
    """Ids of the jobs to wake workers for, the most urgent first.

    At most `window` wake-ups are under way at once, so that the backlog waits here in the order
    of its urgency and not in Redis in the order of its arrival. A wake-up older than
    `republish_after` (a timedelta) is taken for lost.
    """
    now = timezone.now()
    awake = Q(published_at__gt=now - republish_after, published_at__gte=F("next_attempt_at"))
    queued = DraftJob.objects.filter(status=Status.QUEUED, next_attempt_at__lte=now)
    room = window - queued.filter(awake).count()
    if room <= 0:
        return []
    return list(
        queued.filter(~awake | Q(published_at=None))
        .order_by("priority", "next_attempt_at", "id")
        .values_list("pk", flat=True)[:room]
    )


def mark_published(job_ids):
    DraftJob.objects.filter(pk__in=job_ids).update(published_at=timezone.now())
