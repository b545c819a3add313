"""How a draft came about, and how people judged the drafts of a period."""

from rest_framework import serializers

from ai_review.quality import GROUPS
from ai_review.serializers.vigilance import VigilanceQuery


class SourceSerializer(serializers.Serializer):
    kind = serializers.CharField()
    source_id = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    question = serializers.CharField()
    language = serializers.CharField()
    category = serializers.CharField()
    score = serializers.FloatField()


class TimingsSerializer(serializers.Serializer):
    redact_ms = serializers.FloatField()
    retrieve_ms = serializers.FloatField()
    answer_ms = serializers.IntegerField()


class FullProvenanceSerializer(serializers.Serializer):
    """How a draft came about: what was sent, what was read, what it cost."""

    provider = serializers.CharField()
    model = serializers.CharField()
    prompt_version = serializers.IntegerField()
    parameters = serializers.DictField()
    request = serializers.CharField(help_text="The exact body that left, after redaction.")
    response = serializers.CharField(help_text="The exact body that came back.")
    sources = SourceSerializer(many=True, help_text="All that were given, as they were then.")
    redactions = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=12, decimal_places=6)
    timings = TimingsSerializer()
    started_at = serializers.DateTimeField()


def full_provenance(call):
    """The fields of FullProvenanceSerializer for an AICall with its outcome."""
    context = call.context
    return {
        "provider": call.provider,
        "model": call.model,
        "prompt_version": call.prompt_version.number,
        "parameters": context.get("parameters", {}),
        "request": call.request,
        "response": call.outcome.response,
        "sources": context.get("sources", []),
        "redactions": call.redactions,
        "input_tokens": call.outcome.input_tokens,
        "output_tokens": call.outcome.output_tokens,
        "cost": call.outcome.cost,
        "timings": {"redact_ms": 0, "retrieve_ms": 0}
        | context.get("timings", {})
        | {"answer_ms": call.outcome.latency_ms},
        "started_at": call.started_at,
    }


RATE = {"allow_null": True, "help_text": "Share of the decisions, 0 to 1."}


class QualitySerializer(serializers.Serializer):
    """Final decisions that were not taken back, of one group."""

    group = serializers.CharField(allow_null=True)
    decided = serializers.IntegerField()
    approved = serializers.IntegerField()
    edited = serializers.IntegerField()
    rejected = serializers.IntegerField()
    acceptance_rate = serializers.FloatField(**RATE)
    edit_rate = serializers.FloatField(**RATE)
    rejection_rate = serializers.FloatField(**RATE)
    edit_distance = serializers.FloatField(
        allow_null=True, help_text="Mean share of the words that edits changed, 0 to 1."
    )
    reasons = serializers.DictField(child=serializers.IntegerField())
    median_seconds = serializers.FloatField(allow_null=True, help_text="From draft to decision.")
    median_dwell_ms = serializers.FloatField(allow_null=True, help_text="On the reviewer's screen.")


class MetricsSerializer(serializers.Serializer):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    total = QualitySerializer()
    groups = QualitySerializer(many=True, help_text="Empty without `by`.")


class MetricsQuery(VigilanceQuery):
    by = serializers.ChoiceField(list(GROUPS), required=False)
