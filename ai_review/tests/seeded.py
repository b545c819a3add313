"""Made-up personal data in many spellings, each in a sentence that people write."""

import random
from dataclasses import dataclass

from stdnum import luhn
from stdnum.es import dni
from stdnum.iso7064 import mod_97_10


@dataclass(frozen=True)
class Seed:
    """`value`: what must not be found; `text`: a line that contains it in some spelling."""

    kind: str
    value: str
    text: str


def seeds(count: int, seed: int) -> list[Seed]:
    """`count` different values: every kind and spelling in turn, the same for the same seed."""
    rng = random.Random(seed)
    made, seen = [], set()
    while len(made) < count:
        make = _MAKERS[len(made) % len(_MAKERS)]
        new = make(rng)
        if new.value not in seen:
            seen.add(new.value)
            made.append(new)
    return made


def _digits(rng, count):
    return "".join(rng.choices("0123456789", k=count))


def _name(rng, least=3):
    parts = ("bra", "ken", "lo", "mar", "vi", "ste", "quo", "zan", "dri", "fel", "gu", "hop", "wex")
    return "".join(rng.choices(parts, k=least)).title()


_GAPS = {
    "plain": "", "spaces": " ", "dashes": "-", "dots": ".", "no-break": "\u00a0",
    "zero-width": "\u200b", "line": "\n", "quoted line": "\n> ", "entity": "&nbsp;",
    "markup": "</b><b>", "thin": "\u2009",
}  # fmt: skip


def _grouped(text, gap, size=4):
    return gap.join(text[i : i + size] for i in range(0, len(text), size))


def _card(spelling, gap):
    def make(rng):
        body = rng.choice(["4", "51", "55", "2221", "6011"]) + _digits(rng, 15)
        number = body[:15] + luhn.calc_check_digit(body[:15])
        return Seed("card", number, f"My card {_grouped(number, gap)} was charged twice.")

    make.__name__ = f"card, {spelling}"
    return make


def _fullwidth(rng):
    number = "4" + _digits(rng, 14)
    number += luhn.calc_check_digit(number)
    wide = "".join(chr(0xFF10 + int(d)) for d in number)
    return Seed("card", number, f"Karte {wide} ist gesperrt")


def _iban(country, bban, gap, change=str):
    def make(rng):
        account = "".join(_digits(rng, 1) if c == "n" else rng.choice("ABCDEFGH") for c in bban)
        iban = f"{country}{mod_97_10.calc_check_digits(account + country)}{account}"
        return Seed("iban", iban, f"Please pay it to {change(_grouped(iban, gap))} today")

    return make


def _number(kind, length, *templates):
    def make(rng):
        value = str(rng.randint(1, 9)) + _digits(rng, length - 1)
        return Seed(kind, value, rng.choice(templates).format(value))

    return make


_CODES = (
    "My code is {}", "the OTP is {}", "Ihre TAN lautet {}", "Der Sicherheitscode ist {}",
    "le code de vérification est {}", "el código de verificación es {}", "{} is my code",
    "il codice di verifica è {}", "de verificatiecode is {}", "o código de verificação é {}",
    "kod weryfikacyjny to {}", "my PIN: {}", "código de seguridad: {}",
)  # fmt: skip
_PASSWORDS = (
    "my password is {}", "Passwort: {}", "mot de passe : {}", "la contraseña es {}",
    "wachtwoord is {}", "minha senha é {}", "moje hasło to {}", "Kennwort lautet {}",
)  # fmt: skip


def _password(rng):
    value = f"{_name(rng)}{_digits(rng, 3)}!x"
    return Seed("password", value, rng.choice(_PASSWORDS).format(value))


def _key(rng):
    value = "".join(rng.choices("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", k=32))
    text = rng.choice(["api key sk-{}", "Authorization: Bearer {}", "ghp_{} is my token",
                       "https://bank.example/reset?token={}&x=1", "eyJhbGciOi.{}.abc",
                       "https://bank.example/confirm/{}"])  # fmt: skip
    if "/confirm/" in text:
        value += "7"
    return Seed("key", value, text.format(value))


def _email(rng):
    local, domain = _name(rng).lower(), _name(rng).lower()
    address = f"{local}@{domain}.example"
    written = rng.choice([address, address.upper(), f"<{address}>", f"mailto:{address}",
                          f"{local} (at) {domain}.example", f"{local} at {domain} dot example",
                          f"{local}%40{domain}.example",
                          f"{local}[at]{domain}[dot]example"])  # fmt: skip
    return Seed("email", local, f"write to {written} please")


