"""Checks of the reviewers' attention: what was shown to whom, and what came of it."""

from django.contrib import admin
from django.db.models import Q
from unfold.decorators import display

from ai_review import planting
from ai_review.models import Check
from config.admin_base import ViewOnlyAdmin, choices_filter
from tickets.admin.tickets import ticket_link

OUTCOMES = {"caught": "success", "missed": "danger", "agrees": "success", "differs": "warning"}


@admin.register(Check)
class CheckAdmin(ViewOnlyAdmin):
    """Made by lot when a reviewer is given a draft; the rates are in the review policy."""

    list_display = (
        "shown_ticket",
        "kind",
        "reviewer",
        "shown_error",
        "shown_outcome",
        "created_at",
    )
    list_select_related = ("suggestion__ticket", "reviewer", "decision")
    list_filter = (
        "kind",
        choices_filter(
            "outcome",
            "outcome",
            {
                "caught": ("Caught", Q(decision__caught=True)),
                "missed": ("Missed", Q(decision__caught=False)),
                "none": ("No decision", Q(decision=None)),
            },
        ),
        ("created_at", admin.DateFieldListFilter),
    )
    search_fields = ("=suggestion__ticket__id", "reviewer__username", "reviewer__last_name")
    search_help_text = "Ticket number or reviewer"
    ordering = ("-id",)
    fields = (
        ("ticket_page", "suggestion"),
        ("kind", "reviewer", "shown_outcome"),
        ("created_at", "shown_decided_at", "shown_dwell"),
        ("shown_error", "shown_before", "shown_after"),
        "reply",
        "shown_final",
        ("lot", "percent", "seed"),
        ("first_review", "first_verdict"),
        ("shown_hash", "genuine_hash"),
    )

    def get_queryset(self, request):
        related = ("suggestion__ticket", "reviewer", "decision", "first_review")
        return super().get_queryset(request).select_related(*related)

    @display(description="Ticket", header=True)
    def shown_ticket(self, check):
        ticket = check.suggestion.ticket
        return ticket.subject, f"{ticket.reference}, draft {check.suggestion_id}"

    @display(description="Ticket")
    def ticket_page(self, check):
        return ticket_link(check.suggestion.ticket)

    @display(description="Planted")
    def shown_error(self, check):
        return planting.KINDS.get(check.planted.get("kind")) if check.planted else None

    @display(description="Genuine words")
    def shown_before(self, check):
        return check.planted.get("before")

    @display(description="Shown words")
    def shown_after(self, check):
        return check.planted.get("after")

    @display(description="Outcome", label=OUTCOMES)
    def shown_outcome(self, check):
        decision = _decision(check)
        if decision is None:
            return "no decision"
        if check.kind == Check.Kind.SEEDED:
            return "caught" if decision.caught else "missed"
        return "agrees" if decision.verdict == check.first_verdict else "differs"

    @display(description="Decided")
    def shown_decided_at(self, check):
        return getattr(_decision(check), "created_at", None)

    @display(description="On screen")
    def shown_dwell(self, check):
        dwell_ms = getattr(_decision(check), "dwell_ms", None)
        return None if dwell_ms is None else f"{dwell_ms / 1000:.0f} s"

    @display(description="The person's text")
    def shown_final(self, check):
        return getattr(_decision(check), "final_reply", None)


def _decision(check):
    return getattr(check, "decision", None)
