"""The offline provider: a cited source word for word, cleared of another customer's, or silence."""

import json
import time
from dataclasses import replace

import pytest

from ai_review.language import detect_language
from ai_review.providers import phrases
from ai_review.providers.base import ProviderError, Source, output_schema, parse_draft
from ai_review.providers.offline import MODEL, OfflineProvider
from ai_review.tests.offline_drafts import (
    ASKED,
    CARD,
    DEMO,
    FEES,
    demo_requests,
    draft,
    request,
)  # fmt: skip


def test_the_reply_is_the_matching_source_word_for_word_between_greeting_and_closing():
    found = draft(ASKED)
    (citation,) = found.citations
    assert citation.n == 1
    assert citation.quote in CARD.text
    assert citation.quote in found.reply
    assert citation.quote.startswith("A new card usually")  # without the source's own greeting
    assert citation.quote.endswith("free of charge.")  # and sign-off
    assert found.reply.startswith("Dear [NAME_1],\n\n")
    assert found.reply.count("egards") == 1
    assert (found.category, found.language) == ("card_arrival", "en")


def test_it_says_nothing_rather_than_something_unfounded():
    found = draft("What is the fire rating of the vault for my paintings?")
    assert found.reply == ""
    assert found.citations == []
    assert found.summary == "What is the fire rating of the vault for my paintings?"


def test_a_high_search_score_alone_is_no_match():
    assert draft("help", sources=[replace(FEES, score=1.0)]).reply == ""


def test_a_source_in_the_customers_language_is_preferred():
    found = draft("Meine neue Karte ist nach zwei Wochen noch nicht angekommen. Kommt Ersatz?")
    assert found.citations[0].n == 2
    assert found.reply.startswith("Guten Tag [NAME_1],")
    assert found.language == "de"


def test_a_source_in_another_language_is_cited_but_never_sent():
    found = draft("Minha card new arrives? O meu cartão não chegou, replacement?", language="pt")
    assert found.reply == ""
    assert [c.n for c in found.citations] == [1]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_greeting_and_closing_follow_the_language(language):
    own = phrases.of(language)
    source = replace(CARD, language=language)
    found = draft(ASKED, language=language, sources=[source])
    assert found.reply.startswith(own.greeting.format(name="[NAME_1]"))
    assert found.reply.endswith(own.closing)
    assert draft(ASKED, language=language, sources=[source], customer_name="").reply.startswith(
        own.greeting_without_name
    )


def test_name_fields_in_a_source_are_filled():
    found = draft(
        ASKED, sources=[replace(CARD, text="{{customer_name}}, a new card arrives soon.")]
    )
    assert "[NAME_1], a new card arrives soon." in found.reply
    assert found.citations[0].quote == "{{customer_name}}, a new card arrives soon."


SIGNED = Source(
    "resolution", 9, "New card has not arrived",
    "We have cancelled the card that was sent on 3 March. A new card arrives within 5 to 7 working "
    "days in a plain white envelope, and you can follow its way to you in the app. Another "
    "replacement costs €8. Your case is CX-4471 and we credited €42.10.",
    "I ordered a new card on 3 March, it has not arrived. Flat 27, and €42.10 is missing.",
    "en", 0.7, "card_arrival",
)  # fmt: skip
COSTS = replace(CARD, title="Costs", text="A replacement costs €8.")


def test_a_gap_where_another_customers_data_was_is_never_sent():
    text = (
        "We wrote to […] on Monday.\n\nA new card that has not arrived is replaced in 5 to 7 days."
    )
    signed = replace(SIGNED, text=text)
    assert "[…]" not in draft(ASKED, sources=[signed]).reply
    assert "is replaced in 5 to 7 days" in draft(ASKED, sources=[signed]).reply
    gaps = replace(SIGNED, text="Dear […], your new card has not arrived because […] moved.")
    assert draft(ASKED, sources=[gaps]).reply == ""


