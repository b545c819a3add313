"""A new draft asked for with words of one's own: kept, cleared, sent, made again, never obeyed by
what the customer wrote."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from ai_review.composing import rebuild
from ai_review.models import DraftJob, Suggestion
from ai_review.providers import recorded_provider
from ai_review.providers.offline import SHORT_CHARACTERS, OfflineProvider
from ai_review.tests.admin_drafts import fail_draft
from audit.models import AuditEvent
from tickets import drafts

pytestmark = pytest.mark.django_db

CARD = "4111 1111 1111 1111"
LONG = "Shorter, and call her Mira Castellan; her card is " + CARD + "."


def path(ticket):
    return f"/api/v1/tickets/{ticket.pk}/suggestions"


def user_text(received):
    return received.json["messages"][1]["content"]


def test_the_instruction_reaches_the_ai_without_personal_data(ask, ai, api, ada, draft, handbook):
    ticket = ask()
    draft(ticket)
    answer = api(ada).post(path(ticket), {"instruction": LONG})
    assert (answer.status_code, answer.json()["instruction"]) == (202, LONG)
    suggestion = draft(ticket)
    plain, asked = ai.received
    assert "instruction of the desk" not in user_text(plain)
    told = user_text(asked)
    assert "Shorter, and call her [NAME_1]; her card is [CARD_1]." in told
    sent = asked.body.decode()
    assert "4111" not in sent and "Castellan" not in sent
    assert suggestion.job.instruction == LONG
    assert suggestion.call.context["instruction"]["text"] in told


def test_a_secret_that_only_the_instruction_tells_disappears_from_the_ticket_too(
    ask, ai, api, ada, draft
):
    ticket = ask("My word is Zephyrine. Where is my card?")
    api(ada).post(path(ticket), {"instruction": "Her password is Zephyrine, do not repeat it."})
    draft(ticket)
    assert "Zephyrine" not in ai.received[-1].body.decode()


def test_without_an_instruction_the_request_is_what_it_always_was(ask, ai, draft, handbook):
    first = draft(ask())
    assert "instruction" not in first.call.context
    assert "the desk" not in user_text(ai.received[0])


@pytest.mark.parametrize("name", ["offline", "openai"])
def test_a_request_with_an_instruction_is_made_again_byte_for_byte(
    name, ask, ada, draft, handbook, request
):
    if name == "openai":
        request.getfixturevalue("ai")
    ticket = ask()
    drafts.request_draft(actor=ada, ticket_id=ticket.pk, instruction=LONG)
    call = draft(ticket).call
    provider = recorded_provider(call.provider, call.model, call.context["parameters"])
    assert rebuild(call, provider).body == call.request


def test_what_was_asked_never_changes(ask, ada, as_role):
    job = drafts.request_draft(actor=ada, ticket_id=ask().pk, instruction="Shorter")
    for role in ("web", "worker", "owner"):
        with (
            as_role(role),
            pytest.raises(DatabaseError, match="append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE ai_review_draftjob SET instruction = 'x' WHERE id = %s", [job.pk]
            )


def test_the_audit_log_keeps_the_hash_of_the_words_and_not_the_words(ask, api, ada, noor):
    ticket = ask()
    api(ada).post(path(ticket), {"instruction": LONG})
    event = AuditEvent.objects.filter(action="draft.requested").latest("pk")
    assert (
        json.loads(event.payload)["instruction_hash"] == hashlib.sha256(LONG.encode()).hexdigest()
    )
    assert "Mira" not in event.payload
    shown = api(noor).get(f"/api/v1/tickets/{ticket.pk}/timeline").json()["results"][-1]
    assert shown["text"] == "Ada asked for a new draft and said what it should be like"


def test_a_live_draft_gives_way_to_one_with_another_instruction(ask, ada):
    ticket = ask()
    first = ticket.draft_jobs.get()
    assert drafts.request_draft(actor=ada, ticket_id=ticket.pk) == first
    asked = drafts.request_draft(actor=ada, ticket_id=ticket.pk, instruction="Shorter")
    again = drafts.request_draft(actor=ada, ticket_id=ticket.pk, instruction="Shorter")
    assert asked == again != first
    first.refresh_from_db()
    assert first.status == "cancelled"


def test_a_failed_draft_is_tried_again_with_its_instruction(ask, ada, as_role):
    ticket = ask()
    drafts.request_draft(actor=ada, ticket_id=ticket.pk, instruction="Shorter")
    failed = fail_draft(as_role, ticket)
    assert drafts.retry_draft(actor=ada, job_id=failed.pk).instruction == "Shorter"


def test_the_old_draft_stays_readable(api, ada, pending, draft):
    api(ada).post(path(pending.ticket), {"instruction": "Shorter"})
    new = draft(pending.ticket)
    found = api(ada).get(f"/api/v1/suggestions?ticket={pending.ticket_id}").json()["results"]
    assert [(one["id"], one["status"], one["instruction"]) for one in found] == [
        (new.pk, "pending_review", "Shorter"),
        (pending.pk, "superseded", ""),
    ]


@pytest.mark.parametrize(
    "body",
    [{"instruction": "x" * 501}, {"instruction": 3}, {"instruction": "\x00"}, {"prompt": "x"}],
)
def test_an_instruction_is_a_text_of_at_most_500_characters(body, ask, api, ada):
    assert api(ada).post(path(ask()), body).status_code == 400


def test_only_who_may_ask_for_drafts_may_instruct(ask, api, noor, bank_app, rival_app):
    ticket = ask()
    for user, status in ((noor, 403), (bank_app, 403), (rival_app, 403), (None, 401)):
        assert api(user).post(path(ticket), {"instruction": "Shorter"}).status_code == status
    assert DraftJob.objects.exclude(instruction="").count() == 0


# --- what the offline provider does with it -----------------------------------------------------

ANSWER = "\n\n".join(
    [
        "A new card is sent within two working days and arrives five to seven working days later.",
        "If the card has not arrived after ten working days, order a replacement in the app.",
        *(f"Also worth knowing, number {word}: " + "cards are made of plastic. " * 8 for word in
          ("one", "two", "three")),
    ]
)  # fmt: skip


def test_offline_follows_shorter_and_says_that_it_follows_nothing_else(ask, ada, draft, handbook):
    handbook.body = ANSWER
    handbook.save()
    ticket = ask()
    whole = draft(ticket)
    drafts.request_draft(actor=ada, ticket_id=ticket.pk, instruction="Shorter, please.")
    not_so = draft(ticket)
    drafts.request_draft(actor=ada, ticket_id=ticket.pk, instruction=" Shorter\n")
    short = draft(ticket)
    codes = {one.pk: [gate["code"] for gate in one.gates] for one in (whole, not_so, short)}
    assert "instruction_not_followed" not in codes[whole.pk] + codes[short.pk]
    assert codes[not_so.pk][0] == "instruction_not_followed"
    assert not_so.reply == whole.reply
    assert len(short.reply) < len(whole.reply)
    assert Suggestion.objects.filter(status="superseded").count() == 2


@pytest.mark.parametrize("words", ["Shorter", "shorter please", "Make it much shorter.", "kürzer"])
def test_offline_knows_shorter(words):
    assert OfflineProvider().follows(words)
    assert SHORT_CHARACTERS < 1_100


@pytest.mark.parametrize("words", ["Not shorter", "Shorter and friendlier", "Explain the fee", ""])
def test_offline_does_not_pretend(words):
    assert not OfflineProvider().follows(words)
