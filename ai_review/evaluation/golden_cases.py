"""The tickets of a golden set, read from JSONL; docs/golden.md describes the format."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError

from ai_review.providers.base import PRIORITIES, SENTIMENTS
from tickets.models import Message

SHIPPED = sorted((Path(__file__).parent / "golden").glob("*.jsonl"))
NO_SOURCE = "none"
_NEEDED = {"key", "subject", "messages", "expected"}
_KNOWN = _NEEDED | {"kind", "language", "customer"}
_EXPECTED = {"sources", "category", "priority", "sentiment", "must_contain", "must_not_contain",
             "gates"}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One ticket and what a good draft of it has; an empty expectation is not checked.

    sources: titles of which each citation must be one; empty: the reply must be empty.
    categories: those that are right. must_contain, must_not_contain: parts of the reply.
    gates: codes that must speak (not pass).
    """

    key: str
    kind: str
    language: str
    subject: str
    messages: tuple[tuple[str, str], ...]
    customer: dict
    sources: tuple[str, ...]
    categories: tuple[str, ...] = ()
    priority: str = ""
    sentiment: str = ""
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return bool(self.sources)


def read_cases(paths) -> list[Case]:
    """All cases of `paths`. Raises CommandError that names the file and line of a bad one."""
    cases = {}
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            if not line.strip():
                continue
            try:
                case = _case(json.loads(line))
                if case.key in cases:
                    raise ValueError(f"the key {case.key} is used twice")
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise CommandError(f"{path}, line {number}: {error}") from None
            cases[case.key] = case
    if not cases:
        raise CommandError("The golden set has no tickets.")
    return list(cases.values())


def _lines(path):
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from None


def _case(data: dict) -> Case:
    expected = data.get("expected", {})
    _only("the ticket", data.keys(), _KNOWN, _NEEDED)
    _only("expected", expected.keys(), _EXPECTED, {"sources"})
    messages = tuple((m["kind"], m["body"]) for m in data["messages"])
    if unknown := {kind for kind, _ in messages} - set(Message.Kind.values):
        raise ValueError(f"a message is of the unknown kind {unknown.pop()}")
    if "customer" not in {kind for kind, _ in messages}:
        raise ValueError("the customer says nothing")
    for name, allowed in (("priority", PRIORITIES), ("sentiment", SENTIMENTS)):
        if expected.get(name, allowed[0]) not in allowed:
            raise ValueError(f"{name} is not one of {', '.join(allowed)}")
    sources = expected["sources"]
    return Case(
        key=data["key"],
        kind=data.get("kind", ""),
        language=data.get("language", ""),
        subject=data["subject"],
        messages=messages,
        customer={"name": "", "email": "", "external_id": "", **data.get("customer", {})},
        sources=() if sources == NO_SOURCE else _many(sources),
        categories=_many(expected.get("category", [])),
        priority=expected.get("priority", ""),
        sentiment=expected.get("sentiment", ""),
        must_contain=_many(expected.get("must_contain", [])),
        must_not_contain=_many(expected.get("must_not_contain", [])),
        gates=_many(expected.get("gates", [])),
    )


def _only(what, found, known, needed):
    if missing := sorted(needed - found):
        raise ValueError(f"{what} has no {missing[0]}")
    if unknown := sorted(found - known):
        raise ValueError(f"{what} has the unknown field {unknown[0]}")


def _many(value) -> tuple[str, ...]:
    """One text or a list of texts."""
    values = tuple([value] if isinstance(value, str) else value)
    if not all(isinstance(each, str) for each in values):
        raise ValueError("an expectation is not text")
    return values
