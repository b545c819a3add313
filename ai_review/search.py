"""From a question to the rows worth a closer look, whatever the size of the store.

A question becomes word stems, each weighed by its rarity among the search documents. The rarest,
alone or two or three together, become a few scans of an index that each bring a bounded number of
rows: no work grows with the store but the depth of that index.
"""

import json
import math
from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from django.db import connection

from ai_review.models.search import QUESTION_TERMS

# Rows that one scan may bring, and scans for one question: more find hardly better sources
# (`ai_evaluate retrieval`) and take longer in a large store (bench/retrieval.py).
SCAN_ROWS, SCANS = 150, 6
# The rarest terms, of which scans are made; how many one scan may ask for; scans that one is in.
TERMS_SCANNED, MOST_TOGETHER, USES = 7, 5, 3

_TERMS = """
SELECT asked.key, handrail_lexeme(term), coalesce(known.documents, 0),
       (SELECT documents FROM ai_review_searchterm WHERE term = '')
FROM jsonb_to_recordset(%s) AS asked(key bigint, language text, question text)
CROSS JOIN LATERAL unnest(handrail_search_terms(language, question, %s))
    WITH ORDINALITY AS own(term, place)
LEFT JOIN ai_review_searchterm AS known USING (term)
ORDER BY asked.key, place
"""


@dataclass
class Asked:
    """A question as PostgreSQL looks for it: tsqueries. `weights` belong to `lexemes`; `scans` are
    lexemes that a row must have together; `rarest` any of those that are found most seldom."""

    lexemes: list
    weights: list
    scans: list
    rarest: str


def analyse(questions, rarity=2):
    """Turn questions into terms, weights and scans.

    Parameters: `questions` a dict of key (an integer) to (language, text); `rarity` the power of
    a term's weight, ln(1 + n / df) (inverse document frequency, Spärck Jones 1972).
    Returns a dict of key to Asked. One query, however many questions.
    """
    asked = [
        {"key": key, "language": language, "question": text}
        for key, (language, text) in questions.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [json.dumps(asked), QUESTION_TERMS])
        rows = cursor.fetchall()
    found = {key: [] for key in questions}
    for key, lexeme, documents, total in rows:
        found[key].append((lexeme, documents, total or 1))
    return {key: _asked(terms, rarity) for key, terms in found.items()}


def _asked(terms, rarity):
    total = max((total for _, _, total in terms), default=1)
    weights = [math.log(1 + total / max(df, 1)) ** rarity or 1 for _, df, _ in terms]
    rarest = sorted((max(df, 1), lexeme) for lexeme, df, _ in terms)[:TERMS_SCANNED]
    lexemes = [lexeme for _, lexeme in rarest]
    scans = [" & ".join(some) for some in _scans(rarest, total)]
    return Asked([lexeme for lexeme, _, _ in terms], weights, scans, " | ".join(lexemes))


def _scans(rarest, total):
    """The lexemes to look for together: all of `rarest`, and the smallest sets that are rare.

    A set is rare when chance would bring no more than SCAN_ROWS rows (the product of the lexemes'
    shares of `total`); real questions share words more often than that, so a scan also stops there.
    First come sets that bring enough, and of these the ones that PostgreSQL finds soonest: it
    walks the list of the rarest lexeme. No lexeme is in more than a few sets: one odd word must
    not be all that is looked for.
    """
    rare = []
    for size in range(1, MOST_TOGETHER + 1):
        for some in combinations(rarest, size):
            rows = total * math.prod(df / total for df, _ in some)
            names = frozenset(lexeme for _, lexeme in some)
            # Whatever has these is found by the smaller set already.
            if rows <= SCAN_ROWS and not any(names > small for *_, small in rare):
                enough = rows >= SCAN_ROWS / 5
                rare.append((not enough, some[0][0] if enough else -rows, sorted(names), names))
    chosen, uses = [{lexeme for _, lexeme in rarest}] if rarest else [], Counter()
    for *_, names in sorted(rare):
        if all(uses[name] < USES for name in names) and len(chosen) < SCANS:
            chosen.append(names)
            uses.update(names)
    return [sorted(names) for names in chosen]
