"""The queue of pending drafts: what waits for whom, and who holds what."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from ai_review import checks
from ai_review.jobs import RANK
from ai_review.models import Skip, Suggestion
from ai_review.service_levels import OVERDUE, due, targets
from ai_review.services import check_interest, first_reviews
from config.errors import Conflict
from tickets.models import Ticket
from tickets.text_search import matching

Status = Suggestion.Status

# Each answers the condition for a person. Their names are the API's.
VIEWS = {
    "all": lambda user: Q(),
    "urgent": lambda user: Q(ticket__priority__in=["urgent", "high"]),
    "overdue": lambda user: OVERDUE,
    "low_risk": lambda user: Q(risk="low"),
    "second_review": lambda user: Q(first_signer__isnull=False),
    "mine": lambda user: Q(ticket__assignee=user),
}

_URGENCY = Case(*[When(ticket__priority=name, then=Value(rank)) for name, rank in RANK.items()])
ORDERS = {
    "priority": (_URGENCY, "ticket__created_at", "pk"),
    "due": (F("due_at").asc(nulls_last=True), "pk"),
    "oldest": ("ticket__created_at", "pk"),
    "newest": ("-ticket__created_at", "-pk"),
}

# As `gates.needs_confirmation` judges one gate.
_ASKS = Func(
    F("gates"),
    Value('$[*] ? (@.confirm == true || (!exists(@.confirm) && @.level == "block"))'),
    template="jsonb_path_exists(%(expressions)s::jsonpath)",
    output_field=BooleanField(),
)
DRAFTS = {
    "has_reply": ~Q(reply=""),
    "no_reply": Q(reply=""),
    "needs_confirmation": Q(_ASKS),
}


def _assigned(value, user):
    if value == "none":
        return Q(ticket__assignee=None)
    return Q(ticket__assignee=user if value == "me" else int(value))


def _among(lookup):
    return lambda values, user: Q(**{f"{lookup}__in": values})


def _category(values, user):
    return Q(category__in=["" if value == "none" else value for value in values])


# What each filter of the queue means; `ai_review.serializers.queue` says which values it takes.
FILTERS = {
    "view": lambda value, user: VIEWS[value](user),
    "status": _among("ticket__status"),
    "category": _category,
    "priority": _among("ticket__priority"),
    "risk": _among("risk"),
    "language": _among("language"),
    "older_than": lambda hours, user: Q(
        ticket__created_at__lte=timezone.now() - timedelta(hours=hours)
    ),
    "newer_than": lambda hours, user: Q(
        ticket__created_at__gt=timezone.now() - timedelta(hours=hours)
    ),
    "assignee": _assigned,
    "draft": lambda value, user: DRAFTS[value],
    "provider": _among("call__provider"),
    "model": _among("call__model"),
    "search": lambda text, user: matching(text, ticket="ticket", words="words"),
}


def condition(user, wanted):
    """What a dict of filters asks for, as one Q over `pending`. Needs valid values."""
    found = Q()
    for name, value in wanted.items():
        if name in FILTERS and value not in ("", []):
            found &= FILTERS[name](value, user)
    return found


def _waiting_for(user):
    """Pending drafts, and the decided ones that this person is given to review blindly."""
    blind = checks.blind_for(user)
    return (
        Q(status=Status.PENDING_REVIEW) | Q(pk__in=blind)
        if blind
        else Q(status=Status.PENDING_REVIEW)
    )


def pending(user):
    """The pending suggestions that this person may decide, each with its first signer and with
    when it is due. In no order."""
    signer = first_reviews().filter(suggestion=OuterRef("pk")).values("reviewer")[:1]
    return (
        Suggestion.objects.filter(_waiting_for(user))
        .annotate(
            # Only what needs two can have one: the others are not looked up.
            first_signer=Case(
                When(required_reviews__gt=1, then=Subquery(signer)),
                default=None,
                output_field=IntegerField(null=True),
            ),
            due_at=due(targets(), "ticket__"),
        )
        .filter(Q(first_signer=None) | ~Q(first_signer=user.pk))
        .exclude(pk__in=Skip.in_force(user).values("suggestion"))
        # A conflict of interest is in the ticket, whichever draft of it was on screen.
        .exclude(ticket__in=Skip.interests(user).values("suggestion__ticket"))
    )


def queue(user, wanted=None, waiting=None):
    """What a person's filters leave of the queue, in the order that they ask for.

    Parameters: `wanted` a dict of FILTERS' names, and `order`, one of ORDERS; `waiting` what
    `pending` gave, for whoever has asked already.
    """
    wanted = wanted or {}
    order = ORDERS[wanted.get("order") or "priority"]
    waiting = pending(user) if waiting is None else waiting
    return waiting.filter(condition(user, wanted)).order_by(*order)


def undrafted():
    """Open tickets whose customer waits without a draft to decide on: it is queued, it failed, it
    was called off or turned down. A person can answer them by hand."""
    drafted = Suggestion.objects.filter(ticket=OuterRef("pk"), status=Status.PENDING_REVIEW)
    return Ticket.objects.filter(
        ~Exists(drafted), ~Q(status=Ticket.Status.RESOLVED), waiting_since__isnull=False
    )


def choices(user):
    """What this person's queue holds of the things that have no fixed list, for the filters:
    categories, languages, models, each once and in order."""
    waiting = pending(user).order_by()
    return {
        name: sorted(filter(None, waiting.values_list(lookup, flat=True).distinct()))
        for name, lookup in (
            ("categories", "category"),
            ("languages", "language"),
            ("models", "call__model"),
        )
    }


def counts(user, filters, waiting=None):
    """How many drafts each of several filters leaves, all in one query.

    Parameters: `filters` a dict of any key to a dict as `queue` takes it.
    """
    if not filters:
        return {}
    waiting = pending(user) if waiting is None else waiting
    found = waiting.order_by().aggregate(
        **{
            f"count_{position}": Count("pk", filter=condition(user, wanted) or Q(pk__gt=0))
            for position, wanted in enumerate(filters.values())
        }
    )
    return dict(zip(filters, found.values(), strict=True))


def queue_counts(user, waiting=None):
    """How many wait in each view for this person, as a dict of view to count."""
    return counts(user, {view: {"view": view} for view in VIEWS}, waiting) | {
        "undrafted": undrafted().count()
    }


@transaction.atomic
def claim(*, user, count, exclude=(), **wanted):
    """Lease up to `count` pending suggestions to a person for REVIEW_CLAIM_SECONDS.

    What they hold already comes first; what others hold is passed over. `wanted` as `queue` takes
    it: claims follow the list that the person sees. Returns a list of ids.
    """
    checks.offer_blind(user)
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_by=user) | Q(claim_expires_at__lt=now)
    # Decided ones are only here for a blind review, which this person holds.
    held = Q(claimed_by=user) | ~Q(status=Status.PENDING_REVIEW)
    held_first = Case(When(held, then=Value(0)), default=Value(1))
    found = queue(user, wanted).filter(free).exclude(pk__in=exclude)
    taken = list(
        found.order_by(held_first, *found.query.order_by)
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
        .values_list("pk", "status")[:count]
    )
    until = now + timedelta(seconds=settings.REVIEW_CLAIM_SECONDS)
    leased = [pk for pk, status in taken if status == Status.PENDING_REVIEW]
    Suggestion.objects.filter(pk__in=leased).update(claimed_by=user, claim_expires_at=until)
    ids = [pk for pk, _ in taken]
    checks.prolong(user, set(ids) - set(leased), until)
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
    held = sorted([*held, *checks.prolong(user, suggestion_ids, expires)])
    return held, sorted(set(suggestion_ids) - set(held)), expires


@transaction.atomic
def take(*, user, suggestion_id):
    """Lease one pending suggestion to a person, such as one whose lease ran out while they typed.

    Returns the new expiry. Raises: Conflict (held_by_another, not_pending, conflict_of_interest).
    """
    now = timezone.now()
    expires = now + timedelta(seconds=settings.REVIEW_CLAIM_SECONDS)
    if checks.prolong(user, [suggestion_id], expires):
        return expires
    draft = Suggestion.objects.select_for_update(of=("self",), no_key=True).get(pk=suggestion_id)
    if draft.status != Status.PENDING_REVIEW:
        raise Conflict("This draft does not wait for review any more.", code="not_pending")
    if draft.claimed_by_id not in (None, user.pk) and draft.claim_expires_at > now:
        raise Conflict(f"{draft.claimed_by.name} has this draft open.", code="held_by_another")
    check_interest(user, draft)
    draft.claimed_by, draft.claim_expires_at = user, expires
    draft.save(update_fields=["claimed_by", "claim_expires_at"])
    return expires


@transaction.atomic
def release(*, user, suggestion_ids):
    """Give claims back at once."""
    checks.prolong(user, suggestion_ids, timezone.now())
    held = _held(user, suggestion_ids)
    # Locked in the order of ids, like the heartbeat: no two of one person's calls deadlock.
    ids = list(held.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    Suggestion.objects.filter(pk__in=ids).update(claimed_by=None, claim_expires_at=None)
