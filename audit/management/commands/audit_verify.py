import sys
from itertools import starmap

from django.core.management.base import BaseCommand
from django.db import transaction

from audit.models import AuditEvent
from audit.verification import Event, Totals, verify

COLUMNS = (
    *("id", "stream", "seq", "at", "actor_kind", "actor_id"),
    *("action", "payload", "prev_hash", "hash"),
)
FETCH = 2000


class Command(BaseCommand):
    help = (
        "Check that every event of the audit log is as it was written: none modified, deleted, "
        "reordered or inserted. Exit status 1 and the place if one is. That the newest events of "
        "a stream were cut off cannot be seen from the log alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--stream", help="only this one, such as ticket:10042")
        parser.add_argument("--limit", type=int, default=100, help="faults to print (default 100)")

    def handle(self, stream, limit, **options):
        totals, faults = Totals(), 0
        for fault in verify(read_events(stream), totals):
            faults += 1
            if faults <= limit:
                self.stdout.write(str(fault))
        checked = f"{totals.events:,} events in {totals.streams:,} streams"
        if faults:
            self.stderr.write(f"The audit log was tampered with: {faults:,} faults in {checked}.")
            sys.exit(1)
        self.stdout.write(f"{checked}: every one is as it was written.")


def read_events(stream=None):
    """Yield the log's events ordered for `verify`, as of one moment, through a server-side
    cursor: the transaction keeps PostgreSQL from storing the whole answer first."""
    rows = AuditEvent.objects.order_by("stream", "seq", "id").values_list(*COLUMNS)
    if stream:
        rows = rows.filter(stream=stream)
    with transaction.atomic():
        yield from starmap(Event, rows.iterator(chunk_size=FETCH))
