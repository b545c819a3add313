"""Whether a source answers a ticket, by the words they share. Deterministic, without a model."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ai_review.language import content_stems, detect_language, stem

from .base import DraftRequest, Source
from .summary import message_sentences

# Every second ticket of a bank has these words: they tell little about what it is about.
_EVERYDAY_WORDS = """
    account bank app card customer euro euros help hours make message money need number pay paid
    payment payments please time today transaction transfer want week weeks month working yesterday
    change day days new get problem question tell call long take
    konto karte geld zahlung tag tage frage hilfe compte carte question souci probleme
    cuenta tarjeta dinero pago problema ayuda
"""
_EVERYDAY = frozenset(stem(word) for word in _EVERYDAY_WORDS.split())

# Chosen on the shipped golden set, which therefore flatters them (docs/golden.md). What another
# threshold would give: `manage.py ai_evaluate golden --knowledge demo --report FILE.html`.
# A shared word counts by where it stands: title or category, the closest paragraph, elsewhere.
_TITLE, _PARAGRAPH, _ELSEWHERE = 2.0, 1.0, 0.4
_EVERYDAY_SHARE = 0.3  # of an everyday word, compared with another
_WHOLE = 0.7  # of the whole question; the rest is its best sentence: an answer meets one closely
_RIVAL = 0.5  # of the next best source about something else, which makes the best less sure
_SAME_WORDS = 0.8  # shared by two texts, of the shorter one's, from which they say the same
_LENGTH = 2.0  # plus the root of the number of words: a long question shares more by chance


@dataclass(frozen=True)
class Match:
    """A source and how sure it is that it answers. `n`: its number from 1; 0: none."""

    n: int = 0
    weight: float = 0.0


def best_match(
    sources: list[Source], language: str, asked: Sequence[str], *, foreign: bool = False
) -> Match:
    """The source that answers the sentences `asked` best among those in the customer's language.

    foreign: among those in another language instead. The first given wins a draw.
    """
    stems = [frozenset(content_stems(sentence, language)) for sentence in asked]
    weighed = [
        (_weight(source, stems), -n)
        for n, source in enumerate(sources, 1)
        if source.text.strip() and _is_foreign(source, language) == foreign
    ]
    if not weighed:
        return Match()
    weight, n = max(weighed)
    best = sources[-n - 1]
    rivals = [other for other, k in weighed if not _agree(sources[-k - 1], best)]
    return Match(-n, max(weight - _RIVAL * max(rivals, default=0.0), 0.0))


def several_questions(
    sources: list[Source], language: str, asked: Sequence[str], threshold: float
) -> bool:
    """Whether sentences of `asked` are answered by sources about different things."""
    about = set()
    for sentence in asked:
        match = best_match(sources, language, [sentence])
        if match.n and match.weight >= threshold:
            about.add(_topic(sources[match.n - 1]))
    return len(about) > 1


def _agree(one: Source, other: Source) -> bool:
    """Whether two sources are about the same thing, or one says what the other does: an answer
    signed from an article does not contradict it, whatever category the ticket was given."""
    if _topic(one) == _topic(other):
        return True
    first, second = (frozenset().union(*_stems("", "", each.text)) for each in (one, other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= _SAME_WORDS * shorter


def _topic(source: Source) -> str:
    return source.category or source.title


def question(request: DraftRequest) -> list[str]:
    """The sentences that ask: the subject's, and of a long thread the first and last message's.

    Without placeholders: [NAME_1] is no question about names.
    """
    said = [line.body for line in request.messages if line.kind == "customer"]
    bodies = [PLACEHOLDER.sub(" ", body) for body in dict.fromkeys([*said[:1], *said[-1:]])]
    found = [s.text for body in bodies for s in message_sentences(body, language_of(request))]
    return [PLACEHOLDER.sub(" ", request.ticket_subject), *found]


def language_of(request: DraftRequest) -> str:
    said = [line.body for line in request.messages if line.kind == "customer"]
    return request.language or detect_language("\n".join([request.ticket_subject, *said]))


PLACEHOLDER = re.compile(r"\[[A-Z]+_[\d.]+\]")  # of redaction, which this package does not know


def _is_foreign(source: Source, language: str) -> bool:
    theirs = source.language or detect_language(source.text)
    return bool(language and theirs and theirs != language)


def _weight(source: Source, asked: list[frozenset[str]]) -> float:
    whole = frozenset().union(*asked)
    best_sentence = max((_evidence(source, stems) for stems in asked), default=0.0)
    return _WHOLE * _evidence(source, whole) + (1 - _WHOLE) * best_sentence


def _evidence(source: Source, asked: frozenset[str]) -> float:
    """Shared words, each by where it stands, against the length of what is asked."""
    title, *paragraphs = _stems(source.title, source.category, source.question or source.text)
    shared = [asked & paragraph - title for paragraph in paragraphs]
    closest = max(shared, key=_sum)
    elsewhere = frozenset().union(*shared) - closest
    points = (
        _TITLE * _sum(asked & title) + _PARAGRAPH * _sum(closest) + _ELSEWHERE * _sum(elsewhere)
    )
    return points / (_LENGTH + math.sqrt(len(asked)))


# Good sources are given again and again.
@lru_cache(maxsize=2_000)
def _stems(title: str, category: str, text: str) -> tuple[frozenset[str], ...]:
    """Of the title with the category, and of each paragraph."""
    parts = [f"{title} {category.replace('_', ' ')}", *text.split("\n\n")]
    return tuple(frozenset(content_stems(part)) for part in parts)


def _sum(stems: Iterable[str]) -> float:
    return sum(_EVERYDAY_SHARE if stem in _EVERYDAY else 1.0 for stem in stems)
