"""What every AI provider takes and gives, in plain Python.

A provider turns a DraftRequest (text already redacted) into a Draft or a ProviderError. Nothing
here knows Django, HTTP or a vendor.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

PRIORITIES = ("low", "normal", "high", "urgent")
SENTIMENTS = ("negative", "neutral", "positive")

MAX_SUMMARY = 2_000
MAX_REPLY = 10_000
MAX_QUOTE = 1_500
MAX_CITATIONS = 10


@dataclass(frozen=True)
class Line:
    """One message of the conversation, or a file that came with the one before.

    `kind`: customer | public_reply | internal_note | attachment.
    """

    kind: str
    body: str


@dataclass(frozen=True)
class Source:
    """A text the reply may rest on.

    `kind`: article | resolution. `score`: how well it matches the ticket, 0..1. `question`: for a
    resolution what was asked then. `category`: the category that people gave it, or "".
    """

    kind: str
    source_id: str | int
    title: str
    text: str
    question: str = ""
    language: str = ""
    score: float = 0.0
    category: str = ""


@dataclass(frozen=True)
class DraftRequest:
    """All that a provider is told. `language`: two letters or "" for unknown.

    Sources are numbered from 1 in the order given; citations refer to those numbers.
    `instruction`: what a person of the desk asks of this draft, or "".
    """

    ticket_subject: str
    messages: list[Line]
    customer_name: str
    language: str
    sources: list[Source]
    system_prompt: str
    categories: list[str] = field(default_factory=list)
    instruction: str = ""


@dataclass(frozen=True)
class DraftCitation:
    """`n`: number of the source, from 1. `quote`: the part used, word for word."""

    n: int
    quote: str


@dataclass(frozen=True)
class Draft:
    """A proposal for a person to judge. `reply` may be "": no good answer was found.

    `sentiment`: the customer's tone, one of SENTIMENTS.
    """

    summary: str
    reply: str
    language: str
    category: str
    priority: str
    sentiment: str
    citations: list[DraftCitation]


@dataclass(frozen=True)
class ProviderResult:
    """A draft and how it came about. `request` is the exact body sent, `response` the one read."""

    draft: Draft
    model: str
    request: str
    response: str
    input_tokens: int
    output_tokens: int


# The AI service is to blame, not the ticket: the draft is tried again when the service is well.
SERVICE_CODES = frozenset(
    {"timeout", "unavailable", "rate_limited", "auth", "redirected", "not_configured"}
)


class ProviderError(Exception):
    """A call that gave no draft.

    code: timeout | rate_limited | unavailable | refused | truncated | invalid_output | too_large |
        redirected | bad_request | auth | not_configured | aborted (by ourselves)
    retryable: whether the same request may succeed later without a person's help
    detail: what happened, in words for a reviewer or an operator; never a secret
    retry_after: seconds that the service asked us to wait, or None
    response: what was read of the answer, for the record
    usage: (input, output) tokens that the service charges for, or None when nobody knows
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        retryable: bool,
        retry_after: float | None = None,
        response: str = "",
        usage: tuple[int, int] | None = None,
    ):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.retryable = retryable
        self.retry_after = retry_after
        self.response = response
        self.usage = usage

    def __str__(self):
        return f"{self.code}: {self.detail}"

    @property
    def of_service(self) -> bool:
        """Whether the service failed, rather than this one request."""
        return self.code in SERVICE_CODES


def ignore(cancel: Callable) -> None:
    """An `on_start` that lets the call run."""


class Provider(Protocol):
    """An AI service. Both methods may be called from many threads at once."""

    name: str
    model: str
    metered: bool  # whether calls cost something and so need a budget
    parameters: dict  # what shapes a body besides the request and the model

    def follows(self, instruction: str) -> bool:
        """Whether it can do what a person asks of a draft, in their own words, at all."""

    def prepare(self, request: DraftRequest) -> str:
        """The exact body that `draft` will send, to be recorded before anything is sent."""

    def draft(
        self, request: DraftRequest, body: str, on_start: Callable[[Callable], None] = ignore
    ) -> ProviderResult:
        """Send `body` and return the draft; raises ProviderError. Ends within the deadline.

        `on_start` is given a function that ends the call from another thread (code aborted).
        """


