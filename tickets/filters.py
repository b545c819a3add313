import django_filters

from ai_review.queue import undrafted
from config.filters import StrictFilterSet
from tickets.models import Priority, Ticket
from tickets.permissions import sees_all
from tickets.text_search import BY_THE_CUSTOMER, matching

REVIEW_STATUSES = [
    "queued",
    "running",
    "failed",
    "cancelled",
    "pending_review",
    "approved",
    "edited",
    "rejected",
    "superseded",
    "undrafted",
]


class TicketFilter(StrictFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=Ticket.Status.choices)
    priority = django_filters.MultipleChoiceFilter(choices=Priority.choices)
    assignee = django_filters.NumberFilter(max_value=2**63 - 1)
    customer = django_filters.NumberFilter(max_value=2**63 - 1)
    tag = django_filters.CharFilter(field_name="tags__name")
    category = django_filters.CharFilter()
    created_after = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_before = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")
    review_status = django_filters.ChoiceFilter(
        choices=[(name, name) for name in REVIEW_STATUSES], method="by_review_status"
    )
    search = django_filters.CharFilter(method="by_text", max_length=200)
    ordering = django_filters.ChoiceFilter(
        choices=[
            (name, name) for name in ("created_at", "-created_at", "updated_at", "-updated_at")
        ],
        method="unordered",
    )

    class Meta:
        model = Ticket
        fields = []

    def by_text(self, tickets, name, value):
        """A reference finds its ticket; other text what is written there. A client does not find
        the desk's own words."""
        weights = "" if sees_all(self.request.user) else BY_THE_CUSTOMER
        return tickets.filter(matching(value, ticket="pk", words="text__words", weights=weights))

    def by_review_status(self, tickets, name, value):
        if value == "undrafted":
            return tickets.filter(pk__in=undrafted().values("pk"))
        if value in ("queued", "running", "failed", "cancelled"):
            return tickets.filter(job_status=value)
        return tickets.filter(job_status="done", suggestion_status=value)

    def unordered(self, tickets, name, value):
        """The paginator orders (see `TicketCursor`); here the value is only checked."""
        return tickets
