"""What must never be, whatever happened to drafts and reviews: one query over all of it."""

from audit.management.commands.audit_verify import COLUMNS
from audit.models import AuditEvent
from audit.verification import Event, verify

OURS = """
WITH ticket AS (SELECT * FROM tickets_ticket WHERE id >= %(first)s),
job AS (SELECT *, status IN ('queued', 'running') AS live
    FROM ai_review_draftjob WHERE ticket_id >= %(first)s),
call AS (SELECT call.*, out.code, out.input_tokens + out.output_tokens AS used
    FROM ai_review_aicall call JOIN job ON job.id = job_id
    LEFT JOIN ai_review_aicalloutcome out ON out.call_id = call.id),
draft AS (SELECT * FROM ai_review_suggestion WHERE ticket_id >= %(first)s),
review AS (SELECT review.*, undo.review_id IS NOT NULL AS undone
    FROM ai_review_review review JOIN draft ON draft.id = suggestion_id
    LEFT JOIN ai_review_reviewundo undo ON undo.review_id = review.id),
message AS (SELECT * FROM tickets_message WHERE ticket_id >= %(first)s),
reply AS (SELECT * FROM message WHERE kind = 'public_reply'),
event AS (SELECT action, payload::jsonb AS about
    FROM audit_auditevent JOIN ticket ON stream = 'ticket:' || ticket.id),
said AS (SELECT action, name, about ->> name AS id, count(*) AS times
    FROM event, (VALUES ('job'), ('suggestion'), ('review'), ('message')) AS names (name)
    GROUP BY action, name, about ->> name)
"""

