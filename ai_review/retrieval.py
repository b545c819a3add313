"""Finding what a draft may rest on: published knowledge articles and answers that a person signed.

PostgreSQL ranks by full text, any word counting; the scores of both kinds are comparable because
each is the share of the question that the source covers.
"""

import json
from dataclasses import replace
from functools import lru_cache

from django.db import connection
from django.db.models import OuterRef, Subquery

from ai_review.language import detect_language
from ai_review.models import KnowledgeArticle
from ai_review.pii import PLACEHOLDER
from ai_review.providers.base import Source
from ai_review.redaction import RedactionError, Redactor
from tickets.models import Message

LIMIT = 4
# Newest signed answers looked through for one draft; bounds the time, not the truth.
ANSWERS_CONSIDERED = 2000

# Each different word of the question weighs by its rarity among the sources, ln(1 + n / df)
# (inverse document frequency, Spärck Jones 1972); a source's score is the share of that weight it
# covers, and what its title or its own question covers counts again by half in the order.
_RANKED = """
WITH sources AS MATERIALIZED (
    SELECT 'article' AS kind, id, NULL::bigint AS ticket, search AS words
    FROM ai_review_knowledgearticle WHERE published
    UNION ALL
    SELECT 'resolution', answer.id, ticket.id,
           setweight(to_tsvector('english', ticket.subject), 'A')
               || setweight(to_tsvector('english', first.body), 'A')
    FROM (SELECT * FROM tickets_message WHERE kind = 'public_reply' AND delivery_status = 'sent'
          ORDER BY id DESC LIMIT %(considered)s) AS answer
    JOIN tickets_ticket AS ticket ON ticket.id = answer.ticket_id AND ticket.status = 'resolved'
    CROSS JOIN LATERAL (SELECT body FROM tickets_message WHERE ticket_id = ticket.id
                        AND kind = 'customer' ORDER BY id LIMIT 1) AS first
)
SELECT asked.ticket, best.kind, best.id, best.score
FROM (SELECT key::bigint AS ticket, value AS query FROM json_each_text(%(queries)s)) AS asked
CROSS JOIN LATERAL (
    WITH question AS (
        SELECT word, (quote_literal(word) || ':A')::tsquery AS in_title,
               quote_literal(word)::tsquery AS anywhere
        FROM unnest(tsvector_to_array(to_tsvector('english', asked.query))) AS word
    ), hits AS (
        SELECT kind, id, word, words @@ in_title AS in_title
        FROM sources JOIN question ON words @@ anywhere
        WHERE sources.ticket IS DISTINCT FROM asked.ticket
    ), weights AS (
        SELECT question.word, ln(1 + (SELECT count(*) FROM sources)::float / greatest(
            (SELECT count(*) FROM hits WHERE hits.word = question.word), 1)) AS weight
        FROM question
    ), scores AS (
        SELECT kind, id, sum(weight) / (SELECT sum(weight) FROM weights) AS score,
               sum(weight) FILTER (WHERE in_title) / (SELECT sum(weight) FROM weights)
                   AS title_score
        FROM hits JOIN weights USING (word) GROUP BY kind, id
    )
    SELECT kind, id, score, score + coalesce(title_score, 0) / 2 AS place FROM scores
    ORDER BY place DESC, kind, id LIMIT %(limit)s
) AS best
ORDER BY asked.ticket, place DESC, kind, id
"""


def find_sources(queries):
    """Find what drafts may rest on.

    Parameters: `queries` a dict of ticket id to its redacted question.
    Returns a dict of ticket id to at most LIMIT Sources, the best first; or to a RedactionError
    when another customer's answer cannot be cleared of their data.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _RANKED,
            {
                "queries": json.dumps(queries),
                "limit": LIMIT,
                "considered": ANSWERS_CONSIDERED,
            },
        )
        ranked = cursor.fetchall()
    read = {"article": _articles, "resolution": _answers}
    found = {kind: read[kind]({pk for _, of, pk, _ in ranked if of == kind}) for kind in read}
    sources = {ticket: [] for ticket in queries}
    for ticket, kind, pk, score in ranked:
        source = found[kind][pk]
        if isinstance(source, RedactionError):
            sources[ticket] = source
        elif isinstance(sources[ticket], list):
            sources[ticket].append(replace(source, score=float(score)))
    return sources


def _articles(ids):
    return {
        article.pk: Source(
            kind="article",
            source_id=article.pk,
            title=article.title,
            text=article.body,
            language=article.language,
            category=article.category,
        )
        for article in KnowledgeArticle.objects.filter(pk__in=ids)
    }


def _answers(ids):
    """Answers given to other customers, by id, cleared of what is theirs, or the RedactionError."""
    if not ids:
        return {}
    answers = Message.objects.filter(pk__in=ids).select_related("ticket__customer")
    first = Message.objects.filter(ticket=OuterRef("ticket"), kind=Message.Kind.CUSTOMER)
    asked = Subquery(first.order_by("pk").values("body")[:1])
    return {answer.pk: _answer(answer) for answer in answers.annotate(question=asked)}


def _answer(answer):
    ticket, customer = answer.ticket, answer.ticket.customer
    try:
        title, text, question = _cleared(
            (ticket.subject, answer.body, answer.question),
            (customer.name, customer.email, customer.external_id),
        )
    except RedactionError as error:
        return error
    return Source(
        kind="resolution",
        source_id=answer.pk,
        title=title,
        text=text,
        question=question,
        language=detect_language(text),
        category=ticket.category,
    )


# Good answers are found again and again.
@lru_cache(maxsize=4_000)
def _cleared(texts, customer):
    name, email, external_id = customer
    redactor = Redactor({"name": name, "email": email, "external_id": external_id})
    # Their placeholders must not be filled in with another customer's values later.
    return tuple(PLACEHOLDER.sub("[…]", part) for part in redactor.redact_all(texts))


def categories():
    """The categories that a draft may propose: those of the knowledge base."""
    return sorted(
        KnowledgeArticle.objects.filter(published=True)
        .exclude(category="")
        .values_list("category", flat=True)
        .distinct()
    )
