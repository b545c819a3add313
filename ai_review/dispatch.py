"""Which jobs to wake workers for, in which order, and whether anybody follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone

from ai_review import supply
from ai_review.models import AICall, DraftJob

Status = DraftJob.Status
# Drafts that one wake-up names, and that begin in one transaction: they share their queries.
TOGETHER = 32


def due(window, republish_after):
    """Ids of the jobs to wake workers for, in the order of the queue.

    At most `window` wake-ups are under way at once, so that the backlog waits here in the order
    of its urgency and not in Redis in the order of its arrival. A wake-up older than
    `republish_after` (a timedelta) is taken for lost.
    """
    now = timezone.now()
    awake = Q(published_at__gt=now - republish_after, published_at__gte=F("next_attempt_at"))
    queued = DraftJob.objects.filter(status=Status.QUEUED, next_attempt_at__lte=now)
    room = window - queued.filter(awake).count()
    if room <= 0:
        return []
    return list(
        queued.filter(~awake | Q(published_at=None))
        .order_by("rank_at", "id")
        .values_list("pk", flat=True)[:room]
    )


def mark_published(job_ids):
    queued = DraftJob.objects.filter(pk__in=job_ids, status=Status.QUEUED)
    queued.update(published_at=timezone.now())


def unmark_published(job_ids):
    """Nobody follows the call for them: they are due again at once."""
    DraftJob.objects.filter(pk__in=job_ids, status=Status.QUEUED).update(published_at=None)


@dataclass(frozen=True)
class Backlog:
    """Jobs that are due. `oldest`: since when the first of them is; `published`: when a worker
    was last called for one; `claimed`: when any worker last began a call."""

    waiting: int
    oldest: datetime | None
    published: datetime | None
    claimed: datetime | None

    @property
    def stalled(self):
        """Whether work has been due for long, may be done, and nobody begins any."""
        limit = timezone.now() - timedelta(seconds=settings.STALLED_SECONDS)
        return bool(
            self.oldest
            and self.oldest < limit
            and (self.claimed is None or self.claimed < limit)
            and supply.room() is None
        )


def backlog():
    """Return the Backlog; for probes and watchdogs, without locks."""
    now = timezone.now()
    found = DraftJob.objects.filter(status=Status.QUEUED, next_attempt_at__lte=now).aggregate(
        oldest=Min("next_attempt_at"), published=Max("published_at"), waiting=Count("pk")
    )
    claimed = AICall.objects.order_by("-pk").values_list("started_at", flat=True).first()
    return Backlog(claimed=claimed, **found)
