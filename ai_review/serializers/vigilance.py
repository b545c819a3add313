"""How attentively people review."""

from datetime import timedelta

from django.utils import timezone
from rest_framework import serializers

from config.serializers import PersonSerializer, StrictSerializer


class RatedSerializer(serializers.Serializer):
    hits = serializers.IntegerField()
    of = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True, help_text="0 to 1; null of nothing.")
    low = serializers.FloatField(
        allow_null=True, help_text="The true share lies above this in 95 of 100 cases (Wilson)."
    )
    high = serializers.FloatField(allow_null=True, help_text="… and below this.")


class OwnVigilanceSerializer(serializers.Serializer):
    decisions = serializers.IntegerField()
    fast = RatedSerializer(help_text="Of the approvals whose time is known: too fast to read.")
    fast_together = RatedSerializer(help_text="The same of approvals together with others.")
    caught = RatedSerializer(help_text="Of the planted errors decided on.")
    agreed = RatedSerializer(
        allow_null=True, help_text="Of the blind second reviews; none where there are too few."
    )


class VigilanceRow(OwnVigilanceSerializer):
    shown = serializers.IntegerField(help_text="Drafts with a planted error, decided on or not.")
    agreed = RatedSerializer(help_text="Of the blind second reviews, as first or as second.")
    kappa = serializers.FloatField(allow_null=True, help_text="Cohen's kappa.")
    no_kappa = serializers.ChoiceField(
        ["", "too_few", "one_verdict"], help_text="Why there is no kappa."
    )


class ReviewerVigilance(VigilanceRow):
    reviewer = PersonSerializer()


class VigilanceSerializer(serializers.Serializer):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    total = VigilanceRow()
    reviewers = ReviewerVigilance(many=True)
    kappa_from = serializers.IntegerField(help_text="With fewer pairs there is no kappa.")
    seeded_percent = serializers.IntegerField()
    blind_percent = serializers.IntegerField()


class VigilanceQuery(StrictSerializer):
    start = serializers.DateTimeField(required=False, help_text="Default: 30 days before `end`.")
    end = serializers.DateTimeField(required=False, help_text="Default: now. Not included.")

    def validate(self, attrs):
        attrs.setdefault("end", timezone.now())
        try:
            attrs.setdefault("start", attrs["end"] - timedelta(days=30))
        except OverflowError as error:
            raise serializers.ValidationError("The period begins before all time.") from error
        if attrs["start"] >= attrs["end"]:
            raise serializers.ValidationError("The period ends before it begins.")
        return attrs
