"""A blind review is told like any claim: its silence would tell the person who was given it."""

from django.db import migrations

TELL = """
CREATE FUNCTION handrail_tell_blind() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO live_event (type, ticket_id, suggestion_id, version, at)
    SELECT CASE TG_OP WHEN 'INSERT' THEN 'queue.claimed' ELSE 'queue.released' END,
        ticket_id, id, ticket_version, clock_timestamp()
    FROM ai_review_suggestion WHERE id = NEW.suggestion_id;
    RETURN NULL;
END $$;

CREATE TRIGGER tell AFTER INSERT ON ai_review_check FOR EACH ROW
    WHEN (NEW.kind = 'blind')
    EXECUTE FUNCTION handrail_tell_blind();
-- As with claims: a heartbeat is no news, nor is the end in time.
CREATE TRIGGER tell_end AFTER UPDATE OF held_until ON ai_review_check FOR EACH ROW
    WHEN (NEW.kind = 'blind' AND NEW.held_until <= clock_timestamp()
        AND OLD.held_until > clock_timestamp())
    EXECUTE FUNCTION handrail_tell_blind();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0002_told_by_postgresql"),
        ("ai_review", "0014_check_guarantees"),
    ]
    operations = [migrations.RunSQL(TELL)]
