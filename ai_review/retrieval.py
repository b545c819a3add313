"""Finding what a draft may rest on: published knowledge articles and answers that a person signed.

PostgreSQL ranks by full text, any word counting, in the language of the source; the scores are
comparable between both kinds because both are shares of the question that the source covers.
"""

from django.db import connection

from ai_review.language import detect_language
from ai_review.models import KnowledgeArticle
from ai_review.pii import PLACEHOLDER
from ai_review.providers.base import Source
from ai_review.redaction import Redactor
from tickets.models import Customer

LIMIT = 4
# Newest signed answers looked through for one draft; bounds the time, not the truth.
ANSWERS_CONSIDERED = 2000

# coverage: the share of the question's different words (as lexemes) that the source has. The rank,
# normalised by length (flag 1), decides between sources of equal coverage.
_RANKED = """
WITH asked AS (
    SELECT strip(to_tsvector('english', %(query)s)) AS lexemes
), question AS (
    SELECT lexemes, length(lexemes) AS size,
           (SELECT string_agg(quote_literal(word), ' | ') FROM unnest(tsvector_to_array(lexemes))
            AS word)::tsquery AS any_word
    FROM asked
), sources AS (
    SELECT 'article' AS kind, id, title, body AS text, '' AS question, language, category,
           NULL::bigint AS customer_id,
           setweight(to_tsvector('english', title), 'A')
               || setweight(to_tsvector('english', body), 'D') AS words
    FROM ai_review_knowledgearticle WHERE published
    UNION ALL
    SELECT 'resolution', answer.id, ticket.subject, answer.body, first.body, '', ticket.category,
           ticket.customer_id,
           setweight(to_tsvector('english', ticket.subject), 'A')
               || setweight(to_tsvector('english', first.body), 'B')
    FROM (SELECT * FROM tickets_message WHERE kind = 'public_reply' AND delivery_status = 'sent'
          ORDER BY id DESC LIMIT %(considered)s) AS answer
    JOIN tickets_ticket AS ticket ON ticket.id = answer.ticket_id
        AND ticket.status = 'resolved' AND ticket.id <> %(ticket)s
    CROSS JOIN LATERAL (SELECT body FROM tickets_message WHERE ticket_id = ticket.id
                        AND kind = 'customer' ORDER BY id LIMIT 1) AS first
)
SELECT kind, id, title, text, sources.question, language, category, customer_id,
    (SELECT count(*) FROM unnest(tsvector_to_array(lexemes)) AS word
     WHERE words @@ quote_literal(word)::tsquery)::float / greatest(size, 1) AS coverage
FROM sources, question
WHERE words @@ any_word
ORDER BY coverage + ts_rank(words, any_word, 1) DESC, kind, id
LIMIT %(limit)s
"""


def find_sources(*, ticket_id, query):
    """Return at most LIMIT Sources for a redacted question, the best first.

    Raises: RedactionError when another customer's answer cannot be cleared of their data.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _RANKED,
            {"query": query, "ticket": ticket_id, "limit": LIMIT, "considered": ANSWERS_CONSIDERED},
        )
        rows = cursor.fetchall()
    customers = _known_data({row[7] for row in rows if row[7]})
    return [_source(row, customers) for row in rows]


def _known_data(customer_ids):
    return {
        pk: {"name": name, "email": email, "external_id": external_id}
        for pk, name, email, external_id in Customer.objects.filter(
            pk__in=customer_ids
        ).values_list("pk", "name", "email", "external_id")
    }


def _source(row, customers):
    kind, source_id, title, text, question, language, category, customer_id, coverage = row
    if customer_id:
        title, text, question = (
            # Their placeholders must not be filled in with this customer's values later.
            PLACEHOLDER.sub("[…]", Redactor(customers[customer_id]).redact(part))
            for part in (title, text, question)
        )
    return Source(
        kind=kind,
        source_id=source_id,
        title=title,
        text=text,
        question=question,
        language=language or detect_language(text),
        category=category,
        score=float(coverage),
    )


def categories():
    """The categories that a draft may propose: those of the knowledge base."""
    return sorted(
        KnowledgeArticle.objects.filter(published=True)
        .exclude(category="")
        .values_list("category", flat=True)
        .distinct()
    )
