"""Import knowledge articles from Markdown files and folders.

    python manage.py import_knowledge handbook/ --as sofia

A file may begin with front matter between two lines of --- that says title, language, category
and published. Without a title the first heading is it, without a language the text tells.

A file is known again by its path within the folder: a second run changes only what differs, each
change with its history and audit event. An article whose file is gone stays as it is. Whether an
article is published stays the desk's decision unless the file, --publish or --draft says so.

Exit status: 0 when every file is an article now, 1 when files were left out; they are named with
the reason.
"""

import sys
import time
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ai_review.knowledge import BadFile, find_files, import_articles
from audit.services import SYSTEM
from tickets.management.commands.import_tickets import BAR_WIDTH, LINE_SECONDS, _KeepsLines
from tickets.models import User


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, formatter_class=_KeepsLines, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        states = parser.add_mutually_exclusive_group()
        states.add_argument("--publish", dest="published", action="store_true", default=None)
        states.add_argument("--draft", dest="published", action="store_false", default=None)
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="a supervisor")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, paths, published, username, dry_run, **options):
        actor = _actor(username)
        try:
            files = find_files(paths)
        except (BadFile, OSError) as error:
            raise CommandError(str(error)) from error
        if not files:
            raise CommandError("There are no Markdown files (.md, .markdown).")
        progress = Progress(self.stdout, len(files))
        with transaction.atomic() if dry_run else nullcontext():
            report = import_articles(files, actor=actor, published=published, on_file=progress.show)
            if dry_run:
                transaction.set_rollback(True)
        progress.end()
        for file, reason in report.left_out:
            self.stderr.write(f"{file}: {reason}")
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{report.added} {would}added, {report.updated} {would}updated, "
            f"{report.unchanged} unchanged, {len(report.left_out)} left out"
        )
        if report.left_out:
            sys.exit(1)


def _actor(username):
    """The supervisor of that name, or SYSTEM. Raises: CommandError."""
    if not username:
        return SYSTEM
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not user.has_perm("admin.change"):
        raise CommandError(f"{username} is nobody who may edit the knowledge base.")
    return user


class Progress:
    """A bar on a terminal, a line every few seconds elsewhere."""

    def __init__(self, out, files):
        self._out, self._files, self._bar = out, files, out.isatty()
        self._shown = time.monotonic()

    def show(self, report):
        share = report.files / self._files
        if self._bar:
            done = round(share * BAR_WIDTH)
            words = f"{share:4.0%}  {report.files:,} files"
            self._out.write(f"\r[{'#' * done}{'.' * (BAR_WIDTH - done)}] {words}   ", ending="")
            self._out.flush()
        elif time.monotonic() - self._shown >= LINE_SECONDS:
            self._shown = time.monotonic()
            self._out.write(f"{share:4.0%}  {report.files:,} of {self._files:,} files")

    def end(self):
        if self._bar:
            self._out.write("")
