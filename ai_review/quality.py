"""How good the drafts are, counted from what people decided; and the pause that follows."""

from difflib import SequenceMatcher

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
)
from django.utils import timezone

from ai_review.models import CategoryPause, Review, ReviewPolicy, Suggestion
from audit.services import SYSTEM, record
from config.errors import Conflict

Reason = Review.Reason
Verdict = Review.Verdict
# Rejections that say nothing against the draft.
_NOT_ITS_FAULT = (Reason.NOT_NEEDED, Reason.DUPLICATE)

GROUPS = {
    "prompt_version": "suggestion__call__prompt_version__number",
    "model": "suggestion__call__model",
    "category": "suggestion__category",
    "language": "suggestion__language",
    "reviewer": "reviewer__username",
}


class Median(Aggregate):
    """The value that half of the rows are below; interpolated."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Median"


def distance(draft, final):
    """Share of the words that were changed between two texts: 0 the same, 1 nothing in common.

    1 - 2M/T of Ratcliff and Obershelp's matching blocks, by words (difflib.SequenceMatcher.ratio).
    """
    if draft == final:
        return 0.0
    return round(1 - SequenceMatcher(None, draft.split(), final.split()).ratio(), 4)


def _rate(part, whole):
    return round(part / whole, 4) if whole else None


def figures(*, start, end, by=None):
    """Review figures of the final decisions in a period that were not taken back.

    Parameters: `start`, `end` datetimes, the end not included; `by` a key of GROUPS or None.
    Returns a list of dicts, one for each group, the largest first: group, decided, approved,
    edited, rejected, the same as rates, edit_distance (mean over edited), reasons (a dict),
    median_seconds (from draft to decision), median_dwell_ms. Without `by` exactly one.
    """
    reviews = Review.objects.filter(
        final=True, undo=None, created_at__gte=start, created_at__lt=end
    )
    waited = ExpressionWrapper(
        F("created_at") - F("suggestion__created_at"), output_field=DurationField()
    )
    counted = {verdict.value: Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict} | {
        "decided": Count("pk"),
        "edit_distance": Avg("edit_distance", filter=Q(verdict=Verdict.EDITED)),
        "median_wait": Median(waited, output_field=DurationField()),
        "median_dwell_ms": Median("dwell_ms", output_field=FloatField()),
        "reasons": ArrayAgg("reason_code", filter=~Q(reason_code=""), default=[]),
    }
    if by is None:
        return [_shown({"group": None} | reviews.aggregate(**counted))]
    rows = reviews.values(group=F(GROUPS[by])).annotate(**counted).order_by("-decided", "group")
    return [_shown(row) for row in rows]


def _shown(row):
    wait = row.pop("median_wait")
    reasons = row.pop("reasons")
    distance_ = row.pop("edit_distance")
    return row | {
        "acceptance_rate": _rate(row["approved"], row["decided"]),
        "edit_rate": _rate(row["edited"], row["decided"]),
        "rejection_rate": _rate(row["rejected"], row["decided"]),
        "edit_distance": None if distance_ is None else round(distance_, 4),
        "median_seconds": None if wait is None else round(wait.total_seconds(), 1),
        "reasons": {reason: reasons.count(reason) for reason in sorted(set(reasons))},
    }


def pause_when_rejected(category):
    """Withhold the AI's replies for a category whose last drafts were rejected too often.

    In the transaction of the decision; ReviewPolicy says how often is too often. Decisions from
    before the category was last resumed do not count again.
    """
    if not category:
        return
    policy = ReviewPolicy.objects.get()
    resumed = CategoryPause.objects.filter(category=category).order_by("-resumed_at").first()
    decided = Suggestion.objects.filter(category=category, review__isnull=False)
    if resumed:
        if resumed.resumed_at is None:
            return  # paused already
        decided = decided.filter(review__created_at__gt=resumed.resumed_at)
    last = list(
        decided.order_by("-review").values_list("review__verdict", "review__reason_code")[
            : policy.pause_after
        ]
    )
    rejected = sum(
        verdict == Verdict.REJECTED and reason not in _NOT_ITS_FAULT for verdict, reason in last
    )
    if len(last) < policy.pause_after or rejected * 100 <= policy.pause_percent * len(last):
        return
    # Two rejections at once may both come here: the unique index lets one in.
    _, created = CategoryPause.objects.get_or_create(
        category=category,
        resumed_at=None,
        defaults={"rejected": rejected, "decided": len(last)},
    )
    if created:
        record(
            "policy",
            SYSTEM,
            "category.paused",
            category=category,
            rejected=rejected,
            decided=len(last),
        )


@transaction.atomic
def resume(*, actor, pause_id):
    """Offer the AI's replies of a category again. Raises: Conflict when they are not paused."""
    pause = CategoryPause.objects.select_for_update().get(pk=pause_id)
    if pause.resumed_at:
        raise Conflict("Somebody has resumed this category already.", code="already_resumed")
    pause.resumed_at, pause.resumed_by = timezone.now(), actor
    pause.save(update_fields=["resumed_at", "resumed_by"])
    record("policy", actor, "category.resumed", category=pause.category)
    return pause
