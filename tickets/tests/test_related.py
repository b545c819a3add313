# ruff: noqa: F811 (a fixture of other tests, by its name)
"""What stands beside a ticket: the customer's other tickets and how people answered like ones."""

import pytest

from ai_review.redaction import RedactionError
from ai_review.tests.test_retrieval import ANSWER, ASKED, resolve  # noqa: F401
from tickets import related, services

pytestmark = pytest.mark.django_db

OTHER = {"name": "Otto Fenn", "email": "otto@customer.example", "external_id": "C-78"}


def path(ticket):
    return f"/api/v1/tickets/{ticket.pk}/related"


def test_the_customers_other_tickets_newest_first_with_their_last_reply(ask, api, ada):
    first, second = ask(subject="First"), ask(subject="Second")
    ask(subject="Somebody else's", customer=OTHER)
    for body in ("Early answer", "Later answer " * 60):
        services.add_message(actor=ada, ticket_id=first.pk, kind="public_reply", body=body)
    services.add_message(actor=ada, ticket_id=first.pk, kind="internal_note", body="Secret note")
    here = ask(subject="Here")
    found = api(ada).get(path(here)).json()["customer_tickets"]
    assert [one["subject"] for one in found] == ["Second", "First"]
    assert found[0]["last_reply"] is None
    assert found[1]["last_reply"]["excerpt"].startswith("Later answer")
    assert len(found[1]["last_reply"]["excerpt"]) == related.EXCERPT
    assert (found[1]["id"], found[1]["reference"], found[1]["status"]) == (
        first.pk, first.reference, "open",
    )  # fmt: skip
    assert second.pk == found[0]["id"]


def test_similar_resolved_tickets_bring_the_signed_answer_without_the_other_customers_data(
    ask,
    api,
    ada,
    resolve,
):
    asked = resolve(customer=OTHER, answer=f"Dear Otto Fenn, {ANSWER}")
    here = ask(body=ASKED)
    [one] = api(ada).get(path(here)).json()["similar"]
    assert (one["id"], one["reference"]) == (asked.pk, asked.reference)
    assert one["reply"].startswith("Dear […], Your replacement was sent")
    assert "Otto" not in str(one)
    assert one["answered_by"]["name"] == "Ada"
    assert one["same_customer"] is False
    assert 0 < one["score"] <= 1


def test_articles_and_open_tickets_are_no_similar_tickets(ask, api, ada, handbook):
    ask(body=ASKED)
    assert api(ada).get(path(ask(body=ASKED))).json()["similar"] == []


def test_several_answers_of_one_category_are_shown(ask, api, ada, resolve):
    for n in range(3):
        resolve(answer=f"{ANSWER} Number {n}.")
    assert len(api(ada).get(path(ask(body=ASKED))).json()["similar"]) == 3


def test_only_the_desk_reads_of_other_tickets(ask, api, bank_app, rival_app, ada, sofia, noor):
    ticket = ask()
    for user, status in (
        (ada, 200), (sofia, 200), (noor, 200), (bank_app, 403), (rival_app, 403), (None, 401),
    ):  # fmt: skip
        assert api(user).get(path(ticket)).status_code == status
    assert api(ada).get("/api/v1/tickets/1/related").status_code == 404


def test_a_question_that_cannot_be_cleared_is_not_searched_for(ask, api, ada, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise RedactionError("no")

    ask(subject="Earlier")
    ticket = ask()
    monkeypatch.setattr(related, "redact_ticket", refuse)
    monkeypatch.setattr(related, "find_sources", lambda *_a, **_k: pytest.fail("searched"))
    body = api(ada).get(path(ticket)).json()
    assert (body["similar"], body["withheld"]) == ([], True)
    assert len(body["customer_tickets"]) == 1


def test_the_queries_do_not_grow_with_what_is_found(
    ask,
    api,
    ada,
    resolve,
    django_assert_max_num_queries,
):
    http = api(ada)
    resolve()
    here = ask(body=ASKED)
    with django_assert_max_num_queries(14) as few:
        http.get(path(here))
    for n in range(4):
        resolve(answer=f"{ANSWER} {n}")
    with django_assert_max_num_queries(len(few)):
        assert len(http.get(path(here)).json()["similar"]) > 1


def test_what_only_shares_a_word_is_not_called_similar(ask, api, ada, resolve):
    resolve(subject="Shoes sent back", body="I returned shoes. Where is the refund of the shop?")
    assert api(ada).get(path(ask(body=ASKED))).json()["similar"] == []
