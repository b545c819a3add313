"""Accounts, keys, customers and tickets in the admin: each write has its audit event."""

import json
import re

import pytest
from django.test import Client

from audit.models import AuditEvent
from tickets.models import ApiKey, Customer, Ticket, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery-1"


def event(action):
    found = AuditEvent.objects.get(action=action)
    return found.stream, found.actor_id, json.loads(found.payload)


def new_person(**fields):
    return {
        "kind": "human",
        "username": "cleo",
        "first_name": "Cleo",
        "role": "reviewer",
        "password1": PASSWORD,
        "password2": PASSWORD,
    } | fields


def test_a_person_is_created_with_a_role(desk, sofia):
    response = desk.post("/admin/tickets/user/add/", new_person())
    assert response.status_code == 302
    cleo = User.objects.get(username="cleo")
    assert (cleo.kind, cleo.role, cleo.is_superuser) == ("human", "reviewer", False)
    assert cleo.check_password(PASSWORD)
    stream, actor, payload = event("user.added")
    assert (stream, actor, payload["user"]) == ("accounts", sofia.pk, cleo.pk)
    assert PASSWORD not in AuditEvent.objects.get(action="user.added").payload
    assert cleo.history.first().history_user == sofia


def test_a_service_is_a_client_without_a_password(desk):
    desk.post(
        "/admin/tickets/user/add/",
        new_person(kind="service", username="web-shop", role="supervisor"),
    )
    shop = User.objects.get(username="web-shop")
    assert (shop.kind, shop.role, shop.has_usable_password()) == ("service", "client", False)


@pytest.mark.parametrize(
    "wrong", [{"role": "client"}, {"password1": "", "password2": ""}, {"password2": "other"}]
)
def test_a_person_needs_a_persons_role_and_a_password(desk, wrong):
    assert desk.post("/admin/tickets/user/add/", new_person(**wrong)).status_code == 200
    assert not User.objects.filter(username="cleo").exists()


def change(desk, user, **fields):
    form = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "role": user.role,
        "is_active": "on" if user.is_active else "",
    } | fields
    return desk.post(f"/admin/tickets/user/{user.pk}/change/", {k: v for k, v in form.items() if v})


def test_a_deactivated_person_is_out_at_the_next_request(desk, sofia, noor):
    session = Client()
    session.force_login(noor, backend="tickets.roles.RoleBackend")
    assert session.get("/admin/").status_code == 200
    assert change(desk, noor, is_active="").status_code == 302
    assert session.get("/admin/").status_code == 302
    stream, actor, payload = event("user.edited")
    assert payload == {"user": noor.pk, "fields": ["is_active"], "role": "auditor", "active": False}


def test_a_role_is_changed_but_not_ones_own(desk, ada, sofia):
    change(desk, ada, role="auditor")
    assert User.objects.get(pk=ada.pk).role == "auditor"
    change(desk, sofia, role="auditor", is_active="")
    me = User.objects.get(pk=sofia.pk)
    assert (me.role, me.is_active) == ("supervisor", True)


def test_nobody_becomes_superuser_or_changes_kind_by_a_forged_form(desk, ada):
    change(desk, ada, is_superuser="on", is_staff="on", kind="service", groups="1")
    again = User.objects.get(pk=ada.pk)
    assert (again.is_superuser, again.is_staff, again.kind) == (False, False, "human")


def test_saving_without_a_change_leaves_no_event(desk, ada):
    change(desk, ada)
    assert not AuditEvent.objects.filter(action="user.edited").exists()


