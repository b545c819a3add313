"""Drafts that people passed on, and why: what the desk lacks."""

from django.contrib import admin
from unfold.decorators import display

from ai_review.models import Skip
from config.admin_base import ViewOnlyAdmin


@admin.register(Skip)
class SkipAdmin(ViewOnlyAdmin):
    list_display = ("shown_ticket", "shown_reason", "user", "note", "created_at", "shown_until")
    list_select_related = ("suggestion__ticket", "user")
    list_filter = ("reason", ("created_at", admin.DateFieldListFilter))
    search_fields = ("=suggestion__ticket__id", "user__username", "user__last_name")
    search_help_text = "Ticket number or reviewer"
    ordering = ("-id",)
    fields = (("suggestion", "user"), "reason", "note", ("created_at", "until", "taken_back_at"))

    @display(description="Ticket", header=True)
    def shown_ticket(self, skip):
        ticket = skip.suggestion.ticket
        return ticket.subject, f"{ticket.reference}, draft {skip.suggestion_id}"

    @display(description="Reason")
    def shown_reason(self, skip):
        return skip.get_reason_display()

    @display(description="Away until")
    def shown_until(self, skip):
        return "taken back" if skip.taken_back_at else skip.until or "for good"
