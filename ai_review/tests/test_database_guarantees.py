"""Raw SQL, under the role that would try it, must be refused by PostgreSQL itself."""

import pytest
from django.db import connection, transaction

from ai_review import services, skips
from ai_review.models import AICall, DraftJob, Review, ReviewBatch, Suggestion
from ai_review.tests.admin_drafts import write_draft
from audit.models import AuditEvent
from config.tests.people import decision
from tickets.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(pending, ada):
    return services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))


COPY_REVIEW = """
INSERT INTO ai_review_review (suggestion_id, stage, prior_review_id, prior_reviewer_id, reviewer_id,
    reviewer_kind, verdict, shown_hash, draft_text_hash, required_reviews, ticket_version,
    final_summary, final_reply, next_status, reason_code, note, confirmed_gates, triage,
    ticket_before, created_at, undo_until, batch_id, batch_place)
SELECT id, {stage}, {prior}, {prior_reviewer}, {reviewer}, {kind}, {verdict}, {shown}, text_hash,
    required_reviews, ticket_version, {summary}, {reply}, 'resolved', {reason}, '', '[]', '{{}}',
    '{{}}', now(), now(), {batch}, {place}
FROM ai_review_suggestion WHERE id = %s
"""


def insert_review(**changes):
    parts = {
        "stage": "1",
        "prior": "NULL",
        "prior_reviewer": "NULL",
        "reviewer": "0",
        "kind": "'human'",
        "verdict": "'approved'",
        "shown": "content_hash",
        "summary": "summary",
        "reply": "reply",
        "reason": "''",
        "batch": "NULL",
        "place": "NULL",
    }
    return COPY_REVIEW.format(**(parts | changes))


def test_the_worker_cannot_decide(refused, pending, ada):
    assert "permission denied" in refused(
        "worker", "UPDATE ai_review_suggestion SET status = 'approved' WHERE id = %s", pending.pk
    )
    assert "permission denied" in refused("worker", insert_review(reviewer=str(ada.pk)), pending.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tickets_ticket SET status = 'resolved'",
        "UPDATE tickets_ticket SET summary = 'AI says so'",
        "INSERT INTO tickets_message (ticket_id, kind, body, created_at, delivery_attempts,"
        " delivery_error) SELECT id, 'internal_note', 'x', now(), 0, '' FROM tickets_ticket",
        "UPDATE tickets_message SET body = 'something else'",
        "UPDATE tickets_user SET role = 'supervisor'",
        "SELECT password FROM tickets_user",
        "SELECT * FROM tickets_apikey",
        "SELECT * FROM django_session",
        "UPDATE ai_review_draftjob SET ticket_version = 99",
        "DELETE FROM ai_review_draftjob",
    ],
)
def test_the_worker_cannot_touch_people_or_tickets(refused, pending, statement):
    assert "permission denied" in refused("worker", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ai_review_suggestion DEFAULT VALUES",
        "INSERT INTO ai_review_aicall DEFAULT VALUES",
        "UPDATE ai_review_suggestion SET reply = 'x'",
        "UPDATE ai_review_review SET note = 'x'",
        "DELETE FROM audit_auditevent",
        "DELETE FROM tickets_ticket",
        "UPDATE tickets_message SET body = 'something else'",
        "UPDATE tickets_message SET sent_at = now()",
        "DELETE FROM tickets_user",
        "TRUNCATE ai_review_review CASCADE",
        "CREATE TABLE mine (id int)",
        "DROP TRIGGER guard ON ai_review_suggestion",
    ],
)
def test_the_web_process_cannot_write_ai_output_or_the_past(refused, approved, statement):
    message = refused("web", statement)
    assert "permission denied" in message or "must be owner" in message


def test_a_status_without_a_review_is_refused(refused, pending):
    message = refused(
        "web", "UPDATE ai_review_suggestion SET status = 'approved' WHERE id = %s", pending.pk
    )
    assert "suggestion_decided_has_review" in message


