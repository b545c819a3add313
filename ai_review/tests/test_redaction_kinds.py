"""What counts as an address, a name, a secret, in eight languages and in spellings that hide it."""

import pytest

from ai_review.redaction import Redactor


def redact(*texts, known=None):
    redactor = Redactor(known)
    safe = redactor.redact_all(texts)
    assert [redactor.restore(text) for text in safe] == list(texts)
    return safe if len(texts) > 1 else safe[0]


@pytest.mark.parametrize(
    "address",
    [
        "221B Baker Street, London NW1 6XE", "12 main street", "45 Elm Rd, Flat 3, Leeds LS1 4AP",
        "350 5th Ave, New York, NY 10118", "1600 Pennsylvania Avenue NW, Washington, DC 20500",
        "Springfield, IL 62704", "PO Box 1234", "12 Baker Street\n> London\n> NW1 6XE",
        "Musterstraße 12, 12345 Berlin", "Karl-Marx-Allee 34a, 10178 Berlin", "hauptstrasse 7",
        "Berliner Str. 5\n10115 Berlin", "Am Alten Markt 5, 50667 Köln", "Postfach 1001",
        "12 rue de la Paix, 75002 Paris", "12 bis, avenue Victor Hugo 69006 Lyon",
        "3 place Bellecour, 69002 Lyon", "Calle Mayor 3, 28013 Madrid",
        "C/ Alcalá, 45, 2º B, 28014 Madrid", "avenida de la Constitución 12",
        "Via Roma 10, 00184 Roma (RM)", "Piazza Duomo, 1, 20121 Milano",
        "Keizersgracht 123, 1015 CJ Amsterdam", "Rua Augusta 24, 1100-053 Lisboa",
        "ul. Marszałkowska 10/5, 00-590 Warszawa",
    ],
)  # fmt: skip
def test_a_street_address_is_replaced_as_a_whole(address):
    assert redact(f"it is {address}") == "it is [ADDRESS_1]"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("my husband John Smith called", "my husband [NAME_1] called"),
        ("Herr Müller hat angerufen", "Herr [NAME_1] hat angerufen"),
        ("I sent 50 EUR to Maria Gonzalez today", "I sent 50 EUR to [NAME_1] today"),
        ("Kind regards,\nJohn Smith", "Kind regards,\n[NAME_1]"),
        ("Cordialement,\n> Jean-Luc Martin", "Cordialement,\n> [NAME_1]"),
        ("Un saludo, Carmen Ruiz", "Un saludo, [NAME_1]"),
        ("Dear Sarah,\nI wait", "Dear [NAME_1],\nI wait"),
        ("Sehr geehrter Herr Dr. Schmidt,", "Sehr geehrter Herr Dr. [NAME_1],"),
        ("Meine Mutter Elisabeth König", "Meine Mutter [NAME_1]"),
        ("mon mari Pierre Dupont a perdu", "mon mari [NAME_1] a perdu"),
        ("mi hija Lucía García no puede", "mi hija [NAME_1] no puede"),
        ("Mi chiamo Giulia Rossi", "Mi chiamo [NAME_1]"),
        ("my name is john smith and I wait", "my name is [NAME_1] and I wait"),
        ("The account holder is Peter van der Berg", "The account holder is [NAME_1]"),
        ("Überweisung an Max Mustermann ist weg", "Überweisung an [NAME_1] ist weg"),
        ("gisteren sprak Wojciech Kowalski", "gisteren sprak [NAME_1]"),
        ("see Mr Smith's card", "see Mr [NAME_1]'s card"),
    ],
)
def test_a_third_persons_name_is_replaced_where_the_text_says_that_it_is_one(text, safe):
    assert redact(text) == safe


