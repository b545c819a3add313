"""Whether the AI may be asked now: the kill switch and the circuit breaker.

Both are rows in PostgreSQL, so that all workers act on the same knowledge. The circuit opens after
failures of the service in a row and then, after a growing pause, lets one call at a time try;
the first answer closes it (Nygard, "Release It!", 2007). What the AI answered is not judged here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ai_review import budget
from ai_review.models import AICircuit, AIPolicy, DraftJob
from audit.services import SYSTEM, record

STREAM = "ai"
LONGEST_PAUSE = timedelta(minutes=5)
# More failures in a row do not tell whether these will pass: a person has to act.
OPENS_AT_ONCE = frozenset({"auth", "not_configured", "redirected"})


@dataclass(frozen=True)
class Availability:
    """How the AI stands, for people.

    `state`: available | paused | unavailable | trying | limited. `detail`: one sentence, or "".
    `until`: when it is asked again, or None.
    """

    state: str
    detail: str = ""
    since: datetime | None = None
    until: datetime | None = None


def availability():
    """Return the Availability; reads without locks."""
    policy = AIPolicy.objects.get()
    if policy.paused:
        return Availability("paused", "A supervisor has paused the AI.", _paused_since(policy))
    circuit = AICircuit.objects.get()
    if circuit.open_until:
        state = "unavailable" if circuit.open_until > timezone.now() else "trying"
        return Availability(state, circuit.error, circuit.opened_at, circuit.open_until)
    used_up = budget.used_up(policy)
    if used_up:
        return Availability("limited", used_up.words, None, used_up.until)
    return Availability("available")


def _paused_since(policy):
    """When the switch was last thrown, whatever else of the policy changed since."""
    dates = policy.history.values_list("history_date", flat=True)
    off_until = dates.filter(paused=False).first()
    on = dates.filter(paused=True, history_date__gt=off_until) if off_until else dates
    return on.last()


def paused():
    """Whether the kill switch is on."""
    return AIPolicy.objects.filter(paused=True).exists()


def room():
    """How many calls may begin now: 0, 1 for a trial of a service that failed, None for any."""
    if paused():
        return 0
    circuit = AICircuit.objects.get()
    if circuit.open_until is None:
        return None
    now = timezone.now()
    return int(circuit.open_until <= now and (circuit.probe_until or now) <= now)


def take_probe():
    """Reserve the one trial call of a half-open circuit; returns whether it is ours."""
    now = timezone.now()
    longest = timedelta(seconds=settings.AI_DEADLINE_SECONDS + settings.LEASE_SECONDS)
    free = Q(probe_until=None) | Q(probe_until__lte=now)
    return bool(
        AICircuit.objects.filter(free, open_until__lte=now).update(probe_until=now + longest)
    )


def free_probe():
    """Give the trial call back that nothing was sent with."""
    AICircuit.objects.filter(probe_until__isnull=False).update(probe_until=None)


def note(answered, failures):
    """Tell the circuit how calls ended; in the caller's transaction, last.

    Parameters: `answered` when each call that brought an answer of whatever kind was sent;
    `failures` (when it was sent, ProviderError) of each call that the service failed.
    """
    # Without a lock first, for nearly always there is nothing to write. Then again: while we waited
    # for the lock another worker may have opened the circuit or closed it.
    if not any(_news(AICircuit.objects.get(), answered, failures)):
        return
    circuit = AICircuit.objects.select_for_update(no_key=True).get()
    closes, errors = _news(circuit, answered, failures)
    if closes:
        _close(circuit)
    elif errors:
        _count(circuit, errors)


def _news(circuit, answered, failures):
    """Whether an answer closes the circuit; and if there was none, the errors that count.

    Calls sent before it shut tell nothing: neither that it is well nor that it is not.
    """

    def is_news(moment):
        return circuit.shut_at is None or moment > circuit.shut_at

    if any(is_news(moment) for moment in answered):
        return bool(circuit.failures or circuit.open_until), []
    return False, [error for moment, error in failures if is_news(moment)]


def _close(circuit):
    AICircuit.objects.update(
        failures=0, pauses=0, opened_at=None, shut_at=None, open_until=None, probe_until=None,
        error_code="", error="",
    )  # fmt: skip
    if circuit.open_until:
        record(STREAM, SYSTEM, "circuit.closed")


def _count(circuit, errors):
    circuit.failures += len(errors)
    circuit.error_code, circuit.error = errors[-1].code, errors[-1].detail[:500]
    asked_to_wait = max((error.retry_after or 0 for error in errors), default=0)
    trips = (
        circuit.failures >= settings.CIRCUIT_FAILURES
        or asked_to_wait
        or any(error.code in OPENS_AT_ONCE for error in errors)
    )
    if trips:
        now = timezone.now()
        pause = timedelta(seconds=settings.CIRCUIT_SECONDS * 2 ** min(circuit.pauses, 10))
        pause = max(pause, timedelta(seconds=asked_to_wait))
        circuit.open_until = now + min(pause, LONGEST_PAUSE)
        circuit.opened_at = circuit.opened_at or now
        circuit.shut_at, circuit.probe_until = now, None
        circuit.pauses = min(circuit.pauses + 1, 100)
    written = ["failures", "error_code", "error", "pauses"]
    circuit.save(update_fields=[*written, "opened_at", "shut_at", "open_until", "probe_until"])
    if trips and circuit.pauses == 1:
        record(STREAM, SYSTEM, "circuit.opened", code=circuit.error_code, failures=circuit.failures)


@transaction.atomic
def try_now(*, actor):
    """Have an open circuit try the service at once, on a person's word."""
    now = timezone.now()
    if AICircuit.objects.filter(open_until__gt=now).update(open_until=now, probe_until=None):
        record(STREAM, actor, "circuit.tried")


@transaction.atomic
def set_policy(*, actor, **changes):
    """Change the kill switch or the budgets; returns the AIPolicy.

    Jobs that wait for a budget are due again at once: whether there is room is found out then.
    """
    policy = AIPolicy.objects.select_for_update().get()
    changed = [name for name, value in changes.items() if getattr(policy, name) != value]
    if not changed:
        return policy
    for name in changed:
        setattr(policy, name, changes[name])
    policy._history_user = actor
    policy.save(update_fields=changed)
    DraftJob.objects.filter(status="queued", error_code="budget").update(
        next_attempt_at=timezone.now()
    )
    values = {name: _json(getattr(policy, name)) for name in changed}
    record(STREAM, actor, "ai_policy.changed", **values)
    return policy


def _json(value):
    return value if value is None or isinstance(value, bool | int) else str(value)
