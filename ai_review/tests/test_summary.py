"""Summaries: the customer's and the desk's own sentences, what was asked, happened and is open."""

import re

import pytest

from ai_review import gates
from ai_review.language import detect_language
from ai_review.providers import phrases
from ai_review.providers.base import Line
from ai_review.providers.offline import OfflineProvider
from ai_review.tests.offline_drafts import demo_requests, draft


def test_a_summary_has_one_to_three_of_the_customers_sentences_without_pleasantries():
    found = draft(
        "Hello,\n\nhope you are well. I ordered a card on the 3rd. It is raining here. The card "
        "has still not arrived and I need it for a journey. My neighbour says hello. Can you tell "
        "me where the card is?\n\nKind regards\n[NAME_1]"
    )
    assert "Can you tell me where the card is?" in found.summary
    assert "egards" not in found.summary
    assert "Hello" not in found.summary
    assert 1 <= len(found.summary.split(". ")) <= 3


def test_a_threads_summary_tells_what_was_asked_first_and_what_is_new():
    found = draft("Where is my card?", "It has arrived, thanks. But now the PIN is blocked.")
    assert found.summary == "At first: Where is my card? Open now: Now the PIN is blocked."


def test_a_threads_summary_tells_what_the_desk_said_and_noted():
    messages = [
        Line("customer", "Hallo,\nmeine Karte fehlt seit zwei Wochen. Wo ist sie?"),
        Line("public_reply", "Guten Tag,\nwir schicken Ihnen kostenlos eine neue Karte.\nIhr Team"),
        Line("internal_note", "Neue Karte ging am 3. März in die Post."),
        Line("customer", "Danke! Wann kommt die neue Karte an?"),
    ]
    assert draft(messages=messages, language="de").summary == (
        "Zuerst: Meine Karte fehlt seit zwei Wochen. Wo ist sie? "
        "Antwort der Bank: Wir schicken Ihnen kostenlos eine neue Karte. "
        "Interne Notiz: Neue Karte ging am 3. März in die Post. "
        "Noch offen: Wann kommt die neue Karte an?"
    )


def test_a_file_is_not_summed_up():
    messages = [Line("customer", "Where is my card?"), Line("attachment", "Terms of the vault.")]
    assert draft(messages=messages).summary == "Where is my card?"


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("conv-intl-transfer", ["USD 2,340.00", "case PX-5581", "has the address been sent"]),
        ("conv-atm", ["I received no banknotes", "surplus of 300.00", "has replied"]),
        ("de-conv-lastschrift", ["186,40 €", "R-41902", "Muss ich diese Gebühr bezahlen?"]),
        ("fr-conv-virement", ["virement de 2 480 €", "accord partiel", "Le rappel a-t-il abouti"]),
        ("es-conv-identidad", ["rechazado dos veces", "sigue en cola", "¿Cuánto falta"]),
    ],
)
def test_the_long_demo_conversations_are_summed_up(key, parts):
    """What was asked, what happened, what is open now, in this order and fit for the gates."""
    found = next(a for ticket, a in demo_requests() if ticket["key"] == key)
    assert len(found.messages) >= 6
    summary = OfflineProvider().draft(found, "").draft.summary
    places = [summary.index(part) for part in parts]
    assert places == sorted(places)
    assert len(summary) <= gates.LONGEST_SUMMARY
    said = " ".join(" ".join(line.body for line in found.messages).split())
    labels = vars(phrases.of(found.language or detect_language(said))).values()
    for sentence in re.split("|".join(map(re.escape, labels)), summary)[1:]:
        assert sentence.strip()[1:60].rstrip(".") in said  # but for a capital, word for word


@pytest.mark.parametrize(
    "header",
    ["On Monday, Ada wrote:", "Am Mo., 9. Nov. schrieb Ada:", "Le lun. 9 nov., Ada a écrit :",
     "El lun, 9 nov, Ada escribió:", "-----Original Message-----", "From: Ada <ada@bank.example>"],
)  # fmt: skip
def test_what_a_mail_program_quotes_stays_out_of_the_summary(header):
    found = draft(f"Where is my card?\n\n{header}\nPlease wait until the vault is open.")
    assert found.summary == "Where is my card?"


def test_a_sentence_that_needs_the_one_before_brings_it_along():
    found = draft(
        "My dog is nine years old and likes the garden. I booked a hotel in Lisbon. They charged "
        "€486.00 and €512.40, is this right? We have a garden with trees and a pond in it. The "
        "weather was nice all week long and we went to the beach with the dog every day."
    )
    assert "I booked a hotel in Lisbon. They charged €486.00" in found.summary


def test_html_and_quoted_mail_stay_out_of_the_summary():
    found = draft("<b>Where</b> is my card?\n> On Monday you wrote: something else entirely")
    assert found.summary == "Where is my card?"


def test_a_ticket_with_only_a_subject_is_summed_up_by_it():
    assert draft(subject="Card lost?").summary == "Card lost?"
