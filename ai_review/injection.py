"""Does a ticket talk to the AI instead of to the desk?

Nothing here keeps an injection from the AI: that it can do no harm is the work of the schema, the
database and the reviewer. This only makes sure that the reviewer knows.
"""

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from ai_review.injection_phrases import GROUPS, OTHER_SCRIPTS
from ai_review.language import as_written, fold

_SCANNED = 60_000  # characters from each end of a text

_ANY = [
    (tuple(needles.split()), [re.compile(pattern) for pattern in patterns])
    for needles, patterns in GROUPS
]
_OTHER = [re.compile(fold(pattern)) for pattern in OTHER_SCRIPTS]
_ROLE_LINE = re.compile(r"^[ \t>*#-]*(?:system|assistant|developer|ai)[ \t]*:[ \t]*\S", re.I | re.M)
# Written so that a filter does not read it: i.g.n.o.r.e, 1gn0re, іgnоre.
_SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget|bypass)(?:all|any|the|your|previous|prior|above|earlier){1,4}"
    r"(?:instructions?|prompts?|rules|guidelines)|systemprompt|"
    r"ignor(?:iere|ezles|alas)[a-z]{0,20}(?:anweisung|instruction|consigne|instruccion)"
)
_LOOKALIKE = str.maketrans(
    "аеіїорсухѕјһԁԛԝкмнтвαεικορτυνχηɪɢɴᴏʀᴇᴀʟᴠᴜꜱᴛᴄᴘᴍʙᴅꜰʜᴊᴋᴡʏᴢ013457@$",
    "aeiiopcyxsjhdqwkmhtbaeikoptuvxnignorealvustcpmbdfhjkwyzoieastas",
)
# Tags, direction marks and variation selectors that no writing needs; letters with invisible gaps.
_HIDDEN = re.compile(
    r"[\U000e0000-\U000e007f]|[\U000e0100-\U000e01ef]{3}|[\u202d\u202e]"
    r"|[A-Za-z](?:[\u200b\u2060\ufeff][A-Za-z]){3}"
)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{24,4000}(?:\n[A-Za-z0-9+/_-]{4,4000}){0,200}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ ]?){16,2000}")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))")


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
        elif match := _SQUEEZED.search(squeezed[::-1]):
            yield f"(reversed) {match.group()}"
    for decoded in _decoded(text):
        folded = fold(decoded)
        excerpt = next(_direct(folded), "") or next(
            (e for again in _decoded(decoded) for e in _direct(fold(again))), ""
        )
        if excerpt:
            yield f"(encoded) {excerpt}"


def _direct(folded: str) -> Iterator[str]:
    for needles, patterns in _ANY:
        if any(needle in folded for needle in needles):
            for pattern in patterns:
                if match := pattern.search(folded):
                    yield match.group()
    if not folded.isascii():
        for pattern in _OTHER:
            if match := pattern.search(folded):
                yield match.group()


def _decoded(text: str) -> Iterator[str]:
    """What may hide in base64, hex, percent encoding or rot13."""
    for match in _ENCODED.finditer(text):
        yield from _printable(_base64(match.group().replace("\n", "")))
    for match in _HEX.finditer(text):
        yield from _printable(bytes.fromhex(match.group()))
    if _ESCAPE.search(text):
        yield _ESCAPE.sub(lambda match: chr(int(match.group(1) or match.group(2), 16)), text)
    if "&#" in text:
        yield html.unescape(text)
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
