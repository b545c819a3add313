"""A reviewer's own figures of a period, beside the median of the team.

Counted are signatures that were not taken back. A second person who signs a colleague's text judges
the colleague, not the AI: that is work, but neither an acceptance nor an edit of the draft.
"""

from statistics import median

from django.db import connection

from ai_review.models import Review

# Of fewer people a median would be somebody's own figure.
TEAM_AT_LEAST = 3
# Upper limits of the classes of dwell time, in seconds; the last class is open.
DWELL_SECONDS = (5, 10, 20, 40, 80, 160, 320)

RATES = (
    "per_hour",
    "acceptance_rate",
    "edit_rate",
    "edit_distance",
    "rejection_rate",
    "undo_rate",
    "median_dwell_ms",
    "skipped",
)

_SIGNED = """
WITH signed AS (
    SELECT review.reviewer_id, verdict, reason_code, edit_distance, review.created_at,
        undo.review_id IS NOT NULL AS undone, undo.review_id IS NULL AND stage = 1 AS judged,
        undo.review_id IS NULL AND stage = 2 AS seconded,
        undo.review_id IS NULL AND batch_id IS NOT NULL AS together,
        -- In a batch the time is shared out and tells nothing of the reading of one draft.
        CASE WHEN undo.review_id IS NULL AND batch_id IS NULL THEN dwell_ms END AS dwell
    FROM ai_review_review AS review LEFT JOIN ai_review_reviewundo AS undo
        ON undo.review_id = review.id
    WHERE review.created_at >= %(start)s AND review.created_at < %(end)s
)
"""

_PEOPLE = (
    _SIGNED
    + """
SELECT reviewer_id,
    count(*) FILTER (WHERE NOT undone) AS decided,
    count(*) FILTER (WHERE undone) AS undone,
    count(*) FILTER (WHERE seconded) AS seconded,
    count(*) FILTER (WHERE judged) AS judged,
    count(*) FILTER (WHERE judged AND verdict = 'approved') AS approved,
    count(*) FILTER (WHERE judged AND verdict = 'edited') AS edited,
    count(*) FILTER (WHERE judged AND verdict = 'rejected') AS rejected,
    avg(edit_distance) FILTER (WHERE judged AND verdict = 'edited') AS edit_distance,
    count(*) FILTER (WHERE together) AS together,
    count(dwell) AS timed,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY dwell) AS median_dwell_ms,
    count(DISTINCT floor(extract(epoch FROM created_at - %(start)s) / 3600)) AS active_hours
FROM signed GROUP BY reviewer_id
"""
)

_SKIPS = """
SELECT user_id, count(*) AS skipped FROM ai_review_skip
WHERE taken_back_at IS NULL AND created_at >= %(start)s AND created_at < %(end)s GROUP BY user_id
"""

_REASONS = (
    _SIGNED
    + """
SELECT reviewer_id, reason_code, count(*) FROM signed
WHERE judged AND verdict = 'rejected' GROUP BY reviewer_id, reason_code
"""
)

_SERIES = (
    _SIGNED
    + """
SELECT width_bucket(created_at, %(edges)s::timestamptz[]) AS slot,
    count(*) FILTER (WHERE judged AND verdict = 'approved') AS approved,
    count(*) FILTER (WHERE judged AND verdict = 'edited') AS edited,
    count(*) FILTER (WHERE judged AND verdict = 'rejected') AS rejected,
    count(*) FILTER (WHERE seconded) AS seconded
FROM signed WHERE reviewer_id = %(me)s GROUP BY slot
"""
)

_DWELL = (
    _SIGNED
    + """
SELECT width_bucket(dwell, %(limits)s::int[]) AS class, count(*) AS count
FROM signed WHERE reviewer_id = %(me)s AND dwell IS NOT NULL GROUP BY class
"""
)

_NOBODY = dict.fromkeys(
    (
        "decided",
        "undone",
        "seconded",
        "judged",
        "approved",
        "edited",
        "rejected",
        "timed",
        "together",
    ),
    0,
) | {"active_hours": 0, "edit_distance": None, "median_dwell_ms": None}


