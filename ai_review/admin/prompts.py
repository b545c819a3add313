"""Prompt versions and their trials: written by one person, tried, put in use by another."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from ai_review.admin.pipeline import preformatted
from ai_review.models import PromptVersion, Trial, TrialCase
from ai_review.prompts import activate_prompt, add_prompt, may_activate
from ai_review.trials import start_trial, stop_trial
from config.admin_base import HistoryAdmin, ViewOnlyAdmin
from config.errors import Problem

# Figures of a trial (ai_review/verdicts.py) in the order and the words of its page.
FIGURES = {
    "answered": "Drafts with a reply",
    "flagged": "Drafts with something to confirm",
    "category": "Category as signed",
    "cites": "Cites a source of the signed answer",
    "likeness": "Words in common with the signed reply",
}


class NewPromptForm(forms.ModelForm):
    class Meta:
        model = PromptVersion
        fields = ("system_prompt", "model", "note")
        widgets = {"system_prompt": UnfoldAdminTextareaWidget(attrs={"rows": 24})}

    def clean_system_prompt(self):
        # Browsers send line ends as CRLF.
        return self.cleaned_data["system_prompt"].replace("\r\n", "\n")


@admin.register(PromptVersion)
class PromptVersionAdmin(HistoryAdmin):
    """Never changed: a better prompt is a new version, tried on what people have signed."""

    form = NewPromptForm
    list_display = ("number", "shown_state", "model", "author", "note", "created_at")
    ordering = ("-number",)
    fields = (
        ("number", "shown_state"),
        ("author", "model"),
        "note",
        "shown_next",
        "shown_prompt",
        "created_at",
    )
    readonly_fields = ("shown_prompt", "shown_state", "shown_next")
    add_fieldsets = ((None, {"fields": ("system_prompt", "model", "note")}),)
    actions_detail = ("try_on_past", "shadow", "activate")

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        self.reader = request.user
        self.active_id = PromptVersion.active().pk
        return super().get_queryset(request).select_related("author")

    @display(description="State", label={"in use": "success"})
    def shown_state(self, prompt):
        return "in use" if prompt.pk == self.active_id else "earlier or unused"

    @display(description="What is needed to use it")
    def shown_next(self, prompt):
        try:
            act = may_activate(prompt, self.reader)
        except Problem as problem:
            return str(problem.detail)
        if act.trial is None:
            return "Nothing: it was in use before, so going back is one act."
        return f"Nothing more: {act.trial} was passed and you are not its author."

    @display(description="System prompt")
    def shown_prompt(self, prompt):
        return preformatted(prompt.system_prompt)

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else ()

    def get_changeform_initial_data(self, request):
        active = PromptVersion.active()
        return {"system_prompt": active.system_prompt, "model": active.model}

    def save_model(self, request, obj, form, change):
        added = add_prompt(
            actor=request.user,
            system_prompt=obj.system_prompt,
            model=obj.model,
            note=obj.note,
        )
        obj.pk, obj.number = added.pk, added.number

    def get_actions_detail(self, request, object_id):
        prompt = self.get_object(request, object_id)
        usable = prompt is not None and prompt.pk != self.active_id
        return super().get_actions_detail(request, object_id) if usable else []

    @action(
        description="Try on past decisions",
        url_path="try",
        icon="experiment",
        permissions=["govern"],
    )
    def try_on_past(self, request, object_id):
        return self._try(
            request,
            object_id,
            Trial.Kind.PAST,
            "The newest decided drafts are written again with this version and compared with what "
            "people signed. Nobody is shown the new drafts, and nothing is sent to customers.",
        )

    @action(
        description="Run in the shadow",
        url_path="shadow",
        icon="visibility_off",
        permissions=["govern"],
    )
    def shadow(self, request, object_id):
        return self._try(
            request,
            object_id,
            Trial.Kind.SHADOW,
            "New tickets are drafted a second time with this version, up to fifty. Nobody is shown "
            "those drafts; they cost as much as others.",
        )

    def _try(self, request, object_id, kind, text):
        prompt = self.object_or_404(request, object_id)
        return self.confirm(
            request,
            prompt,
            lambda: start_trial(actor=request.user, prompt_id=prompt.pk, kind=kind),
            title=f"Try prompt version {prompt.number} {Trial.Kind(kind).label}?",
            text=text,
            button="Start the trial",
            done="The trial has begun; its page shows how far it is.",
        )

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


@admin.register(Trial)
class TrialAdmin(ViewOnlyAdmin):
    list_display = (
        "id",
        "prompt",
        "kind",
        "shown_state",
        "shown_progress",
        "started_by",
        "created_at",
    )
    ordering = ("-id",)
    fields = (
        ("prompt", "kind"),
        ("shown_state", "shown_progress"),
        "verdict",
        "shown_figures",
        ("started_by", "created_at", "finished_at"),
    )
    actions_detail = ("stop",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("prompt", "started_by")

    @display(description="State", label={"passed": "success", "running": "info"})
    def shown_state(self, trial):
        if trial.status == Trial.Status.DONE and trial.kind == Trial.Kind.PAST:
            return "passed" if trial.passed else "not passed"
        return trial.status

    @display(description="Calls")
    def shown_progress(self, trial):
        return f"{trial.calls.count()} of at most {trial.cases}"

    @display(description="Figures")
    def shown_figures(self, trial):
        if "candidate" not in trial.figures:
            return None
        rows = [("", f"version {trial.prompt.number}", "drafts that people saw")]
        for name, words in FIGURES.items():
            new, old = trial.figures["candidate"][name], trial.figures["before"][name]
            rows.append((words, f"{new:.0%}", f"{old:.0%}"))
        rows.append(("Calls that failed", f"{trial.figures['failed']:.0%}", ""))
        rows.append(("Mean latency", f"{trial.figures['latency_ms']} ms", ""))
        cells = format_html(
            "".join("<tr><th>{}</th><td>{}</td><td>{}</td></tr>" for _ in rows),
            *(cell for row in rows for cell in row),
        )
        return format_html('<table class="hr-table">{}</table>', cells)

    def get_actions_detail(self, request, object_id):
        trial = self.get_object(request, object_id)
        running = trial is not None and trial.status == Trial.Status.RUNNING
        return super().get_actions_detail(request, object_id) if running else []

    @action(description="Stop", url_path="stop", icon="stop", permissions=["govern"])
    def stop(self, request, object_id):
        trial = self.object_or_404(request, object_id)
        return self.confirm(
            request,
            trial,
            lambda: stop_trial(actor=request.user, trial_id=trial.pk),
            title=f"Stop the trial of {trial.prompt}?",
            text="It ends without a verdict. What it has cost so far is spent.",
            button="Stop the trial",
            done="The trial was stopped.",
        )


@admin.register(TrialCase)
class TrialCaseAdmin(ViewOnlyAdmin):
    """Drafts of a trial, for supervisors who want to read some; never for customers."""

    list_display = ("id", "trial", "shown_ticket", "category", "risk", "created_at")
    list_filter = ("risk",)
    ordering = ("-id",)
    fields = (
        ("trial", "shown_ticket"),
        ("category", "risk"),
        "summary",
        "shown_reply",
        "shown_signed",
        "shown_gates",
        "created_at",
    )

    def get_queryset(self, request):
        related = ("trial__prompt", "original__job__ticket", "original__suggestion__review")
        return super().get_queryset(request).select_related(*related)

    @display(description="Ticket")
    def shown_ticket(self, case):
        return case.original.job.ticket.reference

    @display(description="Reply of the trial")
    def shown_reply(self, case):
        return preformatted(case.reply)

    @display(description="Reply that a person signed")
    def shown_signed(self, case):
        review = case.original.suggestion.review
        return preformatted(review.final_reply) if review else None

    @display(description="What the gates found")
    def shown_gates(self, case):
        words = [gate["message"] for gate in case.gates if gate["level"] in ("warn", "block")]
        return " ".join(words) or "Nothing."
