"""Which words of a draft were placeholders in what the AI wrote, in texts that try to confuse."""

import pytest
from django.db import connection

from ai_review.models import CategoryPause
from ai_review.redaction import Redactor

KNOWN = {"name": "Ada Byron", "email": "ada@example.org"}


def filled(redactor, text):
    """(the restored text, {placeholder: the words in its places})."""
    restored, places = redactor.fill(text)
    assert restored == redactor.restore(text)
    assert all(one.start < one.end for one in places)
    return restored, [(one.placeholder, restored[one.start : one.end]) for one in places]


def test_each_place_is_told():
    redactor = Redactor(KNOWN)
    safe = redactor.redact("Ada Byron, card 4111 1111 1111 1111")
    card = safe.rpartition(" ")[2]
    text, places = filled(redactor, f"Dear [NAME_1], {card} is yours. Bye, [NAME_1]!")
    assert text == "Dear Ada Byron, 4111 1111 1111 1111 is yours. Bye, Ada Byron!"
    assert places == [
        ("[NAME_1]", "Ada Byron"),
        (card, "4111 1111 1111 1111"),
        ("[NAME_1]", "Ada Byron"),
    ]


def test_a_placeholder_that_nobody_gave_stays_and_is_no_place():
    text, places = filled(Redactor(KNOWN), "[CARD_9] and [NAME_1] and [NAME_12]")
    assert text == "[CARD_9] and Ada Byron and [NAME_12]"
    assert places == [("[NAME_1]", "Ada Byron")]


def test_what_was_filled_in_is_not_filled_again():
    """A customer who calls themselves [NAME_2] gains nothing."""
    redactor = Redactor(KNOWN)
    safe = redactor.redact("I am [NAME_1] or [CARD_1], says Ada Byron of ada@example.org")
    assert "LITERAL" in safe
    text, places = filled(redactor, safe)
    assert text == "I am [NAME_1] or [CARD_1], says Ada Byron of ada@example.org"
    assert [words for _, words in places] == [
        "[NAME_1]", "[CARD_1]", "Ada Byron", "ada@example.org",
    ]  # fmt: skip


def test_places_are_counted_in_characters_also_outside_the_basic_plane():
    redactor = Redactor({"name": "Zoë 😀 Åström"})
    text, places = filled(redactor, "😀😀 [NAME_1], e\u0301 [NAME_1]")
    assert text.startswith("😀😀 Zoë")
    assert [words for _, words in places] == ["Zoë 😀 Åström"] * 2


def test_neighbours_and_ends():
    redactor = Redactor(KNOWN)
    text, places = filled(redactor, "[NAME_1][NAME_1]")
    assert text == "Ada ByronAda Byron"
    assert len(places) == 2
    assert filled(redactor, "") == ("", [])
    assert filled(redactor, "[NAME_1") == ("[NAME_1", [])


@pytest.mark.django_db
def test_a_stored_draft_tells_its_places_and_keeps_them(ask, handbook, draft, api, ada, as_role):
    suggestion = draft(ask())
    shown = api(ada).get(f"/api/v1/suggestions/{suggestion.pk}").json()
    [place] = [one for one in shown["restored"]["reply"] if one["placeholder"] == "[NAME_1]"]
    assert shown["reply"][place["start"] : place["end"]] == "Mira Castellan"


@pytest.mark.django_db
def test_the_places_are_no_part_of_what_is_signed(pending):
    """An older draft, which has none, keeps the hash that people signed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT content_hash = handrail_suggestion_hash(ticket_id, ticket_version, summary,"
            " reply, language, category, priority, citations, gates, risk, required_reviews,"
            " triage) FROM ai_review_suggestion WHERE id = %s",
            [pending.pk],
        )
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_a_paused_category_has_no_reply_and_so_no_places_in_it(ask, handbook, draft):
    CategoryPause.objects.create(category="card_arrival", rejected=3, decided=3)
    suggestion = draft(ask())
    assert suggestion.reply == ""
    assert suggestion.restored["reply"] == []


def test_a_figure_in_the_customers_name_is_no_claim(ask, handbook, draft):
    studio = {"name": "Studio 54", "email": "office@studio.example", "external_id": ""}
    suggestion = draft(ask(customer=studio))
    assert "Studio 54" in suggestion.reply
    (gate,) = [each for each in suggestion.gates if each["code"] == "unverified_number"]
    assert gate["level"] == "pass"
