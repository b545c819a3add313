"""How many calls, tokens and money the AI may still cost: by reservation, in PostgreSQL.

Each call reserves, before it is sent, the most it can cost; its outcome puts back what it did not
use. The counters of a minute, a day and a month are rows; whoever reserves locks them, so fifty
jobs at once with a budget for ten make exactly ten calls.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ai_review.models import AIPolicy, AIUsage

MILLION = 1_000_000
# Bytes of a request for one token, on the safe side: English has about 4 (OpenAI, "What are
# tokens"), other scripts fewer.
BYTES_PER_TOKEN = 3

PERIODS = ("minute", "day", "month")


@dataclass(frozen=True)
class UsedUp:
    """A limit that leaves no room. `until`: when its next period begins."""

    words: str
    until: datetime


def estimate(body):
    """(tokens, cost) that a request may need at the most: its own and the longest answer's."""
    tokens_in = math.ceil(len(body.encode()) / BYTES_PER_TOKEN)
    tokens_out = settings.AI_MAX_OUTPUT_TOKENS
    return tokens_in + tokens_out, cost(tokens_in, tokens_out)


def cost(tokens_in, tokens_out):
    """In the currency of the prices."""
    return (settings.AI_INPUT_PRICE * tokens_in + settings.AI_OUTPUT_PRICE * tokens_out) / Decimal(
        MILLION
    )


def starts_of(moment):
    """When the minute, the day and the month of a moment began (UTC)."""
    minute = moment.replace(second=0, microsecond=0)
    day = minute.replace(hour=0, minute=0)
    return {"minute": minute, "day": day, "month": day.replace(day=1)}


def _next(period, start):
    if period == "month":
        return (start + timedelta(days=32)).replace(day=1)
    return start + {"minute": timedelta(minutes=1), "day": timedelta(days=1)}[period]


def limits(policy):
    """(period, counter, limit, words) of every limit that is set."""
    month = [
        limit for limit in (policy.money_per_month, settings.AI_MONTHLY_BUDGET) if limit is not None
    ]
    wanted = [
        ("minute", "calls", policy.calls_per_minute, "The calls of this minute are used up."),
        ("day", "tokens", policy.tokens_per_day, "Today's tokens for the AI are used up."),
        ("day", "money", policy.money_per_day, "Today's budget for the AI is used up."),
        ("month", "tokens", policy.tokens_per_month, "This month's tokens for the AI are used up."),
        ("month", "money", min(month, default=None), "This month's budget for the AI is used up."),
    ]
    return [each for each in wanted if each[2] is not None]


def used_up(policy):
    """The UsedUp of a limit with no room for one more call, or None; for people, without a lock."""
    starts = starts_of(timezone.now())
    rows = AIUsage.objects.filter(
        period__in=["day", "month"], starts_at__in=[starts["day"], starts["month"]]
    )
    used = {row.period: row for row in rows if row.starts_at == starts[row.period]}
    tokens, money = estimate("")
    least = {"tokens": tokens, "money": money}
    for period, counter, limit, words in limits(policy):
        spent = getattr(used[period], counter) if period in used else 0
        if spent + least[counter] > limit:
            return UsedUp(words, _next(period, starts[period]))
    return None


def reserve(calls):
    """Take what these calls may need; in the caller's transaction, which holds the counters.

    Parameters: `calls` unsaved AICalls with their reservation set, the most urgent first.
    Returns a list beside them: None for a call that may be sent, or the UsedUp that forbids it.
    """
    policy = AIPolicy.objects.get()
    now = timezone.now()
    for call in calls:
        call.started_at = now  # what is given back later goes to the same periods
    starts = starts_of(now)
    used = _locked(starts)
    checks = limits(policy)
    answers = []
    spent = {"calls": 0, "tokens": 0, "money": Decimal(0)}
    for call in calls:
        wanted = {"calls": 1, "tokens": call.reserved_tokens, "money": call.reserved_cost}
        full = next(
            (
                UsedUp(words, _next(period, starts[period]))
                for period, counter, limit, words in checks
                if used[period][counter] + spent[counter] + wanted[counter] > limit
            ),
            None,
        )
        answers.append(full)
        if full is None:
            spent = {counter: spent[counter] + wanted[counter] for counter in spent}
    _add({(period, starts[period]): spent for period in PERIODS})
    return answers


def give_back(calls):
    """Put back what calls did not use; in the caller's transaction.

    Parameters: `calls` (AICall, used tokens, used money) of each call whose use is known.
    """
    changes = {}
    for call, tokens, money in calls:
        starts = starts_of(call.started_at)
        for period in ("day", "month"):
            total = changes.setdefault(
                (period, starts[period]), {"calls": 0, "tokens": 0, "money": Decimal(0)}
            )
            total["tokens"] += tokens - call.reserved_tokens
            total["money"] += money - call.reserved_cost
    _add(changes)


# Both lock in the order of the periods, so that two transactions cannot wait for each other.
_LOCK = """
INSERT INTO ai_review_aiusage AS usage (period, starts_at, calls, tokens, money)
SELECT * FROM unnest(%s::text[], %s::timestamptz[]), (VALUES (0, 0, 0)) AS zero
ON CONFLICT (period, starts_at) DO UPDATE SET calls = usage.calls
RETURNING period, calls, tokens, money
"""
_ADD = """
UPDATE ai_review_aiusage SET calls = calls + %s, tokens = greatest(tokens + %s, 0),
    money = greatest(money + %s, 0)
WHERE period = %s AND starts_at = %s
"""


def _locked(starts):
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(PERIODS), [starts[period] for period in PERIODS]])
        return {
            period: {"calls": calls, "tokens": tokens, "money": money}
            for period, calls, tokens, money in cursor.fetchall()
        }


def _add(changes):
    with connection.cursor() as cursor:
        for period in PERIODS:
            for (name, start), more in sorted(changes.items()):
                if name == period and any(more.values()):
                    values = [more["calls"], more["tokens"], more["money"]]
                    cursor.execute(_ADD, [*values, period, start])
