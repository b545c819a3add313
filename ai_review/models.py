"""Jobs, calls, suggestions and reviews.

AI output is data: nothing in a Suggestion changes a ticket. A decided status exists only beside a
person's Review that says the same; composite foreign keys and triggers in the migrations hold it.
"""

from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from tickets.models import Priority, Sha256

RISKS = [("low", "low"), ("medium", "medium"), ("high", "high")]
HASH = models.CharField(max_length=64)


class TextHash(Func):
    """SHA-256 over the length-prefixed summary and reply."""

    function = "handrail_text_hash"
    output_field = HASH


class ContentHash(Func):
    """SHA-256 over everything of a suggestion that a reviewer is shown."""

    function = "handrail_suggestion_hash"
    output_field = HASH


class PromptVersion(models.Model):
    """The system text given to the AI. Exactly one is active."""

    number = models.PositiveIntegerField(unique=True)
    system_prompt = models.TextField()
    note = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="prompt_one_active"
            )
        ]

    def __str__(self):
        return f"prompt {self.number}"


class KnowledgeArticle(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=8, default="en")
    category = models.CharField(max_length=60, blank=True)
    published = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class ReviewPolicy(models.Model):
    """The desk's rules, one row."""

    class SecondReview(models.TextChoices):
        NEVER = "never", "never"
        HIGH = "high", "when the risk is high"
        MEDIUM = "medium", "when the risk is medium or high"
        ALWAYS = "always", "always"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    second_review = models.CharField(
        max_length=10,
        choices=SecondReview,
        default=SecondReview.HIGH,
        help_text="When a second, different person must agree before an answer is approved.",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "review policy"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="policy_single_row")]

    def __str__(self):
        return "Review policy"

    def required_reviews(self, risk):
        """How many different people must sign a suggestion of this risk: 1 or 2."""
        two = {
            self.SecondReview.NEVER: (),
            self.SecondReview.HIGH: ("high",),
            self.SecondReview.MEDIUM: ("medium", "high"),
            self.SecondReview.ALWAYS: ("low", "medium", "high"),
        }[self.second_review]
        return 2 if risk in two else 1


class DraftJob(models.Model):
    """The unit of AI work: the outbox entry, the lease and the retry ladder in one row."""

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
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    next_attempt_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=500, blank=True)
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
                condition=Q(attempts__lte=F("max_attempts")), name="job_attempts_bounded"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "next_attempt_at"],
                condition=Q(status="queued"),
                name="job_queued",
            ),
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
    redactions = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "AI call"
        constraints = [
            models.UniqueConstraint(fields=["job", "attempt"], name="call_once_per_attempt")
        ]

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
    finished_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "AI call outcome"

    def __str__(self):
        return self.code


class Suggestion(models.Model):
    """A draft. Its content never changes; its status follows the people's Reviews."""

    class Status(models.TextChoices):
        PENDING_REVIEW = "pending_review"
        APPROVED = "approved"
        EDITED = "edited"
        REJECTED = "rejected"
        SUPERSEDED = "superseded"

    DECIDED = (Status.APPROVED, Status.EDITED, Status.REJECTED)

    job = models.OneToOneField(DraftJob, models.PROTECT, related_name="suggestion")
    call = models.OneToOneField(AICall, models.PROTECT, related_name="suggestion")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="suggestions")
    ticket_version = models.PositiveIntegerField()
    summary = models.TextField()
    reply = models.TextField(blank=True, help_text="Empty: no good match was found.")
    language = models.CharField(max_length=8, blank=True)
    category = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.NORMAL)
    citations = models.JSONField(default=list)
    gates = models.JSONField(default=list)
    risk = models.CharField(max_length=10, choices=RISKS)
    required_reviews = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    text_hash = models.GeneratedField(
        expression=TextHash(F("summary"), F("reply")), output_field=HASH, db_persist=True
    )
    content_hash = models.GeneratedField(
        expression=ContentHash(
            F("ticket"),
            F("ticket_version"),
            F("summary"),
            F("reply"),
            F("language"),
            F("category"),
            F("priority"),
            F("citations"),
            F("gates"),
            F("risk"),
            F("required_reviews"),
        ),
        output_field=HASH,
        db_persist=True,
    )

    status = models.CharField(max_length=15, choices=Status, default=Status.PENDING_REVIEW)
    review = models.OneToOneField(
        "Review", models.PROTECT, null=True, blank=True, related_name="decides"
    )
    claimed_by = models.ForeignKey(
        "tickets.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    claim_expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "content_hash", "text_hash", "required_reviews"],
                name="suggestion_identity",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(status="pending_review"),
                name="suggestion_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending_review", "superseded"], review__isnull=True)
                | Q(status__in=["approved", "edited", "rejected"], review__isnull=False),
                name="suggestion_decided_has_review",
            ),
            models.CheckConstraint(
                condition=Q(required_reviews__in=[1, 2]), name="suggestion_required_reviews"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claim_expires_at__isnull=True)
                | Q(claimed_by__isnull=False, claim_expires_at__isnull=False),
                name="suggestion_claim_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status="pending_review"), name="suggestion_pending"
            ),
            models.Index(fields=["ticket", "-id"], name="suggestion_of_ticket"),
        ]

    def __str__(self):
        return f"draft {self.pk} for T-{self.ticket_id}"


