"""Small text tools without a model or a download: language, words, sentences.

Language is told by stop words and a few letters that only some languages use. On a support
message of a dozen words that is as good as a statistical model, costs microseconds, and an
unclear text honestly answers "".
"""

import re
import unicodedata
from functools import lru_cache

_STOP_TEXT = {
    "en": """the a an and or but if is are was were be been being am i you he she it we they me my
        your his her its our their this that these those to of in on at by for with from as have
        has had do does did not no can could will would should what when where why how which who
        there here about into than then please thanks hello any some still just also get got""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber wenn ist sind
        war waren sein bin ich du er sie es wir ihr mich mir mein meine meinen meiner meinem dein
        ihre ihren ihrem unser dieser diese dieses zu von in im an am auf bei für mit aus als habe
        hat haben hatte wird werden wurde nicht kein keine kann können konnte soll sollte was wann
        wo warum wie welche wer nach noch schon auch nur bitte danke hallo über vom zum zur dass
        um seit immer mehr etwas""",
    "fr": """le la les un une des du de et ou mais si est sont était être suis je tu il elle nous
        vous ils elles me moi mon ma mes votre vos notre nos leur ce cette ces cet à au aux en dans
        sur par pour avec sans que qui quoi dont où quand pourquoi comment quel quelle ne pas plus
        ai as a avons avez ont avait peux peut pouvez puis bonjour merci y se été toujours depuis
        très encore aussi car donc""",
    "es": """el la los las un una unos unas y o pero si es son era ser soy estoy está están yo tú
        usted él ella nosotros me mi mis su sus tu nuestro este esta estos estas ese esa eso esto
        a al de del en con por para sin que qué quien cuando cuándo donde dónde como cómo cuál por
        no ni más he ha han había puedo puede pueden hola gracias se lo le les muy ya todavía
        también pero desde hay tengo""",
    "it": """il lo la i gli le un uno una e o ma se è sono era essere sto sta io tu lui lei noi voi
        mi mio mia miei mie suo sua loro questo questa questi queste di del della dei delle a al
        alla in nel nella con per su sul da dal dalla che chi cosa quando dove perché come quale
        non più ho ha hanno aveva posso può potete ciao grazie si ci anche ancora buongiorno""",
    "nl": """de het een en of maar als is zijn was waren ben ik jij je u hij zij wij we mij mijn
        jouw uw ons onze hun dit dat deze die te van in op aan bij voor met uit om heb heeft hebben
        had wordt worden niet geen kan kunnen kon zou moet wat wanneer waar waarom hoe welke wie
        naar nog al ook maar graag bedankt hallo over er door dan""",
    "pt": """o a os as um uma uns umas e ou mas se é são era ser sou estou está eu tu você ele ela
        nós me meu minha meus minhas seu sua seus este esta isto esse essa isso de do da dos das em
        no na nos nas com por para pelo pela sem que quem quando onde como qual não mais tenho tem
        têm tinha posso pode podem olá obrigado obrigada ao à já ainda também foi muito""",
    "pl": """i w na z ze do od po za o u przez dla przy nie tak jest są był była być jestem ja ty
        on ona my wy mnie mi mój moja moje moją twój swój jego jej ich ten ta to te tego tej że
        kto co kiedy gdzie dlaczego jak który która czy ale lub oraz już jeszcze też tylko proszę
        dziękuję mam ma mają może mogę się został została""",
}
STOPWORDS = {code: frozenset(words.split()) for code, words in _STOP_TEXT.items()}
LANGUAGES = tuple(STOPWORDS)

# Words of a bank's post that tell the language of a very short message.
_HINTS = {
    "en": "card account payment money need new never yet pin",
    "de": "karte konto zahlung geld neue brauche",
    "fr": "carte compte paiement argent nouvelle besoin",
    "es": "tarjeta cuenta pago dinero nueva necesito",
    "it": "carta conto pagamento soldi nuova bisogno",
    "nl": "kaart pas rekening betaling geld nieuwe nodig",
    "pt": "cartão conta pagamento dinheiro nova preciso",
    "pl": "karta konto płatność pieniądze nowa potrzebuję",
}

# A stop word that several languages share says less: it counts 1/number of languages.
_WEIGHTS: dict[str, tuple[tuple[str, float], ...]] = {}
_TELLING = {code: STOPWORDS[code] | set(_HINTS[code].split()) for code in STOPWORDS}
for _word in set().union(*_TELLING.values()):
    _in = [code for code, telling in _TELLING.items() if _word in telling]
    _WEIGHTS[_word] = tuple((code, 1 / len(_in)) for code in _in)

_LETTERS = {
    "ß": ("de",), "ä": ("de",), "ö": ("de",), "ü": ("de",), "ñ": ("es",), "¿": ("es",),
    "¡": ("es",), "ç": ("fr", "pt"), "ã": ("pt",), "õ": ("pt",), "œ": ("fr",), "ê": ("fr", "pt"),
    "è": ("fr", "it"), "ù": ("fr", "it"), "ò": ("it",), "ł": ("pl",), "ż": ("pl",), "ą": ("pl",),
    "ę": ("pl",), "ś": ("pl",), "ć": ("pl",), "ź": ("pl",), "ń": ("pl",),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_CONTRACTION = re.compile(r"(?:n['’]t|^i['’](?:m|ve|d|ll)|['’](?:re|s))$")
_MAX_WORDS = 400


def words(text: str) -> list[str]:
    """Lower-case words of `text` in order; digits and punctuation are left out."""
    return [match.lower() for match in _WORD.findall(text)]


_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
)


