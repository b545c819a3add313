"""Prompt versions: added by one person, tried on past decisions, put in use by another."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from ai_review.models import PromptActivation, PromptVersion, Trial
from audit.services import record
from config.errors import Conflict, Problem
from tickets.models import User


@transaction.atomic
def add_prompt(*, actor, system_prompt, model="", note=""):
    """Add the next version of the prompt; returns it. It is not in use yet.

    `model`: the model that reads it; "" is the deployment's. Raises: Conflict when somebody adds
    one at the same moment.
    """
    number = PromptVersion.objects.aggregate(last=Max("number"))["last"] + 1
    prompt = PromptVersion(
        number=number, system_prompt=system_prompt, model=model, note=note, author=actor
    )
    prompt._history_user = actor
    try:
        with transaction.atomic():
            prompt.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "Somebody added a version at this moment; look at it, then add yours.",
            code="number_taken",
        ) from None
    record("policy", actor, "prompt.added", prompt=prompt.pk, number=number, model=model)
    return prompt


def may_activate(prompt, actor):
    """How `actor` may put `prompt` in use: the PromptActivation that would, unsaved.

    Raises: Problem `in_use`, `not_tried` or `own_prompt`, in words for people.
    """
    newest = PromptActivation.objects.latest("pk")
    if newest.prompt_id == prompt.pk:
        raise Conflict("This version is in use already.", code="in_use")
    act = PromptActivation(
        prompt=prompt, author_key=prompt.author_key, activated_by=actor, replaces=newest
    )
    prior = prompt.activations.order_by("pk").last()
    if prior:
        act.prior = prior  # it was in use before: going back needs nobody else
        return act
    act.trial = prompt.trials.filter(kind=Trial.Kind.PAST, passed=True).order_by("pk").last()
    if act.trial is None:
        raise Problem(
            "This version has not passed a trial on past decisions yet.", code="not_tried"
        )
    if prompt.author_id == actor.pk:
        raise Problem(
            "You wrote this version; another person must put it in use.", code="own_prompt"
        )
    return act


@transaction.atomic
def activate_prompt(*, actor, prompt_id):
    """Use this version for all drafts from now on; also the way back to an earlier one.

    Raises: see `may_activate`; Conflict when somebody else activates one at the same moment.
    """
    if actor.kind != User.Kind.HUMAN or not actor.has_perm("admin.change"):
        raise PermissionDenied
    prompt = PromptVersion.objects.get(pk=prompt_id)
    act = may_activate(prompt, actor)
    try:
        with transaction.atomic():
            act.save(force_insert=True)
    except IntegrityError:
        # Both replace the same activation: PostgreSQL lets one of them.
        raise Conflict("Somebody has put another version in use.", code="replaced") from None
    record(
        "policy",
        actor,
        "prompt.activated" if act.trial else "prompt.rolled_back",
        prompt=prompt.pk,
        number=prompt.number,
        instead_of=act.replaces.prompt_id,
        trial=act.trial_id,
    )
    return prompt
