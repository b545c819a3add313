"""Pieces that several detectors build their patterns from."""


def words(text: str) -> frozenset[str]:
    """The words of a text block."""
    return frozenset(text.split())


def alternatives(text: str) -> str:
    """A pattern for any of the alternatives: the lines of a block, indented as one likes."""
    return "|".join(line.strip() for line in text.splitlines() if line.strip())


# Between a word like "account" and its number only these may stand: "my account was charged
# 150000" is an amount.
LINK = (
    r"(?:[ .-]{0,2}(?:"
    + alternatives(
        r"""number|numbers|numero|nummer|num|nos?\.?|nr\.?|n[.°]?|#|id|code|is|are|was|ist|sind|lautet
        est|es|son|e|:|=|-|->|\(|my|the|with|ending|in|de|del|la|le|el|mein|meine|follows|as"""
    )
    + r")(?![^\W\d_])){0,5}[ .:#=(-]{0,3}"
)