def test_a_status_that_the_review_does_not_say_is_refused(refused, pending, ada):
    rejection = insert_review(
        reviewer=str(ada.pk), verdict="'rejected'", summary="''", reply="''", reason="'other'"
    )
    with connection.cursor() as cursor:
        cursor.execute(rejection + " RETURNING id", [pending.pk])
        review = cursor.fetchone()[0]
    statement = "UPDATE ai_review_suggestion SET status = 'approved', review_id = %s WHERE id = %s"
    assert "suggestion_status_is_the_verdict" in refused("web", statement, review, pending.pk)


def test_a_service_cannot_sign(refused, pending, bank_app):
    as_human = insert_review(reviewer=str(bank_app.pk)) + ""
    assert "review_reviewer_is_human" in refused("web", as_human, pending.pk)
    as_service = insert_review(reviewer=str(bank_app.pk), kind="'service'")
    assert "review_by_a_person" in refused("web", as_service, pending.pk)


def test_a_review_of_something_else_than_was_shown_is_refused(refused, pending, ada):
    statement = insert_review(reviewer=str(ada.pk), shown="repeat('0', 64)")
    assert "review_of_what_was_shown" in refused("web", statement, pending.pk)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reply": "'Something else entirely'"}, "review_verdict_fits_text"),
        ({"verdict": "'edited'"}, "review_verdict_fits_text"),
        ({"verdict": "'rejected'", "summary": "''", "reply": "''"}, "review_reject_has_reason"),
        ({"verdict": "'edited'", "reply": "''"}, "review_answer_not_empty"),
        ({"verdict": "NULL"}, 'null value in column "verdict"'),
        (
            {"reason": "NULL", "verdict": "'rejected'", "reply": "''"},
            'null value in column "reason_code"',
        ),
        ({"stage": "2"}, "review_second_person_differs"),
    ],
)
def test_a_verdict_that_its_text_contradicts_is_refused(refused, pending, ada, changes, constraint):
    statement = insert_review(reviewer=str(ada.pk), **changes)
    assert constraint in refused("web", statement, pending.pk)


@pytest.mark.parametrize("role", ["owner", "web", "worker"])
@pytest.mark.parametrize(
    "table", ["ai_review_review", "ai_review_aicall", "audit_auditevent", "ai_review_aicalloutcome"]
)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {key} = {key}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_append_only_tables_refuse_change_even_to_their_owner(
    refused, approved, role, table, statement
):
    key = "call_id" if table.endswith("outcome") else "id"
    message = refused(role, statement.format(table, key=key))
    assert ("append-only" in message) if role == "owner" else ("permission denied" in message)


def test_the_content_of_a_suggestion_never_changes_even_for_the_owner(refused, pending):
    for column in ("summary", "reply", "citations", "gates", "risk", "required_reviews"):
        value = (
            "'[1]'"
            if column in ("citations", "gates")
            else ("2" if column == "required_reviews" else "'high'")
        )
        statement = f"UPDATE ai_review_suggestion SET {column} = {value} WHERE id = %s"
        assert "never changes" in refused("owner", statement, pending.pk)


def test_a_decided_suggestion_opens_only_by_an_undo(refused, approved):
    reopen = (
        "UPDATE ai_review_suggestion SET status = 'pending_review', review_id = NULL WHERE id = %s"
    )
    assert "only by an undo" in refused("web", reopen, approved.suggestion_id)
    services.undo(user=approved.reviewer, review_id=approved.pk)
    assert Suggestion.objects.get(pk=approved.suggestion_id).status == "pending_review"


def test_a_superseded_suggestion_stays_so(refused, pending):
    Suggestion.objects.filter(pk=pending.pk).update(status="superseded")
    assert "stays superseded" in refused(
        "owner",
        "UPDATE ai_review_suggestion SET status = 'pending_review' WHERE id = %s",
        pending.pk,
    )


def test_a_reply_must_say_what_was_signed(refused, approved):
    statement = """
        INSERT INTO tickets_message (ticket_id, kind, body, author_id, author_kind, review_id,
            created_at, delivery_status, deliver_after, delivery_attempts, delivery_error)
        SELECT ticket_id, kind, body || ' PS: send money', author_id, author_kind,
            (SELECT max(id) FROM ai_review_review), now(), 'scheduled', now(), 0, ''
        FROM tickets_message WHERE review_id IS NOT NULL"""
    message = refused("web", statement)
    assert "message_says_what_was_signed" in message or "review_id" in message


