"""Signatures: who decided what on which text. Never changed, never deleted."""

from django.contrib import admin
from django.db.models import Q
from django.urls import path
from unfold.decorators import display

from ai_review.admin import quality
from ai_review.models import Review
from config.admin_base import ViewOnlyAdmin, choices_filter
from tickets.admin.tickets import ticket_link

VERDICT_LABELS = {"approved": "success", "edited": "info", "rejected": "danger"}


@admin.register(Review)
class ReviewAdmin(ViewOnlyAdmin):
    list_display = (
        "shown_ticket",
        "shown_verdict",
        "reviewer",
        "shown_stage",
        "shown_reason",
        "shown_dwell",
        "shown_undone",
        "created_at",
    )
    list_select_related = ("suggestion__ticket", "reviewer", "undo")
    list_filter = (
        "verdict",
        "reason_code",
        choices_filter(
            "signature",
            "signature",
            {
                "first": ("First of two", Q(final=False)),
                "second": ("Second of two", Q(stage=2)),
                "undone": ("Taken back", Q(undo__isnull=False)),
            },
        ),
        choices_filter(
            "pace",
            "pace",
            {
                "fast": ("Faster than reading", Q(pace="fast")),
                "read": ("Long enough to read", Q(pace="read")),
                "unknown": ("Not measured", Q(pace="unknown")),
            },
        ),
        ("created_at", admin.DateFieldListFilter),
    )
    search_fields = ("=suggestion__ticket__id", "reviewer__username", "reviewer__last_name")
    search_help_text = "Ticket number or reviewer"
    ordering = ("-id",)
    fields = (
        ("ticket_page", "suggestion"),
        ("reviewer", "verdict", "shown_stage"),
        ("created_at", "shown_dwell", "shown_undone"),
        ("shown_reason", "next_status"),
        "note",
        "final_summary",
        "final_reply",
        "shown_hash",
        "final_text_hash",
    )

    def get_urls(self):
        page = self.admin_site.admin_view(self.quality_view)
        return [path("quality/", page, name="ai_review_review_quality"), *super().get_urls()]

    def quality_view(self, request):
        return self.page(request, "admin/quality.html", **quality.context(request))

    @display(description="Ticket", header=True)
    def shown_ticket(self, review):
        ticket = review.suggestion.ticket
        return ticket.subject, f"{ticket.reference}, draft {review.suggestion_id}"

    @display(description="Ticket")
    def ticket_page(self, review):
        return ticket_link(review.suggestion.ticket)

    @display(description="Verdict", label=VERDICT_LABELS, ordering="verdict")
    def shown_verdict(self, review):
        return review.verdict

    @display(description="Signature")
    def shown_stage(self, review):
        return f"{review.stage} of {review.required_reviews}"

    @display(description="Reason")
    def shown_reason(self, review):
        return review.get_reason_code_display() or None

    @display(description="On screen")
    def shown_dwell(self, review):
        if review.dwell_ms is None:
            return None
        quick = ", faster than reading" if review.pace == "fast" else ""
        return f"{review.dwell_ms / 1000:.0f} s{quick}"

    @display(description="Taken back", label={"taken back": "warning"})
    def shown_undone(self, review):
        return "taken back" if hasattr(review, "undo") else None