class Review(models.Model):
    """A person's signature under exactly what they were shown. Never changed, never deleted."""

    class Verdict(models.TextChoices):
        APPROVED = "approved"
        EDITED = "edited"
        REJECTED = "rejected"

    class Reason(models.TextChoices):
        WRONG_FACTS = "wrong_facts", "Wrong facts"
        WRONG_TONE = "wrong_tone", "Wrong tone"
        INCOMPLETE = "incomplete", "Incomplete"
        UNSAFE = "unsafe", "Unsafe"
        POLICY = "policy", "Against policy"
        LANGUAGE = "language", "Wrong language"
        NOT_NEEDED = "not_needed", "No answer needed"
        DUPLICATE = "duplicate", "Duplicate"
        OTHER = "other", "Other"

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="reviews")
    stage = models.PositiveSmallIntegerField(default=1)
    prior_review = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="seconded_by"
    )
    prior_reviewer = models.ForeignKey(
        "tickets.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey("tickets.User", models.PROTECT, related_name="reviews")
    reviewer_kind = models.CharField(max_length=10, default="human")
    verdict = models.CharField(max_length=10, choices=Verdict)
    shown_hash = models.CharField(max_length=64)
    draft_text_hash = models.CharField(max_length=64)
    required_reviews = models.PositiveSmallIntegerField()
    ticket_version = models.PositiveIntegerField()
    final_summary = models.TextField(blank=True)
    final_reply = models.TextField(blank=True)
    final_text_hash = models.GeneratedField(
        expression=TextHash(F("final_summary"), F("final_reply")),
        output_field=HASH,
        db_persist=True,
    )
    final_reply_hash = models.GeneratedField(
        expression=Sha256(F("final_reply")), output_field=HASH, db_persist=True
    )
    final = models.GeneratedField(
        expression=models.ExpressionWrapper(
            Q(verdict="rejected") | Q(stage__gte=F("required_reviews")),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        help_text="False: a second person has yet to agree.",
    )
    next_status = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.TextField(blank=True)
    confirmed_gates = models.JSONField(
        default=list, help_text="Blocking gates that the person confirmed to have looked at."
    )
    dwell_ms = models.PositiveIntegerField(null=True, blank=True)
    ticket_before = models.JSONField(
        default=dict, help_text="The ticket's fields that an undo restores."
    )
    created_at = models.DateTimeField(default=timezone.now)
    undo_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "verdict", "final"], name="review_identity"),
            models.UniqueConstraint(fields=["id", "final_reply_hash"], name="review_reply"),
            models.UniqueConstraint(
                fields=["id", "reviewer", "verdict", "final_text_hash", "suggestion"],
                name="review_signature",
            ),
            models.CheckConstraint(condition=Q(reviewer_kind="human"), name="review_by_a_person"),
            models.CheckConstraint(
                condition=Q(verdict="approved", final_text_hash=F("draft_text_hash"))
                | (Q(verdict="edited") & ~Q(final_text_hash=F("draft_text_hash")))
                | Q(verdict="rejected", final_reply=""),
                name="review_verdict_fits_text",
            ),
            models.CheckConstraint(
                condition=Q(verdict="rejected") | ~Q(final_reply=""),
                name="review_answer_not_empty",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="rejected") | ~Q(reason_code=""),
                name="review_reject_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(stage=1, prior_review__isnull=True, prior_reviewer__isnull=True)
                | (
                    Q(stage=2, prior_review__isnull=False, prior_reviewer__isnull=False)
                    & ~Q(prior_reviewer=F("reviewer"))
                ),
                name="review_second_person_differs",
            ),
        ]

    def __str__(self):
        return f"review {self.pk}: {self.verdict}"


class ReviewUndo(models.Model):
    """A reviewer took a decision back in time: the only key that opens a decided suggestion."""

    review = models.OneToOneField(Review, models.PROTECT, primary_key=True, related_name="undo")
    user = models.ForeignKey("tickets.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"undo of review {self.review_id}"
