"""Approving several low-risk drafts together, each under the rules of a single decision."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ai_review.gates import needs_confirmation
from ai_review.models import Check, CheckDecision, Review, ReviewBatch, Suggestion
from ai_review.services import decide, undo
from audit.services import ticket_stream
from config.errors import Problem
from tickets.models import Ticket

LIMIT = ReviewBatch.LIMIT

# Why a draft is not approved together with others, in words that follow "It".
OBSTACLES = {
    "not_low_risk": "is not of low risk: decide on it by itself",
    "needs_two": "needs two signatures: decide on it by itself",
    "reply_empty": "has no reply",
    "confirmation_required": "has warnings that ask for a person's word: decide on it by itself",
    "held_by_another": "is open at a colleague's",
}


# What became of a draft that was a check: its kind gives the code and the words.
CHECKED = {
    Check.Kind.SEEDED: (
        "check_missed",
        "An error had been planted in this draft to see whether it is read, and you approved it. "
        "Nothing was sent; the genuine draft waits for you.",
    ),
    Check.Kind.BLIND: (
        "check_compared",
        "A colleague had decided on this draft already. Your decision is compared with theirs and "
        "changes nothing.",
    ),
}


@dataclass
class Outcome:
    """What became of one draft: a review, or the code and the words of the refusal.

    `check` is the decision on it when the draft turned out to be a check of attention.
    """

    suggestion: int
    review: Review | None = None
    code: str = ""
    detail: str = ""
    check: CheckDecision | None = None


def obstacle(suggestion, user=None):
    """The code of OBSTACLES that keeps a draft out of bulk approval; empty when none does.

    Its status, version and hash are for `decide` to judge.
    """
    if suggestion.risk != "low":
        return "not_low_risk"
    if suggestion.required_reviews > 1:
        return "needs_two"
    if not suggestion.reply.strip():
        return "reply_empty"
    if any(needs_confirmation(gate) for gate in suggestion.gates):
        return "confirmation_required"
    held = suggestion.claim_expires_at and suggestion.claim_expires_at > timezone.now()
    if user and held and suggestion.claimed_by_id != user.pk:
        return "held_by_another"
    return ""


def _locked(suggestion_ids):
    """Lock the drafts' tickets and then the drafts; returns {id: Suggestion}.

    All of each kind at once and in the order of their ids, as other verbs that take several, so
    that two people who approve the same drafts wait for each other and do not deadlock.
    """
    ticket_ids = Suggestion.objects.filter(pk__in=suggestion_ids).values_list("ticket_id")
    list(
        Ticket.objects.select_for_update(no_key=True)
        .filter(pk__in=list(ticket_ids.values_list("ticket_id", flat=True)))
        .order_by("pk")
        .values_list("pk")
    )
    drafts = (
        Suggestion.objects.select_for_update(no_key=True)
        .filter(pk__in=suggestion_ids)
        .order_by("pk")
    )
    return {draft.pk: draft for draft in drafts}


@transaction.atomic
def approve_together(*, reviewer, drafts, count, dwell_ms=None):
    """Approve drafts as they were shown, each by `decide`, in one transaction.

    Parameters: `drafts` dicts of suggestion (id), content_hash and ticket_version, 1 to LIMIT of
    them; `count` how many the person said there are; `dwell_ms` how long all of them together
    were on screen: each review gets its share.
    Returns (ReviewBatch, a list of Outcome in the order asked). One that is refused does not stop
    the others. Raises: Problem (too_many, count_mismatch), PermissionDenied.
    """
    if not reviewer.has_perm("suggestions.decide"):
        raise PermissionDenied
    wanted = {each["suggestion"]: each for each in drafts}
    if len(wanted) != len(drafts) or not 0 < len(drafts) <= LIMIT:
        raise Problem(f"1 to {LIMIT} different drafts can be approved together.", code="too_many")
    if count != len(drafts):
        raise Problem(
            f"You confirmed {count} drafts, but {len(drafts)} were sent.", code="count_mismatch"
        )
    found = _locked(list(wanted))
    batch = ReviewBatch.objects.create(reviewer=reviewer, asked=len(drafts), dwell_ms=dwell_ms)
    share = None if dwell_ms is None else dwell_ms // len(drafts)
    outcomes = {
        pk: Outcome(pk, code="not_found", detail="There is no such draft.") for pk in wanted
    }
    # Audit streams are locked in the order in which the worker locks several.
    for draft in sorted(found.values(), key=lambda draft: ticket_stream(draft.ticket_id)):
        outcomes[draft.pk] = _approve(reviewer, draft, wanted[draft.pk], batch, share)
    return batch, [outcomes[each["suggestion"]] for each in drafts]


def _approve(reviewer, draft, shown, batch, dwell_ms):
    if draft.status == Suggestion.Status.PENDING_REVIEW and (code := obstacle(draft, reviewer)):
        return Outcome(draft.pk, code=code, detail=f"It {OBSTACLES[code]}.")
    try:
        review = decide(
            reviewer=reviewer,
            suggestion_id=draft.pk,
            verdict="approve",
            content_hash=shown["content_hash"],
            ticket_version=shown["ticket_version"],
            next_status="resolved",
            dwell_ms=dwell_ms,
            batch=batch,
        )
    except Problem as problem:
        return Outcome(draft.pk, code=problem.get_codes(), detail=str(problem.detail))
    if isinstance(review, CheckDecision):
        code, detail = CHECKED[review.kind]
        return Outcome(draft.pk, code=code, detail=detail, check=review)
    return Outcome(draft.pk, review=review)


@transaction.atomic
def undo_together(*, user, batch_id):
    """Take back every decision of a batch that can be; returns a list of Outcome.

    Those taken back before are left out. Raises: PermissionDenied when it is another person's.
    """
    batch = ReviewBatch.objects.get(pk=batch_id)
    if batch.reviewer_id != user.pk:
        raise PermissionDenied
    reviews = list(batch.reviews.filter(undo=None).select_related("suggestion"))
    _locked([review.suggestion_id for review in reviews])
    return [
        _undo(user, review)
        for review in sorted(reviews, key=lambda each: ticket_stream(each.suggestion.ticket_id))
    ]


def _undo(user, review):
    try:
        return Outcome(review.suggestion_id, review=undo(user=user, review_id=review.pk))
    except Problem as problem:
        return Outcome(review.suggestion_id, code=problem.get_codes(), detail=str(problem.detail))
