"""One attempt at a draft: retrieve, redact, prompt, ask, check, store.

No transaction and no connection to PostgreSQL is held while the AI thinks. Every way out of here
is a state of the job that people can see.
"""

import logging
import time
from dataclasses import dataclass, replace

from django.db import connection

from ai_review import gates, jobs
from ai_review.language import detect_language
from ai_review.models import PromptVersion, ReviewPolicy
from ai_review.providers import get_provider
from ai_review.providers.base import DraftRequest, Line, ProviderError
from ai_review.redaction import RedactionError, Redactor
from ai_review.retrieval import categories, find_sources
from tickets.models import Message, Ticket

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """All that is known before the AI is asked."""

    request: DraftRequest
    body: str
    redactor: Redactor
    ticket_text: str
    sources: list
    prompt: PromptVersion


def run(job_id):
    """Draft for one job if it is due; the wake-up may come late, twice or for nothing."""
    lease = jobs.claim(job_id)
    if lease is None:
        return
    try:
        _attempt(lease)
    except jobs.LeaseLost as lost:
        # Superseded by a newer message, or taken over after a pause: the other result counts.
        log.info("dropped a late draft: %s", lost)


def _attempt(lease):
    provider = get_provider()
    try:
        prepared = prepare(lease, provider)
    except RedactionError as error:
        # Fail closed: what cannot be cleared of personal data does not leave.
        words = f"Personal data could not be removed safely, so nothing was sent: {error}"
        jobs.fail(lease, ProviderError("redaction_failed", words, retryable=False))
        return
    call = jobs.start_call(
        lease,
        provider=provider.name,
        model=provider.model,
        prompt_version=prepared.prompt,
        request=prepared.body,
        redactions=prepared.redactor.count,
    )
    if provider.name != "offline":
        connection.close()
    started = time.monotonic()
    try:
        result = provider.draft(prepared.request, prepared.body)
    except ProviderError as error:
        failure, result = error, None
        outcome = {
            "code": error.code,
            "detail": error.detail[:500],
            "response": _storable(error.response),
        }
    else:
        outcome = {
            "code": "ok",
            "response": _storable(result.response),
            "input_tokens": result.input_tokens,
            "output_tokens": result.output_tokens,
        }
    outcome["latency_ms"] = int((time.monotonic() - started) * 1000)
    try:
        if result is None:
            jobs.fail(lease, failure, call, outcome)
        else:
            jobs.finish(lease, call, outcome, assess(prepared, result.draft))
    except jobs.LeaseLost:
        jobs.keep_late_outcome(call, outcome)
        raise


def prepare(lease, provider):
    """Read the ticket, redact it, find sources and build the exact request body."""
    ticket = Ticket.objects.select_related("customer").get(pk=lease.ticket_id)
    messages = list(
        ticket.messages.exclude(delivery_status=Message.Delivery.CANCELLED).order_by("id")
    )
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
    # What was asked first and what was said last carry the question of a long thread.
    query = "\n".join([subject, *dict.fromkeys([asked[0], asked[-1]])])
    sources = find_sources(ticket_id=ticket.pk, query=query)
    prompt = PromptVersion.objects.get(is_active=True)
    request = DraftRequest(
        ticket_subject=subject,
        messages=lines,
        customer_name=redactor.redact(customer.name),
        language=detect_language("\n".join(asked)),
        sources=sources,
        system_prompt=prompt.system_prompt,
        categories=categories(),
    )
    ticket_text = "\n".join([ticket.subject, *(message.body for message in messages)])
    return Prepared(request, provider.prepare(request), redactor, ticket_text, sources, prompt)


def assess(prepared, draft):
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
        "required_reviews": ReviewPolicy.objects.get().required_reviews(risk),
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
