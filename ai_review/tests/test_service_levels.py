"""When an answer is due: from the oldest unanswered message, by what the supervisors promise."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ai_review import services
from ai_review.models import ServiceLevel
from ai_review.service_levels import due_at, targets
from ai_review.tests.admin_drafts import write_draft
from audit.models import AuditEvent
from config.tests.people import decision
from tickets import services as tickets
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

ADMIN = "/admin/ai_review/servicelevel"


def fresh(ticket):
    return Ticket.objects.get(pk=getattr(ticket, "ticket_id", ticket.pk))


def test_sensible_levels_are_there_from_the_start(db):
    minutes = {name: wait.total_seconds() / 60 for name, wait in targets().items()}
    assert minutes == {"urgent": 60, "high": 240, "normal": 480, "low": 1440}


@pytest.mark.parametrize(
    ("priority", "minutes"), [("urgent", 60), ("high", 240), ("normal", 480), ("low", 1440)]
)
def test_an_answer_is_due_by_the_tickets_priority(api, ada, ask, as_role, priority, minutes):
    ticket = ask(priority=priority)
    draft = write_draft(as_role, ticket)
    due = ticket.created_at + timedelta(minutes=minutes)
    assert due_at(fresh(ticket), targets()) == due
    line = api(ada).get("/api/v1/queue").json()["results"][0]
    detail = api(ada).get(f"/api/v1/tickets/{draft.ticket_id}").json()
    wanted = due.isoformat().replace("+00:00", "Z")
    assert line["due_at"] == detail["due_at"] == wanted
    assert line["waiting_since"] == detail["waiting_since"]


def test_the_clock_runs_from_the_first_message_that_nobody_answered(bank_app, ada, ask):
    opened = ask()
    first = opened.created_at
    tickets.add_message(actor=bank_app, ticket_id=opened.pk, kind="customer", body="Hello?")
    assert fresh(opened).waiting_since == first
    tickets.add_message(actor=ada, ticket_id=opened.pk, kind="internal_note", body="I look.")
    assert fresh(opened).waiting_since == first
    tickets.add_message(actor=ada, ticket_id=opened.pk, kind="public_reply", body="Soon.")
    assert fresh(opened).waiting_since is None
    again = tickets.add_message(actor=bank_app, ticket_id=opened.pk, kind="customer", body="When?")
    assert fresh(opened).waiting_since == again.created_at


def test_a_decision_stops_the_clock_and_undo_starts_it_where_it_was(ada, pending):
    began = fresh(pending).waiting_since
    rejected = decision(pending, "reject", reason_code="other")
    review = services.decide(reviewer=ada, suggestion_id=pending.pk, **rejected)
    assert fresh(pending).waiting_since == began
    services.undo(user=ada, review_id=review.pk)
    approved = services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    assert fresh(pending).waiting_since is None
    services.undo(user=ada, review_id=approved.pk)
    assert fresh(pending).waiting_since == began


def test_a_resolved_ticket_is_not_due(api, ada, ask):
    ticket = ask()
    tickets.edit_ticket(actor=ada, ticket_id=ticket.pk, etag="*", changes={"status": "resolved"})
    detail = api(ada).get(f"/api/v1/tickets/{ticket.pk}").json()
    assert detail["due_at"] is None
    assert detail["waiting_since"] is None


def test_clients_do_not_see_the_clock(api, bank_app, ask):
    detail = api(bank_app).get(f"/api/v1/tickets/{ask().pk}").json()
    assert detail["due_at"] is None
    assert detail["waiting_since"] is None


def test_overdue_and_due_first_follow_the_clock(api, ada, ask, as_role):
    now = timezone.now()

    def waiting(hours, priority):
        opened = ask(priority=priority, created_at=now - timedelta(hours=hours))
        return write_draft(as_role, opened).pk

    late = waiting(9, "normal")
    low = waiting(9, "low")
    urgent = waiting(0.5, "urgent")
    later = waiting(1.5, "urgent")
    http = api(ada)
    due = http.get("/api/v1/queue/ids?order=due").json()
    assert due["ids"] == [late, later, urgent, low]
    assert due["counts"]["overdue"] == 2
    assert http.get("/api/v1/queue/ids?view=overdue&order=due").json()["ids"] == [late, later]
    claimed = http.post("/api/v1/queue/claim", {"count": 5, "view": "overdue", "order": "due"})
    assert [each["id"] for each in claimed.json()["results"]] == [late, later]


def test_a_supervisor_changes_a_level_with_history_and_audit(desk, sofia, ask):
    assert desk.get(f"{ADMIN}/").status_code == 200
    ticket = ask(priority="urgent")
    page = desk.post(f"{ADMIN}/urgent/change/", {"minutes": 30})
    assert page.status_code == 302, page.content
    assert due_at(fresh(ticket), targets()) == ticket.created_at + timedelta(minutes=30)
    entry = ServiceLevel.history.get()
    assert (entry.priority, entry.minutes, entry.history_user) == ("urgent", 30, sofia)
    event = AuditEvent.objects.get(action="service_level.edited")
    assert event.actor_id == sofia.pk
    assert '"minutes":30' in event.payload
    assert desk.post(f"{ADMIN}/urgent/change/", {"minutes": 0}).status_code == 200
    assert ServiceLevel.objects.get(priority="urgent").minutes == 30


@pytest.mark.parametrize(
    ("role", "statement", "refusal"),
    [
        ("web", "UPDATE ai_review_servicelevel SET minutes = 0", "level_minutes"),
        ("web", "UPDATE ai_review_servicelevel SET priority = 'x'", "permission denied"),
        ("web", "DELETE FROM ai_review_servicelevel", "permission denied"),
        ("worker", "UPDATE ai_review_servicelevel SET minutes = 5", "permission denied"),
        ("worker", "UPDATE tickets_ticket SET waiting_since = NULL", "permission denied"),
    ],
)
def test_postgresql_refuses_what_no_one_may_do_to_levels(as_role, ask, role, statement, refusal):
    ask()
    with (
        as_role(role),
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
