"""Embeddings: off by default, one more ingredient when on, and never in the way."""

import json
import logging
from io import StringIO

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection, connections
from psycopg import sql

from ai_review import embeddings, supply
from ai_review.models import KnowledgeArticle, SearchDocument
from ai_review.providers.base import ProviderError
from ai_review.providers.embeddings import Embeddings
from ai_review.relay import Relay
from ai_review.retrieval import find_sources
from ai_review.tests.fake_ai import FakeAI
from tickets import services
from tickets.models import Message

# Not one word of the handbook's article on new cards, and hardly three letters in a row.
PARAPHRASE = "Plastic missing, post empty!"
KEY = "sk-embedding-0123456789"

pytestmark = pytest.mark.django_db(transaction=True)


def meaning(text):
    """Two directions: about a card that has not come, or about anything else."""
    return [3.0, 0.0, 0.1] if "card" in text.lower() or "Plastic" in text else [0.0, 2.0, 0.0]


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(embeddings, "_trouble", embeddings._Trouble())
    monkeypatch.setattr(embeddings, "_refused", set())


@pytest.fixture
def service(settings):
    """A service of embeddings; `service.mode("500")` changes how it behaves."""
    with FakeAI() as server:

        def mode(name):
            settings.EMBEDDING_BASE_URL = server.url(name)

        server.mode, server.vector = mode, meaning
        settings.EMBEDDING_MODEL, settings.EMBEDDING_API_KEY = "m-1", KEY
        settings.EMBEDDING_DIMENSIONS = 3
        server.mode("ok")
        yield server


@pytest.fixture
def extension(cluster, db):
    """pgvector, as a superuser installs it once."""
    with cluster.postgres.connect(cluster.database) as admin:
        admin.execute("CREATE EXTENSION vector")


@pytest.fixture
def table(service, extension, as_role):
    setup(as_role)


def command(as_role, role, step):
    out = StringIO()
    with as_role(role):
        call_command("embeddings", step, stdout=out)
    return out.getvalue()


def setup(as_role):
    return command(as_role, "owner", "setup")


def fill(as_role):
    return command(as_role, "worker", "fill")


def found(text=PARAPHRASE, ticket=1):
    meanings = embeddings.of_questions({ticket: text})
    return find_sources({ticket: text}, vectors=meanings.vectors)[ticket], meanings.record


def state(record):
    return record["embeddings"]["state"]


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_id, model FROM ai_review_embedding ORDER BY 1")
        return cursor.fetchall()


def sent(service):
    return [text for received in service.received for text in received.json["input"]]


def articles(count):
    for number in range(count):
        KnowledgeArticle.objects.create(title=f"Card {number}", body=f"Text {number}.")


# --- off --------------------------------------------------------------------------------------


def test_by_default_no_call_is_made_and_nothing_is_looked_up(
    settings, ask, handbook, draft, django_assert_num_queries
):
    assert settings.EMBEDDING_MODEL == ""
    with FakeAI() as server:
        settings.EMBEDDING_BASE_URL = server.url("ok")
        with django_assert_num_queries(0):
            assert embeddings.of_questions({1: PARAPHRASE}) == embeddings.Meanings()
            assert not embeddings.waiting()
        assert "embeddings" not in draft(ask()).call.context
        assert server.received == []
    with pytest.raises(CommandError, match="EMBEDDING_MODEL is empty"):
        call_command("embeddings", "setup")


# --- setup ------------------------------------------------------------------------------------


def test_without_pgvector_on_the_server_setup_says_so(service, cluster, as_role):
    nowhere = sql.SQL("ALTER DATABASE {} SET extension_control_path = '/nonexistent'")
    with cluster.postgres.connect() as admin:
        admin.execute(nowhere.format(sql.Identifier(cluster.database)))
    connections.close_all()
    with pytest.raises(CommandError, match="does not have pgvector. Install it"):
        setup(as_role)


def test_where_only_a_superuser_may_add_pgvector_setup_says_what_to_do(service, as_role):
    with pytest.raises(CommandError, match="As a superuser.*CREATE EXTENSION vector"):
        setup(as_role)


def test_setup_may_be_repeated_and_another_length_makes_the_table_anew(
    table, service, settings, handbook, as_role
):
    fill(as_role)
    assert "The table is there" in setup(as_role)
    assert len(stored()) == 1
    settings.EMBEDDING_DIMENSIONS = 4
    assert "vectors of 4 numbers" in setup(as_role)
    assert stored() == []


def test_web_only_reads_vectors(table, handbook, as_role):
    fill(as_role)
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ai_review_embedding")


# --- on ---------------------------------------------------------------------------------------


