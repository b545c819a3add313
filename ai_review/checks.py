"""Checks: a person is shown something in place of a draft, and their decision has no effect.

Two kinds. *Seeded*: the pending draft with one planted error, to see whether it is read; the
genuine draft follows at once. *Blind*: a draft that a colleague has decided on, as it was before,
to see whether two people agree. Whoever is under a check sees the same id, ticket and shape as
without one; which of the two texts a decision is about, its content_hash says. Everybody else sees
no check.

`docs/vigilance.md` tells it to people. Numbers: `ai_review/vigilance.py`.
"""

from copy import copy

from django.db import connection
from django.utils import timezone

from ai_review import planting, sampling
from ai_review.models import Check, CheckDecision, ReviewPolicy, Suggestion
from ai_review.sampling import STREAM
from audit.models import AuditEvent
from audit.services import SYSTEM, record, ticket_stream
from config.errors import Conflict, Problem
from tickets.models import Message

Kind = Check.Kind
Status = Suggestion.Status


def may_be_checked(user):
    """Supervisors and auditors can read which drafts are checks, so they are given none."""
    return user.has_perm("suggestions.decide") and not user.has_perm("admin.view")


# --- what a person sees ---------------------------------------------------------------------------


def as_shown(user, suggestions, first_sight=False):
    """The suggestions as this person is to see them; one under a check is a changed copy.

    Parameters: `first_sight` when the text is about to be read, so that the lot decides now
    whether an error is planted. What a person has seen is never replaced afterwards.
    """
    suggestions = list(suggestions)
    if not suggestions or not may_be_checked(user):
        return suggestions
    known = Check.objects.on(user, [each.pk for each in suggestions])
    if first_sight:
        policy = ReviewPolicy.objects.get()
        for each in suggestions:
            if policy.seeded_percent and each.pk not in known and sampling.plantable(each):
                known[each.pk] = sampling.plant(user, each, policy)
    return [
        _disguised(each, check) if (check := known.get(each.pk)) and check.open else each
        for each in suggestions
    ]


def _disguised(suggestion, check):
    shown = copy(suggestion)
    shown.summary, shown.reply = check.summary, check.reply
    shown.content_hash, shown.text_hash = check.shown_hash, check.text_hash
    if check.kind == Kind.SEEDED and suggestion.restored:
        planted = planting.Planted(**check.planted)
        places = planted.moved(suggestion.reply, suggestion.restored["reply"])
        shown.restored = suggestion.restored | {"reply": places}
    if check.kind == Kind.BLIND:
        shown.status, shown.review = Status.PENDING_REVIEW, None
        shown.claimed_by, shown.claim_expires_at = check.reviewer, check.held_until
        shown.ticket = ticket_before(suggestion.ticket, check)
    return shown


def blind_on(user, ticket_ids):
    """{ticket's id: the open blind check of this person}; one query, none for who has no checks."""
    if not may_be_checked(user):
        return {}
    found = (
        Check.objects.with_state()
        .filter(reviewer=user, kind=Kind.BLIND)
        .filter(open=True, suggestion__ticket__in=ticket_ids)
    )
    return {
        check.suggestion.ticket_id: check
        for check in found.select_related("first_review", "suggestion")
    }


def blind_for(user):
    """The ids of the decided drafts that this person is given for a blind review."""
    if not may_be_checked(user):
        return []
    found = Check.objects.with_state().filter(reviewer=user, kind=Kind.BLIND)
    return list(found.filter(open=True).values_list("suggestion", flat=True))


def ticket_before(ticket, check):
    """A copy of the ticket as it was before the decision that a blind check compares with."""
    was = ticket.history.filter(history_date__lt=check.first_review.created_at).first()
    shown = copy(ticket)
    if was is None:
        return shown
    for field in was.tracked_fields:
        if field.attname not in ("id", "customer_id"):
            setattr(shown, field.attname, getattr(was, field.attname))
    if hasattr(shown, "suggestion_status"):
        shown.suggestion_status = Status.PENDING_REVIEW
    if "messages" in getattr(ticket, "_prefetched_objects_cache", {}):
        shown._prefetched_objects_cache = dict(ticket._prefetched_objects_cache)
        messages = ticket.messages.all()._chain()
        messages._result_cache = messages_before(ticket.messages.all(), check)
        messages._prefetch_done = True
        shown._prefetched_objects_cache["messages"] = messages
    return shown


def tickets_as_shown(user, tickets):
    """The tickets of a page as this person is to see them."""
    tickets = list(tickets)
    blind = blind_on(user, [each.pk for each in tickets]) if tickets else {}
    return [ticket_before(each, blind[each.pk]) if each.pk in blind else each for each in tickets]


def messages_before(messages, check):
    return [each for each in messages if each.created_at < check.first_review.created_at]


def events_before(events, user, ticket_id):
    """A ticket's AuditEvents, without the decision and what followed for who reviews it blindly."""
    check = blind_on(user, [ticket_id]).get(ticket_id)
    if check is None:
        return events
    decision = AuditEvent.objects.filter(
        stream=ticket_stream(ticket_id),
        action=f"draft.{check.first_verdict}",
        payload__contains=f'"review":{check.first_review_id},',
    )
    return events.filter(seq__lt=decision.values("seq")[:1])


