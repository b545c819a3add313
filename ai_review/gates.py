"""Checks on a draft before a person sees it.

A gate decides nothing: it says to the reviewer what was found, and the risk that follows tells how
many people must agree. Every check leaves a gate, also the passed ones, so that "no warning" is
not mistaken for "not checked".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ai_review import injection, promises, tone
from ai_review.facts import Evidence, facts
from ai_review.language import detect_language, words
from ai_review.pii import PLACEHOLDER
from ai_review.providers.base import PRIORITIES, Draft, DraftRequest, Source

LONGEST_REPLY = 3_500  # characters; customers do not read more
SHORTEST_REPLY = 40
LONGEST_SUMMARY = 700

# Beside what is blocked, these ask a person to confirm or edit: a wrong one costs money or trust.
_CONFIRMED = frozenset({"unverified_number", "link_from_ticket", "unsupported_promise"})
_ORDER = ("block", "warn", "info", "pass")
_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "pt": "Portuguese", "pl": "Polish", "ar": "Arabic", "ru": "Russian",
}  # fmt: skip


@dataclass(frozen=True)
class Gate:
    """`level`: pass | info | warn | block. `message`: a sentence for the reviewer.

    `spans`: the exact parts of the reply that are meant. `confirm`: the draft is not approved with
    one key; a person confirms to have looked at this, or edits the reply.
    """

    code: str
    level: str
    message: str
    spans: list[str] = field(default_factory=list)
    confirm: bool = False


@dataclass(frozen=True)
class _Known:
    """What may be said: the facts of the ticket and those of the cited sources."""

    ticket: Evidence
    cited: Evidence


def check(
    draft: Draft,
    request: DraftRequest,
    restored: Draft,
    ticket_text: str,
    sources: list[Source],
) -> list[Gate]:
    """All gates of a draft, the gravest first.

    draft: as the AI wrote it, with placeholders; restored: with the customer's values put back.
    ticket_text: customer's name, subject and messages as they were written. sources: those given
    to the AI, in order, so that citation n is sources[n - 1].
    """
    cited = [sources[c.n - 1] for c in draft.citations if 1 <= c.n <= len(sources)]
    known = _Known(Evidence(ticket_text), Evidence(*_texts(cited)))
    gates = [
        _form(draft, request),
        _injection(ticket_text),
        *_poisoned(sources),
        _obeyed(restored, ticket_text, cited),
        _leak(restored, request),
        _summary(restored, known),
    ]
    if restored.reply.strip():
        gates += [
            _language(restored, request, ticket_text),
            *_citations(draft, request, sources),
            *_links(restored.reply, known),
            _numbers(restored.reply, known),
            _promises(restored.reply, cited),
            _placeholders(restored.reply),
            *_sensitive(draft.reply, restored.reply, cited),
            _tone(draft.reply, cited),
            _length(restored),
        ]
    else:
        gates.append(_no_match(draft))
    return [
        replace(gate, confirm=_to_confirm(gate))
        for gate in sorted(gates, key=lambda gate: _ORDER.index(gate.level))
    ]


def _to_confirm(gate: Gate) -> bool:
    return gate.level == "block" or (gate.level == "warn" and gate.code in _CONFIRMED)


def needs_confirmation(gate: dict) -> bool:
    """Whether a person must confirm to have looked at this stored gate before approving."""
    # Drafts from before `confirm` was stored asked for what is blocked.
    return gate.get("confirm", gate["level"] == "block")


def risk(gates: Iterable[Gate]) -> str:
    """high when anything is blocked, medium when anything is warned of, else low."""
    levels = {gate.level for gate in gates}
    return "high" if "block" in levels else "medium" if "warn" in levels else "low"


def _form(draft: Draft, request: DraftRequest) -> Gate:
    if draft.category and draft.category not in request.categories:
        return Gate("form", "warn", "The category is not one of those in use.")
    if draft.priority not in PRIORITIES:
        return Gate("form", "warn", "The priority is not one of those in use.")
    return Gate("form", "pass", "The draft has the agreed form.")


def _injection(ticket_text: str) -> Gate:
    found = injection.suspicions(ticket_text)
    if not found:
        return Gate("injection_suspected", "pass", "The ticket gives no instructions to the AI.")
    quoted = ", ".join(f"“{excerpt}”" for excerpt in found)
    return Gate(
        "injection_suspected",
        "block",
        f"The ticket contains text that seems to be addressed to the AI: {quoted}. "
        "Read the draft with particular care.",
    )


def _poisoned(sources: list[Source]) -> Iterator[Gate]:
    """A gate for each source, cited or not, that talks to the AI: it may have shaped the draft."""
    clean = True
    for n, source in enumerate(sources, 1):
        found = injection.suspicions("\n".join((source.title, source.question, source.text)))
        if not found:
            continue
        clean = False
        what = "knowledge article" if source.kind == "article" else "earlier answer"
        quoted = ", ".join(f"“{excerpt}”" for excerpt in found)
        yield Gate(
            "source_injection", "block",
            f"Source {n}, the {what} “{source.title[:80]}”, contains text that seems to be "
            f"addressed to the AI: {quoted}. Read the draft with particular care and have the "
            "source corrected.",
        )  # fmt: skip
    if clean:
        yield Gate("source_injection", "pass", "No source gives instructions to the AI.")


def _obeyed(restored: Draft, ticket_text: str, cited: list[Source]) -> Gate:
    known = "\n".join([ticket_text, *_texts(cited)])
    spans = injection.obedience(restored.summary, restored.reply, known)
    if spans:
        return Gate(
            "draft_obeyed", "block",
            f"The draft itself looks as if it followed instructions hidden in a text: "
            f"{_listed(spans)}.", [span for span in spans if span in restored.reply],
        )  # fmt: skip
    return Gate("draft_obeyed", "pass", "The draft speaks to the customer and to nobody else.")


def _no_match(draft: Draft) -> Gate:
    if draft.citations:
        return Gate(
            "no_match", "info",
            "No fitting answer in the customer's language was found; the nearest source is cited. "
            "Please write the reply.",
        )  # fmt: skip
    return Gate("no_match", "info", "No fitting answer was found. Please write the reply.")


def _language(restored: Draft, request: DraftRequest, ticket_text: str) -> Gate:
    asked = request.language or detect_language(ticket_text)
    answered = detect_language(restored.reply)
    if asked and answered and asked != answered:
        names = [_NAMES.get(code, code) for code in (answered, asked)]
        return Gate(
            "language_mismatch", "warn",
            f"The reply seems to be in {names[0]}, but the customer writes in {names[1]}.",
        )  # fmt: skip
    return Gate("language_mismatch", "pass", "The reply is in the customer's language.")


def _citations(draft: Draft, request: DraftRequest, sources: list[Source]) -> Iterator[Gate]:
    if not draft.citations:
        yield Gate("no_citation", "warn", "The reply names no source; nothing backs what it says.")
        return
    unknown = [c.n for c in draft.citations if not 1 <= c.n <= len(sources)]
    if unknown:
        numbers = ", ".join(map(str, unknown))
        yield Gate(
            "citation_unknown", "block", f"The reply cites a source that was not given: {numbers}."
        )
    altered = []
    for citation in draft.citations:
        if citation.n in unknown:
            continue
        texts = [sources[citation.n - 1].text]
        if citation.n <= len(request.sources):
            texts.append(request.sources[citation.n - 1].text)
        quote = " ".join(citation.quote.split())
        if not quote or not any(quote in " ".join(text.split()) for text in texts):
            altered.append(citation.n)
    if altered:
        numbers = ", ".join(map(str, altered))
        yield Gate(
            "citation_not_verbatim", "warn",
            f"The quote from source {numbers} does not stand there word for word.",
        )  # fmt: skip
    if not unknown and not altered:
        yield Gate("citations_verbatim", "pass", "Every quote stands word for word in its source.")


def _links(reply: str, known: _Known) -> Iterator[Gate]:
    """A link must come from a source. One that only the ticket has may be the attacker's own."""
    links = [fact for fact in facts(reply) if fact.kind == "link"]
    foreign = [fact for fact in links if not known.cited.has(fact)]
    made_up = _unique(f.span for f in foreign if not known.ticket.has(f))
    repeated = _unique(f.span for f in foreign if known.ticket.has(f))
    if made_up:
        yield Gate(
            "unverified_link", "block",
            f"Neither the ticket nor a cited source has {_listed(made_up)}.", made_up,
        )  # fmt: skip
    if repeated:
        yield Gate(
            "link_from_ticket", "warn",
            f"Only the customer's message has {_listed(repeated)}; make sure that it is safe.",
            repeated,
        )  # fmt: skip
    if not foreign:
        yield Gate("unverified_link", "pass", "Every link stands in a cited source.")


