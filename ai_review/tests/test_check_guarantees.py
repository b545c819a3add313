"""Raw SQL that would give a check an effect must be refused by PostgreSQL itself, to every role."""

import pytest

from ai_review import checks, services
from ai_review.models import Check, ReviewPolicy
from ai_review.tests.test_database_guarantees import insert_review
from config.tests.people import decision

pytestmark = pytest.mark.django_db

ROLES = ["web", "worker", "owner"]
REPLY = """
    INSERT INTO tickets_message (ticket_id, kind, body, author_id, author_kind, review_id,
        created_at, delivery_status, deliver_after, delivery_attempts, delivery_error)
    SELECT suggestion.ticket_id, 'public_reply', {body}, %s, 'human', {review}, now(), 'scheduled',
        now(), 0, ''
    FROM ai_review_check AS planted JOIN ai_review_suggestion AS suggestion
        ON suggestion.id = planted.suggestion_id WHERE planted.id = %s"""


@pytest.fixture
def check(pending, ada):
    ReviewPolicy.objects.update(seeded_percent=100)
    checks.as_shown(ada, [pending], first_sight=True)
    return Check.objects.get()


@pytest.fixture
def missed(check, ada):
    (shown,) = checks.as_shown(ada, [check.suggestion])
    return services.decide(reviewer=ada, suggestion_id=shown.pk, **decision(shown))


@pytest.mark.parametrize("role", ROLES)
def test_nobody_signs_a_review_of_a_planted_text(refused, check, ada, role):
    shown = insert_review(reviewer=str(ada.pk), shown=f"'{check.shown_hash}'")
    message = refused(role, shown, check.suggestion_id)
    assert "review_of_what_was_shown" in message or "permission denied" in message


@pytest.mark.parametrize("role", ROLES)
def test_a_decision_on_a_check_decides_no_draft(refused, missed, role):
    message = refused(
        role,
        "UPDATE ai_review_suggestion SET status = 'approved', review_id = %s WHERE id = %s",
        missed.pk,
        missed.suggestion.pk,
    )
    assert (
        "suggestion_status_is_the_verdict" in message
        or "review_id" in message
        or "permission denied" in message
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_decision_on_a_check_sends_nothing(refused, missed, ada, role):
    sent = REPLY.format(body="'Any text'", review=missed.pk)
    message = refused(role, sent, ada.pk, missed.check_on_id)
    assert "review_id" in message or "permission denied" in message


@pytest.mark.parametrize("role", ROLES)
def test_a_planted_text_is_sent_by_no_way(refused, check, ada, role):
    by_hand = REPLY.format(body="planted.reply", review="NULL")
    message = refused(role, by_hand, ada.pk, check.pk)
    assert "never sent" in message or "permission denied" in message


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", ["ai_review_check", "ai_review_checkdecision"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET reviewer_id = reviewer_id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
)
def test_checks_and_their_decisions_never_change(refused, missed, role, table, statement):
    message = refused(role, statement.format(table))
    known = ("append-only", "never changes", "permission denied")
    assert any(words in message for words in known)


def test_only_the_claim_of_a_check_changes_even_for_its_owner(refused, check):
    for column in ("reply", "shown_hash", "seed", "kind"):
        statement = f"UPDATE ai_review_check SET {column} = 'blind'"
        assert "never changes" in refused("owner", statement)


COPY = """
INSERT INTO ai_review_check (kind, suggestion_id, reviewer_id, reviewer_kind, summary, reply,
    shown_hash, genuine_hash, genuine_text_hash, required_reviews, planted, seed, lot, percent,
    created_at)
SELECT {kind}, suggestion_id, {reviewer}, 'human', summary, {reply}, {shown}, {genuine},
    genuine_text_hash, {required}, {planted}, seed, {lot}, percent, now() FROM ai_review_check"""


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"shown": "genuine_hash"}, "check_is_of_its_kind"),
        ({"planted": "'{}'"}, "check_is_of_its_kind"),
        ({"kind": "'blind'"}, "check_is_of_its_kind"),
        ({"kind": "'other'"}, "check_is_of_its_kind"),
        ({"required": "2"}, "check_never_of_two_signatures"),
        ({"genuine": "repeat('0', 64)"}, "check_of_that_draft"),
        ({"lot": "10000"}, "check_drawn_by_lot"),
        ({"reviewer": "reviewer_id"}, "check_once_a_person"),
    ],
)
def test_a_check_is_what_it_says(refused, check, ben, changes, constraint):
    parts = {
        "kind": "kind",
        "reviewer": str(ben.pk),
        "reply": "reply",
        "shown": "shown_hash",
        "genuine": "genuine_hash",
        "required": "required_reviews",
        "planted": "planted",
        "lot": "lot",
    }
    assert constraint in refused("web", COPY.format(**parts | changes))


def test_a_service_is_given_no_check(refused, check, bank_app):
    statement = COPY.format(
        kind="kind",
        reviewer=str(bank_app.pk),
        reply="reply",
        shown="shown_hash",
        genuine="genuine_hash",
        required="1",
        planted="planted",
        lot="lot",
    )
    assert "check_reviewer_is_human" in refused("web", statement)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reviewer": "{ben}"}, "checkdecision_on_what_was_shown"),
        ({"shown": "repeat('0', 64)"}, "checkdecision_on_what_was_shown"),
        ({"caught": "NULL"}, "checkdecision_caught_fits"),
        ({"caught": "true"}, "checkdecision_caught_fits"),
        ({"verdict": "'edited'"}, "checkdecision_verdict_fits_text"),
    ],
)
def test_a_decision_on_a_check_is_on_what_was_shown(refused, check, ben, changes, constraint):
    parts = {
        "reviewer": "reviewer_id",
        "shown": "shown_hash",
        "caught": "false",
        "verdict": "'approved'",
    }
    statement = """
        INSERT INTO ai_review_checkdecision (id, check_on_id, kind, reviewer_id, shown_hash,
            draft_text_hash, verdict, final_summary, final_reply, caught, next_status, reason_code,
            note, confirmed_gates, triage, created_at)
        SELECT 99, id, kind, {reviewer}, {shown}, text_hash, {verdict}, summary, reply, {caught},
            'resolved', '', '', '[]', '{{}}', now() FROM ai_review_check"""
    changed = {name: value.format(ben=ben.pk) for name, value in changes.items()}
    assert constraint in refused("web", statement.format(**parts | changed))
