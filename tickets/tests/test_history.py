"""What a ticket looked like before and after each act, and the acts in words."""

import json
from pathlib import Path

import pytest

from ai_review import services as review
from config.tests.people import decision
from tickets import history, services
from tickets.models import Ticket
from tickets.timeline import WORDS

pytestmark = pytest.mark.django_db


def edit(actor, ticket, **changes):
    return services.edit_ticket(actor=actor, ticket_id=ticket.pk, etag="*", changes=changes)


def rows(http, ticket):
    return http.get(f"/api/v1/tickets/{ticket.pk}/history").json()["results"]


def said(http, ticket):
    events = http.get(f"/api/v1/tickets/{ticket.pk}/timeline").json()["results"]
    return [(event["words"], event["text"]) for event in events]


def test_each_change_tells_field_before_after_who_and_belongs_to_its_act(
    ask, api, ada, ben, bank_app
):
    ticket = ask()
    edit(ada, ticket, assignee=ben)
    edit(ada, ticket, priority="urgent", category="card_arrival")
    http = api(ada)
    third, second, first = rows(http, ticket)
    assert third["changes"] == [
        {"field": "priority", "before": "normal", "after": "urgent"},
        {"field": "category", "before": None, "after": "card_arrival"},
    ]
    assert second["changes"] == [{"field": "assignee", "before": None, "after": "Ben"}]
    assert second["who"] == {"id": ada.pk, "name": "Ada"}
    assert {"field": "subject", "before": None, "after": ticket.subject} in first["changes"]
    events = {
        event["id"]: event["action"]
        for event in http.get(f"/api/v1/tickets/{ticket.pk}/timeline").json()["results"]
    }
    assert [events[row["event"]] for row in (first, second, third)] == [
        "ticket.opened", "ticket.assigned", "ticket.edited",
    ]  # fmt: skip


def test_a_decision_shows_what_it_did_to_the_ticket_and_its_undo_takes_back(pending, api, ada):
    signed = review.decide(
        reviewer=ada, suggestion_id=pending.pk, **decision(pending), next_status="resolved"
    )
    review.undo(user=ada, review_id=signed.pk)
    undone, done, *_ = rows(api(ada), pending.ticket)
    changed = {one["field"]: (one["before"], one["after"]) for one in done["changes"]}
    assert changed["status"] == ("open", "resolved")
    assert changed["summary"] == (None, pending.summary)
    assert {one["field"] for one in undone["changes"]} == set(changed)


def test_only_named_fields_are_shown():
    """A new column of the ticket stays hidden until somebody decides otherwise."""
    columns = {field.attname for field in Ticket._meta.concrete_fields}
    hidden = {"id", "customer_id", "opened_by_id", "created_at", "updated_at", "waiting_since"}
    assert columns - set(history.FIELDS) == hidden


def test_a_note_changes_no_row(ask, api, ada):
    ticket = ask()
    services.add_message(actor=ada, ticket_id=ticket.pk, kind="internal_note", body="Rude!")
    assert len(rows(api(ada), ticket)) == 1
    assert "Rude" not in json.dumps(rows(api(ada), ticket))


def test_only_the_desk_reads_the_history(ask, api, ada, noor, bank_app, rival_app):
    path = f"/api/v1/tickets/{ask().pk}/history"
    for user, status in ((ada, 200), (noor, 200), (bank_app, 403), (rival_app, 403), (None, 401)):
        assert api(user).get(path).status_code == status
    assert api(ada).get("/api/v1/tickets/1/history").status_code == 404


def test_pages_of_the_history_join_without_a_gap(ask, api, ada):
    ticket = ask()
    for name in ("a", "b", "c"):
        edit(ada, ticket, category=name)
    http = api(ada)
    first = http.get(f"/api/v1/tickets/{ticket.pk}/history?page_size=2").json()
    second = http.get(first["next"]).json()
    changes = [row["changes"][0] for row in first["results"] + second["results"]][:3]
    assert [(one["before"], one["after"]) for one in changes] == [
        ("b", "c"), ("a", "b"), (None, "a"),
    ]  # fmt: skip


def test_the_queries_do_not_grow_with_the_rows(ask, api, ada, ben, django_assert_max_num_queries):
    ticket, http = ask(), api(ada)
    edit(ada, ticket, assignee=ben)
    paths = [f"/api/v1/tickets/{ticket.pk}/{name}" for name in ("history", "timeline")]
    with django_assert_max_num_queries(20) as few:
        for path in paths:
            http.get(path)
    for n in range(5):
        edit(ada, ticket, assignee=ada if n % 2 else ben, tags=[f"t{n}"])
    # One more than before: the names of tags.
    with django_assert_max_num_queries(len(few) + 1):
        for path in paths:
            http.get(path)


# --- the acts in words --------------------------------------------------------------------------


def test_each_act_has_its_words(ask, api, ada, ben):
    ticket = ask()
    edit(ada, ticket, assignee=ben)
    edit(ben, ticket, assignee=ada)
    edit(ada, ticket, assignee=None)
    edit(ada, ticket, assignee=ada)
    edit(ada, ticket, tags=["vip", "cards"])
    edit(ada, ticket, tags=["vip"])
    edit(ada, ticket, tags=["late"])
    edit(ada, ticket, status="pending")
    edit(ada, ticket, priority="high")
    edit(ada, ticket, tags=["late"])  # changes nothing, and so says nothing
    assert said(api(ada), ticket)[1:] == [
        ("ticket.assigned", "Ada assigned the ticket to Ben"),
        ("ticket.assigned", "Ben assigned the ticket to Ada"),
        ("ticket.assigned.nobody", "Ada assigned the ticket to nobody; before, Ada had it"),
        ("ticket.assigned.self", "Ada took the ticket"),
        ("ticket.tagged.added", "Ada added the tag cards, vip"),
        ("ticket.tagged.removed", "Ada removed the tag cards"),
        ("ticket.tagged", "Ada changed tags: late added, vip removed"),
        ("ticket.edited.status", "Ada set the status to pending"),
        ("ticket.edited.priority", "Ada set the priority to high"),
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_workspace_can_say_every_act_in_each_language(language):
    catalogue = Path(__file__).parents[2] / f"frontend/src/i18n/{language}/events.json"
    assert set(json.loads(catalogue.read_text())) >= {key.replace(".", "_") for key in WORDS}
