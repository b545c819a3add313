"""Import tickets from a CSV or JSON Lines file.

    python manage.py import_tickets questions.csv --map body=text --map metadata.label=category

Fields: subject, body, customer_name, customer_email, external_id, channel, priority, tags
(separated by commas), created_at and metadata.NAME. A column with a field's own name needs no
--map. Only the body must be there: without a subject the first 80 characters of the body serve,
without an address each row gets a placeholder customer of its own at import.invalid.

Stopped or killed at any moment, the same command goes on where it was. Rows that break a rule of
the API go to FILE.rejected with the reason and can be corrected and imported from there.

Exit status: 0 when every row that is not in FILE.rejected is in PostgreSQL, also when it was
before; 1 when the import could not be done or not one row was good; 130 after Ctrl-C.
"""

import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.db import DatabaseError

from tickets.import_files import FORMATS, FileProblem
from tickets.importing import Job, find_actor, import_file, parse_mapping

LINE_SECONDS = 5
BAR_WIDTH = 30


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, formatter_class=_KeepsLines, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=FORMATS, help="default: from the file's name")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
        parser.add_argument(
            "--as",
            dest="username",
            metavar="USERNAME",
            help="who opens the tickets (default: the service account import)",
        )
        parser.add_argument(
            "--rejected",
            type=Path,
            metavar="FILE",
            help="where rejected rows go (default: FILE.rejected)",
        )
        parser.add_argument(
            "--again", action="store_true", help="import a file once more that was imported already"
        )

    def handle(self, file, format, map, username, rejected, again, **options):
        progress = Progress(self.stdout, file)
        try:
            job = Job(
                path=file,
                actor=find_actor(username),
                file_format=format or _format_of(file),
                mapping=parse_mapping(map),
                rejected_path=rejected,
                again=again,
            )
            run = import_file(job, progress.start, progress.batch)
        except (FileProblem, OSError) as error:
            raise CommandError(f"{file}: {error}") from error
        except DatabaseError as error:
            raise CommandError(
                f"PostgreSQL: {str(error).strip()}\nRun the same command again to go on."
            ) from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Run the same command again to go on.")
            sys.exit(130)
        progress.end(run, job.rejected_path)
        if run.rows_done and not run.tickets_opened:
            raise CommandError("Every row was rejected; is --map right?")


class _KeepsLines(DjangoHelpFormatter):
    def _fill_text(self, text, width, indent):
        return text


def _format_of(file):
    return "jsonl" if file.suffix in (".jsonl", ".ndjson") else "csv"


class Progress:
    """A bar on a terminal, a line every few seconds elsewhere."""

    def __init__(self, out, file):
        self._out, self._file = out, file
        self._bar = out.isatty()
        self._finished = False
        self._shown = self._began = time.monotonic()

    def start(self, run):
        self._began = self._shown = time.monotonic()
        self._first_row, self._first_byte = run.rows_done, None
        self._size = self._file.stat().st_size
        self._finished = run.finished_at is not None
        if self._finished:
            self._out.write(f"This file was imported already, on {run.finished_at:%Y-%m-%d}.")
        elif run.rows_done:
            self._out.write(f"Going on after row {run.rows_done:,}.")

    def batch(self, run, position):
        now = time.monotonic()
        if self._first_byte is None:  # the first batch also skips what was done before
            self._first_byte = position * self._first_row / run.rows_done
        if not self._bar and now - self._shown < LINE_SECONDS:
            return
        self._shown = now
        seconds = max(now - self._began, 0.001)
        rate = (run.rows_done - self._first_row) / seconds
        left = (self._size - position) * seconds / max(position - self._first_byte, 1)
        share = min(position / max(self._size, 1), 1)
        words = f"{share:4.0%}  {run.rows_done:,} rows, {rate:,.0f} rows/s, {left:.0f} s left"
        if self._bar:
            done = round(share * BAR_WIDTH)
            self._out.write(f"\r[{'#' * done}{'.' * (BAR_WIDTH - done)}] {words}   ", ending="")
            self._out.flush()
        else:
            self._out.write(words)

    def end(self, run, rejected_path):
        if self._bar and not self._finished:
            self._out.write("")
        words = f"{run.tickets_opened:,} tickets, {run.rows_rejected:,} rows rejected"
        if run.rows_rejected:
            words += f" (see {rejected_path})"
        if not self._finished:
            seconds = max(time.monotonic() - self._began, 0.001)
            words += f"; {(run.rows_done - self._first_row) / seconds:,.0f} rows/s"
        self._out.write(words)
