"""How a reply sounds: shouting, blame, insults, over-familiar address, admissions of liability."""

import re
from collections.abc import Iterator

from ai_review.language import as_written, detect_language, fold
from ai_review.pii.patterns import alternatives

# Folded text; en de fr es it nl pt pl, as far as each has a usual phrase of its own.
_PHRASES = {
    "blames the customer": r"""your own (?:fault|mistake|doing|carelessness|negligence)
        (?:is|was|entirely|all) your (?:fault|mistake)|you failed to
        you should have (?!received)(?:\w+ed|known|read|told|kept|been|done|paid|sent|seen|called)
        you neglected to|you (?:clearly|obviously) (?:did not|didn't|failed|have not)
        you were careless|your (?:carelessness|negligence)|you (?:only )?have yourself to blame
        ihre (?:eigene )?schuld|selbst schuld|sie hatten (?:\w+ ){0,4}(?:mussen|sollen)
        (?:haben sie|sie haben) (?:es )?versaumt|ihr eigener fehler|ihre nachlassigkeit
        votre (?:propre )?faute|vous auriez du|votre negligence
        (?:es )?(?:por )?su (?:propia )?culpa|usted deberia haber|su negligencia
        colpa sua|lei avrebbe dovuto|la sua negligenza|uw eigen (?:schuld|fout)
        u had (?:\w+ ){0,4}moeten
        (?:e )?culpa sua|sua (?:propria )?culpa|(?:pana|pani|panstwa) (?:wlasna )?wina""",
    "insults or mocks": r"""stupid\w*|idiot\w*|moron\w*|ridiculous\w*|nonsense|shut up|calm down
        stop (?:complaining|whining|bothering)|not our problem|good luck with that|boo hoo
        as (?:i|we) (?:have )?already (?:said|told you|explained)
        congratulations on (?:losing|your own)
        what did you expect|learn to read|how hard can it be|pathetic|liar
        dumm\w*|lacherlich\w*|unsinn|beruhigen sie sich|nicht unser problem
        wie bereits (?:mehrfach )?gesagt
        stupide\w*|ridicule\w*|n'importe quoi|calmez-vous|pas notre probleme
        comme (?:je|nous) (?:l')?\w+ deja dit
        estupid\w*|ridicul[oa]s?|tonterias?|calmese|no es nuestro problema
        como ya (?:le )?(?:dije|dijimos)
        stupid[oaie]|sciocchezz\w+|si calmi|non e un nostro problema|belachelijk\w*
        niet ons probleem|absurd[oa]|nao e (?:um )?problema nosso|glupi\w*|bzdur\w*""",
    "is over-familiar": r"""hey|hiya|buddy|mate|dude|guys|bro|sweetie|honey|darling|lol|omg|xoxo
        haha\w*
        no biggie|na du|hallochen|moin moin|mein lieber|kumpel|salut|coucou|mon (?:pote|cher ami)
        bisous
        guapa|carino|ciao bello|besitos|hoi|doei|oi|beijinhos|czesc|buziaki""",
    "admits a fault or liability": r"""our (?:own )?(?:fault|mistake|negligence|wrongdoing|error)
        we (?:are|were) (?:\w+ )?(?:liable|negligent|to blame|at fault|in breach)
        we (?:accept|admit|acknowledge|take|bear) (?:\w+ ){0,2}(?:liability|responsibility|blame)
        we (?:broke|breached|violated)|we admit|fault of (?:ours|the bank)
        unser (?:eigener )?(?:fehler|verschulden|versaumnis)|unsere schuld|wir haften
        wir sind (?:schuld|haftbar)
        wir ubernehmen (?:\w+ ){0,2}(?:haftung|verantwortung|schuld)|grob fahrlassig|wir geben zu
        notre (?:propre )?(?:faute|erreur|negligence)|nous sommes (?:\w+ )?(?:responsables|fautifs)
        nous (?:reconnaissons|assumons) (?:\w+ ){0,2}(?:faute|responsabilite|tort|erreur)
        nuestra (?:culpa|negligencia)|culpa nuestra|nuestro error|error nuestro
        somos (?:\w+ )?responsables
        (?:asumimos|reconocemos|admitimos) (?:\w+ ){0,2}(?:responsabilidad|culpa|error)
        colpa nostra|(?:un )?nostro errore|siamo responsabili|onze (?:schuld|fout)
        wij zijn aansprakelijk
        culpa nossa|(?:um )?erro nosso|nosso erro|somos responsaveis|nasza wina|nasz blad
        ponosimy odpowiedzialnosc""",
}
_COMPILED = {
    what: re.compile(rf"(?<![\w'-])(?:{alternatives(phrases)})(?![\w-])")
    for what, phrases in _PHRASES.items()
}
# A bank says Sie and vous. In Spanish "tú" is usual too; only the mixture is a slip.
_INFORMAL = {
    "de": re.compile(r"\b(?:du|dich|dir|deine?[mnrs]?)\b"),
    "fr": re.compile(r"\b(?:tu|toi|tes|t'(?:as|es|inquiete))\b"),
    "es": re.compile(r"\b(?:tu|tus|te|ti|contigo|puedes|tienes)\b"),
}
_ONLY_BESIDE = {"es": "usted"}
_MARKS = re.compile(r"[!?]{2,}|[\U0001f300-\U0001faff\u2600-\u27bf]+")
_CAPITALS = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_SHOUT = 6  # letters; shorter words in capitals are mostly abbreviations


def faults(reply: str, sources: str = "") -> dict[str, list[str]]:
    """What is wrong with the tone of `reply`: {what: its parts as written}, {} for nothing.

    What the cited `sources` say in the same words, or in the same informal address, is none.
    """
    folded, allowed = fold(reply), fold(sources)
    found: dict[str, list[str]] = {}
    for what, pattern in _COMPILED.items():
        for match in pattern.finditer(folded):
            if match.group() not in allowed:
                found.setdefault(what, []).append(as_written(reply, match.group()))
    language = detect_language(reply)
    informal = _INFORMAL.get(language)
    beside = _ONLY_BESIDE.get(language, "")
    if informal and beside in folded and not informal.search(allowed):
        for match in informal.finditer(folded):
            found.setdefault("is over-familiar", []).append(as_written(reply, match.group()))
    shouted = [*_MARKS.findall(reply), *_capitals(reply, sources)]
    if shouted:
        found["shouts"] = shouted
    return {what: list(dict.fromkeys(spans)) for what, spans in found.items()}


def _capitals(reply: str, sources: str) -> Iterator[str]:
    """Words in capitals: a long one, or two in a row, that the sources do not write so too."""
    before = 0  # where a shorter one ended
    for match in _CAPITALS.finditer(reply):
        word = match.group()
        if not word.isupper() or word in sources:
            before = 0
        elif len(word) >= _SHOUT:
            yield word
            before = match.end()
        else:
            if before and not reply[before : match.start()].strip() and len(word) > 2:
                yield word
            before = match.end()
