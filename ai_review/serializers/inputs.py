"""What people send: decisions."""

from rest_framework import serializers

from ai_review.bulk import LIMIT
from ai_review.models import Review, Skip
from ai_review.services import VERDICTS
from config.serializers import StrictSerializer, Text
from tickets.models import Priority, Sentiment

STATUSES = ["open", "pending", "resolved"]


class TriageInput(StrictSerializer):
    category = Text(max_length=60, required=False, allow_blank=True)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    language = serializers.RegexField(r"^([a-z]{2})?$", required=False, allow_blank=True)
    sentiment = serializers.ChoiceField(Sentiment.choices, required=False, allow_blank=True)
    duplicate_of = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, allow_null=True
    )


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
        help_text="Codes of the gates to confirm that the reviewer looked at.",
    )
    triage = TriageInput(
        required=False,
        help_text="What the reviewer corrects of the proposals; the rest is accepted as proposed, "
        "or nothing of it when the draft is rejected.",
    )
    dwell_ms = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class SkipInput(StrictSerializer):
    reason = serializers.ChoiceField(Skip.Reason.choices)
    note = Text(max_length=2_000, required=False, allow_blank=True)


class ShownDraft(StrictSerializer):
    suggestion = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    content_hash = Text(max_length=64)
    ticket_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class BatchInput(StrictSerializer):
    drafts = serializers.ListField(child=ShownDraft(), min_length=1, max_length=LIMIT)
    count = serializers.IntegerField(
        min_value=1, max_value=LIMIT, help_text="How many drafts the person confirmed."
    )
    dwell_ms = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text="How long all of them together were on screen.",
    )
