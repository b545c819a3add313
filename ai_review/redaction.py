"""Personal data out of a text before it leaves the building, and back into what returns.

    redactor = Redactor({"name": "Ada Byron", "email": "ada@example.org"})
    safe = redactor.redact("Ada here, card 4111 1111 1111 1111")   # [NAME_2] here, card [CARD_1]
    redactor.restore(safe)                                          # the text as it was

One redactor serves one draft: the same value has the same placeholder in every text it is given.
Another spelling of a value ("4111-1111…") gets a variant, [CARD_1.2], so that restoring is exact.
What a customer wrote that merely looks like a placeholder becomes one itself, [LITERAL_1].

It fails closed: whatever goes wrong in a detector, RedactionError is raised and nothing is sent.
What it does not recognise is in docs/safety.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .pii import PLACEHOLDER, KnownValues, Shadow, find_all

MAX_CHARACTERS = 1_000_000
_LEARNT = ("SECRET", "ACCOUNT", "ID", "NAME")


@dataclass(frozen=True)
class Filled:
    """A place in a restored text where a placeholder was: characters `start` to `end` of it."""

    placeholder: str
    start: int
    end: int


class RedactionError(Exception):
    """A text could not be checked for personal data; it must not be sent."""


class Redactor:
    """Replaces personal data by placeholders and puts it back.

    known: what is known of the customer, e.g. {"name": …, "email": …, "phone": …,
        "external_id": …}. Empty values are ignored; the key tells the kind, an unknown key is an
        id. The whole name is always [NAME_1]. Raises RedactionError.
    """

    def __init__(self, known: dict[str, str] | None = None):
        self._originals: dict[str, str] = {}  # placeholder -> the text it stands for
        self._placeholders: dict[tuple[str, str], str] = {}  # (kind, text) -> placeholder
        self._variants: dict[tuple[str, str], list[str]] = {}  # (kind, value) -> placeholders
        self._numbers: dict[str, int] = {}  # kind -> highest number given
        self._seen: set[tuple[str, str]] = set()
        try:
            self._known = KnownValues(known or {})
            for kind, value, written in self._known.first:
                self._placeholder(kind, value, written)
        except Exception as error:
            raise RedactionError("The customer's known data could not be prepared.") from error

    @property
    def count(self) -> int:
        """How many different values have been replaced so far."""
        return len(self._seen)

    def redact(self, text: str) -> str:
        """`text` with every value found replaced. Raises RedactionError."""
        try:
            if len(text) > MAX_CHARACTERS:
                raise ValueError("the text is too long")
            shadow = Shadow(text)
            pieces, position = [], 0
            for start, end, kind, value in find_all(shadow.text, self._known):
                start, end = shadow.original(start, end)
                start = max(start, position)  # "½" is one character and two digits
                if start >= end:
                    continue
                pieces += text[position:start], self._placeholder(kind, value, text[start:end])
                position = end
                if kind in _LEARNT and not self._known.is_own(kind, value):
                    self._known.learn(kind, value)
                if kind != "LITERAL":
                    self._seen.add((kind, value))
            return "".join([*pieces, text[position:]])
        except Exception as error:
            raise RedactionError("A text could not be checked for personal data.") from error

    def redact_all(self, texts: Iterable[str]) -> list[str]:
        """All `texts`, where a value recognised in one is replaced in every other as well.

        "My PIN is …" in the last message also hides it in the first. Raises RedactionError.
        """
        texts = list(texts)
        known = self._known.learnt
        safe = [self.redact(text) for text in texts]
        again = len(texts) > 1 and self._known.learnt > known
        return [self.redact(text) for text in texts] if again else safe

    def restore(self, text: str) -> str:
        """`text` with the placeholders of this redactor replaced by what they stand for."""
        return self.fill(text)[0]

    def fill(self, text: str) -> tuple[str, list[Filled]]:
        """Like `restore`, and where in the result each value was put, in order.

        What was restored is never looked at again: a value that looks like a placeholder stays.
        """
        pieces, places, position, length = [], [], 0, 0
        for match in PLACEHOLDER.finditer(text):
            value = self._originals.get(match.group())
            if value is None:
                continue
            before = text[position : match.start()]
            start = length + len(before)
            length = start + len(value)
            pieces += before, value
            places.append(Filled(match.group(), start, length))
            position = match.end()
        return "".join([*pieces, text[position:]]), places

    def _placeholder(self, kind: str, value: str, written: str) -> str:
        """The placeholder of `written`, which is one spelling of `value`."""
        found = self._placeholders.get((kind, written))
        if found:
            return found
        variants = self._variants.setdefault((kind, value), [])
        if variants:
            placeholder = f"{variants[0][:-1]}.{len(variants) + 1}]"
        else:
            self._numbers[kind] = self._numbers.get(kind, 0) + 1
            placeholder = f"[{kind}_{self._numbers[kind]}]"
        variants.append(placeholder)
        self._placeholders[kind, written] = placeholder
        self._originals[placeholder] = written
        return placeholder
