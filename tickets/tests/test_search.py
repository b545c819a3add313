"""Finding tickets by what is written there."""

import pytest
from django.db import DatabaseError, connection, transaction

from tickets import services
from tickets.models import Customer, TicketText

pytestmark = pytest.mark.django_db

TICKETS = "/api/v1/tickets"


@pytest.fixture
def found(api):
    def search(user, text):
        response = api(user).get(TICKETS, {"search": text})
        assert response.status_code == 200, response.json()
        return [ticket["id"] for ticket in response.json()["results"]]

    return search


def test_words_are_found_in_any_order_as_far_as_they_are_typed(found, ada, ask):
    ticket = ask("I was robbed at the station.", subject="Stolen card")
    ask("Something else", subject="Other")
    for text in ("stol", "card STOLEN", "robbed castellan", "stat mira", f"T-{ticket.pk}"):
        assert found(ada, text) == [ticket.pk], text
    assert found(ada, "stolen nothing") == []


def test_what_is_said_later_is_found_at_once(found, ada, bank_app, ask):
    ticket = ask()
    services.add_message(
        actor=bank_app, ticket_id=ticket.pk, kind="customer", body="Now it is urgent: rent!"
    )
    assert found(ada, "rent") == [ticket.pk]
    services.edit_ticket(
        actor=ada, ticket_id=ticket.pk, etag="*", changes={"subject": "Kartenversand"}
    )
    assert found(ada, "kartenv") == [ticket.pk]
    customer = Customer.objects.get(pk=ticket.customer_id)
    customer.name = "Zoe Quill"
    customer.save(update_fields=["name"])
    assert found(ada, "quill zoe") == [ticket.pk]
    assert found(ada, "castellan") == []


def test_a_client_does_not_find_the_desks_words(found, ada, bank_app, rival_app, ask):
    ticket = ask(subject="Card")
    services.add_message(
        actor=ada, ticket_id=ticket.pk, kind="internal_note", body="Suspected fraudster"
    )
    assert found(ada, "fraudster") == [ticket.pk]
    assert found(bank_app, "fraudster") == []
    assert found(bank_app, "card") == [ticket.pk]
    assert found(rival_app, "card") == []


def test_a_very_long_conversation_can_still_be_written(ada, bank_app, ask):
    body = " ".join(f"w{n:x}" for n in range(14000))
    ticket = ask(body)
    for _ in range(6):
        services.add_message(actor=bank_app, ticket_id=ticket.pk, kind="customer", body=body)
        services.add_message(actor=ada, ticket_id=ticket.pk, kind="internal_note", body=body)
    assert TicketText.objects.filter(ticket=ticket).exists()


@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_process_writes_the_words_itself(as_role, ask, role):
    ask()
    with (
        as_role(role),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE tickets_tickettext SET words = ''")


def test_no_process_calls_the_function_that_writes_them(as_role, ask):
    ticket = ask()
    with (
        as_role("worker"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT handrail_keep_words(%s)", [[ticket.pk]])