def test_a_name_once_recognised_is_replaced_everywhere_but_not_as_an_everyday_word():
    safe = redact("Gonzalez has it. Bill too.", "I paid Maria Gonzalez and Mr Bill Stone by bill.")
    assert safe == ["[NAME_3] has it. Bill too.", "I paid [NAME_1] and Mr [NAME_2] by bill."]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://b.example/reset?token=abc123def456&lang=en",
         "https://b.example/reset?token=[SECRET_1]&lang=en"),
        ("https://b.example/confirm/9f8e7d6c5b4a39281706aabb", "https://b.example/confirm/[SECRET_1]"),
        ("to 0x52908400098527886E0F7030069857D2E4169EE7", "to [ACCOUNT_1]"),
        ("seed phrase: abandon ability able about above absent absorb abstract absurd abuse access "
         "acid", "seed phrase: [SECRET_1]"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----",
         "[SECRET_1]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc", "[SECRET_1]"),
        ("your code is 482911", "your code is [SECRET_1]"),
        ("Ihre TAN lautet 482911", "Ihre TAN lautet [SECRET_1]"),
        ("le code de vérification est 482911", "le code de vérification est [SECRET_1]"),
        ("el código de verificación es 482911", "el código de verificación es [SECRET_1]"),
        ("il codice di verifica è 482911", "il codice di verifica è [SECRET_1]"),
        ("de verificatiecode is 482 911", "de verificatiecode is [SECRET_1]"),
        ("o código de verificação é 482911", "o código de verificação é [SECRET_1]"),
        ("kod weryfikacyjny to 482911", "kod weryfikacyjny to [SECRET_1]"),
        ("482911 is my code", "[SECRET_1] is my code"),
        ("OTP A7K9Q2", "OTP [SECRET_1]"),
        ("moje hasło to Kot12345", "moje hasło to [SECRET_1]"),
        ("my PIN is four seven one one", "my PIN is [NUMBER_1]"),
        ("meine Karte vier eins eins eins, null null", "meine Karte [NUMBER_1]"),
        ("4111 1111 1111 1111 exp 12/27 cvv 123", "[CARD_1] exp [EXPIRY_1] cvv [SECRET_1]"),
        ("4111 1111 1111 1111, 123", "[CARD_1], [SECRET_1]"),
        ("4111 1111\n> 1111 1111", "[CARD_1]"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[CARD_1]"),
        ("4111<b>1111</b>1111&nbsp;1111", "[CARD_1]"),
        ("411111111111111&#49; done", "[CARD_1] done"),
        ("D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0", "[IBAN_1]"),
        ("DE89 3704 0044\n> 0532 0130 00", "[IBAN_1]"),
        ("DE89 3704 0044 0532 0130 00 COBADEFF", "[IBAN_1] [BIC_1]"),
        ("BIC: COBADEFFXXX", "BIC: [BIC_1]"),
        ("+44 20\n> 7946 0958", "[PHONE_1]"),
        ("0 7 7 0 0 9 0 0 1 2 3", "[PHONE_1]"),
        ("ada at example dot com", "[EMAIL_1]"),
        ("to ada%40example.com", "to [EMAIL_1]"),
        ("urodzona 12.03.1980", "urodzona [DOB_1]"),
        ("MORGA657054SM9IJ", "[ID_1]"),
        ("P<GBRSMITH<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "[ID_1]"),
    ],
)  # fmt: skip
def test_it_is_found_in_spellings_that_hide_it(text, safe):
    assert redact(text) == safe


@pytest.mark.parametrize("written", ["NB-203311", "nb 203311", "NB203311", "nb_203311"])
def test_a_known_id_is_found_however_it_is_separated(written):
    known = {"external_id": "NB-203311", "address": "12 Ivy Court, Leeds"}
    assert redact(f"it is {written}, 12 ivy court Leeds", known=known) == (
        "it is [ID_1], [ADDRESS_1]"
    )


def test_a_first_name_that_was_learnt_does_not_hide_the_next_surname():
    safe = redact("my son Lucas Brandt", "my brother Lucas Vendrick")
    assert safe == ["my son [NAME_1]", "my brother [NAME_2]"]


def test_only_what_stands_beside_a_card_is_its_expiry_date():
    assert redact("ada@example.org asks\nMy number: +44-161-234-5024") == (
        "[EMAIL_1] asks\nMy number: [PHONE_1]"
    )
