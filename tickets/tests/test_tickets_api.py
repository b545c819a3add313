"""Tickets over REST, as a client and as the desk."""

import pytest

from ai_review.models import DraftJob
from audit.models import AuditEvent
from config.tests.people import CUSTOMER
from tickets import services
from tickets.models import Customer, Message, Ticket

pytestmark = pytest.mark.django_db

TICKETS = "/api/v1/tickets"
QUESTION = {"subject": "Where is my card?", "body": "It has been two weeks.", "customer": CUSTOMER}


def test_a_ticket_its_message_job_and_event_are_one_commit(api, bank_app):
    response = api(bank_app).post(
        TICKETS, QUESTION | {"tags": ["card", "vip"], "metadata": {"app": "3.1"}}
    )
    assert response.status_code == 201, response.json()
    body = response.json()
    assert body["reference"] == f"T-{body['id']}"
    assert body["version"] == 1
    assert body["tags"] == ["card", "vip"]
    assert response.headers["ETag"]
    ticket = Ticket.objects.get()
    assert ticket.messages.get().kind == "customer"
    assert DraftJob.objects.get(ticket=ticket).status == "queued"
    assert AuditEvent.objects.get().action == "ticket.opened"
    assert ticket.history.count() == 1


def test_a_request_speaks_to_postgresql_only(api, bank_app, settings, monkeypatch):
    """With Redis and the AI unreachable a ticket is taken as ever."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.AI_PROVIDER, settings.AI_BASE_URL = "openai", "http://127.0.0.1:1/v1"

    def no_sockets(*args, **kwargs):
        raise AssertionError("a request opened a network connection")

    http = api(bank_app)
    monkeypatch.setattr("socket.socket.connect", no_sockets)
    assert http.post(TICKETS, QUESTION).status_code == 201


def test_creating_costs_a_fixed_number_of_queries(api, bank_app, django_assert_max_num_queries):
    http = api(bank_app)
    http.post(TICKETS, QUESTION)
    with django_assert_max_num_queries(16):
        http.post(TICKETS, QUESTION)


def test_the_same_customer_is_recognised(api, bank_app, rival_app):
    http = api(bank_app)
    http.post(TICKETS, QUESTION)
    http.post(TICKETS, QUESTION)
    anonymous = {"name": "Al", "email": "AL@x.example"}
    http.post(TICKETS, QUESTION | {"customer": anonymous})
    http.post(TICKETS, QUESTION | {"customer": anonymous | {"email": "al@x.example"}})
    assert Customer.objects.count() == 2
    api(rival_app).post(TICKETS, QUESTION)
    assert Customer.objects.count() == 3


def test_the_same_key_and_body_replays_the_first_answer(api, bank_app):
    http, headers = api(bank_app), {"Idempotency-Key": "k-1"}
    first = http.post(TICKETS, QUESTION, headers=headers)
    again = http.post(TICKETS, QUESTION, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    for name in ("Location", "ETag"):
        assert again.headers[name] == first.headers[name]
    assert Ticket.objects.count() == 1
    other = http.post(TICKETS, QUESTION | {"subject": "Other"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_its_client(api, bank_app, rival_app):
    headers = {"Idempotency-Key": "k-1"}
    mine = api(bank_app).post(TICKETS, QUESTION, headers=headers).json()
    theirs = api(rival_app).post(TICKETS, QUESTION, headers=headers).json()
    assert mine["id"] != theirs["id"]


def test_a_refused_request_uses_no_key(api, bank_app):
    http, headers = api(bank_app), {"Idempotency-Key": "k-1"}
    assert http.post(TICKETS, {}, headers=headers).status_code == 400
    assert http.post(TICKETS, QUESTION, headers=headers).status_code == 201


def test_bulk_is_all_or_nothing(api, bank_app):
    http = api(bank_app)
    bad = http.post(f"{TICKETS}/bulk", {"tickets": [QUESTION, QUESTION | {"subject": ""}]})
    assert bad.status_code == 400
    assert bad.json()["errors"][0]["field"] == "tickets[1].subject"
    assert not Ticket.objects.exists()
    good = http.post(f"{TICKETS}/bulk", {"tickets": [QUESTION] * 3})
    assert good.status_code == 201
    assert len(good.json()["results"]) == Ticket.objects.count() == 3
    assert http.post(f"{TICKETS}/bulk", {"tickets": [QUESTION] * 501}).status_code == 400


def test_a_client_sees_its_own_tickets_and_nothing_of_the_desk(
    api, bank_app, rival_app, ada, pending
):
    ticket = pending.ticket
    services.add_message(actor=ada, ticket_id=ticket.pk, kind="internal_note", body="Rude?")
    services.add_message(actor=ada, ticket_id=ticket.pk, kind="public_reply", body="Coming.")
    mine = api(bank_app).get(f"{TICKETS}/{ticket.pk}").json()
    assert [message["kind"] for message in mine["messages"]] == ["customer"]
    assert mine["suggestion"] is None
    assert mine["draft_job"] is None
    assert mine["review_status"] is None
    shown = api(bank_app).get(f"{TICKETS}/{ticket.pk}/messages").json()["results"]
    assert len(shown) == 1
    for path in ("", "/messages"):
        response = api(rival_app).get(f"{TICKETS}/{ticket.pk}{path}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert api(rival_app).get(TICKETS).json()["results"] == []
    for path in (
        f"{TICKETS}/{ticket.pk}/timeline",
        "/api/v1/suggestions",
        f"/api/v1/suggestions/{pending.pk}",
    ):
        assert api(bank_app).get(path).status_code == 403


def test_a_client_may_only_speak_as_the_customer(api, bank_app, rival_app, ask):
    url = f"{TICKETS}/{ask().pk}/messages"
    for kind in ("public_reply", "internal_note"):
        assert api(bank_app).post(url, {"kind": kind, "body": "x"}).status_code == 403
    assert api(rival_app).post(url, {"kind": "customer", "body": "x"}).status_code == 404
    assert api(bank_app).post(url, {"kind": "customer", "body": "More"}).status_code == 201
    assert Message.objects.count() == 2


def test_a_customers_message_makes_a_new_version_and_a_new_draft(api, bank_app, pending):
    api(bank_app).post(
        f"{TICKETS}/{pending.ticket_id}/messages", {"kind": "customer", "body": "Any news?"}
    )
    ticket = Ticket.objects.get()
    assert ticket.version == 2
    pending.refresh_from_db()
    assert pending.status == "superseded"
    job = ticket.draft_jobs.order_by("-pk").first()
    assert (job.status, job.ticket_version) == ("queued", 2)


def test_a_reply_by_hand_ends_the_draft(api, ada, pending):
    response = api(ada).post(
        f"{TICKETS}/{pending.ticket_id}/messages",
        {"kind": "public_reply", "body": "By hand", "next_status": "resolved"},
    )
    assert response.json()["delivery"]["status"] == "scheduled"
    pending.refresh_from_db()
    assert pending.status == "superseded"
    assert Ticket.objects.get().status == "resolved"


def test_a_new_draft_can_be_asked_for(api, ada, pending, draft):
    response = api(ada).post(f"{TICKETS}/{pending.ticket_id}/suggestions")
    assert response.status_code == 202
    assert response.json()["status"] == "queued"
    twice = api(ada).post(f"{TICKETS}/{pending.ticket_id}/suggestions")
    assert twice.json()["id"] == response.json()["id"]
    newer = draft(pending.ticket)
    assert newer.pk != pending.pk
    detail = api(ada).get(f"{TICKETS}/{pending.ticket_id}").json()
    assert detail["suggestion"]["id"] == newer.pk
    assert detail["review_status"] == "pending_review"


def test_patch_needs_the_etag_that_was_read(api, ada, ask):
    url = f"{TICKETS}/{ask().pk}"
    http = api(ada)
    etag = http.get(url).headers["ETag"]
    change = {"priority": "urgent", "tags": ["fraud"], "assignee": ada.pk, "category": "fraud"}
    assert http.patch(url, change).status_code == 428
    done = http.patch(url, change, headers={"If-Match": etag})
    assert done.status_code == 200
    assert done.json()["assignee"] == {"id": ada.pk, "name": "Ada"}
    stale = http.patch(url, {"priority": "low"}, headers={"If-Match": etag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_ticket")
    assert Ticket.objects.get().priority == "urgent"


def test_the_timeline_tells_each_act_in_plain_words(api, ada, pending):
    api(ada).post(
        f"{TICKETS}/{pending.ticket_id}/messages", {"kind": "internal_note", "body": "Called back"}
    )
    events = api(ada).get(f"{TICKETS}/{pending.ticket_id}/timeline").json()["results"]
    assert [event["text"] for event in events] == [
        "bank-app opened the ticket",
        "The AI (offline-extractive-2) drafted a summary and a reply",
        "Ada added an internal note",
    ]
    assert [event["seq"] for event in events] == [1, 2, 3]


def test_the_timeline_speaks_of_no_reply_where_none_was_drafted(api, ada, ask, draft):
    suggestion = draft(ask())  # without a handbook
    assert suggestion.reply == ""
    events = api(ada).get(f"{TICKETS}/{suggestion.ticket_id}/timeline").json()["results"]
    assert events[-1]["text"] == (
        "The AI (offline-extractive-2) drafted a summary, and found no fitting reply"
    )


def test_filters_narrow_the_list(api, ada, ask, pending):
    urgent = ask("I was robbed!", subject="Stolen", priority="urgent", tags=["fraud"])
    http = api(ada)

    def found(**query):
        response = http.get(TICKETS, query)
        assert response.status_code == 200, response.json()
        return [ticket["id"] for ticket in response.json()["results"]]

    assert found() == [urgent.pk, pending.ticket_id]
    assert found(ordering="created_at") == [pending.ticket_id, urgent.pk]
    assert found(priority="urgent") == [urgent.pk]
    assert found(tag="fraud") == [urgent.pk]
    assert found(search="robbed") == [urgent.pk]
    assert found(search=f"t-{urgent.pk}") == [urgent.pk]
    assert found(review_status="pending_review") == [pending.ticket_id]
    assert found(review_status="queued") == [urgent.pk]
    assert found(status="resolved") == []
    assert found(customer=urgent.customer_id) == [urgent.pk, pending.ticket_id]


def test_a_list_costs_a_fixed_number_of_queries(api, ada, ask, django_assert_max_num_queries):
    for n in range(20):
        ask(subject=f"No {n}", tags=["a", "b"])
    http = api(ada)
    with django_assert_max_num_queries(6):
        assert len(http.get(TICKETS).json()["results"]) == 20


def test_cursors_walk_the_whole_list_once(api, ada, ask):
    wanted = {ask(subject=f"No {n}").pk for n in range(7)}
    http, url, seen = api(ada), f"{TICKETS}?page_size=3", []
    while url:
        page = http.get(url).json()
        seen += [ticket["id"] for ticket in page["results"]]
        url = page["next"]
    assert len(seen) == 7
    assert set(seen) == wanted
