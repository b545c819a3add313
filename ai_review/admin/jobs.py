"""Draft jobs: written by the pipeline; people may call one off or ask again, also for many."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from ai_review.admin.pipeline import ERROR_CODES
from ai_review.jobs import LIVE
from ai_review.models import DraftJob
from config.admin_base import ViewOnlyAdmin, choices_filter
from config.errors import Problem
from tickets.admin.tickets import ticket_link
from tickets.drafts import NOT_RETRIED, cancel_draft, retry_draft, retry_drafts

JOB_LABELS = {"queued": "info", "running": "info", "done": "success", "failed": "danger"}
# What a job may say besides the codes of ProviderError.
JOB_CODES = (
    *ERROR_CODES,
    "worker_lost",
    "internal",
    "redaction_failed",
    "budget",
    "paused",
    "handed_back",
    "cancelled",
)
ErrorFilter = choices_filter(
    "error",
    "error_is",
    {code: (code.replace("_", " "), Q(error_code=code)) for code in JOB_CODES},
)
# Each locks its ticket; a longer list is done in several turns.
BULK_LIMIT = 500
SHOWN = 25
BULK_ACTS = {
    "retry": {
        "title": "Ask for {a_draft} of {tickets}?",
        "text": "A new draft is asked for wherever the job failed or was cancelled and nothing has "
        "followed it. The others are left as they are. Earlier jobs stay readable.",
        "button": "Try again",
    },
    "cancel": {
        "title": "Cancel the {drafts} of {tickets}?",
        "text": "Drafts that wait or are being written are called off. The tickets stay open and "
        "can be answered by hand; whoever asks again gets a new draft.",
        "button": "Cancel the {drafts}",
    },
}


class BulkJobs:
    """Mixed into the jobs' admin: one act on the selected rows, after a page that asks."""

    @action(description="Try again…", permissions=["request"])
    def retry_selected(self, request, queryset):
        return self.bulk_page(request, queryset, "retry")

    @action(description="Cancel…", permissions=["request"])
    def cancel_selected(self, request, queryset):
        return self.bulk_page(request, queryset, "cancel")

    def bulk_page(self, request, queryset, act):
        jobs = list(queryset.select_related("ticket").order_by("-id")[: BULK_LIMIT + 1])
        if len(jobs) > BULK_LIMIT:
            jobs.pop()
            messages.warning(
                request, f"Only the newest {BULK_LIMIT} are listed; do the others afterwards."
            )
        count = len(jobs)
        counted = {
            "tickets": jobs[0].ticket.reference if count == 1 else f"{count} tickets",
            "drafts": "draft" if count == 1 else "drafts",
            "a_draft": "a new draft" if count == 1 else "new drafts",
        }
        words = {name: text.format(**counted) for name, text in BULK_ACTS[act].items()}
        return self.page(
            request,
            "admin/bulk_jobs.html",
            jobs=jobs,
            shown=jobs[:SHOWN],
            more=max(0, count - SHOWN),
            act=act,
            target=reverse("admin:ai_review_draftjob_bulk"),
            back=self.url("changelist"),
            **words,
        )

    def bulk_view(self, request):
        """POST: act on each job that the page listed, and say what was left out and why."""
        if not self.has_request_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            job_ids = numbers(request.POST.getlist("job"))
            act = {"retry": retry_all, "cancel": cancel_all}.get(request.POST.get("act"))
            if act is None:
                raise BadRequest("The page does not say what to do.")
            done, left_out = act(request.user, job_ids)
            if done:
                messages.success(request, done)
            for why, count in left_out.most_common():
                messages.warning(request, f"Left out: {count}. {why}")
        return HttpResponseRedirect(self.url("changelist"))


def numbers(values):
    if not 0 < len(values) <= BULK_LIMIT or not all(
        value.isdecimal() and len(value) <= 18 for value in values
    ):
        raise BadRequest(f"1 to {BULK_LIMIT} jobs can be changed at once.")
    return [int(value) for value in values]


def retry_all(actor, job_ids):
    """Returns what was done, in words, and a Counter of why the rest was not."""
    retried, skipped = retry_drafts(actor=actor, job_ids=job_ids)
    left_out = Counter(NOT_RETRIED[code] for code in skipped.values())
    return f"New drafts asked for: {len(retried)}." if retried else "", left_out


