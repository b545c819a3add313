"""An AI that does as told, a clock that stands still, and what must become of a job."""

from datetime import datetime, timedelta

from ai_review.providers.base import SERVICE_CODES, Draft, ProviderError, ProviderResult, ignore

# How a call may end besides with a draft: what the provider's error says.
ERRORS = {
    "invalid_output": {"retryable": True, "usage": (200, 40)},
    "refused": {"retryable": False, "usage": (200, 5)},
    "unavailable": {"retryable": True},
    "rate_limited": {"retryable": True, "retry_after": 20},
    "auth": {"retryable": False, "usage": (0, 0)},
    "aborted": {"retryable": True},
}
DRAFTS = ("good", "good", "good", "without a reply")
# Faults of our own: while asking, and while storing.
FAULTS = ("crash", "unstorable")


class Clock(datetime):
    """What `timezone.now` reads: each look takes a millisecond, so that a program runs the same
    every time."""

    moment = None

    @classmethod
    def now(cls, tz=None):
        Clock.moment += timedelta(milliseconds=1)
        return Clock.moment


class Script:
    """An AI that does as told; `trouble`: what is wrong before it is asked."""

    name, model, metered, parameters = "script", "script-1", True, {}
    answer, trouble = "good", ""

    def get(self, model=""):
        if self.trouble == "not_configured":
            raise ProviderError("not_configured", "The settings cannot work.", retryable=False)
        return self

    def prepare(self, request):
        return request.ticket_subject

    def draft(self, request, body, on_start=ignore):
        if self.answer in ERRORS:
            raise ProviderError(self.answer, f"It was {self.answer}.", **ERRORS[self.answer])
        if self.answer == "crash":
            raise ZeroDivisionError
        reply = "" if self.answer == "without a reply" else "We have posted your card again."
        language = "far too long for its column" if self.answer == "unstorable" else "en"
        draft = Draft("The card is late.", reply, language, "", "normal", "neutral", [])
        return ProviderResult(draft, self.model, body, "{}", 200, 40)


def after(was, answer):
    """(status, attempts, outages, error_code) of a job whose held attempt ended so."""
    attempts, outages = was["attempts"], was["outages"]
    if answer in DRAFTS:
        return "done", attempts, outages, ""
    code = "internal" if answer in FAULTS else answer
    if code == "aborted":
        return "queued", attempts - 1, outages, code
    if code in SERVICE_CODES:
        ended = outages + 1 >= was["max_outages"]
        return "failed" if ended else "queued", attempts - 1, outages + 1, code
    ended = attempts >= was["max_attempts"] or code in ("refused", "redaction_failed")
    return "failed" if ended else "queued", attempts, outages, code


def state(row):
    return row["status"], row["attempts"], row["outages"], row["error_code"]


def holds(row, lease):
    return row["status"] == "running" and row["lease_token"] == lease.token
