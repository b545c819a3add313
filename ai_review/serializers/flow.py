"""Passing drafts on, decisions made together, and what one decided last."""

from django.utils import timezone
from rest_framework import serializers

from ai_review.models import ReviewBatch, Skip
from ai_review.serializers.drafts import (
    CHECK_HELP,
    RevealedSerializer,
    ReviewSerializer,
    revealed,
)
from tickets.models import Message


class SkipSerializer(serializers.ModelSerializer):
    class Meta:
        model = Skip
        fields = ["id", "suggestion", "reason", "note", "created_at", "until"]


class TakenSerializer(serializers.Serializer):
    expires_at = serializers.DateTimeField()


class SkipCount(serializers.Serializer):
    reason = serializers.ChoiceField(Skip.Reason.choices)
    skips = serializers.IntegerField()
    drafts = serializers.IntegerField(help_text="Different drafts that were passed on.")
    people = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Of the drafts, those that still wait.")


class SkipCountsSerializer(serializers.Serializer):
    since = serializers.DateTimeField()
    results = SkipCount(many=True)


class OutcomeSerializer(serializers.Serializer):
    suggestion = serializers.IntegerField()
    review = ReviewSerializer(allow_null=True)
    code = serializers.CharField(help_text="Why it was refused; empty when it was done.")
    detail = serializers.CharField()
    check = serializers.SerializerMethodField(help_text=CHECK_HELP)

    def get_check(self, outcome) -> RevealedSerializer(allow_null=True):
        return revealed(outcome.check) if outcome.check else None


class BatchSerializer(serializers.ModelSerializer):
    results = OutcomeSerializer(many=True, help_text="One for each draft, in the order asked.")

    class Meta:
        model = ReviewBatch
        fields = ["id", "asked", "created_at", "results"]


class OutcomesSerializer(serializers.Serializer):
    results = OutcomeSerializer(many=True)


# No docstring: it would become the description of the schema.
class MyReviewSerializer(ReviewSerializer):
    ticket = serializers.IntegerField(source="suggestion.ticket_id")
    ticket_reference = serializers.CharField(source="suggestion.ticket.reference")
    ticket_subject = serializers.CharField(source="suggestion.ticket.subject")
    customer_name = serializers.CharField(source="suggestion.ticket.customer.name")
    draft_status = serializers.CharField(source="suggestion.status")
    settled_by = serializers.SerializerMethodField(
        help_text="Who decided after this first signature; empty when nobody or oneself."
    )
    seconds_left = serializers.SerializerMethodField(
        help_text="How long it can still be taken back, by the clock of the server."
    )
    delivery_status = serializers.SerializerMethodField()
    delivery_error = serializers.SerializerMethodField()

    class Meta(ReviewSerializer.Meta):
        fields = [
            *ReviewSerializer.Meta.fields,
            "batch",
            "ticket",
            "ticket_reference",
            "ticket_subject",
            "customer_name",
            "draft_status",
            "settled_by",
            "seconds_left",
            "delivery_status",
            "delivery_error",
        ]

    def get_settled_by(self, review) -> str:
        last = review.suggestion.review
        another = not review.final and last and last.reviewer_id != review.reviewer_id
        return last.reviewer.name if another else ""

    def get_seconds_left(self, review) -> float:
        if self.get_undone(review):
            return 0.0
        return max(0.0, round((review.undo_until - timezone.now()).total_seconds(), 1))

    def get_delivery_status(self, review) -> serializers.ChoiceField(
        Message.Delivery.choices, allow_null=True
    ):
        return review.message.delivery_status if hasattr(review, "message") else None

    def get_delivery_error(self, review) -> str:
        return review.message.delivery_error if hasattr(review, "message") else ""


MY_REVIEW_RELATED = (
    "reviewer",
    "undo",
    "message",
    "suggestion__ticket__customer",
    "suggestion__review__reviewer",
)
