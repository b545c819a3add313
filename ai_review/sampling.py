"""Which drafts become checks for whom: by lot, with a seed that only supervisors have.

The lots can be drawn again by anybody who may read the policy's history, so that the choice can be
audited; a reviewer cannot guess them.
"""

import hmac
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, TextField, Value
from django.utils import timezone

from ai_review import gates, planting
from ai_review.composing import rebuild
from ai_review.models import Check, Review, Suggestion
from ai_review.providers.base import Draft, DraftCitation, Source
from ai_review.redaction import RedactionError
from ai_review.service_levels import due_at, targets
from audit.models import AuditEvent
from audit.services import SYSTEM, record, ticket_stream
from tickets.models import Message, Priority

STREAM = "vigilance"
Kind = Check.Kind
Status = Suggestion.Status

# Tickets that nobody's attention is tested on.
_TOO_URGENT = (Priority.URGENT, Priority.HIGH)
# A decision is compared while it is fresh, and looked for among so many.
_FRESH, _LOOKED_AT = timedelta(hours=24), 200


def lot(seed, kind, *ids):
    """0 to 9999, by HMAC-SHA256 of the seed: the same for the same seed and ids, and not to be
    guessed without the seed. Below 100 times the policy's percentage means: chosen."""
    text = ":".join([kind, *map(str, ids)])
    digest = hmac.digest(seed.encode(), text.encode(), "sha256")
    return int.from_bytes(digest[:8]) * 10_000 >> 64


# --- planted errors -------------------------------------------------------------------------------


def plantable(suggestion):
    return (
        suggestion.status == Status.PENDING_REVIEW
        and suggestion.required_reviews == 1
        and bool(suggestion.reply.strip())
        and suggestion.ticket.priority not in _TOO_URGENT
        and suggestion.priority not in _TOO_URGENT
    )


@transaction.atomic
def plant(user, suggestion, policy):
    """Plant an error if the lot falls on this person and draft; returns the Check or None."""
    drawn = lot(policy.vigilance_seed, Kind.SEEDED, suggestion.pk, user.pk)
    if drawn >= policy.seeded_percent * 100:
        return None
    due = due_at(suggestion.ticket, targets())
    if suggestion.created_at < _since(policy) or (due and due < timezone.now()):
        return None
    known = _one_at_a_time(user, suggestion, policy)
    if known is not False:
        return known
    planted = _error_for(suggestion, f"{policy.vigilance_seed}:{suggestion.pk}:{user.pk}")
    if planted is None:
        return None
    reply = planted.put(suggestion.reply)
    return _create(
        Check(
            kind=Kind.SEEDED,
            reviewer=user,
            reply=reply,
            shown_hash=_hash_with(suggestion, reply),
            planted=planted.record(),
            lot=drawn,
            percent=policy.seeded_percent,
        ),
        suggestion,
        policy,
    )


def _midnight():
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _since(policy):
    """Older drafts may have been read under another rule or on a day whose checks were used up:
    what somebody has read is not replaced."""
    changed = policy.history.values_list("history_date", flat=True).first()
    return max(_midnight(), changed) if changed else _midnight()


def _one_at_a_time(user, suggestion, policy):
    """Make this person's checks wait for each other; False when there is room for one more today.

    Otherwise the check that a request beside this one has made, or None.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"vigilance {user.pk}"]
        )
    # Also those that came to nothing: the room that they left would go to a draft that this person
    # has read by now.
    counted = Check.objects.filter(reviewer=user, created_at__gte=_midnight()).count()
    if known := Check.objects.on(user, [suggestion.pk]).get(suggestion.pk):
        return known
    return None if counted >= policy.checks_per_day else False


def _create(check, suggestion, policy):
    check.suggestion, check.seed = suggestion, policy.vigilance_seed
    check.summary = suggestion.summary
    check.genuine_hash, check.genuine_text_hash = suggestion.content_hash, suggestion.text_hash
    check.required_reviews = suggestion.required_reviews
    check.save(force_insert=True)
    record(
        STREAM,
        SYSTEM,
        "check.created",
        check=check.pk,
        kind=check.kind,
        suggestion=suggestion.pk,
        reviewer=check.reviewer_id,
        shown_hash=check.shown_hash,
        genuine_hash=check.genuine_hash,
        planted=check.planted.get("kind", ""),
        lot=check.lot,
        percent=check.percent,
        seed_hash=seed_hash(check.seed),
    )
    check.open = True
    return check


def seed_hash(seed):
    """Tells seeds apart in the audit log, which auditors read, without telling the seed."""
    return hmac.digest(seed.encode(), b"handrail-vigilance", "sha256").hex()


def _hash_with(suggestion, reply):
    """The content_hash that the draft would have with this reply, by PostgreSQL's own rule."""
    rule = Suggestion._meta.get_field("content_hash").expression.copy()
    rule.set_source_expressions(
        [
            Value(reply, output_field=TextField()) if part == F("reply") else part
            for part in rule.get_source_expressions()
        ]
    )
    found = Suggestion.objects.filter(pk=suggestion.pk).annotate(with_reply=rule)
    return found.values_list("with_reply", flat=True).get()


