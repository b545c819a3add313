"""What the API takes and shows of tickets."""

from rest_framework import serializers

from ai_review.serializers import DraftJobSerializer, SuggestionSerializer
from ai_review.service_levels import due_in
from config.serializers import Metadata, PersonSerializer, StrictSerializer, Text
from tickets.attachments import AttachmentsField
from tickets.models import Attachment, Customer, Message, Priority, Tag, Ticket, User
from tickets.permissions import sees_all, visible_messages
from tickets.related import EXCERPT

MAX_BODY = 100_000


class CustomerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Customer
        fields = ["id", "name", "email", "external_id"]


class CustomerInput(StrictSerializer):
    name = Text(max_length=200)
    email = serializers.EmailField(max_length=254)
    external_id = Text(max_length=100, required=False, allow_blank=True)


class TicketInput(StrictSerializer):
    subject = Text(max_length=300)
    body = Text(max_length=MAX_BODY)
    customer = CustomerInput()
    channel = serializers.ChoiceField(Ticket.Channel.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    tags = serializers.ListField(child=Text(max_length=40), max_length=20, required=False)
    metadata = Metadata(required=False)
    attachments = AttachmentsField()


class BulkInput(StrictSerializer):
    tickets = serializers.ListField(child=TicketInput(), min_length=1, max_length=500)


class TicketPatch(StrictSerializer):
    subject = Text(max_length=300, required=False)
    status = serializers.ChoiceField(Ticket.Status.choices, required=False)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    category = Text(max_length=60, required=False, allow_blank=True)
    tags = serializers.ListField(child=Text(max_length=40), max_length=20, required=False)
    assignee = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(kind="human", is_active=True), allow_null=True, required=False
    )
    metadata = Metadata(required=False)


class MessageInput(StrictSerializer):
    kind = serializers.ChoiceField(Message.Kind.choices)
    body = Text(max_length=MAX_BODY)
    attachments = AttachmentsField()
    next_status = serializers.ChoiceField(Ticket.Status.choices, required=False)


class DraftRequestInput(StrictSerializer):
    instruction = Text(
        max_length=500,
        required=False,
        allow_blank=True,
        trim_whitespace=True,
        help_text="What the new draft should be like, such as “shorter”. It is cleared of personal "
        "data like everything else before the AI is told.",
    )


class DeliverySerializer(serializers.Serializer):
    status = serializers.ChoiceField(Message.Delivery.choices, source="delivery_status")
    deliver_after = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(source="delivery_error")


class AttachmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Attachment
        fields = ["id", "name", "content_type", "size", "sha256"]


class MessageSerializer(serializers.ModelSerializer):
    author = PersonSerializer(allow_null=True)
    attachments = AttachmentSerializer(
        many=True, help_text="Download each from /api/v1/attachments/{id}."
    )
    delivery = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "id",
            "kind",
            "body",
            "author",
            "attachments",
            "created_at",
            "delivery",
            "review",
        ]

    def get_delivery(self, message) -> DeliverySerializer(allow_null=True):
        return DeliverySerializer(message).data if message.delivery_status else None


class TicketSerializer(serializers.ModelSerializer):
    """A ticket in a list. Needs the annotations of `tickets.views.with_review_status`."""

    reference = serializers.CharField()
    customer = CustomerSerializer()
    assignee = PersonSerializer(allow_null=True)
    tags = serializers.SerializerMethodField()
    metadata = serializers.DictField()
    waiting_since = serializers.SerializerMethodField(
        help_text="When the customer wrote what nobody has answered; null for API clients."
    )
    due_at = serializers.SerializerMethodField(
        help_text="When that is to be answered, by the ticket's priority; null for API clients."
    )
    review_status = serializers.SerializerMethodField(
        help_text="What stands between this ticket and an answer; null for API clients."
    )

    class Meta:
        model = Ticket
        fields = [
            "id",
            "reference",
            "subject",
            "status",
            "priority",
            "category",
            "language",
            "sentiment",
            "duplicate_of",
            "channel",
            "tags",
            "metadata",
            "customer",
            "assignee",
            "version",
            "summary",
            "created_at",
            "updated_at",
            "waiting_since",
            "due_at",
            "review_status",
        ]

    def get_tags(self, ticket) -> list[str]:
        return sorted(tag.name for tag in ticket.tags.all())

    def get_waiting_since(self, ticket) -> serializers.DateTimeField(allow_null=True):
        due = self.get_due_at(ticket)
        return due and serializers.DateTimeField().to_representation(ticket.waiting_since)

    def get_due_at(self, ticket) -> serializers.DateTimeField(allow_null=True):
        return due_in(self.context, ticket) if sees_all(self.context["request"].user) else None

    def get_review_status(self, ticket) -> str | None:
        if not sees_all(self.context["request"].user):
            return None
        if ticket.job_status in (None, "done"):
            return ticket.suggestion_status
        return ticket.job_status


