"""Importing tickets from files: fast, by the API's own rules, and resumable at any moment.

Each batch is one transaction that opens its tickets and says in ImportRun how many rows are done.
An import that was killed and is started again therefore goes on without loss or duplicates.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, transaction
from django.utils import timezone
from rest_framework import serializers

from audit.services import SYSTEM, record
from tickets.import_files import FORMATS, FileProblem, RejectedFile, open_source
from tickets.models import ImportRun, Ticket, User
from tickets.serializers import TicketInput
from tickets.services import open_tickets

BATCH = 500
SUBJECT_LENGTH = 80
DEFAULT_ACTOR = "import"
FIELDS = (
    *("subject", "body", "customer_name", "customer_email", "external_id"),
    *("channel", "priority", "tags", "created_at"),
)
METADATA = "metadata."


def parse_mapping(pairs):
    """Read `field=column` words as a dict. Raises: FileProblem."""
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not (name and equals and column):
            raise FileProblem(f"--map {pair}: must look like field=column, such as body=text.")
        if name not in FIELDS and not (name.startswith(METADATA) and name != METADATA):
            known = ", ".join([*FIELDS, "metadata.NAME"])
            raise FileProblem(f"--map {pair}: {name} is none of the fields {known}.")
        if name in mapping:
            raise FileProblem(f"--map names {name} twice.")
        mapping[name] = column
    return mapping


def complete_mapping(mapping, columns):
    """Add the columns that have a field's own name. Raises: FileProblem for one that is missing.

    `columns` is None for JSON Lines, where every line has names of its own.
    """
    if columns is None:
        return {name: name for name in FIELDS} | mapping
    there = f"The columns are: {', '.join(columns)}."
    missing = sorted(set(mapping.values()) - set(columns))
    if missing:
        raise FileProblem(f"There is no column {', '.join(missing)}. {there}")
    own = {name: name for name in columns if name in FIELDS or name.startswith(METADATA)}
    whole = own | mapping
    if "body" not in whole:
        raise FileProblem(f"Which column is the body? Say --map body=COLUMN. {there}")
    return whole


def find_actor(username=None):
    """Return who imports: the named user, or the service account `import`, made when new.

    Raises: FileProblem when they may not open tickets.
    """
    try:
        user = User.objects.get(username=username or DEFAULT_ACTOR)
    except ObjectDoesNotExist:
        if username:
            raise FileProblem(f"There is no user {username}.") from None
        user = _create_default_actor()
    if not user.is_active or not user.has_perm("tickets.open"):
        raise FileProblem(f"{user.username} may not open tickets.")
    return user


@transaction.atomic
def _create_default_actor():
    user = User(username=DEFAULT_ACTOR, kind=User.Kind.SERVICE, role=User.Role.CLIENT)
    user.set_unusable_password()
    user.save(force_insert=True)
    record("accounts", SYSTEM, "user.created", user=user.pk, role=user.role)
    return user


class RowReader:
    """Turns records into what `open_tickets` takes, checked as the API checks a request."""

    def __init__(self, mapping, placeholder):
        self._mapping = mapping
        self._placeholder = placeholder
        # Fields keep no state between calls, so one of each serves every row.
        self._input = TicketInput()
        self._time = serializers.DateTimeField()

    def read(self, row):
        """Return the ticket's fields. Raises: serializers.ValidationError."""
        if row.problem:
            raise serializers.ValidationError(row.problem)
        given = self._given(row.values)
        created_at = given.pop("created_at", None)
        ticket = self._input.run_validation(self._shape(given, row))
        if created_at is not None:
            try:
                ticket["created_at"] = self._time.run_validation(created_at)
            except serializers.ValidationError as error:
                raise serializers.ValidationError({"created_at": error.detail}) from error
        return ticket

    def _given(self, values):
        """What the row says, by field; an empty cell says nothing."""
        given = {name: values.get(column) for name, column in self._mapping.items()}
        return {
            name: value
            for name, value in given.items()
            if value is not None and not (isinstance(value, str) and not value.strip())
        }

    def _shape(self, given, row):
        shaped = {name: given[name] for name in ("body", "priority") if name in given}
        shaped["channel"] = given.get("channel", Ticket.Channel.IMPORT)
        # Without a body the dash spares people a second complaint.
        shaped["subject"] = given.get("subject") or subject_of(given.get("body")) or "-"
        shaped["customer"] = row.values.get("customer") or self._customer(given, row.number)
        if "tags" in given:
            tags = given["tags"]
            if isinstance(tags, str):
                tags = [tag.strip() for tag in tags.split(",") if tag.strip()]
            shaped["tags"] = tags
        metadata = {
            name.removeprefix(METADATA): value
            for name, value in given.items()
            if name.startswith(METADATA)
        }
        whole = row.values.get("metadata")
        if isinstance(whole, dict):
            metadata = whole | metadata
        if metadata:
            shaped["metadata"] = metadata
        return shaped

    def _customer(self, given, number):
        """One placeholder a row: nothing says that two nameless questions came from one person,
        and a shared customer would mix strangers' conversations. `.invalid` is never delivered
        to (RFC 2606)."""
        email = given.get("customer_email")
        customer = {
            "name": given.get("customer_name") or email or "Imported customer",
            "email": email or self._placeholder.format(number),
        }
        if "external_id" in given:
            customer["external_id"] = given["external_id"]
        return customer


