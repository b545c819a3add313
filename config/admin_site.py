"""The supervisors' desk: who may enter the Django admin, and what it shows at its side."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm as DjangoAuthenticationForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite

from audit.services import record

# Unfold's Alpine evaluates expressions; the workspace keeps its strict policy.
relaxed = csp_replace(settings.RELAXED_CSP)


class LoginForm(AuthenticationForm):
    """Asks the role, where Django's own form asks `is_staff`."""

    def confirm_login_allowed(self, user):
        DjangoAuthenticationForm.confirm_login_allowed(self, user)
        if not user.has_perm("admin.view"):
            raise ValidationError(
                "This desk is for supervisors and auditors. Reviewers work in the workspace.",
                code="not_for_this_role",
            )


class HandrailAdminSite(UnfoldAdminSite):
    login_form = LoginForm
    index_title = "Supervisor's desk"
    empty_value_display = "–"

    def has_permission(self, request):
        return request.user.is_active and request.user.has_perm("admin.view")

    def admin_view(self, view, cacheable=False):
        return relaxed(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        return relaxed(self._login)(request, extra_context)

    def _login(self, request, extra_context=None):
        refused = request.user.is_authenticated and not self.has_permission(request)
        context = {"refused": refused} | (extra_context or {})
        with transaction.atomic():
            response = super().login(request, context)
            if request.method == "POST" and response.status_code == 302:
                record("accounts", request.user, "login.succeeded")
        return response

    def password_change(self, request, extra_context=None):
        with transaction.atomic():
            response = super().password_change(request, extra_context)
            if request.method == "POST" and response.status_code == 302:
                record("accounts", request.user, "user.password_set", user=request.user.pk)
        return response


def client_address(request):
    """Where a log-in comes from: a trusted proxy puts it last, behind what the client claims."""
    forwarded = request.headers.get("X-Forwarded-For") if settings.TRUST_PROXY else None
    return forwarded.rpartition(",")[2].strip() if forwarded else request.META.get("REMOTE_ADDR")


def locked_out(request, response, credentials):
    """Answer a locked-out log-in: the API has said so itself, the admin gets a page."""
    if not request.path.startswith("/admin/"):
        return response
    context = admin.site.each_context(request) | {"title": "Log-in locked"}
    page = TemplateResponse(request, "admin/locked_out.html", context, status=429)
    return relaxed(lambda _: page)(request).render()


def stylesheet(request):
    return static("handrail/admin.css")


NAVIGATION = [
    ("Review", [
        ("Overview", "space_dashboard", "index"),
        ("Suggestions", "rate_review", "ai_review_suggestion_changelist"),
        ("Reviews", "signature", "ai_review_review_changelist"),
        ("Skips", "move_item", "ai_review_skip_changelist"),
        ("Quality", "monitoring", "ai_review_review_quality"),
        ("Checks of attention", "visibility", "ai_review_check_changelist"),
        ("Tickets", "confirmation_number", "tickets_ticket_changelist"),
        ("Customers", "group", "tickets_customer_changelist"),
    ]),
    ("Pipeline", [
        ("Draft jobs", "conversion_path", "ai_review_draftjob_changelist"),
        ("AI calls", "neurology", "ai_review_aicall_changelist"),
        ("AI policy", "toggle_on", "ai_review_aipolicy_changelist"),
        ("AI circuit", "electrical_services", "ai_review_aicircuit_changelist"),
        ("AI usage", "data_usage", "ai_review_aiusage_changelist"),
    ]),
    ("Rules", [
        ("Review policy", "rule", "ai_review_reviewpolicy_changelist"),
        ("Service levels", "timer", "ai_review_servicelevel_changelist"),
        ("Prompt versions", "edit_note", "ai_review_promptversion_changelist"),
        ("Trials of prompts", "experiment", "ai_review_trial_changelist"),
        ("Paused categories", "pause_circle", "ai_review_categorypause_changelist"),
        ("Knowledge articles", "menu_book", "ai_review_knowledgearticle_changelist"),
    ]),
    ("People and records", [
        ("People and services", "badge", "tickets_user_changelist"),
        ("API keys", "key", "tickets_apikey_changelist"),
        ("Audit events", "history_edu", "audit_auditevent_changelist"),
    ]),
]  # fmt: skip


def navigation(request):
    """The side bar. Whoever may enter sees all of it; each page asks for its own permission."""
    return [
        {
            "title": title,
            "separator": bool(position),
            "items": [
                {"title": name, "icon": icon, "link": reverse(f"admin:{view}")}
                for name, icon, view in pages
            ],
        }
        for position, (title, pages) in enumerate(NAVIGATION)
    ]
