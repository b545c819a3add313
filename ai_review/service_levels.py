"""When an answer is due: from the oldest unanswered message of the customer, by priority."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Now
from rest_framework.serializers import DateTimeField

from ai_review.models import ServiceLevel


def targets():
    """How long a customer may wait, as a dict of priority to timedelta. One query."""
    return {
        level.priority: timedelta(minutes=level.minutes) for level in ServiceLevel.objects.all()
    }


def due_at(ticket, known):
    """When the ticket's answer is due, or None while nothing is unanswered.

    Parameters: `known` what `targets` answered.
    """
    if ticket.waiting_since is None or ticket.status == "resolved":
        return None
    return ticket.waiting_since + known[ticket.priority]


def due_in(context, ticket):
    """`due_at` for a serializer, as it shows moments; asked once for all that share a context."""
    if "service_levels" not in context:
        context["service_levels"] = targets()
    moment = due_at(ticket, context["service_levels"])
    return DateTimeField().to_representation(moment) if moment else None


def due(known, prefix=""):
    """The same as an expression; `prefix` leads to the ticket, such as `ticket__`."""
    waits = Case(
        *[When(**{f"{prefix}priority": name, "then": Value(wait)}) for name, wait in known.items()]
    )
    unanswered = Q(**{f"{prefix}waiting_since__isnull": False}) & ~Q(
        **{f"{prefix}status": "resolved"}
    )
    moment = ExpressionWrapper(
        F(f"{prefix}waiting_since") + waits, output_field=models.DateTimeField(null=True)
    )
    return Case(
        When(unanswered, then=moment), default=None, output_field=models.DateTimeField(null=True)
    )


OVERDUE = Q(due_at__lt=Now())
