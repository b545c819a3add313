"""Street addresses: a house number beside a street's name, and the postcode and town that follow.

Patterns are tried only where a number stands beside a word that streets have, so ordinary text
costs a look at its numbers. English and French put the number first, the others last.
"""

import re
from collections.abc import Iterator

from .patterns import alternatives, words

Span = tuple[int, int]

_WORD = r"(?:[^\W\d_][\w'.-]*)"
_CAPITAL = r"(?:[A-Z][\w'.-]*)"
_SURE = "street st road rd avenue ave lane ln boulevard blvd crescent terrace"
_OTHER = """drive dr close court ct way place pl square sq gardens grove row hill park mews parade
    highway hwy parkway pkwy quay walk yard wharf green broadway circle loop alley"""
_EN_AHEAD = re.compile(
    rf"[a-zA-Z]?,?[ ]((?:(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th))[ ]){{1,4}}?)"
    rf"({'|'.join(f'{_SURE} {_OTHER}'.split())})(?![\w'])\.?",
    re.IGNORECASE,
)
_SURE_STREETS = words(_SURE)
_NOT_IN_A_NAME = words(
    """a an on in at to my your our this that for and or by per from with is was i we it no not day
    days week weeks month months year years hour hours minute minutes time times more less card
    cards euro euros eur usd gbp pounds dollars percent account accounts payment payments
    transfer transfers working business am pm off out down up only about after before until
    since than of"""
)
_FR_AHEAD = re.compile(
    r"(?:[ ]?(?:bis|ter|quater)(?![^\W_])|[a-zA-Z](?![^\W_]))?,?[ ]"
    r"(?:(rue|avenue|boulevard|bd\.?|impasse|faubourg|quai|allees?)|av\.?|place|chemin|cours|route|"
    r"passage|square|residence|villa|sentier)[ ]"
    rf"(?:(?:de|du|des|la|le|les|aux?|l'|d')[ ]?){{0,3}}({_WORD})"
    rf"((?:[ ](?:(?:de|du|des|la|le|les|d')[ ]?){{0,2}}(?-i:{_CAPITAL})){{0,3}})",
    re.IGNORECASE,
)
_SURE_ENDINGS = ("strasse", "str", "str.", "straat", "laan", "gasse", "gracht", "allee")
_ENDINGS = (*_SURE_ENDINGS, "weg", "platz", "ring", "damm", "ufer", "chaussee", "promenade",
            "markt", "plein", "kade", "dijk", "singel", "dreef", "steeg")  # fmt: skip