def _numbers(reply: str, known: _Known) -> Gate:
    unproved = _unverified(reply, known)
    if unproved:
        return Gate(
            "unverified_number", "warn",
            f"Neither the ticket nor a cited source has {_listed(unproved)}.", unproved,
        )  # fmt: skip
    return Gate(
        "unverified_number", "pass",
        "Every amount, date and reference stands in the ticket or a cited source.",
    )  # fmt: skip


def _summary(restored: Draft, known: _Known) -> Gate:
    unproved = _unverified(restored.summary, known)
    if unproved:
        return Gate("summary_unverified", "warn",
                    f"The summary says {_listed(unproved)}; the ticket does not.")  # fmt: skip
    if len(restored.summary) > LONGEST_SUMMARY:
        return Gate("summary_unverified", "warn", "The summary is longer than one should be.")
    return Gate("summary_unverified", "pass", "The summary's figures stand in the ticket.")


def _unverified(text: str, known: _Known) -> list[str]:
    """Spans of `text` with numbers, dates or references that nothing known has."""
    text = PLACEHOLDER.sub(" ", text)
    return _unique(
        fact.span
        for fact in facts(text)
        if fact.kind != "link" and not known.ticket.has(fact) and not known.cited.has(fact)
    )


def _promises(reply: str, cited: list[Source]) -> Gate:
    spans = promises.unsupported(reply, "\n".join(_texts(cited)))
    if not spans:
        return Gate("unsupported_promise", "pass", "The reply promises nothing beyond its sources.")
    return Gate(
        "unsupported_promise",
        "warn",
        f"The reply promises something that no cited source does: {_listed(spans)}.",
        spans,
    )


