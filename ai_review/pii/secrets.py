"""Passwords, PINs, one-time codes and keys: nobody, and no AI service, should get to see them."""

import re
from collections.abc import Iterator

from .patterns import alternatives, words

_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.{0,6000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)"
    r"|(?<![^\W_])(?:sk|pk|rk|hr)[-_][A-Za-z0-9_-]{16,200}"
    r"|(?<![^\W_])gh[pousr]_[A-Za-z0-9]{20,}|(?<![^\W_])github_pat_\w{20,}"
    r"|(?<![^\W_])glpat-[\w-]{16,}|(?<![^\W_])xox[abprs]-[\w-]{10,}"
    r"|(?<![^\W_])(?:AKIA|ASIA)[A-Z0-9]{16}(?![^\W_])|(?<![^\W_])AIza[\w-]{30,}"
    r"|(?<![^\W_])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
    re.DOTALL,
)
_BEARER = re.compile(r"(?<![^\W_])bearer[ ]+([\w.~+/=-]{16,})", re.IGNORECASE)

_IS = r"(?:is|was|are|lautet|ist|war|est|etait|es|era|e|:|=|->|-|,)"
_OWN = alternatives(
    r"""my|the|mein|meine|mon|ma|mi|la|el|le|for|fur|pour|para|online|banking|app|de|del|new|old
    neues?|altes?"""
)
_PASSWORD_WORDS = alternatives(
    r"""password|passwort|passwd|pwd|passphrase|passcode|kennwort|mot de passe|mdp|contrasena|clave
    wachtwoord|senha|haslo|secret|memorable (?:word|answer)|security answer
    mother'?s maiden name|api[ _-]?key|access[ _-]?token|token"""
)
_PASSWORD = re.compile(
    rf"(?<![^\W\d_])(?:{_PASSWORD_WORDS})(?:[ ](?:{_OWN})(?![^\W_])){{0,4}}"
    rf"[ ]{{0,2}}(?:{_IS}(?:[ ]{{1,2}}|(?<=[:=>-]))){{1,3}}(\S{{3,128}})",
    re.IGNORECASE,
)
# "My password is blocked" tells no password.
_NOT_A_SECRET = words(
    """not no n't still being been wrong incorrect invalid rejected refused blocked locked expired
    reset correct right the a an my our now too never always also already and but or because that
    what when where which why how it this there asked required needed sent changed forgotten gone
    lost missing working secure safe strong weak short long old new different same unknown stolen
    compromised set in on at to of for by with from
    nicht kein falsch gesperrt abgelaufen ungultig richtig korrekt das der die mein ein weg
    vergessen verloren geandert immer noch jetzt schon zu und oder aber abgelehnt
    pas plus faux incorrecte bloque bloquee expire expiree invalide le la les mon oublie perdu
    toujours refuse et ou mais que incorrecto incorrecta bloqueada bloqueado caducada
    caducado invalida invalido mi no ya y o pero olvidado perdido"""
)
_CODE_WORDS = alternatives(
    r"""pins?|pin-?(?:code|number|nummer)|code pin|geheimzahl|code secret|tans?|otp|totp|2fa|mfa
    cvv2?|cvc2?|csc|cav|security code|sicherheitscode|prufziffer|prufnummer|kartenprufnummer
    cryptogramme|code de securite|codigo de seguridad|one[ -]time (?:code|password|pin)
    einmal(?:code|kennwort|passwort)|passcode|puk|telephone banking (?:number|code)
    (?:verification|sms|access|confirmation|authori[sz]ation|login|auth|unlock|reset)[ -]?code
    (?:bestatigungs|freischalt|zugangs)-?code|code de (?:verification|confirmation)
    codigo de (?:verificacion|confirmacion|acceso)"""
)
_MONEY = r"%|[€$£]|eur\b|euros?\b|usd\b|gbp\b|chf\b|pounds?\b|dollars?\b"
_CODE = re.compile(
    rf"(?<![^\W\d_])(?:{_CODE_WORDS})(?![^\W\d_])[^\d\n.;!?€$£\x00]{{0,30}}?"
    rf"(?<![\d,.])(\d(?:[ -]?\d){{2,7}})(?!\d|[.,]\d|\s?(?:{_MONEY}))",
    re.IGNORECASE,
)


def keys(text: str) -> Iterator[tuple[int, int, str, str]]:
    """API keys, tokens and private keys, known by their form."""
    position = 0
    for match in _KEY.finditer(text):
        position = match.end()
        yield match.start(), position, "SECRET", match.group()
    for match in _BEARER.finditer(text):
        if not _KEY.match(text, match.start(1)):
            yield match.start(1), match.end(1), "SECRET", match.group(1)


def in_context(text: str) -> Iterator[tuple[int, int, str, str]]:
    """What follows "password is", "PIN:", "CVV" and the like in several languages."""
    taken: list[tuple[int, int]] = []
    for match in _PASSWORD.finditer(text):
        start, end = match.span(1)
        value = match.group(1).strip("\"'“”„«»()<>[]")
        value = value.rstrip(".,;!?") if len(value) > 3 else value
        if "\x00" in value or len(value) < 3 or value.lower().strip(".,;!?") in _NOT_A_SECRET:
            continue
        start = text.index(value, start, end)
        taken.append((start, start + len(value)))
        yield start, start + len(value), "SECRET", value
    for match in _CODE.finditer(text):
        start, end = match.span(1)
        if not any(start < b and a < end for a, b in taken):
            yield start, end, "SECRET", match.group(1)