_NOT_STREETS = words(
    """parkplatz arbeitsplatz arbeitsweg heimweg umweg ausweg rechtsweg postweg supermarkt sitzplatz
    stellplatz schulweg dienstweg zahlungsweg versandweg dekade spring string during ordering
    offering bring mediamarkt weg ring markt platz onderweg"""
)
_STREET_WORDS = words(
    """calle c/ cl avenida avda av plaza pza paseo camino carretera ronda travesia rambla via viale
    piazza corso vicolo largo piazzale strada contrada lungarno lungotevere rua travessa praca
    estrada alameda ul ulica aleja aleje osiedle r"""
)
_PARTICLE = r"(?i:de|del|della|dei|degli|di|la|las|los|el|da|do|das|dos|d'|l')"
_BEFORE_NUMBER = re.compile(
    rf"(?<![^\W_])(?:(?i:{'|'.join(sorted(_STREET_WORDS - {'r', 'via', 'largo', 'c/'}))})"
    rf"|(?<=[Ii]n )via|Via|Largo|[cC]/|R(?=\.))\.?[ ]?(?:{_PARTICLE}[ ]?){{0,3}}"
    rf"{_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_CAPITAL}){{0,3}},?[ ]?"
    r"(?i:n[or]?\.?[ ]?|num\.?[ ]|numero[ ])?\Z"
)
_HOUSE = re.compile(
    r"\d{1,4}(?:[ ]?[a-zA-Z](?![^\W_]))?(?:[ ]?[-/][ ]?\d{1,4}[a-z]?)?(?![\d:%€$£]|[.,/-]\d)"
)
_UNITS = re.compile(
    r"[ ]?(?:€|\$|£|%|(?:eur|euros?|usd|gbp|chf|km|kg|uhr|days?|tage?n?|jours?|dias?|times|mal|"
    r"fois|"
    r"am|pm|\d{4}|jan\w*|feb\w*|mar\w*|apr\w*|may|mai|ju[nl]\w*|aug\w*|sep\w*|o[ck]t\w*|nov\w*|"
    r"de[cz]\w*|enero|mayo|agosto)(?![^\W_]))",
    re.IGNORECASE,
)
# What may follow: flat, postcode, town.
_FLAT = (
    r"(?:,?[ ]?(?i:apt|apartment|flat|unit|suite|ste|appt|appartement|wohnung|whg|piso|interno|m)"
    r"\.?[ ]?#?\d{1,4}[a-zA-Z]?(?![\w])|,?[ ]#\d{1,4}|,[ ]\d{1,2}o?[ ]?[A-Z](?!\w))"
)
_TOWN = (
    rf"{_CAPITAL}(?:[ -](?:{_CAPITAL}|(?:am|an|im|in|der|de|la|le|les|sur|sous|upon|on|do|da|del)"
    r"(?=[ -][A-Z]))){0,4}"
)
# Outward code, digit, two letters that no inward code leaves out (BS 7666).
_UK = r"(?:GIR[ ]?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]?[ ]?\d[ABD-HJLNP-UW-Z]{2})(?![^\W_])"
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|"
    "NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
_US = rf"(?:{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}},?[ ](?:{_STATES})[ ]\d{{5}}(?:-\d{{4}})?(?!\d))"
_CODE = r"(?:(?:[A-Z]{1,2}-)?\d{5}|\d{4}[ ]?[A-Z]{2}(?![^\W_])|\d\d-\d{3}|\d{4}-\d{3})(?!\d)"
_GAP = r"(?:[ ]*[,;/][ ]*|[ ]*,?[ ]*\n[ >|]*|[ ]+(?:in[ ])?)"
_TAIL = re.compile(
    rf"(?:[ ](?:[NS][EW]?|[EW])(?![^\W_]))?{_FLAT}?(?:{_GAP}(?:{_US}|{_UK}|(?:{_CODE}|"
    rf"\d{{4}})[ ]{{1,2}}{_TOWN}(?:[ ]\([A-Z]{{2}}\))?"
    rf"|{_CODE}|{_TOWN}(?:,?[ ]|[ ]*,?[ ]*\n[ >|]*){_UK}))?(?:,[ ]{_TOWN}(?=[.!?;,\n]|\Z)){{0,2}}"
)
_PLACE_WORDS = alternatives(
    r"""post ?code|zip(?:[ ]code)?|postal code|plz|postleitzahl|code postal|cp|codigo postal|cap
    kod pocztowy|(?:live[sd]?|living) (?:in|at)|moved to|wohne? in|wohnhaft in|umgezogen nach
    habite(?: a)?
    vivo en|resido en|abito a|woon in|moro em|mieszkam w|address|adresse|anschrift|direccion
    indirizzo|adres|endereco|morada"""
)
_IN_CONTEXT = re.compile(
    rf"(?<![^\W_])(?i:{_PLACE_WORDS})(?:[ ](?:is|ist|est|es|e|to|jest))?[ ]?:?[ ]?"
    rf"((?i:{_UK})|{_US}|{_CODE}(?:[ ]{_TOWN})?|\d{{4}}[ ]{_TOWN})"
)
_ALONE = [
    re.compile(pattern)
    for pattern in (
        rf"(?<![^\W_])({_UK})",
        rf"(?<![^\W_])({_US})",
        rf"(?<![^\W_])({_CAPITAL}(?:[ ]{_WORD}){{0,3}}[ ]\d{{1,4}}[a-z]?[ ]*(?:,|,?[ ]*\n)[ >|]*"
        rf"\d{{5}}[ ]{_TOWN})",
        rf"(?m)^[ >|]*((?:[A-Z]{{1,2}}-)?\d{{5}}[ ](?![A-Z]{{3}}\b){_TOWN})[ ]*$",
        r"(?<![^\W_])((?i:p\.?[ ]?o\.?[ ]?box|postfach|boite postale|bp|apartado|"
        r"postbus)[ ]\d{1,6})",
    )
]
_NUMBER = re.compile(r"(?<![\w.:€$£+-])(?<!\d,)\d{1,5}(?![\d:%€$£]|[.,]\d)")


