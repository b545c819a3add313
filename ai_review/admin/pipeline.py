"""Calls to the AI: written by the pipeline, read by people."""

import json

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html
from unfold.decorators import display

from ai_review.models import AICall
from config.admin_base import ViewOnlyAdmin, choices_filter
from tickets.admin.tickets import ticket_link

# The codes of ProviderError (providers/base.py).
ERROR_CODES = (
    "timeout",
    "rate_limited",
    "unavailable",
    "refused",
    "truncated",
    "invalid_output",
    "too_large",
    "redirected",
    "bad_request",
    "auth",
    "not_configured",
)
ProviderFilter = choices_filter(
    "provider",
    "by",
    {name: (name, Q(provider=name)) for name in ("offline", "openai")},
)
OutcomeFilter = choices_filter(
    "outcome",
    "outcome_is",
    {
        "ok": ("ok", Q(outcome__code="ok")),
        "none": ("none: the worker was lost", Q(outcome=None)),
        "any_error": ("any error", Q(outcome__isnull=False) & ~Q(outcome__code="ok")),
    }
    | {code: (code.replace("_", " "), Q(outcome__code=code)) for code in ERROR_CODES},
)


@admin.register(AICall)
class AICallAdmin(ViewOnlyAdmin):
    list_display = (
        "id",
        "shown_ticket",
        "shown_provider",
        "shown_outcome",
        "attempt",
        "shown_latency",
        "shown_tokens",
        "redactions",
        "started_at",
    )
    list_filter = (ProviderFilter, OutcomeFilter, ("started_at", admin.DateFieldListFilter))
    search_fields = ("=job__ticket__id", "=model")
    search_help_text = "Ticket number or model"
    ordering = ("-id",)
    fields = (
        ("ticket_page", "attempt"),
        ("provider", "model", "prompt_version"),
        ("shown_outcome", "shown_detail"),
        ("shown_latency", "shown_tokens", "redactions"),
        "started_at",
        "shown_request",
        "shown_response",
    )

    def get_queryset(self, request):
        related = ("outcome", "job__ticket", "prompt_version")
        # Up to megabytes each; only the page of one call reads them.
        return (
            super()
            .get_queryset(request)
            .select_related(*related)
            .defer("request", "outcome__response", "prompt_version__system_prompt")
        )

    @display(description="Ticket", ordering="job__ticket")
    def shown_ticket(self, call):
        return f"{call.job.ticket.reference}, version {call.job.ticket_version}"

    @display(description="Ticket")
    def ticket_page(self, call):
        return ticket_link(call.job.ticket)

    @display(description="Provider", header=True)
    def shown_provider(self, call):
        return call.provider, f"{call.model}, {call.prompt_version}"

    @display(description="Outcome", label={"ok": "success", "no answer": "warning"})
    def shown_outcome(self, call):
        return call.outcome.code if hasattr(call, "outcome") else "no answer"

    @display(description="Detail")
    def shown_detail(self, call):
        return call.outcome.detail if hasattr(call, "outcome") else ""

    @display(description="Latency")
    def shown_latency(self, call):
        return f"{call.outcome.latency_ms} ms" if hasattr(call, "outcome") else None

    @display(description="Tokens in / out")
    def shown_tokens(self, call):
        if not hasattr(call, "outcome"):
            return None
        return f"{call.outcome.input_tokens} / {call.outcome.output_tokens}"

    @display(description="Request, exactly as sent")
    def shown_request(self, call):
        return preformatted(call.request)

    @display(description="Response, exactly as received")
    def shown_response(self, call):
        return preformatted(call.outcome.response) if hasattr(call, "outcome") else None


def preformatted(text):
    return format_html('<pre class="hr-pre">{}</pre>', text)


def readable(body):
    """JSON with indents and real line ends, for reading; other text as it is."""
    try:
        data = json.loads(body)
    except ValueError:
        return body
    return json.dumps(data, indent=2, ensure_ascii=False).replace("\\n", "\n")
