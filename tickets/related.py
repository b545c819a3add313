"""What helps with a ticket besides the ticket: its customer's others, and how people answered
tickets like it. Read only, and without asking any AI."""

from dataclasses import dataclass

from ai_review.composing import redact_ticket
from ai_review.redaction import RedactionError
from ai_review.retrieval import find_sources
from tickets.attachments import readable
from tickets.models import Message, Ticket

OTHERS, SIMILAR = 20, 5
# Below it, the demo's resolved tickets were about something else than the one that was open.
LEAST = 0.4
EXCERPT = 280  # characters of a last reply


@dataclass(frozen=True)
class Similar:
    """A resolved ticket and the signed answer that was sent: redacted texts, as drafts use them,
    with […] where another customer's data was."""

    message: Message
    subject: str
    question: str
    reply: str
    score: float
    same_customer: bool


def other_tickets(ticket):
    """The customer's other Tickets, newest first, each with `last_reply`: a Message or None."""
    others = list(
        Ticket.objects.filter(customer=ticket.customer_id)
        .exclude(pk=ticket.pk)
        .order_by("-pk")[:OTHERS]
    )
    replies = (
        Message.objects.filter(ticket__in=others, kind=Message.Kind.PUBLIC_REPLY)
        .exclude(delivery_status=Message.Delivery.CANCELLED)
        .order_by("ticket", "-pk")
        .distinct("ticket")
    )
    last = {reply.ticket_id: reply for reply in replies}
    for other in others:
        other.last_reply = last.get(other.pk)
    return others


def similar_tickets(ticket):
    """Find resolved tickets that asked something like this one: at most SIMILAR Similars.

    Raises: RedactionError when this ticket's question cannot be cleared of personal data; then it
    is not searched for either.
    """
    messages = readable(
        Message.objects.filter(ticket=ticket)
        .exclude(delivery_status=Message.Delivery.CANCELLED)
        .order_by("id")
    )
    query = redact_ticket(ticket.subject, ticket.customer, list(messages)).query
    found = find_sources({ticket.pk: query}, kind="resolution", limit=SIMILAR)[ticket.pk]
    sources = [source for source in found if source.score >= LEAST]
    answers = Message.objects.select_related("ticket", "author").in_bulk(
        [source.source_id for source in sources]
    )
    return [
        Similar(
            message=answers[source.source_id],
            subject=source.title,
            question=source.question,
            reply=source.text,
            score=round(source.score, 3),
            same_customer=answers[source.source_id].ticket.customer_id == ticket.customer_id,
        )
        for source in sources
    ]


def related(ticket):
    """Both at once, as a dict; `withheld` where the question could not be cleared."""
    try:
        similar, withheld = similar_tickets(ticket), False
    except RedactionError:
        similar, withheld = [], True
    return {"customer_tickets": other_tickets(ticket), "similar": similar, "withheld": withheld}
