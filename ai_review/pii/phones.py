"""Telephone numbers. phonenumbers judges; a cheap pattern decides what it gets to see."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

_CANDIDATE = re.compile(
    r"(?<![\w.,/\x00-])(?:\+|\(\+)?[ ]?\(?\d(?:[ ().\-/\xa0]{0,3}\d){6,16}(?![\w])(?![.,]\d)"
)
# Where a number in national form is looked up when it does not say its country.
_TRUNK_REGIONS = ("GB", "DE", "FR", "NL", "AT", "CH", "BE", "IE", "IT")
_OPEN_REGIONS = ("ES", "US", "PT", "PL", "IT", "DK", "NO")
_DATE = re.compile(
    r"\d{1,2}([./ -])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)|\d{4}([./-])\d{1,2}\2\d{1,2}(?!\d)|\d{8}T?\d*\Z"
)
_PHONE_WORD = re.compile(
    r"(?:phone|tel(?:efono?|ephone|efoon|efone)?\.?|mobile|mob|cell|call|ring|text|sms|whatsapp|signal|"
    r"fax|rufnummer|handy|mobil|anrufen|portable|appel(?:er|ez)?|joindre|joignable|movil|llam\w+|"
    r"cellulare|chiama\w*|reach|contact|number is|nummer ist|numero est|numero es)[^\d\n]{0,25}\Z",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(
    r"(?:order|invoice|reference|ref|transaction|booking|ticket|case|tracking|parcel|receipt|policy|"
    r"contract|serial|article|item|bestell\w*|auftrag\w*|rechnung\w*|referenz|vorgang\w*|sendung\w*|"
    r"vertrag\w*|commande|facture|dossier|suivi|pedido|factura|referencia|transaccion|expediente|"
    r"transaktion\w*|amount|betrag|montant|importe|no|nr|id)[ .:#°=-]{0,3}(?:number|nummer|numero|num|"
    r"no|nr|n|id|is|ist|est|es|code)?[ .:#°=-]{0,3}\Z",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[ ]?(?:[€$£%]|(?:eur|euros?|usd|gbp|chf|dollars?|pounds?|pln|sek)\b)", re.I)


def numbers(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Telephone numbers: international ones, and national ones that look or are announced so.

    An order number, an amount or a date is none.
    """
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        written = match.group()
        start += len(written) - len(written.lstrip(" "))
        written = text[start:end]
        before = text[max(0, start - 45) : start]
        if _MONEY.match(text, end) or before.rstrip()[-1:] in ("€", "$", "£"):
            continue
        value = _judge(written, _context(before))
        if value:
            yield start, end, "PHONE", value


def _context(before: str) -> str:
    """What the words in front say it is: "phone", "other" or ""."""
    if _OTHER_WORD.search(before) and not re.search(r"(?:phone|tel)\w*[^\w]{0,3}(?:no|nr|num\w*)?"
                                                     r"[ .:#-]{0,4}\Z", before, re.I):  # fmt: skip
        return "other"
    return "phone" if _PHONE_WORD.search(before) else ""


@lru_cache(maxsize=2_000)
def _judge(written: str, context: str) -> str:
    """The number's E.164 form when `written` is a telephone number, else ""."""
    digits = re.sub(r"\D", "", written)
    plus = "+" in written
    if plus or digits.startswith("00"):
        number = _parse("+" + digits if plus else "+" + digits[2:], None)
        return _e164(number) if number and phonenumbers.is_possible_number(number) else ""
    if context == "other" or _DATE.match(written):
        return ""
    trunk = digits.startswith("0")
    grouped = not written.isdigit()
    if not trunk and not grouped and context != "phone":
        return ""
    for region in (*_TRUNK_REGIONS, *_OPEN_REGIONS) if trunk else _OPEN_REGIONS:
        number = _parse(digits, region)
        if number and phonenumbers.is_valid_number_for_region(number, region):
            return _e164(number)
    # Announced as a telephone number but of a country we did not try.
    return digits if context == "phone" and len(digits) >= 7 else ""


def _parse(digits: str, region: str | None):
    try:
        return phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None


def _e164(number) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
