"""Try a prompt version on past decisions from the command line."""

import time

from django.core.management.base import CommandError

from ai_review.models import PromptVersion, Trial
from ai_review.trials import start_trial
from config.errors import Problem
from tickets.models import User

HELP = (
    "Have a prompt version write the newest decided drafts again and compare them with what "
    "people signed. The workers make the calls; this waits for them and shows the verdict."
)


def add_arguments(parser):
    parser.add_argument("prompt", type=int, metavar="NUMBER", help="the prompt version's number")
    parser.add_argument("--as", dest="username", required=True, metavar="USERNAME")
    parser.add_argument("--cases", type=int, default=50)


def run(options, out):
    """Start the trial and follow it; returns 0 when it was passed."""
    try:
        prompt = PromptVersion.objects.get(number=options["prompt"])
        actor = User.objects.get(username=options["username"])
        trial = start_trial(
            actor=actor, prompt_id=prompt.pk, kind=Trial.Kind.PAST, cases=options["cases"]
        )
    except (PromptVersion.DoesNotExist, User.DoesNotExist) as error:
        raise CommandError(str(error)) from error
    except Problem as problem:
        raise CommandError(str(problem.detail)) from problem
    shown = -1
    while trial.status == Trial.Status.RUNNING:
        made = trial.calls.filter(outcome__isnull=False).count()
        if made != shown:
            shown = made
            out.write(f"trial {trial.pk}: {made} of at most {trial.cases} calls")
        time.sleep(0.5)
        trial.refresh_from_db()
    show(trial, out)
    return 0 if trial.passed else 1


def show(trial, out):
    """Print the figures of a finished trial."""
    new, old = trial.figures.get("candidate", {}), trial.figures.get("before", {})
    if new:
        out.write(f"{'':12}{'candidate':>12}{'before':>10}")
    for name in new:
        out.write(f"{name:12}{new[name]:>12.3f}{old[name]:>10.3f}")
    out.write(("Passed. " if trial.passed else "Not passed. ") + trial.verdict)
