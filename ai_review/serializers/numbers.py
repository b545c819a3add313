"""A reviewer's own figures, and the desk's."""

from rest_framework import serializers

from ai_review.models import Review
from ai_review.periods import DAYS, time_zones
from config.serializers import StrictSerializer
from tickets.models import Priority

RATE = {"allow_null": True, "help_text": "Share from 0 to 1; null of nothing."}


class PeriodQuery(StrictSerializer):
    days = serializers.ChoiceField(
        DAYS, required=False, default=7, help_text="Calendar days, today included."
    )
    tz = serializers.CharField(
        required=False,
        default="UTC",
        max_length=60,
        help_text="IANA name of the time zone whose midnights part the days.",
    )

    def validate_tz(self, name):
        if name not in time_zones():
            raise serializers.ValidationError("No IANA time zone that is known here.")
        return name


class PeriodSerializer(serializers.Serializer):
    days = serializers.IntegerField()
    tz = serializers.CharField()
    unit = serializers.ChoiceField(
        ["hour", "day"], help_text="What one row of a series stands for."
    )
    start = serializers.DateTimeField()
    end = serializers.DateTimeField(help_text="When the figures were counted.")


class RatesSerializer(serializers.Serializer):
    per_hour = serializers.FloatField(
        allow_null=True, help_text="Decisions by clock hours with at least one decision."
    )
    acceptance_rate = serializers.FloatField(**RATE)
    edit_rate = serializers.FloatField(**RATE)
    edit_distance = serializers.FloatField(
        allow_null=True, help_text="Mean share of the words that edits changed, 0 to 1."
    )
    rejection_rate = serializers.FloatField(**RATE)
    undo_rate = serializers.FloatField(**RATE)
    median_dwell_ms = serializers.FloatField(
        allow_null=True, help_text="On screen; without drafts that were approved together."
    )
    skipped = serializers.FloatField(allow_null=True, help_text="Drafts passed on.")


class MineSerializer(RatesSerializer):
    decided = serializers.IntegerField(help_text="Signatures that were not taken back.")
    undone = serializers.IntegerField()
    seconded = serializers.IntegerField(help_text="Signatures under a colleague's text.")
    judged = serializers.IntegerField(help_text="The others: what the rates are shares of.")
    approved = serializers.IntegerField()
    edited = serializers.IntegerField()
    rejected = serializers.IntegerField()
    together = serializers.IntegerField(help_text="Approved several at a time.")
    timed = serializers.IntegerField(help_text="Decisions whose dwell time is known.")
    active_hours = serializers.IntegerField()


class ReasonSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(Review.Reason.values)
    count = serializers.IntegerField()
    share = serializers.FloatField(**RATE)
    team_share = serializers.FloatField(**RATE)


class DecidedSlot(serializers.Serializer):
    at = serializers.DateTimeField(help_text="When the hour or day begins.")
    approved = serializers.IntegerField()
    edited = serializers.IntegerField()
    rejected = serializers.IntegerField()
    seconded = serializers.IntegerField()


class DwellClass(serializers.Serializer):
    from_seconds = serializers.IntegerField()
    to_seconds = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class MyNumbersSerializer(serializers.Serializer):
    period = PeriodSerializer()
    mine = MineSerializer()
    people = serializers.IntegerField(help_text="How many people decided anything.")
    team = RatesSerializer(help_text="Medians; each null when fewer than three people have it.")
    reasons = ReasonSerializer(many=True)
    series = DecidedSlot(many=True)
    dwell = DwellClass(many=True)


class AgeClass(serializers.Serializer):
    from_hours = serializers.IntegerField()
    to_hours = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class PriorityLine(serializers.Serializer):
    priority = serializers.ChoiceField(Priority.choices)
    count = serializers.IntegerField()
    oldest = serializers.DateTimeField(allow_null=True)