def test_a_paraphrase_without_a_common_word_is_found(table, handbook, as_role):
    KnowledgeArticle.objects.create(title="Fees abroad", body="Two per cent.", category="fees")
    fill(as_role)
    assert find_sources({1: PARAPHRASE})[1] == []
    sources, record = found()
    assert sources[0].text == handbook.body
    assert record == {"embeddings": {"model": "m-1", "state": "used"}}


def test_the_questions_of_a_batch_are_one_call(table, service, handbook, as_role):
    fill(as_role)
    service.received.clear()
    questions = {number: f"{PARAPHRASE} {number}" for number in range(32)}
    vectors = embeddings.of_questions(questions).vectors
    assert len(service.received) == 1
    sources = find_sources(questions, vectors=vectors)
    assert all(sources[number][0].text == handbook.body for number in questions)


def test_a_question_of_placeholders_alone_is_not_sent(table, service, handbook, as_role):
    fill(as_role)
    service.received.clear()
    assert found("[NAME_1] [CARD_1]")[0] == []
    assert service.received == []


def test_what_has_no_vector_yet_is_found_by_its_words(table, handbook):
    (source,), record = found("My new card has not arrived after ten working days")
    assert source.text == handbook.body
    assert state(record) == "used"


def test_the_tickets_own_answer_and_a_reopened_tickets_are_never_found(
    table, service, ask, ada, bank_app, as_role, index
):
    ticket = ask(body="Where is my card?", subject="Card")
    reply = services.add_message(
        actor=ada, ticket_id=ticket.pk, kind="public_reply", body="It was sent again today.",
        next_status="resolved",
    )  # fmt: skip
    with as_role("worker"):
        Message.objects.filter(pk=reply.pk).update(delivery_status="sent", sent_at=reply.created_at)
    index()
    fill(as_role)
    assert found(ticket=ticket.pk)[0] == []
    assert [source.source_id for source in found(ticket=ticket.pk + 1)[0]] == [reply.pk]
    services.add_message(actor=bank_app, ticket_id=ticket.pk, kind="customer", body="Still none.")
    assert found(ticket=ticket.pk + 1)[0] == []


def test_nothing_personal_and_no_other_header_leaves(table, service, ask, handbook, draft, as_role):
    fill(as_role)
    body = "I am Mira Castellan, mira@customer.example, C-77. My card has not arrived."
    suggestion = draft(ask(body=body, subject="Card of Mira Castellan"))
    assert state(suggestion.call.context) == "used"
    assert len(service.received) == 2
    for received in service.received:
        everything = received.body.decode() + str(received.headers)
        for secret in ("Mira", "Castellan", "customer.example", "C-77"):
            assert secret not in everything
        assert received.headers["authorization"] == f"Bearer {KEY}"
        assert not [name for name in received.headers if name.startswith("x-")]


# --- failures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["500", "429", "401", "redirect", "reset", "not_json", "deep",
                                  "not_object", "too_large", "gzip", "cut"])  # fmt: skip
def test_a_service_that_fails_changes_nothing_but_the_record(
    table, service, handbook, as_role, mode
):
    fill(as_role)
    words = "My new card has not arrived after ten working days"
    expected = find_sources({1: words})[1]
    service.mode(mode)
    sources, record = found(words)
    assert sources == expected
    assert state(record) not in ("used", "paused")


def test_drafts_wait_only_shortly_for_a_service_that_never_answers(
    table, service, handbook, monkeypatch
):
    monkeypatch.setattr(embeddings, "QUESTION_SECONDS", 0.2)
    service.mode("drip")
    assert state(found()[1]) == "timeout"


def test_a_failure_is_said_once_and_the_service_left_alone_for_a_while(
    table, service, handbook, as_role, monkeypatch, caplog
):
    caplog.set_level(logging.INFO, "ai_review.embeddings")
    service.mode("500")
    assert state(found()[1]) == state(found()[1]) == "unavailable"
    assert len(service.received) == 1
    embeddings._trouble._until = 0  # time passes
    found()
    assert len(service.received) == 2
    embeddings._trouble._until = 0
    service.mode("ok")
    assert state(found()[1]) == "used"
    assert len(caplog.messages) == 2
    assert caplog.messages[1] == "embeddings are back"


def test_without_a_table_or_with_another_length_drafts_go_on(
    service, extension, settings, ask, handbook, draft, as_role, monkeypatch
):
    assert draft(ask()).call.context["embeddings"]["state"] == "not_configured"
    setup(as_role)
    monkeypatch.setattr(embeddings, "_trouble", embeddings._Trouble())
    settings.EMBEDDING_DIMENSIONS = 4
    assert draft(ask()).call.context["embeddings"]["state"] == "not_configured"
    assert service.received == []
    with pytest.raises(CommandError, match="holds vectors of 3 numbers; run manage.py embeddings"):
        fill(as_role)


