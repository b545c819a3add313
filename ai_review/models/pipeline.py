"""The unit of AI work, and what was said to the AI and by it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ai_review.models.rules import PromptVersion


class DraftJob(models.Model):
    """The unit of AI work: the outbox entry, the lease and the retry ladder in one row.

    Two budgets end a job that never succeeds: `attempts` counts tries that the job itself may be
    to blame for, `outages` those that the AI service is. `claims` numbers its calls.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="draft_jobs")
    ticket_version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    # 0 urgent … 3 low: smaller is sooner.
    priority = models.PositiveSmallIntegerField(default=2)
    rank_at = models.DateTimeField(
        default=timezone.now, help_text="The queue's order: created_at and a delay by priority."
    )
    claims = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    outages = models.PositiveSmallIntegerField(default=0)
    max_outages = models.PositiveSmallIntegerField(default=20)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=500, blank=True)
    instruction = models.CharField(
        max_length=500, blank=True, help_text="What the person who asked wants of this draft."
    )
    requested_by = models.ForeignKey(
        "tickets.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "ticket_version"],
                condition=Q(status__in=["queued", "running"]),
                name="job_one_live_per_version",
            ),
            models.UniqueConstraint(fields=["id", "ticket", "ticket_version"], name="job_identity"),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "done", "failed", "cancelled"]),
                name="job_status_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="running", lease_token__isnull=False, lease_expires_at__isnull=False
                )
                | (
                    ~Q(status="running")
                    & Q(lease_token__isnull=True, lease_expires_at__isnull=True)
                ),
                name="job_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("max_attempts"), outages__lte=F("max_outages")),
                name="job_attempts_bounded",
            ),
        ]
        indexes = [
            models.Index(fields=["rank_at", "id"], condition=Q(status="queued"), name="job_queued"),
            models.Index(
                fields=["lease_expires_at"], condition=Q(status="running"), name="job_leases"
            ),
        ]

    def __str__(self):
        return f"job {self.pk} ({self.status})"


class AICall(models.Model):
    """What left the building: written and committed before the request is sent, never changed.

    A call without an outcome is one whose worker died: nobody knows whether it was answered.
    """

    job = models.ForeignKey(DraftJob, models.PROTECT, related_name="calls")
    attempt = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=20)
    model = models.CharField(max_length=100)
    prompt_version = models.ForeignKey(PromptVersion, models.PROTECT, related_name="+")
    request = models.TextField(help_text="The exact body, after redaction.")
    context = models.JSONField(
        default=dict,
        help_text="What the request was made of: messages by id, sources as they were, parameters. "
        "Enough to make the same bytes again.",
    )
    trial = models.ForeignKey(
        "Trial",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        help_text="Set for a call that only tries a prompt; its attempt is 0.",
    )
    redactions = models.PositiveIntegerField(default=0)
    reserved_tokens = models.PositiveIntegerField(
        default=0, help_text="Taken from the budget before the call; settled by its outcome."
    )
    reserved_cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "AI call"
        constraints = [
            models.UniqueConstraint(
                fields=["job", "attempt"], condition=Q(trial=None), name="call_once_per_attempt"
            ),
            models.UniqueConstraint(fields=["trial", "job"], name="call_once_per_trial"),
        ]
        indexes = [models.Index(fields=["started_at"], name="call_started")]

    def __str__(self):
        return f"call {self.pk} to {self.provider}"


class AICallOutcome(models.Model):
    """What came back. `code` is ok or a ProviderError's code."""

    call = models.OneToOneField(AICall, models.PROTECT, primary_key=True, related_name="outcome")
    code = models.CharField(max_length=40)
    detail = models.CharField(max_length=500, blank=True)
    response = models.TextField(blank=True)
    latency_ms = models.PositiveIntegerField()
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    finished_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "AI call outcome"

    def __str__(self):
        return self.code
