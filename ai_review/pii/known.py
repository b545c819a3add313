"""Values that are known to belong to the customer, and those learnt on the way."""

import re
from collections.abc import Iterator

from .patterns import words
from .shadow import Shadow

_KINDS = {
    "name": "NAME", "full_name": "NAME", "first_name": "NAME", "last_name": "NAME",
    "company": "NAME", "email": "EMAIL", "phone": "PHONE", "mobile": "PHONE", "iban": "IBAN",
    "account": "ACCOUNT", "account_number": "ACCOUNT", "address": "ADDRESS",
}  # fmt: skip

_PARTICLES = words(
    """von van der den de del della di da do dos das du la le les el al bin ibn y e und and st
    jr sr dr mr mrs ms miss mx prof herr frau mme madame monsieur senor senora sr sra"""
)
# First and last names that are everyday words too: alone they count only when capitalised.
_EVERYDAY = words(
    """will mark may june april august rose grant bill frank jack max art hope faith joy price best
    long young white brown black green gray day king rich sue pat dean don drew rob chase cash penny
    grace summer bank banks case charge church cook field fields ford fox gold good hand hill holder
    hunt hunter law little love major miles moon page park parker pound power read rider root rush
    sharp short small star stone stark storm street swift true wall ward waters way west wise wood
    woods work winter klein lang lange gross kurz neu alt kaiser koch richter karte geld stark blanc
    petit grand roi martin rey rico sol cruz bueno blanco per ole an so do no in on at to is it be
    he me my we us am"""
)
_LETTER = r"[^\W\d_]"


class KnownValues:
    """known: {"name": …, "email": …, …}; an unknown key is an id of the customer."""

    def __init__(self, known: dict[str, str]):
        self.first: list[tuple[str, str, str]] = []  # (kind, value, as written): numbered first
        self._learned: dict[str, str] = {}
        self._learned_pattern: re.Pattern | None = None
        ids, names = {}, {}
        for key, written in known.items():
            value = " ".join(Shadow(str(written or "")).text.split())
            if not value:
                continue
            kind = _KINDS.get(key, "ID")
            if kind == "NAME":
                names.update(_name_patterns(value))
            else:
                pattern = _exactly(value, kind) if kind == "EMAIL" else _spelled(value)
                ids[_compact(value)] = kind, value.lower(), f"(?i:{pattern})"
            if kind in ("NAME", "EMAIL"):
                self.first.append((kind, value.lower(), str(written).strip()))
        self._ids = ids
        self._id_pattern = _any_of([pattern for *_, pattern in ids.values()])
        whole = {name.lower() for name in names.values()}
        self._own = whole | {part for name in whole for part in name.split()}
        self._name_pattern = _any_of(list(names))

    def ids(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """The customer's e-mail, phone and ids, in any case and spacing."""
        for match in self._id_pattern.finditer(text) if self._id_pattern else ():
            value = _compact(match.group())
            kind, value, _ = self._ids.get(value, ("ID", value, ""))
            yield match.start(), match.end(), kind, value

    def names(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """The customer's whole name and each of its parts."""
        for match in self._name_pattern.finditer(text) if self._name_pattern else ():
            value = " ".join(re.split(r"[\s.,_-]+", match.group().lower()))
            yield match.start(), match.end(), "NAME", value

    def learn(self, kind: str, value: str):
        """From now on `value` is found without its context. Short values would hit too much.

        Of a name also its parts, but only capitalised: Mark Stone is not a stone.
        """
        values = [value]
        if kind == "NAME":
            everyday = _PARTICLES | _EVERYDAY
            parts = [part for part in re.split(r"[\s.,]+", value) if part not in everyday]
            values = [case for part in {value, *parts} for case in (part.title(), part.upper())]
        for each in values:
            if len(each) >= 4 and each not in self._learned:
                self._learned[each] = kind
                self._learned_pattern = None

    def is_own(self, kind: str, value: str) -> bool:
        """Whether it is a name of the customer, or a part of one: found without being learnt."""
        return kind == "NAME" and value in self._own

    @property
    def learnt(self) -> int:
        """How many values have been learnt so far."""
        return len(self._learned)

    def learned(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Values that were recognised by their context somewhere."""
        if not self._learned:
            return
        if self._learned_pattern is None:
            patterns = [_exactly(value, kind) for value, kind in self._learned.items()]
            self._learned_pattern = _any_of(patterns)
        for match in self._learned_pattern.finditer(text):
            value = " ".join(match.group().split())
            kind = self._learned[value]
            yield match.start(), match.end(), kind, value.lower() if kind == "NAME" else value


def _any_of(patterns: list[str]) -> re.Pattern | None:
    """One pattern for all, the longest alternative first."""
    if not patterns:
        return None
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)))


def _exactly(value: str, kind: str) -> str:
    """A pattern for `value`, any white space for a space. Short ones and names as whole words."""
    pattern = r"\s+".join(re.escape(word) for word in value.split())
    if len(value) >= 8 and kind != "NAME":
        return pattern
    return rf"(?<![^\W_]){pattern}(?![^\W_])"


_SEPARATORS = r"[\s\-._/,;:()]+"


def _compact(value: str) -> str:
    return re.sub(_SEPARATORS, "", value.lower())


def _spelled(value: str) -> str:
    """A pattern for an id, number or address in any case, whatever separates its pieces.

    NB-203311 is also "nb 203311". A short one counts only as a whole word.
    """
    pieces = re.findall(r"[^\W\d_]+|\d+|_|[^\w\s\-._/,;:()]", value.lower())
    if value.isdigit() or len(_compact(value)) < 5:
        pieces = [re.escape(value.lower())]
    pattern = r"[\s\-._/,;:()]{0,3}".join(map(re.escape, pieces)) if len(pieces) > 1 else pieces[0]
    return pattern if len(value) >= 8 else rf"(?<![^\W_]){pattern}(?![^\W_])"


def _name_patterns(name: str) -> dict[str, str]:
    """Patterns for the whole name in both orders and for its parts."""
    parts = [part.strip(".,") for part in name.split()]
    parts = [part for part in parts if part]
    patterns = {}
    if len(parts) > 1:
        gap = r"[\s.,_-]{0,3}"
        for order in (parts, [parts[-1], *parts[:-1]], [parts[0], parts[-1]]):
            patterns[_bounded(f"(?i:{gap.join(map(re.escape, order))})", order)] = name
    for part in {*parts, *(piece for whole in parts for piece in whole.split("-"))}:
        lowered = part.lower()
        if len(parts) > 1 and (len(part) < 2 or lowered in _PARTICLES):
            continue
        if lowered in _EVERYDAY or len(part) == 2:
            capital = part[0].upper() + part[1:].lower()
            pattern = "|".join(re.escape(form) for form in {capital, part.upper(), part}
                               if form[0].isupper() or not form[0].isalpha()
                               or form.lower() == form.upper())  # fmt: skip
            pattern = f"(?:{pattern or re.escape(part)})"
        else:
            pattern = f"(?i:{re.escape(part)})"
        patterns[_bounded(pattern, [part])] = part
    return patterns


def _bounded(pattern: str, parts: list[str]) -> str:
    """Only as a whole word, with a genitive s; scripts written without spaces have no words."""
    first, last = parts[0][0], parts[-1][-1]
    before = rf"(?<!{_LETTER})" if ord(first) < 0x2E80 else ""
    after = rf"s?(?!{_LETTER})" if ord(last) < 0x2E80 else ""
    return f"{before}{pattern}{after}"
