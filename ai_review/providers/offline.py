"""Drafts without any AI service: deterministic, in process, no network, no model to download.

The summary is made of the customer's own sentences. The reply is the best matching source, an
approved resolution or a knowledge article, quoted word for word between a greeting and a closing.
Where nothing matches well enough the reply is "": it says so instead of inventing something.

A source in another language than the customer's is never sent. If it is the best there is, the
reply is "" and the source is cited, so that the reviewer has it at hand.
"""

import json
import math
import re

from ai_review.language import content_stems, detect_language, stem, words

from . import phrases
from .base import (
    MAX_QUOTE,
    Draft,
    DraftCitation,
    DraftRequest,
    ProviderError,
    ProviderResult,
    Source,
    ignore,
)
from .extract import answer_part, summarize
from .sentiment import sentiment

MODEL = "offline-extractive-1"
# Set on the demo tickets with a plain search by shared words: of 38 that an article answers, 27 get
# the right one, 6 a neighbour of it and 5 none; of 5 that none answers one gets an answer all the
# same. A reviewer sees the source beside every draft. test_provider_offline.py counts again.
MATCH_THRESHOLD = 0.95
REPLY_CHARACTERS = 1_100  # of the source; a longer one is cut to the paragraphs that fit
OMISSION = "[…]"  # stands in a source where another customer's data was


