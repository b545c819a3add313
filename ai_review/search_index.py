"""Keeping the search documents of resolved tickets up to date, from the relay's rounds.

Triggers note every ticket whose document may be out of date (ai_review_searchchange), in the
transaction of the change. A round takes a few of them, clears their texts of personal data and
writes the documents anew, so that no draft ever waits for that. Articles need no redaction: a
trigger indexes them in the transaction of the edit.
"""

import logging
from dataclasses import dataclass

from django.db import connection, transaction

from ai_review.language import detect_language
from ai_review.models import SearchChange, SearchDocument
from ai_review.pii import PLACEHOLDER
from ai_review.redaction import Redactor

log = logging.getLogger(__name__)

# Raise it when the redaction learns to find more: every answer is then cleared and indexed again,
# a few in each round; those that failed, too.
REDACTION_VERSION = 1
# Tickets in one round of the relay, so that wake-ups wait some tens of milliseconds at most.
ROUND = 8

# The answer of a ticket is its last signed reply, but for a short word of thanks at the end.
_RESOLVED = """
SELECT ticket.id, ticket.subject, ticket.category, first.body, answer.id, answer.body,
       customer.name, customer.email, customer.external_id
FROM tickets_ticket AS ticket
JOIN tickets_customer AS customer ON customer.id = ticket.customer_id
CROSS JOIN LATERAL (
    SELECT body FROM tickets_message WHERE ticket_id = ticket.id AND kind = 'customer'
    ORDER BY id LIMIT 1) AS first
CROSS JOIN LATERAL (
    SELECT id, body FROM tickets_message
    WHERE ticket_id = ticket.id AND kind = 'public_reply' AND delivery_status = 'sent'
    ORDER BY length(body) * 2 >= max(length(body)) OVER () DESC, id DESC LIMIT 1) AS answer
WHERE ticket.status = 'resolved' AND ticket.id = ANY(%s)
"""


@dataclass(frozen=True)
class State:
    """`waiting`: tickets to be looked at, those cleared by an older redaction included;
    `failed`: answers that could not be cleared and so are not found."""

    waiting: int
    failed: int


def state():
    """Return the State; for monitoring, without locks."""
    return State(
        waiting=SearchChange.objects.values("ticket_id").distinct().count() + _outdated().count(),
        failed=SearchDocument.objects.filter(failed=True).count(),
    )


def _outdated():
    return SearchDocument.objects.filter(kind="resolution", redaction__lt=REDACTION_VERSION)


def index_some(most=ROUND):
    """Bring the documents of at most `most` tickets up to date; returns how many were done.

    Only one process may do so at a time: the relay that leads.
    """
    changes = list(SearchChange.objects.order_by("id").values_list("id", "ticket_id")[:most])
    tickets = {ticket for _, ticket in changes}
    if not changes:
        tickets = set(_outdated().order_by("redaction").values_list("ticket_id", flat=True)[:most])
    if not tickets:
        return 0
    # Read after the changes: whatever is committed later brings a change of its own.
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVED, [sorted(tickets)])
        documents = [_document(*row) for row in cursor.fetchall()]
    with transaction.atomic():
        SearchDocument.objects.filter(ticket__in=tickets).delete()
        SearchDocument.objects.bulk_create(documents)
        SearchChange.objects.filter(pk__in=[pk for pk, _ in changes]).delete()
    return len(tickets)


def _document(ticket, subject, category, question, message, answer, name, email, external_id):
    fields = {
        "kind": SearchDocument.Kind.RESOLUTION,
        "ticket_id": ticket,
        "message_id": message,
        "category": category,
        "redaction": REDACTION_VERSION,
    }
    try:
        redactor = Redactor({"name": name, "email": email, "external_id": external_id})
        cleared = redactor.redact_all((subject, question, answer))
    except Exception:  # noqa: BLE001 (logged, counted, and one bad text must not stop the relay)
        log.exception("message %s could not be cleared of personal data: it is not found", message)
        return SearchDocument(failed=True, title="", question="", text="", language="", **fields)
    # Their placeholders must not be filled in with another customer's values later.
    title, question, text = (PLACEHOLDER.sub("[…]", part) for part in cleared)
    language = detect_language(text) or detect_language(question)
    return SearchDocument(title=title, question=question, text=text, language=language, **fields)
