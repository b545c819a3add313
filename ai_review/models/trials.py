"""Trying a prompt before it is used: on past decisions, or in the shadow of live tickets."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ai_review.models.pipeline import AICall
from ai_review.models.rules import PromptVersion


class Trial(models.Model):
    """Calls of a prompt version that no customer and no reviewer sees the result of.

    past: the newest decided drafts are written again and compared with what people signed.
    shadow: a share of the live tickets is drafted a second time.
    """

    class Kind(models.TextChoices):
        PAST = "past", "on past decisions"
        SHADOW = "shadow", "in the shadow of live tickets"

    class Status(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    prompt = models.ForeignKey(PromptVersion, models.PROTECT, related_name="trials")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    cases = models.PositiveSmallIntegerField(help_text="How many calls to make at the most.")
    share = models.PositiveSmallIntegerField(
        default=100, help_text="Of live tickets, in percent; for a shadow trial."
    )
    started_by = models.ForeignKey("tickets.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # A worker that makes its calls holds it until then.
    held_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(default=False)
    verdict = models.CharField(max_length=500, blank=True)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "prompt", "kind", "passed"], name="trial_identity"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(status="running"), name="trial_one_running"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["running", "done", "stopped"])
                & Q(kind__in=["past", "shadow"]),
                name="trial_known",
            ),
            models.CheckConstraint(
                condition=Q(status="running", finished_at__isnull=True, passed=False)
                | (Q(status="done") & Q(finished_at__isnull=False))
                | Q(status="stopped", finished_at__isnull=False, passed=False),
                name="trial_passes_at_its_end",
            ),
            models.CheckConstraint(
                condition=Q(cases__gte=1, share__gte=1, share__lte=100), name="trial_size"
            ),
        ]

    def __str__(self):
        return f"trial {self.pk} of prompt {self.prompt_id}"


class TrialCase(models.Model):
    """What came of one call of a trial, checked like any draft. Never changed, never shown as one.

    `original` is the call whose ticket, messages and sources it was given.
    """

    trial = models.ForeignKey(Trial, models.PROTECT, related_name="results")
    call = models.OneToOneField(AICall, models.PROTECT, related_name="trial_case")
    original = models.ForeignKey(AICall, models.PROTECT, related_name="+")
    summary = models.TextField()
    reply = models.TextField(blank=True)
    category = models.CharField(max_length=60, blank=True)
    citations = models.JSONField(default=list)
    gates = models.JSONField(default=list)
    risk = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "original"], name="trial_case_once")
        ]

    def __str__(self):
        return f"case {self.pk} of trial {self.trial_id}"