def addresses(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Street addresses with what belongs to them, and postcodes that stand alone."""
    position, taken, found = 0, set(), []
    for number in _NUMBER.finditer(text):
        if number.start() < position:
            continue
        street = _number_first(text, number) or _number_last(text, number)
        if street and street[0] >= position:
            position = _TAIL.match(text, street[1]).end()
            taken.update(range(street[0], position))
            found.append((street[0], position))
    for pattern in (_IN_CONTEXT, *_ALONE):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append((start, end))
    for start, end in found:
        yield start, end, "ADDRESS", " ".join(re.findall(r"\w+", text[start:end].lower()))


def _number_first(text: str, number: re.Match) -> Span | None:
    """ "221B Baker Street", "12 bis rue de la Paix"."""
    match = _EN_AHEAD.match(text, number.end())
    if match and _english_name(match):
        return number.start(), match.end()
    match = _FR_AHEAD.match(text, number.end())
    if match and (match.group(1) or match.group(2)[0].isupper() or match.group(3)):
        return number.start(), match.end()
    return None


def _english_name(match: re.Match) -> bool:
    name, kind = match.group(1).split(), match.group(2)
    if any(word.lower() in _NOT_IN_A_NAME for word in name):
        return False
    capital = all(not word[0].islower() for word in [*name, kind])
    return capital or (kind.lower() in _SURE_STREETS and len(name) <= 2)


def _number_last(text: str, number: re.Match) -> Span | None:
    """ "Musterstraße 12", "Calle Mayor 3", "Via Roma, 5"."""
    house = _HOUSE.match(text, number.start())
    if not house or _UNITS.match(text, number.end()):
        return None
    before = text[max(0, number.start() - 60) : number.start()]
    ahead = before.lower().split()[-7:]
    if not ahead or not before[-1:].isspace() and before[-1:] not in ".,/'":
        return None
    start = number.start() - len(before)
    if ahead[-1].endswith(_ENDINGS) and before.endswith(" "):
        street = _ending_in(before)
        if street >= 0:
            return start + street, house.end()
    if not _STREET_WORDS.isdisjoint(re.split(r"[\s.]+", " ".join(ahead))) or "c/" in before.lower():
        match = _BEFORE_NUMBER.search(before)
        if match:
            return start + match.start(), house.end()
    return None


def _ending_in(before: str) -> int:
    """Where the street begins whose last word tells that it is one, or -1."""
    pieces = [match.span() for match in re.finditer(r"[^\s,;:]+", before)]
    first, last = pieces[-1]
    word = before[first:last]
    lowered = word.lower()
    if lowered in _ENDINGS:  # "Berliner Straße", "Neuer Weg"
        if len(pieces) < 2 or not before[pieces[-2][0]].isupper():
            return -1
        sure = lowered.endswith(_SURE_ENDINGS) or before[: pieces[-2][1]].endswith(("er", "e"))
        return pieces[-2][0] if sure else -1
    if lowered in _NOT_STREETS or len(word) < 6:
        return -1
    return first if word[0].isupper() or lowered.endswith(_SURE_ENDINGS) else -1
