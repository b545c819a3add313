"""Checks of the reviewers' attention: they look like a draft to one person and have no effect.

A check is no Suggestion and its decision no Review, so nothing that counts drafts, sends replies or
changes tickets can take one for the other. PostgreSQL holds it with foreign keys: a reply names a
Review, a Review names the hash of a Suggestion, and a planted text has another hash.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ai_review.models.pace import pace_field
from ai_review.models.pipeline import DraftJob
from ai_review.models.review import HASH, Review, Suggestion, TextHash, verdict_constraints


class CheckQuerySet(models.QuerySet):
    def with_state(self):
        """Annotate `open`: whether the check is what its person is to see now."""
        newer_job = DraftJob.objects.filter(
            ticket=OuterRef("suggestion__ticket"), pk__gt=OuterRef("suggestion__job")
        )
        waits = Q(kind=Check.Kind.SEEDED, suggestion__status=Suggestion.Status.PENDING_REVIEW)
        # Any change of the ticket since, an undo and a note too, moves updated_at.
        still_so = Q(
            kind=Check.Kind.BLIND,
            held_until__gt=timezone.now(),
            suggestion__review=F("first_review"),
            suggestion__ticket__version=F("suggestion__ticket_version"),
            suggestion__ticket__updated_at__lte=F("created_at"),
        ) & ~Exists(newer_job)
        decided = CheckDecision.objects.filter(check_on=OuterRef("pk"))
        current = Check.objects.filter(waits | still_so, ~Exists(decided), pk=OuterRef("pk"))
        return self.annotate(open=Exists(current))

    def on(self, user, suggestion_ids):
        """{suggestion's id: the check of this person}, with `open`."""
        found = self.with_state().filter(reviewer=user, suggestion__in=suggestion_ids)
        return {check.suggestion_id: check for check in found.select_related("first_review")}


class Check(models.Model):
    """What one person was shown in place of a draft, for one decision.

    `seeded`: the pending draft with one planted error. `blind`: a draft that somebody else has
    decided on, as it was before. Only `held_until` ever changes.
    """

    class Kind(models.TextChoices):
        SEEDED = "seeded", "planted error"
        BLIND = "blind", "blind second review"

    kind = models.CharField(max_length=10, choices=Kind)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="checks")
    reviewer = models.ForeignKey("tickets.User", models.PROTECT, related_name="checks")
    reviewer_kind = models.CharField(max_length=10, default="human")
    summary = models.TextField()
    reply = models.TextField()
    text_hash = models.GeneratedField(
        expression=TextHash(F("summary"), F("reply")), output_field=HASH, db_persist=True
    )
    shown_hash = models.CharField(
        max_length=64, help_text="What a draft with this text would have as its content_hash."
    )
    genuine_hash = models.CharField(max_length=64)
    genuine_text_hash = models.CharField(max_length=64)
    required_reviews = models.PositiveSmallIntegerField()
    planted = models.JSONField(
        default=dict, help_text="Seeded: the kind of error, the words before and after."
    )
    first_review = models.ForeignKey(
        Review,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Blind: the decision that is compared with.",
    )
    first_reviewer = models.ForeignKey(
        "tickets.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_verdict = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001 (FK part)
    first_text_hash = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    seed = models.CharField(max_length=32, help_text="Of the policy when the lot was drawn.")
    lot = models.PositiveSmallIntegerField(help_text="0 to 9999, from seed, kind and ids.")
    percent = models.PositiveSmallIntegerField()
    held_until = models.DateTimeField(null=True, blank=True, help_text="Blind: the person's claim.")
    created_at = models.DateTimeField(default=timezone.now)
    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "kind", "reviewer", "shown_hash", "text_hash"], name="check_identity"
            ),
            models.UniqueConstraint(fields=["suggestion", "reviewer"], name="check_once_a_person"),
            models.UniqueConstraint(
                fields=["suggestion"], condition=Q(kind="blind"), name="check_one_blind"
            ),
            models.CheckConstraint(condition=Q(reviewer_kind="human"), name="check_of_a_person"),
            models.CheckConstraint(
                condition=Q(required_reviews=1), name="check_never_of_two_signatures"
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="seeded", first_review__isnull=True, first_reviewer__isnull=True)
                    & Q(first_verdict__isnull=True, first_text_hash__isnull=True)
                    & Q(held_until__isnull=True)
                    & ~Q(planted={})
                    & ~Q(shown_hash=F("genuine_hash"))
                    & ~Q(text_hash=F("genuine_text_hash"))
                )
                | (
                    Q(kind="blind", first_review__isnull=False, first_reviewer__isnull=False)
                    & Q(first_verdict__isnull=False, first_text_hash__isnull=False)
                    & Q(held_until__isnull=False, planted={})
                    & Q(shown_hash=F("genuine_hash"), text_hash=F("genuine_text_hash"))
                    & ~Q(first_reviewer=F("reviewer"))
                ),
                name="check_is_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(lot__lt=F("percent") * 100), name="check_drawn_by_lot"
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "-created_at"], name="check_of_reviewer")]

    def __str__(self):
        return f"{self.kind} check {self.pk} on draft {self.suggestion_id}"


class CheckDecision(models.Model):
    """What a person decided on a check. Its id is from the numbers of Reviews, so that no id means
    both; no reply and no draft can refer to it. Never changed, never deleted."""

    id = models.BigIntegerField(primary_key=True)
    check_on = models.OneToOneField(Check, models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=10)
    reviewer = models.ForeignKey("tickets.User", models.PROTECT, related_name="+")
    shown_hash = models.CharField(max_length=64)
    draft_text_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Review.Verdict)
    final_summary = models.TextField(blank=True)
    final_reply = models.TextField(blank=True)
    final_text_hash = models.GeneratedField(
        expression=TextHash(F("final_summary"), F("final_reply")),
        output_field=HASH,
        db_persist=True,
    )
    caught = models.BooleanField(
        null=True, help_text="Seeded: the error was rejected or edited away."
    )
    next_status = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=20, choices=Review.Reason, blank=True)
    note = models.TextField(blank=True)
    confirmed_gates = models.JSONField(default=list)
    triage = models.JSONField(default=dict)
    dwell_ms = models.PositiveIntegerField(null=True, blank=True)
    shown_words = models.PositiveIntegerField(null=True, blank=True)
    pace = pace_field()
    created_at = models.DateTimeField(default=timezone.now)

    # As a Review has them; nothing of it can be taken back or sent.
    stage, required_reviews, final, batch = 1, 1, True, None

    class Meta:
        constraints = [
            *verdict_constraints("checkdecision"),
            models.CheckConstraint(
                condition=Q(kind="blind", caught__isnull=True)
                | Q(kind="seeded", caught__isnull=False, verdict="edited")
                | Q(kind="seeded", caught__isnull=False, caught=True, verdict="rejected")
                | Q(kind="seeded", caught__isnull=False, caught=False, verdict="approved"),
                name="checkdecision_caught_fits",
            ),
        ]

    def __str__(self):
        return f"decision {self.pk} on check {self.check_on_id}"

    @property
    def suggestion(self):
        return self.check_on.suggestion

    @property
    def undo_until(self):
        return self.created_at
