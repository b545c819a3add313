"""Approving up to 25 low-risk drafts on one page that shows every reply, and taking it back."""

import time

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from unfold.decorators import action

from ai_review.bulk import LIMIT, OBSTACLES, approve_together, obstacle
from ai_review.models import Review, Suggestion
from ai_review.services import undo
from config.errors import Problem

SALT = "bulk approval opened"


class BulkApproval:
    """Mixed into the drafts' admin."""

    def bulk_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("bulk-approve/", wrap(self.bulk_approve_view), name="bulk_approve"),
            path("bulk-approved/", wrap(self.bulk_approved_view), name="bulk_approved"),
        ]

    @action(description="Approve the selected low-risk drafts…", permissions=["decide"])
    def approve_selected(self, request, queryset):
        drafts = list(queryset.order_by("id")[: LIMIT + 1])
        if len(drafts) > LIMIT:
            messages.error(request, f"Choose at most {LIMIT} drafts at a time.")
            return None
        left_out = [(draft, why) for draft in drafts if (why := unfit(draft))]
        ready = [draft for draft in drafts if not unfit(draft)]
        if not ready:
            messages.error(
                request, "None of these can be approved together: only pending low-risk drafts can."
            )
            return None
        return self.page(
            request,
            "admin/bulk_approve.html",
            title=f"Approve {len(ready)} low-risk draft{'s' if len(ready) > 1 else ''}?",
            drafts=ready,
            left_out=left_out,
            opened=signing.dumps(time.time(), salt=SALT),
            act=self.admin_url("bulk_approve"),
            back=self.url("changelist"),
        )

    def admin_url(self, name):
        return f"{self.url('changelist')}{name.replace('_', '-')}/"

    def bulk_approve_view(self, request):
        """POST: decide on each draft by itself, on the hash that its page showed."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(self.url("changelist"))
        wanted = chosen(request)
        _, outcomes = approve_together(
            reviewer=request.user,
            drafts=wanted,
            count=len(wanted),
            dwell_ms=dwell_ms(request),
        )
        for outcome in outcomes:
            if not outcome.review:
                said = f"Draft {outcome.suggestion} was not approved: {outcome.detail}"
                messages.error(request, said)
        ids = ",".join(str(outcome.review.pk) for outcome in outcomes if outcome.review)
        if not ids:
            return HttpResponseRedirect(self.url("changelist"))
        return HttpResponseRedirect(f"{self.admin_url('bulk_approved')}?reviews={ids}")

    def bulk_approved_view(self, request):
        """What was approved, with the way back while there is time; POST takes all of it back."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        reviews = Review.objects.filter(
            pk__in=numbers(request.GET.get("reviews", "")), reviewer=request.user
        ).select_related("suggestion__ticket", "undo")
        if request.method == "POST":
            take_back(request, [review.pk for review in reviews])
            return HttpResponseRedirect(request.get_full_path())
        open_ones = [
            review
            for review in reviews
            if review.undo_until > timezone.now() and not hasattr(review, "undo")
        ]
        return self.page(
            request,
            "admin/bulk_approved.html",
            title=f"{len(reviews)} drafts decided",
            reviews=reviews,
            undo_until=max((review.undo_until for review in open_ones), default=None),
            back=self.url("changelist"),
        )


def unfit(draft):
    """Why this draft cannot be approved in bulk, in words; empty if it can."""
    if draft.status != Suggestion.Status.PENDING_REVIEW:
        return f"is {draft.status.replace('_', ' ')}"
    code = obstacle(draft)
    return OBSTACLES[code] if code else ""


def take_back(request, review_ids):
    """Undo each decision by itself and tell the person about each that could not be."""
    undone = 0
    for review_id in review_ids:
        try:
            undo(user=request.user, review_id=review_id)
        except Problem as problem:
            messages.error(request, f"Review {review_id}: {problem.detail}")
        else:
            undone += 1
    if undone:
        messages.success(request, f"Taken back: {undone}. Nothing was sent for it.")


def numbers(text):
    return [int(word) for word in text.split(",")[:LIMIT] if word.isdecimal()]


def chosen(request):
    """Read the page's list of drafts as they were shown. Raises: BadRequest."""
    values = request.POST.getlist("draft")
    if not 0 < len(values) <= LIMIT:
        raise BadRequest(f"1 to {LIMIT} drafts can be approved at once.")
    try:
        wanted = [
            {
                "suggestion": int(number),
                "ticket_version": int(version),
                "content_hash": content_hash,
            }
            for number, version, content_hash in (value.split(":") for value in values)
        ]
    except ValueError as error:
        raise BadRequest("The list of drafts could not be read.") from error
    ids = {each["suggestion"] for each in wanted}
    if len(ids) < len(wanted) or max(ids) >= 2**63:
        raise BadRequest("The list of drafts could not be read.")
    return wanted


def dwell_ms(request):
    """How long all the drafts were on the page; None if the page does not say."""
    try:
        opened = signing.loads(request.POST.get("opened", ""), salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return max(0, int((time.time() - opened) * 1000))
