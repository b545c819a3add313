"""Amounts, dates, references and links in a text, and whether another text has them too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ai_review.language import fold

_MONTH_NAMES = """
    1 january jan januar jänner janvier janv enero ene gennaio januari janeiro stycznia
    2 february feb februar février févr febrero febbraio februari fevereiro lutego
    3 march mar marz märz mars marzo maart março marca
    4 april apr avril avr abril abr aprile kwietnia
    5 may mai mayo maggio mei maio maja
    6 june jun juni juin junio giugno junho czerwca
    7 july jul juli juillet juil julio luglio julho lipca
    8 august aug août aout agosto ago augustus sierpnia
    9 september sep sept septembre septiembre settembre setembro września
    10 october oct oktober okt octobre octubre ottobre outubro października
    11 november nov novembre noviembre novembro listopada
    12 december dec dezember dez décembre decembre diciembre dic dicembre dezembro grudnia
"""
_MONTHS = {
    name: int(number)
    for number, *names in map(str.split, _MONTH_NAMES.strip().splitlines())
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBER_WORDS = """
    2 two zwei deux dos due twee dois dwa|3 three drei trois tres tre drie trzy
    4 four vier quatre cuatro quattro quatro cztery|5 five funf cinq cinco cinque vijf piec
    6 six sechs seis sei zes szesc|7 seven sieben sept siete sette zeven sete siedem
    8 eight acht huit ocho otto oito osiem|9 nine neun neuf nueve nove negen dziewiec
    10 ten zehn dix diez dieci tien dez dziesiec|11 eleven elf onze undici
    12 twelve zwolf douze doce
    14 fourteen vierzehn quatorze catorce|15 fifteen funfzehn quinze quince|20 twenty zwanzig vingt
    20 veinte|24 vierundzwanzig|30 thirty dreissig trente treinta
