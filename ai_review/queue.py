"""The queue of pending drafts: what waits for whom, and who holds what."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from ai_review import checks
from ai_review.jobs import RANK
from ai_review.models import Skip, Suggestion
from ai_review.services import first_reviews
from config.errors import Conflict

Status = Suggestion.Status

VIEWS = {
    "all": Q(),
    "urgent": Q(ticket__priority__in=["urgent", "high"]),
    "low_risk": Q(risk="low"),
    "second_review": Q(first_signer__isnull=False),
    "mine": Q(),
}


def queue_counts(user):
    """How many drafts wait in each view for this person, as a dict of view to count."""
    waiting = queue(user).order_by().values("pk")
    tests = VIEWS | {"mine": Q(ticket__assignee=user)}
    return waiting.aggregate(
        **{view: Count("pk", filter=test or Q(pk__gt=0)) for view, test in tests.items()}
    )


def queue(user, view="all"):
    """The pending suggestions of a view that this person may decide, most urgent first."""
    signer = first_reviews().filter(suggestion=OuterRef("pk")).values("reviewer")[:1]
    pending = (
        Suggestion.objects.filter(_waiting_for(user))
        .annotate(first_signer=Subquery(signer))
        .filter(VIEWS[view], Q(first_signer=None) | ~Q(first_signer=user.pk))
        .exclude(pk__in=Skip.in_force(user).values("suggestion"))
        # A conflict of interest is in the ticket, whichever draft of it was on screen.
        .exclude(ticket__in=Skip.interests(user).values("suggestion__ticket"))
    )
    if view == "mine":
        pending = pending.filter(ticket__assignee=user)
    urgency = Case(*[When(ticket__priority=name, then=Value(rank)) for name, rank in RANK.items()])
    return pending.order_by(urgency, "ticket__created_at", "pk")


def _waiting_for(user):
    """Pending drafts, and the decided ones that this person is given to review blindly."""
    blind = checks.blind_for(user)
    return (
        Q(status=Status.PENDING_REVIEW) | Q(pk__in=blind)
        if blind
        else Q(status=Status.PENDING_REVIEW)
    )


@transaction.atomic
def claim(*, user, count, view="all", exclude=()):
    """Lease up to `count` pending suggestions to a person for REVIEW_CLAIM_SECONDS.

    What they hold already comes first; what others hold is passed over. Returns a list of ids.
    """
    checks.offer_blind(user)
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_by=user) | Q(claim_expires_at__lt=now)
    # Decided ones are only here for a blind review, which this person holds.
    held = Q(claimed_by=user) | ~Q(status=Status.PENDING_REVIEW)
    held_first = Case(When(held, then=Value(0)), default=Value(1))
    found = queue(user, view).filter(free).exclude(pk__in=exclude)
    taken = list(
        found.order_by(held_first, *found.query.order_by)
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
        .values_list("pk", "status")[:count]
    )
    until = now + timedelta(seconds=settings.REVIEW_CLAIM_SECONDS)
    pending = [pk for pk, status in taken if status == Status.PENDING_REVIEW]
    Suggestion.objects.filter(pk__in=pending).update(claimed_by=user, claim_expires_at=until)
    ids = [pk for pk, _ in taken]
    checks.prolong(user, set(ids) - set(pending), until)
    return ids


def _held(user, ids):
    return Suggestion.objects.filter(pk__in=ids, claimed_by=user, status=Status.PENDING_REVIEW)


@transaction.atomic
def heartbeat(*, user, suggestion_ids):
    """Prolong claims. Returns (ids kept, ids lost, the new expiry)."""
    expires = timezone.now() + timedelta(seconds=settings.REVIEW_CLAIM_SECONDS)
    held = list(
        _held(user, suggestion_ids)
        .select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Suggestion.objects.filter(pk__in=held).update(claim_expires_at=expires)
    held += checks.prolong(user, suggestion_ids, expires)
    return held, sorted(set(suggestion_ids) - set(held)), expires


@transaction.atomic
def take(*, user, suggestion_id):
    """Lease one pending suggestion to a person, such as one whose lease ran out while they typed.

    Returns the new expiry. Raises: Conflict (held_by_another, not_pending).
    """
    now = timezone.now()
    draft = Suggestion.objects.select_for_update(of=("self",), no_key=True).get(pk=suggestion_id)
    if draft.status != Status.PENDING_REVIEW:
        raise Conflict("This draft does not wait for review any more.", code="not_pending")
    if draft.claimed_by_id not in (None, user.pk) and draft.claim_expires_at > now:
        raise Conflict(f"{draft.claimed_by.name} has this draft open.", code="held_by_another")
    draft.claimed_by = user
    draft.claim_expires_at = now + timedelta(seconds=settings.REVIEW_CLAIM_SECONDS)
    draft.save(update_fields=["claimed_by", "claim_expires_at"])
    return draft.claim_expires_at


@transaction.atomic
def release(*, user, suggestion_ids):
    """Give claims back at once."""
    checks.prolong(user, suggestion_ids, timezone.now())
    held = _held(user, suggestion_ids)
    # Locked in the order of ids, like the heartbeat: no two of one person's calls deadlock.
    ids = list(held.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    Suggestion.objects.filter(pk__in=ids).update(claimed_by=None, claim_expires_at=None)
