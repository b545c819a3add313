"""From a question to the rows worth a closer look, whatever the size of the store.

A question becomes word stems, each weighed by its rarity among the search documents. The rarest,
alone or two or three together, become a few scans of an index that each bring a bounded number of
rows: no work grows with the store but the depth of that index.
"""

import json
import math
from dataclasses import dataclass
from itertools import combinations

from django.db import connection

from ai_review.models.search import QUESTION_TERMS

# Rows that one scan may bring and scans that one question may cost: 8 · 250 is where more no
# longer found better sources (`ai_evaluate retrieval` on 10,000 questions of 77 kinds).
SCAN_ROWS = 250
SCANS = 8
# The rarest terms of the question that scans are made of.
TERMS_SCANNED = 7

_TERMS = """
SELECT asked.key, term, coalesce(known.documents, 0),
       (SELECT documents FROM ai_review_searchterm WHERE term = '')
FROM jsonb_to_recordset(%s) AS asked(key bigint, language text, question text)
CROSS JOIN LATERAL unnest(handrail_search_terms(language, question, %s))
    WITH ORDINALITY AS own(term, place)
LEFT JOIN ai_review_searchterm AS known USING (term)
ORDER BY asked.key, place
"""


@dataclass
class Asked:
    """A question as it is looked for. `weights` belong to `terms`; `scans` are lists of terms that
    a row must have together; `rarest` the terms found most seldom, the first the rarest."""

    terms: list
    weights: list
    scans: list
    rarest: list


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
    for key, term, documents, total in rows:
        found[key].append((term, documents, total or 1))
    return {key: _asked(terms, rarity) for key, terms in found.items()}


def _asked(terms, rarity):
    total = max((total for _, _, total in terms), default=1)
    weights = [math.log(1 + total / max(df, 1)) ** rarity or 1 for _, df, _ in terms]
    rarest = sorted((max(df, 1), term) for term, df, _ in terms)[:TERMS_SCANNED]
    names = [term for _, term in rarest]
    return Asked([term for term, _, _ in terms], weights, _scans(rarest, total), names)


def _scans(rarest, total):
    """The lists of terms to look for together: all of them, and the smallest that are rare.

    A list is rare when chance would bring no more than SCAN_ROWS rows (the product of the terms'
    shares of `total`); real questions share words more often than that, so a scan also stops there.
    """
    chosen = []
    for size in (1, 2, 3):
        for some in combinations(rarest, size):
            names = {term for _, term in some}
            rare = size == 3 or total * math.prod(df / total for df, _ in some) <= SCAN_ROWS
            # Whatever has these terms is found by the shorter list already.
            if rare and not any(names.issuperset(shorter) for shorter in chosen):
                chosen.append(sorted(names))
    return [[term for _, term in rarest], *chosen[: SCANS - 1]] if rarest else []
