"""What the desk sets: the prompt, the knowledge base and the review policy."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords


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
    source_key = models.CharField(
        max_length=300, blank=True, editable=False, help_text="The imported file's path."
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="article_source_once"
            )
        ]

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
