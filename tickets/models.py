"""People and the conversation. What a row must never be, PostgreSQL refuses (see migrations)."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Priority(models.TextChoices):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Sentiment(models.TextChoices):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Sha256(Func):
    """SHA-256 of a text's UTF-8 bytes as 64 hex digits, computed by PostgreSQL."""

    function = "handrail_sha256"
    output_field = models.CharField(max_length=64)


class HandrailUserManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **extra):
        extra.setdefault("role", User.Role.SUPERVISOR)
        return super().create_superuser(username, email, password, **extra)


class User(AbstractUser):
    """A person, or a service that holds API keys. Only a person can sign a review: the database
    compares `kind` in a composite foreign key."""

    class Kind(models.TextChoices):
        HUMAN = "human"
        SERVICE = "service"

    class Role(models.TextChoices):
        REVIEWER = "reviewer"
        SUPERVISOR = "supervisor"
        AUDITOR = "auditor"
        CLIENT = "client"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HUMAN)
    role = models.CharField(max_length=12, choices=Role, default=Role.REVIEWER)
    history = HistoricalRecords(excluded_fields=["last_login", "password"])
    objects = HandrailUserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="user_id_kind_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["human", "service"]), name="user_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="service", role="client", is_staff=False, is_superuser=False)
                | (Q(kind="human") & ~Q(role="client")),
                name="user_service_is_a_plain_client",
            ),
        ]

    @property
    def name(self):
        return self.get_full_name() or self.username

    def __str__(self):
        return self.name


class ApiKey(models.Model):
    """A client's bearer key. The key itself is shown once and never stored, only its SHA-256:
    it has 256 random bits, so a slow password hash would protect nothing more."""

    user = models.ForeignKey(User, models.PROTECT, related_name="api_keys")
    label = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "API key"
        verbose_name_plural = "API keys"

    def __str__(self):
        return f"{self.prefix}… ({self.label})"


