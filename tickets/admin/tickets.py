"""Tickets: the whole story on one page, and the few fields that people may change."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from config.admin_base import HistoryAdmin, without_side_doors
from config.errors import Problem
from tickets import drafts, services, timeline
from tickets.models import Tag, Ticket, User

STATUS_LABELS = {"open": "info", "pending": "warning", "resolved": "success"}
PRIORITY_LABELS = {"urgent": "danger", "high": "warning"}
TIMELINE_LENGTH = 200


def ticket_link(ticket):
    url = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    return format_html('<a class="hr-link" href="{}">{}</a>', url, ticket)


def story(ticket):
    """The context of admin/parts/story.html: conversation and timeline in plain words."""
    events = timeline.events_of(ticket).order_by("-seq")[:TIMELINE_LENGTH]
    return {
        "conversation": ticket.messages.select_related("author").order_by("id"),
        "timeline": timeline.describe(list(events)),
    }


class TicketForm(forms.ModelForm):
    etag = forms.CharField(widget=forms.HiddenInput)
    tag_names = forms.CharField(
        label="Tags",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="Separated by commas.",
    )

    class Meta:
        model = Ticket
        fields = ("status", "priority", "category", "assignee")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["etag"].initial = self.instance.etag
        self.fields["tag_names"].initial = ", ".join(
            sorted(tag.name for tag in self.instance.tags.all())
        )
        if "assignee" in self.fields:
            self.fields["assignee"].queryset = User.objects.filter(
                kind="human", is_active=True, role__in=("reviewer", "supervisor")
            )
            without_side_doors(self.fields["assignee"])

    def clean_tag_names(self):
        longest = Tag._meta.get_field("name").max_length
        names = {name.strip() for name in self.cleaned_data["tag_names"].split(",")} - {""}
        if any(len(name) > longest for name in names):
            raise forms.ValidationError(f"A tag has at most {longest} characters.")
        return sorted(names)

    def changes(self):
        """What `edit_ticket` is to change."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name != "etag"}
        if "tag_names" in changed:
            changed["tags"] = changed.pop("tag_names")
        return changed


@admin.register(Ticket)
class TicketAdmin(HistoryAdmin):
    form = TicketForm
    list_display = (
        "shown_subject",
        "shown_status",
        "shown_priority",
        "category",
        "customer",
        "assignee",
        "channel",
        "created_at",
    )
    list_select_related = ("customer", "assignee")
    list_filter = ("status", "priority", "channel", ("created_at", admin.DateFieldListFilter))
    search_fields = ("=id", "subject", "customer__name", "customer__email")
    search_help_text = "Number, subject, customer"
    ordering = ("-id",)
    readonly_fields = (
        "subject",
        "customer",
        "summary",
        "channel",
        "opened_by",
        "version",
        "created_at",
        "updated_at",
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "subject",
                    ("status", "priority"),
                    ("category", "assignee"),
                    "tag_names",
                    "etag",
                )
            },
        ),
        (
            "Read-only",
            {
                "fields": (
                    ("customer", "channel"),
                    "summary",
                    ("opened_by", "version"),
                    ("created_at", "updated_at"),
                )
            },
        ),
    )
    change_form_outer_after_template = "admin/parts/ticket.html"
    actions_detail = ("request_draft",)

    def has_add_permission(self, request):
        return False

    @display(description="Ticket", header=True, ordering="id")
    def shown_subject(self, ticket):
        return ticket.subject, ticket.reference

    @display(description="Status", label=STATUS_LABELS, ordering="status")
    def shown_status(self, ticket):
        return ticket.status

    @display(description="Priority", label=PRIORITY_LABELS)
    def shown_priority(self, ticket):
        return ticket.priority

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fieldsets
        # A person who may only read has no form and so no form-only fields.
        main, rest = self.fieldsets
        fields = tuple(name for name in main[1]["fields"] if name not in ("tag_names", "etag"))
        return ((main[0], {"fields": fields}), rest)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        ticket = self.get_object(request, object_id) if object_id else None
        if ticket is not None and request.method == "GET":
            drafts = ticket.suggestions.select_related("call", "review__reviewer").order_by("-id")
            jobs = ticket.draft_jobs.order_by("-id")
            extra_context = (
                story(ticket) | {"drafts": drafts, "job": jobs.first()} | (extra_context or {})
            )
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Problem as problem:
            messages.error(request, str(problem.detail))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        changes = form.changes()
        if changes:
            services.edit_ticket(
                actor=request.user,
                ticket_id=obj.pk,
                etag=form.cleaned_data["etag"],
                changes=changes,
            )

    def save_related(self, request, form, formsets, change):
        """Nothing: the service has written the tags."""

    @action(
        description="Ask for a new draft",
        url_path="request-draft",
        icon="auto_awesome",
        permissions=["request"],
    )
    def request_draft(self, request, object_id):
        ticket = self.object_or_404(request, object_id)
        return self.confirm(
            request,
            ticket,
            lambda: drafts.request_draft(actor=request.user, ticket_id=ticket.pk),
            title=f"Ask for a new draft of {ticket.reference}?",
            text="A draft that waits for review now is superseded; it stays readable. The new one "
            "appears as soon as a worker has written it.",
            button="Ask for a new draft",
            done=f"A new draft of {ticket.reference} was asked for.",
        )
