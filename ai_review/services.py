"""The review: who holds a draft, who decided what on exactly what they saw, and taking it back.

The API, the React workspace and the admin all decide through `decide`.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ai_review import checks
from ai_review.gates import needs_confirmation
from ai_review.jobs import LIVE
from ai_review.models import Review, ReviewUndo, Skip, Suggestion
from ai_review.quality import distance, pause_when_rejected
from audit.services import record, ticket_stream
from config.errors import Conflict, Problem
from tickets.models import Message, Ticket, User
from tickets.services import lock_ticket, save_ticket, unanswered_since

Status = Suggestion.Status
Verdict = Review.Verdict
# What a person signs of the triage, and where the ticket keeps it.
TRIAGE = {
    "category": "category",
    "priority": "priority",
    "language": "language",
    "sentiment": "sentiment",
    "duplicate_of": "duplicate_of_id",
}
# Fields of the ticket that an undo restores.
_UNDONE = ("status", "summary", *TRIAGE.values())
VERDICTS = {"approve": Verdict.APPROVED, "edit": Verdict.EDITED, "reject": Verdict.REJECTED}


class DecisionConflict(Conflict):
    """The draft is not, or no longer, what the person decided on. Carries the suggestion."""

    def __init__(self, code, detail, suggestion):
        self.suggestion = suggestion
        super().__init__(detail, code=code)


def first_reviews():
    """The valid first signatures that await a second person, newest first."""
    return Review.objects.filter(
        suggestion__status=Status.PENDING_REVIEW, stage=1, final=False, undo=None
    ).order_by("-pk")


def first_review_of(suggestion):
    """The first signature under a suggestion that awaits a second person, or None."""
    if suggestion.required_reviews == 1 or suggestion.status != Status.PENDING_REVIEW:
        return None
    return first_reviews().filter(suggestion=suggestion).select_related("reviewer").first()


def _check_decidable(suggestion, ticket, content_hash, ticket_version):
    if suggestion.status in Suggestion.DECIDED:
        raise DecisionConflict(
            "already_decided", "Somebody has already decided on this draft.", suggestion
        )
    if suggestion.status == Status.SUPERSEDED or not (
        suggestion.ticket_version == ticket.version == ticket_version
    ):
        raise DecisionConflict(
            "stale_version", "The ticket has changed since this draft was written.", suggestion
        )
    if suggestion.content_hash != content_hash:
        raise DecisionConflict(
            "hash_mismatch",
            "The content_hash is not that of this draft; read it again.",
            suggestion,
        )


def check_interest(reviewer, suggestion):
    """Refuse who declared a conflict of interest in the draft's ticket."""
    if Skip.interests(reviewer).filter(suggestion__ticket=suggestion.ticket_id).exists():
        raise DecisionConflict(
            "conflict_of_interest",
            "You declared a conflict of interest in this ticket; somebody else must decide.",
            suggestion,
        )


def _check_first(first, shown, reviewer, suggestion):
    """A second person signs the first one's text, so it must be the one that they were shown."""
    if first and first.reviewer_id == reviewer.pk:
        raise DecisionConflict(
            "needs_second_reviewer",
            "You signed this already; a second person must decide.",
            suggestion,
        )
    if (first.pk if first else None) != shown:
        raise DecisionConflict(
            "first_review_changed",
            "Somebody signed this draft, or took a signature back, while you were reading it.",
            suggestion,
        )


def _check_confirmed(suggestion, confirmed):
    open_gates = [
        gate
        for gate in suggestion.gates
        if needs_confirmation(gate) and gate["code"] not in confirmed
    ]
    if open_gates:
        raise Problem(
            "This draft has warnings that you must confirm to have looked at, or edit away.",
            code="confirmation_required",
            errors=[{"field": "confirmed", "message": gate["message"]} for gate in open_gates],
        )


def _final_text(verdict, suggestion, first, summary, reply):
    """Return (stored verdict, summary, reply) of what the person signs."""
    if verdict == "reject":
        return Verdict.REJECTED, "", ""
    if verdict == "approve":
        signed = (
            (first.verdict, first.final_summary, first.final_reply)
            if first
            else (Verdict.APPROVED, suggestion.summary, suggestion.reply)
        )
    else:
        summary = suggestion.summary if summary is None else summary
        reply = suggestion.reply if reply is None else reply
        unchanged = (summary, reply) == (suggestion.summary, suggestion.reply)
        signed = (Verdict.APPROVED if unchanged else Verdict.EDITED, summary, reply)
        if unchanged and not first:
            raise Problem(
                "The edit changes nothing: approve the draft instead.", code="nothing_edited"
            )
    if not signed[2].strip():
        raise Problem(
            "There is no reply to send: write one and send it as an edit.", code="reply_empty"
        )
    return signed


