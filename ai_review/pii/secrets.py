"""Passwords, PINs, one-time codes and keys: nobody, and no AI service, should get to see them."""

import re
from collections.abc import Iterator

from .patterns import alternatives, words

_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----.{0,6000}?"
    r"(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|\Z)"
    r"|(?<![^\W_])(?:sk|pk|rk|hr)[-_][A-Za-z0-9_-]{16,200}"
    r"|(?<![^\W_])gh[pousr]_[A-Za-z0-9]{20,}|(?<![^\W_])github_pat_\w{20,}"
    r"|(?<![^\W_])glpat-[\w-]{16,}|(?<![^\W_])xox[abprs]-[\w-]{10,}"
    r"|(?<![^\W_])(?:whsec|npm|hf|dop_v1|shpat|sq0csp)_[A-Za-z0-9]{16,}"
    r"|(?<![^\W_])SG\.[\w-]{16,}\.[\w-]{16,}|(?<![^\W_])ya29\.[\w-]{20,}"
    r"|(?<![^\W_])xprv[1-9A-HJ-NP-Za-km-z]{70,}|(?<![^\W_])[5KL][1-9A-HJ-NP-Za-km-z]{50,51}(?!\w)"
    r"|(?<![^\W_])(?:0x)?[0-9a-fA-F]{64}(?!\w)|(?<![^\W_])ssh-(?:rsa|ed25519) [A-Za-z0-9+/=]{40,}"
    r"|(?<![^\W_])(?:AKIA|ASIA)[A-Z0-9]{16}(?![^\W_])|(?<![^\W_])AIza[\w-]{30,}"
    r"|(?<![^\W_])eyJ[\w-]{5,}\.[\w-]{8,}(?:\.[\w-]*)?",
    re.DOTALL,
)
# What a link carries beside its address: who has it is somebody.
_IN_LINK = re.compile(
    r"(?:https?://|www\.)[^\s:/?#@]{1,100}(?::([^\s/@]{1,100})@)?[^\s?#]{0,300}[^\s]{0,600}",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"[?&#;][\w.\[\]-]{0,30}?(?:token|key|code|auth|session|sess|sid|sig|signature|otp|pin|"
    r"password|passwd|"
    r"pwd|secret|jwt|ticket|nonce|state|reset|verify|hash|login|email|user|account|iban|phone|"
    r"name|id|uid|t|k)"
    r"=([^\s&#\"'<>]{3,500})",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"/(?=[\w-]*\d)(?=[\w-]*[A-Za-z])([\w-]{20,200})(?![\w-])")
_WALLET = re.compile(
    r"(?<![^\W_])(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{25,62}|"
    r"(?=\w*\d)[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![^\W_])"
)
_SEED = re.compile(
    r"(?:seed|recovery|secret|backup|mnemonic|wiederherstellungs|semilla|recuperation|recupero)"
    r"[ -]?(?:phrase|words|worter|frase|"
    r"de)?[^\n:]{0,25}[:\n][ ]?((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(?<![^\W_])(?:bearer|basic)[ ]+([\w.~+/=-]{16,})", re.IGNORECASE)

