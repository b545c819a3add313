"""Card numbers, IBANs, account numbers and sort codes."""

import re
from collections.abc import Iterator
from functools import lru_cache

from stdnum import numdb

from .patterns import LINK, alternatives

# Also over the end of a line, and the mark of a quoted one.
_DIGIT_RUN = re.compile(r"(?<!\d)\d(?:(?:[ \-./_·\n]{0,2}|[ ]{0,2}\n[ >|]{0,6})\d){12,}")
_GROUPED = re.compile(
    r"(?<!\d)(?:\d{4}[^\w]{1,3}\d{4}[^\w]{1,3}\d{4}[^\w]{1,3}\d{1,7}|"
    r"\d{4}[^\w]{1,3}\d{6}[^\w]{1,3}\d{5})(?!\d)"
)
_LONGEST_CARD, _SHORTEST_CARD = 19, 13


def cards(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Payment card numbers: 13 to 19 digits that pass Luhn's check and begin like a card."""
    last = 0
    for pattern in (_DIGIT_RUN, _GROUPED):
        for match in pattern.finditer(text):
            positions = [i for i in range(match.start(), match.end()) if text[i].isdigit()]
            digits = [int(text[i]) for i in positions]
            for first, length in _card_windows(digits, positions):
                start, end = positions[first], positions[first + length - 1] + 1
                if pattern is _GROUPED and start < last:
                    continue  # the first pattern has seen it
                last = max(last, end)
                yield start, end, "CARD", "".join(map(str, digits[first : first + length]))
                yield from _beside_card(text, end)


# The expiry date and the code from the back, next to the number.
_BESIDE_CARD = re.compile(
    r"[^\d\n]{0,30}(?<!\d)(\d\d[ ]?[/.-][ ]?(?:20)?\d\d)(?![\d/.-]\d)"
    r"(?:[^\d\n]{1,20}(\d{3,4})(?![\d.,/]))?"
    r"|[ ,;/|]{1,3}(\d{3,4})(?=[ ]*(?:[,;.\n]|\Z))"
)


def _beside_card(text: str, end: int) -> Iterator[tuple[int, int, str, str]]:
    match = _BESIDE_CARD.match(text, end)
    for group, kind in ((1, "EXPIRY"), (2, "SECRET"), (3, "SECRET")):
        if match and match.group(group):
            yield *match.span(group), kind, re.sub(r"\D", "", match.group(group))


def _card_windows(digits: list[int], positions: list[int]) -> Iterator[tuple[int, int]]:
    """(first, length) of the card numbers in a run of digits, leftmost and longest first.

    The whole run is tried first, then windows that begin and end at separators, or begin
    there with a usual length (an expiry date may be glued on). The sums make each try O(1).
    """
    n = len(digits)
    if n <= _LONGEST_CARD and _begins_like_a_card(digits, 0) and _luhn(digits):
        yield 0, n
        return
    sums = [[0], [0]]  # digits at even / odd positions doubled
    for i, d in enumerate(digits):
        twice = d * 2 - 9 if d > 4 else d * 2
        sums[0].append(sums[0][-1] + (twice if i % 2 == 0 else d))
        sums[1].append(sums[1][-1] + (twice if i % 2 else d))
    cut = [i == 0 or positions[i] - positions[i - 1] > 1 for i in range(n)] + [True]
    first = 0
    while first <= n - _SHORTEST_CARD:
        for length in range(min(_LONGEST_CARD, n - first), _SHORTEST_CARD - 1, -1):
            end = first + length
            aligned = cut[first] and cut[end]
            usual = length == 16 or (length == 15 and digits[first] == 3)
            # Luhn doubles every second digit, counted from the last but one.
            doubled = sums[end % 2]
            if (
                (aligned or (usual and cut[first]))
                and (doubled[end] - doubled[first]) % 10 == 0
                and _begins_like_a_card(digits, first)
            ):
                yield first, length
                first = end - 1
                break
        first += 1


def _begins_like_a_card(digits: list[int], first: int) -> bool:
    a, b = digits[first], digits[first + 1]
    if a in (4, 6) or (a == 5 and b != 9):
        return True
    return (a == 3 and b in (0, 4, 5, 6, 7, 8, 9)) or (a == 2 and 2 <= b <= 7)


def _luhn(digits: list[int]) -> bool:
    total = sum(digits[-1::-2]) + sum(d * 2 - 9 if d > 4 else d * 2 for d in digits[-2::-2])
    return total % 10 == 0


_IBAN_START = re.compile(r"[A-Za-z][ ]?[A-Za-z][ \-.:]{0,2}\d[ ]?\d")
_GAP = frozenset(" -./\n>|")


def ibans(text: str) -> Iterator[tuple[int, int, str, str]]:
    """IBANs, also with a slip in them: the right country, length and build is enough."""
    position = 0
    for match in _IBAN_START.finditer(text):
        start = match.start()
        if start < position:
            continue
        structure = _bban(match.group()[:3].replace(" ", "")[:2].upper())
        if not structure:
            continue
        length, build = structure
        compact, end = _collect(text, start, length)
        if len(compact) < length:
            continue
        value = compact.upper()
        alone = not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()
        whole = alone and compact[:2].isupper() and build.fullmatch(value[4:])
        if whole or (build.fullmatch(value[4:]) and _mod97(value)):
            position = end
            yield start, end, "IBAN", value
            if bic := _BIC_BESIDE.match(text, end):
                yield *bic.span(1), "BIC", bic.group(1)


def _collect(text: str, start: int, length: int) -> tuple[str, int]:
    """Up to `length` letters and digits from `start`, over a few separators in a row."""
    taken, gap, index = [], 0, start
    while index < len(text) and len(taken) < length:
        char = text[index]
        if char.isascii() and char.isalnum():
            taken.append(char)
            gap = 0
        elif char in _GAP and (gap < 2 or (gap < 7 and "\n" in text[index - gap : index])):
            gap += 1  # two in a row, more over the end of a quoted line
        else:
            break
        index += 1
    return "".join(taken), index


@lru_cache(maxsize=1_000)
def _bban(country: str) -> tuple[int, re.Pattern] | None:
    """(length of the IBAN, pattern of what follows the check digits) of a country, or None."""
    info = numdb.get("iban").info(country + "0" * 30)[0][1]
    parts = re.findall(r"(\d+)!([nac])", info.get("bban", ""))
    if not parts:
        return None
    classes = {"n": r"\d", "a": "[A-Z]", "c": "[A-Z0-9]"}
    build = "".join(f"{classes[kind]}{{{size}}}" for size, kind in parts)
    return 4 + sum(int(size) for size, _ in parts), re.compile(build)


def _mod97(iban: str) -> bool:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


_BIC = r"([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?!\w)"
_BICS = re.compile(
    r"(?<![^\W_])(?i:(?:bic|swift)(?:[ /-]?(?:code|bic|swift|nummer|number))?"
    rf"(?:[ ](?:is|ist|est|es|e))?)[ ]?[:=]?[ ]?{_BIC}"
)
_BIC_BESIDE = re.compile(rf"[ ,;/|\n]{{1,4}}{_BIC}")


def bics(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The bank's code after a word that says so."""
    for match in _BICS.finditer(text):
        yield *match.span(1), "BIC", match.group(1)


_ACCOUNT_WORDS = alternatives(
    r"""accounts?|acct|a/c|acc|konto|konten|kontonummer|kontonr|kto|compte|cuenta|conto|rekening
    rekeningnummer|conta|sort(?:[ -]?code)?|sortcode|bankleitzahl|blz|routing|aba|transit|bsb|clabe
    rib|customer|client|kunden(?:nummer|nr)|cliente?|member(?:ship)?|user|login"""
)
_ACCOUNT = re.compile(
    rf"(?<![^\W\d_])(?:{_ACCOUNT_WORDS}){LINK}(?<!\d)(\d(?:[ \-./]?\d){{4,23}})(?!\d)"
    r"(?!\s?(?:%|[€$£]|eur\b|usd\b|gbp\b|chf\b))",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"[ ]?(?:,|;|/|&|and|und|et|y|e|or|to|oder|ou|o)[ ](?:(?:sort code|account|blz)[ :]{1,2})?"
    r"(?<!\d)(\d(?:[ -]?\d){4,23})(?!\d)",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(r"(?<![\d-])\d\d-\d\d-\d\d(?=[ ,;/\n]{1,3}\d{7,8}(?!\d))")


def accounts(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Account numbers and sort codes after a word that says so, and others in the same breath."""
    for match in _SORT_CODE.finditer(text):
        number = re.compile(r"\d{7,8}").search(text, match.end())
        yield match.start(), match.end(), "ACCOUNT", match.group().replace("-", "")
        yield number.start(), number.end(), "ACCOUNT", number.group()
        text = (
            text[: match.start()] + "\x00" * (number.end() - match.start()) + text[number.end() :]
        )
    position = 0
    for match in _ACCOUNT.finditer(text):
        while match and match.start(1) >= position:
            position = match.end(1)
            value = re.sub(r"\D", "", match.group(1))
            yield match.start(1), match.end(1), "ACCOUNT", value
            match = _MORE.match(text, position)
