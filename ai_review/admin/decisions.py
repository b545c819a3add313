"""Signing drafts from the admin: the forms, and one guard around `decide`."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.html import escape
from django.utils.safestring import mark_safe
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from ai_review.gates import needs_confirmation
from ai_review.models import Review, Suggestion
from ai_review.services import decide, first_review_of
from tickets.models import Ticket


class DecisionForm(forms.Form):
    """What every decision names: exactly what was on the page."""

    content_hash = forms.CharField(widget=forms.HiddenInput)
    ticket_version = forms.IntegerField(widget=forms.HiddenInput)
    first_review = forms.IntegerField(widget=forms.HiddenInput, required=False)
    next_status = forms.ChoiceField(
        label="The ticket is then",
        choices=Ticket.Status.choices,
        widget=UnfoldAdminSelectWidget,
    )
    note = forms.CharField(
        label="Note for colleagues",
        required=False,
        max_length=5_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class ApproveForm(DecisionForm):
    pass


class EditForm(DecisionForm):
    summary = forms.CharField(
        max_length=10_000,
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    reply = forms.CharField(
        label="Reply to the customer",
        max_length=50_000,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
    )
    field_order = ("reply", "summary", "next_status", "note")


class RejectForm(DecisionForm):
    reason_code = forms.ChoiceField(
        label="Reason",
        choices=[("", "Choose a reason"), *Review.Reason.choices],
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("reason_code", "note", "next_status")


@dataclass(frozen=True)
class Verb:
    form: type
    title: str
    button: str
    done: str
    next_status: str  # empty: as the ticket is


VERBS = {
    "approve": Verb(ApproveForm, "Approve", "Approve and send", "approved", "resolved"),
    "edit": Verb(EditForm, "Edit and approve", "Send the edited reply", "edited", "resolved"),
    "reject": Verb(RejectForm, "Reject", "Reject the draft", "rejected", ""),
}


def shown(suggestion, first):
    """The texts that a person is asked to sign: the draft's, or those of its first signature."""
    source = (first.final_summary, first.final_reply) if first else None
    return source or (suggestion.summary, suggestion.reply)


def initial(suggestion, first, verb):
    summary, reply = shown(suggestion, first)
    return {
        "content_hash": suggestion.content_hash,
        "ticket_version": suggestion.ticket_version,
        "first_review": first.pk if first else None,
        "next_status": verb.next_status or suggestion.ticket.status,
        "summary": summary,
        "reply": reply,
    }


def as_typed(text, drafts):
    """Undo what browsers do to text areas, so that only a person's own changes count.

    Parameters: `drafts` the texts that the area may have shown.
    """
    text = text.replace("\r\n", "\n")
    return next((draft for draft in drafts if draft.replace("\r\n", "\n") == text), text)


def sign(*, reviewer, suggestion_id, verdict, first_review, **fields):
    """`decide` on what a page of the admin showed.

    The page names every warning above its button, so pressing it confirms them.
    """
    suggestion = Suggestion.objects.get(pk=suggestion_id)
    first = first_review_of(suggestion)
    for name in ("summary", "reply"):
        if name in fields:
            texts = [getattr(suggestion, name)]
            texts += [getattr(first, f"final_{name}")] if first else []
            fields[name] = as_typed(fields[name], texts)
    return decide(
        reviewer=reviewer,
        suggestion_id=suggestion_id,
        verdict=verdict,
        first_review=first_review,
        confirmed=[gate["code"] for gate in suggestion.gates if needs_confirmation(gate)],
        **fields,
    )


def marked(text, spans):
    """The text as HTML, with the passages that a gate means marked."""
    spans = sorted({span for span in spans if span}, key=len, reverse=True)
    if not spans:
        return text
    pieces = re.split("(" + "|".join(map(re.escape, spans)) + ")", text)
    return mark_safe(  # noqa: S308 (every piece is escaped)
        "".join(
            f"<mark>{escape(piece)}</mark>" if number % 2 else escape(piece)
            for number, piece in enumerate(pieces)
        )
    )
