"""What supervisors set: the review policy and the knowledge base; and what that has paused."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpResponseRedirect
from unfold.decorators import action, display

from ai_review.models import CategoryPause, KnowledgeArticle, ReviewPolicy, ServiceLevel
from ai_review.models.rules import new_seed
from ai_review.quality import resume
from config.admin_base import AuditedAdmin, ViewOnlyAdmin


@admin.register(KnowledgeArticle)
class KnowledgeArticleAdmin(AuditedAdmin):
    """Drafts cite these. An article that is no longer true is unpublished, not deleted."""

    audit_stream, audit_noun = "knowledge", "article"
    list_display = ("title", "category", "language", "shown_state", "updated_at")
    list_filter = ("published", "language", "category")
    search_fields = ("title", "body")
    fields = ("title", ("category", "language"), "body", "published")

    @display(description="State", label={"published": "success"}, ordering="published")
    def shown_state(self, article):
        return "published" if article.published else "unpublished"

    def audit_data(self, obj, form):
        return super().audit_data(obj, form) | {"published": obj.published}


@admin.register(ReviewPolicy)
class ReviewPolicyAdmin(AuditedAdmin):
    audit_stream, audit_noun = "policy", "policy"
    fieldsets = (
        (None, {"fields": ("second_review", ("pause_after", "pause_percent"))}),
        (
            "Checks of attention",
            {
                "description": "Announce them to your staff before you begin: docs/vigilance.md "
                "says how they work and what reviewers should be told.",
                "fields": (("seeded_percent", "blind_percent"), "checks_per_day"),
            },
        ),
    )

    def save_model(self, request, obj, form, change):
        # Lots are drawn anew, so that what one has learnt of the old ones says nothing.
        if {"seeded_percent", "blind_percent"} & set(form.changed_data):
            obj.vigilance_seed = new_seed()
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one policy, so its list is its page."""
        return HttpResponseRedirect(self.url("change", 1))

    def audit_data(self, obj, form):
        return super().audit_data(obj, form) | {
            name: getattr(obj, name) for name in flatten_fieldsets(self.fieldsets)
        }


@admin.register(ServiceLevel)
class ServiceLevelAdmin(AuditedAdmin):
    """How soon customers are answered, in calendar minutes: nights and weekends count."""

    audit_stream, audit_noun = "policy", "service_level"
    list_display = ("priority", "minutes", "shown_time")
    ordering = ("minutes",)
    fields = ("priority", "minutes")
    readonly_fields = ("priority",)

    def has_add_permission(self, request):
        return False

    @display(description="That is")
    def shown_time(self, level):
        hours, minutes = divmod(level.minutes, 60)
        return " ".join(
            part for part in (f"{hours} h" * bool(hours), f"{minutes} min" * bool(minutes)) if part
        )

    def audit_data(self, obj, form):
        return super().audit_data(obj, form) | {"minutes": obj.minutes}


@admin.register(CategoryPause)
class CategoryPauseAdmin(ViewOnlyAdmin):
    """Made by Handrail when people reject too much; a supervisor ends it."""

    list_display = ("category", "shown_state", "shown_reason", "paused_at", "resumed_by")
    ordering = ("-id",)
    fields = ("category", "shown_reason", "paused_at", ("resumed_at", "resumed_by"))
    actions_detail = ("resume",)

    @display(description="State", label={"paused": "warning"})
    def shown_state(self, pause):
        return "resumed" if pause.resumed_at else "paused"

    @display(description="Because")
    def shown_reason(self, pause):
        return f"{pause.rejected} of the last {pause.decided} drafts were rejected"

    def get_actions_detail(self, request, object_id):
        pause = self.get_object(request, object_id)
        paused = pause is not None and pause.resumed_at is None
        return super().get_actions_detail(request, object_id) if paused else []

    @action(
        description="Resume",
        url_path="resume",
        icon="play_arrow",
        permissions=["govern"],
    )
    def resume(self, request, object_id):
        pause = self.object_or_404(request, object_id)
        return self.confirm(
            request,
            pause,
            lambda: resume(actor=request.user, pause_id=pause.pk),
            title=f"Resume AI replies about {pause.category}?",
            text="Drafts from now on have a reply again. Decisions up to now do not count towards "
            "another pause.",
            button="Resume",
            done=f"AI replies about {pause.category} are on again.",
        )
