"""Words that bind the bank: refunds, waived fees, guarantees, compensation."""

import re

from ai_review.language import as_written, fold
from ai_review.pii.patterns import alternatives

# kind: (what a reply says, what a source says that allows it); folded text of 8 languages:
# en de fr es it nl pt pl.
_PROMISES = {
    "refund": (
        r"""\b(?:we|i)(?:'ll|'ve| will| shall| have| can| are \w+ to)?(?: \w+){0,2} refund(?:ed)?\b
        \b(?:we|i)(?:'ll|'ve| will| shall| have| can| are \w+ to)?(?: \w+){0,2} reimbursed?\b
        \b(?:we|i)(?:'ll|'ve| will| shall| have| can)?(?: \w+){0,2} credit(?:ed)?\b
        \b(?:we|i)(?:'ll| will| shall| can)?(?: \w+){0,2} (?:pay|give) (?:\w+ ){0,3}back\b
        \b(?:will|has|have|is|to) (?:be |been |being )(?:fully )?(?:refunded|reimbursed|credited)\b
        \byou(?:'ll| will)(?: \w+)? (?:get|receive|have)(?: \w+){0,3} (?:refund|back)\b
        \b(?:erstatten|ersetzen) wir\b
        \bwir (?:\w+ ){0,4}(?:zuruck)?(?:erstatten|erstattet|gutschreiben|gutgeschrieben)\b
        \b(?:wird|werden|wurden?) (?:\w+ ){0,5}(?:zuruck)?(?:erstattet|gutgeschrieben)\b
        \bnous (?:vous )?(?:rembours\w+|crediter\w+)
        \b(?:sera|seront|a ete|ont ete) (?:\w+ )?(?:rembourse|credite)
        \b(?:le|les|lo|la) (?:reembols|devolver|abonar)\w+
        \b(?:sera|seran|ha sido) (?:reembolsad|devuelt|abonad)\w+
        \b(?:reembolsaremos|devolveremos|abonaremos)\b
        \b(?:la |le |vi )?(?:rimborseremo|riaccrediteremo|restituiremo)\b
        \b(?:sara|saranno|e stato|verra) (?:\w+ )?(?:rimborsat|riaccreditat|restituit)\w+
        \b(?:we|wij) (?:\w+ ){0,5}(?:terug(?:betalen|storten|geven)|vergoeden)\b
        \b(?:wordt|worden|is) (?:\w+ ){0,5}(?:terugbetaald|teruggestort|vergoed)\b
        \bwij (?:betalen|storten) (?:\w+ ){0,5}terug\b
        \b(?:vamos|iremos) (?:\w+ )?(?:reembols|devolv|credit)\w+
        \b(?:sera|serao|foi) (?:\w+ )?(?:reembolsad|devolvid|creditad)\w+
        \b(?:zwrocimy|oddamy|zrefundujemy)\b|\b(?:zostanie|zostana|bedzie) (?:\w+ )?zwrocon\w+""",
        r"""refund|reimburs|credit|money back|pay(?:s|ing)? (?:you )?back|erstatt|gutschr|gutgeschr
        ersetz|rembours|reembols|devol|devuel|abon
        rimbors|riaccredit|restitu|terugbeta|terugstort|teruggest|vergoed|zwrot|zwrac|zwroc|refund""",
    ),
    "waiver": (
        r"""\b(?:waive[ds]?|waiving|free of charge|at no (?:extra )?(?:cost|charge))\b
        \bcancel(?:led)? the (?:fee|charge)s?\b|\bno (?:extra )?(?:fee|charge|cost)s?\b
        (?:gebuhr|kosten)\w* (?:\w+ ){0,3}erlass|erlassen (?:wir )?ihnen
        \b(?:kostenlos|kostenfrei|gebuhrenfrei)\w*|\bgratuit\w*|\bsans frais\b|\boffrons les frais\b
        \bgratis\b|\bsin (?:coste|cargo|comision)\w*|\beximi\w+
        \bgratuitament\w+|\bsenza (?:costi|spese)\b|\bkosteloos\b|\bzonder kosten\b|\bsem custos?\b
        \bisent[ao]\b|\bbezplatn\w+|\bza darmo\b|\bbez oplat\w*""",
        r"""waive|free|no (?:extra )?(?:fee|charge|cost)|without (?:charge|cost)|erlass|kostenlos
        kostenfrei|gebuhrenfrei|gratuit|sans frais|gratis|sin (?:coste|cargo|comision)|exim
        senza (?:costi|spese)|kosteloos|zonder kosten|sem custo|isent|bezplatn|darmo|bez oplat""",
    ),
    "guarantee": (
        r"""\bguarantee[ds]?\b|\bwe (?:can )?(?:promise|assure)\b|\bpromise you\b|\brest assured\b
        \b100 ?% (?:safe|secure|sure)\b|\bgarantier\w*|\b(?:versprechen|versichern) (?:wir )?ihnen\b
        \bzusichern\b|\bgaranti(?:e|s|ssons|t)?\b|\bpromettons\b|\bvous assurons\b|\bgarantiz\w*
        \bprometemos\b|\baseguramos\b
        \b(?:le |vi )?(?:garantiamo|promettiamo|assicuriamo)\b|\bgaranderen\b|\bwij beloven\b
        \bgarantimos\b|\basseguramos\b|\bgwarantuj\w+|\bobiecuj\w+|\bzapewniamy\b""",
        r"guarant|garant|promis|assure|versprech|versicher|zusicher|promet|asegur|promett|assicur|"
        r"belo(?:of|ven)|assegur|gwarant|obiec|zapewn",
    ),
    "compensation": (
        r"""\bcompensat\w+|\bgoodwill\b|\bentschadig\w*|\bkulanz\w*|\bdedommag\w*
        \bgeste commercial\b|\bindemni\w+|\bcompensa\w*
        \brisarcim\w+|\bindennizz\w+|\bschadevergoeding\b|\bodszkodowani\w+|\brekompensat\w+""",
        r"compens|goodwill|entschadig|kulanz|dedommag|geste commercial|indemni|"
        r"risarcim|indennizz|schadevergoed|odszkodow|rekompens",
    ),
}  # fmt: skip
_COMPILED = [
    (re.compile(alternatives(said)), re.compile(alternatives(allowed)))
    for said, allowed in _PROMISES.values()
]
_NEGATION = (
    r"not|cannot|can't|won't|never|unable to|nicht|keine?[nmrs]?|nie|ne|pas|jamais|nunca|no|non|"
    r"mai|niet|geen|nooit|nao|nigdy"
)
_DENIED_BEFORE = re.compile(rf"\b(?:{_NEGATION})\b(?:\W+\w+){{0,2}}\W*$")
_DENIED_WITHIN = re.compile(
    r"\b(?:not|cannot|never|nicht|keine?[nmrs]?|pas|nunca|niet|geen|nao|nie)\b"
)


def unsupported(reply: str, sources: str) -> list[str]:
    """Parts of `reply` that promise what `sources` (the cited texts) do not speak of at all.

    A denied promise ("we cannot refund this") is none.
    """
    folded, allowed_by = fold(reply), fold(sources)
    found: dict[str, None] = {}
    for said, allowed in _COMPILED:
        if allowed.search(allowed_by):
            continue
        for match in said.finditer(folded):
            before = folded[max(0, match.start() - 40) : match.start()]
            if not _DENIED_WITHIN.search(match.group()) and not _DENIED_BEFORE.search(before):
                found.setdefault(as_written(reply, match.group()))
    return list(found)
