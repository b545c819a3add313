"""The queue: what one may ask of it, and how it answers."""

import re

from rest_framework import serializers

from ai_review import queue
from ai_review.models import RISKS, SavedView, Suggestion
from ai_review.serializers.drafts import SuggestionLine, SuggestionSerializer
from ai_review.service_levels import due_in
from config.serializers import Choice, PersonSerializer, StrictSerializer, Text
from tickets.models import Priority, Ticket

MOST_IDS = 100
ID = {"min_value": 1, "max_value": 2**63 - 1}
HOURS = {"min_value": 0, "max_value": 24 * 3650, "required": False}
SEVERAL = {"max_length": 20, "required": False}


class Assignee(serializers.CharField):
    """A person's id, `me` or `none`."""

    def to_internal_value(self, data):
        value = super().to_internal_value(data)
        if value not in ("me", "none") and not re.fullmatch(r"[1-9]\d{0,17}", value):
            raise serializers.ValidationError("Must be me, none or a person's id.")
        return value


class QueueQuery(StrictSerializer):
    """The filters of the queue: of its list, its ids and of claims alike. Several values of one
    filter mean any of them; different filters must all hold."""

    view = Choice(list(queue.VIEWS), default="all")
    order = Choice(
        list(queue.ORDERS),
        default="priority",
        help_text="priority: most urgent first, then oldest. due: whose answer is due first.",
    )
    status = serializers.ListField(child=Choice(Ticket.Status.choices), **SEVERAL)
    category = serializers.ListField(
        child=Text(max_length=60),
        help_text="As proposed by the draft; none finds drafts without one.",
        **SEVERAL,
    )
    priority = serializers.ListField(child=Choice(Priority.choices), **SEVERAL)
    risk = serializers.ListField(child=Choice(RISKS), **SEVERAL)
    language = serializers.ListField(
        child=serializers.RegexField(
            r"^[a-z]{2}$", error_messages={"invalid": "Must be two small letters, such as en."}
        ),
        **SEVERAL,
    )
    older_than = serializers.IntegerField(help_text="Hours since the ticket was opened.", **HOURS)
    newer_than = serializers.IntegerField(help_text="Hours since the ticket was opened.", **HOURS)
    assignee = Assignee(required=False, help_text="A person's id, me or none.")
    draft = Choice(
        list(queue.DRAFTS),
        required=False,
        help_text="needs_confirmation: a person must look at a warning before approving.",
    )
    provider = serializers.ListField(child=Choice(["offline", "openai"]), **SEVERAL)
    model = serializers.ListField(child=Text(max_length=100), **SEVERAL)
    search = Text(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="Words, each as far as it is typed, of the subject, the customer, the messages "
        "or the draft; or a ticket's reference.",
    )


class QueueListQuery(QueueQuery):
    ids = serializers.CharField(
        required=False,
        max_length=MOST_IDS * 20,
        help_text=f"At most {MOST_IDS} ids with commas: these drafts instead of the first ones.",
    )

    def validate_ids(self, value):
        if not re.fullmatch(r"\d{1,18}(,\d{1,18})*", value):
            raise serializers.ValidationError("Must be ids with commas between them.")
        ids = [int(part) for part in value.split(",")]
        if len(ids) > MOST_IDS:
            raise serializers.ValidationError(f"At most {MOST_IDS} ids.")
        return ids


class ClaimInput(QueueQuery):
    count = serializers.IntegerField(min_value=1, max_value=5)
    exclude = serializers.ListField(
        child=serializers.IntegerField(**ID), max_length=500, default=list
    )


class SuggestionIds(StrictSerializer):
    suggestions = serializers.ListField(
        child=serializers.IntegerField(**ID), min_length=1, max_length=50
    )


class QueueItemSerializer(SuggestionLine):
    """A line of the queue. Needs the annotations of `queue.pending`."""

    ticket_status = serializers.CharField(source="ticket.status")
    waiting_since = serializers.DateTimeField(source="ticket.waiting_since", allow_null=True)
    due_at = serializers.SerializerMethodField(
        help_text="When the customer's answer is due, by the ticket's priority."
    )
    has_reply = serializers.SerializerMethodField()
    awaits_second = serializers.SerializerMethodField()

    class Meta:
        model = Suggestion
        fields = [
            "id",
            "ticket",
            "ticket_reference",
            "ticket_subject",
            "ticket_priority",
            "ticket_status",
            "ticket_created_at",
            "customer_name",
            "waiting_since",
            "due_at",
            "risk",
            "category",
            "language",
            "has_reply",
            "created_at",
            "awaits_second",
            "claim",
        ]

    def get_due_at(self, suggestion) -> serializers.DateTimeField(allow_null=True):
        # From the ticket as it is shown: who reviews blindly sees it as it was.
        return due_in(self.context, suggestion.ticket)

    def get_has_reply(self, suggestion) -> bool:
        return suggestion.reply != ""

    def get_awaits_second(self, suggestion) -> bool:
        return suggestion.first_signer is not None


QueueCounts = type(
    "QueueCounts",
    (serializers.Serializer,),
    {name: serializers.IntegerField() for name in [*queue.VIEWS, "undrafted"]},
)


class QueueSerializer(serializers.Serializer):
    results = QueueItemSerializer(many=True)
    counts = QueueCounts(required=False, help_text="Not with `ids`.")


class QueueIdsSerializer(serializers.Serializer):
    ids = serializers.ListField(
        child=serializers.IntegerField(), help_text="All of them, in the order of claims."
    )
    counts = QueueCounts()


class QueueChoicesSerializer(serializers.Serializer):
    categories = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    models = serializers.ListField(child=serializers.CharField())
    people = PersonSerializer(many=True)


class ClaimedSerializer(serializers.Serializer):
    results = SuggestionSerializer(many=True)


class KeptClaim(serializers.Serializer):
    id = serializers.IntegerField()
    expires_at = serializers.DateTimeField()


class HeartbeatSerializer(serializers.Serializer):
    results = KeptClaim(many=True)
    lost = serializers.ListField(child=serializers.IntegerField())


class SavedViewSerializer(serializers.ModelSerializer):
    owner = PersonSerializer()
    query = serializers.SerializerMethodField(help_text="Only what differs from the usual.")
    count = serializers.SerializerMethodField(help_text="How many drafts it shows to you now.")
    mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ["slug", "name", "query", "owner", "mine", "shared", "count"]

    def get_query(self, view) -> QueueQuery:
        return view.query

    def get_count(self, view) -> int:
        return self.context["counts"][view.pk]

    def get_mine(self, view) -> bool:
        return view.owner == self.context["request"].user


class SavedViewsSerializer(serializers.Serializer):
    results = SavedViewSerializer(many=True)


class SavedViewInput(StrictSerializer):
    name = Text(max_length=60)
    query = QueueQuery()
    shared = serializers.BooleanField(default=False)


class SavedViewPatch(StrictSerializer):
    name = Text(max_length=60, required=False)
    query = QueueQuery(required=False)
    shared = serializers.BooleanField(required=False)
