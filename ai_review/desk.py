"""What a supervisor has to know of the desk: what waits and how long, what flows, what it costs."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from ai_review import budget, supply
from ai_review.models import AIPolicy, AIUsage, CategoryPause, DraftJob
from ai_review.numbers import rows, slots
from ai_review.queue import queue_counts
from ai_review.vigilance import rated
from tickets.drafts import newest_failed
from tickets.models import Message, Priority

# Upper limits of the classes of age, in hours; the last class is open.
AGE_HOURS = (1, 4, 24, 72)

_BACKLOG = """
SELECT ticket.priority, width_bucket(
        extract(epoch FROM %(now)s - suggestion.created_at)::float8, %(limits)s::float8[]
    ) AS class, count(*) AS count, min(suggestion.created_at) AS oldest
FROM ai_review_suggestion AS suggestion
    JOIN tickets_ticket AS ticket ON ticket.id = suggestion.ticket_id
WHERE suggestion.status = 'pending_review' GROUP BY ticket.priority, class
"""

# By slot, each a stretch of an index: cheaper than sorting every row into its slot. What was
# decided, _QUALITY knows.
_FLOW = """
SELECT slot,
    (SELECT count(*) FROM tickets_ticket WHERE created_at >= low AND created_at < high) AS arrived,
    (SELECT count(*) FROM ai_review_suggestion
        WHERE created_at >= low AND created_at < high) AS drafted,
    (SELECT count(*) FROM tickets_message WHERE sent_at >= low AND sent_at < high) AS sent
