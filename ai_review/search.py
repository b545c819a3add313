"""From a question to the rows worth a closer look, whatever the size of the store.

A question becomes word stems, each weighed by its rarity among the search documents. The rarest,
alone or two or three together, become a few scans of an index that each bring a bounded number of
rows: no work grows with the store but the depth of that index.
"""

import json
import math
from collections import Counter
from dataclasses import dataclass

from django.db import connection

from ai_review.models.search import QUESTION_TERMS

# Rows that one scan may bring, and scans for one question: more find hardly better sources
# (`ai_evaluate retrieval`).
SCAN_ROWS, SCANS = 200, 12
# Entries of the index that all scans of a question may walk through: what bounds the time in a
# large store, where each word is in many documents (bench/retrieval.py).
ENTRIES = 15_000
# The rarest terms, of which scans are made; how many one scan may ask for; scans that one is in.
TERMS_SCANNED, MOST_TOGETHER, USES = 8, 5, 4
# The rarest terms, of which an article must have one.
TERMS_OF_ARTICLES = 16

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


def analyse(questions, *, rarity=1.5, unknown=False):
    """Turn questions into terms, weights and scans.

    Parameters: `questions` a dict of key (an integer) to (language, text); `rarity` the power of
    a term's weight, ln(1 + n / df) (inverse document frequency, Spärck Jones 1972);
    `unknown` whether to look also for terms that no search document has.
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
    return {key: _asked(terms, rarity, unknown) for key, terms in found.items()}


def _asked(terms, rarity, unknown):
    total = max((total for _, _, total in terms), default=1)
    weights = [math.log(1 + total / max(df, 1)) ** rarity or 1 for _, df, _ in terms]
    rarest = sorted((max(df, 1), lexeme) for lexeme, df, _ in terms if df or unknown)
    return Asked(
        [lexeme for lexeme, _, _ in terms],
        weights,
        [" & ".join(some) for some in _scans(rarest[:TERMS_SCANNED], total)],
        " | ".join(lexeme for _, lexeme in rarest[:TERMS_OF_ARTICLES]),
    )


def _scans(rarest, total):
    """The lexemes to look for together: all of `rarest`, and the smallest sets that are rare.

    A set is rare when chance would bring no more than SCAN_ROWS rows (the product of the lexemes'
    shares of `total`); real questions share words more often than that, so a scan also stops there.
    First come sets that bring enough, and of these the ones that PostgreSQL finds soonest: it
    walks the list of the rarest lexeme. No lexeme is in more than a few sets: one odd word must
    not be all that is looked for.
    """
    rare, frequent = [], [((), float(total))]
    for _ in range(MOST_TOGETHER):
        # Whatever has a rare set is found by that set already: only frequent ones are enlarged.
        larger = []
        for some, rows in frequent:
            for place in range(some[-1] + 1 if some else 0, len(rarest)):
                own, expected = (*some, place), rows * rarest[place][0] / total
                if expected > SCAN_ROWS:
                    larger.append((own, expected))
                elif not any(small.issubset(own) for *_, small in rare):
                    enough, rarest_df = expected >= SCAN_ROWS / 5, rarest[own[0]][0]
                    order = (not enough, rarest_df if enough else -expected, rarest_df)
                    rare.append((*order, frozenset(own)))
        frequent = larger
    chosen, uses, entries = [[lexeme for _, lexeme in rarest]] if rarest else [], Counter(), 0
    for *_, rarest_df, places in sorted(rare, key=lambda scan: (*scan[:3], sorted(scan[3]))):
        names = [rarest[place][1] for place in sorted(places)]
        if len(chosen) == SCANS or entries + rarest_df > ENTRIES:
            break
        if all(uses[name] < USES for name in names):
            chosen.append(names)
            uses.update(names)
            entries += rarest_df
    return chosen
