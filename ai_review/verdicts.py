"""Whether a tried prompt is at least as good as what people have signed: figures and limits."""

from collections import Counter

from ai_review.gates import needs_confirmation
from ai_review.models import Suggestion, Trial
from ai_review.quality import distance

LEAST_ANSWERED = 10
# Differences up to these are chance in some dozens of cases; a limit of ours, not a standard.
MOST_FAILED = 0.05
MAY_FALL_BY = 0.05
# Another wording is not a fault, so likeness is only a floor: this share of the old drafts' own.
LEAST_LIKENESS = 0.5


def judge(trial):
    """(passed, why in words, figures) of a trial whose calls have all ended.

    Figures, each for the candidate and for the drafts that people saw: `answered` share with a
    reply; `flagged` share with something to confirm; `category` share with the category that was
    signed; `cites` share that cites a source of the signed draft; `likeness` 1 - the share of
    words changed to the signed reply. The last three count only where a person sent the answer.
    """
    cases = list(trial.results.select_related("original__suggestion__review", "call__outcome"))
    # What we ended ourselves, for the kill switch or a new version of Handrail, says nothing.
    calls = trial.calls.exclude(outcome__code="aborted").count()
    if not cases:
        return False, "No call brought a draft.", {"cases": 0, "calls": calls}
    old = [case.original.suggestion for case in cases]
    pairs = [
        (case, draft)
        for case, draft in zip(cases, old, strict=True)
        if draft.status in (Suggestion.Status.APPROVED, Suggestion.Status.EDITED)
    ]
    figures = {
        "calls": calls,
        "cases": len(cases),
        "signed": len(pairs),
        "failed": _share(calls - len(cases), calls),
        "candidate": _figures(cases, pairs, lambda pair: pair[0]),
        "before": _figures(old, pairs, lambda pair: pair[1]),
        "risks": dict(Counter(case.risk for case in cases)),
        "latency_ms": round(sum(case.call.outcome.latency_ms for case in cases) / len(cases)),
        "cost": str(sum(case.call.outcome.cost for case in cases)),
    }
    if trial.kind == Trial.Kind.SHADOW:
        return False, f"{len(cases)} live tickets were drafted in the shadow.", figures
    faults = list(_faults(figures))
    return not faults, " ".join(faults) or "At least as good as the drafts people saw.", figures


def _figures(drafts, pairs, of):
    signed = [(of(pair), pair[1]) for pair in pairs]
    return {
        "answered": _share(sum(bool(draft.reply) for draft in drafts), len(drafts)),
        "flagged": _share(sum(_flagged(draft) for draft in drafts), len(drafts)),
        "category": _share(
            sum(draft.category == _signed_category(old) for draft, old in signed), len(signed)
        ),
        "cites": _share(sum(_cites(draft, old) for draft, old in signed), len(signed)),
        "likeness": _share(
            sum(1 - distance(draft.reply, old.review.final_reply) for draft, old in signed),
            len(signed),
        ),
    }


def _faults(figures):
    new, old = figures["candidate"], figures["before"]
    if figures["cases"] < LEAST_ANSWERED:
        yield f"Only {figures['cases']} drafts came back; {LEAST_ANSWERED} are needed."
    if figures["failed"] > MOST_FAILED:
        yield f"{figures['failed']:.0%} of the calls failed; at most {MOST_FAILED:.0%} may."
    for name, words in (
        ("answered", "It answers fewer tickets"),
        ("category", "Its categories agree less with what people signed"),
        ("cites", "It cites the sources of the signed answers less often"),
    ):
        if new[name] < old[name] - MAY_FALL_BY:
            yield f"{words}: {new[name]:.0%} after {old[name]:.0%}."
    if new["flagged"] > old["flagged"] + MAY_FALL_BY:
        yield f"More drafts are flagged: {new['flagged']:.0%} after {old['flagged']:.0%}."
    if new["likeness"] < old["likeness"] * LEAST_LIKENESS:
        yield f"Its replies are far from the signed ones: likeness {new['likeness']:.2f}."


def _share(part, whole):
    return round(part / whole, 4) if whole else 0.0


def _flagged(draft):
    return any(needs_confirmation(gate) for gate in draft.gates)


def _signed_category(draft):
    return draft.review.triage.get("category", draft.category)


def _sources(draft):
    return {(cited["kind"], cited["source_id"]) for cited in draft.citations}


def _cites(draft, old):
    return not _sources(old) or bool(_sources(draft) & _sources(old))
