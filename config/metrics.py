"""GET /metrics: figures for a monitoring system, read from PostgreSQL at each scrape.

In the text format of Prometheus, because every monitoring system reads it. No process counts
anything for itself, so any number of them may run and none loses its counts at a restart.
"""

from django.conf import settings
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from ai_review import budget, search_index, supply
from ai_review.dispatch import backlog
from ai_review.models import AIUsage, DraftJob, Suggestion
from tickets.models import Message


def metrics(request):
    """Answer a scrape that brings METRICS_TOKEN as its bearer token; others find no page."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(token, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Pipeline())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Pipeline:
    def describe(self):
        return []

    def collect(self):
        now = timezone.now()
        found = backlog()
        yield _gauge("jobs_due", "Draft jobs that could begin now.", found.waiting)
        yield _gauge(
            "oldest_due_job_seconds",
            "How long the oldest of them has been due.",
            (now - found.oldest).total_seconds() if found.oldest else 0,
        )
        yield _gauge(
            "pipeline_stalled",
            "1 when jobs have been due for STALLED_SECONDS and no worker begins any.",
            found.stalled,
        )
        statuses = dict(
            DraftJob.objects.filter(status__in=["queued", "running"])
            .values_list("status")
            .annotate(count=Count("pk"))
        )
        jobs = GaugeMetricFamily("handrail_jobs", "Live draft jobs by status.", labels=["status"])
        for status in ("queued", "running"):
            jobs.add_metric([status], statuses.get(status, 0))
        yield jobs
        state = supply.availability().state
        ai = GaugeMetricFamily(
            "handrail_ai_state", "1 for the AI's present state.", labels=["state"]
        )
        for name in ("available", "paused", "unavailable", "trying", "limited"):
            ai.add_metric([name], name == state)
        yield ai
        today = AIUsage.objects.filter(
            period="day", starts_at=budget.starts_of(now)["day"]
        ).aggregate(calls=Sum("calls"), tokens=Sum("tokens"), money=Sum("money"))
        for name, value in today.items():
            yield _gauge(f"ai_{name}_today", "Spent or reserved since midnight UTC.", value or 0)
        yield _gauge(
            "drafts_pending_review",
            "Drafts that wait for a person.",
            Suggestion.objects.filter(status=Suggestion.Status.PENDING_REVIEW).count(),
        )
        yield _gauge(
            "replies_undelivered",
            "Signed replies that could not be delivered.",
            Message.objects.filter(delivery_status=Message.Delivery.FAILED).count(),
        )
        search = search_index.state()
        yield _gauge(
            "search_waiting", "Tickets whose answers are yet to be indexed.", search.waiting
        )
        yield _gauge(
            "search_failed",
            "Signed answers that could not be cleared of personal data and so are not found.",
            search.failed,
        )


def _gauge(name, words, value):
    return GaugeMetricFamily(f"handrail_{name}", words, float(value))
