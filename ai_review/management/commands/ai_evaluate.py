"""Measure drafts: retrieval, redaction, golden sets, past decisions; replay a prompt."""

from importlib import import_module

from django.core.management.base import BaseCommand

# Each is a module of ai_review.evaluation with HELP, add_arguments(parser) and
# run(options, out) -> exit status.
MEASURES = ("golden", "past", "redaction", "replay", "retrieval")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        measures = parser.add_subparsers(dest="measure", required=True, metavar="MEASURE")
        for name in MEASURES:
            module = import_module(f"ai_review.evaluation.{name}")
            module.add_arguments(
                measures.add_parser(name, help=module.HELP, description=module.HELP)
            )

    def handle(self, *args, **options):
        status = import_module(f"ai_review.evaluation.{options['measure']}").run(
            options, self.stdout
        )
        if status:
            raise SystemExit(status)
