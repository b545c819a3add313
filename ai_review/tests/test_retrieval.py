"""What is found for a draft, and what must never be."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ai_review import search_index
from ai_review.models import KnowledgeArticle, SearchDocument, SearchTerm
from ai_review.redaction import RedactionError
from ai_review.retrieval import LIMIT, Ingredients, categories, find_sources
from tickets import services
from tickets.models import Customer, Message

pytestmark = pytest.mark.django_db

ASKED = "My replacement card has not arrived after two weeks. Where is it?"
ANSWER = "Your replacement was sent to the old address; a new one is under way, Mira Castellan."


@pytest.fixture
def resolve(ask, ada, as_role, index):
    """`resolve(question, answer)` is a ticket that a person answered and that is indexed."""

    def run(body=ASKED, answer=ANSWER, category="card_arrival", **fields):
        ticket = ask(body=body, **fields)
        reply = services.add_message(
            actor=ada, ticket_id=ticket.pk, kind="public_reply", body=answer,
            next_status="resolved",
        )  # fmt: skip
        services.edit_ticket(
            actor=ada, ticket_id=ticket.pk, etag="*", changes={"category": category}
        )
        deliver(reply)
        index()
        return ticket

    def deliver(reply):
        with as_role("worker"):
            Message.objects.filter(pk=reply.pk).update(
                delivery_status="sent", sent_at=reply.created_at
            )

    return run


def found(text=ASKED, ticket=1, **options):
    return find_sources({ticket: text}, **options)[ticket]


def texts(sources):
    return [source.text for source in sources]


def test_an_answer_that_a_person_signed_is_found_by_a_question_like_the_first(resolve):
    ticket = resolve()
    (source,) = found("Two weeks and my replacement card is not here, where is it?")
    assert source.kind == "resolution"
    assert source.source_id == ticket.messages.get(kind="public_reply").pk
    assert source.category == "card_arrival"
    assert source.question == ASKED


def test_the_same_question_scores_nearly_one_and_another_little(resolve):
    resolve(subject="Card", body=ASKED)
    assert found(f"Card\n{ASKED}")[0].score > 0.95
    assert all(source.score < 0.5 for source in found("How do I change the exchange rate, it is?"))


def test_nothing_of_the_other_customer_is_found(resolve):
    body = "I am Mira Castellan, mira@customer.example, C-77. My replacement card has not arrived."
    resolve(body=body, subject="Card of Mira Castellan")
    (source,) = found()
    for part in (source.title, source.text, source.question):
        assert "[…]" in part
        assert not any(secret in part for secret in ("Castellan", "Mira", "example", "C-77"))


def test_a_name_that_became_known_later_is_cleared_from_what_was_indexed(resolve, index):
    resolve(answer="As Zoltan knows, your replacement is under way, we sent it today.")
    assert "Zoltan" in found()[0].text
    customer = Customer.objects.get()
    customer.name = "Zoltan Castellan"
    customer.save()
    index()
    assert "Zoltan" not in found()[0].text


def test_the_placeholders_of_a_question_find_nothing(resolve):
    resolve(body="The name of the card holder on the account is wrong.")
    assert found("[NAME_1] [ACCOUNT_1]") == []


def test_a_ticket_never_finds_itself(resolve):
    ticket = resolve()
    assert found(ticket=ticket.pk) == []
    assert found(ticket=ticket.pk + 1) != []


def test_a_reopened_ticket_is_gone_at_once_and_its_document_soon(resolve, bank_app, index):
    ticket = resolve()
    services.add_message(actor=bank_app, ticket_id=ticket.pk, kind="customer", body="Still no card")
    assert found() == []
    index()
    assert not SearchDocument.objects.exists()


def test_a_reply_that_was_not_sent_is_not_found(ask, ada, index):
    ticket = ask(body=ASKED)
    services.add_message(
        actor=ada, ticket_id=ticket.pk, kind="public_reply", body=ANSWER, next_status="resolved"
    )
    index()
    assert found() == []


def test_an_article_is_found_from_its_edit_on_and_never_after_it_is_unpublished(handbook):
    assert texts(found()) == [handbook.body]
    handbook.body = "Replacement cards arrive within three days."
    handbook.save()
    assert texts(found()) == [handbook.body]
    handbook.published = False
    handbook.save()
    assert found() == []


def test_an_edit_that_is_rolled_back_changes_nothing(handbook):
    before = found()
    with transaction.atomic():
        handbook.published = False
        handbook.save()
        transaction.set_rollback(True)
    assert found() == before


def test_the_title_weighs_more_than_the_text():
    common = {"category": ""}
    KnowledgeArticle.objects.create(title="Fees", body="A word on a chargeback.", **common)
    titled = KnowledgeArticle.objects.create(title="Chargeback", body="A word on fees.", **common)
    KnowledgeArticle.objects.create(title="Opening hours", body="From nine to five.", **common)
    assert found("How does a chargeback work?")[0].source_id == titled.pk


def test_the_customer_s_language_is_preferred():
    for language, title in (("en", "Visa Premium"), ("de", "Visa Premium")):
        KnowledgeArticle.objects.create(title=title, body=language, language=language)
    assert [s.language for s in found("Wie bekomme ich die Karte Visa Premium?")] == ["de", "en"]
    assert [s.language for s in found("How do I get the card Visa Premium?")] == ["en", "de"]


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("de", "Karten", "Wo ist die Karte, die ich bestellt habe?"),
        ("fr", "Téléphones", "Quel telephone est-ce que je dois appeler pour la banque ?"),
        ("es", "Tarjetas", "¿Dónde está mi tarjeta, por favor?"),
        ("pl", "karta", "Gdzie jest moja karta, proszę?"),
    ],
)
def test_inflected_words_and_missing_accents_meet(language, title, asked):
    KnowledgeArticle.objects.create(title=title, body="-", language=language)
    assert [source.title for source in found(asked)] == [title]


def test_four_sources_are_not_the_same_thing_four_times(resolve):
    for number in range(5):
        resolve(answer=f"The same answer, {number}.")
    resolve(body="Where is my card? The PIN has not arrived.", category="pin", answer="By app.")
    categories = [source.category for source in found()]
    assert sorted(categories) == ["card_arrival", "pin"]
    assert len(found(ingredients=Ingredients(diverse=False))) == LIMIT


def test_good_neighbours_of_one_kind_outweigh_a_single_closer_stranger(resolve):
    for number in range(4):
        resolve(
            body=f"My replacement card has not arrived. Where is it {number}", answer=f"{number}"
        )
    resolve(body="My replacement card is broken. Where is it, please?", category="card_broken")
    asked = "My replacement card has not turned up. Where is it, please?"
    assert found(asked, ingredients=Ingredients(neighbours=0))[0].category == "card_broken"
    assert found(asked)[0].category == "card_arrival"


def test_the_number_of_queries_does_not_grow_with_the_tickets(resolve, handbook):
    resolve()
    with CaptureQueriesContext(connection) as captured:
        sources = find_sources({number: ASKED for number in range(1, 33)})
    assert len(captured) == 2
    assert len(sources) == 32
    assert all(len(each) == 2 for each in sources.values())


@pytest.mark.parametrize("text", ["", "?!", "'\"\\ & | ! : * <-> \\'", "\x01 \u200b", "и" * 3000])
def test_odd_questions_find_nothing_and_break_nothing(handbook, text):
    assert found(text) == []


def test_odd_texts_can_be_indexed(resolve):
    resolve(body="c:\\temp 'quoted' it's a\\'b & | ! ½ ﬁ card:A*", answer="'")
    assert len(found("c:\\temp 'quoted' it's a\\'b & | ! ½ ﬁ card:A*")) == 1


def test_what_cannot_be_cleared_is_not_found_but_counted_and_tried_again(
    resolve, index, monkeypatch
):
    class Broken:
        def __init__(self, known):
            raise RedactionError("no")

    with monkeypatch.context() as patch:
        patch.setattr(search_index, "Redactor", Broken)
        resolve()
    assert found() == []
    assert search_index.state() == search_index.State(waiting=0, failed=1)
    monkeypatch.setattr(search_index, "REDACTION_VERSION", 2)
    assert search_index.state().waiting == 1
    index()
    assert len(found()) == 1
    assert search_index.state() == search_index.State(waiting=0, failed=0)


def test_a_round_is_bounded(resolve, as_role):
    for _ in range(3):
        resolve()
    with as_role("worker"):
        assert search_index.index_some() == 0
    customer = Customer.objects.get()
    customer.name = "Somebody Else"
    customer.save()
    with as_role("worker"):
        assert search_index.index_some(2) == 2
        assert search_index.state().waiting == 1


def test_document_frequencies_are_exact_after_every_kind_of_change(
    resolve, handbook, bank_app, index
):
    ticket = resolve()
    resolve(body="Another question about a card")
    handbook.body = "Something else"
    handbook.save()
    services.add_message(actor=bank_app, ticket_id=ticket.pk, kind="customer", body="Still no card")
    index()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, count(*) FROM ai_review_searchdocument,"
            " unnest(array_append(tsvector_to_array(stems), '')) AS term GROUP BY term"
        )
        counted = dict(cursor.fetchall())
    kept = dict(SearchTerm.objects.filter(documents__gt=0).values_list("term", "documents"))
    assert kept == counted


REFUSED = {
    "web": [
        "INSERT INTO ai_review_searchdocument (kind, article_id, language, category, title,"
        " question, text, redaction, failed)"
        " SELECT 'article', id, 'en', '', 'x', '', 'x', 0, false FROM ai_review_knowledgearticle",
        "DELETE FROM ai_review_searchdocument",
        "UPDATE ai_review_searchterm SET documents = 1",
        "INSERT INTO ai_review_searchchange (ticket_id) VALUES (1)",
    ],
    "worker": [
        "UPDATE ai_review_searchdocument SET text = 'unreviewed'",
        "INSERT INTO ai_review_searchdocument (kind, article_id, language, category, title,"
        " question, text, redaction, failed)"
        " SELECT 'article', id, 'en', '', 'x', '', 'x', 0, false FROM ai_review_knowledgearticle",
        "INSERT INTO ai_review_searchdocument (kind, ticket_id, message_id, language, category,"
        " title, question, text, redaction, failed) SELECT 'resolution', ticket_id, id, 'en', '',"
        " 'x', 'x', 'unsigned', 1, false FROM tickets_message WHERE kind = 'customer' LIMIT 1",
        "UPDATE ai_review_searchterm SET documents = 1",
        "UPDATE ai_review_openquestion SET stems = ''",
    ],
}


@pytest.mark.parametrize(
    ("role", "statement"), [(role, one) for role, many in REFUSED.items() for one in many]
)
def test_no_process_may_put_in_what_nobody_signed(handbook, ask, as_role, role, statement):
    ask()
    KnowledgeArticle.objects.filter(pk=handbook.pk).update(published=False)
    with (
        as_role(role),
        pytest.raises(DatabaseError, match="permission denied|only signed answers|append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_metrics_tell_the_backlog(api, resolve, settings, client):
    settings.METRICS_TOKEN = "scrape"
    resolve()
    customer = Customer.objects.get()
    customer.name = "Somebody Else"
    customer.save()
    page = client.get("/metrics", headers={"Authorization": "Bearer scrape"}).content.decode()
    assert "handrail_search_waiting 1.0" in page
    assert "handrail_search_failed 0.0" in page


def test_each_category_is_proposed_once(handbook):
    for title in ("Another", "A third"):
        KnowledgeArticle.objects.create(title=title, body="x", category="card_arrival")
    KnowledgeArticle.objects.create(title="None", body="x")
    KnowledgeArticle.objects.create(title="Gone", body="x", category="fees", published=False)
    assert categories() == ["card_arrival"]