_IS = r"(?:is|was|are|lautet|ist|war|est|etait|es|era|e|jest|to(?= \S*\d)|:|=|->|-|,)"
_OWN = alternatives(
    r"""my|the|mein|meine|mon|ma|mi|la|el|le|for|fur|pour|para|online|banking|app|de|del|new|old
    neues?|altes?"""
)
_PASSWORD_WORDS = alternatives(
    r"""password|passwort|passwd|pwd|pw|pass(?=:)|passphrase|passcode|kennwort|mot de passe|mdp
    contrasena|clave
    wachtwoord|senha|haslo|secret|memorable (?:word|answer)|security answer
    palavra-passe|passe|parola d'ordine|geheimwort|zugangsdaten|kodewort
    mother'?s maiden name|api[ _-]?key|access[ _-]?token|token"""
)
_PASSWORD = re.compile(
    rf"(?<![^\W\d_])(?:{_PASSWORD_WORDS})(?:[ ](?:{_OWN})(?![^\W_])){{0,4}}"
    rf"[ ]{{0,2}}(?:{_IS}(?:[ ]{{1,2}}|(?<=[:=>-]))){{1,3}}(\S{{3,128}})",
    re.IGNORECASE,
)
# "user jdoe, password Secret9": nothing between, but letters and digits mixed.
_PAIR = re.compile(
    r"(?<![^\W_])(?:password|passwort|kennwort|pass|pw|pwd|contrasena|mot de passe|wachtwoord|"
    r"senha)[ ]"
    r"(?=\S{0,30}[A-Za-z])(?=\S{0,30}\d)([^\s\x00]{6,60})(?<![.,;:!?])",
    re.IGNORECASE,
)
# "My password is blocked" tells no password.
_NOT_A_SECRET = words(
    """not no n't still being been wrong incorrect invalid rejected refused blocked locked expired
    reset correct right the a an my our now too never always also already and but or because
    that what when where which why how it this there asked required needed sent changed
    forgotten gone lost missing working secure safe strong weak short long old new different
    same unknown stolen compromised set can could will would does declined denied refused
    accepted entered typed fine in on at to of for by with from nicht kein falsch gesperrt
    abgelaufen ungultig richtig korrekt das der die mein ein weg vergessen verloren geandert
    immer noch jetzt schon zu und oder aber abgelehnt pas plus faux incorrecte bloque bloquee
    expire expiree invalide le la les mon oublie perdu toujours refuse et ou mais que
    incorrecto incorrecta bloqueada bloqueado caducada caducado invalida invalido mi no ya y o
    pero olvidado perdido"""
)
_CODE_WORDS = alternatives(
    r"""pins?|pin-?(?:code|number|nummer)|code pin|geheimzahl|code secret|tans?|otp|totp|2fa|mfa
    cvv2?|cvc2?|csc|cav|security code|sicherheitscode|prufziffer|prufnummer|kartenprufnummer
    cryptogramme|code de securite|codigo de seguridad|one[ -]time (?:code|password|pin)
    einmal(?:code|kennwort|passwort)|passcode|puk|telephone banking (?:number|code)
    (?:verification|sms|access|confirmation|authori[sz]ation|login|auth|unlock|reset)[ -]?code
    (?:bestatigungs|freischalt|zugangs)-?code|code de (?:verification|confirmation)
    codigo de (?:verificacion|confirmacion|acceso|verificacao|seguranca|confirmacao|acesso)
    blik|codigo sms
    codice (?:otp|sms|pin|di (?:verifica|conferma|sicurezza|accesso)|segreto|temporaneo)
    (?:verificatie|beveiligings|inlog|bevestigings|toegangs|sms-?|pin)code|eenmalige code
    kod (?:sms|pin|cvv|weryfikacyjny|autoryzacyjny|jednorazowy|blik|dostepu)|haslo jednorazowe
    code (?:sms|otp|pin|d'acces|a usage unique)|sms-?tan|freigabecode|telefon-?banking-?pin
    (?:the|this|my|your|received|a|got|das|den|dem|der|mein|le|el|il|de|o|mon|mi)[ ]code"""
)
_MONEY = r"%|[€$£]|eur\b|euros?\b|usd\b|gbp\b|chf\b|pounds?\b|dollars?\b"
_CODE = re.compile(
    rf"(?<![^\W\d_])(?:{_CODE_WORDS})(?![^\W\d_])[^\d\n.;!?€$£\x00]{{0,30}}?"
    rf"(?<![\d,.])(\d(?:[ -]?\d){{2,7}})(?!\d|[.,]\d|\s?(?:{_MONEY}))",
    re.IGNORECASE,
)


