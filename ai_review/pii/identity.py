"""National identity numbers, passports and dates of birth."""

import re
from collections.abc import Callable, Iterator

from stdnum.be import nn
from stdnum.br import cpf
from stdnum.ch import ssn as ahv
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.ie import pps
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.pt import cc
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.us import ssn

from .patterns import LINK, alternatives

# Formats that speak for themselves; the check digits settle it.
_FORMATS: list[tuple[re.Pattern, Callable[[str], bool]]] = [
    (re.compile(pattern, re.IGNORECASE), valid)
    for pattern, valid in [
        (r"\d{3}[- ]\d{2}[- ]\d{4}", ssn.is_valid),
        (r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]", bool),
        (r"\d{8}[- ]?[A-HJ-NP-TV-Z]", dni.is_valid),
        (r"[XYZ][- ]?\d{7}[- ]?[A-Z]", nie.is_valid),
        (r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]", codicefiscale.is_valid),
        (r"[12][ ]?\d\d[ ]?\d\d[ ]?(?:\d\d|2[AB])[ ]?\d{3}[ ]?\d{3}[ ]?\d\d", nir.is_valid),
        (r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d", ahv.is_valid),
        (r"\d{3}\.\d{3}\.\d{3}-\d\d", cpf.is_valid),
        (r"(?:\d\d)?\d{6}[-+]\d{4}", lambda s: personnummer.is_valid(s) or cpr.is_valid(s)),
        (r"\d{6}[-+A]\d{3}[0-9A-Y]", hetu.is_valid),
        (r"\d{6}/\d{3,4}", rc.is_valid),
        (r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", nn.is_valid),
        (r"\d{7}[A-W][A-IW]?", pps.is_valid),
        (r"\d{11}", lambda s: pesel.is_valid(s) or fodselsnummer.is_valid(s)),
        (r"\d{6}[ ]\d{5}", fodselsnummer.is_valid),
        (r"\d{2}[ ]\d{3}[ ]\d{3}[ ]\d{3}", idnr.is_valid),
        (r"\d{4}[ ]\d{4}[ ]\d{4}(?![ ]\d)", aadhaar.is_valid),
        (r"[1-9]\d{12}", cnp.is_valid),
        (r"\d{8}[ ]?\d[ ]?[A-Z]{2}\d", cc.is_valid),
        (r"[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z]{2}", bool),  # British driving licence
    ]
]
# One pass finds the places where any of them could begin.
_TOKEN = re.compile(r"(?<![^\W_])[A-Za-z]{0,6}[ -]?\d(?:[A-Za-z0-9]|[-+./ ](?=[A-Za-z0-9]))+")


def formats(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Identity numbers of a form and check digits that nothing else has."""
    position = 0
    for token in _TOKEN.finditer(text):
        for start in (token.start(), *_word_starts(text, token)):
            if start < position:
                continue
            found = _identity_at(text, start)
            if found:
                position = found
                value = re.sub(r"[^A-Z0-9]", "", text[start:found].upper())
                yield start, found, "ID", value


def _word_starts(text: str, token: re.Match) -> Iterator[int]:
    for i in range(token.start() + 1, token.end()):
        if text[i].isalnum() and not text[i - 1].isalnum():
            yield i


def _identity_at(text: str, start: int) -> int:
    """The end of the identity number that begins at `start`, or 0."""
    for pattern, valid in _FORMATS:
        match = pattern.match(text, start)
        if not match or text[match.end() : match.end() + 1].isalnum():
            continue
        if valid is bool or valid(match.group()):
            return match.end()
    return 0


_CONTEXT_WORDS = alternatives(
    r"""social security|ssn|national insurance|nino|ni|tax(?:payer)? (?:id|number|reference)|tin
    itin|nhs|steuer-?id|steuernummer|steueridentifikationsnummer|idnr|svnr|ahv|bsn
    sozialversicherungs(?:nummer|nr)|rentenversicherungsnummer|burgerservicenummer|sofinummer
    pesel|personnummer|personnr|fodselsnummer|cpr|hetu|nif|nie|dni|cpf|codice fiscale
    securite sociale|insee|nir|aadhaar|passport|reisepass|pass|passnummer
    (?:personal)?ausweis(?:nummer|nr)?|id[ -]?(?:card|number|no)|identity (?:card|number)
    national id|passeport|carte d'identite|pasaporte|passaporto|paspoort|documento
    documento de identidad|driv(?:er'?s?|ing) licen[cs]e|licen[cs]e|fuhrerschein
    permis de conduire|carnet de conducir|rijbewijs|identiteitskaart|carta d'identita|patente
    numero di passaporto|numero de pasaporte|cartao de cidadao|bilhete de identidade|passaporte
    carta de conducao|dowod(?:u)? osobist\w+|numer dowodu|prawo jazdy|prawa jazdy|paszportu?
    numer paszportu|nhs[ ]number|medicare|social insurance|sin|abn|curp|rfc|cuil|nip"""
)
_CONTEXT = re.compile(
    rf"(?<![^\W\d_])(?:{_CONTEXT_WORDS}){LINK}(?<![^\W_])([A-Z0-9][A-Z0-9./-]{{1,19}})",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"[A-Za-z0-9./-]*(?:[ ][A-Za-z]{0,2}\d[A-Za-z0-9./-]*)*(?:[ ][A-Z](?![^\W_]))?"
)
_BIRTH_WORDS = alternatives(
    r"""born|d\.?o\.?b\.?|date of birth|birth ?date|birthday|geboren|geb\.?|geburtsdatum|geburtstag
    nee?|date de naissance|fecha de nacimiento|nacid[oa]|nat[oa]|data di nascita|geboortedatum
    data de nascimento|nascid[oa]|urodzon[ya]|ur\.|data urodzenia|fecha de nac\.?|dn|naiss"""
)
_BIRTH = re.compile(
    rf"(?<![^\W\d_])(?:{_BIRTH_WORDS})[ ]{{0,2}}"
    r"(?:(?:on|am|le|el|il|op|em|dnia|w dniu|is|ist|est|es|e|to|jest|was|the|:|=|-)[ ]{0,2}){0,3}"
    r"(\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|"
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?[ ](?:de )?[^\W\d_]{3,10}\.?,?[ ](?:de )?\d{4}|"
    r"[^\W\d_]{3,10}[ ]\d{1,2}(?:st|nd|rd|th)?,?[ ]\d{4})(?!\d)",
    re.IGNORECASE,
)


_MACHINE_READABLE = re.compile(r"(?<![\w<])(?=[A-Z0-9]*<)[A-Z0-9<]{28,44}(?![\w<])")  # ICAO 9303


def in_context(text: str) -> Iterator[tuple[int, int, str, str]]:
    """What follows "passport number", "Steuer-ID", "born on" and the like."""
    for match in _BIRTH.finditer(text):
        yield match.start(1), match.end(1), "DOB", match.group(1).lower()
    for match in _CONTEXT.finditer(text):
        start = match.start(1)
        value = _GROUPS.match(text, start).group().rstrip("./-")
        if sum(c.isdigit() for c in value) >= 4 and len(value) >= 6:
            yield start, start + len(value), "ID", re.sub(r"[^A-Z0-9]", "", value.upper())


def machine_readable(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The lines at the foot of a passport."""
    if "<<" in text:
        for match in _MACHINE_READABLE.finditer(text):
            yield match.start(), match.end(), "ID", match.group()