def _script(text: str) -> str:
    """The language whose own alphabet most letters of `text` belong to, or ""."""
    if text.isascii():
        return ""
    letters = [c for c in text if c.isalpha()]
    for code, low, high in _SCRIPTS:
        share = sum(low <= c <= high for c in letters)
        if share * (4 if code in ("ja", "ko") else 2) > len(letters):
            return code
    return ""


@lru_cache(maxsize=512)
def detect_language(text: str, default: str = "") -> str:
    """The language of `text` as a two-letter code: one of LANGUAGES or of _SCRIPTS.

    `default` is answered when the text is too short or too mixed to tell.
    """
    script = _script(text[:1000])
    if script:
        return script
    score: dict[str, float] = dict.fromkeys(LANGUAGES, 0.0)
    for word in words(text[:4000])[:_MAX_WORDS]:
        if _ELISION.match(word):
            score["fr"] += 0.7
            score["it"] += 0.3
            word = word.split("'")[-1].split("’")[-1]
        elif _CONTRACTION.search(word):
            score["en"] += 1
        for code, weight in _WEIGHTS.get(word, ()):
            score[code] += weight
    lowered = text[:4000].lower()
    for letter, codes in _LETTERS.items():
        if letter in lowered:
            for code in codes:
                score[code] += 0.6 / len(codes)
    ranked = sorted(score.items(), key=lambda item: -item[1])
    (best, first), (_, second) = ranked[0], ranked[1]
    if first < 0.8 or first < second * 1.15:
        return default
    return best


class _Folds(dict):
    """Character code to its plain form, found out once per character; for str.translate."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code))
        kept = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
        self[code] = kept.lower()
        return self[code]


_FOLDS = _Folds(
    (ord(char), plain)
    for char, plain in {
        "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "‐": "-", "‑": "-", "−": "-", "ß": "ss", "ẞ": "ss",
    }.items()
)  # fmt: skip


def fold(text: str) -> str:
    """`text` for comparison: compatibility forms, no accents, no invisible characters, lower case.

    White space becomes single spaces, typographic quotes and dashes their plain forms.
    """
    plain = text if text.isascii() else text.translate(_FOLDS)
    return " ".join(plain.lower().split())


def as_written(text: str, folded: str) -> str:
    """The part of `text` that folds to `folded`; the phrase itself if it cannot be told."""
    pieces = [match.span() for match in re.finditer(r"\S+", text)]
    count = len(folded.split())
    runs = [text[a[0] : b[1]] for a, b in zip(pieces, pieces[count - 1 :], strict=False)]
    whole = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
    for fits in (whole.search, lambda piece: folded in piece):
        for run in runs:
            if fits(fold(run)):
                return run.strip(".,;:!?()\"'")
    return folded


def stem(word: str) -> str:
    """A crude common beginning for inflected forms: "charged", "charges" and "charge" meet."""
    word = fold(word)
    if len(word) <= 4:
        return word
    for ending in ("ingen", "ungen", "ment", "tion", "ing", "ung", "ies", "ed", "es", "en", "er",
                   "e", "s", "n", "t"):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_STEM_CACHE = lru_cache(maxsize=20_000)(stem)


def content_stems(text: str, language: str = "") -> list[str]:
    """Stems of the words that carry meaning: no stop words, at least three letters."""
    stop = STOPWORDS.get(language) or _ALL_STOP
    return [_STEM_CACHE(w) for w in words(text) if len(w) > 2 and w not in stop]


_ALL_STOP = frozenset().union(*STOPWORDS.values())

_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|st|no|nr|art|tel|bzw|usw|ca|inkl|ggf|evtl|approx|incl|etc|vs|"
    r"z\.b|d\.h|u\.a|e\.g|i\.e|p\.ej|sr|sra|m|mme|n)\.$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)\]]))[ \t]+(?=\S)|(?<=[.!?…:])[ \t]*\n\s*(?=\S)|\n\s*\n"
    r"|\n(?=[ \t]*[-*•\d])"
)
_NO_BREAK = re.compile(r"(?:^|[\s(])(?:\w|\d{1,2})\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` are: (start, end) pairs, in order, white space trimmed."""
    cuts, start = [], 0
    for match in _BREAK.finditer(text):
        piece = text[start : match.start()]
        if "\n" not in match.group() and (
            _ABBREVIATION.search(piece[-8:]) or _NO_BREAK.search(piece[-4:])
        ):
            continue
        cuts.append((start, match.start()))
        start = match.end()
    cuts.append((start, len(text)))
    spans = []
    for begin, end in cuts:
        piece = text[begin:end]
        stripped = piece.strip()
        if stripped:
            begin += len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(stripped)))
    return spans
