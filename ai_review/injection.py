"""Does a ticket talk to the AI instead of to the desk?

Nothing here keeps an injection from the AI: that it can do no harm is the work of the schema, the
database and the reviewer. This only makes sure that the reviewer knows.
"""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from ai_review.language import as_written, fold

_SCANNED = 60_000  # characters from each end of a text

_AI = r"(?:ai|a\.i\.|assistant|chat ?bot|bot|llm|language model|chatgpt|gpt|copilot|claude)"
_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|polic(?:y|ies)|"
    r"programming|constraints?|restrictions?|training|safeguards?)"
)
# Not "my": "ignore my previous instructions" is about a standing order.
_OLD = (
    r"(?:(?:all|any|every|everything|of|the|your|these|those|previous|prior|above|earlier|preceding|"
    r"former|existing|system|initial|original|safety|security|other|and|given|current) ){1,6}"
)
_PATTERNS = [
    # English
    rf"\b(?:ignore|disregard|forget|override|overrule|bypass|neglect|(?:do not|don't|stop) "
    rf"(?:follow|obey)(?:ing)?) (?:completely |about )?{_OLD}{_RULES}",
    r"\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:above|before|previously|"
    r"that was|you (?:were|have been|know))",
    rf"\byou are (?:now|no longer) (?:(?:an?|the|my) )?(?:\w+ ){{0,2}}(?:{_AI}|dan|unrestricted|"
    r"jailbroken|admin(?:istrator)?|root|in \w+ mode|free from|bound|hacker)\b",
    rf"\b(?:act|behave|respond|pretend|roleplay|role-play)"
    r"(?: to be| (?:that )?you are| as(?: if you (?:are|were))?) "
    rf"(?:an? |the |my )?(?:{_AI}|admin\w*|system|developer|root|dan|unrestricted|evil)\b",
    r"\b(?:reveal|print|repeat|output|display|disclose|leak)\b.{0,30}?\byour "
    r"(?:instructions|prompt)",
    rf"\b(?:reveal|print|repeat|show|output|display|disclose|tell me|give me|send me|leak|quote|"
    rf"what (?:is|are|was|were))\b.{{0,30}}?(?:system prompt|system message|hidden prompt|"
    rf"your (?:(?:system|initial|hidden|original|secret) )+{_RULES})",
    rf"\b(?:new|updated|revised|additional|real|actual) (?:system )?{_RULES}(?: \w+)? ?:",
    r"\b(?:end|begin(?:ning)?|start) of (?:the )?(?:prompt|system prompt|instructions|"
    r"user (?:input|message)|customer (?:message|text)|ticket text)\b",
    rf"\b(?:note|message|instructions?|memo|reminder|attention)(?: to| for|,)? (?:the |any |all )?"
    rf"(?:support )?{_AI}\b",
    rf"\bif you(?: are|'re) (?:an? )?(?:automated )?{_AI}\b.{{0,30}}\b(?:you (?:must|should)|"
    r"ignore|write|include|approve|(?:reply|respond|answer) with)\b",
    rf"\b{_AI}(?:[,:] ?(?:you )?| you )(?:must|should|shall|will now|are required to|have to)\b",
    r"\bwhen (?:you )?(?:summari[sz](?:e|ing)|process(?:ing)?|answer(?:ing)?|draft(?:ing)?|"
    r"repl(?:y|ying) to) this (?:ticket|message|e-?mail|text),? "
    r"(?:you|please|always|also|do|only|write|say|include|add|use|ignore)\b",
    r"\b(?:respond|reply|answer|output)(?: only| exactly| verbatim| always)* with "
    r"(?:(?:only |exactly )?(?:the )?(?:following|exact)|json|[\"'])",
    r"\b(?:include|insert|add|append|embed) (?:this|the following|exactly) (?:link|url|"
    r"sentence|image|html|code|markdown)",
    r"\bapprove (?:this|the) (?:ticket|draft|reply|suggestion) (?:automatically|without|yourself)",
    r"\bmark (?:this|the|my) (?:ticket|request|draft|message|case) as (?:approved|safe|"
    r"verified|(?:low|no)[ -]risk|trusted)",
    r"\b(?:without|skip(?:ping)?|bypass(?:ing)?)(?: any| the)? (?:human|reviewer'?s?) "
    r"(?:review|approval|check|oversight)",
    r"\bset (?:the )?(?:category|risk|risk level) (?:to|=)",
    r"\bdo not (?:cite|mention|tell|inform|flag|warn|show)\b.{0,25}\b(?:reviewers?|humans?|"
    r"supervisors?)\b",
    r"\b(?:jailbreak|dan mode|developer mode|god mode|debug mode|prompt injection|"
    r"do anything now)\b",
    r"\b(?:call|execute|run|invoke) (?:the |this |your )?(?:function|tool|shell|python|sql|"
    r"command)s?\b",
    # German
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie|uberschreib\w*|umgehen?)\b (?:sie )?"
    r"(?:(?:alle|die|deine|ihre|samtliche|bisherigen|vorherigen|vorigen|obigen|fruheren|gesamten|"
    r"diese) ){1,4}(?:\w+)?(?:anweisung|instruktion|regel|vorgabe|prompt|befehl|richtlinie)",
    r"\bdu bist (?:jetzt|nun|ab sofort|nicht (?:mehr|langer)) (?:eine? |kein |frei )",
    r"\b(?:zeig|gib|nenne|verrate|drucke|wiederhole)\w*\b.{0,30}system-?prompt|"
    r"\b(?:verrate|drucke|wiederhole)\b.{0,20}(?:deine|ihre) (?:anweisungen|regeln|instruktionen)",
    r"\bneue (?:system)?(?:anweisung|instruktion|regel)(?:en|n)? ?:",
    r"\b(?:an die|hinweis (?:an|fur) (?:die|den|das)|als) (?:ki|sprachmodell|chatbot)\b",
    r"\bantworte (?:nur|ausschliesslich|immer|genau) mit\b",
    r"\bohne menschliche (?:prufung|freigabe|kontrolle)",
    # French
    r"\b(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte|contourne[zr]?)\b (?:de )?"
    r"(?:(?:toutes?|les?|tes|vos|ces|des|la) ){1,3}(?:\w+ )?(?:instructions?|consignes?|regles?|"
    r"directives?|prompts?)",
    r"\b(?:tu es|vous etes) (?:maintenant|desormais) (?:une?|en mode|libre)",
    r"\b(?:affiche|revele|montre|donne|repete|ecris)[zr]?\b.{0,30}(?:prompt|instructions? "
    r"(?:systeme|initiales?))|\b(?:revele|repete)[zr]?\b.{0,20}(?:tes|vos) "
    r"(?:consignes|instructions)",
    r"\bnouvelles? (?:instructions?|consignes?|regles?) ?:",
    r"\b(?:note|message|attention|instructions?) (?:a |pour )(?:l'|le |la |les )?(?:ia|assistant|"
    r"modele|chatbot|robot)\b",
    r"\brepond[es]z? (?:uniquement|seulement|toujours|exactement) (?:par|avec)\b",
    r"\bsans (?:verification|validation|revision|relecture) humaine",
    # Spanish
    r"\b(?:ignor[ae]\w*|olvid[ae]\w*|haz caso omiso de|descart[ae]\w*|omit[ae]\w*|no sigas)\b "
    r"(?:(?:todas?|las?|los|tus|sus|estas|de) ){1,3}(?:\w+ )?(?:instrucciones|reglas|indicaciones|"
    r"ordenes|directrices|prompts?)",
    r"\b(?:ahora|a partir de ahora|desde ahora)(?: tu)? (?:eres|actua|actuaras)\b",
    r"\b(?:muestra|revela|dime|imprime|repite|ensena)\w*\b.{0,30}prompt|"
    r"\b(?:revela|imprime|repite)\b.{0,20}(?:tus|sus) (?:instrucciones|reglas)",
    r"\bnuevas? (?:instruccion(?:es)?|reglas?) ?:",
    r"\b(?:nota|mensaje|atencion|instrucciones) (?:a|para) (?:la |el |los )?(?:ia|asistente|modelo|"
    r"bot|chatbot)\b",
    r"\bresponde (?:solo|unicamente|siempre|exactamente) con\b",
    r"\bsin (?:revision|aprobacion|supervision) humana",
    # others, the commonest form only
    r"\bignora (?:tutte )?le (?:\w+ ){0,2}(?:istruzioni|regole)",
    r"\bignor[ea] (?:todas )?as (?:\w+ ){0,2}(?:instrucoes|regras)",
    r"\b(?:negeer|vergeet) (?:alle )?(?:\w+ ){0,2}(?:instructies|regels)",
    r"\b(?:z?ignoruj|zapomnij) (?:wszystkie )?(?:\w+ ){0,2}(?:instrukcj|polecen|zasad)",
    r"игнориру\w* .{0,40}(?:инструкц|указани|правил)",
    r"(?:忽略|无视|忽视).{0,12}(?:指令|指示|说明|规则)",
    r"(?:指示|命令)(?:を|をすべて)無視",
    r"تجاهل.{0,30}(?:التعليمات|تعليمات|الأوامر|القواعد)",
    # role tags and chat templates
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\|?>",
    r"</?(?:system|assistant|instructions?|prompt|ai)(?: [^>]{0,40})?>",
    r"\[/?inst\]|<</?sys>>|\[/?system\]|#{2,} ?(?:system|instructions?|assistant|response)\b",
    r"[\"']role[\"'] ?: ?[\"'](?:system|assistant|developer)[\"']",
    r"\bdata-[0-9a-f]{24}\b",
]
_ANY = [re.compile(fold(p) if not p.isascii() else p) for p in _PATTERNS]
_ROLE_LINE = re.compile(r"^[ \t>*#-]*(?:system|assistant|developer)[ \t]*:[ \t]*\S", re.I | re.M)
# Written so that a filter does not read it: i.g.n.o.r.e, 1gn0re, іgnоre.
_SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget)(?:all|any|the|your)*(?:previous|prior|above|earlier)"
    r"(?:instructions?|prompts?|rules)|systemprompt|ignor(?:iere|ezles|alas)[a-z]{0,20}(?:anweisung|"
    r"instruction|consigne|instruccion)"
)
_LOOKALIKE = str.maketrans("аеіїорсухѕјһԁԛԝαεικορτυνχ013457@$", "aeiiopcyxsjhdqwaeikoptuvxoieastas")
_HIDDEN = re.compile(
    r"[\U000e0000-\U000e007f]|[\u202d\u202e]|[A-Za-z](?:[\u200b\u2060\ufeff][A-Za-z]){3}"
)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{24,4000}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ ]?){20,2000}")


