"""What people do to drafts: ask for one, stop one, ask again for those that failed."""

import hashlib

from django.db import transaction
from django.db.models import Exists, OuterRef

from ai_review.jobs import LIVE, cancel_live, new_job
from ai_review.models import DraftJob, Suggestion
from audit.models import AuditEvent
from audit.services import event, record, ticket_stream
from config.errors import Conflict
from tickets.models import Ticket
from tickets.services import lock_ticket, withdraw_draft


@transaction.atomic
def request_draft(*, actor, ticket_id, instruction=""):
    """Ask for a new draft of the ticket as it is: the pending one is superseded, and stays
    readable; a failed job is tried again by hand. A live job is returned as it is, unless it was
    asked for something else than `instruction`, what the actor wants of this draft."""
    ticket = lock_ticket(ticket_id)
    live = ticket.draft_jobs.filter(status__in=LIVE).first()
    if live and instruction in ("", live.instruction):
        return live
    withdraw_draft(ticket)
    job = new_job(ticket, requested_by=actor, instruction=instruction)
    job.save(force_insert=True)
    record(ticket_stream(ticket.pk), actor, "draft.requested", **_request(job))
    return job


def _request(job):
    """What the audit log keeps of a request: of the person's words, which may name the customer,
    only their hash."""
    asked = {"job": job.pk, "version": job.ticket_version}
    if job.instruction:
        asked["instruction_hash"] = hashlib.sha256(job.instruction.encode()).hexdigest()
    return asked


@transaction.atomic
def cancel_draft(*, actor, ticket_id, job_id=None):
    """Call off the draft under way; asking again (`request_draft`) takes it back.

    Parameters: `job_id` when only this job of the ticket is meant.
    Raises: Conflict (no_live_draft) when nothing is under way, or it has just ended.
    """
    ticket = lock_ticket(ticket_id)
    live = ticket.draft_jobs.filter(status__in=LIVE)
    if job_id is not None:
        live = live.filter(pk=job_id)
    # Locked before it is cancelled: a worker that finishes it now wins, or finds its lease gone.
    job = live.select_for_update().first()
    if job is None:
        raise Conflict("No draft is under way that could be cancelled.", code="no_live_draft")
    cancel_live(
        ticket,
        error_code="cancelled",
        error=f"{actor.name} cancelled it. Any reviewer or supervisor may ask for a new draft.",
    )
    job.refresh_from_db()
    record(ticket_stream(ticket.pk), actor, "draft.cancelled", job=job.pk, version=ticket.version)
    return job


def newest_failed():
    """The failed jobs that nothing has followed: somebody has to look."""
    newer = DraftJob.objects.filter(ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"))
    return DraftJob.objects.filter(~Exists(newer), status=DraftJob.Status.FAILED)


# Why a job is not tried again, in words.
NOT_RETRIED = {
    "not_found": "There is no such job.",
    "live_draft": "A draft of this ticket is under way.",
    "pending_draft": "A draft of this ticket waits for review.",
    "not_newest": "A newer job of this ticket has followed it.",
    "done": "It brought its draft.",
}


@transaction.atomic
def retry_drafts(*, actor, job_ids):
    """Ask for a new draft wherever one of these jobs, failed or cancelled, was the ticket's last.

    Parameters: `job_ids` of any jobs, at most a few hundred: their tickets stay locked till the
    end. The number of queries does not grow with them.
    Returns: (retried, skipped), dicts of the ids as asked, to the new DraftJob and to a code of
    NOT_RETRIED.
    """
    ticket_of = dict(DraftJob.objects.filter(pk__in=job_ids).values_list("pk", "ticket_id"))
    # In one order, so that two people who retry the same jobs cannot deadlock.
    tickets = {
        ticket.pk: ticket
        for ticket in Ticket.objects.select_for_update(no_key=True)
        .filter(pk__in=ticket_of.values())
        .order_by("pk")
    }
    newest = {
        job.ticket_id: job
        for job in DraftJob.objects.filter(ticket__in=tickets)
        .order_by("ticket_id", "-pk")
        .distinct("ticket_id")
    }
    # After the jobs: a worker that finishes in between commits its suggestion with its job.
    pending = set(
        Suggestion.objects.filter(
            ticket__in=tickets, status=Suggestion.Status.PENDING_REVIEW
        ).values_list("ticket_id", flat=True)
    )
    skipped, again = {}, {}
    for job_id in dict.fromkeys(job_ids):
        ticket_id = ticket_of.get(job_id)
        code = _why_not_again(job_id, newest.get(ticket_id), ticket_id in pending)
        if code:
            skipped[job_id] = code
        else:
            again[job_id] = newest[ticket_id]
    # In the order in which the worker writes to audit streams, too.
    pairs = sorted(again.items(), key=lambda pair: ticket_stream(pair[1].ticket_id))
    pairs = [(job_id, tickets[old.ticket_id], old.instruction) for job_id, old in pairs]
    return _request_drafts(actor, pairs), skipped


def retry_draft(*, actor, job_id):
    """`retry_drafts` for one job; returns the new one. Raises: Conflict (a code of NOT_RETRIED)."""
    retried, skipped = retry_drafts(actor=actor, job_ids=[job_id])
    if skipped:
        raise Conflict(NOT_RETRIED[skipped[job_id]], code=skipped[job_id])
    return retried[job_id]


def _why_not_again(job_id, newest, pending):
    """Return the code of NOT_RETRIED that holds for the job; empty when it is tried again."""
    if newest is None:
        return "not_found"
    if newest.status in LIVE:
        return "live_draft"
    if pending:
        return "pending_draft"
    if newest.pk != job_id:
        return "not_newest"
    return "done" if newest.status == DraftJob.Status.DONE else ""


def _request_drafts(actor, asked):
    """Queue a new job for each old job's id, locked Ticket and instruction; returns
    {id: DraftJob}."""
    jobs = DraftJob.objects.bulk_create(
        new_job(ticket, requested_by=actor, instruction=instruction)
        for _, ticket, instruction in asked
    )
    AuditEvent.objects.bulk_create(
        event(
            ticket_stream(job.ticket_id),
            actor,
            "draft.requested",
            _request(job),
        )
        for job in jobs
    )
    return {job_id: job for (job_id, *_), job in zip(asked, jobs, strict=True)}