def subject_of(body):
    """The first 80 characters of a body, cut between words."""
    if not isinstance(body, str):
        return ""
    line = " ".join(body[: 10 * SUBJECT_LENGTH].split())
    if len(line) <= SUBJECT_LENGTH:
        return line
    words = line[:SUBJECT_LENGTH].rpartition(" ")[0]
    return (words or line[: SUBJECT_LENGTH - 1]) + "…"


def words_of(error):
    """A validation error as one line: `body: This field may not be blank.`"""

    def lines(detail, path):
        if isinstance(detail, dict):
            for name, inner in detail.items():
                yield from lines(inner, [*path, str(name)])
        elif isinstance(detail, list):
            for inner in detail:
                yield from lines(inner, path)
        else:
            where = ".".join(path).replace("customer.external_id", "external_id")
            where = where.replace("customer.", "customer_").replace("non_field_errors", "")
            yield f"{where}: {detail}" if where else str(detail)

    return " ".join(lines(error.detail, []))


@dataclass
class Job:
    """One call of `import_file`: what is imported by whom, and how."""

    path: Path
    actor: User
    file_format: str = "csv"
    mapping: dict = field(default_factory=dict)
    rejected_path: Path | None = None
    again: bool = False

    def __post_init__(self):
        if self.file_format not in FORMATS:
            raise FileProblem(f"The format is {' or '.join(FORMATS)}, not {self.file_format}.")
        self.rejected_path = self.rejected_path or self.path.with_name(self.path.name + ".rejected")


def import_file(job, on_start=None, on_batch=None):
    """Import a file, from where an earlier call stopped.

    Parameters: `on_start(run)` is called before the first row, `on_batch(run, bytes_read)` after
    each commit. Returns the finished ImportRun; one that was finished already is left as it is.
    Raises: FileProblem when the file, the mapping or the circumstances are wrong.
    """
    with job.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        source = open_source(file, job.file_format)
        mapping = complete_mapping(job.mapping, source.columns)
        run = _run_of(job, digest, mapping)
        if on_start:
            on_start(run)
        if run.finished_at is None:
            rejected = RejectedFile(job.rejected_path, source)
            try:
                reader = RowReader(mapping, f"imported-{run.pk}-{{}}@import.invalid")
                for _ in _batches(run, source.records(), reader, rejected):
                    if on_batch:
                        on_batch(run, file.tell())
            finally:
                rejected.close()
    return run


