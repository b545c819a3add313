"""What the open workspaces are told, and who looks at what. Neither is a record: the audit log is.

PostgreSQL writes events itself, by triggers and in the transaction of what happened, so that no
act can forget to and none that was rolled back is told (see the migration).
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """That something changed; what it is now, the workspace asks for. Kept for minutes.

    The column `xid`, which Django has no type for, is the transaction that wrote it: live.feed
    tells by it what is new, since ids are handed out in another order than transactions commit.
    """

    type = models.CharField(max_length=60)
    ticket_id = models.BigIntegerField(null=True)
    suggestion_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.type} {self.ticket_id}"


class Presence(models.Model):
    """Somebody has a ticket open. Advice to others: nothing is decided by it."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "user"], name="presence_once"),
        ]
        indexes = [models.Index(fields=["until"], name="presence_until")]

    def __str__(self):
        return f"{self.user_id} at T-{self.ticket_id}"