class Customer(models.Model):
    """Who asks. Belongs to the client that named them, or to the desk (`owner` empty)."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    external_id = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner", "external_id", condition=~Q(external_id=""), name="customer_external_id"
            ),
            models.UniqueConstraint(
                "owner", Lower("email"), condition=Q(external_id=""), name="customer_email"
            ),
        ]

    def __str__(self):
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.name


class Ticket(models.Model):
    class Status(models.TextChoices):
        OPEN = "open"
        PENDING = "pending"
        RESOLVED = "resolved"

    class Channel(models.TextChoices):
        API = "api"
        WEB = "web"
        EMAIL = "email"
        CHAT = "chat"
        PHONE = "phone"
        IMPORT = "import"

    subject = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.NORMAL)
    category = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, blank=True)
    sentiment = models.CharField(max_length=10, choices=Sentiment, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.API)
    metadata = models.JSONField(default=dict, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="assigned_tickets"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="tickets")
    summary = models.TextField(blank=True, help_text="As a reviewer approved it.")
    # Grows with every customer message and every edit of what a draft depends on.
    version = models.PositiveIntegerField(default=1)
    waiting_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the customer wrote what nobody has answered yet; empty when all is.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "pending", "resolved"]), name="ticket_status_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=["low", "normal", "high", "urgent"]),
                name="ticket_priority_known",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="ticket_version_positive"),
            models.CheckConstraint(
                condition=~Q(duplicate_of=F("id")), name="ticket_no_duplicate_of_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["opened_by", "-id"], name="ticket_opened_by"),
            models.Index(fields=["created_at"], name="ticket_created"),
            models.Index(fields=["status", "-id"], name="ticket_status"),
            models.Index(
                fields=["waiting_since"],
                condition=Q(waiting_since__isnull=False) & ~Q(status="resolved"),
                name="ticket_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.subject}"

    @property
    def reference(self):
        """Short and speakable; ids start at 10001."""
        return f"T-{self.pk}"

    @property
    def etag(self):
        """Changes with every write to the row, unlike `version`."""
        return f'"{self.version}.{int(self.updated_at.timestamp() * 1_000_000)}"'


class TicketText(models.Model):
    """The words that find a ticket: its subject, its customer, its messages. Triggers keep it.

    Words of weight A came from the customer; those of weight D are the desk's own.
    """

    ticket = models.OneToOneField(
        Ticket, models.CASCADE, primary_key=True, related_name="text", db_index=False
    )
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="ticket_text_words")]

    def __str__(self):
        return f"words of T-{self.ticket_id}"


class Message(models.Model):
    """One turn of the conversation. Its text never changes; a public reply also has a delivery."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer"
        PUBLIC_REPLY = "public_reply"
        INTERNAL_NOTE = "internal_note"

    class Delivery(models.TextChoices):
        SCHEDULED = "scheduled"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=15, choices=Kind)
    body = models.TextField()
    body_hash = models.GeneratedField(
        expression=Sha256(F("body")),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    author_kind = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001 (FK part)
    review = models.OneToOneField(
        "ai_review.Review", models.PROTECT, null=True, blank=True, related_name="message"
    )
    created_at = models.DateTimeField(default=timezone.now)

    delivery_status = models.CharField(  # noqa: DJ001 (NULL: nothing to deliver)
        max_length=10, choices=Delivery, null=True, blank=True
    )
    deliver_after = models.DateTimeField(null=True, blank=True)
    delivery_attempts = models.PositiveSmallIntegerField(default=0)
    delivery_published_at = models.DateTimeField(null=True, blank=True)
    delivery_lease_expires_at = models.DateTimeField(null=True, blank=True)
    delivery_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["customer", "public_reply", "internal_note"]),
                name="message_kind_known",
            ),
            # A reply to a customer has a person for an author, with or without a draft.
            models.CheckConstraint(
                condition=~Q(kind="public_reply")
                | Q(author__isnull=False, author_kind__isnull=False, author_kind="human"),
                name="message_reply_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="public_reply", delivery_status__isnull=False, deliver_after__isnull=False
                )
                | (~Q(kind="public_reply") & Q(delivery_status__isnull=True, review__isnull=True)),
                name="message_only_replies_are_delivered",
            ),
            models.CheckConstraint(
                condition=Q(delivery_status="sent", sent_at__isnull=False)
                | (Q(sent_at__isnull=True) & ~Q(delivery_status="sent")),
                name="message_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deliver_after"],
                condition=Q(delivery_status__in=["scheduled", "sending"]),
                name="message_due_delivery",
            ),
            models.Index(
                fields=["sent_at"], condition=Q(sent_at__isnull=False), name="message_sent"
            ),
        ]

    def __str__(self):
        return f"{self.kind} on T-{self.ticket_id}"


class Attachment(models.Model):
    """A file that came with a message, byte for byte. Never changed, never deleted."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    size = models.GeneratedField(
        expression=Func(F("content"), function="octet_length"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
        help_text="In bytes.",
    )
    sha256 = models.GeneratedField(
        expression=Func(Func(F("content"), function="sha256"), Value("hex"), function="encode"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class IdempotencyKey(models.Model):
    """The first answer to a request that named a key; written in the transaction of its effect."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    response_status = models.PositiveSmallIntegerField()
    response_body = models.JSONField()
    response_headers = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self):
        return self.key


class ImportRun(models.Model):
    """How far the import of a file has come: written in the transaction of each batch, so that an
    import that was killed goes on exactly where PostgreSQL says it stopped."""

    file_sha256 = models.CharField(max_length=64)
    # 1, or more when the same file was imported again on purpose.
    round = models.PositiveSmallIntegerField(default=1)
    file_name = models.CharField(max_length=255)
    options = models.JSONField(help_text="Format and mapping; a run goes on only with the same.")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_rejected = models.PositiveBigIntegerField(default=0)
    # The length of the file of rejected rows that belongs to rows_done.
    rejected_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file_sha256", "round"], name="import_file_once"),
            models.CheckConstraint(
                condition=Q(rows_rejected__lte=F("rows_done")), name="import_rejected_were_read"
            ),
        ]

    def __str__(self):
        return f"import {self.pk} of {self.file_name}"

    @property
    def tickets_opened(self):
        return self.rows_done - self.rows_rejected
