"""The AI's supply: the kill switch and the budgets, the circuit, and what has been used."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from unfold.decorators import action, display

from ai_review import budget, supply
from ai_review.models import AICircuit, AIPolicy, AIUsage
from config.admin_base import HistoryAdmin, ViewOnlyAdmin, choices_filter

STATES = {
    "available": "Working",
    "paused": "Paused",
    "unavailable": "Not answering",
    "trying": "Being tried again",
    "limited": "Budget used up",
}


def in_words(now):
    """An Availability as one line: state, reason, since when, asked again when."""
    parts = [f"{STATES[now.state]}."]
    if now.detail:
        parts.append(now.detail)
    if now.since:
        parts.append(f"Since {_time(now.since)}.")
    if now.until and now.until > timezone.now():
        parts.append(f"Asked again at {_time(now.until)}.")
    return " ".join(parts)


def _time(moment):
    return date_format(timezone.localtime(moment), "j M H:i:s") + " UTC"


def money_words(amount):
    """Cents where they say enough, more digits for the small sums of single calls."""
    return f"{amount:.2f}" if amount >= 1 or not amount else f"{amount:.4f}"


class OneRow:
    """There is one, so its list is its page."""

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(self.url("change", 1))


class AIPolicyForm(forms.ModelForm):
    """Refuses limits that could not hold, or that would not leave room for a single call."""

    MONEY = ("money_per_day", "money_per_month")
    TOKENS = ("tokens_per_day", "tokens_per_month")

    def clean(self):
        cleaned = super().clean()
        tokens, money = budget.estimate("")
        for names, least, unit in ((self.MONEY, money, ""), (self.TOKENS, tokens, " tokens")):
            for name in names:
                if name in self.changed_data and cleaned.get(name) is not None:
                    self.check(name, cleaned[name], least, unit)
        return cleaned

    def check(self, name, limit, least, unit):
        if not least:
            self.add_error(
                name,
                "Nothing would count against it: first set AI_INPUT_PRICE and AI_OUTPUT_PRICE, "
                "the price of a million tokens, in the environment, and start Handrail again.",
            )
        elif limit < least:
            words = money_words(least) if name in self.MONEY else f"{least:,}"
            self.add_error(
                name,
                f"Not enough for a single draft, for which {words}{unit} and more are reserved "
                "(AI_MAX_OUTPUT_TOKENS). To stop all drafts, pause the AI instead.",
            )


@admin.register(AIPolicy)
class AIPolicyAdmin(OneRow, HistoryAdmin):
    form = AIPolicyForm
    fieldsets = (
        (None, {"fields": ("state_now", "paused")}),
        (
            "Limits",
            {
                "description": "An empty limit is no limit. What is under way is reserved at the "
                "most it can cost, and put back when it costs less.",
                "fields": (
                    "calls_per_minute",
                    ("tokens_per_day", "tokens_today"),
                    ("money_per_day", "money_today"),
                    ("tokens_per_month", "tokens_this_month"),
                    ("money_per_month", "money_this_month"),
                ),
            },
        ),
    )
    readonly_fields = (
        "state_now",
        "tokens_today",
        "money_today",
        "tokens_this_month",
        "money_this_month",
    )

    def save_model(self, request, obj, form, change):
        supply.set_policy(
            actor=request.user, **{name: form.cleaned_data[name] for name in form.changed_data}
        )

    def used(self, period):
        start = budget.starts_of(timezone.now())[period]
        row = AIUsage.objects.filter(period=period, starts_at=start).first()
        return row or AIUsage(period=period, starts_at=start)

    @display(description="The AI now")
    def state_now(self, policy):
        return in_words(supply.availability())

    @display(description="Used today")
    def tokens_today(self, policy):
        return self.tokens("day")

    @display(description="Used this month")
    def tokens_this_month(self, policy):
        return self.tokens("month")

    def tokens(self, period):
        row = self.used(period)
        return f"{row.tokens:,} tokens in {row.calls:,} call{'' if row.calls == 1 else 's'}"

    @display(description="Spent today")
    def money_today(self, policy):
        return money_words(self.used("day").money)

    @display(description="Spent this month")
    def money_this_month(self, policy):
        spent = money_words(self.used("month").money)
        fixed = settings.AI_MONTHLY_BUDGET
        return spent if fixed is None else f"{spent} (AI_MONTHLY_BUDGET allows {fixed})"


@admin.register(AICircuit)
class AICircuitAdmin(OneRow, ViewOnlyAdmin):
    fields = (
        "state_now",
        ("error_code", "error"),
        ("opened_at", "open_until"),
        ("failures", "pauses"),
    )
    actions_detail = ("try_now",)

    @display(description="The AI now")
    def state_now(self, circuit):
        return in_words(supply.availability())

    def get_actions_detail(self, request, object_id):
        is_open = AICircuit.objects.filter(open_until__gt=timezone.now()).exists()
        return super().get_actions_detail(request, object_id) if is_open else []

    @action(
        description="Try the service now",
        url_path="try-now",
        icon="network_ping",
        permissions=["govern"],
    )
    def try_now(self, request, object_id):
        return self.confirm(
            request,
            self.object_or_404(request, object_id),
            lambda: supply.try_now(actor=request.user),
            title="Try the AI service now?",
            text="The next draft in the queue is sent at once. If the service answers, all others "
            "follow; if not, the pause begins again.",
            button="Try now",
            done="The next draft tries the service at once.",
        )


@admin.register(AIUsage)
class AIUsageAdmin(ViewOnlyAdmin):
    list_display = ("shown_start", "period", "calls", "shown_tokens", "shown_money")
    list_display_links = ("shown_start",)
    list_filter = (
        choices_filter(
            "period",
            "of",
            {value: (words, Q(period=value)) for value, words in AIUsage.Period.choices},
        ),
    )
    ordering = ("-starts_at", "period")
    fields = (("period", "starts_at"), "calls", "tokens", "money")

    @display(description="From", ordering="starts_at")
    def shown_start(self, usage):
        return _time(usage.starts_at)

    @display(description="Tokens", ordering="tokens")
    def shown_tokens(self, usage):
        return f"{usage.tokens:,}"

    @display(description="Money", ordering="money")
    def shown_money(self, usage):
        return money_words(usage.money)