def _signed_triage(verdict, suggestion, ticket, first, corrected):
    """The triage that a decision puts on the ticket: as proposed, but for what was corrected."""
    wanted = corrected.get("duplicate_of")
    if wanted is not None and (
        wanted == ticket.pk or not Ticket.objects.filter(pk=wanted).exists()
    ):
        raise Problem(
            "A ticket can be the duplicate of another one that exists.",
            code="no_such_ticket",
            errors=[{"field": "triage.duplicate_of", "message": "Not another ticket."}],
        )
    if verdict == "reject":
        return dict(corrected)
    proposed = (
        first.triage
        if first
        else {
            "category": suggestion.category or ticket.category,
            "priority": suggestion.priority,
            "language": suggestion.language,
            "sentiment": suggestion.triage.get("sentiment", ""),
        }
    )
    return proposed | corrected


@transaction.atomic
def decide(
    *,
    reviewer,
    suggestion_id,
    verdict,
    content_hash,
    ticket_version,
    next_status=None,
    summary=None,
    reply=None,
    reason_code="",
    note="",
    first_review=None,
    confirmed=(),
    triage=None,
    dwell_ms=None,
    batch=None,
):
    """Sign a draft: approve, edit or reject it.

    Parameters: `verdict` approve | edit | reject; `content_hash` and `ticket_version` of what the
    person saw; `summary` and `reply` the edited texts; `next_status` of the ticket (default:
    resolved after an answer, unchanged after a rejection); `first_review` the id of the first
    signature that was shown, if any; `confirmed` the codes of the gates to confirm that the person
    looked at, needed to approve a draft as it is; `triage` what the person corrects of category,
    priority, language, sentiment and duplicate_of (a ticket's id or None), the rest is accepted as
    proposed unless the draft is rejected; `dwell_ms` how long it was on screen;
    `batch` the ReviewBatch when several are approved together (ai_review/bulk.py).

    Returns the Review, or a CheckDecision when the person was under a check (ai_review/checks.py)
    and nothing has changed. A Review's `final` is False when the policy asks for a second person,
    who then approves the first person's text, edits it (a new first signature) or rejects it.
    Raises: DecisionConflict (409), Problem (400), PermissionDenied.
    """
    if reviewer.kind != User.Kind.HUMAN or not reviewer.has_perm("suggestions.decide"):
        raise PermissionDenied
    # Order of locks: ticket, then suggestion. Two decisions at once meet at the ticket.
    ticket = lock_ticket(Suggestion.objects.values_list("ticket_id").get(pk=suggestion_id)[0])
    suggestion = Suggestion.objects.select_for_update(no_key=True).get(pk=suggestion_id)
    check = checks.under(reviewer, suggestion_id, content_hash)
    if check:
        suggestion, ticket = checks.disguise(suggestion, ticket, check)
    _check_decidable(suggestion, ticket, content_hash, ticket_version)
    check_interest(reviewer, suggestion)
    first = first_review_of(suggestion)
    _check_first(first, first_review, reviewer, suggestion)
    if verdict == "reject" and not reason_code:
        raise Problem(
            "A rejection needs a reason.",
            code="reason_required",
            errors=[{"field": "reason_code", "message": "Required to reject."}],
        )
    if verdict == "approve" and (first is None or first.verdict == Verdict.APPROVED):
        _check_confirmed(suggestion, confirmed)
    stored, final_summary, final_reply = _final_text(verdict, suggestion, first, summary, reply)
    signed_triage = _signed_triage(verdict, suggestion, ticket, first, triage or {})
    seconding = first if first and verdict == "approve" else None
    now = timezone.now()
    signed = {
        "verdict": stored,
        "shown_hash": content_hash,
        "draft_text_hash": suggestion.text_hash,
        "final_summary": final_summary,
        "final_reply": final_reply,
        "next_status": next_status or (ticket.status if verdict == "reject" else "resolved"),
        "reason_code": reason_code if verdict == "reject" else "",
        "note": note,
        "confirmed_gates": sorted(set(confirmed)),
        "triage": signed_triage,
        "shown_words": checks.words_shown(
            ticket, first.final_reply if first else suggestion.reply, check
        ),
    }
    if check:
        return checks.sign(check, reviewer=reviewer, dwell_ms=dwell_ms, **signed)
    if final_reply:
        checks.refuse_planted(ticket.pk, final_reply)
    review = Review.objects.create(
        **signed,
        suggestion=suggestion,
        stage=2 if seconding else 1,
        prior_review=seconding,
        prior_reviewer=seconding.reviewer if seconding else None,
        reviewer=reviewer,
        required_reviews=suggestion.required_reviews,
        ticket_version=ticket_version,
        edit_distance=None if verdict == "reject" else distance(suggestion.reply, final_reply),
        dwell_ms=checks.bounded(dwell_ms, suggestion.created_at),
        batch=batch,
        batch_place=batch.reviews.count() + 1 if batch else None,
        ticket_before={name: getattr(ticket, name) for name in _UNDONE},
        created_at=now,
        undo_until=now + timedelta(seconds=settings.REVIEW_UNDO_SECONDS),
    )
    message = _settle(review, suggestion, ticket, reviewer)
    record(
        ticket_stream(ticket.pk),
        reviewer,
        f"draft.{stored}" if review.final else "draft.signed_first",
        review=review.pk,
        suggestion=suggestion.pk,
        verdict=verdict,
        stage=review.stage,
        shown_hash=content_hash,
        final_hash=review.final_text_hash,
        version=ticket_version,
        reason=review.reason_code,
        confirmed=review.confirmed_gates,
        triage=signed_triage,
        next_status=review.next_status,
        message=message.pk if message else None,
        **({"batch": batch.pk, "together": batch.asked} if batch else {}),
    )
    if review.verdict == Verdict.REJECTED:
        pause_when_rejected(suggestion.category)
    return review


