"""A summary in the customer's and the desk's own sentences: what was asked, what happened, what is
open now. Extractive: nothing is reworded but a dropped "So," or "And" at the start."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ai_review.language import content_stems, fold, sentences

from . import phrases
from .base import Line

THREAD_CHARACTERS = 680  # the gates warn of a summary above 700
OPENING_CHARACTERS = 230
EVENT_CHARACTERS = 150
OPEN_CHARACTERS = 250
ALONE_CHARACTERS = 320  # of a ticket with one message
LETTER_CHARACTERS = 520  # of one with a letter of more than LETTER_SENTENCES sentences
LETTER_SENTENCES = 15
_CONSIDERED = 40  # sentences of one message; what comes later is seldom the point

_PLEASANTRY = re.compile(
    r"^(?:hi|hey|hello|dear|good (?:morning|afternoon|evening|day)|thanks?|thank you|many thanks|"
    r"cheers|(?:kind|best|warm)? ?regards|sincerely|yours|best wishes|please help|help|"
    r"i hope (?:you|this)|sorry (?:to|for|about)|have a|looking forward|me again|any news|"
    r"congratulations|pls hurry|welcome|with (?:kind|best)|"
    r"hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebes?|moin|servus|danke|vielen dank|"
    r"(?:mit )?freundlichen? grusse?n?|viele grusse|beste grusse|mfg|lg|ich hoffe|im voraus|"
    r"ich bin's|ich schon wieder|gibt es (?:schon )?neuigkeiten|es tut uns leid|"
    r"bonjour|bonsoir|salut|cher|chere|madame|monsieur|merci|cordialement|bien a vous|"
    r"je vous remercie|dans l'attente|veuillez agreer|c'est encore moi|des nouvelles|"
    r"nous sommes desoles|"
    r"hola|buenos dias|buenas|estimad[oa]s?|gracias|muchas gracias|un (?:cordial )?saludo|"
    r"saludos|atentamente|quedo a la espera|espero|soy yo otra vez|alguna novedad|lo sentimos|"
    r"buongiorno|buonasera|ciao|salve|gentile|grazie|cordiali saluti|distinti saluti|"
    r"goede(?:morgen|middag|avond)|beste|geachte|bedankt|dank|met vriendelijke groet|groeten|"
    r"ola|bom dia|boa (?:tarde|noite)|caro|prezados?|obrigad[oa]|atenciosamente|"
    r"dzien dobry|witam|czesc|szanowni|dziekuje|pozdrawiam|z powazaniem)(?![a-z])"
)
_ASKING = re.compile(
    r"\?|\b(?:how|why|when|where|what|who|can i|could you|need|want|would like|unable|cannot|can't|"
    r"not|never|still|problem|issue|error|wrong|missing|lost|stolen|charged|declined|refund|"
    r"wie|warum|wieso|wann|brauche|mochte|kann|konnen|nicht|nie|noch immer|problem|fehler|"
    r"fehlt|verloren|gestohlen|abgebucht|abgelehnt|erstatt\w*|"
    r"comment|pourquoi|quand|quel\w*|besoin|voudrais|souhaite|pas|jamais|toujours|probleme|erreur|"
    r"manque|perdu\w*|vole\w*|debite\w*|refuse\w*|rembours\w*|"
    r"como|por que|cuando|donde|cual|necesito|quiero|quisiera|no|nunca|todavia|problema|"
    r"falta|perdid\w*|robad\w*|cobrad\w*|rechazad\w*|reembols\w*|devol\w*)\b"
)
# What these begin speaks of a sentence before, which the summary may not have.
_DANGLING = re.compile(
    r"^(?:(?:if|as|when|because|wenn|falls|si) )?(?:"
    r"this|that(?:'s)?|it(?:'s)?|these|those|they(?:'ve|'re)?|he|she|which|then|otherwise|"
    r"das|dies\w*|er|es|sie|dann|damit|dafur|daher|deshalb|sonst|"
    r"cela|ca|ce|c'est|ils?|elles?|puis|alors|sinon|"
    r"est[oea]s?|es[oae]s?|ello|ellos|ellas|entonces|luego|"
    r"questo|quest[ai]|cio|dat|dit|deze|isso|isto|esse|essa|to|ten|ta)(?![a-z])"
)
_CONNECTIVES = {
    code: re.compile(rf"^(?:{words})(?:,\s*|\s+)(?!that|dass|que)(?=\S)", re.IGNORECASE)
    for code, words in {
        "en": "so|and|but|also|well", "de": "und|aber|also|nun", "fr": "et|mais|donc|alors",
        "es": "y|pero|así que|pues", "it": "e|ma|quindi", "nl": "en|maar|dus", "pt": "e|mas|então",
        "pl": "i|ale|więc",
    }.items()
}  # fmt: skip
_TAG = re.compile(
    r"<(script|style)\b[^<>]{0,300}>.{0,5000}?</\1\s*>|<[/!?a-zA-Z][^<>]{0,300}>", re.DOTALL | re.I
)
_GREETING = re.compile(
    r"^(?:hi|hey|hello|dear|hallo|guten tag|bonjour|hola|ciao|buongiorno|ola|moin|"
    r"good (?:morning|afternoon|evening))(?: (?:there|team|all|zusammen|support|buenas|"
    r"\[NAME_[\d.]+\]))*[,!.:\s]+(?=\S)",
    re.IGNORECASE,
)
# Where a mail program begins to quote: "On Monday … wrote:", "Am … schrieb …:", "From: …".
_QUOTED = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original|forwarded|urspr|weitergeleitet|message (?:d'origine|transf)|"
    r"mensaje).*|(?:on|am|le|el|il|op|em|w dniu)\b.{4,120}(?:wrote|schrieb.{0,80}|a écrit|escribió|"
    r"ha scritto|schreef.{0,80}|escreveu|napisał\w*)\s*:|(?:from|von|de|da|van|od)\s*:\s.*@.*)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Sentence:
    text: str
    order: int
    stems: frozenset[str]
    asking: bool

    @property
    def dangling(self) -> bool:
        return bool(_DANGLING.match(fold(self.text)))


def summarize(messages: list[Line], language: str) -> str:
    """What was asked first, what happened, what is open now; "" if the customer says nothing.

    A ticket with one message gives one to three of its sentences. In a thread short words of the
    customer's language (phrases.Phrases) say which sentence is whose.
    """
    phrase = phrases.of(language)
    labels = {"customer": phrase.then, "public_reply": phrase.desk, "internal_note": phrase.note}
    said = [
        (line.kind, found)
        for line in messages
        if line.kind in labels and (found := message_sentences(line.body, language))
    ]
    asked = [index for index, (kind, _) in enumerate(said) if kind == "customer"]
    if not asked:
        return ""
    first, last = said[asked[0]][1], said[asked[-1]][1]
    if len(said) == 1:
        if len(first) > LETTER_SENTENCES:
            return _joined(_best(first, 5, LETTER_CHARACTERS, _question), language)
        return _joined(_best(first, 3, ALONE_CHARACTERS, _statement_or_question), language)
    opening = _best(first, 3, OPENING_CHARACTERS, _statement_or_question)
    now = _best(last, 3, OPEN_CHARACTERS, _question, opening) if len(asked) > 1 else []
    parts = {asked[0]: f"{phrase.first} {_joined(opening, language)}"}
    if now:
        parts[asked[-1]] = f"{phrase.open} {_joined(now, language)}"
    known = [*opening, *now]
    for index in _telling(said, asked):
        kind, found = said[index]
        event = _best(found, 1, EVENT_CHARACTERS, _statement, known)
        part = f"{labels[kind]} {_joined(event, language)}"
        if event and sum(map(len, parts.values())) + len(parts) + len(part) <= THREAD_CHARACTERS:
            parts[index] = part
            known += event
    return " ".join(part for _, part in sorted(parts.items()))


def _telling(said: list, asked: list[int]) -> list[int]:
    """Which messages tell what happened, the weightiest first: the desk's last note, its last
    answer, and of what the customer said in between the message with the most new figures."""
    newest = [max((i for i, (kind, _) in enumerate(said) if kind == wanted), default=-1)
              for wanted in ("internal_note", "public_reply")]  # fmt: skip
    figures = set(_NUMBER.findall(" ".join(s.text for s in said[asked[0]][1])))

    def news(index: int) -> tuple[int, int, int]:
        text = " ".join(s.text for s in said[index][1])
        return len(set(_NUMBER.findall(text)) - figures), len(text), -index

    return [index for index in [*newest, *sorted(asked[1:-1], key=news)[-1:]] if index >= 0]


_NUMBER = re.compile(r"\d+")


def pleasantry(text: str) -> bool:
    """Whether a sentence only greets, thanks or takes leave."""
    folded = fold(text)
    if not _PLEASANTRY.match(folded):
        return False
    count = len(folded.split())
    return count <= (2 if "?" in folded else 9)


def message_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of a message that say something; quoted mail and signature left out."""
    text = _TAG.sub(" ", _without_quoted(text))
    found: list[Sentence] = []
    spans = sentences(text)[:_CONSIDERED]
    for number, (start, end) in enumerate(spans, 1):
        piece = " ".join(text[start:end].split())
        salutation = piece[-1:] in ",:!" and pleasantry(piece)
        piece = _GREETING.sub("", piece, count=1)
        signature = number == len(spans) > 1 and _signature(piece)
        if salutation or signature or pleasantry(piece) or not any(c.isalpha() for c in piece):
            continue
        stems = frozenset(content_stems(piece, language))
        found.append(Sentence(piece, len(found), stems, bool(_ASKING.search(fold(piece)))))
    telling = [s for s in found if "?" in s.text or len(s.text.split()) > 2] or found
    return [replace(s, order=order) for order, s in enumerate(telling)]