def _phone(rng):
    number = rng.choice(["7700900", "2079460", "1612345"]) + _digits(rng, 3)
    a, b, c = number[:3], number[3:6], number[6:]
    text = rng.choice([f"+44 {a} {b} {c}", f"0044 {a} {b} {c}", f"+44-{a}-{b}-{c}",
                       f"+44{number}", f"+44 (0){a} {b}{c}", f"call me on 0{number}",
                       f"Tel. 0{a} {b} {c}", f"+44 {a}\n> {b} {c}"])  # fmt: skip
    return Seed("phone", number, f"My number: {text}")


def _dni(rng):
    number = _digits(rng, 8)
    value = number + dni.calc_check_digit(number)
    return Seed("national id", value, f"mi DNI {number}{rng.choice(['', '-', ' '])}{value[-1]}")


def _nino(rng):
    value = f"AB{_digits(rng, 6)}C"
    spaced = " ".join([value[:2], value[2:4], value[4:6], value[6:8], value[8]])
    return Seed("national id", value, f"my NINO is {rng.choice([value, spaced, value.lower()])}")


def _passport(rng):
    value = f"{rng.choice('CPX')}{_digits(rng, 8)}"
    text = rng.choice(["passport number {}", "Reisepass {}", "passeport n° {}", "pasaporte {}",
                       "numer paszportu {}", "driving licence {}"])  # fmt: skip
    return Seed("passport", value, text.format(value))


def _born(rng):
    day, month, year = rng.randint(10, 28), rng.randint(10, 12), rng.randint(1930, 2005)
    value = f"{day}.{month}.{year}"
    text = rng.choice(["born on {}", "geboren am {}", "née le {}", "fecha de nacimiento: {}",
                       "nato il {}", "geboren op {}", "urodzona {}", "nascido em {}"])  # fmt: skip
    return Seed("date of birth", value, text.format(value))


def _account(rng):
    sort, number = _digits(rng, 6), str(rng.randint(1, 9)) + _digits(rng, 7)
    dashed = _grouped(sort, "-", 2)
    text = rng.choice([f"account {number}", f"sort code {dashed} account number {number}",
                       f"{dashed} {number}", f"Kontonummer: {number}", f"cuenta {number}",
                       f"conto n. {number}", f"numer konta: {number}"])  # fmt: skip
    return Seed("account", number, text.replace("numer konta", "konto"))


def _address(rng):
    name, n = _name(rng), rng.randint(1, 199)
    street = rng.choice([f"{n} {name} Street, London NW1 6XE", f"{n} {name.lower()} road",
                         f"{name}straße {n}, 12345 Berlin", f"{n} rue {name}, 75002 Paris",
                         f"Calle {name} {n}, 28013 Madrid", f"Via {name} {n}, 00184 Roma",
                         f"{name}straat {n}, 1012 AB Amsterdam", f"Rua {name} {n}, 1100-053 Lisboa",
                         f"ul. {name} {n}, 00-590 Warszawa",
                         f"{n} {name} Ave, New York, NY 10118"])  # fmt: skip
    return Seed("address", name, f"I moved to {street}")


def _person(rng):
    name = _name(rng, 4)
    text = rng.choice(["my husband John {}", "Herr {} rief an", "I paid 20 EUR to Maria {}",
                       "Mme {} m'a dit", "mi hija Lucía {}", "Dear Mr {},", "mein Sohn Karl {}",
                       "the account holder is Peter {}", "Kind regards,\nJohn {}",
                       "mon mari Pierre {}", "il mio nome è Giulia {}", "Señora {}"])  # fmt: skip
    return Seed("third person", name, text.format(name))


def _wallet(rng):
    value = "0x" + "".join(rng.choices("0123456789abcdef", k=40))
    return Seed("wallet", value, f"I sent it to {value} by mistake")


def _spelled(rng):
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    value = " ".join(rng.choices(words, k=12))
    return Seed("read out", value, f"my card is {value}")


def _beside_card(rng):
    number = "4" + _digits(rng, 14)
    number += luhn.calc_check_digit(number)
    value = f"{rng.randint(1, 12):02}/{rng.randint(30, 99)}"
    return Seed("expiry", f"{number[-4:]} exp {value}", f"{number} exp {value}")


_MAKERS = [
    *(_card(spelling, gap) for spelling, gap in _GAPS.items()), _fullwidth,
    _iban("DE", "n" * 18, " "), _iban("DE", "n" * 18, "", str.lower),
    _iban("GB", "aaaa" + "n" * 14, " "), _iban("FR", "n" * 23, "-"),
    _iban("ES", "n" * 20, "\n> "), _iban("NL", "aaaa" + "n" * 10, ""),
    _account, _email, _phone, _dni, _nino, _passport, _born, _password, _key, _address, _person,
    _number("code", 6, *_CODES), _number("code", 8, *_CODES), _wallet, _spelled, _beside_card,
    _email, _phone, _address, _person,
]  # fmt: skip
