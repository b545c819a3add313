"""Attempts at drafts: retrieve, redact, prompt, ask, check, store.

`begin` and `settle` take many jobs at a time and use PostgreSQL; `ask` takes one, waits for the
AI and uses none: no transaction and no connection is held while it thinks. Every way out of here
is a state of the job that people can see.
"""

import logging
import time
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection

from ai_review import budget, gates, jobs
from ai_review.language import detect_language
from ai_review.models import AICall, PromptVersion, ReviewPolicy
from ai_review.providers import get_provider
from ai_review.providers.base import (
    DraftRequest,
    Line,
    Provider,
    ProviderError,
    ProviderResult,
    ignore,
)
from ai_review.redaction import RedactionError, Redactor
from ai_review.retrieval import categories, find_sources
from tickets.models import Message, Ticket

log = logging.getLogger(__name__)

# How long a finished draft waits for a PostgreSQL that is away, before the lease decides.
RETRY_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Prepared:
    """All that is known before the AI is asked."""

    request: DraftRequest
    body: str
    redactor: Redactor
    ticket_text: str
    sources: list
    prompt: PromptVersion


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
    except Exception:  # noqa: BLE001 (_internal logs it)
        if len(leases) > 1:
            return [attempt for lease in leases for attempt in _begin([lease])]
        jobs.settle([jobs.End(leases[0], error=_internal(leases[0], "preparing"))])
        return []


def _record(leases):
    try:
        provider = get_provider()
    except ProviderError as error:
        jobs.settle([jobs.End(lease, error=error) for lease in leases])
        return []
    prepared, failed = prepare(leases, provider)
    if failed:
        jobs.settle([jobs.End(lease, error=error) for lease, error in failed.items()])
    fields = {lease: _call_fields(each, provider) for lease, each in prepared.items()}
    calls = jobs.start_calls(fields, provider.metered) if fields else {}
    return [Attempt(lease, call, prepared[lease], provider) for lease, call in calls.items()]


