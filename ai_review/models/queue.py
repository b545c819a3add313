"""What the desk makes of its queue: how soon customers are answered, and views with a name."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from tickets.models import Priority

LONGEST_MINUTES = 60 * 24 * 90


class ServiceLevel(models.Model):
    """How soon a customer's message is to be answered, by the ticket's priority. One row each."""

    priority = models.CharField(
        max_length=10, choices=Priority, primary_key=True, editable=False, serialize=False
    )
    minutes = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
        help_text="From the customer's message to the answer, nights and weekends included.",
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__in=["low", "normal", "high", "urgent"]),
                name="level_priority_known",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES), name="level_minutes"
            ),
        ]

    def __str__(self):
        return f"{self.priority}: {self.minutes} minutes"


class SavedView(models.Model):
    """A named address of the queue: the filters that opening it puts into the URL.

    Personal, or shared with the team by a supervisor.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=60)
    query = models.JSONField(help_text="The filters, as the queue takes them.")
    owner = models.ForeignKey("tickets.User", models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=10, default="human")
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-shared", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("name"), condition=Q(shared=False), name="view_name_once_each"
            ),
            models.UniqueConstraint(
                Lower("name"), condition=Q(shared=True), name="view_name_once_in_the_team"
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="view_slug_form"
            ),
            models.CheckConstraint(condition=~Q(name__regex=r"^\s*$"), name="view_has_a_name"),
            models.CheckConstraint(condition=Q(owner_kind="human"), name="view_owner_is_a_person"),
        ]

    def __str__(self):
        return self.name
