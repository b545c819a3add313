"""Drafts of a chosen risk for the admin's tests, written by the worker's own functions and role."""

from ai_review import jobs
from ai_review.models import PromptVersion
from ai_review.providers.base import ProviderError

REQUEST = '{"messages": ["Where is my card, [NAME_1]?"]}'
SOURCE = {
    "n": 1,
    "kind": "article",
    "source_id": 1,
    "title": "When a new card arrives",
    "text": "Cards arrive in five working days.",
    "quote": "five working days",
    "score": 0.8,
}


def _call(ticket):
    [lease], _ = jobs.claim([ticket.draft_jobs.order_by("-pk").first().pk])
    fields = {
        "provider": "offline",
        "model": "extractive",
        "prompt_version": PromptVersion.active(),
        "request": REQUEST,
        "redactions": 1,
    }
    return lease, jobs.start_calls({lease: fields}, metered=False)[lease]


def write_draft(as_role, ticket, **fields):
    """Let the worker store a draft of the ticket; `fields` are the Suggestion's."""
    suggestion = {
        "summary": "The customer waits for a card.",
        "reply": "It arrives in five working days.\n\nYou get 12.50 EUR back.",
        "language": "en",
        "category": "card_arrival",
        "citations": [SOURCE],
        "gates": [
            {
                "code": "amount",
                "level": "warn",
                "message": "This amount is in no source.",
                "spans": ["12.50 EUR"],
            }
        ],
        "risk": "low",
        "required_reviews": 1,
    } | fields
    with as_role("worker"):
        lease, call = _call(ticket)
        outcome = {"code": "ok", "latency_ms": 12}
        jobs.settle([jobs.End(lease, call, outcome, suggestion)])
        return call.suggestion


def fail_draft(as_role, ticket, detail="The AI service did not accept the request."):
    """Let the worker fail for good at the ticket's draft; returns the job."""
    with as_role("worker"):
        lease, call = _call(ticket)
        error = ProviderError("bad_request", detail, retryable=False)
        outcome = {"code": error.code, "detail": detail, "latency_ms": 12}
        jobs.settle([jobs.End(lease, call, outcome, error=error)])
        return call.job