"""
_WORDS = {
    word: Decimal(number)
    for number, *names in (
        g.split() for g in _NUMBER_WORDS.replace("\n", "|").split("|") if g.strip()
    )
    for word in names
}
_UNIT = (
    r"(?:(?:working|business|calendar|full|banking|euro|u\.?s\.?) )?(?:day|hour|minute|week|month|"
    r"year|euro|dollar|pound|percent|per cent|werktag|arbeitstag|bankarbeitstag|tag|stunde|minute|"
    r"woche|monat|jahr|prozent|jour|heure|semaine|mois|an|annee|pour cent|dia|hora|semana|mes|ano|"
    r"minuto|por ciento|giorn|settiman|mesi|dag|uur|week|maand|godzin|dni|tygodni)"
)
_WORD_QUANTITY = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))}) {_UNIT}")

_TLD = (
    r"(?:com|org|net|info|biz|app|dev|io|bank|eu|co|me|online|site|shop|store|xyz|top|club|live|"
    r"page|link|click|cloud|tech|support|help|pay|money|finance|example|test|invalid|local|gov|edu|"
    r"int|mil|[a-z]{2})"
)
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s<>\"'“”«»\])]+|\b(?:javascript|data|vbscript|file):\S+"
    rf"|[\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.){{1,8}}[a-z]{{2,63}}"
    rf"|(?<![\w@.-])(?:(?!\d+\.)[\w-]{{1,63}}\.){{1,8}}"
    rf"(?-i:{_TLD}|{_TLD.upper()})(?![\w-])(?::\d+)?(?:/[^\s<>\"'\])]*)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![\w.,/-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?:(?P=s)(?P<y2>\d{4}|\d{2}))"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?[ ](?:of |de )?(?P<n>{_MONTH})\.?"
    r"(?:,? (?:de |del )?(?P<y3>\d{4}))?"
    rf"|\b(?P<n2>{_MONTH})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,:]\d|\d)"
    r"(?:,? (?P<y4>\d{4}))?"
    r")(?!\w)",
    re.IGNORECASE,
)
# A reference mixes letters and digits; "3rd", "24h" and "2x" do not count.
_REFERENCE = re.compile(
    r"(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)(?!\d{1,6}[a-z]{1,4}(?![\w-]))[A-Za-z0-9][\w-]{2,63}"
)
_LONG_NUMBER = re.compile(
    r"(?<![\w.,])\+?\(?\d(?:[ ()\-/\u00a0\u202f]{0,2}\d){6,30}(?![\w]|[.,]\d)"
)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?(?![\w]*\d)")
_LIST_NUMBER = re.compile(r"(?m)^[ \t]*\d{1,2}[.)](?=[ \t])")


_UNIT_AFTER = re.compile(
    r"[ \u00a0\u202f-]?(?:(?P<money>[€$£]|(?:eur|euros?|usd|gbp|chf|pln|zł|dollars?|"
    r"pounds?|francs?)\b)"
    r"|(?P<percent>%|per ?cent|prozent|pour cent|por ciento|per cento|procent)"
    r"|(?:(?:working|business|calendar|full|banking|volle|ganze) )?(?:"
    r"(?P<day>(?:days?|(?:werk|arbeits|bankarbeits|geschäfts|bank)?tage?n?|jours?|d[ií]as?|giorn[oi]|"
    r"(?:werk)?dag(?:en)?|dni|dzień)\b)|(?P<hour>hours?|stunden?|heures?|horas?|or[ae]\b|uur\b|uren|godzin)"
    r"|(?P<minute>minut)|(?P<week>weeks?|wochen?|semaines?|semanas?|settiman|weken|tydzień|tygodn)"
    r"|(?P<month>months?|monate?|mois\b|mes(?:es)?\b|mesi\b|maand|miesi)"
    r"|(?P<year>years?|jahre?|ans?\b|années?|años?|ann[io]\b|jaar|jaren|anos?\b|lat[a]?\b|rok)))",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:[€$£]|\b(?:eur|usd|gbp|chf|pln))[ \u00a0\u202f]?\Z", re.IGNORECASE)


def _unit(text: str, start: int, end: int) -> str:
    """What the number at `start` to `end` counts, told by what stands next to it, or ""."""
    if _MONEY_BEFORE.search(text, max(0, start - 5), start):
        return "money"
    after = _UNIT_AFTER.match(text, end)
    return (after.lastgroup or "") if after else ""


@dataclass(frozen=True)
class Fact:
    """`kind`: link | date | reference | number. `span`: as it stands in the text.

    `values`: all that it can mean (3/4 is in March or in April). `unit`: of a number, what it
    counts (money, percent, day, …), or "" when the text does not say.
    """

    kind: str
    span: str
    values: frozenset
    unit: str = ""


@lru_cache(maxsize=64)
def facts(text: str) -> tuple[Fact, ...]:
    """What can be checked in `text`, every piece of it once. Several gates ask for the same."""
    return tuple(_facts(text))


def _facts(text: str) -> Iterator[Fact]:
    text = _LIST_NUMBER.sub(lambda m: " " * len(m.group()), text)
    for kind, pattern, read in (
        ("link", _LINK, _read_link),
        ("date", _DATE, _read_date),
        ("reference", _REFERENCE, lambda m: {_compact(m.group())}),
        ("number", _LONG_NUMBER, lambda m: {"#" + re.sub(r"\D", "", m.group())}),
        ("number", _NUMBER, lambda m: _read_number(m.group(), strict=True)),
    ):
        taken = []
        for match in pattern.finditer(text):
            values = read(match)
            if values:
                span = match.group().strip()
                if kind == "link":
                    span = span.rstrip(".,;:!?")
                taken.append((match.start(), match.start() + len(match.group().rstrip())))
                unit = _unit(text, *match.span()) if kind == "number" else ""
                yield Fact(kind, span, frozenset(values), unit)
        for start, end in taken:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    for match in _WORD_QUANTITY.finditer(fold(text)):
        yield Fact("number", match.group(1), frozenset({_WORDS[match.group(1)]}))


class Evidence:
    """All that may be said: the facts of the ticket and of the cited sources."""

    def __init__(self, *texts: str):
        read = [_evidence(text) for text in texts]
        self._links = set().union(*(links for links, *_ in read))
        self._dates = set().union(*(dates for _, dates, *_ in read))
        self._numbers: dict[Decimal, set[str]] = {}
        for *_, numbers, _ in read:
            for value, unit in numbers:
                self._numbers.setdefault(value, set()).add(unit)
        self._compact = "".join(compact for *_, compact in read)

    def has(self, fact: Fact) -> bool:
        """Whether any meaning of `fact` is in the evidence."""
        if fact.kind == "link":
            return bool(fact.values & self._links)
        if fact.kind == "date":
            return any(_same_day(a, b) for a in fact.values for b in self._dates)
        if fact.kind == "reference":
            return any(value in self._compact for value in fact.values)
        long = [value[1:] for value in fact.values if isinstance(value, str)]
        if long:
            return any(value in self._compact for value in long)
        units = set().union(*(self._numbers.get(value, ()) for value in fact.values))
        # 15 days do not prove 15 euros; where one side names no unit the number is enough.
        return bool(units) and (not fact.unit or bool(units & {fact.unit, ""}))


# Good sources are cited again and again.
@lru_cache(maxsize=1_000)
def _evidence(text: str) -> tuple[frozenset, frozenset, frozenset, str]:
    """(links, dates, numbers, the words without punctuation) of one text."""
    links, dates, numbers = set(), set(), set()
    for match in _LINK.finditer(text):
        links |= _read_link(match)
    for match in _DATE.finditer(text):
        dates |= _read_date(match)
    for match in re.finditer(r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?", text):
        unit = _unit(text, *match.span())
        numbers |= {(value, unit) for value in _read_number(match.group())}
    for match in re.finditer(r"\d+(?:[.,]\d+)?", text):
        unit = _unit(text, *match.span())
        numbers |= {(value, unit) for value in _read_number(match.group())}
    numbers |= {(_WORDS[w], "") for w in re.findall(r"[a-z]+", fold(text)) if w in _WORDS}
    # Numbers and references in groups: "DE89 3704 …" is also found written together.
    plain = _compact(text).split()
    compact = f" {' '.join(plain)} {''.join(plain)}"
    return frozenset(links), frozenset(dates), frozenset(numbers), compact


_MARKS = re.compile(r"[^\w\s]+|_+")


def _compact(text: str) -> str:
    """`text` without punctuation; white space stays."""
    return _MARKS.sub("", text.lower())


def _read_link(match: re.Match) -> set[str]:
    """The link without scheme, www, trailing punctuation and slash."""
    link = match.group().rstrip(".,;:!?").lower()
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", link).rstrip("/")
    return {bare} if bare else set()


def _read_date(match: re.Match) -> set[tuple]:
    """Possible (day, month, year or None)."""
    g = match.groupdict()
    name = g["n"] or g["n2"]
    if name:
        month = _MONTHS.get(name.lower())
        day = int(g["d2"] or g["d3"])
        year = g["y3"] or g["y4"]
        return {(day, month, _year(year))} if month and 1 <= day <= 31 else set()
    if g["y"]:
        options = {(int(g["d"]), int(g["m"]), int(g["y"]))}
    else:
        a, b, year = int(g["a"]), int(g["b"]), _year(g["y2"])
        options = {(a, b, year), (b, a, year)}
    return {(d, m, y) for d, m, y in options if 1 <= d <= 31 and 1 <= m <= 12}


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _same_day(a: tuple, b: tuple) -> bool:
    return a[:2] == b[:2] and (a[2] == b[2] or a[2] is None or b[2] is None)


def _read_number(text: str, *, strict: bool = False) -> set[Decimal]:
    """All readings of a number with points, commas, spaces or apostrophes in it.

    "5,000" is five thousand; only for evidence, not when strict, it may also be five.
    """
    text = re.sub(r"['’\u00a0\u202f ]", "", text)
    marks = [c for c in text if c in ".,"]
    if not marks:
        readings = [text]
    elif len(set(marks)) == 2:
        thousands = marks[0]
        readings = [text.replace(thousands, "").replace(",", ".")]
    elif len(marks) > 1:
        readings = [text.replace(marks[0], "")]
    else:
        decimal, whole = text.replace(",", "."), text.replace(marks[0], "")
        readings = [decimal]
        if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
            readings = [whole] if strict else [decimal, whole]
    values = set()
    for reading in readings:
        try:
            values.add(Decimal(reading).normalize())
        except InvalidOperation:
            continue
    return values
