"""What the API takes and shows of drafts and reviews."""

from django.utils import timezone
from rest_framework import serializers

from ai_review import supply
from ai_review.models import DraftJob, Review, Suggestion
from ai_review.services import VERDICTS, VIEWS, first_review_of
from config.serializers import PersonSerializer, StrictSerializer, Text
from tickets.services import NOT_RETRIED

VERB = {stored.value: verb for verb, stored in VERDICTS.items()}
STATUSES = ["open", "pending", "resolved"]


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


class ReviewSerializer(serializers.ModelSerializer):
    reviewer = PersonSerializer()
    verdict = serializers.SerializerMethodField()
    undone = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()
    final = serializers.BooleanField(help_text="False: a second reviewer has yet to agree.")

    class Meta:
        model = Review
        fields = [
            "id",
            "suggestion",
            "stage",
            "reviewer",
            "verdict",
            "final_summary",
            "final_reply",
            "reason_code",
            "note",
            "confirmed_gates",
            "next_status",
            "created_at",
            "undo_until",
            "undone",
            "final",
            "message",
        ]

    def get_verdict(self, review) -> serializers.ChoiceField(list(VERDICTS)):
        return VERB[review.verdict]

    def get_undone(self, review) -> bool:
        return hasattr(review, "undo")

    def get_message(self, review) -> int | None:
        return review.message.pk if hasattr(review, "message") else None


class CitationSerializer(serializers.Serializer):
    n = serializers.IntegerField()
    kind = serializers.ChoiceField(["article", "resolution"])
    source_id = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    quote = serializers.CharField()
    score = serializers.FloatField()


class GateSerializer(serializers.Serializer):
    code = serializers.CharField()
    level = serializers.ChoiceField(["pass", "info", "warn", "block"])
    message = serializers.CharField()
    spans = serializers.ListField(child=serializers.CharField())


class ProvenanceSerializer(serializers.Serializer):
    provider = serializers.CharField()
    model = serializers.CharField()
    prompt_version = serializers.IntegerField()
    attempt = serializers.IntegerField()
    latency_ms = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    redactions = serializers.IntegerField()


class ClaimSerializer(serializers.Serializer):
    by = PersonSerializer()
    mine = serializers.BooleanField()
    expires_at = serializers.DateTimeField()


# No docstring: it would become the description of every schema below.
class SuggestionLine(serializers.ModelSerializer):
    ticket_reference = serializers.CharField(source="ticket.reference")
    ticket_subject = serializers.CharField(source="ticket.subject")
    ticket_priority = serializers.CharField(source="ticket.priority")
    ticket_created_at = serializers.DateTimeField(source="ticket.created_at")
    customer_name = serializers.CharField(source="ticket.customer.name")
    claim = serializers.SerializerMethodField()

    def get_claim(self, suggestion) -> ClaimSerializer(allow_null=True):
        if suggestion.claimed_by is None or suggestion.claim_expires_at < timezone.now():
            return None
        return ClaimSerializer(
            {
                "by": suggestion.claimed_by,
                "expires_at": suggestion.claim_expires_at,
                "mine": suggestion.claimed_by == self.context["request"].user,
            }
        ).data


SUGGESTION_RELATED = (
    "ticket__customer",
    "call__outcome",
    "call__prompt_version",
    "claimed_by",
    "review__reviewer",
    "review__message",
    "review__undo",
)


class SuggestionSerializer(SuggestionLine):
    citations = CitationSerializer(many=True)
    gates = GateSerializer(many=True)
    provenance = serializers.SerializerMethodField()
    review = ReviewSerializer(allow_null=True)
    first_review = serializers.SerializerMethodField(
        help_text="The first signature, while a second person's is awaited."
    )

    class Meta:
        model = Suggestion
        fields = [
            "id",
            "ticket",
            "ticket_reference",
            "ticket_subject",
            "ticket_priority",
            "ticket_created_at",
            "customer_name",
            "ticket_version",
            "status",
            "content_hash",
            "summary",
            "reply",
            "language",
            "category",
            "priority",
            "citations",
            "gates",
            "risk",
            "required_reviews",
            "first_review",
            "review",
            "provenance",
            "claim",
            "created_at",
        ]

    def get_provenance(self, suggestion) -> ProvenanceSerializer:
        call = suggestion.call
        return {
            "provider": call.provider,
            "model": call.model,
            "prompt_version": call.prompt_version.number,
            "attempt": call.attempt,
            "latency_ms": call.outcome.latency_ms,
            "input_tokens": call.outcome.input_tokens,
            "output_tokens": call.outcome.output_tokens,
            "redactions": call.redactions,
        }

    def get_first_review(self, suggestion) -> ReviewSerializer(allow_null=True):
        first = first_review_of(suggestion)
        return ReviewSerializer(first).data if first else None


class QueueItemSerializer(SuggestionLine):
    """A line of the queue. Needs the annotation of `services.queue`."""

    awaits_second = serializers.SerializerMethodField()

    class Meta:
        model = Suggestion
        fields = [
            "id",
            "ticket",
            "ticket_reference",
            "ticket_subject",
            "ticket_priority",
            "ticket_created_at",
            "customer_name",
            "risk",
            "category",
            "created_at",
            "awaits_second",
            "claim",
        ]

    def get_awaits_second(self, suggestion) -> bool:
        return suggestion.first_signer is not None


class QueueCounts(serializers.Serializer):
    all = serializers.IntegerField()
    urgent = serializers.IntegerField()
    low_risk = serializers.IntegerField()
    second_review = serializers.IntegerField()
    mine = serializers.IntegerField()


class QueueSerializer(serializers.Serializer):
    results = QueueItemSerializer(many=True)
    counts = QueueCounts()


class DecisionInput(StrictSerializer):
    verdict = serializers.ChoiceField(list(VERDICTS))
    content_hash = Text(max_length=64)
    ticket_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    summary = Text(max_length=10_000, required=False, allow_blank=True)
    reply = Text(max_length=50_000, required=False, allow_blank=True)
    next_status = serializers.ChoiceField(STATUSES, required=False)
    reason_code = serializers.ChoiceField(Review.Reason.choices, required=False)
    note = Text(max_length=5_000, required=False, allow_blank=True)
    first_review = serializers.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        required=False,
        allow_null=True,
        help_text="The id of the first signature that was shown, when there was one.",
    )
    confirmed = serializers.ListField(
        child=Text(max_length=60),
        max_length=20,
        required=False,
        help_text="Codes of the blocking gates that the reviewer looked at.",
    )
    dwell_ms = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class SuggestionIds(StrictSerializer):
    suggestions = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        min_length=1,
        max_length=50,
    )


class ClaimInput(StrictSerializer):
    count = serializers.IntegerField(min_value=1, max_value=5)
    view = serializers.ChoiceField(list(VIEWS), default="all")
    exclude = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        max_length=500,
        default=list,
    )


class ClaimedSerializer(serializers.Serializer):
    results = SuggestionSerializer(many=True)
    remaining = serializers.IntegerField()


class KeptClaim(serializers.Serializer):
    id = serializers.IntegerField()
    expires_at = serializers.DateTimeField()


class HeartbeatSerializer(serializers.Serializer):
    results = KeptClaim(many=True)
    lost = serializers.ListField(child=serializers.IntegerField())
