"""Drafts as reviewers and the queue see them."""

from django.utils import timezone
from rest_framework import serializers

from ai_review import planting
from ai_review.gates import needs_confirmation
from ai_review.models import Check, CheckDecision, Review, Suggestion
from ai_review.services import VERDICTS, first_review_of
from config.serializers import PersonSerializer

VERB = {stored.value: verb for verb, stored in VERDICTS.items()}


class ReviewSerializer(serializers.ModelSerializer):
    reviewer = PersonSerializer()
    verdict = serializers.SerializerMethodField()
    undone = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()
    final = serializers.BooleanField(help_text="False: a second reviewer has yet to agree.")
    triage = serializers.DictField(help_text="What was signed of category, priority and the like.")

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
            "triage",
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


class PlantedSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(list(planting.KINDS))
    before = serializers.CharField(help_text="As it was in the genuine draft, with its neighbours.")
    after = serializers.CharField(help_text="As it was shown.")


class RevealedSerializer(serializers.Serializer):
    """What the person was under when they decided; told with the decision."""

    kind = serializers.ChoiceField(Check.Kind.values)
    caught = serializers.BooleanField(allow_null=True, help_text="Null for a blind review.")
    planted = PlantedSerializer(allow_null=True, help_text="Null for a blind review.")


def revealed(decision):
    """What a CheckDecision was on, for the person who made it."""
    planted = decision.check_on.planted or None
    return RevealedSerializer(
        {"kind": decision.kind, "caught": decision.caught, "planted": planted}
    ).data


CHECK_HELP = "Set when this was a check of the reviewer's attention: nothing has changed."


class DecisionSerializer(ReviewSerializer):
    check = serializers.SerializerMethodField(help_text=CHECK_HELP)

    class Meta(ReviewSerializer.Meta):
        fields = [*ReviewSerializer.Meta.fields, "check"]

    def get_check(self, decision) -> RevealedSerializer(allow_null=True):
        return revealed(decision) if isinstance(decision, CheckDecision) else None


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
    confirm = serializers.SerializerMethodField(
        help_text="A person must confirm to have looked, or edit, before the draft is approved."
    )

    def get_confirm(self, gate) -> bool:
        return needs_confirmation(gate)


class DuplicateSerializer(serializers.Serializer):
    ticket = serializers.IntegerField()
    reference = serializers.CharField()
    score = serializers.FloatField(help_text="How alike the questions are, 0 to 1.")
    same_customer = serializers.BooleanField()


class TriageSerializer(serializers.Serializer):
    sentiment = serializers.CharField(default="", help_text="negative, neutral, positive or empty.")
    duplicates = DuplicateSerializer(
        many=True, default=list, help_text="Open tickets that may ask the same."
    )


class ProvenanceSerializer(serializers.Serializer):
    provider = serializers.CharField()
    model = serializers.CharField()
    prompt_version = serializers.IntegerField()
    attempt = serializers.IntegerField()
    latency_ms = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    redactions = serializers.IntegerField()


class FilledSerializer(serializers.Serializer):
    placeholder = serializers.CharField()
    start = serializers.IntegerField(help_text="In Unicode characters, from 0.")
    end = serializers.IntegerField()


class RestoredSerializer(serializers.Serializer):
    summary = FilledSerializer(many=True)
    reply = FilledSerializer(many=True)


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
    "job",
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
    triage = TriageSerializer()
    provenance = serializers.SerializerMethodField()
    instruction = serializers.CharField(
        source="job.instruction", help_text="What the person who asked for it wanted, if anything."
    )
    restored = RestoredSerializer(
        allow_null=True,
        help_text="Where the AI wrote placeholders, which Handrail filled in from the ticket; null "
        "when that was not kept yet.",
    )
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
            "instruction",
            "restored",
            "language",
            "category",
            "priority",
            "triage",
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
