"""How attentively people review, in figures that say how much they can be trusted.

From Reviews (how fast) and from checks (ai_review/checks.py): planted errors caught, blind second
reviews that agreed. They are for helping, not for ranking: with few checks nearly any share is
chance, which is why each comes with its interval.
"""

from math import sqrt

from django.db.models import Count, F, Q

from ai_review.models import Check, CheckDecision, Review
from tickets.models import User

# Fewer pairs than this say nothing that deserves a coefficient; the interval of kappa would span
# most of its range.
KAPPA_FROM = 30
Z95 = 1.959963984540054  # two-sided 95 percent of the normal distribution


def wilson(hits, n):
    """The 95 % interval (low, high) of a share: the score interval, good also for small n.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n): E. B. Wilson, "Probable Inference, the Law
    of Succession, and Statistical Inference", JASA 22(158), 1927, 209-212. None of nothing.
    """
    if not n:
        return None
    share, square = hits / n, Z95 * Z95
    middle = share + square / (2 * n)
    half = Z95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)
    return max(0.0, low), min(1.0, high)


def rated(hits, n):
    """A count as it is shown: hits, of, share and the interval it may well be in."""
    interval = wilson(hits, n)
    return {
        "hits": hits,
        "of": n,
        "share": round(hits / n, 4) if n else None,
        "low": round(interval[0], 4) if interval else None,
        "high": round(interval[1], 4) if interval else None,
    }


def kappa(pairs):
    """Agreement beyond chance of two people's verdicts: Cohen's kappa, or why there is none.

    κ = (pₒ − pₑ) / (1 − pₑ), with pₒ the share of pairs that agree and pₑ = Σ p₁(v)·p₂(v) the share
    that would by chance, p₁ and p₂ being how often the first and the second give verdict v
    (J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological
    Measurement 20(1), 1960, 37-46).

    Parameters: `pairs` a dict of (first verdict, second verdict) to their number.
    Returns: (kappa or None, "" or `too_few` or `one_verdict`, when both always said the same).
    """
    n = sum(pairs.values())
    if n < KAPPA_FROM:
        return None, "too_few"
    agreed = sum(count for (one, two), count in pairs.items() if one == two) / n
    by_chance = 0
    for verdict in {each for pair in pairs for each in pair}:
        one = sum(count for (first, _), count in pairs.items() if first == verdict) / n
        two = sum(count for (_, second), count in pairs.items() if second == verdict) / n
        by_chance += one * two
    if by_chance >= 1:
        return None, "one_verdict"
    return round((agreed - by_chance) / (1 - by_chance), 3), ""


def figures(*, start, end):
    """The figures of a period: a dict with `total` and `reviewers`, the most decisions first.

    Parameters: `start`, `end` datetimes, the end not included. The number of queries is fixed.
    """
    counted = {row["reviewer"]: row for row in _reviews(start, end)}
    seeded = {row["reviewer"]: row for row in _seeded(start, end)}
    pairs = _pairs(start, end)
    ids = {*counted, *seeded, *(each for pair in pairs for each in pair[:2])}
    people = User.objects.in_bulk(ids)
    rows = [
        {"reviewer": people[pk]}
        | _shown(
            [counted[pk]] if pk in counted else [],
            [seeded[pk]] if pk in seeded else [],
            [pair for pair in pairs if pk in pair[:2]],
        )
        for pk in ids
    ]
    rows.sort(key=lambda row: (-row["decisions"], row["reviewer"].username))
    return {
        "total": _shown(counted.values(), seeded.values(), pairs),
        "reviewers": rows,
        "kappa_from": KAPPA_FROM,
    }


def own(user, *, start, end):
    """One person's own figures: how fast they read, what they caught, and how often they agreed.

    `agreed` is None below KAPPA_FROM pairs: of a few, it would tell what one colleague decided.
    """
    mine = Q(reviewer=user)
    pairs = _pairs(start, end, mine | Q(check_on__first_reviewer=user))
    row = _shown(_reviews(start, end).filter(mine), _seeded(start, end).filter(mine), pairs)
    if len(pairs) < KAPPA_FROM:
        row["agreed"] = None
    return {name: row[name] for name in ("decisions", "fast", "fast_together", "caught", "agreed")}


def _reviews(start, end):
    approved = Q(verdict=Review.Verdict.APPROVED)
    alone, together = approved & Q(batch=None), approved & Q(batch__isnull=False)
    timed, fast = ~Q(pace="unknown"), Q(pace="fast")
    return (
        Review.objects.filter(undo=None, created_at__gte=start, created_at__lt=end)
        .order_by("reviewer")
        .values("reviewer")
        .annotate(
            decisions=Count("pk"),
            timed=Count("pk", filter=alone & timed),
            fast=Count("pk", filter=alone & fast),
            timed_together=Count("pk", filter=together & timed),
            fast_together=Count("pk", filter=together & fast),
        )
    )


def _seeded(start, end):
    return (
        Check.objects.filter(kind=Check.Kind.SEEDED, created_at__gte=start, created_at__lt=end)
        .order_by("reviewer")
        .values("reviewer")
        .annotate(
            shown=Count("pk"),
            caught=Count("pk", filter=Q(decision__caught=True)),
            missed=Count("pk", filter=Q(decision__caught=False)),
        )
    )


def _pairs(start, end, *only):
    """(first person, second person, first verdict, second verdict) of each blind review."""
    return list(
        CheckDecision.objects.filter(
            *only, kind=Check.Kind.BLIND, created_at__gte=start, created_at__lt=end
        ).values_list(
            F("check_on__first_reviewer"), "reviewer", F("check_on__first_verdict"), "verdict"
        )
    )


def _shown(counted, seeded, pairs):
    def total(rows, name):
        return sum(row[name] for row in rows)

    counted, seeded = list(counted), list(seeded)
    caught, missed = total(seeded, "caught"), total(seeded, "missed")
    verdicts = {}
    for _, _, one, two in pairs:
        verdicts[one, two] = verdicts.get((one, two), 0) + 1
    agreed = sum(count for (one, two), count in verdicts.items() if one == two)
    value, why_not = kappa(verdicts)
    return {
        "decisions": total(counted, "decisions"),
        "fast": rated(total(counted, "fast"), total(counted, "timed")),
        "fast_together": rated(total(counted, "fast_together"), total(counted, "timed_together")),
        "shown": total(seeded, "shown"),
        "caught": rated(caught, caught + missed),
        "agreed": rated(agreed, len(pairs)),
        "kappa": value,
        "no_kappa": why_not,
    }
