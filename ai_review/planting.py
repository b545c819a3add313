"""Errors planted in a draft to see whether it is read: plain code on our own text, no AI.

One error in a reply: another amount, date or time limit that the sources have elsewhere, a negation
turned round, another product, a promise. What it was made of is kept, word for word.
"""

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256

# What each kind of error is about, in words for people.
KINDS = {
    "amount": "a wrong amount",
    "date": "a wrong date",
    "time_limit": "a wrong time limit",
    "negation": "a negation turned round",
    "product": "a wrong product",
    "promise": "a promise that nothing supports",
}

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_UNITS = (
    r"(?:working |business |calendar )?(?:days?|hours?|minutes?|weeks?|months?|years?)"
    r"|(?:Werk|Arbeits|Bank)?[Tt]agen?|Stunden?|Minuten?|Wochen?|Monaten?|Jahren?"
)
# A pattern with a group `value`; what stands around it must be alike for one value to replace
# another: the currency, the unit.
_VALUES = {
    "amount": re.compile(
        r"(?P<unit>[€£$])\s?(?P<value>\d[\d.,]*\d|\d)"
        r"|(?P<value2>\d[\d.,]*\d|\d)\s?(?P<unit2>€|EUR|euros?|pounds?|Euro)\b"
    ),
    "date": re.compile(rf"(?P<value>\d{{1,2}}\.? (?:{_MONTHS})(?: \d{{4}})?)(?P<unit>)"),
    "time_limit": re.compile(
        rf"\b(?P<value>\d+|one|two|three|four|five|six|seven|ten|fourteen|zwei|drei|fünf|sieben|zehn)"
        rf" (?P<unit>{_UNITS})\b"
    ),
}
_WORDS = {
    "negation": (
        (r"\bcannot\b", "can"), (r"\b(do|does|is|are|will|must|should|may|was|were) not\b", r"\1"),
        (r"\bnever\b", "always"), (r"\bwithout\b", "with"),
        (r"\bkeine(n|r|m|s)?\b", r"eine\1"), (r" nicht\b", ""), (r"\bohne\b", "mit"),
    ),
    "product": (
        (r"\bdebit card\b", "credit card"), (r"\bcredit card\b", "debit card"),
        (r"\bcurrent account\b", "savings account"), (r"\bsavings account\b", "current account"),
        (r"\bstanding order\b", "direct debit"), (r"\bdirect debit\b", "standing order"),
        (r"\bvirtual card\b", "plastic card"), (r"\bcash machine\b", "shop terminal"),
        (r"\bDebitkarte\b", "Kreditkarte"), (r"\bKreditkarte\b", "Debitkarte"),
        (r"\bGirokonto\b", "Sparkonto"), (r"\bDauerauftrag\b", "Lastschrift"),
    ),
}  # fmt: skip
_PROMISES = {
    "en": "You need not do anything else; this will be settled today.",
    "de": "Sie müssen nichts weiter tun; das ist heute noch erledigt.",
}
_AROUND = re.compile(r"\S*[^\S\n]?$"), re.compile(r"^[^\S\n]?\S*")


@dataclass(frozen=True)
class Planted:
    """`before` and `after`: the words that were exchanged with a word on either side of them, each
    once in its text. For a promise, `before` is the end of the sentence that it follows."""

    kind: str
    before: str
    after: str

    def put(self, text):
        """The text with the error; None when the place is not there exactly once."""
        return text.replace(self.before, self.after) if text.count(self.before) == 1 else None

    def moved(self, text, places):
        """Places in `text`, dicts of start and end, as they are in the text with the error."""
        at, by = text.index(self.before), len(self.after) - len(self.before)
        return [
            place | {"start": place["start"] + by, "end": place["end"] + by}
            if place["start"] > at
            else place
            for place in places
        ]

    def record(self):
        return asdict(self)


