"""Approving together: at most 25, low risk only, each reply shown, each decided by itself."""

import pytest
from django.test import Client

from ai_review.bulk import LIMIT
from ai_review.models import Review, Suggestion
from audit.models import AuditEvent
from tickets import services as tickets
from tickets.models import Message

pytestmark = pytest.mark.django_db
LIST = "/admin/ai_review/suggestion/"


def choose(client, suggestions):
    return client.post(
        LIST,
        {"action": "approve_selected", "_selected_action": [draft.pk for draft in suggestions]},
        follow=True,
    )


def shown(suggestions):
    return {"draft": [f"{s.pk}:{s.ticket_version}:{s.content_hash}" for s in suggestions]}


def test_the_page_counts_and_shows_every_reply_and_acts_only_on_post(desk, drafts):
    low = drafts(3)
    html = choose(desk, low).content.decode()
    assert "Approve 3 low-risk drafts?" in html
    for draft in low:
        assert draft.reply in html
        assert draft.content_hash in html
    assert not Review.objects.exists()
    response = desk.post(f"{LIST}bulk-approve/", shown(low), follow=True)
    assert response.status_code == 200
    assert Review.objects.filter(verdict="approved").count() == 3
    assert AuditEvent.objects.filter(action="draft.approved").count() == 3
    assert sorted(Message.objects.filter(kind="public_reply").values_list("body", flat=True)) == [
        "Answer number 0.",
        "Answer number 1.",
        "Answer number 2.",
    ]


def test_what_is_not_low_risk_pending_and_answered_is_left_out(desk, drafts):
    low, risky, empty, two = (
        drafts(1) + drafts(1, risk="medium") + drafts(1, reply="") + drafts(1, required_reviews=2)
    )
    html = choose(desk, [low, risky, empty, two]).content.decode()
    assert "Approve 1 low-risk draft?" in html
    assert "is not of low risk" in html
    assert "has no reply" in html
    assert "needs two signatures" in html


def test_a_forged_form_gets_no_further(desk, drafts):
    refused = drafts(1, risk="high") + drafts(1, required_reviews=2) + drafts(1, reply="")
    response = desk.post(f"{LIST}bulk-approve/", shown(refused), follow=True)
    assert response.content.decode().count("was not approved") == 3
    assert not Review.objects.exists()


@pytest.mark.parametrize("values", [[], ["x"], ["1:2"], ["1:1:h"] * (LIMIT + 1)])
def test_an_unreadable_or_too_long_form_is_refused(desk, values):
    assert desk.post(f"{LIST}bulk-approve/", {"draft": values}).status_code == 400


def test_more_than_the_limit_cannot_be_chosen(desk, drafts):
    response = choose(desk, drafts(LIMIT + 1))
    assert f"at most {LIMIT}" in response.content.decode()


def test_one_conflict_does_not_stop_the_others(desk, bank_app, drafts):
    stale, fine, forged = drafts(3)
    form = shown([stale, fine, forged])
    form["draft"][2] = f"{forged.pk}:{forged.ticket_version}:{'0' * 64}"
    tickets.add_message(actor=bank_app, ticket_id=stale.ticket_id, kind="customer", body="More")
    html = desk.post(f"{LIST}bulk-approve/", form, follow=True).content.decode()
    assert f"Draft {stale.pk} was not approved" in html
    assert f"Draft {forged.pk} was not approved" in html
    assert Review.objects.get().suggestion == fine


def test_all_of_it_can_be_taken_back(desk, drafts):
    response = desk.post(f"{LIST}bulk-approve/", shown(drafts(2)))
    assert "Take all back" in desk.get(response.url).content.decode()
    html = desk.post(response.url, follow=True).content.decode()
    assert "Taken back: 2" in html
    assert set(Suggestion.objects.values_list("status", flat=True)) == {"pending_review"}


def test_dwell_time_is_shared_among_the_drafts(desk, drafts):
    low = drafts(2)
    opened = choose(desk, low).context["opened"]
    desk.post(f"{LIST}bulk-approve/", shown(low) | {"opened": opened})
    assert all(0 <= review.dwell_ms < 60_000 for review in Review.objects.all())


def test_an_auditor_has_no_bulk_approval(noor, drafts):
    low = drafts(1)
    client = Client()
    client.force_login(noor, backend="tickets.roles.RoleBackend")
    assert "approve_selected" not in client.get(LIST).content.decode()
    choose(client, low)
    assert client.post(f"{LIST}bulk-approve/", shown(low)).status_code == 403
    assert client.get(f"{LIST}bulk-approved/?reviews=1").status_code == 403
    assert not Review.objects.exists()