def suspicions(text: str) -> list[str]:
    """What in `text` is addressed to an AI: short excerpts, at most three, [] for none."""
    if len(text) > 2 * _SCANNED:
        text = f"{text[:_SCANNED]}\n{text[-_SCANNED:]}"
    return list(_suspicions(text))


# Good sources are given to the AI again and again.
@lru_cache(maxsize=1_000)
def _suspicions(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for excerpt in _all(text):
        found.setdefault(excerpt[:120])
        if len(found) == 3:
            break
    return tuple(found)


def _all(text: str) -> Iterator[str]:
    folded = fold(text)
    direct = list(_direct(folded))
    yield from direct
    if match := _ROLE_LINE.search(text):
        yield match.group().strip()
    if _HIDDEN.search(text):
        yield "(hidden characters)"
    if not direct:
        squeezed = re.sub(r"[^a-z]+", "", folded.translate(_LOOKALIKE))
        if match := _SQUEEZED.search(squeezed):
            yield f"(disguised) {match.group()}"
    for decoded in _decoded(text):
        if excerpt := next(_direct(fold(decoded)), ""):
            yield f"(encoded) {excerpt}"


def _direct(folded: str) -> Iterator[str]:
    for pattern in _ANY:
        if match := pattern.search(folded):
            yield match.group()


def _decoded(text: str) -> Iterator[str]:
    """What may hide in base64, hex, percent encoding or rot13."""
    for match in _ENCODED.finditer(text):
        yield from _printable(_base64(match.group()))
    for match in _HEX.finditer(text):
        yield from _printable(bytes.fromhex(match.group()))
    if "%20" in text or "%69" in text.lower():
        yield unquote(text)
    if re.search(r"\b(?:vtaber|qvfertneq|sbetrg)\b", text, re.IGNORECASE):
        yield codecs.decode(text, "rot13")


def _base64(token: str) -> bytes:
    token = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _printable(data: bytes) -> Iterator[str]:
    if len(data) < 12:
        return
    text = data.decode("utf-8", "replace")
    if sum(c.isprintable() and c != "\ufffd" for c in text) > 0.9 * len(text):
        yield text


# What a draft says when it talks to the reviewer, of itself, or in the voice of the attacker.
_OBEDIENT = re.compile(
    r"\b(?:dear |attention,? |note to (?:the )?|message (?:to|for) (?:the )?)"
    r"(?:reviewers?|supervisors?|colleagues? who)\b"
    r"|\b(?:reviewers?|supervisors?)(?:[,:]| (?:can|may|should|must)) \w+"
    r"|\b(?:approve|sign|accept|release) (?:this|the) (?:draft|reply|suggestion)\b"
    r"|\b(?:pre-?approved|auto-?approved|"
    r"no (?:human )?(?:review|approval)(?: is)? (?:needed|required)|"
    r"(?:can|may|should) be (?:approved|sent) (?:without|automatically|directly|at once))\b"
    r"|\b(?:as|i am|i'm|i was) (?:an? |the )?"
    r"(?:ai|language model|llm|chatbot|unrestricted \w+|dan)\b"
    r"|\b(?:my|the) (?:system prompt|hidden instructions?|initial instructions?)\b"
    r"|\b(?:instructions? (?:received|followed|overridden|ignored)|"
    r"override (?:accepted|successful)|"
    r"injection (?:successful|worked)|(?:admin|developer|debug|dan|god|maintenance) mode|"
    r"jailbroken|pwned|hacked by|canary)\b"
    r"|\b(?:liebe[rs]? (?:pruferin|prufer|gutachter)|diesen entwurf (?:freigeben|genehmigen)|"
    r"als ki(?:-\w+)?\b|cher (?:relecteur|verificateur)|approuvez ce brouillon|en tant qu'ia|"
    r"estimado revisor|apruebe (?:este|el) borrador|como (?:una )?ia)\b"
)
_ACTIVE = re.compile(
    r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|<(?:img|script|iframe|svg|form|object|embed|link|meta|"
    r"a|style|base)\b[^>\n]{0,300}>?|\[[^\]\n]{1,200}\]\((?:https?:|javascript:|data:)[^)\n]{0,500}\)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?<![\w/.-])(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{20,}(?![\w.-])")


def obedience(summary: str, reply: str, known: str) -> list[str]:
    """Parts of a draft that an AI writes which followed an injection, as far as can be told.

    known: the ticket and the cited sources; what stands there word for word is a quotation in the
    reply. The summary may describe an attack; it may not talk to the reviewer.
    """
    found: dict[str, None] = {}
    folded_known = fold(known)
    for text in (reply, summary):
        for match in _OBEDIENT.finditer(fold(text)):
            found.setdefault(as_written(text, match.group()))
        for match in _ACTIVE.finditer(text):
            found.setdefault(match.group())
        for match in _TOKEN.finditer(text):
            if match.group().lower() not in folded_known:
                found.setdefault(match.group())
    for excerpt in suspicions(reply):
        found.setdefault(as_written(reply, excerpt))
    return list(found)