_LEFTOVER = re.compile(
    rf"{PLACEHOLDER.pattern}|\{{\{{[^{{}}\n]{{1,60}}\}}\}}|\{{[a-z_. ]{{2,40}}\}}"
    r"|\[(?:your|customer|client|insert|name|date|amount|company|agent|bank|number|link|phone|ihr|"
    r"ihre|kunde|betrag|datum|votre|nom|montant|su|nombre|fecha|importe|xxx*)\b[^\]\n]{0,40}\](?!\()"
    r"|<(?:insert|your|name|customer|ihr|votre|su)\b[^<>\n]{0,40}>|\[…\]|\bX{4,}\b|\bTODO\b|\bTBD\b|"
    r"lorem ipsum",
    re.IGNORECASE,
)


def _placeholders(reply: str) -> Gate:
    left = _unique(match.group() for match in _LEFTOVER.finditer(reply))
    if left:
        return Gate("leftover_placeholder", "block",
                    f"The reply still has a gap to be filled: {_listed(left)}.", left)  # fmt: skip
    return Gate("leftover_placeholder", "pass", "No gap is left in the reply.")


def _sensitive(reply: str, restored: str, cited: list[Source]) -> Iterator[Gate]:
    """Card numbers, secrets and the like should not be sent back by e-mail."""
    known = " ".join(" ".join(_texts(cited)).split())
    grave, other = [], []
    for kind, value in _filled_in(reply, restored):
        if value in known or PLACEHOLDER.fullmatch(value):
            continue
        if kind in ("CARD", "SECRET"):
            grave.append(value)
        elif kind in ("IBAN", "ACCOUNT", "ID", "DOB"):
            other.append(value)
    if grave:
        yield Gate("sensitive_data", "block", "The reply repeats a card number or a secret of the "
                   "customer.", _unique(grave))  # fmt: skip
    if other:
        yield Gate("personal_data", "warn", "The reply repeats an account, identity number or date "
                   "of birth of the customer.", _unique(other))  # fmt: skip
    if not grave and not other:
        yield Gate("sensitive_data", "pass", "The reply repeats no numbers of the customer's own.")


def _filled_in(reply: str, restored: str) -> Iterator[tuple[str, str]]:
    """(kind, value) for each placeholder of `reply`, read off `restored`."""
    position, last = 0, 0
    matches = list(PLACEHOLDER.finditer(reply))
    for index, match in enumerate(matches):
        position += match.start() - last
        last = match.end()
        following = matches[index + 1].start() if index + 1 < len(matches) else len(reply)
        literal = reply[match.end() : following]
        end = restored.find(literal, position) if literal else len(restored)
        if not literal and index + 1 < len(matches):
            end = position  # two placeholders in a row: where one ends cannot be told
        if end < 0:
            return
        yield match.group()[1:].rsplit("_", 1)[0], restored[position:end]
        position = end


def _leak(restored: Draft, request: DraftRequest) -> Gate:
    secret = words(request.system_prompt)
    runs = {tuple(secret[i : i + 10]) for i in range(len(secret) - 9)}
    for text in (restored.reply, restored.summary):
        said = words(text)
        leaked = any(tuple(said[i : i + 10]) in runs for i in range(len(said) - 9))
        if leaked or re.search(r"DATA-[0-9a-f]{24}", text):
            return Gate(
                "prompt_leak", "block", "The draft repeats the instructions given to the AI."
            )
    return Gate("prompt_leak", "pass", "The draft says nothing of the AI's instructions.")


def _tone(reply: str, cited: list[Source]) -> Gate:
    found = tone.faults(PLACEHOLDER.sub(" ", reply), "\n".join(_texts(cited)))
    if not found:
        return Gate("tone", "pass", "The tone is that of a letter from a bank.")
    faults = "; ".join(f"{what}: {_listed(spans)}" for what, spans in found.items())
    return Gate("tone", "warn", f"The tone needs a look. The reply {faults}.",
                _unique(span for spans in found.values() for span in spans))  # fmt: skip


def _length(restored: Draft) -> Gate:
    length = len(restored.reply)
    if length > LONGEST_REPLY:
        return Gate("length", "warn", f"The reply is very long ({length:,} characters).")
    if length < SHORTEST_REPLY:
        return Gate("length", "warn", f"The reply is very short ({length} characters).")
    return Gate("length", "pass", "The reply has a usual length.")


def _texts(sources: list[Source]) -> list[str]:
    return [f"{source.title}\n{source.text}" for source in sources]


def _unique(spans: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(spans))


def _listed(spans: list[str]) -> str:
    """Up to five spans in quotation marks."""
    shown = ", ".join(f"“{span[:80]}”" for span in spans[:5])
    return f"{shown} and {len(spans) - 5} more" if len(spans) > 5 else shown