def test_another_customers_dates_amounts_and_references_are_not_taken_over():
    reply = draft(ASKED, sources=[SIGNED]).reply
    assert "within 5 to 7 working days" in reply
    for theirs in ("3 March", "€8", "CX-4471", "€42.10"):
        assert theirs not in reply


def test_an_amount_of_a_resolution_that_the_handbook_confirms_stays():
    reply = draft(ASKED, sources=[SIGNED, COSTS]).reply
    assert "Another replacement costs €8." in reply
    assert "€42.10" not in reply


def test_a_date_that_this_ticket_says_too_stays():
    asked = ASKED.replace("after two weeks", "although it was sent on 3 March")
    assert "sent on 3 March" in draft(asked, sources=[SIGNED]).reply


def test_an_answer_of_which_little_is_left_is_no_answer():
    theirs = replace(SIGNED, text="Your card was sent on 3 March. It was sent to flat 27. "
                     "We credited €42.10 on 9 March. The new card arrives soon.")  # fmt: skip
    found = draft(ASKED, sources=[theirs])
    assert (found.reply, found.citations, found.category) == ("", [], "card_arrival")


@pytest.mark.parametrize("vague", ["It doesn't work.", "Please help, it is about my card!",
                                   "What about my payment??", "Hallo, es geht nicht."])  # fmt: skip
def test_a_vague_ticket_gets_no_answer(vague):
    assert draft(vague).reply == ""


def test_two_questions_get_no_single_answer():
    fees = replace(FEES, text="Cash withdrawals abroad cost 2 %.", category="fees")
    first = "My new card has not arrived. Will a replacement be sent?"
    second = "Which fees do withdrawals abroad cost?"
    assert draft(first, sources=[CARD, fees]).reply
    assert draft(second, sources=[CARD, fees]).reply
    found = draft(f"{first} {second}", sources=[CARD, fees])
    assert (found.reply, found.citations) == ("", [])


@pytest.mark.parametrize("contradicts", [False, True])
def test_an_answer_signed_from_an_article_is_no_rival_of_it(contradicts):
    body = "You can close your account in the app at any time, under Profile, Close account."
    asked = "How do I close my account?"
    article = Source("article", 1, "Closing your account", body, "", "en", 0.5, "account_closure")
    signed = "Please call the branch." if contradicts else f"Thank you for writing.\n\n{body}"
    earlier = Source("resolution", 9, "Closing my account", signed, asked, "en", 1.0, "other")
    found = draft(asked, subject="Closing my account", sources=[article, earlier])
    assert bool(found.reply) is not contradicts


def test_a_placeholder_is_no_word_of_the_question():
    names = Source("article", 4, "Your name", "Change your name here.", "", "en", 0.9, "name")
    assert draft("[NAME_1] [NAME_2] asks for the vault's rating", sources=[names]).reply == ""


def test_a_long_source_is_cut_to_the_paragraphs_that_answer():
    filler = "\n\n".join(f"Chapter {n} deals with mortgages and loans. " * 8 for n in range(9))
    text = f"{filler}\n\nA replacement for a card that has not arrived is free.\n\n{filler}"
    found = draft(ASKED, sources=[replace(CARD, text=text)])
    assert "A replacement for a card that has not arrived is free." in found.reply
    assert found.citations[0].quote in text
    assert len(found.reply) < 1_400


