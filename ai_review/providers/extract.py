"""Choosing sentences: a summary of what customers wrote, the part of a source that answers them."""

import re
from dataclasses import dataclass

from ai_review.language import content_stems, fold, sentences

MAX_SUMMARY_SENTENCES = 3
SUMMARY_CHARACTERS = 320
_CONSIDERED = 40  # sentences of one message; what comes later is seldom the point
_LONGEST = 240  # characters of one sentence in a summary

_PLEASANTRY = re.compile(
    r"^(?:hi|hey|hello|dear|good (?:morning|afternoon|evening|day)|thanks?|thank you|many thanks|"
    r"cheers|(?:kind|best|warm)? ?regards|sincerely|yours|best wishes|please help|help|"
    r"i hope (?:you|this)|sorry (?:to|for)|have a|looking forward|"
    r"hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebes?|moin|servus|danke|vielen dank|"
    r"(?:mit )?freundlichen? grusse?n?|viele grusse|beste grusse|mfg|lg|ich hoffe|im voraus|"
    r"bonjour|bonsoir|salut|cher|chere|madame|monsieur|merci|cordialement|bien a vous|"
    r"je vous remercie|dans l'attente|veuillez agreer|"
    r"hola|buenos dias|buenas (?:tardes|noches)|estimad[oa]s?|gracias|muchas gracias|un saludo|"
    r"saludos|atentamente|quedo a la espera|espero|"
    r"buongiorno|buonasera|ciao|salve|gentile|grazie|cordiali saluti|distinti saluti|"
    r"goede(?:morgen|middag|avond)|beste|geachte|bedankt|dank|met vriendelijke groet|groeten|"
    r"ola|bom dia|boa (?:tarde|noite)|caro|prezados?|obrigad[oa]|atenciosamente|"
    r"dzien dobry|witam|czesc|szanowni|dziekuje|pozdrawiam|z powazaniem)(?![a-z])"
)
_ASKING = re.compile(
    r"\?|\b(?:how|why|when|where|what|who|can i|could you|need|want|would like|unable|cannot|can't|"
    r"not|never|still|problem|issue|error|wrong|missing|lost|stolen|charged|declined|refund|"
    r"wie|warum|wieso|wann|wo|was|brauche|mochte|kann|konnen|nicht|nie|noch immer|problem|fehler|"
    r"fehlt|verloren|gestohlen|abgebucht|abgelehnt|erstatt\w*|"
    r"comment|pourquoi|quand|quel\w*|besoin|voudrais|souhaite|pas|jamais|toujours|probleme|erreur|"
    r"manque|perdu\w*|vole\w*|debite\w*|refuse\w*|rembours\w*|"
    r"como|por que|cuando|donde|cual|necesito|quiero|quisiera|no|nunca|todavia|problema|"
    r"falta|perdid\w*|robad\w*|cobrad\w*|rechazad\w*|reembols\w*|devol\w*)\b"
)


@dataclass(frozen=True)
class Sentence:
    text: str
    order: int
    stems: frozenset[str]
    asking: bool


def pleasantry(text: str) -> bool:
    """Whether a sentence only greets, thanks or takes leave."""
    folded = fold(text)
    if not _PLEASANTRY.match(folded):
        return False
    return len(folded.split()) <= 7 and "?" not in folded


def message_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of a message that say something, quoted earlier mail left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    text = _TAG.sub(" ", "\n".join(lines))
    found = []
    for start, end in sentences(text)[:_CONSIDERED]:
        piece = _without_greeting(" ".join(text[start:end].split()))
        if piece and not pleasantry(piece) and any(c.isalpha() for c in piece):
            stems = frozenset(content_stems(piece, language))
            found.append(Sentence(piece, len(found), stems, bool(_ASKING.search(fold(piece)))))
    telling = [s for s in found if "?" in s.text or len(s.text.split()) > 2]
    return telling or found


_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,300}>")
_GREETING = re.compile(
    r"^(?:hi|hey|hello|dear|hallo|guten tag|bonjour|hola|ciao|buongiorno|ola|moin|"
    r"good (?:morning|afternoon|evening))(?: (?:there|team|all|zusammen|support|\[NAME_[\d.]+\]))*"
    r"[,!.:\s]+(?=\S)",
    re.IGNORECASE,
)


def _without_greeting(sentence: str) -> str:
    return _GREETING.sub("", sentence, count=1)


def summarize(messages: list[str], language: str, latest: str) -> str:
    """One to three sentences in the customer's own words, "" if they say nothing.

    messages: the customer's, oldest first. What was asked first opens the summary; of a thread the
    newest message closes it behind the word `latest`.
    """
    said = [found for message in messages if (found := message_sentences(message, language))]
    if not said:
        return ""
    if len(said) == 1:
        return _joined(_best(said[0], MAX_SUMMARY_SENTENCES, SUMMARY_CHARACTERS))
    opening = _joined(_best(said[0], 2, SUMMARY_CHARACTERS * 2 // 3))
    newest = _joined(_best(said[-1], 1, SUMMARY_CHARACTERS // 2))
    return f"{opening} {latest} {newest}" if newest != opening else opening


def _best(found: list[Sentence], most: int, characters: int) -> list[Sentence]:
    """The weightiest sentences in their order, within a number of characters (at least one)."""
    if sum(len(s.text) + 1 for s in found) <= characters * 0.6 and len(found) <= most:
        return found
    counts: dict[str, int] = {}
    for sentence in found:
        for stem in sentence.stems:
            counts[stem] = counts.get(stem, 0) + 1

    def weight(s: Sentence) -> float:
        # Central: its words come up elsewhere, per root of its length so that long ones do not win.
        central = sum(counts[stem] for stem in s.stems) / (len(s.stems) + 3) ** 0.6
        place = 1.2 / (1 + s.order)
        return central + place + (0.9 if s.asking else 0) - (0.8 if len(s.stems) < 2 else 0)

    chosen, used = [], 0
    for sentence in sorted(found, key=lambda s: (-weight(s), s.order)):
        if len(chosen) == most:
            break
        if any(len(sentence.stems & c.stems) > 0.7 * len(sentence.stems | c.stems) for c in chosen):
            continue
        length = min(len(sentence.text), _LONGEST)
        if chosen and used + length > characters:
            continue
        chosen.append(sentence)
        used += length + 1
    return sorted(chosen, key=lambda s: s.order)


def _joined(found: list[Sentence]) -> str:
    return " ".join(_ended(_shortened(s.text)) for s in found)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _ended(text: str) -> str:
    """With a capital and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?…" else f"{text.rstrip(',;:-')}."


# --- the part of a source that is the answer ---------------------------------------------------

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
