"""The audit log in the admin: to be read, filtered and searched, never to be changed."""

import pytest
from django.test import Client

from audit.models import AuditEvent
from audit.services import SYSTEM, record

pytestmark = pytest.mark.django_db
LIST = "/admin/audit/auditevent/"


@pytest.fixture
def events(sofia):
    record("ticket:10042", sofia, "draft.approved", review=1, note_hash="ab")
    record("ticket:10042", SYSTEM, "reply.sent", message=7)
    record("accounts", sofia, "user.added", user=3)


@pytest.fixture
def auditor(noor):
    client = Client()
    client.force_login(noor, backend="tickets.roles.RoleBackend")
    return client


def actions(response):
    return {event.action for event in response.context["cl"].result_list}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"draft.approved", "reply.sent", "user.added"}),
        ("stream_of=accounts", {"user.added"}),
        ("stream_of=tickets", {"draft.approved", "reply.sent"}),
        ("area=reply", {"reply.sent"}),
        ("actor=system", {"reply.sent"}),
        ("q=ticket:10042", {"draft.approved", "reply.sent"}),
        ("q=user.", {"user.added"}),
        ("at__gte=2100-01-01T00:00:00Z", set()),
    ],
)
def test_filters_and_search(auditor, events, query, found):
    assert actions(auditor.get(f"{LIST}?{query}")) == found


def test_an_event_is_shown_with_its_payload_and_who_did_it(auditor, events, sofia):
    event = AuditEvent.objects.get(action="draft.approved")
    html = auditor.get(f"{LIST}{event.pk}/change/").content.decode()
    for words in ("&quot;review&quot;: 1", "sofia", "ticket:10042", event.hash, event.prev_hash):
        assert words in html


def test_no_event_is_added_changed_or_deleted(auditor, sofia, events):
    supervisor = Client()
    supervisor.force_login(sofia, backend="tickets.roles.RoleBackend")
    event = AuditEvent.objects.first()
    for client in (auditor, supervisor):
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{event.pk}/change/", {"action": "x"}).status_code == 403
        assert client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AuditEvent.objects.get(pk=event.pk).action == event.action
