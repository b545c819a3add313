"""Finding what a draft may rest on: published knowledge articles and answers that a person signed.

PostgreSQL does all of it, without a model: `search` finds the rows worth a look, and one statement
for all questions scores them. docs/retrieval.md shows the way and what each ingredient is worth.
"""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection

from ai_review.language import detect_language
from ai_review.models import KnowledgeArticle
from ai_review.pii import PLACEHOLDER
from ai_review.providers.base import Source
from ai_review.search import SCAN_ROWS, analyse

LIMIT = 4


@dataclass(frozen=True)
class Ingredients:
    """What counts how much. The values were set on five splits of a public set of 10,003 bank
    questions of 77 kinds, and lie on a plateau; `ai_evaluate retrieval --ablate` shows each.

    words: share of the words' likeness in a score; the rest is that of the trigrams.
    rarity: power of a word's weight; 0 counts every word alike.
    neighbours: how much it counts that other good candidates have the same category.
    diverse: at most one article and one answer of a category, one of the same text.
    foreign: factor for a source in another language than the question's.
    meaning: share of the likeness of meaning, where embeddings are on and there is one. Not among
        what was measured: models differ.
    """

    words: float = 0.4
    rarity: float = 1.5
    neighbours: float = 0.8
    diverse: bool = True
    foreign: float = 0.6
    meaning: float = 0.5


# Likeness of words = weight of the shared lexemes / weight of the question's, corrected by the root
# of the lengths (the cosine of two texts whose lexemes weigh alike); in an article's text a lexeme
# counts half of what it does in the title. Likeness of trigrams = pg_trgm's similarity of the two
# questions; an article asks none. Tickets are joined, so that a reopened one is gone at once.
_RANKED = """
SELECT asked.ticket, best.*
FROM jsonb_to_recordset(%(asked)s) AS asked(
    ticket bigint, language text, question text, lexemes text[], weights float[], scans text[],
    rarest text{vector_column})
CROSS JOIN LATERAL (
    WITH question AS MATERIALIZED (
        SELECT lexeme::tsquery AS anywhere, (lexeme || ':A')::tsquery AS in_title, weight
        FROM unnest(asked.lexemes, asked.weights) AS own(lexeme, weight)
    ), found AS MATERIALIZED (
        SELECT DISTINCT ON (row.id) row.* FROM unnest(asked.scans) AS scan
        CROSS JOIN LATERAL (
            SELECT id, kind, stems FROM ai_review_searchdocument
            WHERE stems @@ scan::tsquery AND kind = 'resolution' AND ticket_id <> asked.ticket
            LIMIT %(rows)s
        ) AS row
        UNION ALL (
            -- Concatenated, so that a long article is unpacked once and not for every lexeme.
            SELECT id, kind, stems || '' AS stems FROM ai_review_searchdocument
            WHERE kind = 'article' AND stems @@ asked.rarest::tsquery LIMIT %(articles)s
        )
    ), worded AS (
        SELECT id, least(1, shared / (SELECT sum(weight) FROM question) * CASE kind
            WHEN 'article' THEN 1
            ELSE sqrt((SELECT count(*) FROM question)::float / length(stems)) END) AS words
        FROM found CROSS JOIN LATERAL (
            SELECT sum(CASE WHEN kind = 'resolution' OR stems @@ in_title THEN weight
                       ELSE weight / 2 END) AS shared
            FROM question WHERE stems @@ anywhere
        ) AS common ORDER BY words DESC, id LIMIT %(scored)s
    ){nearest}, near AS (
        SELECT document.*, {likeness}
            * CASE WHEN asked.language IN ('', document.language) OR document.language = ''
              THEN 1 ELSE %(foreign)s END AS likeness
        FROM {candidates} JOIN ai_review_searchdocument AS document USING (id)
        CROSS JOIN LATERAL (
            SELECT CASE document.kind WHEN 'article' THEN worded.words
                ELSE %(words)s * worded.words + (1 - %(words)s) * similarity(
                    left(document.title || E'\\n' || document.question, 1000),
                    left(asked.question, 1000)) END AS written
        ) AS lexical{vectors}
        LEFT JOIN tickets_ticket AS ticket ON ticket.id = document.ticket_id
        WHERE document.kind = 'article' OR ticket.status = 'resolved'{others}
        ORDER BY likeness DESC, id LIMIT %(near)s
    ), voted AS (
        SELECT near.*, coalesce(nullif(category, ''), 'document ' || id) AS alike,
            sum(likeness ^ 3) OVER (PARTITION BY coalesce(nullif(category, ''),
                                                         'document ' || id)) AS votes
        FROM near
    ), placed AS (
        SELECT voted.*, likeness / max(likeness) OVER ()
            + %(neighbours)s * votes / max(votes) OVER () AS place
        FROM voted WHERE likeness > 0
    ), picked AS (
        SELECT placed.*,
            row_number() OVER (PARTITION BY kind, alike ORDER BY place DESC, id) AS of_category,
            row_number() OVER (PARTITION BY md5(text) ORDER BY place DESC, id) AS of_text
        FROM placed
    )
    SELECT kind, coalesce(article_id, message_id) AS source, title, text, question, language,
        category, likeness, place
    FROM picked WHERE (NOT %(diverse)s OR of_category = 1 AND of_text = 1)
        AND kind = ANY(%(kinds)s)
    ORDER BY place DESC, id LIMIT %(limit)s
) AS best
ORDER BY asked.ticket, place DESC
"""
_BY_WORDS = _RANKED.format(
    vector_column="", nearest="", likeness="written", candidates="worded", vectors="", others=""
)
# With embeddings: the nearest documents are candidates too, of which no word need be shared. What
# has no vector (yet) is judged by its words alone.
_BY_MEANING = _RANKED.format(
    vector_column=", vector vector",
    nearest="""
    , nearest AS MATERIALIZED (
        SELECT document_id AS id FROM ai_review_embedding
        WHERE model = %(model)s AND asked.vector IS NOT NULL
        ORDER BY vector <=> asked.vector LIMIT %(nearest)s
    )""",
    likeness="""greatest(0, written + %(meaning)s * coalesce(
                1 - (embedding.vector <=> asked.vector) - written, 0))""",
    candidates="""(
            SELECT id, max(words) AS words FROM (
                SELECT id, words FROM worded UNION ALL SELECT id, 0 FROM nearest
            ) AS candidate GROUP BY id
        ) AS worded""",
    vectors="""
        LEFT JOIN ai_review_embedding AS embedding
            ON embedding.document_id = document.id AND embedding.model = %(model)s""",
    others=" AND document.ticket_id <> asked.ticket",
)

