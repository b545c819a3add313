"""Open tickets that ask the same: the customer who writes twice, and the incident that many see."""

import json
from dataclasses import asdict, dataclass

from django.db import connection

from ai_review.search import SCAN_ROWS, analyse

LIMIT = 3
# Likeness from which on two texts are one question in nearly the same words; the mean of the
# likeness of their words and of their trigrams, as in retrieval.
THRESHOLD = 0.6

# As in retrieval, but over the questions that wait; the texts stay in the database.
_LIKE = """
SELECT asked.ticket, best.id, best.likeness, best.customer_id = asked.customer
FROM jsonb_to_recordset(%(asked)s) AS asked(
    ticket bigint, customer bigint, question text, lexemes text[], weights float[], scans text[])
CROSS JOIN LATERAL (
    WITH question AS MATERIALIZED (
        SELECT lexeme::tsquery AS lexeme, weight
        FROM unnest(asked.lexemes, asked.weights) AS own(lexeme, weight)
    ), found AS MATERIALIZED (
        SELECT DISTINCT ON (row.ticket_id) row.* FROM unnest(asked.scans) AS scan
        CROSS JOIN LATERAL (
            SELECT ticket_id, stems FROM ai_review_openquestion
            WHERE stems @@ scan::tsquery AND ticket_id <> asked.ticket LIMIT %(rows)s
        ) AS row
    ), worded AS (
        SELECT ticket_id, least(1, shared / (SELECT sum(weight) FROM question)
            * sqrt((SELECT count(*) FROM question)::float / length(stems))) AS words
        FROM found CROSS JOIN LATERAL (
            SELECT sum(weight) AS shared FROM question WHERE stems @@ lexeme) AS common
        ORDER BY words DESC, ticket_id LIMIT %(scored)s
    ), likely AS (
        SELECT ticket.id, ticket.customer_id, 0.5 * words + 0.5 * similarity(
            left(ticket.subject || E'\\n' || first.body, 1000), left(asked.question, 1000)
        ) AS likeness
        FROM worded JOIN tickets_ticket AS ticket ON ticket.id = worded.ticket_id
        CROSS JOIN LATERAL (SELECT body FROM tickets_message WHERE ticket_id = ticket.id
                            AND kind = 'customer' ORDER BY id LIMIT 1) AS first
        WHERE ticket.status <> 'resolved'
    )
    SELECT * FROM likely WHERE likeness >= %(threshold)s
    ORDER BY likeness DESC, id LIMIT %(limit)s
) AS best
ORDER BY asked.ticket, best.likeness DESC, best.id
"""
SCORED = 30


@dataclass(frozen=True)
class Duplicate:
    """An open ticket that asks the same. `ticket`: its id; `score`: likeness from THRESHOLD to 1,
    the same words; `same_customer`: whether the asking customer opened it. Of another customer's
    ticket this is all that is told."""

    ticket: int
    reference: str
    score: float
    same_customer: bool


def find_duplicates(tickets):
    """Find open tickets that ask the same as these.

    Parameters: `tickets` a dict of ticket id to (text: its subject, a line end and its first
    message, as they were written; customer id).
    Returns a dict of ticket id to at most LIMIT Duplicates, the best first, never itself. Two
    queries, however many tickets.
    """
    questions = {ticket: ("en", text) for ticket, (text, _) in tickets.items()}
    asked = analyse(questions, unknown=True)
    rows = [
        {
            "ticket": ticket,
            "customer": customer,
            "question": text,
            **asdict(asked[ticket]),
        }
        for ticket, (text, customer) in tickets.items()
    ]
    limits = {"rows": SCAN_ROWS, "scored": SCORED, "threshold": THRESHOLD, "limit": LIMIT}
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, limits | {"asked": json.dumps(rows)})
        found = cursor.fetchall()
    duplicates = {ticket: [] for ticket in tickets}
    for ticket, other, likeness, same in found:
        duplicates[ticket].append(Duplicate(other, f"T-{other}", min(likeness, 1), same))
    return duplicates
