"""The record of every act, to be read and never to be changed."""

import json

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, Subquery
from django.utils.html import format_html
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from audit.models import AuditEvent
from config.admin_base import ViewOnlyAdmin, choices_filter

# Beginnings of names, so that no list of all distinct values has to be read from a long table.
AREAS = {
    "ticket": "Tickets",
    "message": "Customers' messages",
    "note": "Notes",
    "reply": "Replies",
    "draft": "Drafts",
    "decision": "Decisions taken back",
    "login": "Log-ins",
    "user": "Accounts",
    "api_key": "API keys",
    "customer": "Customers",
    "article": "Knowledge",
    "prompt": "Prompts",
    "policy": "Policy",
    "service_level": "Service levels",
    "view": "Shared views of the queue",
}
AreaFilter = choices_filter(
    "action",
    "area",
    {key: (words, Q(action__startswith=f"{key}.")) for key, words in AREAS.items()},
)
StreamFilter = choices_filter(
    "stream",
    "stream_of",
    {
        "tickets": ("Tickets", Q(stream__startswith="ticket:")),
        "accounts": ("Accounts", Q(stream="accounts")),
        "customers": ("Customers", Q(stream="customers")),
        "knowledge": ("Knowledge", Q(stream="knowledge")),
        "policy": ("Policy and prompts", Q(stream="policy")),
        "queue_views": ("Shared views of the queue", Q(stream="queue_views")),
    },
)
ActorFilter = choices_filter(
    "who",
    "actor",
    {
        "human": ("People", Q(actor_kind="human")),
        "service": ("Services", Q(actor_kind="service")),
        "ai": ("AI", Q(actor_kind="ai")),
        "system": ("Handrail", Q(actor_kind="system")),
    },
)


@admin.register(AuditEvent)
class AuditEventAdmin(ViewOnlyAdmin):
    list_display = ("at", "shown_action", "shown_actor", "stream", "seq", "shown_hash")
    list_filter = (
        StreamFilter,
        AreaFilter,
        ActorFilter,
        ("at", admin.DateFieldListFilter),
    )
    search_fields = ("=stream", "^action", "=hash")
    search_help_text = "A stream such as ticket:10042, an action, or a whole hash"
    ordering = ("-id",)
    paginator = InfinitePaginator
    show_full_result_count = False
    fields = (
        ("at", "shown_action"),
        ("shown_actor", "actor_kind"),
        ("stream", "seq"),
        "shown_payload",
        "hash",
        "prev_hash",
    )

    def get_queryset(self, request):
        people = get_user_model().objects.filter(pk=OuterRef("actor_id"))
        return (
            super()
            .get_queryset(request)
            .annotate(actor_name=Subquery(people.values("username")[:1]))
        )

    @display(description="Action", label=True, ordering="action")
    def shown_action(self, event):
        return event.action

    @display(description="Who")
    def shown_actor(self, event):
        return event.actor_name or {"ai": "AI", "system": "Handrail"}.get(event.actor_kind, "?")

    @display(description="Hash")
    def shown_hash(self, event):
        return f"{event.hash[:12]}…"

    @display(description="Payload")
    def shown_payload(self, event):
        payload = json.dumps(json.loads(event.payload), indent=2, ensure_ascii=False)
        return format_html('<pre class="hr-pre">{}</pre>', payload)
