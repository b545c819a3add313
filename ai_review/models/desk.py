"""What people do at the desk beside deciding."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ai_review.models.review import Suggestion


class Skip(models.Model):
    """A person passed a draft on: it is kept from them for a while, or for good."""

    class Reason(models.TextChoices):
        LATER = "later", "Later"
        LANGUAGE = "language", "Another language"
        EXPERTISE = "expertise", "Needs other expertise"
        CONFLICT_OF_INTEREST = "conflict_of_interest", "Conflict of interest"
        WAITING = "waiting", "Waits for something"
        OTHER = "other", "Other"

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="skips")
    user = models.ForeignKey("tickets.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=25, choices=Reason)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "later",
                        "language",
                        "expertise",
                        "conflict_of_interest",
                        "waiting",
                        "other",
                    ]
                ),
                name="skip_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(reason="conflict_of_interest", until__isnull=True)
                | (
                    ~Q(reason="conflict_of_interest")
                    & Q(until__isnull=False, until__gt=F("created_at"))
                ),
                name="skip_for_good_is_an_interest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "until"],
                condition=Q(taken_back_at__isnull=True),
                name="skip_in_force",
            ),
        ]

    def __str__(self):
        return f"skip of draft {self.suggestion_id} ({self.reason})"

    @classmethod
    def in_force(cls, user):
        """The skips that keep drafts from this person now."""
        standing = Q(until=None) | Q(until__gt=timezone.now())
        return cls.objects.filter(standing, user=user, taken_back_at=None)

    @classmethod
    def interests(cls, user):
        """The person's declared conflicts of interest: they hold for the whole ticket."""
        return cls.in_force(user).filter(reason=cls.Reason.CONFLICT_OF_INTEREST)
