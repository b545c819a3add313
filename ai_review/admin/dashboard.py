"""The first page of the desk: a few figures, each counted when the page is asked for."""

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from ai_review import supply
from ai_review.admin.supply import STATES, in_words
from ai_review.models import DraftJob, Review, Suggestion
from tickets.drafts import newest_failed
from tickets.models import Message
from tickets.session import OFFLINE_NOTE

LENGTH = 6


def figures(request, context):
    """Unfold's DASHBOARD_CALLBACK: returns the context of admin/index.html."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    pending = Suggestion.objects.filter(status=Suggestion.Status.PENDING_REVIEW)
    waiting = pending.aggregate(
        count=Count("id"), oldest=Min("created_at"), risky=Count("id", filter=Q(risk="high"))
    )
    decided = Review.objects.filter(created_at__gte=today, undo=None).aggregate(
        **{verdict: Count("id", filter=Q(verdict=verdict)) for verdict in Review.Verdict.values},
        count=Count("id"),
    )
    failed = newest_failed()
    failed_count = failed.count()
    undelivered = Message.objects.filter(delivery_status=Message.Delivery.FAILED).count()
    queued = DraftJob.objects.filter(status=DraftJob.Status.QUEUED).aggregate(
        count=Count("id"), oldest=Min("created_at")
    )
    ai = supply.availability()
    drafts = reverse("admin:ai_review_suggestion_changelist")
    jobs = reverse("admin:ai_review_draftjob_changelist")
    context["cards"] = [
        {
            "title": "Waiting for review",
            "value": waiting["count"],
            "detail": f"{waiting['risky']} with high risk",
            "link": f"{drafts}?status__exact=pending_review",
        },
        {
            "title": "Oldest of them",
            "since": waiting["oldest"],
            "detail": "since its draft was written",
            "link": f"{drafts}?status__exact=pending_review&o=8",
        },
        {
            "title": "Decided today",
            "value": decided["count"],
            "detail": f"{decided['approved']} approved, {decided['edited']} edited, "
            f"{decided['rejected']} rejected",
            "link": reverse("admin:ai_review_review_changelist"),
        },
        {
            "title": "Failed drafts",
            "value": failed_count,
            "detail": "and nothing has followed them",
            "link": f"{jobs}?status__exact=failed",
            "bad": failed_count > 0,
        },
        {
            "title": "Replies not delivered",
            "value": undelivered,
            "detail": "the customer has not received them",
            "link": reverse("admin:audit_auditevent_changelist") + "?area=reply",
            "bad": undelivered > 0,
        },
    ]
    offline = settings.AI_PROVIDER == "offline"
    context["provider"] = {
        "name": "offline" if offline else f"{settings.AI_PROVIDER}, {settings.AI_MODEL}",
        "note": OFFLINE_NOTE if offline else "Personal data is removed before anything is sent.",
    }
    context["ai"] = {
        "state": STATES[ai.state],
        "words": in_words(ai),
        "away": ai.state != "available",
        "page": reverse(
            "admin:ai_review_aicircuit_changelist"
            if ai.state in ("unavailable", "trying")
            else "admin:ai_review_aipolicy_changelist"
        ),
        "waiting": queued["count"],
        "oldest": queued["oldest"],
    }
    context["oldest"] = pending.select_related("ticket__customer").order_by("id")[:LENGTH]
    context["failed"] = failed.select_related("ticket").order_by("-id")[:LENGTH]
    return context
