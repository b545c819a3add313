"""How long retrieval takes in a large store: one question at a time, and 32 together.

    .venv/bin/python bench/retrieval.py --corpus FILE.csv [--tickets 500000] [--queries 400]

Starts a PostgreSQL of its own and fills it by COPY with `--tickets` resolved tickets, each a
question and a signed answer (two messages), besides 300 articles and 20,000 open tickets. A
question is made from one row of the corpus (column `text`, `category`): every tenth word is left
out, a third of them go on with another row, and all get one to three made-up words whose
frequencies follow Zipf's law (references, merchants, names), so that words of every frequency
occur, from one ticket to most. The questions asked are made the same way, from a tenth of the
corpus that was never stored. Prints percentiles under the worker's role; exit status 1 when the
95th for one question is above `--limit` ms.
"""

import argparse
import contextlib
import csv
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from handrail_dev import places, services  # noqa: E402
from handrail_dev.bootstrap import environment  # noqa: E402

VAR = places.VAR / "bench-retrieval"
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=8GB",
            "shared_buffers=1GB", "maintenance_work_mem=512MB")  # fmt: skip
ARTICLES, OPEN, BATCH = 300, 20_000, 32
VOCABULARY = 200_000

DOCUMENTS = """
INSERT INTO ai_review_searchdocument (kind, ticket_id, message_id, language, category, title,
                                      question, text, redaction, failed)
SELECT 'resolution', ticket.id, 2 * ticket.id, 'en', ticket.category, ticket.subject, asked.body,
       answer.body, 1, false
FROM tickets_ticket AS ticket
JOIN tickets_message AS asked ON asked.id = 2 * ticket.id - 1
JOIN tickets_message AS answer ON answer.id = 2 * ticket.id
WHERE ticket.status = 'resolved'
"""
COUNTS = """
INSERT INTO ai_review_searchterm (term, documents)
SELECT term, count(*) FROM ai_review_searchdocument,
    unnest(array_append(tsvector_to_array(stems), '')) AS term
GROUP BY term ON CONFLICT (term) DO UPDATE SET documents = excluded.documents
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True, metavar="FILE")
    parser.add_argument("--tickets", type=int, default=500_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--limit", type=float, default=30, metavar="MS")
    options = parser.parse_args()
    with migrated(VAR) as postgres:
        texts = Texts(options.corpus)
        fill(postgres, texts, options.tickets)
        slow = measure(postgres, texts, options)
    sys.exit(slow)


class Texts:
    """Varied questions, from the nine tenths of the corpus to store or the tenth to ask."""

    def __init__(self, corpus):
        self.random = random.Random(7)  # noqa: S311 (a sample, not a secret)
        with corpus.open(newline="", encoding="utf-8") as file:
            rows = [(row["text"], row["category"]) for row in csv.DictReader(file)]
        self.random.shuffle(rows)
        cut = len(rows) // 10
        self.asked, self.stored = rows[:cut], rows[cut:]
        syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
        self.words = ["".join(self.random.choices(syllables, k=3)) for _ in range(VOCABULARY)]

    def rare(self):
        """A made-up word; the one of rank r comes up about as often as 1/r (Zipf)."""
        return self.words[int(VOCABULARY ** self.random.random()) - 1]

    def vary(self, rows):
        """(text, category) of a new question."""
        text, category = self.random.choice(rows)
        if self.random.random() < 1 / 3:
            text += " " + self.random.choice(rows)[0]
        words = [word for word in text.split() if self.random.random() > 0.1]
        for _ in range(self.random.randint(1, 3)):
            words.insert(self.random.randint(0, len(words)), self.rare())
        return " ".join(words), category


@contextlib.contextmanager
def migrated(folder):
    """A PostgreSQL with Handrail's tables in this folder; it is gone with its data at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    postgres = services.Postgres(
        places.data_folder("postgres", folder),
        places.load_secrets(folder),
        folder / "log",
        SETTINGS,
    )
    postgres.initialise("--no-sync")
    postgres.start()
    try:
        postgres.provision()
        env = environment() | env_of(postgres) | {"DATABASE_ROLE": "owner"}
        command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(postgres.data, ignore_errors=True)


def env_of(postgres):
    return postgres.role_urls() | {
        "SECRET_KEY": "only for this measurement " + "x" * 32,
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }


