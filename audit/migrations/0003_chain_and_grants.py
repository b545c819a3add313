"""PostgreSQL itself numbers, times and chains each audit event, and refuses to change one."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION handrail_audit_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last record;
BEGIN
    -- One writer per stream at a time. A row lock on the tail would not do: two first events, or
    -- a tail read before another's commit, would fork the chain.
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || NEW.stream, 0));
    SELECT seq, hash INTO last FROM audit_auditevent
        WHERE stream = NEW.stream ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.prev_hash := coalesce(last.hash, handrail_sha256('handrail-audit-v1' || NEW.stream));
    NEW.at := clock_timestamp();
    NEW.hash := handrail_sha256(concat_ws(E'\\n',
        'handrail-audit-v1', NEW.stream, NEW.seq, NEW.prev_hash, NEW.actor_kind,
        coalesce(NEW.actor_id::text, '-'), NEW.action,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        handrail_sha256(NEW.payload)));
    RETURN NEW;
END $$;

CREATE TRIGGER chain BEFORE INSERT ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION handrail_audit_chain();
ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER chain;
SELECT handrail_make_append_only('audit_auditevent');

-- A newline in these would make two different events hash alike.
ALTER TABLE audit_auditevent ADD CONSTRAINT audit_one_line
    CHECK (strpos(stream || action, E'\\n') = 0);
"""

GRANTS = """
GRANT SELECT, INSERT ON audit_auditevent TO handrail_web, handrail_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_audit_events")]
    operations = [migrations.RunSQL(CHAIN), migrations.RunSQL(GRANTS)]