def _signature(piece: str) -> bool:
    return len(piece.split()) <= 5 and piece[-1:] not in ".!?…"


def _without_quoted(text: str) -> str:
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    if header := _QUOTED.search(own):
        own = own[: header.start()]
    return own if own.strip() else text


# What makes a sentence weighty by its part in the summary: (an early place, a question).
_statement = (1.2, 0.0)
_statement_or_question = (2.4, 2.0)
_question = (0.0, 2.4)


def _best(
    found: list[Sentence],
    most: int,
    characters: int,
    wanted: tuple[float, float],
    known: Sequence[Sentence] = (),
) -> list[Sentence]:
    """The weightiest sentences in their order, within a number of characters (at least one).

    A sentence that begins with "They" or "It" brings the one before it along or stays out. known:
    sentences that the summary has already; what repeats them is left out.
    """
    counts = Counter(stem for sentence in found for stem in sentence.stems)
    early, question = wanted

    def weight(s: Sentence) -> float:
        # Central: its words come up elsewhere, per root of its length so that long ones do not win.
        central = sum(counts[stem] for stem in s.stems) / (len(s.stems) + 3) ** 0.6
        asks = question * (1.0 if "?" in s.text or _SAYS_QUESTION.search(s.text) else
                           0.4 if s.asking else 0.0)  # fmt: skip
        return central + early / (1 + s.order) + asks - (0.8 if len(s.stems) < 2 else 0)

    chosen: dict[int, Sentence] = {}
    for s in sorted(found, key=lambda s: (-weight(s), s.order)):
        group = [found[i] for i in range(_start(found, s.order), s.order + 1)]
        new = [g for g in group if g.order not in chosen]
        if group[0].dangling and len(group[0].stems) < _SELF_EXPLAINING:
            continue
        if any(_repeats(g, other) for g in new for other in [*chosen.values(), *known]):
            continue
        length = sum(len(g.text) + 1 for g in [*chosen.values(), *new])
        if len(chosen) + len(new) <= most and length <= characters:
            chosen |= {g.order: g for g in new}
    if not chosen:  # the shortest way out: the weightiest that stands alone, cut
        alone = [s for s in found if not any(_repeats(s, other) for other in known)]
        alone.sort(key=lambda s: (s.dangling, -weight(s), s.order))
        return [_shortened(s, characters) for s in alone[:1]]
    return [s for _, s in sorted(chosen.items())]


_SELF_EXPLAINING = 4  # stems from which a message's first sentence may begin with "They" or "It"
_SAYS_QUESTION = re.compile(r"\b(?:question|Frage|pregunta|domanda|vraag|pergunta|pytanie)\b")


def _start(found: list[Sentence], order: int) -> int:
    """Where the run begins that the sentence needs to be understood."""
    while order and found[order].dangling:
        order -= 1
    return order


def _repeats(sentence: Sentence, other: Sentence) -> bool:
    union = sentence.stems | other.stems
    return bool(union) and len(sentence.stems & other.stems) > 0.6 * len(union)


def _shortened(s: Sentence, characters: int) -> Sentence:
    if len(s.text) <= characters:
        return s
    return replace(s, text=s.text[:characters].rsplit(" ", 1)[0].rstrip(",;:") + " …")


def _joined(found: list[Sentence], language: str) -> str:
    return " ".join(_ended(s.text, language) for s in found)


def _ended(text: str, language: str) -> str:
    """Without a leading "So" or "And", with a capital and a full stop."""
    if connective := _CONNECTIVES.get(language):
        text = connective.sub("", text, count=1)
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?…" else f"{text.rstrip(',;:-')}."