def fill(postgres, texts, tickets):
    started = time.monotonic()
    with postgres.connect(services.DATABASE) as admin:
        # No triggers: the rows are made in the order in which each depends on the last.
        admin.execute("SET session_replication_role = replica")
        # Of the search page, not of drafts; they would take most of the time.
        admin.execute("DROP INDEX message_body_trgm, ticket_subject_trgm")
        cursor = admin.cursor()
        with cursor.copy(
            "COPY tickets_ticket (id, subject, status, priority, category, language, sentiment,"
            " channel, metadata, summary, version, customer_id, opened_by_id, created_at,"
            " updated_at) FROM STDIN"
        ) as copy:
            asked = []
            for number in range(1, tickets + OPEN + 1):
                text, category = texts.vary(texts.stored)
                asked.append(text)
                status = "resolved" if number <= tickets else "open"
                copy.write_row((number, text[:80], status, "normal", category, "en", "", "api",
                                "{}", "", 1, 1, 1, "2026-01-01", "2026-01-01"))  # fmt: skip
        with cursor.copy(
            "COPY tickets_message (id, ticket_id, kind, body, author_id, author_kind, created_at,"
            " delivery_status, deliver_after, delivery_attempts, delivery_error, sent_at)"
            " FROM STDIN"
        ) as copy:
            day = "2026-01-01"
            for number, text in enumerate(asked, 1):
                copy.write_row((2 * number - 1, number, "customer", text, None, None, day, None,
                                None, 0, "", None))  # fmt: skip
                if number <= tickets:
                    answer = f"Thank you. {texts.rare()} {text[::-1]} Please look in the app."
                    copy.write_row((2 * number, number, "public_reply", answer, 1, "human", day,
                                    "sent", day, 1, "", day))  # fmt: skip
        admin.execute(DOCUMENTS)
        for number in range(1, ARTICLES + 1):
            body = " ".join(texts.vary(texts.stored)[0] for _ in range(12))
            title, category = texts.vary(texts.stored)
            admin.execute(
                "INSERT INTO ai_review_searchdocument (kind, article_id, language, category, title,"
                " question, text, redaction, failed)"
                " VALUES ('article', %s, 'en', %s, %s, '', %s, 0, false)",
                (number, category, title, body),
            )
        admin.execute(COUNTS)
        admin.execute(
            "SELECT handrail_index_open(array_agg(id)) FROM tickets_ticket WHERE status = 'open'"
        )
        admin.execute("VACUUM ANALYZE")
        size, index = admin.execute(
            "SELECT pg_size_pretty(pg_total_relation_size('ai_review_searchdocument')),"
            " pg_size_pretty(pg_relation_size('searchdocument_stems'))"
        ).fetchone()
    print(f"{tickets:,} resolved tickets stored in {time.monotonic() - started:.0f} s;"
          f" search documents {size}, their index of terms {index}")  # fmt: skip


def measure(postgres, texts, options):
    os.environ.update(env_of(postgres) | {"DATABASE_ROLE": "worker"})
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.db import connection, transaction

    from ai_review.retrieval import find_sources

    texts.random.seed(8)
    asked = {-n: texts.vary(texts.asked) for n in range(1, options.queries + 1)}
    kept = list(asked.items())
    hits = 0
    with transaction.atomic(), connection.cursor():
        for key, (text, _) in kept[:40]:
            find_sources({key: text})  # fills the caches, as a worker's are
        single = []
        for key, (text, category) in kept:
            started = time.perf_counter()
            found = find_sources({key: text})[key]
            single.append((time.perf_counter() - started) * 1000)
            hits += any(source.category == category for source in found[:3])
        together = []
        for start in range(0, len(kept) - BATCH + 1, BATCH):
            some = {key: text for key, (text, _) in kept[start : start + BATCH]}
            started = time.perf_counter()
            find_sources(some)
            together.append((time.perf_counter() - started) * 1000)
    one, many = quantiles(single, n=100), quantiles(together, n=100)
    print(f"one question    {one[49]:6.1f} ms p50  {one[94]:6.1f} ms p95  {max(single):6.1f} most")
    print(f"32 questions    {many[49]:6.1f} ms p50  {many[94]:6.1f} ms p95")
    print(f"a source of the question's kind among the first three: {hits / len(kept):.3f}")
    return int(one[94] > options.limit)


if __name__ == "__main__":
    main()
