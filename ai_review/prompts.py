"""Prompt versions: what was given to the AI is never rewritten, only followed by another."""

from django.db import transaction
from django.db.models import Max

from ai_review.models import PromptVersion
from audit.services import record
from config.errors import Conflict


@transaction.atomic
def add_prompt(*, actor, system_prompt, note="", activate=False):
    """Add the next version of the system prompt; returns it."""
    # The active row is the lock: two people who add at once get two numbers.
    PromptVersion.objects.select_for_update().get(is_active=True)
    number = PromptVersion.objects.aggregate(last=Max("number"))["last"] + 1
    prompt = PromptVersion(number=number, system_prompt=system_prompt, note=note)
    prompt._history_user = actor
    prompt.save(force_insert=True)
    record("policy", actor, "prompt.added", prompt=prompt.pk, number=number)
    if activate:
        activate_prompt(actor=actor, prompt_id=prompt.pk)
        prompt.refresh_from_db()
    return prompt


@transaction.atomic
def activate_prompt(*, actor, prompt_id):
    """Use this version for all drafts from now on. Raises: Conflict if it is used already."""
    active = PromptVersion.objects.select_for_update().get(is_active=True)
    if active.pk == prompt_id:
        raise Conflict("This version is in use already.", code="already_active")
    prompt = PromptVersion.objects.select_for_update().get(pk=prompt_id)
    for row, state in ((active, False), (prompt, True)):
        row.is_active = state
        row._history_user = actor
        row.save(update_fields=["is_active"])
    record(
        "policy",
        actor,
        "prompt.activated",
        prompt=prompt.pk,
        number=prompt.number,
        instead_of=active.number,
    )
    return prompt
