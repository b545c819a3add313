"""A folded copy of a text that detectors read, with the way back to the original's positions."""

import unicodedata
from functools import lru_cache

_BLANK = {"\x00": " ",
          "\u3164": " ", "\uffa0": " ", "\u2800": " ", "\u115f": " ", "\u1160": " ", "ß": "ss",
          "\t": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": "\n", "\u2028": "\n",
          "\u2029": "\n", "\u2212": "-", "\u2215": "/", "\u2044": "/", "’": "'"}  # fmt: skip


_ASCII = {ord(char): plain for char, plain in _BLANK.items() if char.isascii()}


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str:
    """What one character counts as: "" for invisible and combining ones."""
    if char in _BLANK:
        return _BLANK[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", char)
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf")) or char


class Shadow:
    """`text` without accents, invisible characters and fancy digits, spaces and dashes.

    The customer who writes a card number in full-width digits, or with zero-width characters in
    it, is understood. `.text` is what detectors read; `.original(start, end)` gives the positions
    in the text as it was.
    """

    def __init__(self, text: str):
        if text.isascii():
            self.text = text.translate(_ASCII)
            self._starts = None
            return
        plain, starts = [], []
        for index, char in enumerate(text):
            piece = char if " " <= char <= "~" or char == "\n" else _plain(char)
            plain.append(piece)
            starts += [index] * len(piece)
        self.text = "".join(plain)
        self._starts = starts
        self._source = text

    def original(self, start: int, end: int) -> tuple[int, int]:
        """(start, end) of `.text` as positions in the original, accents of the last letter too."""
        if self._starts is None:
            return start, end
        first, last = self._starts[start], self._starts[end - 1] + 1
        while last < len(self._source) and unicodedata.combining(self._source[last]):
            last += 1
        return first, last