def rows_before(rows, user, ticket_id):
    """A ticket's history, without the decision's for who reviews it blindly."""
    check = blind_on(user, [ticket_id]).get(ticket_id)
    return rows.filter(history_date__lt=check.first_review.created_at) if check else rows


def response_as_shown(user, suggestion, response):
    """The AI's stored answer as provenance shows it to this person."""
    check = (
        Check.objects.on(user, [suggestion.pk]).get(suggestion.pk) if may_be_checked(user) else None
    )
    if check is None or not check.open or check.kind != Kind.SEEDED:
        return response
    return planting.response_with(response, planting.Planted(**check.planted))


# --- the claim of a blind review ------------------------------------------------------------------


def offer_blind(user):
    """Before a claim: a colleague's decided draft may come with it. At most one at a time."""
    policy = ReviewPolicy.objects.get() if may_be_checked(user) else None
    if policy and policy.blind_percent and not blind_for(user):
        sampling.offer_blind(user, policy)


def prolong(user, suggestion_ids, until):
    """Prolong this person's blind reviews among the ids; returns those that were kept.

    `until` now or earlier gives them back: they are not offered again.
    """
    mine = [pk for pk in blind_for(user) if pk in suggestion_ids] if suggestion_ids else []
    if mine:
        Check.objects.filter(reviewer=user, kind=Kind.BLIND, suggestion__in=mine).update(
            held_until=until
        )
    return mine


def refuse_if_answered(user, ticket_id):
    """Keep who reviews a ticket blindly from acting on it again: it ends like a lost race."""
    if check := blind_on(user, [ticket_id]).get(ticket_id):
        Check.objects.filter(pk=check.pk).update(held_until=timezone.now())
        raise Conflict(
            "Somebody has answered this ticket in the meantime. Read it again.",
            code="already_decided",
        )


# --- deciding -------------------------------------------------------------------------------------


def under(user, suggestion_id, content_hash):
    """The check that a decision on this hash is about; None when it is about the draft itself."""
    if not may_be_checked(user):
        return None
    check = Check.objects.on(user, [suggestion_id]).get(suggestion_id)
    return check if check and check.open and check.shown_hash == content_hash else None


def disguise(suggestion, ticket, check):
    """The (suggestion, ticket) that the person decided on."""
    shown = _disguised(suggestion, check)
    return shown, shown.ticket if check.kind == Kind.BLIND else ticket


def sign(check, *, reviewer, verdict, final_reply, dwell_ms, **signed):
    """Store a decision on a check; nothing else changes. Returns the CheckDecision."""
    caught = None
    if check.kind == Kind.SEEDED:
        caught = {"approved": False, "rejected": True}.get(verdict)
        if caught is None:
            caught = planting.is_gone(check.planted, final_reply)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ai_review_review_id_seq')")
        number = cursor.fetchone()[0]
    decision = CheckDecision.objects.create(
        id=number,
        check_on=check,
        kind=check.kind,
        reviewer=reviewer,
        verdict=verdict,
        final_reply=final_reply,
        caught=caught,
        dwell_ms=bounded(dwell_ms, check.created_at),
        **signed,
    )
    facts = {"check": check.pk, "kind": check.kind, "suggestion": check.suggestion_id}
    record(
        STREAM,
        reviewer,
        "check.decided",
        decision=decision.pk,
        verdict=verdict,
        caught=caught,
        agrees=verdict == check.first_verdict if check.kind == Kind.BLIND else None,
        shown_hash=check.shown_hash,
        final_hash=decision.final_text_hash,
        **facts,
    )
    # The answer to the decision tells the person: there is no later moment.
    record(STREAM, SYSTEM, "check.revealed", reviewer=reviewer.pk, **facts)
    return decision


def refuse_undo(user, decision_id):
    """Say that a decision on a check cannot be taken back, if it was one."""
    if CheckDecision.objects.filter(pk=decision_id, reviewer=user).exists():
        raise Conflict(
            "This was a check: it changed nothing, so there is nothing to take back.",
            code="undo_expired",
        )


def refuse_planted(ticket_id, body):
    """Say in words what PostgreSQL would refuse: a planted text as an answer to the customer."""
    if Check.objects.filter(suggestion__ticket=ticket_id, kind=Kind.SEEDED, reply=body).exists():
        raise Problem(
            "Letter for letter, this is a text in which an error was planted as a check. It is "
            "never sent: correct it.",
            code="planted_text",
        )


# --- how long it was read -------------------------------------------------------------------------


def bounded(dwell_ms, since):
    """The browser's measure, at most the time since there was something to see; None: unknown."""
    if dwell_ms is None:
        return None
    return min(dwell_ms, max(0, int((timezone.now() - since).total_seconds() * 1000)))


def words_shown(ticket, reply, check=None):
    """Words of a proposed reply and of what the customer wrote since the last answer.

    Parameters: `check` what the person was under, if anything: blindly, they saw no answer yet.
    """
    turns = Message.objects.filter(ticket=ticket).exclude(kind=Message.Kind.INTERNAL_NOTE)
    if check and check.kind == Kind.BLIND:
        turns = turns.filter(created_at__lt=check.first_review.created_at)
    new = []
    for kind, body in (
        turns.exclude(delivery_status="cancelled")
        .order_by("-created_at", "-pk")
        .values_list("kind", "body")
    ):
        if kind == Message.Kind.PUBLIC_REPLY:
            break
        new.append(body)
    return sum(len(text.split()) for text in [reply, *new])
