"""Whether a source answers a ticket, by the words they share. Deterministic, without a model."""

import math
from dataclasses import dataclass

from ai_review.language import content_stems, detect_language, sentences, stem

from .base import DraftRequest, Source

# Every second ticket of a bank has these words: they tell little about what it is about.
_EVERYDAY_WORDS = """
    account bank app card customer euro euros help hours make message money need number pay paid
    payment payments please time today transaction transfer want week weeks month working yesterday
    change day days new get problem question tell call long take
    konto karte geld zahlung tag tage frage hilfe compte carte question souci probleme
    cuenta tarjeta dinero pago problema ayuda
"""
_EVERYDAY = frozenset(stem(word) for word in _EVERYDAY_WORDS.split())

# Chosen on the odd lines of the shipped golden set and checked on the even ones; `manage.py
# ai_evaluate golden --knowledge demo --report FILE.html` draws what another threshold would give.
# Each shared word counts: in the title or category, in the paragraph that shares most, elsewhere.
_TITLE, _PARAGRAPH, _ELSEWHERE = 2.0, 1.4, 0.4
_EVERYDAY_SHARE = 0.3  # of an everyday word, compared with another
_RIVAL = 0.3  # of the next best source about something else, which makes the best less sure
_LENGTH = 3.0  # plus the logarithm of the question's length: a long one shares more by chance


@dataclass(frozen=True)
class Match:
    """A source and how sure it is that it answers. `n`: its number from 1; 0: none."""

    n: int = 0
    weight: float = 0.0


def best_match(sources: list[Source], language: str, text: str, *, foreign: bool = False) -> Match:
    """The source that answers `text` best among those in the customer's language.

    foreign: among those in another language instead. The first given wins a draw.
    """
    asked = frozenset(content_stems(text, language))
    best, rival = Match(), 0.0
    weighed = [
        (_evidence(source, asked), n)
        for n, source in enumerate(sources, 1)
        if source.text.strip() and _is_foreign(source, language) == foreign
    ]
    if weighed:
        weight, n = max(weighed, key=lambda pair: (pair[0], -pair[1]))
        about = sources[n - 1].category
        rival = max((w for w, k in weighed if k != n and sources[k - 1].category != about),
                    default=0.0)  # fmt: skip
        best = Match(n, max(weight - _RIVAL * rival, 0.0))
    return best


def several_questions(sources: list[Source], language: str, text: str, threshold: float) -> bool:
    """Whether sentences of `text` are answered by sources of different categories."""
    about = set()
    for start, end in sentences(text):
        match = best_match(sources, language, text[start:end])
        if match.n and match.weight >= threshold:
            source = sources[match.n - 1]
            about.add(source.category or source.title)
    return len(about) > 1


def question(request: DraftRequest) -> str:
    """What is asked: of a long thread, what the customer wrote first and last."""
    asked = [line.body for line in request.messages if line.kind == "customer"]
    bodies = dict.fromkeys([*asked[:1], *asked[-1:]])
    return "\n".join([request.ticket_subject, *bodies])


def language_of(request: DraftRequest) -> str:
    return request.language or detect_language(question(request))


def _is_foreign(source: Source, language: str) -> bool:
    theirs = source.language or detect_language(source.text)
    return bool(language and theirs and theirs != language)


def _evidence(source: Source, asked: frozenset[str]) -> float:
    """Shared words, each by where it stands, against the length of the question."""
    title = asked.intersection(content_stems(f"{source.title} {source.category}".replace("_", " ")))
    paragraphs = [
        asked.intersection(content_stems(paragraph)) - title
        for paragraph in (source.question or source.text).split("\n\n")
    ]
    closest = max(paragraphs, key=_sum)
    elsewhere = frozenset().union(*paragraphs) - closest
    shared = _TITLE * _sum(title) + _PARAGRAPH * _sum(closest) + _ELSEWHERE * _sum(elsewhere)
    return shared / (_LENGTH + math.log1p(len(asked)))


def _sum(stems) -> float:
    return sum(_EVERYDAY_SHARE if stem in _EVERYDAY else 1.0 for stem in stems)
