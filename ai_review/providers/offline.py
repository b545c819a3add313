"""Drafts without any AI service: deterministic, in process, no network, no model to download.

The summary is made of the customer's and the desk's own sentences. The reply is the best matching
source, an approved resolution or a knowledge article, quoted word for word between a greeting and
a closing. Where nothing matches well enough, or where the ticket asks several things, the reply is
"": it says so instead of inventing something.

A source in another language than the customer's is never sent. If it is the best there is, the
reply is "" and the source is cited, so that the reviewer has it at hand.
"""

import json
import re

from ai_review.language import content_stems, stem, words

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
from .extract import OMISSION, answer_part, clean_part
from .matching import Match, best_match, language_of, question, several_questions
from .sentiment import sentiment
from .summary import summarize

MODEL = "offline-extractive-2"
# The weight (matching.best_match) from which a source counts as an answer. Read off the curve of
# `ai_evaluate golden --knowledge demo --report FILE.html`: a little above where it begins to fall.
MATCH_THRESHOLD = 0.6
# Of the threshold, from which a source that is no answer still proposes its category.
CATEGORY_SHARE = 0.7
REPLY_CHARACTERS = 1_100  # of the source; a longer one is cut to the paragraphs that fit
SHORT_CHARACTERS = 350  # the same where a person asks for a shorter reply
# The one instruction that can be followed without writing, alone and in so many words.
_SHORTER = re.compile(
    r"(?:(?:please )?(?:make (?:it|this) )?(?:much |a (?:bit|little) )?"
    r"(?:shorter|short|brief(?:er)?)(?: please)?"
    r"|(?:bitte )?(?:viel |etwas )?(?:kürzer|kurz)(?: (?:bitte|fassen))?"
    r"|plus courte?|más cort[ao])[.!]?",
    re.IGNORECASE,
)


class OfflineProvider:
    """match_threshold: weight from which a source counts as an answer."""

    name = "offline"
    metered = False
    model = MODEL

    def __init__(self, *, match_threshold: float = MATCH_THRESHOLD):
        self.match_threshold = match_threshold
        self.parameters = {"match_threshold": match_threshold}

    def follows(self, instruction: str) -> bool:
        """It quotes and cannot write: of all that a person may ask, it can quote less."""
        return bool(_SHORTER.fullmatch(instruction.strip()))

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
        if request.instruction:
            body["instruction"] = request.instruction
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def draft(self, request: DraftRequest, body: str, on_start=ignore) -> ProviderResult:
        """The draft for `request`; takes about a millisecond. Raises ProviderError bad_request
        for a ticket without any text."""
        asked = [line.body for line in request.messages if line.kind == "customer"]
        text = "\n".join([request.ticket_subject, *asked])
        if not text.strip():
            raise ProviderError("bad_request", "The ticket has no text.", retryable=False)
        language = language_of(request)
        summary = summarize(request.messages, language) or request.ticket_subject.strip()
        reply, citation, matched = self._answer(request, language)
        draft = Draft(
            summary=summary or text.strip()[:200],
            reply=reply,
            language=language,
            category=_category(request, matched, text),
            priority=phrases.priority(text),
            sentiment=sentiment(asked or [text]),
            citations=[citation] if citation else [],
        )
        return ProviderResult(draft, self.model, body, _as_json(draft), 0, 0)

    def confidence(self, request: DraftRequest) -> float:
        """The weight that `match_threshold` is compared with."""
        return best_match(request.sources, language_of(request), question(request)).weight

    def _answer(
        self, request: DraftRequest, language: str
    ) -> tuple[str, DraftCitation | None, Source | None]:
        """(reply, what it cites, the source that tells what the ticket is about)."""
        sources, asked = request.sources, question(request)
        stems = frozenset(content_stems("\n".join(asked), language))
        best = best_match(sources, language, asked)
        if self._good(best):
            if several_questions(sources, language, asked, MATCH_THRESHOLD):
                return "", None, None
            source = sources[best.n - 1]
            part = _part(request, source, stems)
            if not part:
                return "", None, source
            cited = DraftCitation(best.n, source.text[slice(*part)][:MAX_QUOTE])
            return _reply(request, source, part, language), cited, source
        nearest = best_match(sources, language, asked, foreign=True)
        if self._good(nearest):
            source = sources[nearest.n - 1]
            start, end = answer_part(source.text, stems, source.language, REPLY_CHARACTERS)
            return "", DraftCitation(nearest.n, source.text[start:end][:MAX_QUOTE]), source
        hint = best if best.weight >= nearest.weight else nearest
        about = hint.n and hint.weight >= self.match_threshold * CATEGORY_SHARE
        return "", None, sources[hint.n - 1] if about else None

    def _good(self, match: Match) -> bool:
        return bool(match.n) and match.weight > 0 and match.weight >= self.match_threshold


def _part(request: DraftRequest, source: Source, stems: frozenset[str]) -> tuple[int, int] | None:
    """(start, end) of what to answer with, free of what is another customer's; None if nothing."""
    most = SHORT_CHARACTERS if _SHORTER.fullmatch(request.instruction.strip()) else REPLY_CHARACTERS
    start, end = answer_part(source.text, stems, source.language, most)
    if source.kind != "resolution":
        return (start, end) if OMISSION not in source.text[start:end] else None
    said = [request.ticket_subject, *(line.body for line in request.messages)]
    confirmed = [*said, *(s.text for s in request.sources if s.kind == "article")]
    return clean_part(source, (start, end), said, confirmed, stems)


def _reply(request: DraftRequest, source: Source, part: tuple[int, int], language: str) -> str:
    phrase = phrases.of(language or source.language)
    name = request.customer_name.strip()
    body = _NAME_FIELD.sub(name, source.text[slice(*part)])
    greeting = phrase.greeting.format(name=name) if name else phrase.greeting_without_name
    thanks = "" if _THANKS.match(body) else f"{phrase.thanks}\n\n"
    return f"{greeting}\n\n{thanks}{body}\n\n{phrase.closing}"


_NAME_FIELD = re.compile(r"\{\{?\s*(?:customer[_. ]?)?(?:first_?)?name\s*\}?\}", re.IGNORECASE)
_THANKS = re.compile(r"(?:many )?thank|danke|vielen dank|merci|nous vous remerc|gracias", re.I)


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
