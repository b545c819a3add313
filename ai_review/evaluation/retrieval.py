"""How often the sources found for a question are of its own kind.

Searches with the product's own statements, over tables that exist only in a transaction which is
rolled back: nothing stays, nobody waits, the desk's own tickets are not looked at.
"""

import csv
import random
import time
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction

from ai_review import embeddings
from ai_review.language import detect_language
from ai_review.providers.base import ProviderError
from ai_review.retrieval import Ingredients, find_sources

HELP = __doc__.split("\n")[0]
BATCH = 32  # what one wake-up of a worker drafts together

# Temporary tables stand before the real ones in PostgreSQL's search path.
_TABLES = """
CREATE TEMP TABLE tickets_ticket (id bigint PRIMARY KEY, status text) ON COMMIT DROP;
CREATE TEMP TABLE ai_review_searchdocument
    (LIKE public.ai_review_searchdocument INCLUDING ALL) ON COMMIT DROP;
CREATE TEMP TABLE ai_review_searchterm
    (LIKE public.ai_review_searchterm INCLUDING ALL) ON COMMIT DROP;
"""
_COUNTED = """
INSERT INTO ai_review_searchterm (term, documents)
SELECT term, count(*) FROM ai_review_searchdocument,
    unnest(array_append(tsvector_to_array(stems), '')) AS term
GROUP BY term;
INSERT INTO tickets_ticket SELECT ticket_id, 'resolved' FROM ai_review_searchdocument;
ANALYZE tickets_ticket; ANALYZE ai_review_searchdocument; ANALYZE ai_review_searchterm;
"""

_EMBEDDINGS = """
CREATE TEMP TABLE ai_review_embedding
    (LIKE public.ai_review_embedding INCLUDING ALL) ON COMMIT DROP;
"""

FULL = Ingredients()
# What is left out or replaced → the rest.
ABLATIONS = {
    "all": FULL,
    "without the words": replace(FULL, words=0),
    "without the trigrams": replace(FULL, words=1),
    "without rarity": replace(FULL, rarity=0),
    "without neighbours": replace(FULL, neighbours=0),
    "without diversity": replace(FULL, diverse=False),
    "words alone": replace(FULL, words=1, neighbours=0, diverse=False),
    "trigrams alone": replace(FULL, words=0, neighbours=0, diverse=False),
}

WITH_EMBEDDINGS = {"without the meaning": replace(FULL, meaning=0)}


def add_arguments(parser):
    parser.add_argument("--store", type=Path, required=True, metavar="FILE", help="CSV")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="CSV with the same columns")
    parser.add_argument(
        "--split", type=int, metavar="SEED", help="ask a tenth of the store's rows, instead"
    )
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--label-column", default="category")
    parser.add_argument("--ablate", action="store_true", help="what each ingredient is worth")
    parser.add_argument(
        "--embeddings", action="store_true", help="sends FILE's texts to EMBEDDING_BASE_URL"
    )
    parser.add_argument("--min-top1", type=float, default=0, metavar="RATE")
    parser.add_argument("--min-top3", type=float, default=0, metavar="RATE")


def run(options, out):
    """Print the rates; returns 1 when they lie below the limits."""
    store, asked = _rows(options)
    with transaction.atomic():
        try:
            _fill(store)
        except ProgrammingError as error:
            raise CommandError(
                f"{error}Temporary tables need the owner's role: DATABASE_ROLE=owner."
            ) from error
        vectors = _embed(store, asked) if options["embeddings"] else {}
        found, seconds = _ask_each(asked, vectors)
        top1, top3 = _rate(asked, found, 1), _rate(asked, found, 3)
        out.write(f"{len(asked):,} questions, {len(store):,} stored ones")
        out.write(f"first source of the same kind   {top1:.3f}")
        out.write(f"one of the first three          {top3:.3f}")
        cuts = quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
        out.write(f"one question at a time          {_ms(cuts[49])} p50, {_ms(cuts[94])} p95")
        _write_scores(asked, found, out)
        if options["ablate"]:
            _ablate(asked, vectors, out)
        transaction.set_rollback(True)
    return int(top1 < options["min_top1"] or top3 < options["min_top3"])