def rows(statement, values):
    """The rows of a SELECT as dicts."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def rate(part, whole):
    """A share rounded to four places; None of nothing."""
    return round(part / whole, 4) if whole else None


def slots(period, found, names):
    """One dict for each slot of a period, also for those in which nothing happened."""
    by_slot = {row["slot"]: row for row in found}
    return [
        {"at": edge} | {name: by_slot.get(slot, {}).get(name, 0) for name in names}
        for slot, edge in enumerate(period.edges, start=1)
    ]


def my_numbers(user, period):
    """The figures of one person, and the team's medians; five queries.

    Returns a dict: `mine` counts and rates; `people` how many decided anything; `team` the medians
    of RATES over these people, each None when fewer than TEAM_AT_LEAST have it; `reasons`,
    `series` and `dwell` lists. A person's rates: per_hour decisions by active hours, which are
    clock hours with at least one decision, taken back or not; acceptance, edit and rejection rate
    by judged drafts; edit_distance the mean share of the words that their edits changed;
    undo_rate by all that they signed; median_dwell_ms of drafts not approved together;
    skipped the drafts that they passed on.
    """
    span = {"start": period.start, "end": period.end}
    about_me = span | {"me": user.pk, "edges": list(period.edges)}
    skips = {row["user_id"]: row["skipped"] for row in rows(_SKIPS, span)}
    people = {
        row["reviewer_id"]: _with_rates(row, skips.get(row["reviewer_id"], 0))
        for row in rows(_PEOPLE, span)
    }
    active = [person for person in people.values() if person["decided"]]
    return {
        "mine": people.get(user.pk) or _with_rates(_NOBODY, skips.get(user.pk, 0)),
        "people": len(active),
        "team": {name: _median(person[name] for person in active) for name in RATES},
        "reasons": _reasons(user, rows(_REASONS, span)),
        "series": slots(
            period, rows(_SERIES, about_me), ("approved", "edited", "rejected", "seconded")
        ),
        "dwell": _dwell(about_me),
    }


def _with_rates(person, skipped):
    signed = person["decided"] + person["undone"]
    distance = person["edit_distance"]
    return person | {
        "skipped": skipped,
        "per_hour": rate(person["decided"], person["active_hours"]),
        "acceptance_rate": rate(person["approved"], person["judged"]),
        "edit_rate": rate(person["edited"], person["judged"]),
        "rejection_rate": rate(person["rejected"], person["judged"]),
        "undo_rate": rate(person["undone"], signed),
        "edit_distance": None if distance is None else round(distance, 4),
    }


def _median(values):
    """The median of what is known, or None when too few people have it."""
    known = [value for value in values if value is not None]
    return round(median(known), 4) if len(known) >= TEAM_AT_LEAST else None


def _reasons(user, found):
    """Each reason's share of the person's rejections; the team's is the median of such shares."""
    totals = {}
    for row in found:
        totals[row["reviewer_id"]] = totals.get(row["reviewer_id"], 0) + row["count"]
    counts = {(row["reviewer_id"], row["reason_code"]): row["count"] for row in found}
    return [
        {
            "reason": reason,
            "count": counts.get((user.pk, reason), 0),
            "share": rate(counts.get((user.pk, reason), 0), totals.get(user.pk)),
            "team_share": _median(
                counts.get((person, reason), 0) / total for person, total in totals.items()
            ),
        }
        for reason in Review.Reason.values
    ]


def _dwell(about_me):
    limits = [seconds * 1000 for seconds in DWELL_SECONDS]
    found = {row["class"]: row["count"] for row in rows(_DWELL, about_me | {"limits": limits})}
    return [
        {"from_seconds": low, "to_seconds": high, "count": found.get(number, 0)}
        for number, (low, high) in enumerate(
            zip((0, *DWELL_SECONDS), (*DWELL_SECONDS, None), strict=True)
        )
    ]