class BacklogSerializer(serializers.Serializer):
    waiting = serializers.IntegerField(help_text="Drafts that wait for a decision.")
    oldest = serializers.DateTimeField(allow_null=True)
    ages = AgeClass(many=True)
    priorities = PriorityLine(many=True)
    views = serializers.DictField(child=serializers.IntegerField())
    without_draft = serializers.IntegerField(help_text="Draft jobs that are not done yet.")
    oldest_without_draft = serializers.DateTimeField(allow_null=True)
    failed = serializers.IntegerField(help_text="Failed drafts that nothing has followed.")


class FlowCounts(serializers.Serializer):
    arrived = serializers.FloatField()
    drafted = serializers.FloatField()
    decided = serializers.FloatField()
    sent = serializers.FloatField()


class FlowSlot(FlowCounts):
    at = serializers.DateTimeField()


class FlowSerializer(serializers.Serializer):
    series = FlowSlot(many=True)
    total = FlowCounts()
    per_hour = FlowCounts(help_text="Mean of all hours of the period, nights included.")


class AcceptanceSerializer(serializers.Serializer):
    category = serializers.CharField(allow_null=True)
    prompt_version = serializers.IntegerField(allow_null=True)
    decided = serializers.IntegerField()
    approved = serializers.IntegerField()
    edited = serializers.IntegerField()
    rejected = serializers.IntegerField()
    together = serializers.IntegerField(help_text="Approved several at a time, low risk all.")
    acceptance_rate = serializers.FloatField(**RATE)
    low = serializers.FloatField(allow_null=True, help_text="Of Wilson's 95 % interval.")
    high = serializers.FloatField(allow_null=True)


class DeskQuality(serializers.Serializer):
    total = AcceptanceSerializer()
    categories = AcceptanceSerializer(many=True)
    prompts = AcceptanceSerializer(many=True)


class FailureLine(serializers.Serializer):
    code = serializers.CharField(help_text="A provider's code, or `lost`: its worker died.")
    count = serializers.IntegerField()


class CallsSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    p50_ms = serializers.IntegerField(allow_null=True, help_text="Of the calls that were answered.")
    p95_ms = serializers.IntegerField(allow_null=True)
    failures = FailureLine(many=True)


class SpentSerializer(serializers.Serializer):
    calls = serializers.IntegerField()
    tokens = serializers.IntegerField()
    money = serializers.DecimalField(max_digits=14, decimal_places=6)


class SpentDay(SpentSerializer):
    at = serializers.DateTimeField(help_text="The day in UTC, as the budget counts.")


class LimitsSerializer(serializers.Serializer):
    tokens_per_day = serializers.IntegerField(allow_null=True)
    money_per_day = serializers.DecimalField(allow_null=True, max_digits=14, decimal_places=2)
    tokens_per_month = serializers.IntegerField(allow_null=True)
    money_per_month = serializers.DecimalField(allow_null=True, max_digits=14, decimal_places=2)


class SpendingSerializer(serializers.Serializer):
    priced = serializers.BooleanField(help_text="Whether the deployment names prices.")
    days = SpentDay(many=True)
    month = SpentSerializer()
    limits = LimitsSerializer()


class AIStateSerializer(serializers.Serializer):
    state = serializers.CharField()
    detail = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)


class PausedCategory(serializers.Serializer):
    category = serializers.CharField()
    rejected = serializers.IntegerField()
    decided = serializers.IntegerField()
    paused_at = serializers.DateTimeField()


class DeliveriesSerializer(serializers.Serializer):
    failed = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Due for a while and not sent.")


class DeskSerializer(serializers.Serializer):
    period = PeriodSerializer()
    backlog = BacklogSerializer()
    flow = FlowSerializer()
    quality = DeskQuality()
    calls = CallsSerializer()
    spending = SpendingSerializer()
    ai = AIStateSerializer()
    paused_categories = PausedCategory(many=True)
    deliveries = DeliveriesSerializer()
