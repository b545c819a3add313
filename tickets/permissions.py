"""Deny by default: a view says which permission each action needs, and what it does not say is
refused. What a person may see is a queryset here, so that a foreign id is simply not found."""

from rest_framework.permissions import BasePermission

from tickets.models import Message, Ticket


class HasPermission(BasePermission):
    """Looks the action (or HTTP method) up in the view's `needs`.

    A value is one permission, or a tuple of which any suffices.
    """

    def has_permission(self, request, view):
        needs = getattr(view, "needs", {})
        wanted = needs.get(getattr(view, "action", None) or request.method)
        if not wanted or not request.user.is_authenticated:
            return False
        any_of = (wanted,) if isinstance(wanted, str) else wanted
        return any(request.user.has_perm(permission) for permission in any_of)


def sees_all(user):
    return user.has_perm("tickets.view")


def visible_tickets(user):
    """The tickets that this user may know of: all for the desk, their own for a client."""
    if sees_all(user):
        return Ticket.objects.all()
    if user.has_perm("tickets.view_own"):
        return Ticket.objects.filter(opened_by=user)
    return Ticket.objects.none()


def visible_messages(user, messages):
    """A client sees what the customer wrote and what was really sent to them."""
    if sees_all(user):
        return list(messages)
    return [
        message
        for message in messages
        if message.kind == Message.Kind.CUSTOMER or message.delivery_status == Message.Delivery.SENT
    ]
