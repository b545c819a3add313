"""PostgreSQL tells what happened by triggers, in the transaction in which it happens."""

from django.db import migrations

# What a reader has seen is a snapshot; what it has not seen yet, this column tells exactly.
TRANSACTION = """
ALTER TABLE live_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX live_event_xid ON live_event (xid);
CREATE INDEX live_event_at ON live_event (at);
"""

# SECURITY DEFINER: no process may write events itself. They are hints that carry ids alone, so a
# payload is searched, not parsed: whatever it holds, the act that it records must not fail.
FUNCTIONS = """
CREATE FUNCTION handrail_tell_audit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO live_event (type, ticket_id, suggestion_id, version, at)
    SELECT action, about.ticket_id, about.suggestion_id, ticket.version, clock_timestamp()
    FROM added
    CROSS JOIN LATERAL (SELECT
        substring(stream FROM '^ticket:([0-9]{1,18})$')::bigint AS ticket_id,
        substring(payload FROM '"suggestion":([0-9]{1,18})[,}]')::bigint AS suggestion_id
    ) AS about
    LEFT JOIN tickets_ticket AS ticket ON ticket.id = about.ticket_id
    -- Nothing else is told: log-ins, keys and the rules are not everybody's business.
    WHERE about.ticket_id IS NOT NULL OR stream = 'ai';
    RETURN NULL;
END $$;

CREATE FUNCTION handrail_tell_claim() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO live_event (type, ticket_id, suggestion_id, version, at) VALUES (
        CASE WHEN NEW.claimed_by_id IS NULL THEN 'queue.released' ELSE 'queue.claimed' END,
        NEW.ticket_id, NEW.id, NEW.ticket_version, clock_timestamp());
    RETURN NULL;
END $$;

CREATE FUNCTION handrail_tell_job() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO live_event (type, ticket_id, version, at)
    VALUES ('job.' || NEW.status, NEW.ticket_id, NEW.ticket_version, clock_timestamp());
    RETURN NULL;
END $$;

CREATE FUNCTION handrail_tell_presence() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO live_event (type, ticket_id, at)
    VALUES ('presence.changed', coalesce(NEW.ticket_id, OLD.ticket_id), clock_timestamp());
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER tell AFTER INSERT ON audit_auditevent REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION handrail_tell_audit();

-- Claims and the running of jobs are no acts for the audit log, but open lists show them. The end
-- of a claim in time is no write and is not told: lists ask anew now and then.
CREATE TRIGGER tell AFTER UPDATE OF claimed_by_id ON ai_review_suggestion FOR EACH ROW
    WHEN (OLD.claimed_by_id IS DISTINCT FROM NEW.claimed_by_id)
    EXECUTE FUNCTION handrail_tell_claim();
CREATE TRIGGER tell AFTER UPDATE OF status ON ai_review_draftjob FOR EACH ROW
    WHEN (OLD.status <> NEW.status AND NEW.status IN ('queued', 'running'))
    EXECUTE FUNCTION handrail_tell_job();

-- A heartbeat is no news; somebody who comes back after their time was up is.
CREATE TRIGGER tell AFTER INSERT OR DELETE ON live_presence FOR EACH ROW
    EXECUTE FUNCTION handrail_tell_presence();
CREATE TRIGGER tell_back AFTER UPDATE OF until ON live_presence FOR EACH ROW
    WHEN (OLD.until < clock_timestamp())
    EXECUTE FUNCTION handrail_tell_presence();
"""

GRANTS = """
GRANT SELECT ON live_event TO handrail_web;
GRANT SELECT, INSERT, DELETE ON live_presence TO handrail_web;
GRANT UPDATE (until) ON live_presence TO handrail_web;

-- The relay wakes and tidies up; it tells nothing of its own.
GRANT SELECT, DELETE ON live_event, live_presence TO handrail_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0001_events_and_presence"),
        ("ai_review", "0010_trial_guarantees"),
        ("audit", "0003_chain_and_grants"),
        ("tickets", "0005_attachments"),
    ]
    operations = [migrations.RunSQL(sql) for sql in (TRANSACTION, FUNCTIONS, TRIGGERS, GRANTS)]