class _NoProvider:
    """To make a request again of which only the parts are wanted, not the bytes."""

    parameters = {}

    def prepare(self, request):
        return ""


def _error_for(suggestion, salt):
    """The first error that Handrail's own checks do not notice: their mark would be the answer.

    None when there is no such error, or it could not be shown in the AI's stored answer.
    """
    call = suggestion.call
    raw = planting.reply_in(call.outcome.response)
    if raw is None:
        return None
    try:
        prepared = rebuild(call, _NoProvider())
    except (ValueError, RedactionError):
        return None
    sources = [Source(**source) for source in call.context["sources"]]
    known = "\n".join(source.text for source in sources)

    def marks(raw_reply, reply):
        draft = Draft(
            summary=suggestion.summary,
            reply=raw_reply,
            language=suggestion.language,
            category=suggestion.category,
            priority=suggestion.priority,
            sentiment=suggestion.triage.get("sentiment", ""),
            citations=[DraftCitation(each["n"], each["quote"]) for each in suggestion.citations],
        )
        restored = Draft(**vars(draft) | {"reply": reply})
        return gates.check(draft, prepared.request, restored, prepared.ticket_text, sources)

    usual = marks(raw, suggestion.reply)
    for planted in planting.candidates(suggestion.reply, known, suggestion.language, salt):
        changed = planted.put(raw)
        if (
            changed is not None
            and planting.response_with(call.outcome.response, planted)
            and marks(changed, planted.put(suggestion.reply)) == usual
        ):
            return planted
    return None


# --- blind second reviews -------------------------------------------------------------------------


def offer_blind(user, policy):
    """Give this person a colleague's decided draft to review blindly, if the lot says so.

    In the caller's transaction.
    """
    now = timezone.now()
    recent = Review.objects.filter(
        decides__isnull=False,
        required_reviews=1,
        undo=None,
        undo_until__lt=now,
        created_at__gt=now - _FRESH,
        suggestion__ticket__version=F("ticket_version"),
        suggestion__ticket__status=F("next_status"),
    ).exclude(reviewer=user)
    # Whoever has a part in the ticket already has seen how it ended.
    recent = recent.exclude(suggestion__checks__kind=Kind.BLIND).exclude(
        suggestion__checks__reviewer=user
    )
    for review in recent.select_related("suggestion__ticket").order_by("-pk")[:_LOOKED_AT]:
        drawn = lot(policy.vigilance_seed, Kind.BLIND, review.suggestion_id)
        if drawn < policy.blind_percent * 100 and _untouched(review, user):
            if _one_at_a_time(user, review.suggestion, policy) is not False:
                return
            if _mine_alone(review.suggestion_id):
                _offer(user, review, policy, drawn, now)
                return


def _mine_alone(suggestion_id):
    """Whether nobody else is given this draft blindly at the same moment; nobody waits for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"blind {suggestion_id}"]
        )
        mine = cursor.fetchone()[0]
    return mine and not Check.objects.filter(suggestion=suggestion_id, kind=Kind.BLIND).exists()


def _untouched(review, user):
    """Whether nothing has happened to the ticket since, and this person had no part in it."""
    ticket = review.suggestion.ticket
    later = Message.objects.filter(ticket=ticket, created_at__gt=review.created_at)
    return not (
        later.exclude(review=review).exists()
        or ticket.draft_jobs.filter(pk__gt=review.suggestion.job_id).exists()
        or AuditEvent.objects.filter(stream=ticket_stream(ticket.pk), actor_id=user.pk).exists()
    )


def _offer(user, review, policy, drawn, now):
    suggestion = review.suggestion
    _create(
        Check(
            kind=Kind.BLIND,
            reviewer=user,
            reply=suggestion.reply,
            shown_hash=suggestion.content_hash,
            first_review=review,
            first_reviewer_id=review.reviewer_id,
            first_verdict=review.verdict,
            first_text_hash=review.final_text_hash,
            held_until=now + timedelta(seconds=settings.REVIEW_CLAIM_SECONDS),
            lot=drawn,
            percent=policy.blind_percent,
            created_at=now,
        ),
        suggestion,
        policy,
    )
