"""What supervisors set: the review policy, the prompt and the knowledge base."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from ai_review.models import KnowledgeArticle, PromptVersion, ReviewPolicy
from ai_review.prompts import activate_prompt, add_prompt
from config.admin_base import AuditedAdmin, HistoryAdmin


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


class NewPromptForm(forms.ModelForm):
    activate = forms.BooleanField(
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        label="Use it for all new drafts from now on",
    )

    class Meta:
        model = PromptVersion
        fields = ("system_prompt", "note")
        widgets = {"system_prompt": UnfoldAdminTextareaWidget(attrs={"rows": 24})}

    def clean_system_prompt(self):
        # Browsers send line ends as CRLF.
        return self.cleaned_data["system_prompt"].replace("\r\n", "\n")


@admin.register(PromptVersion)
class PromptVersionAdmin(HistoryAdmin):
    form = NewPromptForm
    list_display = ("number", "shown_state", "note", "created_at")
    ordering = ("-number",)
    fields = ("number", "note", "shown_prompt", "is_active", "created_at")
    readonly_fields = ("shown_prompt",)
    add_fieldsets = ((None, {"fields": ("system_prompt", "note", "activate")}),)
    actions_detail = ("activate",)

    def has_change_permission(self, request, obj=None):
        return False

    @display(description="State", label={"in use": "success"})
    def shown_state(self, prompt):
        return "in use" if prompt.is_active else "earlier or unused"

    @display(description="System prompt")
    def shown_prompt(self, prompt):
        return prompt.system_prompt

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else ()

    def get_changeform_initial_data(self, request):
        active = PromptVersion.objects.get(is_active=True)
        return {"system_prompt": active.system_prompt}

    def save_model(self, request, obj, form, change):
        added = add_prompt(
            actor=request.user,
            system_prompt=obj.system_prompt,
            note=obj.note,
            activate=form.cleaned_data["activate"],
        )
        obj.pk, obj.number, obj.is_active = added.pk, added.number, added.is_active

    def get_actions_detail(self, request, object_id):
        prompt = self.get_object(request, object_id)
        usable = prompt is not None and not prompt.is_active
        return super().get_actions_detail(request, object_id) if usable else []

    @action(
        description="Use this version",
        url_path="activate",
        icon="published_with_changes",
        permissions=["govern"],
    )
    def activate(self, request, object_id):
        prompt = self.object_or_404(request, object_id)
        return self.confirm(
            request,
            prompt,
            lambda: activate_prompt(actor=request.user, prompt_id=prompt.pk),
            title=f"Use prompt version {prompt.number}?",
            text="All drafts from now on are written with this version. Drafts that exist keep "
            "the version they were written with.",
            button=f"Use version {prompt.number}",
            done=f"Prompt version {prompt.number} is in use.",
        )


@admin.register(ReviewPolicy)
class ReviewPolicyAdmin(AuditedAdmin):
    audit_stream, audit_noun = "policy", "policy"
    fields = ("second_review",)

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one policy, so its list is its page."""
        return HttpResponseRedirect(self.url("change", 1))

    def audit_data(self, obj, form):
        return super().audit_data(obj, form) | {"second_review": obj.second_review}
