"""Reading records out of CSV and JSON Lines files, and keeping the ones that are refused.

Nothing is lost on the way: a record that cannot even be parsed is handed on with its text as it
stands in the file, and bytes that are not UTF-8 are written back as the bytes they were.
"""

import csv
import io
import json
import math
import os
from dataclasses import dataclass, field
from pathlib import Path

REASON = "rejected_because"
FORMATS = ("csv", "jsonl")
# Well above the longest body a ticket may have: a field as long as this is a quote that is never
# closed, and ends the record instead of swallowing the rest of the file.
MAX_FIELD = 1_000_000


class FileProblem(Exception):
    """The file as a whole cannot be imported; the message is for people."""


@dataclass(frozen=True)
class Record:
    """One row. `number` counts from 1 without header and blank lines; `values` by column;
    `problem` says why it could not be read; `original` is for the file of rejected rows."""

    number: int
    values: dict = field(default_factory=dict)
    problem: str = ""
    original: object = None


def open_source(file, file_format):
    """Return the reader of an open binary file. Raises: FileProblem."""
    start = file.read(4)
    file.seek(0)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileProblem("The file is UTF-16; save it as UTF-8 and import that.")
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    return CsvSource(text) if file_format == "csv" else JsonLinesSource(text)


class CsvSource:
    """Comma, semicolon or tab, whichever the header has most of; quotes as in RFC 4180."""

    def __init__(self, text):
        csv.field_size_limit(MAX_FIELD)
        self._text = text
        self._taken = []
        header = text.readline()
        while header and not header.strip():
            header = text.readline()
        if not header:
            raise FileProblem("The file is empty.")
        self._delimiter = max(",;\t", key=header.count)
        try:
            columns = next(csv.reader(self._lines(header), **self._dialect))
        except (csv.Error, StopIteration) as error:
            raise FileProblem(f"The first line is no header of a CSV file: {error}.") from error
        columns = [name.strip() for name in columns]
        twice = sorted({name for name in columns if columns.count(name) > 1})
        if twice:
            raise FileProblem(f"The header names these columns twice: {', '.join(twice)}.")
        self._width = len(columns)
        # The file of rejected rows can be corrected and imported as it is.
        self._reason_at = columns.index(REASON) if REASON in columns else None
        self.columns = [name for name in columns if name != REASON]

    @property
    def _dialect(self):
        return {"delimiter": self._delimiter, "strict": True}

    def _lines(self, first=None):
        """The file's lines; those of the record under way are kept in `_taken`."""
        if first is not None:
            yield first
        for line in self._text:
            self._taken.append(line)
            yield line

    def records(self):
        reader, number = csv.reader(self._lines(), **self._dialect), 0
        while True:
            self._taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Record(number, problem=f"not CSV: {error}", original=self._raw())
                continue
            if cells:
                number += 1
                yield self._record(number, cells)

    def _raw(self):
        return ["".join(self._taken)]

    def _record(self, number, cells):
        if len(cells) != self._width:
            words = f"has {len(cells)} columns, the header has {self._width}"
            fits = len(cells) < self._width and self._reason_at is None
            return Record(number, problem=words, original=cells if fits else self._raw())
        if self._reason_at is not None:
            del cells[self._reason_at]
        values = dict(zip(self.columns, cells, strict=True))
        return Record(number, values, unreadable("".join(cells)), cells)

    def rejected_head(self):
        return self._encode([*self.columns, REASON])

    def rejected_line(self, record, reason):
        cells = record.original
        return self._encode([*cells, *[""] * (len(self.columns) - len(cells)), reason])

    def _encode(self, cells):
        line = io.StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="\n").writerow(cells)
        return line.getvalue().encode("utf-8", "surrogateescape")


class JsonLinesSource:
    """One JSON object a line."""

    columns = None  # each line has its own

    def __init__(self, text):
        self._text = text

    def records(self):
        number = 0
        for line in self._text:
            if line.strip():
                number += 1
                yield self._record(number, line.strip())

    def _record(self, number, line):
        problem = unreadable(line)
        try:
            values = json.loads(
                line, object_pairs_hook=_object, parse_constant=_not_json, parse_float=_finite
            )
        except (ValueError, RecursionError) as error:
            problem = problem or f"not JSON: {error}"
            return Record(number, problem=problem, original={"line": line})
        if not isinstance(values, dict):
            return Record(number, problem="not a JSON object", original={"line": line})
        values.pop(REASON, None)
        return Record(number, values, problem, values)

    def rejected_head(self):
        return b""

    def rejected_line(self, record, reason):
        values = record.original | {REASON: reason}
        try:
            line = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # half a surrogate pair, written as an escape
            line = json.dumps(values).encode()
        return line + b"\n"


def _object(pairs):
    parsed = dict(pairs)
    if len(parsed) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return parsed


def _not_json(name):
    raise ValueError(f"{name} is not JSON")


def _finite(digits):
    number = float(digits)
    return number if math.isfinite(number) else _not_json(digits)


def unreadable(text):
    """Why this text cannot be stored, or ""."""
    if "\x00" in text:
        return "contains a NUL character"
    if not text.isascii():
        bad = next((char for char in text if "\udc80" <= char <= "\udcff"), None)
        if bad:
            return f"is not UTF-8: byte 0x{ord(bad) - 0xDC00:02x}"
    return ""


class RejectedFile:
    """Rejected rows with their reasons, in the format of the source; made when there is one.

    `size` bytes of it belong to what is committed in PostgreSQL; what an interrupted batch wrote
    beyond that is cut off when the import goes on.
    """

    def __init__(self, path, source):
        self.path, self._source = Path(path), source
        self._file = None
        self.size = 0

    def go_on(self, size):
        """Keep the first `size` bytes. Returns False, and begins anew, when they are not there."""
        if size == 0 or not self.path.exists() or self.path.stat().st_size < size:
            self.path.unlink(missing_ok=True)
            return size == 0
        self._file = self.path.open("r+b")
        self._file.truncate(size)
        self._file.seek(size)
        self.size = size
        return True

    def append(self, rejected):
        """Write (Record, reason) pairs, on the disk when this returns."""
        if not rejected:
            return
        if self._file is None:
            self._file = self.path.open("wb")
            self._file.write(self._source.rejected_head())
        for record, reason in rejected:
            self._file.write(self._source.rejected_line(record, f"row {record.number}: {reason}"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size = self._file.tell()

    def close(self):
        if self._file:
            self._file.close()
