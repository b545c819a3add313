"""Passing a draft on: it leaves this person's queue for a while, and the others get it at once."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from ai_review.models import Skip, Suggestion
from ai_review.services import DecisionConflict
from audit.services import record, ticket_stream
from config.errors import Conflict
from tickets.services import lock_ticket

Reason = Skip.Reason
# How long a draft stays away from who passed it on. Whoever lacks the language or the expertise
# lacks it next week too; None: for good.
AWAY = {
    Reason.LATER: timedelta(minutes=30),
    Reason.WAITING: timedelta(hours=4),
    Reason.OTHER: timedelta(minutes=30),
    Reason.LANGUAGE: timedelta(days=7),
    Reason.EXPERTISE: timedelta(days=7),
    Reason.CONFLICT_OF_INTEREST: None,
}
# A slip of the finger is taken back; a declared interest is not weighed up later.
TAKE_BACK = timedelta(minutes=5)


@transaction.atomic
def skip(*, user, suggestion_id, reason, note=""):
    """Pass a draft on. Returns the Skip.

    Parameters: `reason` a Skip.Reason; `conflict_of_interest` also bars the person from deciding
    on any draft of the ticket. Raises: DecisionConflict when it does not wait for review any more.
    """
    if not user.has_perm("suggestions.decide"):
        raise PermissionDenied
    # The ticket first, as every decision does: a decision of this person's comes before or after.
    lock_ticket(Suggestion.objects.values_list("ticket_id").get(pk=suggestion_id)[0])
    suggestion = Suggestion.objects.select_for_update(no_key=True).get(pk=suggestion_id)
    if suggestion.status != Suggestion.Status.PENDING_REVIEW:
        raise DecisionConflict(
            "already_decided" if suggestion.status in Suggestion.DECIDED else "stale_version",
            "This draft does not wait for review any more.",
            suggestion,
        )
    now = timezone.now()
    away = AWAY[Reason(reason)]
    skipped = Skip.objects.create(
        suggestion=suggestion,
        user=user,
        reason=reason,
        note=note,
        created_at=now,
        until=None if away is None else now + away,
    )
    if suggestion.claimed_by_id == user.pk:
        suggestion.claimed_by = suggestion.claim_expires_at = None
        suggestion.save(update_fields=["claimed_by", "claim_expires_at"])
    record(
        ticket_stream(suggestion.ticket_id),
        user,
        "draft.skipped",
        skip=skipped.pk,
        suggestion=suggestion.pk,
        reason=skipped.reason,
    )
    return skipped


@transaction.atomic
def take_back(*, user, suggestion_id):
    """Undo one's skip of a draft, within TAKE_BACK; it is in one's queue again.

    Raises: Conflict (not_skipped, undo_expired).
    """
    ticket_id = Suggestion.objects.values_list("ticket_id").get(pk=suggestion_id)[0]
    lock_ticket(ticket_id)
    standing = Skip.in_force(user).filter(suggestion=suggestion_id)
    newest = standing.order_by("-pk").first()
    if newest is None:
        raise Conflict("You have not skipped this draft.", code="not_skipped")
    now = timezone.now()
    if now > newest.created_at + TAKE_BACK:
        raise Conflict("The time to take the skip back is over.", code="undo_expired")
    # An older declaration stands, whatever was skipped on top of it.
    standing.exclude(until=None, created_at__lt=now - TAKE_BACK).update(taken_back_at=now)
    record(ticket_stream(ticket_id), user, "skip.undone", skip=newest.pk, suggestion=suggestion_id)


def counts(*, since):
    """Why drafts were passed on since a datetime: a list of dicts, one for each reason used.

    reason; skips; drafts: how many different ones; people; waiting: of the drafts, those that
    still wait for somebody.
    """
    waiting = Q(suggestion__status=Suggestion.Status.PENDING_REVIEW)
    return list(
        Skip.objects.filter(created_at__gte=since, taken_back_at=None)
        .values("reason")
        .annotate(
            skips=Count("pk"),
            drafts=Count("suggestion", distinct=True),
            people=Count("user", distinct=True),
            waiting=Count("suggestion", distinct=True, filter=waiting),
        )
        .order_by("-skips", "reason")
    )