_CODE_IS = r"(?:(?:is|ist|est|es|e|jest|to|lautet|:|=)[ ]{0,2})"
# "A7K9Q2": letters too, but only straight after the word; "482911 is my code".
_MIXED_CODE = re.compile(
    rf"(?<![^\W\d_])(?:(?:{_CODE_WORDS}|otp)[ ]{{0,2}}{_CODE_IS}{{0,2}}"
    r"|(?<!promo )(?<!discount )(?<!voucher )(?<!error )(?<!status )(?<!referral )(?<!booking )"
    rf"code[ ]{{0,2}}{_CODE_IS}{{1,2}})(?=[A-Z]*\d)(?=\d*[A-Z])(?-i:([A-Z0-9]{{4,12}}))(?![\w-])",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    r"(?<![\w.,-])(\d{4,8})(?:[ ](?:is|ist|est|es|e|to|jest|was|war|as|als|comme|como))?[ ]"
    r"(?:(?:my|the|your|a|mein|der|die|das|mon|le|mi|el|il|mio|mijn|de|meu|o|moj|new|sms)[ ]){0,3}"
    r"(?:(?:verification|security|login|one-time|sms)[ ])?"
    r"(?:code|otp|pin|tan|passcode|password|codigo|codice|kod|pincode|geheimzahl)(?![^\W_])",
    re.IGNORECASE,
)
_SPELLED = words(
    """zero oh one two three four five six seven eight nine double triple hundred null eins ein zwei
    zwo drei vier funf sechs sieben acht neun un deux trois quatre cinq sept huit neuf cero uno
    dos tres cuatro cinco seis siete ocho nueve due tre quattro cinque sei sette otto nove nul
    een twee drie vijf zes zeven negen um dois quatro sete oito jeden dwa trzy cztery piec
    szesc siedem osiem dziewiec"""
)
_TOKENS = re.compile(r"[^\W\d_]+|\d+")


def spelled_out(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Numbers read out: "four one one, double six". Four words in a row are no prose."""
    if sum(word in _SPELLED for word in text.lower().split()) < 3:
        return
    run: list[re.Match] = []
    for token in [*_TOKENS.finditer(text), None]:
        word = token and token.group().lower()
        goes_on = token and (word in _SPELLED or (len(word) < 3 and word.isdigit()))
        if goes_on and (
            not run or re.fullmatch(r"[\s,.;/>-]{1,5}", text[run[-1].end() : token.start()])
        ):
            run.append(token)
            continue
        if sum(not each.group().isdigit() for each in run) >= 4:
            start, end = run[0].start(), run[-1].end()
            yield start, end, "NUMBER", " ".join(each.group().lower() for each in run)
        run = [token] if goes_on else []


def links(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Passwords, tokens and the like inside links."""
    if "://" not in text and "www." not in text.lower():
        return
    for link in _IN_LINK.finditer(text):
        spans = [link.span(1)] if link.group(1) else []
        for pattern in (_PARAMETER, _SEGMENT):
            spans += [match.span(1) for match in pattern.finditer(text, *link.span())]
        last = link.start()
        for start, end in sorted(spans):
            if start >= last:
                last = end
                yield start, end, "SECRET", text[start:end]


def keys(text: str) -> Iterator[tuple[int, int, str, str]]:
    """API keys, tokens and private keys, known by their form."""
    position = 0
    for match in _KEY.finditer(text):
        position = match.end()
        yield match.start(), position, "SECRET", match.group()
    for match in _BEARER.finditer(text):
        if not _KEY.match(text, match.start(1)):
            yield match.start(1), match.end(1), "SECRET", match.group(1)
    for match in _SEED.finditer(text):
        yield match.start(1), match.end(1), "SECRET", " ".join(match.group(1).lower().split())


def wallets(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Addresses of bitcoin and ether."""
    for match in _WALLET.finditer(text):
        yield match.start(), match.end(), "ACCOUNT", match.group()


def in_context(text: str) -> Iterator[tuple[int, int, str, str]]:
    """What follows "password is", "PIN:", "CVV" and the like in several languages."""
    taken: set[int] = set()
    for match in _PASSWORD.finditer(text):
        start, end = match.span(1)
        value = match.group(1).strip("\"'“”„«»()<>[]")
        value = value.rstrip(".,;!?") if len(value) > 3 else value
        if "\x00" in value or len(value) < 3 or value.lower().strip(".,;!?") in _NOT_A_SECRET:
            continue
        start = text.index(value, start, end)
        taken.update(range(start, start + len(value)))
        yield start, start + len(value), "SECRET", value
    for match in _PAIR.finditer(text):
        if taken.isdisjoint(range(*match.span(1))):
            taken.update(range(*match.span(1)))
            yield *match.span(1), "SECRET", match.group(1)
    for pattern in (_CODE, _MIXED_CODE, _CODE_FIRST) if any(c.isdigit() for c in text) else ():
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield start, end, "SECRET", match.group(1)
