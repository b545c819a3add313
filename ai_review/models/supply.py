"""What all workers agree on about the AI service: whether to call it, and how much is left."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords


def _limit(words):
    return models.PositiveBigIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text=words
    )


def _money(words):
    return models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=words,
    )


class AIPolicy(models.Model):
    """The kill switch and the budgets, one row. An empty limit is no limit."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    paused = models.BooleanField(
        default=False,
        help_text="Stops all drafting within seconds, calls under way included. Tickets are "
        "taken and answered by hand as usual; drafts wait.",
    )
    calls_per_minute = _limit("Calls to the AI service in a minute, all workers together.")
    tokens_per_day = _limit("Tokens in and out, from midnight UTC.")
    tokens_per_month = _limit("Tokens in and out, from the first of the month UTC.")
    money_per_day = _money("In the currency of AI_INPUT_PRICE and AI_OUTPUT_PRICE.")
    money_per_month = _money("AI_MONTHLY_BUDGET, if set, holds besides.")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "AI policy"
        verbose_name_plural = "AI policy"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="aipolicy_single_row")]

    def __str__(self):
        return "AI policy"


class AICircuit(models.Model):
    """The circuit breaker, one row. Closed: `open_until` is empty; open: it lies ahead;
    half-open: it has passed, and one call at a time (until `probe_until`) tries the service."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    failures = models.PositiveIntegerField(
        default=0, help_text="Of the service, since its last answer."
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    shut_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last trial failed, or it opened."
    )
    open_until = models.DateTimeField(null=True, blank=True)
    pauses = models.PositiveSmallIntegerField(
        default=0, help_text="How often it opened without an answer in between."
    )
    probe_until = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "AI circuit"
        verbose_name_plural = "AI circuit"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="aicircuit_single_row"),
            models.CheckConstraint(
                condition=Q(opened_at=None, shut_at=None, open_until=None, probe_until=None)
                | Q(opened_at__isnull=False, shut_at__isnull=False, open_until__isnull=False),
                name="aicircuit_open_since",
            ),
        ]

    def __str__(self):
        return "AI circuit"


class AIUsage(models.Model):
    """What was spent or is reserved in a minute, day or month (UTC)."""

    class Period(models.TextChoices):
        MINUTE = "minute"
        DAY = "day"
        MONTH = "month"

    period = models.CharField(max_length=10, choices=Period)
    starts_at = models.DateTimeField(default=timezone.now)
    calls = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    money = models.DecimalField(max_digits=14, decimal_places=6, default=0)

    class Meta:
        verbose_name = "AI usage"
        verbose_name_plural = "AI usage"
        constraints = [
            models.UniqueConstraint(fields=["period", "starts_at"], name="aiusage_one_per_period")
        ]

    def __str__(self):
        return f"{self.period} from {self.starts_at:%Y-%m-%d %H:%M}"
