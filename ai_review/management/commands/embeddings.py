"""Embeddings, which are optional: make their table, fill it.

    python manage.py embeddings setup    # once, as the owner of the tables
    python manage.py embeddings fill     # where the key is: in the worker's place

Both may be run again: setup makes the table anew when EMBEDDING_DIMENSIONS changed, fill goes on
where it was stopped. docs/retrieval.md says what leaves the building.
"""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import NotSupportedError, ProgrammingError, connection, transaction

from ai_review import embeddings, supply
from ai_review.providers.base import ProviderError
from tickets.management.commands.import_tickets import LINE_SECONDS, _KeepsLines

# m and ef_construction are pgvector's own.
_TABLE = """
DROP TABLE IF EXISTS ai_review_embedding;
CREATE TABLE ai_review_embedding (
    document_id bigint PRIMARY KEY REFERENCES ai_review_searchdocument ON DELETE CASCADE,
    model text NOT NULL,
    vector vector({}) NOT NULL
);
CREATE INDEX embedding_nearest ON ai_review_embedding USING hnsw (vector vector_cosine_ops);
GRANT SELECT ON ai_review_embedding TO handrail_web, handrail_worker;
GRANT INSERT, DELETE ON ai_review_embedding TO handrail_worker;
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, formatter_class=_KeepsLines, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("step", choices=("setup", "fill"))

    def handle(self, step, **options):
        if not embeddings.enabled():
            raise CommandError("Embeddings are off: EMBEDDING_MODEL is empty.")
        if step == "setup":
            self._setup()
        else:
            self._fill()

    def _setup(self):
        wanted, found = settings.EMBEDDING_DIMENSIONS, embeddings.dimensions()
        if found == wanted:
            self.stdout.write(f"The table is there, for vectors of {found} numbers.")
            return
        with transaction.atomic():
            _create_extension()
            with connection.cursor() as cursor:
                cursor.execute(_TABLE.format(int(wanted)))
        self.stdout.write(f"Made the table for vectors of {wanted} numbers. Fill it now:")
        self.stdout.write("python manage.py embeddings fill")

    def _fill(self):
        filler, done, shown = embeddings.Filler(), 0, time.monotonic()
        try:
            embeddings.check()
            total = embeddings.count_missing()
            while (step := self._step(filler)) is not None:
                done += step
                if time.monotonic() - shown >= LINE_SECONDS:
                    shown = time.monotonic()
                    self.stdout.write(f"{done:,} of {total:,} embedded")
        except ProviderError as error:
            raise CommandError(
                f"{done:,} embedded; then: {error.detail} Run it again to go on."
            ) from error
        self.stdout.write(f"{done:,} embedded, {embeddings.count_missing():,} left out")

    @staticmethod
    def _step(filler):
        if supply.paused():
            raise ProviderError("paused", "A supervisor has paused the AI.", retryable=True)
        return filler.step()


def _create_extension():
    """pgvector is no trusted extension: unless it is there, only a superuser can add it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except NotSupportedError as error:
        raise CommandError(
            "This PostgreSQL server does not have pgvector. Install it there (the image "
            "pgvector/pgvector:pg18 brings it), then run this again."
        ) from error
    except ProgrammingError as error:
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"{error}As a superuser, in the database {name}: CREATE EXTENSION vector; then run "
            "this again, as the owner (DATABASE_ROLE=owner)."
        ) from error
