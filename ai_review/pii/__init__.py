"""Finding personal data in text: pure functions over a folded copy of it (see shadow.py)."""

import re
from collections.abc import Callable, Iterator

from . import banking, identity, people, phones, places, secrets
from .known import KnownValues
from .shadow import Shadow

__all__ = ["PLACEHOLDER", "Found", "KnownValues", "Shadow", "find_all"]

PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_]{1,20}_\d{1,6}(?:\.\d{1,6})?\]")

# (start, end, kind, value): `value` is the same for every spelling of the same thing.
Found = tuple[int, int, str, str]
_ALNUM = re.compile(r"[^\W_]")


def literals(text: str) -> Iterator[Found]:
    """What looks like one of our placeholders but was written by somebody."""
    for match in PLACEHOLDER.finditer(text):
        yield match.start(), match.end(), "LITERAL", match.group()


def find_all(text: str, known: KnownValues) -> list[Found]:
    """All personal data in `text` (a Shadow's), in order, without overlaps.

    The sure detectors come first; what they found is blanked out for the later ones, so a card
    number is never half a telephone number.
    """
    found: list[Found] = []
    detectors: list[Callable[[str], Iterator[Found]]] = [
        literals, secrets.keys, secrets.links, emails, known.ids,
        identity.machine_readable,
    ]  # fmt: skip
    if any(c.isdigit() for c in text):
        detectors += [
            secrets.wallets, banking.ibans, banking.bics, banking.cards,
            identity.formats, identity.in_context, secrets.in_context, banking.accounts,
            places.addresses, phones.numbers, secrets.spelled_out,
        ]  # fmt: skip
    else:
        detectors += [banking.bics, secrets.in_context, secrets.spelled_out]
    for detector in [*detectors, people.names, known.learned, known.names]:
        new = list(detector(text))
        if new:
            text = _blank(text, new)
            found += new
    return sorted(found)


def _blank(text: str, spans: list[Found]) -> str:
    pieces, position = [], 0
    for start, end, _, _ in sorted(spans):
        pieces += text[position:start], "\x00" * (end - start)
        position = end
    return "".join([*pieces, text[position:]])


_AT = re.compile(
    r"[ ]?@[ ]?|%40|[ ](?:at(?=[ ][\w.-]+[ ]dot[ ])|arroba|arobase|chiocciola|malpa|klammeraffe)[ ]"
    r"(?=[\w.-]+[ ](?:dot|punkt|point|punto|kropka|ponto)[ ][a-z])"
    r"|[ ]?[(\[{<][ ]?(?:at|arroba|arobase|chez)[ ]?[)\]}>][ ]?",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[\w.!#$%&\"'*+/=?^`{|}~-]{1,64}\Z")
_DOT_NAME = r"(?:dot|punkt|point|punto|kropka|ponto)"
_DOT = rf"(?:\.|[ ]{_DOT_NAME}[ ]|[ ]?[(\[{{<][ ]?{_DOT_NAME}[ ]?[)\]}}>][ ]?)"
_DOMAIN = re.compile(
    rf"(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?{_DOT}){{1,8}}(?:xn--[\w-]{{2,59}}|[^\W\d_]{{2,63}})",
    re.IGNORECASE,
)
_DOT_WORD = re.compile(_DOT, re.IGNORECASE)


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses, also written "ada (at) example (dot) org"."""
    position = 0
    for at in _AT.finditer(text):
        local = _LOCAL.search(text, max(position, at.start() - 64), at.start())
        domain = _DOMAIN.match(text, at.end())
        if not domain or not local:
            continue
        start = local.start()
        while start < at.start() and not _ALNUM.match(text[start]):
            start += 1  # an opening quote or bracket is not part of it
        if start == at.start():
            continue
        position = domain.end()
        address = f"{text[start : at.start()]}@{_DOT_WORD.sub('.', domain.group())}"
        yield start, position, "EMAIL", address.lower()
