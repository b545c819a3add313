"""The golden set: tickets with known good answers, drafted as in production and compared.

Each ticket goes the product's own way: redaction, retrieval, the configured provider, gates.
Nothing is stored. docs/golden.md describes the format and the figures.
"""

import argparse
import json
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from ai_review import composing
from ai_review.evaluation import golden_page, golden_report
from ai_review.evaluation.golden_cases import SHIPPED, read_cases
from ai_review.evaluation.golden_figures import Drafted, Figures, threshold_curve
from ai_review.models import KnowledgeArticle, PromptVersion, ReviewPolicy
from ai_review.providers import get_provider
from ai_review.providers.base import ProviderError
from ai_review.providers.offline import OfflineProvider
from ai_review.redaction import RedactionError
from ai_review.retrieval import categories, find_sources
from tickets.models import Attachment

HELP = "Draft the tickets of a golden set and compare with what was expected."
DEMO_ARTICLES = settings.BASE_DIR / "tickets" / "demo" / "articles.json"


def add_arguments(parser):
    def limit(name, default, words):
        parser.add_argument(
            f"--min-{name}", type=_share, default=default, metavar="SHARE",
            help=f"{words} (default %(default)s)",
        )  # fmt: skip

    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="JSONL; without any the shipped set"
    )
    parser.add_argument(
        "--knowledge", choices=("database", "demo"), default="database",
        help="drafts rest on what the database has, or on the demo's articles alone",
    )  # fmt: skip
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write the HTML report")
    limit("right", 0.95, "of the replies, the share of right ones")
    limit("coverage", 0.6, "of the tickets that the knowledge answers, the share of right replies")
    limit("flagged", 1.0, "of the gates that must speak, the share of those that did")
    parser.add_argument(
        "--allow-cost", action="store_true",
        help="ask a service that charges: once for each ticket, past Handrail's budgets",
    )  # fmt: skip


def _share(text):
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a share is between 0 and 1")
    return share


def run(options, out):
    """Returns the exit status: 1 when a limit is not reached or a ticket got no draft."""
    cases = read_cases(options["files"] or SHIPPED)
    prompt = PromptVersion.active()
    provider = get_provider(prompt.model)
    if provider.metered and not options["allow_cost"]:
        raise CommandError(
            f"{provider.name} may charge for {len(cases)} calls; allow it with --allow-cost."
        )
    # A paused category says nothing about the drafts that would be made.
    rules = composing.Rules(ReviewPolicy.objects.get(), paused=frozenset())
    drafted = prepare_all(cases, provider, prompt, demo=options["knowledge"] == "demo")
    for each in drafted:
        draft_of(each, provider, rules)
    least = {name: options[f"min_{name}"] for name in ("right", "coverage", "flagged")}
    figures = Figures(drafted, least, *_curve(drafted, provider, rules))
    about = f"{len(cases)} tickets, {provider.name} ({provider.model})"
    out.write(golden_report.as_text(about, figures))
    if options["report"]:
        options["report"].write_text(golden_page.as_html(about, figures), encoding="utf-8")
        out.write(f"Report: {options['report']}")
    return 0 if figures.passed else 1


def prepare_all(cases, provider, prompt, *, demo):
    """Prepare each case, from the demo's articles alone if asked for.

    They are loaded in a transaction that ends, rolled back, before any AI is asked.
    """
    with transaction.atomic():
        if demo:
            KnowledgeArticle.objects.filter(published=True).update(published=False)
            articles = json.loads(DEMO_ARTICLES.read_text(encoding="utf-8"))
            KnowledgeArticle.objects.bulk_create(KnowledgeArticle(**each) for each in articles)
        known = {
            "categories": categories(),
            "prompt": prompt,
            "provider": provider,
            "context": {},
        }
        drafted = [prepare_of(case, known, only_articles=demo) for case in cases]
        transaction.set_rollback(demo)
    return drafted


# --- the product's own way; to be kept in step with composing.py -------------------------------


def prepare_of(case, known, *, only_articles=False):
    """Redact a case, find its sources and build the request; returns a Drafted."""
    drafted = Drafted(case)
    customer = SimpleNamespace(**case.customer)
    messages = [
        SimpleNamespace(kind=kind, body=body, attachments=Attachment.objects.none())
        for kind, body in case.messages
    ]
    try:
        with _timed(drafted, "redact"):
            redacted = composing.redact_ticket(case.subject, customer, messages)
        with _timed(drafted, "retrieve"):
            # No ticket has the number 0: nothing is left out as the ticket's own answer.
            sources = find_sources({0: redacted.query})[0]
        if only_articles and isinstance(sources, list):
            sources = [source for source in sources if source.kind == "article"]
        with _timed(drafted, "compose"):
            drafted.prepared = composing.compose(redacted, sources, **known)
    except RedactionError as error:
        drafted.error = f"redaction_failed: {error}"
    return drafted


def draft_of(drafted, provider, rules):
    """Ask the provider and check its answer, into `drafted.fields` or `.error`."""
    if drafted.error:
        return
    prepared = drafted.prepared
    try:
        with _timed(drafted, "ask"):
            draft = provider.draft(prepared.request, prepared.body).draft
    except ProviderError as error:
        drafted.error = str(error)
        return
    with _timed(drafted, "check"):
        fields = composing.assess(prepared, draft, rules)
    drafted.fields = {**fields, "sentiment": draft.sentiment}


@contextmanager
def _timed(drafted, step):
    started = time.perf_counter()
    yield
    drafted.milliseconds[step] = (time.perf_counter() - started) * 1000


def _curve(drafted, provider, rules):
    """(curve, threshold) of the offline provider; no other has a threshold to choose."""
    if not isinstance(provider, OfflineProvider):
        return [], 0.0
    laxest, weighed = OfflineProvider(match_threshold=0.0), []
    for each in drafted:
        if each.prepared:
            again = Drafted(each.case, each.prepared)
            draft_of(again, laxest, rules)
            if again.fields["reply"]:
                weight = laxest.confidence(each.prepared.request)
                weighed.append((weight, again.verdict == "right"))
    answerable = sum(each.case.answerable for each in drafted)
    return threshold_curve(weighed, answerable), provider.match_threshold