def test_a_ticket_without_text_is_an_error():
    with pytest.raises(ProviderError) as caught:
        draft("  ")
    assert caught.value.code == "bad_request"


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("Someone has stolen my card", "urgent"),
        ("Ich habe eine Zahlung, die nicht von mir ist", "urgent"),
        ("On m'a volé ma carte", "urgent"),
        ("Me han robado la tarjeta", "urgent"),
        ("I was charged twice", "high"),
        ("Mein Konto ist gesperrt", "high"),
        ("Me han cobrado dos veces", "high"),
        ("Where is my card?", "normal"),
        ("Just wondering, no hurry", "low"),
    ],
)
def test_priority_follows_words_of_urgency(text, priority):
    assert draft(text).priority == priority


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("This is unacceptable, I am furious.", "negative"),
        ("I am not at all happy with your service", "negative"),
        ("Where is my card? It has not arrived.", "neutral"),
        ("No complaint, just a question about fees", "neutral"),
        ("Excellent, I am very happy with it", "positive"),
        ("Ich bin sehr enttäuscht von Ihnen", "negative"),
        ("Ich bin nicht zufrieden", "negative"),
        ("Herzlichen Dank, das war sehr hilfreich", "positive"),
        ("C'est inadmissible, je suis très déçue", "negative"),
        ("Parfait, je suis ravie", "positive"),
        ("Es una vergüenza, estoy harta", "negative"),
        ("Estoy encantada, mil gracias", "positive"),
        ("È una vergogna, sono molto arrabbiata", "negative"),
        ("Ottimo, sono soddisfatto", "positive"),
        ("Ik ben heel teleurgesteld", "negative"),
        ("Geweldig, ik ben tevreden", "positive"),
        ("É inaceitável, ninguém responde", "negative"),
        ("Ótimo, muito obrigada", "positive"),
        ("To skandaliczne, jestem wściekła", "negative"),
        ("Jestem bardzo zadowolona", "positive"),
    ],
)
def test_sentiment_follows_words_of_feeling(text, sentiment):
    assert draft(text).sentiment == sentiment


def test_the_newest_message_with_a_feeling_tells_the_sentiment():
    assert draft("This is outrageous!", "It has arrived, wonderful!").sentiment == "positive"
    assert draft("This is outrageous!", "My number is 7.").sentiment == "negative"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("My PIN is blocked", "pin_blocked"),
        ("Hohe Gebühren?", "fees"),
        ("Nothing of the kind", ""),
    ],
)
def test_without_a_source_the_category_is_guessed_from_its_name(text, category):
    assert draft(text, sources=[]).category == category


def test_equal_requests_give_equal_bytes_and_drafts():
    provider = OfflineProvider()
    first, second = (provider.draft(r, provider.prepare(r)) for r in (request(ASKED),) * 2)
    assert first == second
    assert (first.model, first.request) == (MODEL, provider.prepare(request(ASKED)))


def test_its_drafts_have_the_agreed_form():
    provider = OfflineProvider()
    asked = request(ASKED)
    result = provider.draft(asked, provider.prepare(asked))
    assert parse_draft(result.response, asked) == result.draft
    assert set(json.loads(result.response)) == set(output_schema(asked)["required"])


def test_demo_tickets_take_a_few_milliseconds_each():
    provider = OfflineProvider()
    asked = [request_ for _, request_ in demo_requests()]
    for one in asked:  # fills the caches of stems, as a worker's are after its first drafts
        provider.draft(one, "")
    times = []
    for one in asked:
        started = time.perf_counter()
        provider.draft(one, provider.prepare(one))
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.02  # 1 ms on an idle core


def test_the_languages_of_the_demo_tickets_are_told():
    for ticket in json.loads((DEMO / "tickets.json").read_text()):
        text = "\n".join([ticket["subject"], *(m["body"] for m in ticket["messages"])])
        assert detect_language(text) in (ticket["language"], ""), ticket["key"]
    assert detect_language("help") == ""


def test_a_hostile_ticket_takes_no_minutes():
    started = time.perf_counter()
    for text in ("a. " * 30_000, "?" * 50_000, "\n" * 50_000, "<" * 50_000, "word " * 20_000,
                 "> x\n" * 20_000, "Mr. " * 20_000, "é" * 50_000):  # fmt: skip
        draft(f"x{text}", sources=[replace(CARD, text=f"x{text[:20_000]}")])
    assert time.perf_counter() - started < 10
