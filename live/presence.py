"""Who has which ticket open. Not audited and no part of any claim: what is missing here costs a
surprise, never a decision."""

from datetime import timedelta

from django.utils import timezone

from live.models import Presence

# Said again every half of it while somebody looks.
LASTS = timedelta(seconds=60)


def look(*, user, ticket_id):
    """This person looks at the ticket for the next minute."""
    Presence.objects.bulk_create(
        [Presence(user=user, ticket_id=ticket_id, until=timezone.now() + LASTS)],
        update_conflicts=True,
        unique_fields=["ticket", "user"],
        update_fields=["until"],
    )


def leave(*, user, ticket_id):
    Presence.objects.filter(user=user, ticket_id=ticket_id).delete()


def others(*, user, ticket_id):
    """Who else looks at the ticket now, as Presence rows with their `user`."""
    here = Presence.objects.filter(ticket_id=ticket_id, until__gt=timezone.now())
    return here.exclude(user=user).select_related("user").order_by("pk")


def forget_old():
    """Remove who has gone without saying so; that is told as their leaving."""
    Presence.objects.filter(until__lt=timezone.now()).delete()