def _call_fields(prepared, provider):
    tokens, cost = budget.estimate(prepared.body) if provider.metered else (0, 0)
    return {
        "provider": provider.name,
        "model": provider.model,
        "prompt_version": prepared.prompt,
        "request": prepared.body,
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
    except Exception:  # noqa: BLE001 (_internal logs it)
        failure = _internal(attempt.lease, "asking for")
    return Answer(attempt, int((time.monotonic() - started) * 1000), result, failure)


def settle(answers):
    """Check and store what came back; waits for a PostgreSQL that is away while the leases last."""
    policy = None
    give_up = time.monotonic() + settings.LEASE_SECONDS
    ends = []
    while True:
        try:
            policy = policy or ReviewPolicy.objects.get()
            ends = ends or [_end(answer, policy) for answer in answers]
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
        error = _internal(end.lease, "storing")
        counted = jobs.settle([replace(end, suggestion=None, error=error)])
    for end in ends:
        if end not in counted:
            # Superseded by a newer message, or taken over after a pause: the other result counts.
            log.info("dropped a late draft of job %s", end.lease.job_id)


def _end(answer, policy):
    lease, call = answer.attempt.lease, answer.attempt.call
    result, error = answer.result, answer.error
    suggestion = None
    if result:
        try:
            suggestion = assess(answer.attempt.prepared, result.draft, policy)
        except Exception:  # noqa: BLE001 (_internal logs it)
            error = _internal(lease, "checking")
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


def _internal(lease, doing):
    """A fault of our own: logged for us, told to people, and tried again a few times."""
    log.exception("job %s: %s the draft failed", lease.job_id, doing)
    words = f"Handrail failed while {doing} the draft; the log of the worker says more."
    return ProviderError("internal", words, retryable=True)


def prepare(leases, provider):
    """Read the tickets, redact them, find sources and build the exact request bodies.

    Returns: (dict of Lease to Prepared, dict of Lease to ProviderError for those that cannot be).
    """
    tickets = Ticket.objects.select_related("customer").in_bulk(
        [lease.ticket_id for lease in leases]
    )
    conversations = {pk: [] for pk in tickets}
    for message in (
        Message.objects.filter(ticket__in=tickets)
        .exclude(delivery_status=Message.Delivery.CANCELLED)
        .order_by("id")
    ):
        conversations[message.ticket_id].append(message)
    redacted, failed = {}, {}
    for lease in leases:
        ticket = tickets[lease.ticket_id]
        _guard(lease, failed, redacted, lambda t=ticket: _redact(t, conversations[t.pk]))
    sources = find_sources({lease.ticket_id: each.query for lease, each in redacted.items()})
    known = {"categories": categories(), "prompt": PromptVersion.objects.get(is_active=True)}
    prepared = {}
    for lease, each in redacted.items():
        found = sources[lease.ticket_id]
        _guard(lease, failed, prepared, lambda e=each, f=found: _compose(e, f, provider, **known))
    return prepared, failed


def _guard(lease, failed, done, work):
    """Put `work()` into `done`, or the reason why it cannot be into `failed`: one bad ticket must
    not stop those beside it."""
    try:
        result = work()
        if isinstance(result, Exception):
            raise result
        done[lease] = result
    except RedactionError as error:
        # Fail closed: what cannot be cleared of personal data does not leave.
        words = f"Personal data could not be removed safely, so nothing was sent: {error}"
        failed[lease] = ProviderError("redaction_failed", words, retryable=False)
    except Exception:  # noqa: BLE001 (_internal logs it)
        failed[lease] = _internal(lease, "preparing")


@dataclass(frozen=True)
class Redacted:
    """A conversation without personal data. `query`: what to look for in the knowledge base."""

    redactor: Redactor
    ticket_text: str
    subject: str
    customer_name: str
    lines: list
    asked: list
    query: str


def _redact(ticket, messages):
    customer = ticket.customer
    redactor = Redactor(
        {"name": customer.name, "email": customer.email, "external_id": customer.external_id}
    )
    # All at once: a secret told in the last message disappears from the first one too.
    subject, *bodies = redactor.redact_all(
        [ticket.subject, *(message.body for message in messages)]
    )
    lines = [
        Line(kind=message.kind, body=body) for message, body in zip(messages, bodies, strict=True)
    ]
    asked = [line.body for line in lines if line.kind == Message.Kind.CUSTOMER]
    return Redacted(
        redactor,
        "\n".join([ticket.subject, *(message.body for message in messages)]),
        subject,
        redactor.redact(customer.name),
        lines,
        asked,
        # What was asked first and what was said last carry the question of a long thread.
        "\n".join([subject, *dict.fromkeys([asked[0], asked[-1]])]),
    )


def _compose(redacted, sources, provider, categories, prompt):
    if isinstance(sources, Exception):
        raise sources
    request = DraftRequest(
        ticket_subject=redacted.subject,
        messages=redacted.lines,
        customer_name=redacted.customer_name,
        language=detect_language("\n".join(redacted.asked)),
        sources=sources,
        system_prompt=prompt.system_prompt,
        categories=categories,
    )
    body = provider.prepare(request)
    return Prepared(request, body, redacted.redactor, redacted.ticket_text, sources, prompt)


def assess(prepared, draft, policy):
    """Restore the customer's values in a draft, check it, and give the fields of a Suggestion."""
    restored = replace(
        draft,
        summary=prepared.redactor.restore(draft.summary),
        reply=prepared.redactor.restore(draft.reply),
    )
    found = gates.check(draft, prepared.request, restored, prepared.ticket_text, prepared.sources)
    risk = gates.risk(found)
    return {
        "summary": restored.summary,
        "reply": restored.reply,
        "language": draft.language,
        "category": draft.category,
        "priority": draft.priority,
        "citations": [_citation(cited, prepared.sources) for cited in draft.citations],
        "gates": [
            {
                "code": gate.code,
                "level": gate.level,
                "message": gate.message,
                "spans": list(gate.spans),
            }
            for gate in found
        ],
        "risk": risk,
        "required_reviews": policy.required_reviews(risk),
    }


def _citation(cited, sources):
    """Keep the source as it was: the knowledge base may change, the evidence may not."""
    source = sources[cited.n - 1]
    return {
        "n": cited.n,
        "kind": source.kind,
        "source_id": source.source_id,
        "title": source.title,
        "text": source.text,
        "quote": cited.quote,
        "score": round(source.score, 3),
    }


def _storable(text):
    """PostgreSQL has no NUL in text; everything else is kept as it came."""
    return text.replace("\x00", "\ufffd")