def test_a_password_is_set_and_audited(desk, ada, bank_app):
    page = f"/admin/tickets/user/{ada.pk}/set-password/"
    assert desk.get(page).status_code == 200
    desk.post(page, {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"})
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)
    assert event("user.password_set")[2] == {"user": ada.pk}
    for name in ("set-password", "password"):
        assert desk.get(f"/admin/tickets/user/{bank_app.pk}/{name}/").status_code == 403


def test_an_api_key_is_shown_once_and_works_until_revoked(desk, sofia, bank_app):
    response = desk.post("/admin/tickets/apikey/add/", {"user": bank_app.pk, "label": "app"})
    html = response.content.decode()
    key = re.search(r"hr_[0-9a-f]{8}_[\w-]{40,}", html).group()
    assert "no-store" in response["Cache-Control"]
    row = ApiKey.objects.get()
    page = f"/admin/tickets/apikey/{row.pk}/"
    assert key not in desk.get(f"{page}change/").content.decode()
    assert row.key_hash not in desk.get(f"{page}change/").content.decode()
    assert event("api_key.created")[2] == {"user": bank_app.pk, "prefix": row.prefix}
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/tickets", headers=headers).status_code == 200

    assert desk.get(f"{page}revoke/").status_code == 200
    assert Client().get("/api/v1/tickets", headers=headers).status_code == 200  # a link revokes not
    desk.post(f"{page}revoke/")
    assert Client().get("/api/v1/tickets", headers=headers).status_code == 401
    assert event("api_key.revoked")[:2] == ("accounts", sofia.pk)
    again = desk.post(f"{page}revoke/", follow=True)
    assert "already revoked" in again.content.decode()


def test_a_person_never_gets_an_api_key(desk, ada):
    response = desk.post("/admin/tickets/apikey/add/", {"user": ada.pk, "label": "x"})
    assert response.status_code == 200
    assert not ApiKey.objects.exists()


def test_an_auditor_creates_and_revokes_no_key(noor, bank_app, desk):
    desk.post("/admin/tickets/apikey/add/", {"user": bank_app.pk, "label": "app"})
    client = Client()
    client.force_login(noor, backend="tickets.roles.RoleBackend")
    page = f"/admin/tickets/apikey/{ApiKey.objects.get().pk}/revoke/"
    assert client.get(page).status_code == client.post(page).status_code == 403
    assert ApiKey.objects.get().revoked_at is None


def test_a_customers_name_is_put_right_without_leaving_it_in_the_audit_log(desk, ask):
    customer = ask().customer
    desk.post(
        f"/admin/tickets/customer/{customer.pk}/change/",
        {"name": "Mira Castellane", "email": customer.email, "external_id": "C-77"},
    )
    assert Customer.objects.get().name == "Mira Castellane"
    stream, _, payload = event("customer.edited")
    assert (stream, payload) == ("customers", {"customer": customer.pk, "fields": ["name"]})


# --- tickets ------------------------------------------------------------------------------------


def ticket_form(desk, ticket):
    form = desk.get(f"/admin/tickets/ticket/{ticket.pk}/change/").context["adminform"].form
    return {field.html_name: field.value() or "" for field in form}


def test_a_ticket_is_edited_through_the_service(desk, sofia, ada, ask):
    ticket = ask()
    form = ticket_form(desk, ticket) | {
        "priority": "urgent",
        "assignee": ada.pk,
        "tag_names": "vip, cards ,vip",
    }
    response = desk.post(f"/admin/tickets/ticket/{ticket.pk}/change/", form)
    assert response.status_code == 302
    again = Ticket.objects.get()
    assert (again.priority, again.assignee) == ("urgent", ada)
    assert sorted(tag.name for tag in again.tags.all()) == ["cards", "vip"]
    stream, actor, payload = event("ticket.edited")
    assert (stream, actor) == (f"ticket:{ticket.pk}", sofia.pk)
    assert payload["fields"] == ["priority"]
    assert event("ticket.assigned")[2] == {"assignee": ada.pk, "before": None}
    assert len(event("ticket.tagged")[2]["added"]) == 2
    assert again.history.first().history_user == sofia


def test_a_ticket_that_changed_in_between_is_not_overwritten(desk, ask):
    ticket = ask()
    form = ticket_form(desk, ticket) | {"status": "resolved"}
    desk.post(
        f"/admin/tickets/ticket/{ticket.pk}/change/", ticket_form(desk, ticket) | {"category": "a"}
    )
    response = desk.post(f"/admin/tickets/ticket/{ticket.pk}/change/", form, follow=True)
    assert "The ticket was changed since you read it" in response.content.decode()
    assert Ticket.objects.get().status == "open"


def test_fields_outside_the_form_cannot_be_written(desk, ask, bank_app):
    ticket = ask()
    form = ticket_form(desk, ticket) | {"subject": "Other", "version": "9", "opened_by": "1"}
    desk.post(f"/admin/tickets/ticket/{ticket.pk}/change/", form | {"status": "pending"})
    again = Ticket.objects.get()
    assert (again.subject, again.version, again.status) == (ticket.subject, 1, "pending")


def test_asking_for_a_new_draft(desk, ask):
    ticket = ask()
    page = f"/admin/tickets/ticket/{ticket.pk}/request-draft/"
    desk.get(page)
    assert ticket.draft_jobs.count() == 1
    ticket.draft_jobs.update(status="cancelled")
    desk.get(page)
    assert ticket.draft_jobs.count() == 1
    desk.post(page)
    assert ticket.draft_jobs.filter(status="queued").count() == 1
