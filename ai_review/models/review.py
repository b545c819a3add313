"""Drafts, and the people's decisions on them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from ai_review.models.pace import pace_field
from ai_review.models.pipeline import AICall, DraftJob
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
    triage = models.JSONField(
        default=dict, help_text="Proposals beside category and priority: sentiment, duplicates."
    )
    restored = models.JSONField(
        null=True,
        help_text="Where the summary and the reply hold what placeholders stood for; NULL in "
        "drafts from before that was kept. Not hashed: it says how the text came about.",
    )
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
            F("triage"),
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
    # Written by a trigger when the draft is stored: a new customer's message makes a new draft.
    words = SearchVectorField(
        null=True, editable=False, help_text="What finds it: the ticket's words and its own."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "content_hash", "text_hash", "required_reviews"],
                name="suggestion_identity",
            ),
            models.UniqueConstraint(fields=["id", "risk"], name="suggestion_risk"),
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
            GinIndex(
                fields=["words"], condition=Q(status="pending_review"), name="suggestion_words"
            ),
            models.Index(fields=["ticket", "-id"], name="suggestion_of_ticket"),
            models.Index(fields=["created_at"], name="suggestion_created"),
            models.Index(fields=["id"], include=["category", "call"], name="suggestion_figures"),
            models.Index(
                fields=["category", "-review"],
                condition=Q(review__isnull=False),
                name="suggestion_decided_category",
            ),
        ]

    def __str__(self):
        return f"draft {self.pk} for T-{self.ticket_id}"


class ReviewBatch(models.Model):
    """Several low-risk drafts that one person approved together, and how long they looked."""

    LIMIT = 25

    reviewer = models.ForeignKey("tickets.User", models.PROTECT, related_name="+")
    asked = models.PositiveSmallIntegerField(help_text="How many drafts the person approved.")
    dwell_ms = models.PositiveIntegerField(
        null=True, blank=True, help_text="How long all of them together were on screen."
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "reviewer"], name="batch_of_a_person"),
            models.CheckConstraint(condition=Q(asked__range=(1, 25)), name="batch_of_25_at_most"),
        ]

    def __str__(self):
        return f"batch {self.pk} of {self.asked}"


def verdict_constraints(table):
    """What the verdict says of the text, of a Review as of a CheckDecision."""
    return (
        models.CheckConstraint(
            condition=Q(verdict="approved", final_text_hash=F("draft_text_hash"))
            | (Q(verdict="edited") & ~Q(final_text_hash=F("draft_text_hash")))
            | Q(verdict="rejected", final_reply=""),
            name=f"{table}_verdict_fits_text",
        ),
        models.CheckConstraint(
            condition=~Q(verdict="rejected") | ~Q(reason_code=""),
            name=f"{table}_reject_has_reason",
        ),
    )


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
    triage = models.JSONField(
        default=dict, help_text="Category, priority and the like as the person signed them."
    )
    edit_distance = models.FloatField(
        null=True,
        blank=True,
        help_text="Share of the words changed between draft and final reply, 0 to 1.",
    )
    dwell_ms = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="How long it was on screen; in a batch, its share of the time for all.",
    )
    shown_words = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Of the proposed reply and of what the customer had written since the last one.",
    )
    pace = pace_field()
    batch = models.ForeignKey(
        ReviewBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        help_text="Set when several were approved together.",
    )
    batch_place = models.PositiveSmallIntegerField(null=True, blank=True)
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
            *verdict_constraints("review"),
            models.CheckConstraint(
                condition=Q(verdict="rejected") | ~Q(final_reply=""),
                name="review_answer_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(stage=1, prior_review__isnull=True, prior_reviewer__isnull=True)
                | (
                    Q(stage=2, prior_review__isnull=False, prior_reviewer__isnull=False)
                    & ~Q(prior_reviewer=F("reviewer"))
                ),
                name="review_second_person_differs",
            ),
            models.UniqueConstraint(fields=["batch", "batch_place"], name="review_batch_place"),
            # With the place unique in its batch, a batch has 25 reviews at most.
            models.CheckConstraint(
                condition=Q(batch__isnull=True, batch_place__isnull=True)
                | Q(
                    batch__isnull=False,
                    batch_place__isnull=False,
                    batch_place__range=(1, 25),
                    verdict="approved",
                    required_reviews=1,
                    confirmed_gates=[],
                ),
                name="review_batch_only_approves",
            ),
        ]
        indexes = [
            # With what the figures of a period count, so that they need not read the texts.
            models.Index(
                fields=["created_at"],
                include=["id", "suggestion", "verdict", "final", "batch"],
                name="review_figures",
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
