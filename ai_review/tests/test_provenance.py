"""What a draft was made of is kept, and makes the same bytes again after everything has changed."""

from io import StringIO

import pytest
from django.core.management import call_command

from ai_review.models import AICall, KnowledgeArticle
from tickets.services import add_message

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["offline", "openai"])
def provider(request):
    if request.param == "openai":
        request.getfixturevalue("ai")
    return request.param


def replay(suggestion):
    out = StringIO()
    try:
        call_command("ai_evaluate", "replay", str(suggestion.pk), stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_a_prompt_is_made_again_byte_for_byte_after_everything_changed(
    provider, ask, handbook, draft, ada, settings
):
    suggestion = draft(ask("Card 4111 1111 1111 1111, I am Mira Castellan. Where is it?"))
    sent = suggestion.call.request
    ticket = suggestion.ticket
    KnowledgeArticle.objects.update(title="Gone", body="Nothing of it is left.", published=False)
    KnowledgeArticle.objects.create(title="Card not arrived", body="Another answer.", category="x")
    add_message(actor=ada, ticket_id=ticket.pk, kind="customer", body="Still waiting!")
    ticket.refresh_from_db()
    ticket.subject = "Renamed"
    ticket.save(update_fields=["subject"])
    customer = ticket.customer
    customer.name = "Somebody Else"
    customer.save(update_fields=["name"])
    settings.AI_MODEL, settings.AI_MAX_OUTPUT_TOKENS = "another-model", 123
    status, words = replay(suggestion)
    assert status == 0, words
    assert "The same, byte for byte." in words
    assert AICall.objects.get(pk=suggestion.call_id).request == sent


def test_a_replay_that_differs_says_where(pending, as_role):
    with as_role("owner"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ai_review_aicall DISABLE TRIGGER refuse_row_change")
            cursor.execute("UPDATE ai_review_aicall SET request = replace(request, 'card', 'cart')")
    status, words = replay(pending)
    assert status == 1
    assert "NOT the same" in words


def test_a_reviewer_sees_exactly_what_was_sent_and_what_it_cost(api, ada, bank_app, pending):
    shown = api(ada).get(f"/api/v1/suggestions/{pending.pk}/provenance")
    assert shown.status_code == 200
    body = shown.json()
    assert body["request"] == pending.call.request
    assert "Mira" not in body["request"]
    [source] = body["sources"]
    assert (source["kind"], source["title"]) == ("article", "When a new card arrives")
    assert body["timings"].keys() == {"redact_ms", "retrieve_ms", "answer_ms"}
    hidden = api(bank_app).get(f"/api/v1/suggestions/{pending.pk}/provenance")
    assert hidden.status_code == 403


def test_sources_that_were_not_cited_are_kept_too(ask, handbook, draft):
    KnowledgeArticle.objects.create(
        title="New cards abroad", body="A new card abroad arrives after ten days.", category="x"
    )
    suggestion = draft(ask())
    assert len(suggestion.call.context["sources"]) == 2
    assert len(suggestion.citations) == 1