FROM unnest(%(edges)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY
    AS part (low, high, slot)
"""
FLOW = ("arrived", "drafted", "decided", "sent")

# One pass over the reviews, then one row for each category, one for each prompt, one for each slot,
# one for all.
_QUALITY = """
WITH judged AS (
    SELECT category, prompt_version_id, count(*) AS decided,
        width_bucket(review.created_at, %(edges)s::timestamptz[]) AS slot,
        count(*) FILTER (WHERE verdict = 'approved') AS approved,
        count(*) FILTER (WHERE verdict = 'edited') AS edited,
        count(*) FILTER (WHERE verdict = 'rejected') AS rejected,
        count(batch_id) AS together
    FROM ai_review_review AS review
        JOIN ai_review_suggestion AS suggestion ON suggestion.id = review.suggestion_id
        JOIN ai_review_aicall AS call ON call.id = suggestion.call_id
    WHERE final AND review.created_at >= %(start)s AND review.created_at < %(end)s
        AND NOT EXISTS (SELECT FROM ai_review_reviewundo WHERE review_id = review.id)
    GROUP BY category, prompt_version_id, slot
)
SELECT category, prompt.number AS prompt_version, slot,
    GROUPING(category, prompt.number, slot) AS level,
    coalesce(sum(decided), 0)::int AS decided, coalesce(sum(approved), 0)::int AS approved,
    coalesce(sum(edited), 0)::int AS edited, coalesce(sum(rejected), 0)::int AS rejected,
    coalesce(sum(together), 0)::int AS together
FROM judged JOIN ai_review_promptversion AS prompt ON prompt.id = prompt_version_id
GROUP BY GROUPING SETS ((category), (prompt.number), (slot), ())
ORDER BY decided DESC, category, prompt.number DESC
"""
_LEVELS = {3: "categories", 5: "prompts", 6: "slots", 7: "total"}

# Trials are no drafts: nobody waits for them. Their cost is in the budget all the same.
_CALLS = """
SELECT code, count(*) AS count,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms) FILTER (WHERE code = 'ok') AS p50,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_ms) FILTER (WHERE code = 'ok') AS p95
FROM ai_review_aicall AS call LEFT JOIN ai_review_aicalloutcome AS outcome ON call_id = call.id
WHERE trial_id IS NULL AND started_at >= %(start)s AND started_at < %(end)s
GROUP BY code
ORDER BY count DESC, code
"""


def desk_figures(user, period):
    """What waits, flows, succeeds, fails and costs at the desk, in a fixed number of queries.

    Parameters: `user` who asks (what they may decide is counted by view), `period` a Period.
    Returns a dict, see DeskSerializer. Of the decisions, those that are final and were not taken
    back are counted, each draft once.
    """
    edges = list(period.edges)
    span = {"start": period.start, "end": period.end, "edges": edges}
    span["ends"] = [*edges[1:], period.end]
    quality = _quality(span)
    return {
        "backlog": _backlog(user),
        "flow": _flow(period, span, quality.pop("slots")),
        "quality": quality,
        "calls": _calls(span),
        "spending": _spending(period),
        "ai": supply.availability(),
        "paused_categories": list(
            CategoryPause.objects.filter(resumed_at=None).order_by("paused_at")
        ),
        "deliveries": _deliveries(),
    }


def _backlog(user):
    now = timezone.now()
    found = rows(_BACKLOG, {"now": now, "limits": [hours * 3600 for hours in AGE_HOURS]})
    jobs = DraftJob.objects.filter(status__in=["queued", "running"]).aggregate(
        count=Count("pk"), oldest=Min("created_at")
    )
    return {
        "waiting": sum(row["count"] for row in found),
        "oldest": min((row["oldest"] for row in found), default=None),
        "ages": [
            {
                "from_hours": low,
                "to_hours": high,
                "count": sum(row["count"] for row in found if row["class"] == number),
            }
            for number, (low, high) in enumerate(
                zip((0, *AGE_HOURS), (*AGE_HOURS, None), strict=True)
            )
        ],
        "priorities": [
            {
                "priority": priority,
                "count": sum(row["count"] for row in found if row["priority"] == priority),
                "oldest": min(
                    (row["oldest"] for row in found if row["priority"] == priority), default=None
                ),
            }
            for priority in reversed(Priority.values)
        ],
        "views": queue_counts(user),
        "without_draft": jobs["count"],
        "oldest_without_draft": jobs["oldest"],
        "failed": newest_failed().count(),
    }


def _flow(period, span, judged):
    decided = {row["slot"]: row["decided"] for row in judged}
    found = [row | {"decided": decided.get(row["slot"], 0)} for row in rows(_FLOW, span)]
    hours = (period.end - period.start) / timedelta(hours=1)
    series = slots(period, found, FLOW)
    total = {name: sum(row[name] for row in series) for name in FLOW}
    return {
        "series": series,
        "total": total,
        "per_hour": {
            name: round(count / hours, 2) if hours else 0 for name, count in total.items()
        },
    }


def _quality(span):
    answer = {"total": None, "categories": [], "prompts": [], "slots": []}
    for row in rows(_QUALITY, span):
        level = _LEVELS[row.pop("level")]
        accepted = rated(row["approved"], row["decided"])
        row["acceptance_rate"] = accepted["share"]
        row["low"], row["high"] = accepted["low"], accepted["high"]
        if level == "total":
            answer["total"] = row
        else:
            answer[level].append(row)
    return answer


def _calls(span):
    """Latency of those that were answered; every code, "lost" being a call whose worker died."""
    codes = rows(_CALLS, span)
    answered = next((row for row in codes if row["code"] == "ok"), None)
    return {
        "count": sum(row["count"] for row in codes),
        "p50_ms": answered and round(answered["p50"]),
        "p95_ms": answered and round(answered["p95"]),
        "failures": [
            {"code": row["code"] or "lost", "count": row["count"]}
            for row in codes
            if row["code"] != "ok"
        ],
    }


def _spending(period):
    """By days of UTC, as the budget counts them."""
    first = datetime.combine(period.start.astimezone(UTC).date(), time(), UTC)
    month = budget.starts_of(period.end)["month"]
    used = AIUsage.objects.filter(
        Q(period="day", starts_at__gte=first) | Q(period="month", starts_at=month)
    )
    by_key = {(row.period, row.starts_at): row for row in used}
    days = [first + timedelta(days=day) for day in range((period.end - first).days + 1)]
    policy = AIPolicy.objects.get()
    allowed = {(of, counter): limit for of, counter, limit, _ in budget.limits(policy)}
    nothing = AIUsage()
    return {
        "priced": bool(settings.AI_INPUT_PRICE or settings.AI_OUTPUT_PRICE),
        "days": [_spent(by_key.get(("day", day), nothing)) | {"at": day} for day in days],
        "month": _spent(by_key.get(("month", month), nothing)),
        "limits": {
            f"{counter}_per_{of}": allowed.get((of, counter))
            for of in ("day", "month")
            for counter in ("tokens", "money")
        },
    }


def _spent(usage):
    return {"calls": usage.calls, "tokens": usage.tokens, "money": usage.money}


def _deliveries():
    late = timezone.now() - timedelta(seconds=settings.STALLED_SECONDS)
    return Message.objects.aggregate(
        failed=Count("pk", filter=Q(delivery_status="failed")),
        late=Count(
            "pk", filter=Q(delivery_status__in=["scheduled", "sending"], deliver_after__lt=late)
        ),
    )
