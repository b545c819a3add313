"""Optional: what texts mean, by an embeddings service, as one more ingredient of retrieval.

Off until EMBEDDING_MODEL is set and `manage.py embeddings setup` has made the table, which needs
pgvector and so is in no migration. Only the redacted texts of the search documents and redacted
questions are sent. Whatever fails, retrieval goes on without: docs/retrieval.md.
"""

import json
import logging
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from ai_review import supply
from ai_review.pii import PLACEHOLDER
from ai_review.providers.base import ProviderError

log = logging.getLogger(__name__)

# Texts in one call, and of each the most characters: models read some 500 to 8,000 tokens.
BATCH, MOST_CHARACTERS = 32, 4_000
# Seconds that drafts wait for the vectors of their questions, and that a batch of documents may
# take; for how long the service is left alone after a failure.
QUESTION_SECONDS, DOCUMENT_SECONDS, PAUSE_SECONDS = 2.0, 15.0, 30.0
# For how many seconds a worker begins batches when the relay calls, and among how many of the
# newest documents the relay looks: the rest is the work of `manage.py embeddings fill`.
WORK_SECONDS, NEWEST = 15.0, 1_000
# Errors that may be the fault of one text: the others of its batch are then sent alone.
OF_THE_TEXT = frozenset({"bad_request", "too_large", "refused"})

_MISSING = """
SELECT id, title || E'\\n' || CASE kind WHEN 'article' THEN text ELSE question END
FROM (SELECT * FROM ai_review_searchdocument WHERE id < %(before)s
      ORDER BY id DESC LIMIT %(newest)s) AS document
WHERE NOT failed AND NOT id = ANY(%(refused)s) AND NOT EXISTS (
    SELECT FROM ai_review_embedding WHERE document_id = document.id AND model = %(model)s)
ORDER BY id DESC LIMIT %(most)s
"""
_STORED = """
INSERT INTO ai_review_embedding (document_id, model, vector)
SELECT id, %s, made.vector::vector FROM jsonb_to_recordset(%s) AS made(id bigint, vector text)
WHERE EXISTS (SELECT FROM ai_review_searchdocument AS document WHERE document.id = made.id)
ON CONFLICT DO NOTHING
"""
_LAST = 2**63 - 1


@dataclass(frozen=True)
class Meanings:
    """`vectors`: of ticket id to its question's; empty when there are none now. `record`: for the
    call's context, empty when embeddings are off."""

    vectors: dict = field(default_factory=dict)
    record: dict = field(default_factory=dict)


class _Trouble:
    """Says a failure once when it begins and once when it ends, and leaves time in between."""

    def __init__(self):
        self.code, self._until, self._lock = "", 0.0, threading.Lock()

    def waits(self):
        return time.monotonic() < self._until

    def begin(self, error):
        with self._lock:
            if not self.code:
                log.warning("retrieval goes on without embeddings: %s", error.detail)
            self.code, self._until = error.code, time.monotonic() + PAUSE_SECONDS

    def end(self):
        with self._lock:
            if self.code:
                log.info("embeddings are back")
            self.code, self._until = "", 0.0


_trouble = _Trouble()
# Documents that the service will not embed: tried again when the process starts anew.
_refused = set()


def enabled():
    return bool(settings.EMBEDDING_MODEL)