class OfflineProvider:
    """match_threshold: weight (see _weight) from which a source counts as an answer."""

    name = "offline"
    metered = False
    model = MODEL

    def __init__(self, *, match_threshold: float = MATCH_THRESHOLD):
        self.match_threshold = match_threshold

    def prepare(self, request: DraftRequest) -> str:
        """What the draft is made from, as canonical JSON. Nothing is sent anywhere."""
        body = {
            "model": self.model,
            "match_threshold": self.match_threshold,
            "subject": request.ticket_subject,
            "messages": [[line.kind, line.body] for line in request.messages],
            "customer_name": request.customer_name,
            "language": request.language,
            "sources": [vars(source) for source in request.sources],
            "categories": list(request.categories),
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def draft(self, request: DraftRequest, body: str, on_start=ignore) -> ProviderResult:
        """The draft for `request`; takes about a millisecond. Raises ProviderError bad_request
        for a ticket without any text."""
        asked = [line.body for line in request.messages if line.kind == "customer"]
        text = "\n".join([request.ticket_subject, *asked])
        if not text.strip():
            raise ProviderError("bad_request", "The ticket has no text.", retryable=False)
        language = request.language or detect_language(text)
        # A long thread's question stands in its first and its last message.
        question = "\n".join([request.ticket_subject, *asked[:1], *asked[1:][-1:]])
        stems = frozenset(content_stems(question, language))
        latest = phrases.of(language).latest
        summary = summarize(asked, language, latest) or request.ticket_subject.strip() or text[:200]
        best, foreign = _best_sources(request.sources, language, stems, self.match_threshold)
        reply, citations = "", []
        if best:
            reply, quote = _reply(request, request.sources[best - 1], language, stems)
            citations = [DraftCitation(best, quote)]
        elif foreign:
            citations = [DraftCitation(foreign, _quote(request.sources[foreign - 1], stems)[2])]
        matched = best or foreign
        draft = Draft(
            summary=summary,
            reply=reply,
            language=language,
            category=_category(request, matched and request.sources[matched - 1], text),
            priority=phrases.priority(text),
            sentiment=sentiment(asked or [text]),
            citations=citations,
        )
        return ProviderResult(draft, self.model, body, _as_json(draft), 0, 0)


    def confidence(self, request: DraftRequest) -> float:
        """How sure the best source in the customer's language is; see `_weight`."""
        asked = [line.body for line in request.messages if line.kind == "customer"]
        text = "\n".join([request.ticket_subject, *asked])
        language = request.language or detect_language(text)
        question = "\n".join([request.ticket_subject, *asked[:1], *asked[1:][-1:]])
        stems = frozenset(content_stems(question, language))
        best, _ = _best_sources(request.sources, language, stems, 0.0)
        return _weight(request.sources[best - 1], stems) if best else 0.0


# Every second ticket of a bank has these words: they tell little about what it is about.
_EVERYDAY_WORDS = """
    account bank app card customer euro euros help hours make message money need number pay paid
    payment payments please time today transaction transfer want week weeks month working yesterday
    change day days new get konto karte geld zahlung tag tage compte carte cuenta tarjeta dinero
    pago
"""
_EVERYDAY = frozenset(stem(word) for word in _EVERYDAY_WORDS.split())


def _weight(source: Source, asked: frozenset[str]) -> float:
    """How sure it is that `source` answers a question with the stems `asked`; 1 is good.

    Words shared with the title say most, then those of the question answered earlier or of the
    article; everyday words say little, and a long ticket shares more words by chance. The search
    score (0..1) counts besides. Without a shared word of weight the score alone never suffices.
    """
    title = set(content_stems(source.title)) & asked
    rest = set(content_stems(source.question or source.text)) & asked - title
    shared = sum(0.7 if s in _EVERYDAY else 2.0 for s in title)
    shared += sum(0.2 if s in _EVERYDAY else 0.6 for s in rest)
    own = shared / (1 + math.log1p(len(asked)))
    return own + 0.6 * source.score if own >= 0.3 else 0.0


def _best_sources(
    sources: list[Source], language: str, asked: frozenset[str], threshold: float
) -> tuple[int, int]:
    """Numbers of the best source in the customer's language and of the best in another.

    0 for none. The first given wins a draw.
    """
    best = [(threshold, 0), (threshold, 0)]
    for number, source in enumerate(sources, 1):
        theirs = source.language or detect_language(source.text)
        foreign = bool(language and theirs and theirs != language)
        weight = _weight(source, asked) if source.text.strip() else 0.0
        if weight > best[foreign][0]:
            best[foreign] = (weight, number)
    return best[0][1], best[1][1]


def _reply(
    request: DraftRequest, source: Source, language: str, stems: frozenset[str]
) -> tuple[str, str]:
    """(reply, quote): the quote is exactly what the reply took from the source."""
    start, end, quote = _quote(source, stems)
    phrase = phrases.of(language or source.language)
    body = _NAME_FIELD.sub(request.customer_name or "", source.text[start:end])
    name = request.customer_name.strip()
    greeting = phrase.greeting.format(name=name) if name else phrase.greeting_without_name
    thanks = "" if _THANKS.match(body) else f"{phrase.thanks}\n\n"
    return f"{greeting}\n\n{thanks}{body}\n\n{phrase.closing}", quote


_NAME_FIELD = re.compile(r"\{\{?\s*(?:customer[_. ]?)?(?:first_?)?name\s*\}?\}", re.IGNORECASE)
_THANKS = re.compile(r"(?:many )?thank|danke|vielen dank|merci|nous vous remerc|gracias", re.I)


def _quote(source: Source, stems: frozenset[str]) -> tuple[int, int, str]:
    """(start, end, text) of the part to answer with, free of another customer's gaps if it can."""
    text = source.text
    start, end = answer_part(text, stems, source.language, REPLY_CHARACTERS)
    if OMISSION in text[start:end]:
        paragraphs = [m.span() for m in re.finditer(r"[^\n]+", text[start:end])]
        clean = [(a, b) for a, b in paragraphs if OMISSION not in text[start + a : start + b]]
        if clean:
            longest = max(clean, key=lambda span: span[1] - span[0])
            start, end = start + longest[0], start + longest[1]
    return start, end, text[start:end][:MAX_QUOTE]


def _category(request: DraftRequest, source: Source | None, text: str) -> str:
    """The best source's category, else the one whose name the ticket speaks of, else ""."""
    if source and source.category in request.categories:
        return source.category
    said = {phrases.in_english(stem(word)) for word in words(text)}
    best, best_share = "", 0.0
    for category in request.categories:
        named = {stem(part) for part in re.split(r"[\W_]+", category) if len(part) > 2}
        share = len(named & said) / len(named) if named else 0
        if share > best_share:
            best, best_share = category, share
    return best if best_share > 0.5 else ""


def _as_json(draft: Draft) -> str:
    data = {**vars(draft), "citations": [vars(citation) for citation in draft.citations]}
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
