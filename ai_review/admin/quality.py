"""How people judged the drafts: the supervisors' page over ai_review/quality.py."""

from datetime import timedelta

from django.core.exceptions import BadRequest
from django.utils import timezone

from ai_review.models import CategoryPause, Review
from ai_review.quality import GROUPS, figures

PERIODS = {"7": "7 days", "30": "30 days", "365": "a year"}
REASONS = dict(Review.Reason.choices)


def context(request):
    """The context of admin/quality.html for `days` and `by` of the address."""
    days, by = request.GET.get("days", "30"), request.GET.get("by", "category")
    if days not in PERIODS or by not in GROUPS:
        raise BadRequest("Unknown period or grouping.")
    end = timezone.now()
    period = {"start": end - timedelta(days=int(days)), "end": end}
    total = figures(**period)[0]
    reasons = sorted(total["reasons"].items(), key=lambda item: -item[1])
    return {
        "title": "Quality of drafts",
        "days": days,
        "by": by,
        "by_words": by.replace("_", " "),
        "periods": PERIODS,
        "groupings": {name: name.replace("_", " ") for name in GROUPS},
        "total": _percent(total),
        "rows": [_percent(row) for row in figures(**period, by=by)],
        "reasons": [
            (REASONS[code], count, round(100 * count / total["rejected"]))
            for code, count in reasons
        ],
        "paused": CategoryPause.objects.filter(resumed_at=None),
    }


def in_words(seconds):
    """A length of time in its largest fitting unit."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _percent(row):
    """With whole percents for the bars, and times as people say them."""
    rates = {
        name: round(100 * row[name]) if row[name] is not None else 0
        for name in ("acceptance_rate", "edit_rate", "rejection_rate")
    }
    changed = row["edit_distance"]
    return (
        row
        | rates
        | {
            "changed": None if changed is None else round(100 * changed),
            "wait": row["median_seconds"] and in_words(row["median_seconds"]),
            "dwell": row["median_dwell_ms"] and round(row["median_dwell_ms"] / 1000),
        }
    )