def dimensions():
    """The length of the vectors that the table holds, or None when there is no table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT atttypmod FROM pg_attribute WHERE attname = 'vector'"
            " AND attrelid = to_regclass('ai_review_embedding')"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def check():
    """Raises ProviderError not_configured when the table is not what the settings say."""
    found = dimensions()
    if found != settings.EMBEDDING_DIMENSIONS:
        has = f"holds vectors of {found} numbers" if found else "does not exist"
        raise ProviderError(
            "not_configured",
            f"The table of embeddings {has}; run manage.py embeddings setup.",
            retryable=False,
        )


def of_questions(queries):
    """Ask for the vectors of redacted questions, at most BATCH of them; returns the Meanings.

    Parameters: `queries` a dict of ticket id to its question. One call, no exception.
    """
    if not enabled():
        return Meanings()
    texts = {ticket: PLACEHOLDER.sub(" ", text) for ticket, text in queries.items()}
    texts = {ticket: text for ticket, text in texts.items() if text.strip()}
    vectors, state = {}, "used"
    try:
        if supply.paused():
            state = "paused"
        elif _trouble.waits():
            state = _trouble.code
        elif texts:
            check()
            vectors = dict(zip(texts, embed(texts.values(), QUESTION_SECONDS), strict=True))
            _trouble.end()
    except ProviderError as error:
        _trouble.begin(error)
        state = error.code
    return Meanings(vectors, {"embeddings": {"model": settings.EMBEDDING_MODEL, "state": state}})


def embed(texts, deadline):
    """Ask for the vectors of at most BATCH texts; returns a list of lists of numbers.

    Parameters: `deadline` in seconds. Raises ProviderError. No connection is held meanwhile.
    """
    service = _service(
        settings.EMBEDDING_BASE_URL,
        settings.EMBEDDING_API_KEY,
        settings.EMBEDDING_MODEL,
        settings.EMBEDDING_DIMENSIONS,
        deadline,
    )
    if not connection.in_atomic_block:
        connection.close()
    return service.embed([text[:MOST_CHARACTERS] for text in texts])


@lru_cache(maxsize=8)
def _service(base_url, api_key, model, dimensions, deadline):
    from ai_review.providers.embeddings import Embeddings  # a second to import

    return Embeddings(
        base_url=base_url, api_key=api_key, model=model, dimensions=dimensions,
        deadline=deadline, batch=BATCH,
    )  # fmt: skip


class Filler:
    """Embeds the documents that have no vector of this model, the newest first.

    `newest`: how many of them to look at, None for all.
    """

    def __init__(self, newest=None):
        self._newest, self._before, self._alone = newest, _LAST, []
        self.refused = 0  # in a row

    def step(self):
        """Send one batch. Returns how many were embedded, None when there are no more.

        Raises: ProviderError; what was embedded before stays.
        """
        rows = [self._alone.pop()] if self._alone else missing(BATCH, self._newest, self._before)
        if not rows:
            return None
        try:
            vectors = embed([text for _, text in rows], DOCUMENT_SECONDS)
        except ProviderError as error:
            if error.code not in OF_THE_TEXT or self.refused == BATCH:
                raise
            self._set_aside(rows, error)
            return 0
        self.refused = 0
        if not store([pk for pk, _ in rows], vectors):
            return 0  # one was indexed anew in this moment: the next step reads again
        if self._newest is None and not self._alone:
            self._before = min(self._before, rows[-1][0])
        return len(rows)

    def _set_aside(self, rows, error):
        if len(rows) > 1:
            self._alone = rows
        else:
            log.warning("search document %s is not embedded: %s", rows[0][0], error.detail)
            _refused.add(rows[0][0])
            self.refused += 1


def missing(most, newest=None, before=_LAST):
    """(id, text) of at most `most` documents without a vector of this model, newest first."""
    values = {
        "most": most, "newest": newest, "before": before, "refused": list(_refused),
        "model": settings.EMBEDDING_MODEL,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, values)
        return cursor.fetchall()


def count_missing():
    """How many documents have no vector of this model."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ai_review_searchdocument AS document WHERE NOT failed"
            " AND NOT EXISTS (SELECT FROM ai_review_embedding"
            " WHERE document_id = document.id AND model = %s)",
            [settings.EMBEDDING_MODEL],
        )
        return cursor.fetchone()[0]


def store(ids, vectors):
    """Write the vectors of documents that still are there; returns whether that worked."""
    made = [
        {"id": pk, "vector": json.dumps(vector)} for pk, vector in zip(ids, vectors, strict=True)
    ]
    model = settings.EMBEDDING_MODEL
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM ai_review_embedding WHERE document_id = ANY(%s) AND model <> %s",
                [ids, model],
            )
            cursor.execute(_STORED, [model, json.dumps(made)])
    except IntegrityError:
        return False
    return True


def waiting():
    """Whether a worker should embed new documents; for the relay, which reaches no service."""
    return (
        enabled()
        and dimensions() == settings.EMBEDDING_DIMENSIONS
        and not supply.paused()
        and bool(missing(1, NEWEST))
    )


def fill_some(stopping):
    """Embed new documents for some seconds; `stopping` tells when the worker ends."""
    filler, until = Filler(NEWEST), time.monotonic() + WORK_SECONDS
    try:
        while time.monotonic() < until and not (
            stopping() or _trouble.waits() or supply.paused() or filler.step() is None
        ):
            pass
    except ProviderError as error:
        _trouble.begin(error)
