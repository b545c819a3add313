"""Drafts: the list, the page with everything a decision rests on, and the decisions."""

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from ai_review.admin import bulk
from ai_review.admin.decisions import VERBS, initial, marked, shown, sign
from ai_review.admin.pipeline import readable
from ai_review.admin.reviews import VERDICT_LABELS
from ai_review.models import KnowledgeArticle, Suggestion
from ai_review.services import first_review_of
from config.admin_base import ViewOnlyAdmin, choices_filter
from config.errors import Problem
from tickets.admin.tickets import story

STATUS_LABELS = VERDICT_LABELS | {"pending review": "warning"}
RISK_LABELS = {"low": "success", "medium": "warning", "high": "danger"}


class CategoryFilter(admin.SimpleListFilter):
    title, parameter_name = "category", "category"

    def lookups(self, request, model_admin):
        # The handbook's categories: a short table, and the ones that drafts are given.
        known = KnowledgeArticle.objects.exclude(category="").order_by("category")
        names = known.values_list("category", flat=True).distinct()
        return [(name, name.replace("_", " ")) for name in names]

    def queryset(self, request, queryset):
        return queryset.filter(category=self.value()) if self.value() else queryset


@admin.register(Suggestion)
class SuggestionAdmin(bulk.BulkApproval, ViewOnlyAdmin):
    list_display = (
        "shown_ticket",
        "shown_status",
        "shown_risk",
        "shown_category",
        "shown_provider",
        "shown_signatures",
        "shown_reviewer",
        "created_at",
    )
    list_filter = (
        "status",
        "risk",
        CategoryFilter,
        choices_filter(
            "provider",
            "provider",
            {name: (name, Q(call__provider=name)) for name in ("offline", "openai")},
        ),
        choices_filter(
            "signatures",
            "signatures",
            {
                "one": ("One is enough", Q(required_reviews=1)),
                "two": ("Two people must sign", Q(required_reviews=2)),
            },
        ),
        ("created_at", admin.DateFieldListFilter),
    )
    search_fields = ("=ticket__id", "ticket__subject", "ticket__customer__name")
    search_help_text = "Ticket number, subject or customer"
    ordering = ("-id",)
    actions = ("approve_selected",)
    actions_detail = ("approve", "edit", "reject")
    change_form_template = "admin/suggestion.html"
    fields = ()

    def get_queryset(self, request):
        related = ("ticket__customer", "call__outcome", "call__prompt_version", "review__reviewer")
        return super().get_queryset(request).select_related(*related).defer("call__request")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        undo = path("<int:object_id>/undo/", wrap(self.undo_view), name="ai_review_suggestion_undo")
        return [*self.bulk_urls(), undo, *super().get_urls()]

    @display(description="Draft", header=True, ordering="ticket")
    def shown_ticket(self, draft):
        ticket = draft.ticket
        return ticket.subject, f"{ticket.reference}, {ticket.customer.name}"

    @display(description="Status", label=STATUS_LABELS, ordering="status")
    def shown_status(self, draft):
        return draft.status.replace("_", " ")

    @display(description="Risk", label=RISK_LABELS)
    def shown_risk(self, draft):
        return draft.risk

    @display(description="Category", ordering="category")
    def shown_category(self, draft):
        return draft.category.replace("_", " ") or None

    @display(description="Written by")
    def shown_provider(self, draft):
        return draft.call.provider

    @display(description="Signatures")
    def shown_signatures(self, draft):
        return draft.required_reviews

    @display(description="Decided by")
    def shown_reviewer(self, draft):
        return draft.review.reviewer if draft.review else None

    # --- one draft ------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        draft = self.object_or_404(request, object_id)
        context = self.everything_about(draft) | {"mine_to_undo": self.undoable(request, draft)}
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def everything_about(self, draft):
        first = first_review_of(draft)
        summary, reply = shown(draft, first)
        spans = [span for gate in draft.gates for span in gate["spans"]]
        return story(draft.ticket) | {
            "draft": draft,
            "title": f"Draft {draft.pk} for {draft.ticket.reference}",
            "first": first,
            "reply": marked(reply, spans),
            "summary": summary,
            "reviews": draft.reviews.select_related("reviewer", "undo").order_by("id"),
            "request_readable": readable(draft.call.request),
        }

    def undoable(self, request, draft):
        """This person's decision on the draft, while there is time to take it back."""
        return draft.reviews.filter(
            reviewer=request.user, undo=None, undo_until__gt=timezone.now()
        ).last()

    def get_actions_detail(self, request, object_id):
        draft = Suggestion.objects.filter(pk=object_id).first()
        if draft is None or not_for(request.user, draft):
            return []
        offered = super().get_actions_detail(request, object_id)
        if not shown(draft, first_review_of(draft))[1].strip():
            offered = [item for item in offered if item.path != "approve"]
        return offered

    @action(
        description="Approve",
        url_path="approve",
        icon="check",
        variant=ActionVariant.PRIMARY,
        permissions=["decide"],
    )
    def approve(self, request, object_id):
        return self.decision_page(request, object_id, "approve")

    @action(description="Edit and approve", url_path="edit", icon="edit", permissions=["decide"])
    def edit(self, request, object_id):
        return self.decision_page(request, object_id, "edit")

    @action(
        description="Reject",
        url_path="reject",
        icon="close",
        variant=ActionVariant.DANGER,
        permissions=["decide"],
    )
    def reject(self, request, object_id):
        return self.decision_page(request, object_id, "reject")

    def decision_page(self, request, object_id, verdict):
        """GET shows what is to be signed; POST signs what that page showed, or says why not."""
        draft, verb = self.object_or_404(request, object_id), VERBS[verdict]
        conflict = None
        if request.method == "POST":
            form = verb.form(request.POST)
            if form.is_valid():
                try:
                    review = sign(
                        reviewer=request.user,
                        suggestion_id=draft.pk,
                        verdict=verdict,
                        **form.cleaned_data,
                    )
                except Problem as problem:
                    conflict = problem
                else:
                    messages.success(request, said(review))
                    return self.to_object(draft.pk)
        elif why := not_for(request.user, draft):
            messages.warning(request, why)
            return self.to_object(draft.pk)
        else:
            form = verb.form(initial=initial(draft, first_review_of(draft), verb))
        return self.page(
            request,
            "admin/decision.html",
            obj=draft,
            status=conflict.status_code if conflict else 200,
            form=form,
            verb=verb,
            verdict=verdict,
            conflict=conflict,
            back=self.url("change", draft.pk),
            **self.everything_about(draft) | {"title": f"{verb.title}: {draft.ticket.reference}"},
        )

    def undo_view(self, request, object_id):
        """POST only: the button is on the draft's page while there is time."""
        draft = self.object_or_404(request, object_id)
        mine = draft.reviews.filter(reviewer=request.user).last()
        if request.method == "POST" and mine:
            bulk.take_back(request, [mine.pk])
        return HttpResponseRedirect(self.url("change", draft.pk))


def not_for(user, draft):
    """Why this person is not offered a decision on the draft, in words; empty if they are."""
    if draft.status != Suggestion.Status.PENDING_REVIEW:
        return "This draft is not waiting for review any more."
    first = first_review_of(draft)
    if first and first.reviewer_id == user.pk:
        return "You signed this draft already; a second person must decide."
    return ""


def said(review):
    """One sentence for the person who has just decided."""
    if not review.final:
        return "Signed. A second person must agree before the reply is sent."
    if review.verdict == "rejected":
        return "Rejected. Nothing is sent to the customer."
    return f"Decided: {review.verdict}. The reply goes out at {review.undo_until:%H:%M:%S} UTC."
