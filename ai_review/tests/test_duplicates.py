"""Open tickets that ask the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ai_review.duplicates import LIMIT, THRESHOLD, find_duplicates
from tickets import services

pytestmark = pytest.mark.django_db

OUTAGE = "The app shows only a blank screen since nine o'clock this morning, nothing opens."
OTHER = {"name": "Jonas Weil", "email": "jonas@customer.example", "external_id": "C-78"}


def duplicates(ticket):
    text = f"{ticket.subject}\n{ticket.messages.first().body}"
    return find_duplicates({ticket.pk: (text, ticket.customer_id)})[ticket.pk]


@pytest.fixture
def incident(ask):
    """`incident()` is one more ticket about the same outage."""

    def run(body=OUTAGE, **fields):
        return ask(body=body, **{"subject": "App is blank", **fields})

    return run


def test_the_same_question_of_the_same_customer_and_of_another_is_a_duplicate(incident):
    mine, again, theirs = incident(), incident(), incident(customer=OTHER)
    found = {each.ticket: each for each in duplicates(mine)}
    assert set(found) == {again.pk, theirs.pk}
    assert found[again.pk].same_customer
    assert not found[theirs.pk].same_customer
    assert found[theirs.pk].reference == theirs.reference
    assert all(THRESHOLD <= each.score <= 1 for each in found.values())


def test_another_wording_of_the_same_is_found_and_another_matter_is_not(incident):
    ticket = incident()
    like = incident("Since nine this morning the app shows only a blank screen, nothing opens!")
    incident("How do I order a second card for my daughter?", subject="Second card")
    assert [each.ticket for each in duplicates(ticket)] == [like.pk]


def test_nothing_of_another_customer_s_text_is_told(incident):
    ticket = incident()
    incident(customer=OTHER, body=f"{OUTAGE} Jonas")
    (found,) = duplicates(ticket)
    assert set(vars(found)) == {"ticket", "reference", "score", "same_customer"}


def test_a_resolved_ticket_is_no_duplicate_until_it_is_reopened(incident, ada, bank_app):
    ticket, other = incident(), incident(customer=OTHER)
    services.edit_ticket(actor=ada, ticket_id=other.pk, etag="*", changes={"status": "resolved"})
    assert duplicates(ticket) == []
    services.add_message(actor=bank_app, ticket_id=other.pk, kind="customer", body="It is back")
    assert [each.ticket for each in duplicates(ticket)] == [other.pk]


def test_at_most_three_are_named_and_the_queries_do_not_grow(incident, as_role):
    tickets = [incident() for _ in range(6)]
    asked = {each.pk: (f"{each.subject}\n{OUTAGE}", each.customer_id) for each in tickets}
    with as_role("worker"), CaptureQueriesContext(connection) as captured:
        found = find_duplicates(asked)
    assert len(captured) == 2
    assert all(len(each) == LIMIT for each in found.values())
    assert all(key not in {each.ticket for each in some} for key, some in found.items())