class TicketDetailSerializer(TicketSerializer):
    """A ticket with its conversation. Takes `suggestion` and `draft_job` from the context."""

    messages = serializers.SerializerMethodField()
    suggestion = serializers.SerializerMethodField()
    draft_job = serializers.SerializerMethodField()
    etag = serializers.CharField(help_text="For If-Match, as in the ETag header.")

    class Meta(TicketSerializer.Meta):
        fields = [*TicketSerializer.Meta.fields, "etag", "messages", "suggestion", "draft_job"]

    def get_messages(self, ticket) -> MessageSerializer(many=True):
        shown = visible_messages(self.context["request"].user, ticket.messages.all())
        return MessageSerializer(shown, many=True).data

    def get_suggestion(self, ticket) -> SuggestionSerializer(allow_null=True):
        suggestion = self.context.get("suggestion")
        return SuggestionSerializer(suggestion, context=self.context).data if suggestion else None

    def get_draft_job(self, ticket) -> DraftJobSerializer(allow_null=True):
        job = self.context.get("draft_job")
        return DraftJobSerializer(job).data if job else None


class ActorSerializer(serializers.Serializer):
    id = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(["human", "service", "system", "ai"])
    name = serializers.CharField()


class TimelineEventSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = ActorSerializer()
    action = serializers.CharField()
    words = serializers.CharField(
        help_text="A key for a sentence of your own: the action, or a finer one. May be empty."
    )
    names = serializers.DictField(
        child=serializers.CharField(),
        help_text="What the ids in `data` that people see are called.",
    )
    text = serializers.CharField(help_text="The act in an English sentence.")
    data = serializers.DictField()


class FieldChangeSerializer(serializers.Serializer):
    field = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class RowChangeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = PersonSerializer(allow_null=True)
    event = serializers.IntegerField(
        allow_null=True, help_text="The id of the act in the timeline that this belongs to."
    )
    changes = FieldChangeSerializer(many=True)


class DeskPersonSerializer(serializers.ModelSerializer):
    name = serializers.CharField()

    class Meta:
        model = User
        fields = ["id", "name", "role"]


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["name"]


class LastReplySerializer(serializers.Serializer):
    created_at = serializers.DateTimeField()
    excerpt = serializers.SerializerMethodField()

    def get_excerpt(self, message) -> str:
        return message.body[:EXCERPT]


class OtherTicketSerializer(serializers.ModelSerializer):
    reference = serializers.CharField()
    last_reply = LastReplySerializer(allow_null=True)

    class Meta:
        model = Ticket
        fields = ["id", "reference", "subject", "status", "created_at", "last_reply"]


class SimilarTicketSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="message.ticket_id")
    reference = serializers.CharField(source="message.ticket.reference")
    subject = serializers.CharField(help_text="Redacted, like the other texts.")
    question = serializers.CharField()
    reply = serializers.CharField(help_text="Has […] where the other customer's data was.")
    answered_by = PersonSerializer(source="message.author")
    answered_at = serializers.DateTimeField(source="message.created_at")
    score = serializers.FloatField(help_text="How alike the questions are, 0 to 1.")
    same_customer = serializers.BooleanField()


class RelatedSerializer(serializers.Serializer):
    customer_tickets = OtherTicketSerializer(many=True)
    similar = SimilarTicketSerializer(many=True)
    withheld = serializers.BooleanField(
        help_text="Nothing similar was looked for: the question could not be cleared of personal "
        "data."
    )


class SessionInput(StrictSerializer):
    username = Text(max_length=150)
    password = Text(max_length=200)


class SessionUserSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(User.Role.choices)
    kind = serializers.ChoiceField(User.Kind.choices)


class SessionConfigSerializer(serializers.Serializer):
    undo_seconds = serializers.IntegerField()
    claim_seconds = serializers.IntegerField()
    provider = serializers.ChoiceField(["offline", "openai"])
    provider_note = serializers.CharField()


class SessionSerializer(serializers.Serializer):
    authenticated = serializers.BooleanField()
    user = SessionUserSerializer(allow_null=True)
    permissions = serializers.ListField(child=serializers.CharField())
    csrf_token = serializers.CharField()
    config = SessionConfigSerializer()