def candidates(reply, known, language, salt):
    """Errors that could be planted in a reply, in an order that `salt` decides alone.

    Parameters: `known` the sources' text, from which other values are taken; `language` of the
    reply, a code; `salt` text of which the order follows.
    """
    found = {*_other_values(reply, known), *_other_words(reply), *_promise(reply, language)}
    usable = [each for each in found if each.put(reply) not in (None, reply)]
    return sorted(
        usable,
        key=lambda each: sha256("|".join([salt, *asdict(each).values()]).encode()).digest(),
    )


def _window(text, start, end, replacement, kind):
    """A Planted that exchanges text[start:end], widened until it stands there once."""
    head = _AROUND[0].search(text[:start])[0]
    tail = _AROUND[1].search(text[end:])[0]
    return Planted(kind, head + text[start:end] + tail, head + replacement + tail)


def _other_values(reply, known):
    for kind, pattern in _VALUES.items():
        values = {}
        for match in pattern.finditer(f"{known}\n{reply}"):
            name = "value" if match["value"] else "value2"
            unit = match["unit"] or (match["unit2"] if name == "value2" else "")
            values.setdefault(unit, set()).add(match[name])
        for match in pattern.finditer(reply):
            name = "value" if match["value"] else "value2"
            unit = match["unit"] or (match["unit2"] if name == "value2" else "")
            start, end = match.span(name)
            for other in values[unit] - {match[name]}:
                yield _window(reply, start, end, other, kind)


def _other_words(reply):
    for kind, pairs in _WORDS.items():
        for pattern, replacement in pairs:
            for match in re.finditer(pattern, reply):
                yield _window(reply, *match.span(), match.expand(replacement), kind)


def _promise(reply, language):
    promise = _PROMISES.get(language)
    sentences = list(re.finditer(r"[^\n]{20,}?[.!](?=\n|$)", reply))
    if promise and sentences:
        last = sentences[-1]
        # The last words are enough to find the place; whoever is told of it reads whole words.
        before = re.search(r"(?:(?<=\s)\S.{,39}|^.{,40})$", last[0])[0]
        yield Planted("promise", before, f"{before} {promise}")


def is_gone(planted, final):
    """Whether a final text is free of the planted error.

    Parameters: `planted` as Planted.record() gave it. Of a promise only the promise counts. Spaces,
    line breaks and case do not matter.
    """
    error = planted["after"]
    if planted["kind"] == "promise":
        error = error.removeprefix(planted["before"])
    return _plain(error) not in _plain(final)


def _plain(text):
    return " ".join(text.casefold().split())


# --- the AI's own answer, as provenance shows it --------------------------------------------------

_STYLES = [
    {"ensure_ascii": ascii_only, "sort_keys": sort, "separators": separators, "indent": indent}
    for ascii_only in (False, True)
    for sort in (False, True)
    for separators, indent in (((", ", ": "), None), ((",", ":"), None), ((",", ": "), 2))
]


def reply_in(response):
    """The reply in a stored answer, with its placeholders; None when it is in none we know."""
    try:
        data = json.loads(response)
        if "choices" in data:
            return reply_in(data["choices"][0]["message"]["content"])
        return data["reply"] if isinstance(data["reply"], str) else None
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def with_reply(response, reply):
    """A stored answer as it would be with another reply; None when it cannot be written in the
    very style of the first."""
    data = json.loads(response)
    style = next((each for each in _STYLES if json.dumps(data, **each) == response), None)
    if style is None:
        return None
    if "choices" in data:
        message = data["choices"][0]["message"]
        message["content"] = with_reply(message["content"], reply)
        if message["content"] is None:
            return None
    else:
        data["reply"] = reply
    return json.dumps(data, **style)


def response_with(response, planted):
    """A stored answer with the error in its reply; None when it cannot be shown in it."""
    reply = reply_in(response)
    changed = reply and planted.put(reply)
    return with_reply(response, changed) if changed else None