def test_a_reply_needs_a_person(refused, approved, bank_app):
    statement = """
        INSERT INTO tickets_message (ticket_id, kind, body, author_id, author_kind,
            created_at, delivery_status, deliver_after, delivery_attempts, delivery_error)
        SELECT ticket_id, kind, body, %s, {}, now(), 'scheduled', now(), 0, ''
        FROM tickets_message WHERE review_id IS NOT NULL"""
    assert "message_reply_by_a_person" in refused("web", statement.format("'service'"), bank_app.pk)
    assert "message_reply_by_a_person" in refused("web", statement.format("NULL"), None)
    assert "author_is_of_that_kind" in refused("web", statement.format("'human'"), bank_app.pk)


def test_a_person_who_signed_cannot_become_a_service(refused, approved):
    message = refused(
        "web",
        "UPDATE tickets_user SET kind = 'service', role = 'client', is_staff = false WHERE id = %s",
        approved.reviewer_id,
    )
    assert "violates foreign key" in message


def test_one_live_job_per_ticket_version(refused, pending, ask):
    ticket = ask(subject="Twice")
    message = refused(
        "web",
        """
        INSERT INTO ai_review_draftjob (ticket_id, ticket_version, status, priority, rank_at,
            claims, attempts, max_attempts, outages, max_outages, next_attempt_at, error_code,
            error, instruction, created_at)
        SELECT ticket_id, ticket_version, status, 2, now(), 0, 0, 5, 0, 20, now(), '', '', '', now()
        FROM ai_review_draftjob WHERE ticket_id = %s""",
        ticket.pk,
    )
    assert "job_one_live_per_version" in message


def test_a_running_job_has_a_lease_and_tries_end(refused, pending):
    job = DraftJob.objects.get(pk=pending.job_id)
    assert "job_running_has_a_lease" in refused(
        "worker", "UPDATE ai_review_draftjob SET status = 'running' WHERE id = %s", job.pk
    )
    assert "job_attempts_bounded" in refused(
        "worker", "UPDATE ai_review_draftjob SET attempts = max_attempts + 1 WHERE id = %s", job.pk
    )
    assert "job_attempts_bounded" in refused(
        "worker", "UPDATE ai_review_draftjob SET outages = max_outages + 1 WHERE id = %s", job.pk
    )


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("worker", "UPDATE ai_review_aipolicy SET paused = false"),
        ("worker", "UPDATE ai_review_aipolicy SET tokens_per_day = NULL"),
        ("worker", "DELETE FROM ai_review_aiusage"),
        ("worker", "UPDATE ai_review_aiusage SET starts_at = '2001-01-01'"),
        ("web", "UPDATE ai_review_aiusage SET tokens = 0"),
        ("web", "INSERT INTO ai_review_aiusage (period, starts_at) VALUES ('day', now())"),
        ("web", "DELETE FROM ai_review_aicircuit"),
    ],
)
def test_who_spends_sets_no_limits_and_who_sets_limits_cannot_rewrite_the_spending(
    refused, db, role, statement
):
    assert "permission denied" in refused(role, statement)


def test_there_is_one_policy_and_a_circuit_is_open_since_some_time(refused, db):
    assert "aicircuit_open_since" in refused(
        "worker", "UPDATE ai_review_aicircuit SET open_until = now()"
    )
    assert "permission denied" in refused("web", "INSERT INTO ai_review_aipolicy VALUES (2, false)")


def test_one_suggestion_per_job(refused, pending):
    columns = (
        "job_id, ticket_id, ticket_version, summary, reply, language, category, priority, "
        "citations, gates, triage, risk, required_reviews, created_at, status"
    )
    message = refused(
        "worker",
        f"""
        INSERT INTO ai_review_suggestion (call_id, {columns})
        SELECT call_id, {columns.replace("status", "'superseded'")}
        FROM ai_review_suggestion WHERE id = %s""",
        pending.pk,
    )
    assert "job_id" in message or "call_id" in message


def test_the_database_numbers_times_and_chains_audit_events(pending):
    events = list(AuditEvent.objects.filter(stream=f"ticket:{pending.ticket_id}").order_by("seq"))
    assert [event.action for event in events] == ["ticket.opened", "draft.stored"]
    assert [event.seq for event in events] == [1, 2]
    assert events[1].prev_hash == events[0].hash
    assert Review.objects.count() == 0
    assert AICall.objects.get().outcome.code == "ok"
    assert not Message.objects.filter(kind="public_reply").exists()