def output_schema(request: DraftRequest) -> dict:
    """JSON schema of the answer, strict: every field required, nothing else allowed."""
    text = {"type": "string"}
    category = {**text, "enum": [*request.categories, ""]} if request.categories else {**text}
    citation = {
        "type": "object",
        "properties": {
            "n": {"type": "integer", "description": "The number of the source."},
            "quote": {**text, "description": "A part of that source, word for word."},
        },
        "required": ["n", "quote"],
        "additionalProperties": False,
    }
    properties = {
        "summary": {
            **text,
            "description": "What the customer wants, what has happened and what is open now.",
        },
        "reply": {**text, "description": "Empty if the sources do not answer the question."},
        "language": {**text, "description": "The reply's language, two letters of ISO 639-1."},
        "category": {**category, "description": "Empty if none of them fits."},
        "priority": {**text, "enum": list(PRIORITIES)},
        "sentiment": {
            **text,
            "enum": list(SENTIMENTS),
            "description": "The customer's tone: a problem told calmly is neutral.",
        },
        "citations": {"type": "array", "items": citation},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse_draft(text: str, request: DraftRequest) -> Draft:
    """The Draft that `text` (JSON by `output_schema`) describes.

    Raises ProviderError invalid_output, retryable, for anything that is not exactly that: a model
    seldom makes the same slip twice.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _invalid("The AI's answer is not valid JSON.", text) from None
    try:
        return _draft(data, request)
    except ValueError as error:
        raise _invalid(f"The AI's answer does not have the agreed form: {error}.", text) from None


def _invalid(detail: str, response: str) -> ProviderError:
    return ProviderError("invalid_output", detail, retryable=True, response=response)


_FIELDS = frozenset(Draft.__dataclass_fields__)


def _draft(data: object, request: DraftRequest) -> Draft:
    if not isinstance(data, dict):
        raise ValueError("it is not an object")
    if missing := sorted(_FIELDS - data.keys()):
        raise ValueError(f"{missing[0]} is missing")
    if data.keys() - _FIELDS:
        raise ValueError("it has an unknown field")
    category = _text(data, "category", 60)
    if category and category not in request.categories:
        raise ValueError("the category is not one of those given")
    priority = _text(data, "priority", 10)
    if priority not in PRIORITIES:
        raise ValueError("the priority is not one of low, normal, high, urgent")
    sentiment = _text(data, "sentiment", 10)
    if sentiment not in SENTIMENTS:
        raise ValueError("the sentiment is not one of negative, neutral, positive")
    summary = _text(data, "summary", MAX_SUMMARY)
    if not summary:
        raise ValueError("the summary is empty")
    return Draft(
        summary=summary,
        reply=_text(data, "reply", MAX_REPLY),
        language=_language(data),
        category=category,
        priority=priority,
        sentiment=sentiment,
        citations=_citations(data["citations"], len(request.sources)),
    )


def _text(data: dict, name: str, most: int) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    # PostgreSQL stores neither NUL nor half of a surrogate pair.
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError(f"{name} has characters that cannot be stored")
    value = value.strip()
    if len(value) > most:
        raise ValueError(f"{name} is longer than {most} characters")
    return value


def _language(data: dict) -> str:
    """Two letters in lower case ("en-GB" → "en"), or "" for anything else."""
    code = _text(data, "language", 40).lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _citations(items: object, sources: int) -> list[DraftCitation]:
    if not isinstance(items, list):
        raise ValueError("citations is not a list")
    if len(items) > MAX_CITATIONS:
        raise ValueError(f"there are more than {MAX_CITATIONS} citations")
    citations = []
    for item in items:
        if not isinstance(item, dict) or item.keys() != {"n", "quote"}:
            raise ValueError("a citation does not have exactly n and quote")
        n = item["n"]
        if type(n) is not int or not 1 <= n <= sources:
            raise ValueError("a citation names a source that was not given")
        citations.append(DraftCitation(n, _text(item, "quote", MAX_QUOTE)))
    return citations