# Each SELECTs the ids of what breaks the rule that it is named by.
NEVER = {
    "a done job without its one draft, or another with one": """
        SELECT job.id FROM job LEFT JOIN draft ON job_id = job.id
        GROUP BY job.id, job.status HAVING count(draft.id) <> (job.status = 'done')::int""",
    "two drafts wait, or one of an older version, or beside a job": """
        SELECT ticket.id FROM ticket JOIN draft ON ticket_id = ticket.id
        WHERE draft.status = 'pending_review' GROUP BY ticket.id
        HAVING count(*) > 1 OR bool_or(ticket_version <> version)
            OR EXISTS (SELECT FROM job WHERE job.live AND job.ticket_id = ticket.id)""",
    "two live jobs, or one of an older version": """
        SELECT ticket.id FROM ticket JOIN job ON ticket_id = ticket.id WHERE live
        GROUP BY ticket.id HAVING count(*) > 1 OR bool_or(ticket_version <> version)""",
    "a ticket that nobody works on, without a word why": """
        SELECT ticket.id FROM ticket WHERE NOT EXISTS (
            SELECT FROM job WHERE ticket_id = ticket.id AND ticket_version = version AND (
                live OR EXISTS (SELECT FROM draft WHERE job_id = job.id AND status <> 'superseded')
                OR NOT EXISTS (SELECT FROM job newer
                    WHERE newer.ticket_id = ticket.id AND newer.id > job.id)
                AND status IN ('failed', 'cancelled')
                OR EXISTS (SELECT FROM reply WHERE reply.ticket_id = ticket.id
                    AND reply.review_id IS NULL AND reply.created_at > job.created_at)))""",
    "a lease without a running job, or the reverse": """
        SELECT id FROM job WHERE (status = 'running') <> (lease_token IS NOT NULL)
            OR (lease_token IS NULL) <> (lease_expires_at IS NULL)""",
    "a job beyond its budgets": """
        SELECT id FROM job WHERE attempts NOT BETWEEN 0 AND max_attempts
            OR outages NOT BETWEEN 0 AND max_outages OR claims < attempts + outages""",
    "a call without a claim of its own": """
        SELECT id FROM job WHERE claims < (SELECT count(*) FROM call WHERE job_id = job.id)
        UNION SELECT job.id FROM job JOIN call ON job_id = job.id WHERE attempt > claims
        UNION SELECT job_id FROM call GROUP BY job_id, attempt HAVING count(*) > 1""",
    "an end without a time, or a time without an end": """
        SELECT id FROM job WHERE live <> (finished_at IS NULL)""",
    "a failure without words": """
        SELECT id FROM job WHERE status = 'failed' AND (error = '' OR error_code = '')""",
    "a status that is not the verdict of one person's standing final review": """
        SELECT draft.id FROM draft
        LEFT JOIN review ON suggestion_id = draft.id AND final AND NOT undone
        GROUP BY draft.id, draft.status, draft.review_id
        HAVING count(review.id) > 1 OR max(review.id) IS DISTINCT FROM draft.review_id
            OR coalesce(max(verdict), draft.status) <> draft.status
            OR (draft.status IN ('pending_review', 'superseded')) <> (draft.review_id IS NULL)
            OR bool_or((SELECT kind <> 'human' FROM tickets_user WHERE id = reviewer_id))""",
    "one pair of eyes where four must see": """
        SELECT two.id FROM review two LEFT JOIN review one ON one.id = two.prior_review_id
        WHERE two.final AND NOT two.undone AND two.verdict <> 'rejected'
            AND two.required_reviews = 2 AND (one.undone OR one.reviewer_id = two.reviewer_id
                OR one.final_text_hash <> two.final_text_hash) IS NOT FALSE""",
    "a reply that is neither signed nor written by hand": """
        SELECT reply.id FROM reply JOIN tickets_user ON tickets_user.id = author_id
        LEFT JOIN review ON review.id = review_id
        WHERE tickets_user.kind <> 'human' OR review_id IS NOT NULL AND
            (NOT final OR verdict = 'rejected' OR final_reply <> body OR reviewer_id <> author_id)
        UNION SELECT id FROM review WHERE final AND verdict <> 'rejected'
            AND NOT EXISTS (SELECT FROM reply WHERE review_id = review.id)""",
    "a reply that goes out after its undo, or is cancelled without one": """
        SELECT reply.id FROM reply LEFT JOIN review ON review.id = review_id
        WHERE (delivery_status = 'cancelled') <> coalesce(undone, false)""",
    "an act that the audit log does not tell once": """
        SELECT act.id FROM (
            SELECT id, 'draft.stored' AS action, 'suggestion' AS name FROM draft
            UNION SELECT id, CASE WHEN final THEN 'draft.' || verdict ELSE 'draft.signed_first' END,
                'review' FROM review
            UNION SELECT id, 'decision.undone', 'review' FROM review WHERE undone
            UNION SELECT id, 'draft.failed', 'job' FROM job WHERE status = 'failed'
            UNION SELECT id, 'draft.cancelled', 'job' FROM job WHERE error_code = 'cancelled'
            UNION SELECT id, 'reply.' || delivery_status, 'message' FROM reply
                WHERE delivery_status IN ('sent', 'failed')
        ) act LEFT JOIN said USING (action, name)
        GROUP BY act.id, action, name HAVING
            coalesce(sum(times) FILTER (WHERE said.id = act.id::text), 0) <> 1""",
    "a day's tokens that are not what its calls used, or still reserve": """
        SELECT usage.id FROM ai_review_aiusage usage LEFT JOIN call
            ON date_trunc('day', started_at, 'UTC') = starts_at
        WHERE period = 'day' GROUP BY usage.id HAVING usage.calls <> count(call.id)
            OR usage.tokens <> coalesce(sum(
                CASE WHEN used > 0 OR code = 'auth' THEN used ELSE reserved_tokens END), 0)""",
    "a counter below zero": """
        SELECT id FROM ai_review_aiusage WHERE least(calls, tokens, money) < 0""",
}
LOOK = OURS + " UNION ALL ".join(
    f"SELECT '{name.replace(chr(39), chr(39) * 2)}', id FROM ({query}) AS found"
    for name, query in NEVER.items()
)
IDS = OURS + " UNION ALL ".join(
    f"SELECT '{name}', id FROM {name}" for name in ("job", "draft", "review", "reply")
)


def faults_of(streams):
    rows = AuditEvent.objects.filter(stream__in=list(streams)).order_by("stream", "seq", "id")
    return [str(fault) for fault in verify(Event(*row) for row in rows.values_list(*COLUMNS))]
