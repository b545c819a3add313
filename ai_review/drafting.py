"""Attempts at drafts: claim, compose the request, ask, check, store.

`begin` and `settle` take many jobs at a time and use PostgreSQL; `ask` takes one, waits for the
AI and uses none: no transaction and no connection is held while it thinks. Every way out of here
is a state of the job that people can see.
"""

import logging
import time
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection

from ai_review import budget, jobs
from ai_review.composing import Prepared, Rules, assess, internal_error, prepare
from ai_review.models import AICall, PromptVersion
from ai_review.providers import get_provider
from ai_review.providers.base import Provider, ProviderError, ProviderResult, ignore

log = logging.getLogger(__name__)

# How long a finished draft waits for a PostgreSQL that is away, before the lease decides.
RETRY_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Attempt:
    """A call that is recorded and may be sent."""

    lease: jobs.Lease
    call: AICall
    prepared: Prepared
    provider: Provider


@dataclass(frozen=True)
class Answer:
    """What came of an Attempt: a result or an error."""

    attempt: Attempt
    latency_ms: int
    result: ProviderResult | None = None
    error: ProviderError | None = None


def run(job_id):
    """Draft for one job if it is due; the wake-up may come late, twice or for nothing."""
    for attempt in begin([job_id]):
        settle([ask(attempt)])


def begin(job_ids):
    """Claim jobs, prepare their requests and record them as about to be sent.

    Returns the Attempts to `ask`, at most one for each job.
    """
    leases, alone = jobs.claim(job_ids)
    attempts = _begin(leases) if leases else []
    for job_id in alone:
        attempts += begin([job_id])
    return attempts


def _begin(leases):
    """Prepare and record; when that fails for all together, for each alone."""
    try:
        return _record(leases)
    except (OperationalError, InterfaceError):
        raise  # PostgreSQL is away: the leases will expire
    except Exception:  # noqa: BLE001 (internal_error logs it)
        if len(leases) > 1:
            return [attempt for lease in leases for attempt in _begin([lease])]
        jobs.settle([jobs.End(leases[0], error=internal_error(leases[0].job_id, "preparing"))])
        return []


def _record(leases):
    prompt = PromptVersion.active()
    try:
        provider = get_provider(prompt.model)
    except ProviderError as error:
        jobs.settle([jobs.End(lease, error=error) for lease in leases])
        return []
    prepared, failed = prepare(leases, provider, prompt)
    if failed:
        jobs.settle([jobs.End(lease, error=error) for lease, error in failed.items()])
    fields = {lease: call_fields(each, provider) for lease, each in prepared.items()}
    calls = jobs.start_calls(fields, provider.metered) if fields else {}
    return [Attempt(lease, call, prepared[lease], provider) for lease, call in calls.items()]


def call_fields(prepared, provider):
    """The fields of the AICall that records this request before it is sent."""
    tokens, cost = budget.estimate(prepared.body) if provider.metered else (0, 0)
    return {
        "provider": provider.name,
        "model": provider.model,
        "prompt_version": prepared.prompt,
        "request": prepared.body,
        "context": prepared.context,
        "redactions": prepared.redactor.count,
        "reserved_tokens": tokens,
        "reserved_cost": cost,
    }


def ask(attempt, on_start=ignore):
    """Send the call and wait; returns an Answer, also for a failure."""
    prepared, started = attempt.prepared, time.monotonic()
    result = failure = None
    try:
        result = attempt.provider.draft(prepared.request, prepared.body, on_start)
    except ProviderError as error:
        failure = error
    except Exception:  # noqa: BLE001 (internal_error logs it)
        failure = internal_error(attempt.lease.job_id, "asking for")
    return Answer(attempt, int((time.monotonic() - started) * 1000), result, failure)


def settle(answers):
    """Check and store what came back; waits for a PostgreSQL that is away while the leases last."""
    rules = None
    give_up = time.monotonic() + settings.LEASE_SECONDS
    ends = []
    while True:
        try:
            rules = rules or Rules.read()
            ends = ends or [end_of(answer, rules) for answer in answers]
            return _store(ends)
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or time.monotonic() > give_up:
                raise
            log.warning("PostgreSQL is away, %s drafts wait: %s", len(answers), error)
            connection.close()
            time.sleep(RETRY_PAUSE_SECONDS)


def _store(ends):
    """Store together; when one of them cannot be stored, each alone, so that it fails alone."""
    try:
        counted = jobs.settle(ends)
    except (IntegrityError, DataError):
        if len(ends) > 1:
            for end in ends:
                _store([end])
            return
        end = ends[0]
        error = internal_error(end.lease.job_id, "storing")
        counted = jobs.settle([replace(end, suggestion=None, error=error)])
    for end in ends:
        if end not in counted:
            # Superseded by a newer message, or taken over after a pause: the other result counts.
            log.info("dropped a late draft of job %s", end.lease.job_id)


def end_of(answer, rules):
    """Check what came back; returns the jobs.End, whose suggestion is None after a failure."""
    lease, call = answer.attempt.lease, answer.attempt.call
    result, error = answer.result, answer.error
    suggestion = None
    if result:
        try:
            suggestion = assess(answer.attempt.prepared, result.draft, rules)
        except Exception:  # noqa: BLE001 (internal_error logs it)
            error = internal_error(lease.job_id, "checking")
    usage = (result.input_tokens, result.output_tokens) if result else error.usage or (0, 0)
    outcome = {
        "code": error.code if error else "ok",
        "detail": error.detail[:500] if error else "",
        "response": _storable(result.response if result else error.response),
        "latency_ms": answer.latency_ms,
        "input_tokens": usage[0],
        "output_tokens": usage[1],
        "cost": budget.cost(*usage) if answer.attempt.provider.metered else 0,
    }
    return jobs.End(lease, call, outcome, suggestion, error)


def _storable(text):
    """PostgreSQL has no NUL in text; everything else is kept as it came."""
    return text.replace("\x00", "\ufffd")
