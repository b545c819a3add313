"""What a ticket's row looked like before and after each change (django-simple-history)."""

import json
from datetime import timedelta

from tickets.models import User
from tickets.timeline import events_of

# What may be shown, by name: a new column stays hidden until somebody thinks about it.
FIELDS = (
    "subject",
    "status",
    "priority",
    "category",
    "language",
    "sentiment",
    "duplicate_of_id",
    "channel",
    "assignee_id",
    "summary",
    "metadata",
    "version",
)
# An event is recorded after its row is saved, in the same transaction; clocks may differ a little.
EARLIER, LATER = timedelta(seconds=1), timedelta(seconds=10)


def rows_of(ticket):
    """The ticket's historical rows, to be paged through newest first."""
    return ticket.history.select_related("history_user").order_by("-history_id")


def changes_of(ticket, rows):
    """Describe historical rows, newest first, by what each changed.

    Returns dicts {id, at, who, event, changes}, without the rows that changed nothing shown.
    `event`: id of the audit event of the same act, if there is one. Five queries at most, however
    many rows.
    """
    if not rows:
        return []
    oldest = rows[-1]
    before = ticket.history.filter(history_id__lt=oldest.history_id).order_by("-history_id").first()
    names = _Names([*rows, *([before] if before else [])])
    event_of = _events(ticket, rows)
    described = []
    for row, previous in zip(rows, [*rows[1:], before], strict=True):
        changes = [
            {
                "field": field.removesuffix("_id"),
                "before": names.of(field, previous) if previous else None,
                "after": names.of(field, row),
            }
            for field in FIELDS
            if (getattr(previous, field) if previous else _EMPTY.get(field, ""))
            != getattr(row, field)
        ]
        if changes:
            described.append(
                {
                    "id": row.history_id,
                    "at": row.history_date,
                    "who": row.history_user,
                    "event": event_of(row),
                    "changes": changes,
                }
            )
    return described


_EMPTY = {"duplicate_of_id": None, "assignee_id": None, "metadata": {}}


class _Names:
    """Values as people say them, all or none of them texts."""

    def __init__(self, rows):
        self._people = User.objects.in_bulk({row.assignee_id for row in rows if row.assignee_id})

    def of(self, field, row):
        value = getattr(row, field)
        if value in (None, ""):
            return None
        if field == "assignee_id":
            return self._people[value].name if value in self._people else "?"
        if field == "duplicate_of_id":
            return f"T-{value}"
        if field == "metadata":
            return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
        return str(value)


def _events(ticket, rows):
    """Return a function from a row to the id of the first event by the same person after it."""
    events = list(
        events_of(ticket)
        .filter(
            at__gte=rows[-1].history_date - EARLIER,
            at__lte=rows[0].history_date + LATER,
        )
        .order_by("seq")
        .values_list("id", "at", "actor_id")
    )

    def event_of(row):
        saved = row.history_date
        own = [(pk, at) for pk, at, actor in events if actor == row.history_user_id]
        after = [pk for pk, at in own if saved <= at <= saved + LATER]
        before = [pk for pk, at in own if saved - EARLIER <= at < saved]
        return after[0] if after else before[-1] if before else None

    return event_of
