"""The part of a source that answers a question, and what of it may be told another customer."""

import re

from ai_review.facts import Evidence, Fact, facts
from ai_review.language import content_stems, fold, sentences

from .base import Source

OMISSION = "[…]"  # stands in a resolution where another customer's data was
# A remainder shorter than this share of the answer may have lost its point.
_LEAST_KEPT = 0.4

_SIGN_OFF = re.compile(
    r"^(?:(?:kind|best|warm)? ?regards|sincerely|yours|best wishes|(?:mit )?freundlichen? gru|"
    r"viele gru|beste gru|cordialement|bien a vous|un (?:cordial )?saludo|saludos|atentamente|"
    r"cordiali saluti|met vriendelijke groet|pozdrawiam)"
)
_SALUTATION = re.compile(
    r"^(?:hi|hey|hello|dear|hallo|guten tag|sehr geehrte|liebe|bonjour|cher|madame|hola|estimad|"
    r"buongiorno|gentile|beste|geachte|ola|caro|dzien dobry)\b.{0,60}[,!:.]?$"
)


def answer_part(text: str, asked: frozenset[str], language: str, most: int) -> tuple[int, int]:
    """(start, end) of the part of `text` to answer with, at most about `most` characters.

    Greeting and sign-off are left out. A longer text gives the run of whole paragraphs, or of
    sentences, that shares most with `asked` (stems of the question).
    """
    start, end = _body(text)
    if end - start <= most:
        return start, end
    paragraphs = [
        (start + m.start(), start + m.end()) for m in _PARAGRAPH.finditer(text[start:end])
    ]
    units = paragraphs
    if not paragraphs or max(b - a for a, b in paragraphs) > most:
        units = [(start + a, start + b) for a, b in sentences(text[start:end])]
    return _best_run(text, units, asked, language, most)


_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


def _best_run(text, units, asked, language, most) -> tuple[int, int]:
    """The neighbouring units that share most with the question; earlier ones win a draw."""
    stems = [frozenset(content_stems(text[a:b], language)) for a, b in units]
    best, best_score = (units[0][0], min(units[0][1], units[0][0] + most)), -1.0
    for first in range(len(units)):
        shared: set[str] = set()
        for last in range(first, len(units)):
            if units[last][1] - units[first][0] > most:
                break
            shared |= stems[last] & asked
            score = len(shared) - 0.25 * (last - first) + 0.5 / (1 + first)
            if score > best_score:
                best, best_score = (units[first][0], units[last][1]), score
    return best


def _body(text: str) -> tuple[int, int]:
    """(start, end) of `text` without an opening greeting line and a closing sign-off."""
    spans = [m.span() for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    if len(spans) > 1 and _SALUTATION.match(fold(text[slice(*spans[0])])):
        spans = spans[1:]
    for index in range(max(1, len(spans) - 4), len(spans)):
        if _SIGN_OFF.match(fold(text[slice(*spans[index])])):
            spans = spans[:index]
            break
    if not spans:
        return 0, 0
    start, end = spans[0][0], spans[-1][1]
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


# --- a resolution was written for somebody else ------------------------------------------------

_CURRENCY = r"(?:[€$£]|\b(?:EUR|USD|GBP|CHF|PLN|euros?|dollars?|pounds?)\b)"


def clean_part(
    source: Source,
    part: tuple[int, int],
    said: list[str],
    confirmed: list[str],
    asked: frozenset[str],
) -> tuple[int, int] | None:
    """(start, end) of the longest run of sentences in `part` that holds nothing of the customer
    whom the resolution `source` answered; None if too little of the answer is left.

    Theirs are the gaps that redaction left, and dates, references, long numbers, amounts and every
    number of their own question, unless this ticket (`said`) or a knowledge article (`confirmed`)
    has the same. asked: stems of this ticket's question.
    """
    start, end = part
    ticket, bank = Evidence(*said), Evidence(*confirmed)
    theirs = Evidence(source.title, source.question)

    def own(sentence: str) -> bool:
        return OMISSION not in sentence and not any(
            _theirs(fact, sentence, theirs, ticket, bank) for fact in facts(sentence)
        )

    runs, run = [], None
    for a, b in sentences(source.text[start:end]):
        a, b = start + a, start + b
        if own(source.text[a:b]):
            run = (run[0], b) if run else (a, b)
            runs.append(run)
        else:
            run = None
    if not runs:
        return None
    best = max(runs, key=lambda span: span[1] - span[0])
    text = source.text[slice(*best)]
    whole = best[1] - best[0] >= _LEAST_KEPT * (end - start)
    return best if whole and asked.intersection(content_stems(text, source.language)) else None


def _theirs(fact: Fact, sentence: str, theirs: Evidence, ticket: Evidence, bank: Evidence) -> bool:
    if fact.kind == "link" or ticket.has(fact) or bank.has(fact):
        return False
    if fact.kind in ("date", "reference") or any(isinstance(v, str) for v in fact.values):
        return True
    span = re.escape(fact.span)
    amount = re.search(rf"{_CURRENCY}\s?{span}|{span}\s?{_CURRENCY}", sentence, re.IGNORECASE)
    return bool(amount) or theirs.has(fact)
