"""A folded copy of a text that detectors read, with the way back to the original's positions."""

import html
import re
import unicodedata
from functools import lru_cache

_BLANK = {"\x00": " ",
          "\u3164": " ", "\uffa0": " ", "\u2800": " ", "\u115f": " ", "\u1160": " ", "ß": "ss",
          "\t": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": "\n", "\u2028": "\n",
          "\u2029": "\n", "\u2212": "-", "\u2215": "/", "\u2044": "/", "’": "'",
          "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae",
          "œ": "oe", "Œ": "Oe", "ı": "i"}  # fmt: skip


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


# Marks of HTML that an e-mail program leaves between the digits of a number. A tag with anything
# of its own in it (a link, a style) stays, for a detector may find something there.
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|code|div|em|font|i|ins|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup|table|"
    r"tbody|td|th|tr|tt|u|ul|wbr|br)[ ]?/?>|&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});"
)
_LINES = ("br", "p", "div", "li", "tr", "table", "ul", "ol", "pre")


@lru_cache(maxsize=2_000)
def _unmarked(markup: str) -> str:
    """What a tag or an entity counts as; itself when it is none."""
    if markup[0] == "<":
        return "\n" if markup.strip("</ >") in _LINES else ""
    char = html.unescape(markup)
    return "".join(_plain(c) for c in char) if len(char) == 1 else markup


class Shadow:
    """`text` without accents, invisible characters, markup, fancy digits, spaces and dashes.

    The customer who writes a card number in full-width digits, or with zero-width characters in
    it, is understood. `.text` is what detectors read; `.original(start, end)` gives the positions
    in the text as it was.
    """

    def __init__(self, text: str):
        marked = "<" in text or "&" in text
        if text.isascii() and not marked:
            self.text = text.translate(_ASCII)
            self._starts = None
            return
        plain, starts, ends = [], [], []
        index = 0
        for mark in [*_MARKUP.finditer(text), None] if marked else [None]:
            stop = mark.start() if mark else len(text)
            for char in text[index:stop]:
                piece = char if " " <= char <= "~" or char == "\n" else _plain(char)
                plain.append(piece)
                index += 1
                starts += [index - 1] * len(piece)
                ends += [index] * len(piece)
            if mark:
                piece = _unmarked(mark.group())
                plain.append(piece)
                index = mark.end()
                # A tag counts as nothing or as one character, what is no entity as itself.
                alike = len(piece) == len(mark.group())
                starts += range(stop, index) if alike else [stop] * len(piece)
                ends += range(stop + 1, index + 1) if alike else [index] * len(piece)
        self.text = "".join(plain)
        self._starts, self._ends = starts, ends
        self._source = text

    def original(self, start: int, end: int) -> tuple[int, int]:
        """(start, end) of `.text` as positions in the original, accents of the last letter too."""
        if self._starts is None:
            return start, end
        first, last = self._starts[start], self._ends[end - 1]
        while last < len(self._source) and unicodedata.combining(self._source[last]):
            last += 1
        return first, last