def _written(review):
    """The fields of the ticket as a final decision writes them."""
    fields = {TRIAGE[name]: value for name, value in review.triage.items()}
    fields["status"] = review.next_status
    if review.verdict != Verdict.REJECTED:
        fields["summary"] = review.final_summary
    return fields


def _settle(review, suggestion, ticket, reviewer):
    """Carry a decision into the suggestion, the ticket and the reply; returns the Message."""
    suggestion.claimed_by = suggestion.claim_expires_at = None
    if review.final:
        suggestion.status, suggestion.review = review.verdict, review
    suggestion.save(update_fields=["status", "review", "claimed_by", "claim_expires_at"])
    if not review.final:
        return None
    written = _written(review)
    for name, value in written.items():
        setattr(ticket, name, value)
    if review.verdict != Verdict.REJECTED:
        ticket.waiting_since = None
    save_ticket(ticket, reviewer, "waiting_since", *written)
    if review.verdict == Verdict.REJECTED:
        return None
    return Message.objects.create(
        ticket=ticket,
        kind=Message.Kind.PUBLIC_REPLY,
        body=review.final_reply,
        review=review,
        author=reviewer,
        author_kind=reviewer.kind,
        delivery_status=Message.Delivery.SCHEDULED,
        deliver_after=review.undo_until,
    )


@transaction.atomic
def undo(*, user, review_id):
    """Take a decision back while its reply has not gone out.

    The reply is cancelled, the ticket's fields are as before but for what others changed since, and
    the draft is pending again, or superseded if the ticket has moved on. Raises: Conflict
    `already_undone` or `undo_expired`; PermissionDenied when the decision is another person's.
    """
    review = Review.objects.select_related("suggestion").get(pk=review_id)
    if user.pk != review.reviewer_id or not user.has_perm("suggestions.decide"):
        raise PermissionDenied
    ticket = lock_ticket(review.suggestion.ticket_id)
    suggestion = Suggestion.objects.select_for_update(no_key=True).get(pk=review.suggestion_id)
    now = timezone.now()
    if ReviewUndo.objects.filter(review=review).exists():
        raise Conflict("This decision was already taken back.", code="already_undone")
    if now > review.undo_until:
        raise Conflict("The time to undo is over.", code="undo_expired")
    if not review.final and suggestion.status != Status.PENDING_REVIEW:
        raise Conflict("A second person has decided since.", code="undo_expired")
    # The worker takes scheduled messages only, so whoever is first wins, and it is one of us.
    unsent = Message.objects.filter(review=review)
    if (
        review.final
        and review.verdict != Verdict.REJECTED
        and not unsent.filter(delivery_status=Message.Delivery.SCHEDULED).update(
            delivery_status=Message.Delivery.CANCELLED
        )
    ):
        raise Conflict("The reply is already on its way.", code="undo_expired")
    ReviewUndo.objects.create(review=review, user=user)
    if suggestion.review_id == review.pk:
        _reopen(suggestion, ticket, review, user)
    record(
        ticket_stream(ticket.pk),
        user,
        "decision.undone",
        review=review.pk,
        suggestion=suggestion.pk,
        verdict=review.verdict,
        status=suggestion.status,
    )
    return review


def _reopen(suggestion, ticket, review, user):
    moved_on = (
        ticket.version != suggestion.ticket_version
        or ticket.draft_jobs.filter(status__in=LIVE).exists()
        # After the line above: a job that ended in between has its suggestion committed by now.
        or ticket.suggestions.filter(status=Status.PENDING_REVIEW).exists()
        # Ours is cancelled by now: this is somebody else's, and nobody is to be answered twice.
        or ticket.messages.filter(kind=Message.Kind.PUBLIC_REPLY, created_at__gt=review.created_at)
        .exclude(delivery_status=Message.Delivery.CANCELLED)
        .exists()
    )
    suggestion.status = Status.SUPERSEDED if moved_on else Status.PENDING_REVIEW
    suggestion.review = None
    suggestion.save(update_fields=["status", "review"])
    written = _written(review)
    if moved_on:
        del written["status"]
    # What differs from what we wrote is somebody else's by now.
    ours = [name for name, value in written.items() if getattr(ticket, name) == value]
    for name in ours:
        setattr(ticket, name, review.ticket_before[name])
    ticket.waiting_since = unanswered_since(ticket)
    save_ticket(ticket, user, "waiting_since", *ours)
