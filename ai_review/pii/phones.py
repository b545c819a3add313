"""Telephone numbers. phonenumbers judges; a cheap pattern decides what it gets to see."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from .patterns import alternatives

# An international number may go over the end of a line, quoted or not.
_CANDIDATE = re.compile(
    r"(?<![\w.,/\x00-])(?:(?:\+|\(\+)[ ]?\(?\d(?:(?:[ ().\-/]{0,3}|[ ]?\n[ >|]{0,4})\d){6,24}"
    r"|[ ]?\(?\d(?:[ ().\-/]{0,3}\d){6,60})(?=x\d|(?!\w))(?![.,]\d)"
)
# Where a number in national form is looked up when it does not say its country.
_TRUNK_REGIONS = ("GB", "DE", "FR", "NL", "AT", "CH", "BE", "IE", "IT")
_OPEN_REGIONS = ("ES", "US", "PT", "PL", "IT", "DK", "NO")
_DATE = re.compile(
    r"(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})|"
    r"\d{4}([./-])\d{1,2}\2\d{1,2})(?![./-]?\d)"
    r"|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
)
_GROUP = re.compile(r"\+?\(?\+?\d+\)?")
_PHONE_WORDS = alternatives(
    r"""phone|tel(?:efono?|ephone|efoon|efone)?\.?|mobile|mob|cell|call|ring|text|sms|whatsapp
    signal|fax|[^\W_]{0,9}rufnummer|[^\W_]{1,9}(?:phone|telefon)|festnetz|handy|mobil|anrufen|portable|appel(?:er|ez)?|joindre|joignable|movil
    llam\w+|cellulare|chiama\w*|reach|contact|number is|nummer ist|numero est|numero es"""
)
# From the start of a word: "tel" is also in "bestelling".
_PHONE_WORD = re.compile(rf"(?<![^\W_])(?:{_PHONE_WORDS})[^\d\n]{{0,25}}\Z", re.IGNORECASE)
_OTHER_WORDS = alternatives(
    r"""order|invoice|reference|ref|transaction|booking|ticket|case|tracking|parcel|receipt|policy
    contract|serial|article|item|bestell\w*|auftrag\w*|rechnung\w*|referenz|vorgang\w*|sendung\w*
    vertrag\w*|commande|facture|dossier|suivi|pedido|factura|referencia|transaccion|expediente
    transaktion\w*|amount|betrag|montant|importe|no|nr|id"""
)
_OTHER_WORD = re.compile(
    rf"(?<![^\W_])(?:{_OTHER_WORDS})[ .:#=-]{{0,3}}"
    r"(?:number|nummer|numero|num|no|nr|n|id|is|ist|est|es|code)?[ .:#=-]{0,3}"
    r"(?:is|ist|est|es|was)?[ .:#=-]{0,3}\Z",
    re.IGNORECASE,
)
_PHONE_NUMBER = re.compile(
    r"(?<![^\W_])(?:phone|tel|[^\W_]{1,9}(?:phone|telefon))\w*[^\w]{0,3}(?:no|nr|num\w*)?"
    r"[ .:#-]{0,4}\Z",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[ ]?(?:[€$£%]|(?:eur|euros?|usd|gbp|chf|dollars?|pounds?|pln|sek)\b)", re.I)


def numbers(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Telephone numbers: international ones, and national ones that look or are announced so.

    An order number, an amount or a date is none.
    """
    text = _DATE.sub(lambda date: "\x00" * len(date.group()), text)
    for match in _CANDIDATE.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, *match.span())]
        first = 0
        while first < len(groups):
            found = _longest(text, groups, first)
            if found:
                last, value = found
                yield groups[first][0], groups[last][1], "PHONE", value
                first = last
            first += 1


def _longest(text: str, groups: list[tuple[int, int]], first: int) -> tuple[int, str] | None:
    """(last group, E.164 form) of the longest telephone number that begins with group `first`."""
    start = groups[first][0]
    before = text[max(0, start - 45) : start]
    international = "+" in text[start : groups[first][1]]
    if not international and before.rstrip()[-1:] in ("€", "$", "£"):
        return None
    context = _context(before)
    ends = [n for n in range(len(groups) - 1, first - 1, -1) if 7 <= groups[n][1] - start <= 30]
    for last in ends:
        if international or not _MONEY.match(text, groups[last][1]):
            value = _judge(text[start : groups[last][1]], context)
            if value:
                return last, value
    if context == "phone" and ends:  # announced as one, but of a country we did not try
        digits = re.sub(r"\D", "", text[start : groups[ends[0]][1]])
        if 7 <= len(digits) <= 15:
            return ends[0], digits
    return None


def _context(before: str) -> str:
    """What the words in front say it is: "phone", "other" or ""."""
    if _OTHER_WORD.search(before) and not _PHONE_NUMBER.search(before):
        return "other"
    return "phone" if _PHONE_WORD.search(before) else ""


@lru_cache(maxsize=2_000)
def _judge(written: str, context: str) -> str:
    """The E.164 form when `written` is a telephone number, else ""."""
    digits = re.sub(r"\D", "", written)
    plus = "+" in written
    if plus or digits.startswith("00"):
        number = _parse("+" + digits if plus else "+" + digits[2:], None)
        return _e164(number) if number and phonenumbers.is_possible_number(number) else ""
    if context == "other":
        return ""
    if not 7 <= len(digits) <= 13:
        return ""
    trunk = digits.startswith("0")
    grouped = not written.isdigit()
    if not trunk and not grouped and context != "phone":
        return ""
    for region in (*_TRUNK_REGIONS, *_OPEN_REGIONS) if trunk else _OPEN_REGIONS:
        number = _parse(digits, region)
        if number and phonenumbers.is_valid_number_for_region(number, region):
            return _e164(number)
    return ""


def _parse(digits: str, region: str | None):
    try:
        return phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None


def _e164(number) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
