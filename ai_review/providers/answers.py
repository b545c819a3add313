"""What an OpenAI-compatible service answered: a draft, or which typed error."""

import json
import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .base import DraftRequest, ProviderError, ProviderResult, parse_draft

MAX_RETRY_AFTER_SECONDS = 24 * 3600.0
# How services say that a request does not fit the model's context: OpenAI, Azure and vLLM;
# llama.cpp.
_TOO_LONG = ("context_length_exceeded", "maximum context length", "exceed_context_size_error")

FREE = (0, 0)  # tokens charged for an answer that is an error status


def error_of_status(status: int, headers, text: str, settings: str = "AI") -> ProviderError:
    """The error that a status other than 200 means. `settings`: how those it names begin."""
    if 300 <= status < 400:
        return error("redirected", "The AI service answered with a redirect; "
                     f"{settings}_BASE_URL must be the final address.",
                     response=text, usage=FREE)  # fmt: skip
    if status in (400, 422) and "content_filter" in text:
        return error("refused", "The AI service's content filter refused the ticket.",
                     response=text, usage=FREE)  # fmt: skip
    if status in (401, 402, 403):
        return error("auth", f"The AI service refused our credentials ({status}).",
                     response=text, usage=FREE)  # fmt: skip
    if status == 404:
        return error("not_configured", "The AI service knows no such address or model (404); see "
                     f"{settings}_BASE_URL and {settings}_MODEL.",
                     response=text, usage=FREE)  # fmt: skip
    if status == 429:
        detail = "The AI service is limiting our requests."
        if "insufficient_quota" in text:
            detail = "The quota of the AI service is used up."
        return error("rate_limited", detail, retryable=True, retry_after=retry_after(headers),
                     response=text, usage=FREE)  # fmt: skip
    if status >= 500 or status in (408, 409, 425):
        return error("unavailable", f"The AI service has a problem of its own ({status}).",
                     retryable=True, retry_after=retry_after(headers), response=text,
                     usage=FREE)  # fmt: skip
    if status == 413 or (status == 400 and any(sign in text for sign in _TOO_LONG)):
        return error("too_large", "The ticket and its sources are too long for the AI.",
                     response=text, usage=FREE)  # fmt: skip
    return error("bad_request", f"The AI service did not accept the request ({status}).",
                 response=text, usage=FREE)  # fmt: skip


def read_answer(request: DraftRequest, model: str, body: str, text: str) -> ProviderResult:
    """The draft in the body `text` of an answer to `body`. Raises ProviderError."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        raise invalid("The AI service's answer is not JSON.", text) from None
    usage = _usage(answer)
    try:
        draft = parse_draft(_content(answer, text), request)
    except ProviderError as problem:
        problem.response, problem.usage = text, usage
        raise
    named = answer.get("model")
    tokens_in, tokens_out = usage or (0, 0)
    return ProviderResult(
        draft=draft,
        model=named[:100] if isinstance(named, str) and named else model,
        request=body,
        response=text,
        input_tokens=tokens_in,
        output_tokens=tokens_out,
    )


def _content(answer: object, text: str) -> str:
    """What the model wrote. Raises ProviderError when it wrote nothing whole."""
    choice = _first_choice(answer, text)
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    if message.get("refusal"):
        raise error("refused", "The AI declined to answer this ticket.")
    if choice.get("finish_reason") == "content_filter":
        raise error("refused", "The AI service's content filter stopped the answer.")
    if choice.get("finish_reason") == "length":
        raise error("truncated", "The AI's answer was cut off.", retryable=True)
    content = message.get("content")
    if not isinstance(content, str) or not content:
        raise invalid("The AI service's answer has no text.", text)
    return content


def retry_after(headers, now: datetime | None = None) -> float | None:
    """Seconds to wait by `retry-after-ms` or `Retry-After` (seconds or an HTTP date), or None.

    Never negative and at most MAX_RETRY_AFTER_SECONDS.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        try:
            seconds = float(value) * unit
        except ValueError:
            seconds = _seconds_until(value, now) if unit == 1.0 else None
        if seconds is not None and math.isfinite(seconds):
            return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS)
    return None


def _seconds_until(http_date: str, now: datetime | None) -> float | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - (now or datetime.now(UTC))).total_seconds()


def _first_choice(answer: object, text: str) -> dict:
    choices = answer.get("choices") if isinstance(answer, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise invalid("The AI service's answer has no choices.", text)
    return choices[0]


def _usage(answer: object) -> tuple[int, int] | None:
    """(input, output) tokens by the service's own count, or None when it does not say."""
    usage = answer.get("usage") if isinstance(answer, dict) else None
    if not isinstance(usage, dict):
        return None
    counts = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return counts if all(type(n) is int and 0 <= n < 2**31 for n in counts) else None


def error(code: str, detail: str, *, retryable: bool = False, **more) -> ProviderError:
    return ProviderError(code, detail, retryable=retryable, **more)


def invalid(detail: str, text: str) -> ProviderError:
    return error("invalid_output", detail, retryable=True, response=text)