@pytest.mark.parametrize("vector", [[1.0], [1.0] * 9, [0.0] * 3, ["1", 2, 3], None,
                                    [float("nan")] * 3, [10**400, 1, 1]])  # fmt: skip
def test_a_vector_that_is_none_is_refused(service, vector):
    service.vector = lambda text: vector
    client = Embeddings(
        base_url=service.url(), api_key=KEY, model="m-1", dimensions=3, deadline=5, batch=8
    )
    with pytest.raises(ProviderError):
        client.embed(["text"])


def test_the_kill_switch_stops_questions_and_documents(table, service, handbook, sofia, as_role):
    supply.set_policy(actor=sofia, paused=True)
    assert state(found()[1]) == "paused"
    assert not embeddings.waiting()
    with pytest.raises(CommandError, match="paused the AI"):
        fill(as_role)
    with as_role("worker"):
        embeddings.fill_some(stopping=lambda: False)
    assert service.received == []


# --- filling ----------------------------------------------------------------------------------


def test_fill_goes_on_where_it_was_stopped(table, service, as_role, monkeypatch):
    monkeypatch.setattr(embeddings, "BATCH", 2)
    articles(5)
    with as_role("worker"):
        assert embeddings.Filler().step() == 2
        service.mode("500")
        with pytest.raises(ProviderError):
            embeddings.Filler().step()
    service.mode("ok")
    service.received.clear()
    assert "3 embedded, 0 left out" in fill(as_role)
    assert len(sent(service)) == 3
    service.received.clear()
    assert "0 embedded" in fill(as_role)
    assert service.received == []


def test_another_model_embeds_all_anew(table, service, settings, as_role):
    articles(2)
    fill(as_role)
    settings.EMBEDDING_MODEL = "m-2"
    fill(as_role)
    assert [model for _, model in stored()] == ["m-2", "m-2"]


def test_a_document_indexed_anew_loses_its_vector_and_a_worker_makes_another(
    table, service, handbook, as_role
):
    with as_role("worker"):
        assert embeddings.waiting()
        embeddings.fill_some(stopping=lambda: False)
        assert not embeddings.waiting()
    handbook.body = "Cards arrive within three days."
    handbook.save()
    assert stored() == []
    with as_role("worker"):
        assert embeddings.waiting()
        embeddings.fill_some(stopping=lambda: False)
    assert [pk for pk, _ in stored()] == [SearchDocument.objects.get().pk]
    assert "three days" in sent(service)[-1]


def test_one_text_that_the_service_refuses_does_not_stop_the_others(
    table, service, as_role, monkeypatch
):
    articles(4)

    def embed(texts, deadline):
        if any("Card 2" in text for text in texts):
            raise ProviderError("too_large", "Too long.", retryable=False)
        return [meaning(text) for text in texts]

    monkeypatch.setattr(embeddings, "embed", embed)
    assert "3 embedded, 1 left out" in fill(as_role)


def test_a_service_that_refuses_everything_ends_the_filling(table, service, as_role, monkeypatch):
    monkeypatch.setattr(embeddings, "BATCH", 3)
    articles(9)
    service.mode("400")
    with pytest.raises(CommandError, match="0 embedded; then"):
        fill(as_role)


def test_a_document_that_vanished_meanwhile_is_let_go(table, handbook, as_role):
    with as_role("worker"):
        assert embeddings.store([10**6], [[1.0, 0.0, 0.0]])
    assert stored() == []


def test_the_relay_calls_a_worker_for_new_documents_and_not_at_every_round(
    table, handbook, redis_url, as_role
):
    relay = Relay()
    with as_role("worker"):
        relay._embeddings()
        relay._embeddings()
    with redis.Redis.from_url(redis_url) as client:
        (message,) = client.lrange("handrail", 0, -1)
    assert json.loads(message)["headers"]["task"] == "ai_review.embed"


def test_what_meaning_is_worth_can_be_measured(table, service, handbook, as_role, tmp_path):
    store, queries, out = tmp_path / "store.csv", tmp_path / "queries.csv", StringIO()
    rows = [f"my card is late {n},card\nwhat are the fees {n},fees" for n in range(20)]
    store.write_text("text,category\n" + "\n".join(rows))
    queries.write_text(f'text,category\n"{PARAPHRASE}",card\n')
    with as_role("owner"):
        call_command(
            "ai_evaluate", "retrieval", "--store", store, "--queries", queries, "--embeddings",
            "--ablate", "--min-top1", "1", stdout=out,
        )  # fmt: skip
    lines = {line[:24].strip(): line[24:].split() for line in out.getvalue().splitlines()}
    assert (lines["all"][0], lines["without the meaning"][0]) == ("1.000", "0.000")
    assert stored() == []