def _rows(options):
    """(stored rows, asked rows), each a list of (text, label). Raises: CommandError."""
    if (options["queries"] is None) == (options["split"] is None):
        raise CommandError("Say either --queries FILE or --split SEED.")
    store = _read(options["store"], options)
    if options["queries"]:
        asked = _read(options["queries"], options)
    else:
        random.Random(options["split"]).shuffle(store)  # noqa: S311 (a sample, not a secret)
        tenth = len(store) // 10
        asked, store = store[:tenth], store[tenth:]
    if not store or not asked:
        raise CommandError("There are no questions.")
    return store, asked


def _read(path, options):
    text, label = options["text_column"], options["label_column"]
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if missing := {text, label} - set(reader.fieldnames or ()):
                raise CommandError(f"{path}: there is no column {', '.join(sorted(missing))}.")
            return [(row[text], row[label]) for row in reader if row[text] and row[label]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path}: {error}") from error


def _fill(store):
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.executemany(
            "INSERT INTO ai_review_searchdocument (kind, ticket_id, message_id, language,"
            " category, title, question, text, redaction, failed)"
            " VALUES ('resolution', %s, %s, %s, %s, '', %s, %s, 0, false)",
            [
                (number, number, detect_language(text), label[:60], text, f"{label} {number}")
                for number, (text, label) in enumerate(store, 1)
            ],
        )
        cursor.execute(_COUNTED)


def _embed(store, asked):
    """Embed the stored texts; returns the vectors of those asked, by the keys they are asked under.

    Raises: CommandError.
    """
    if not embeddings.enabled():
        raise CommandError("Embeddings are off: EMBEDDING_MODEL is empty.")
    try:
        embeddings.check()
        with connection.cursor() as cursor:
            cursor.execute(_EMBEDDINGS)
            cursor.execute("SELECT ticket_id, id FROM ai_review_searchdocument")
            ids = dict(cursor.fetchall())
        for numbers, vectors in _vectors(store):
            embeddings.store([ids[number] for number in numbers], vectors)
        return {
            -number: vector
            for numbers, vectors in _vectors(asked)
            for number, vector in zip(numbers, vectors, strict=True)
        }
    except ProviderError as error:
        raise CommandError(error.detail) from error


def _vectors(rows):
    """(numbers of some rows from 1, their vectors), a call each."""
    for start in range(0, len(rows), embeddings.BATCH):
        texts = [text for text, _ in rows[start : start + embeddings.BATCH]]
        numbers = range(start + 1, start + len(texts) + 1)
        yield numbers, embeddings.embed(texts, embeddings.DOCUMENT_SECONDS)


def _ask_each(asked, vectors):
    found, seconds = [], []
    for number, (text, _) in enumerate(asked, 1):
        started = time.perf_counter()
        found.append(find_sources({-number: text}, vectors=vectors)[-number])
        seconds.append(time.perf_counter() - started)
    return found, seconds


def _ask_together(asked, ingredients, vectors):
    """(sources of each question, seconds for a question in a batch)."""
    queries = {-number: text for number, (text, _) in enumerate(asked, 1)}
    keys, found = list(queries), {}
    started = time.perf_counter()
    for start in range(0, len(keys), BATCH):
        some = {key: queries[key] for key in keys[start : start + BATCH]}
        found |= find_sources(some, ingredients, vectors)
    return [found[key] for key in keys], (time.perf_counter() - started) / len(asked)


def _rate(asked, found, first):
    hits = (
        any(source.category == label[:60] for source in sources[:first])
        for (_, label), sources in zip(asked, found, strict=True)
    )
    return sum(hits) / len(asked)


def _write_scores(asked, found, out):
    out.write("\nscore of the first source   questions   of the same kind")
    for low in (0.9, 0.8, 0.7, 0.6, 0.5, 0.0):
        high = {0.9: 1.01, 0.0: 0.5}.get(low, low + 0.1)
        pairs = [
            (row, sources)
            for row, sources in zip(asked, found, strict=True)
            if sources and low <= sources[0].score < high
        ]
        if pairs:
            rate = _rate(*zip(*pairs, strict=True), 1)
            out.write(f"from {low:.1f}                    {len(pairs):9,}   {rate:.3f}")


def _ablate(asked, vectors, out):
    out.write("\ningredients               first   first three   ms for one of 32")
    for name, ingredients in (ABLATIONS | (WITH_EMBEDDINGS if vectors else {})).items():
        found, seconds = _ask_together(asked, ingredients, vectors)
        top1, top3 = _rate(asked, found, 1), _rate(asked, found, 3)
        out.write(f"{name:24}  {top1:.3f}   {top3:.3f}         {seconds * 1000:.1f}")


def _ms(seconds):
    return f"{seconds * 1000:.1f} ms"
