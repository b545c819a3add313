"""What the desk sets: the prompt, the knowledge base and the review policy."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from simple_history.models import HistoricalRecords


class PromptVersion(models.Model):
    """The system text given to the AI and the model that reads it. Never changed, only followed.

    Which one is in use, the newest PromptActivation says.
    """

    number = models.PositiveIntegerField(unique=True)
    system_prompt = models.TextField()
    model = models.CharField(
        max_length=100, blank=True, help_text="Empty: the model that the deployment names."
    )
    note = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(
        "tickets.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # 0 for the prompt that Handrail brought: a foreign key with NULL in it would check nothing.
    author_key = models.GeneratedField(
        expression=Coalesce(F("author"), Value(0)),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords(excluded_fields=["author_key"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "author_key"], name="prompt_authorship")
        ]

    def __str__(self):
        return f"prompt {self.number}"

    @classmethod
    def active(cls):
        """The version in use."""
        return cls.objects.filter(activations__isnull=False).order_by("-activations__id")[0]


class PromptActivation(models.Model):
    """An act that put a prompt version in use; each names the one that it replaced.

    PostgreSQL refuses one by the prompt's author and one without a passed trial, unless the
    version was in use before: going back is one act.
    """

    prompt = models.ForeignKey(PromptVersion, models.PROTECT, related_name="activations")
    author_key = models.BigIntegerField()
    activated_by = models.ForeignKey("tickets.User", models.PROTECT, null=True, related_name="+")
    activated_by_kind = models.CharField(max_length=10, default="human")
    trial = models.ForeignKey("Trial", models.PROTECT, null=True, related_name="+")
    prior = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    first = models.BooleanField(default=False, help_text="The one that the installation brought.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "prompt"], name="activation_identity"),
            models.UniqueConstraint(
                fields=["first"], condition=Q(replaces=None), name="activation_one_first"
            ),
            models.CheckConstraint(
                condition=Q(first=True, replaces=None) | Q(first=False, replaces__isnull=False),
                name="activation_chain",
            ),
            models.CheckConstraint(
                condition=Q(first=True)
                | Q(activated_by__isnull=False, activated_by_kind="human", prior__isnull=False)
                | (
                    Q(activated_by__isnull=False, activated_by_kind="human", trial__isnull=False)
                    & ~Q(activated_by=F("author_key"))
                ),
                name="activation_by_another_person_after_a_trial",
            ),
        ]

    def __str__(self):
        return f"activation {self.pk} of prompt {self.prompt_id}"


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


def new_seed():
    """128 random bits, as text."""
    return secrets.token_hex(16)


_PERCENT = [MaxValueValidator(100)]


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
    pause_after = models.PositiveSmallIntegerField(
        default=10,
        validators=[MinValueValidator(1)],
        help_text="AI replies of a category pause when so many of its last decisions …",
    )
    pause_percent = models.PositiveSmallIntegerField(
        default=60,
        validators=_PERCENT,
        help_text="… hold more rejections than this, in percent. 100: never.",
    )
    seeded_percent = models.PositiveSmallIntegerField(
        default=0,
        validators=_PERCENT,
        help_text="Of the drafts that a reviewer is given, so many are first shown with a planted "
        "error. Never sent; announce it to your staff. 0: none.",
    )
    blind_percent = models.PositiveSmallIntegerField(
        default=0,
        validators=_PERCENT,
        help_text="Of the decided drafts, so many go to a second person to compare. 0: none.",
    )
    checks_per_day = models.PositiveSmallIntegerField(
        default=3, help_text="At most so many of both for one person in a day."
    )
    vigilance_seed = models.CharField(
        max_length=32,
        default=new_seed,
        editable=False,
        help_text="Draws the lots; renewed with every change of the percentages. Keep it secret.",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "review policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="policy_single_row"),
            models.CheckConstraint(
                condition=Q(pause_percent__lte=100, pause_after__gte=1), name="policy_pause_limits"
            ),
            models.CheckConstraint(
                condition=Q(seeded_percent__lte=100, blind_percent__lte=100),
                name="policy_vigilance_limits",
            ),
        ]

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


class CategoryPause(models.Model):
    """A category whose AI replies people rejected too often: withheld until a supervisor says so.

    Never deleted; `resumed_at` ends it.
    """

    category = models.CharField(max_length=60)
    rejected = models.PositiveSmallIntegerField(help_text="Of the last decisions.")
    decided = models.PositiveSmallIntegerField()
    paused_at = models.DateTimeField(default=timezone.now)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        "tickets.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category"], condition=Q(resumed_at=None), name="pause_one_per_category"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True, resumed_by__isnull=True)
                | Q(resumed_at__isnull=False, resumed_by__isnull=False),
                name="pause_resumed_by_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.category} paused"