def cancel_all(actor, job_ids):
    """Each by itself, so that one that has just ended keeps none of the others."""
    ticket_of = dict(DraftJob.objects.filter(pk__in=job_ids).values_list("pk", "ticket_id"))
    cancelled, left_out = 0, Counter()
    for job_id, ticket_id in ticket_of.items():
        try:
            cancel_draft(actor=actor, ticket_id=ticket_id, job_id=job_id)
        except Problem:
            left_out["These had ended already."] += 1
        else:
            cancelled += 1
    return f"Drafts cancelled: {cancelled}." if cancelled else "", left_out


@admin.register(DraftJob)
class DraftJobAdmin(BulkJobs, ViewOnlyAdmin):
    list_display = (
        "shown_ticket",
        "shown_status",
        "shown_attempts",
        "shown_outages",
        "error",
        "created_at",
    )
    list_select_related = ("ticket",)
    list_filter = ("status", ErrorFilter, ("created_at", admin.DateFieldListFilter))
    search_fields = ("=ticket__id", "=error_code", "error")
    search_help_text = "Ticket number, or words of the error"
    ordering = ("-id",)
    fields = (
        ("ticket_page", "ticket_version"),
        ("status", "shown_attempts", "shown_outages"),
        "error",
        ("error_code", "next_attempt_at"),
        ("requested_by", "created_at", "finished_at"),
        ("published_at", "lease_expires_at"),
        "shown_calls",
    )
    actions = ("retry_selected", "cancel_selected")
    actions_detail = ("try_again", "cancel")

    def get_urls(self):
        bulk = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", bulk, name="ai_review_draftjob_bulk"), *super().get_urls()]

    @display(description="Ticket", header=True, ordering="ticket")
    def shown_ticket(self, job):
        return job.ticket.subject, f"{job.ticket.reference}, version {job.ticket_version}"

    @display(description="Ticket")
    def ticket_page(self, job):
        return ticket_link(job.ticket)

    @display(description="Status", label=JOB_LABELS, ordering="status")
    def shown_status(self, job):
        return job.status

    @display(description="Attempts")
    def shown_attempts(self, job):
        return f"{job.attempts} of {job.max_attempts}"

    @display(description="Outages")
    def shown_outages(self, job):
        return f"{job.outages} of {job.max_outages}" if job.outages else None

    @display(description="Calls to the AI")
    def shown_calls(self, job):
        calls = job.calls.select_related("outcome").order_by("id")
        links = [(reverse("admin:ai_review_aicall_change", args=[call.pk]), call) for call in calls]
        return format_html_join(" ", '<a class="hr-link" href="{}">{}</a>', links) or None

    def get_actions_detail(self, request, object_id):
        """What can still be done: cancel a live job, or ask again after the ticket's last one."""
        job = DraftJob.objects.filter(pk=object_id).first()
        if job is None or job.status == DraftJob.Status.DONE:
            return []
        followed = DraftJob.objects.filter(ticket=job.ticket_id, pk__gt=job.pk).exists()
        wanted = "cancel" if job.status in LIVE else "" if followed else "try-again"
        offered = super().get_actions_detail(request, object_id)
        return [item for item in offered if item.path == wanted]

    @action(
        description="Try again",
        url_path="try-again",
        icon="replay",
        permissions=["request"],
    )
    def try_again(self, request, object_id):
        job = self.object_or_404(request, object_id)
        reference = job.ticket.reference
        return self.confirm(
            request,
            job,
            lambda: retry_draft(actor=request.user, job_id=job.pk),
            title=f"Try to draft {reference} again?",
            text=f"It ended because: {job.error or 'no reason is known.'} A new job is queued; "
            "this one stays as it is.",
            button="Try again",
            done=f"A new draft of {reference} was asked for.",
        )

    @action(
        description="Cancel the draft",
        url_path="cancel",
        icon="cancel",
        variant=ActionVariant.DANGER,
        permissions=["request"],
    )
    def cancel(self, request, object_id):
        job = self.object_or_404(request, object_id)
        reference = job.ticket.reference
        return self.confirm(
            request,
            job,
            lambda: cancel_draft(actor=request.user, ticket_id=job.ticket_id, job_id=job.pk),
            title=f"Cancel the draft of {reference}?",
            text="Nothing is drafted until somebody asks again. The ticket stays open and can be "
            "answered by hand.",
            button="Cancel the draft",
            done=f"The draft of {reference} is cancelled.",
        )