def _run_of(job, digest, mapping):
    """The run to go on with, or a new one. Raises: FileProblem."""
    options = {"format": job.file_format, "mapping": mapping, "as": job.actor.username}
    with transaction.atomic(durable=True):
        # Waits for the last batch of a process that was killed a moment ago.
        last = (
            ImportRun.objects.select_for_update()
            .filter(file_sha256=digest)
            .order_by("-round")
            .first()
        )
        if last and not (job.again and last.finished_at):
            if last.options == options:
                return last
            if last.tickets_opened:
                raise FileProblem(_words_on_other_options(last))
        _check_rejected_can_be_written(job.rejected_path)
        run, created = ImportRun.objects.get_or_create(
            file_sha256=digest,
            round=last.round + 1 if last else 1,
            defaults={
                "file_name": job.path.name[-255:],
                "options": options,
                "started_by": job.actor,
            },
        )
        if created:
            record(f"import:{run.pk}", job.actor, "import.started", file_sha256=digest)
    return run


def _words_on_other_options(last):
    if last.finished_at:
        return (
            f"This file was imported before with other options ({last.tickets_opened} tickets). "
            "--again imports it once more, beside those tickets."
        )
    mapping = " ".join(f"--map {name}={col}" for name, col in last.options["mapping"].items())
    return (
        "This file is half imported with other options. Finish that first: "
        f"--format {last.options['format']} --as {last.options['as']} {mapping}"
    )


def _check_rejected_can_be_written(path):
    """Before the first row, not in the middle. Another import's rows are not overwritten."""
    if path.exists():
        raise FileProblem(f"{path} is there from an earlier import; move it away first.")
    try:
        path.touch()
        path.unlink()
    except OSError as error:
        raise FileProblem(
            f"{path} cannot be written ({error.strerror}); name another place with --rejected."
        ) from error


def _batches(run, records, reader, rejected):
    """Import batch after batch, yielding after each commit."""
    kept = rejected.go_on(run.rejected_bytes)
    for row in islice(records, run.rows_done):
        if not kept:  # the rejected rows were moved away: write them once more
            rejected.append(_check([row], reader)[1])
    while rows := list(islice(records, BATCH)):
        good, bad = _check(rows, reader)
        with transaction.atomic(durable=True):
            _hold(run)
            bad = sorted(bad + _open(run.started_by, good), key=lambda pair: pair[0].number)
            rejected.append(bad)
            run.rows_done += len(rows)
            run.rows_rejected += len(bad)
            run.rejected_bytes = rejected.size
            run.save(update_fields=["rows_done", "rows_rejected", "rejected_bytes", "updated_at"])
        yield run
    with transaction.atomic(durable=True):
        _hold(run)
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at", "updated_at"])
        record(
            f"import:{run.pk}",
            run.started_by,
            "import.finished",
            tickets=run.tickets_opened,
            rejected=run.rows_rejected,
        )


def _check(rows, reader):
    """Split rows into [(row, ticket fields)] and [(row, reason)]."""
    good, bad = [], []
    for row in rows:
        try:
            good.append((row, reader.read(row)))
        except serializers.ValidationError as error:
            bad.append((row, words_of(error)))
    return good, bad


def _hold(run):
    """Lock the run. Raises: FileProblem when another process imported a part meanwhile."""
    there = ImportRun.objects.select_for_update().get(pk=run.pk)
    if (there.rows_done, there.finished_at) != (run.rows_done, None):
        raise FileProblem("Another process is importing this file; this one stops.")


def _open(actor, good):
    """Open the tickets. Returns the [(row, reason)] that only PostgreSQL found fault with."""
    try:
        with transaction.atomic():
            open_tickets(actor=actor, tickets=[ticket for _, ticket in good])
        return []
    except DataError as error:
        if len(good) == 1:
            return [(good[0][0], f"PostgreSQL refuses it: {str(error).splitlines()[0]}")]
    return [fault for pair in good for fault in _open(actor, [pair])]