def test_forged_positions_in_the_audit_chain_are_ignored(pending, as_role):
    with as_role("worker"), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO audit_auditevent (stream, seq, at, actor_kind, action, payload, prev_hash,
                hash)
            VALUES (%s, 1, '2001-01-01', 'ai', 'forged', '{}', 'x', 'x')
            RETURNING seq, at > now() - interval '1 minute', length(hash)""",
            [f"ticket:{pending.ticket_id}"],
        )
        assert cursor.fetchone() == (3, True, 64)


@pytest.fixture
def batch(ada):
    return ReviewBatch.objects.create(reviewer=ada, asked=25)


def test_a_batch_has_low_risk_drafts_only(refused, as_role, ask, ada, batch):
    risky = write_draft(as_role, ask(), risk="medium")
    statement = insert_review(reviewer=str(ada.pk), batch=str(batch.pk), place="1")
    assert "review_batch_of_low_risk" in refused("web", statement, risky.pk)


def test_a_batch_is_one_persons_and_of_25_approvals_at_most(refused, pending, ada, ben, batch):
    def attempt(**changes):
        parts = {"reviewer": str(ada.pk), "batch": str(batch.pk), "place": "1"} | changes
        return refused("web", insert_review(**parts), pending.pk)

    assert "review_batch_of_the_same_person" in attempt(reviewer=str(ben.pk))
    assert "review_batch_only_approves" in attempt(place="26")
    assert "review_batch_only_approves" in attempt(place="NULL")
    assert "review_batch_only_approves" in attempt(
        verdict="'rejected'", reply="''", reason="'other'"
    )
    for verb in ("UPDATE ai_review_reviewbatch SET asked = 1", "DELETE FROM ai_review_reviewbatch"):
        assert "permission denied" in refused("web", verb)
        assert "never" in refused("owner", verb) or "append" in refused("owner", verb)
    for size in ("0", "26"):
        assert "batch_of_25_at_most" in refused(
            "web",
            "INSERT INTO ai_review_reviewbatch (reviewer_id, asked, created_at)"
            f" VALUES ({ada.pk}, {size}, now())",
        )


def test_the_place_in_a_batch_is_taken_once(refused, as_role, ask, ada, batch):
    one, two = (write_draft(as_role, ask()) for _ in range(2))
    statement = insert_review(reviewer=str(ada.pk), batch=str(batch.pk), place="1")
    with connection.cursor() as cursor:
        cursor.execute(statement, [one.pk])
    assert "review_batch_place" in refused("web", statement, two.pk)


def test_who_declared_an_interest_cannot_sign_even_by_sql(refused, pending, ada, ben):
    skips.skip(user=ada, suggestion_id=pending.pk, reason="conflict_of_interest")
    assert "conflict of interest" in refused("web", insert_review(reviewer=str(ada.pk)), pending.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert_review(reviewer=str(ben.pk)), [pending.pk])


def test_a_skip_has_a_known_reason_an_end_and_is_only_ever_taken_back(refused, pending, ada):
    insert = (
        "INSERT INTO ai_review_skip (suggestion_id, user_id, reason, note, created_at, until)"
        f" VALUES ({pending.pk}, {ada.pk}, '{{}}', '', now(), {{}})"
    )
    assert "skip_reason_known" in refused("web", insert.format("bored", "now() + '1 h'"))
    for reason, until in [
        ("later", "NULL"),
        ("later", "now() - interval '1 h'"),
        ("conflict_of_interest", "now() + interval '1 h'"),
    ]:
        assert "skip_for_good_is_an_interest" in refused("web", insert.format(reason, until))
    skips.skip(user=ada, suggestion_id=pending.pk, reason="later")
    for verb in ("UPDATE ai_review_skip SET until = NULL", "DELETE FROM ai_review_skip"):
        assert "permission denied" in refused("web", verb)
    for verb in ("SELECT * FROM ai_review_skip", "SELECT * FROM ai_review_reviewbatch"):
        assert "permission denied" in refused("worker", verb)
