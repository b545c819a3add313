"""The supply of drafts: the AI's state, jobs, retries."""

from django.utils import timezone
from rest_framework import serializers

from ai_review import supply
from ai_review.models import DraftJob
from config.serializers import StrictSerializer, Text
from tickets.drafts import NOT_RETRIED

# What keeps a queued job from being drafted; the last is the queue before it.
WAITS = ["ai_paused", "ai_unavailable", "budget", "retry", "turn"]
WAITS_FOR_STATE = {
    "paused": "ai_paused",
    "unavailable": "ai_unavailable",
    "trying": "ai_unavailable",
    "limited": "budget",
}


# No docstring: it would become the description of the schema.
class DraftJobSerializer(serializers.ModelSerializer):
    waits_for = serializers.SerializerMethodField(
        help_text="Why a queued job is not being drafted: the AI is paused, does not answer or has "
        "used up its budget; a new try is due at next_attempt_at; or other jobs come first."
    )

    class Meta:
        model = DraftJob
        fields = [
            "id",
            "ticket",
            "ticket_version",
            "status",
            "instruction",
            "waits_for",
            "attempts",
            "max_attempts",
            "outages",
            "next_attempt_at",
            "error_code",
            "error",
            "created_at",
            "finished_at",
        ]
        extra_kwargs = {
            "attempts": {"help_text": "Tries that count against max_attempts."},
            "outages": {"help_text": "Tries that the AI service failed; they do not count."},
            "error": {"help_text": "Why the last try brought no draft, in words."},
        }

    def get_waits_for(self, job) -> serializers.ChoiceField(WAITS, allow_null=True):
        if job.status != DraftJob.Status.QUEUED:
            return None
        # Asked once for all jobs of an answer: they share the context.
        if "ai_state" not in self.context:
            self.context["ai_state"] = supply.availability().state
        if self.context["ai_state"] in WAITS_FOR_STATE:
            return WAITS_FOR_STATE[self.context["ai_state"]]
        if job.next_attempt_at > timezone.now():
            return "budget" if job.error_code == "budget" else "retry"
        return "turn"


class AISerializer(serializers.Serializer):
    state = serializers.ChoiceField(
        ["available", "paused", "unavailable", "trying", "limited"],
        help_text="limited: a budget is used up. trying: one call finds out whether it is back.",
    )
    detail = serializers.CharField(help_text="One sentence for people; empty when available.")
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(
        allow_null=True, help_text="When the service is asked again, if that is known."
    )
    waiting = serializers.IntegerField(help_text="Queued jobs.")
    oldest_waiting_at = serializers.DateTimeField(allow_null=True)


class RetryInput(StrictSerializer):
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        min_length=1,
        max_length=500,
        required=False,
    )
    error_code = Text(
        max_length=40,
        required=False,
        help_text="All failed jobs with this code that nothing has followed, at most 500.",
    )

    def validate(self, attrs):
        if len(attrs) != 1:
            raise serializers.ValidationError("Send either ids or error_code.")
        return attrs


class RetriedJob(serializers.Serializer):
    id = serializers.IntegerField(help_text="The job as asked.")
    job = serializers.IntegerField(help_text="The new one.")
    ticket = serializers.IntegerField()


class SkippedJob(serializers.Serializer):
    id = serializers.IntegerField()
    reason = serializers.ChoiceField(list(NOT_RETRIED))
    detail = serializers.CharField(help_text="The reason in words.")


class RetriedSerializer(serializers.Serializer):
    retried = RetriedJob(many=True)
    skipped = SkippedJob(many=True)