# Rows whose trigrams are compared, and of those the ones that vote for their category.
SCORED, NEAR, ARTICLES = 150, 50, 400
# Documents nearest in meaning: pgvector's index brings no more (hnsw.ef_search).
NEAREST = 40


def find_sources(queries, ingredients=None, vectors=None, kind=None, limit=LIMIT):
    """Find what drafts may rest on.

    Parameters: `queries` a dict of ticket id to its redacted question; `ingredients` only for
    measuring; `vectors` a dict of ticket id to its question's, where embeddings are on; `kind` the
    one kind that is wanted, article or resolution: then also several of a category. Returns a dict
    of ticket id to at most `limit` Sources, the best first, never the ticket's own. Two queries,
    however many tickets.

    A Source's score is 1 - (1 - l)², with l the likeness of the two questions from 0 to 1: 1 is
    the same question in the same words, 0.75 shares half of what tells it apart. The order also
    rests on the neighbours, so a lower score may stand first.
    """
    using = asdict(ingredients or Ingredients(diverse=kind is None))
    questions = {
        ticket: (detect_language(text), PLACEHOLDER.sub(" ", text))
        for ticket, text in queries.items()
    }
    asked = analyse(questions, rarity=using.pop("rarity"))
    sources = {ticket: [] for ticket in queries}
    rows = [
        {
            "ticket": ticket,
            "language": language,
            "question": text,
            **asdict(asked[ticket]),
            **({"vector": json.dumps(vectors[ticket])} if vectors and ticket in vectors else {}),
        }
        for ticket, (language, text) in questions.items()
    ]
    limits = {"rows": SCAN_ROWS, "scored": SCORED, "near": NEAR, "articles": ARTICLES}
    limits |= {"limit": limit, "kinds": [kind] if kind else ["article", "resolution"]}
    limits |= {"nearest": NEAREST, "model": settings.EMBEDDING_MODEL}
    with connection.cursor() as cursor:
        statement = _BY_MEANING if vectors and using["meaning"] else _BY_WORDS
        cursor.execute(statement, using | limits | {"asked": json.dumps(rows)})
        ranked = cursor.fetchall()
    for ticket, kind, source, title, text, question, language, category, likeness, _ in ranked:
        sources[ticket].append(
            Source(
                kind=kind,
                source_id=source,
                title=title,
                text=text,
                question=question,
                language=language,
                score=1 - (1 - min(likeness, 1)) ** 2,
                category=category,
            )
        )
    return sources


def categories():
    """The categories that a draft may propose: those of the knowledge base."""
    known = KnowledgeArticle.objects.filter(published=True).exclude(category="")
    # Without an order of its own DISTINCT would also tell the titles apart.
    return list(known.order_by("category").values_list("category", flat=True).distinct())
