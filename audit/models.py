"""The append-only record of every act. PostgreSQL numbers, times and chains each row itself, so no
process that may write events can forge their order."""

from django.db import models


class AuditEvent(models.Model):
    """One act. `stream` is `ticket:<id>` or a name such as `accounts`.

    `payload` is canonical JSON (RFC 8785), kept as the exact text that was hashed. It holds ids,
    hashes and codes, never personal text, so that erasing a person leaves the chain valid.
    """

    stream = models.CharField(max_length=60)
    seq = models.BigIntegerField(editable=False)
    at = models.DateTimeField(editable=False)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    payload = models.TextField()
    prev_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="audit_stream_seq"),
            models.UniqueConstraint(fields=["stream", "prev_hash"], name="audit_no_fork"),
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=["human", "service", "system", "ai"]),
                name="audit_actor_kind_known",
            ),
        ]

    def __str__(self):
        return f"{self.stream}#{self.seq} {self.action}"
