"""The tone of a customer's messages by words that name a feeling; a problem alone has none."""

import re

from ai_review.language import fold

# Beginnings of words as `fold` writes them (no accents): en, de, fr, es, it, nl, pt, pl.
_NEGATIVE = re.compile(
    r"\b(?:unacceptable|angr(?:y|ier)|furious|outrag\w*|ridiculous|disappoint\w*|frustrat\w*|"
    r"annoy\w*|terribl\w*|awful\w*|appalling\w*|worst|disgrac\w*|disgust\w*|scandal\w*|"
    r"complaint|complain|ombudsman|fed up|sick of|useless|rude\w*|shame\w*|seriously\?|"
    r"worried|worrying|nervous|afraid|scared|desperate\w*|unhappy|upset|hurry|"
    r"nobody (?:answers|replies|calls|apologi\w*)|third time|(?:what )?a joke|"
    r"inakzeptab\w*|unverschamt\w*|wutend|sauer|arger\w*|verarger\w*|unmoglich\w*|enttausch\w*|"
    r"frustrier\w*|skandal\w*|schlimm\w*|unerhort\w*|frechheit|beschwer(?:de|e)\w*|"
    r"verzweifel\w*|besorgt|(?:ich mache|wir machen) (?:mir|uns)[a-z ]{0,20} sorgen|zumutung|"
    r"angst|unzufrieden\w*|niemand (?:antwortet|meldet)|ombudsstelle|"
    r"inadmissible\w*|scandaleu\w*|furieu\w*|en colere|decu\w*|honteu\w*|inquiet\w*|"
    r"mecontent\w*|ridicule\w*|insupportable\w*|marre|personne ne (?:repond|m'a)|plainte|"
    r"inaceptable\w*|indignad[oa]\w*|enfadad[oa]\w*|enojad[oa]\w*|vergonz\w*|verguenza|hart[oa]|"
    r"decepcion\w*|preocupad[oa]\w*|desesperad[oa]\w*|pesim[oa]|nadie (?:responde|contesta)|queja|"
    r"inaccettabil\w*|arrabbiat\w*|furios\w*|vergogn\w*|delus[oa]\w*|preoccupat\w*|pessim[oa]|"
    r"nessuno (?:risponde|mi)|reclamo|"
    r"onacceptabel\w*|boos|woedend|belachelijk\w*|teleurgesteld|schandalig\w*|bezorgd|klacht|"
    r"niemand antwoordt|inaceitav\w*|zangad[oa]|desiludid[oa]|ridicul[oa]|vergonha\w*|"
    r"ninguem responde|reclamacao|"
    r"niedopuszczaln\w*|oburz\w*|wsciek\w*|skandaliczn\w*|rozczarowan\w*|zdenerwowan\w*|"
    r"zaniepokojon\w*|nikt (?:nie|mi)|skarg\w*|reklamacj\w*)(?![a-z])"
)
_POSITIVE = re.compile(
    r"\b(?:great|excellent|wonderful|fantastic|amazing|perfect\w*|brilliant|happy|pleased|"
    r"delighted|satisfied|love|helpful|thank you so much|thanks so much|well done|"
    r"super|toll|ausgezeichnet\w*|hervorragend\w*|wunderbar\w*|zufrieden|begeistert|perfekt\w*|"
    r"hilfreich|herzlichen dank|klasse|formidable\w*|parfait\w*|excellent\w*|ravi\w*|content\w*|"
    r"satisfait\w*|genial\w*|merci infiniment|un grand merci|excelente\w*|perfect[oa]|"
    r"encantad[oa]|content[oa]|satisfech[oa]|estupend\w*|mil gracias|maravillos\w*|"
    r"ottim\w*|eccellent\w*|perfett\w*|felic[ei]|soddisfatt\w*|grazie mille|fantastic[oa]|"
    r"uitstekend|geweldig|tevreden|blij|hartelijk dank|otim[oa]|satisfeit[oa]|muito obrigad[oa]|"
    r"swietn\w*|doskonal\w*|zadowolon\w*|wspanial\w*|bardzo dziekuje)(?![a-z])"
)
_NEGATOR = re.compile(
    r"\b(?:not|no|cannot|\w+n't|without|nicht|kein\w*|ohne|weder|pas|aucune?|sans|ni|sin|non|"
    r"senza|niet|geen|zonder|nao|nem|sem|nie|bez)$"
)
_WORDS_BEFORE = 3  # "not at all happy"; farther away a negation belongs to something else


def sentiment(messages: list[str]) -> str:
    """negative | neutral | positive: the tone of the newest of a customer's messages that has one.

    A negated good word is a bad one ("not happy"); a negated bad word is none ("no complaint").
    """
    for message in reversed(messages):
        # ł is a letter of its own, which `fold` keeps.
        balance = _balance(fold(message).replace("ł", "l"))
        if balance:
            return "positive" if balance > 0 else "negative"
    return "neutral"


def _balance(text: str) -> int:
    good = [-1 if _negated(text, m.start()) else 1 for m in _POSITIVE.finditer(text)]
    bad = [0 if _negated(text, m.start()) else -1 for m in _NEGATIVE.finditer(text)]
    return sum(good) + sum(bad)


def _negated(text: str, position: int) -> bool:
    clause = re.split(r"[.!?,;:]", text[max(0, position - 60) : position])[-1]
    return any(_NEGATOR.search(word) for word in clause.split()[-_WORDS_BEFORE:])
