"""A check never has an effect: what refers to what, what never changes, and who may write it."""

from django.db import migrations

# A Review names the hash of a Suggestion (review_of_what_was_shown), a reply names a Review: with a
# planted text's hash, which no Suggestion has, there is neither. These keep a check to its draft.
FOREIGN_KEYS = """
ALTER TABLE ai_review_check
    ADD CONSTRAINT check_of_that_draft
        FOREIGN KEY (suggestion_id, genuine_hash, genuine_text_hash, required_reviews)
        REFERENCES ai_review_suggestion (id, content_hash, text_hash, required_reviews),
    ADD CONSTRAINT check_reviewer_is_human
        FOREIGN KEY (reviewer_id, reviewer_kind) REFERENCES tickets_user (id, kind),
    ADD CONSTRAINT check_compares_with_a_decision
        FOREIGN KEY (first_review_id, first_reviewer_id, first_verdict, first_text_hash,
                     suggestion_id)
        REFERENCES ai_review_review (id, reviewer_id, verdict, final_text_hash, suggestion_id);

ALTER TABLE ai_review_checkdecision
    ADD CONSTRAINT checkdecision_on_what_was_shown
        FOREIGN KEY (check_on_id, kind, reviewer_id, shown_hash, draft_text_hash)
        REFERENCES ai_review_check (id, kind, reviewer_id, shown_hash, text_hash);
"""

# SQL has no declaration for "in no row of another table".
TRIGGERS = """
SELECT handrail_make_append_only('ai_review_checkdecision');

CREATE FUNCTION handrail_guard_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['held_until', 'text_hash'];
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'the content of a check never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON ai_review_check
    FOR EACH ROW EXECUTE FUNCTION handrail_guard_check();
CREATE TRIGGER refuse_delete BEFORE DELETE ON ai_review_check
    FOR EACH ROW EXECUTE FUNCTION handrail_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ai_review_check
    FOR EACH STATEMENT EXECUTE FUNCTION handrail_refuse_change();
ALTER TABLE ai_review_check ENABLE ALWAYS TRIGGER guard;
ALTER TABLE ai_review_check ENABLE ALWAYS TRIGGER refuse_delete;
ALTER TABLE ai_review_check ENABLE ALWAYS TRIGGER refuse_truncate;

-- Nor by hand, nor as an edit of the genuine draft: what was planted is never said to the customer.
CREATE FUNCTION handrail_refuse_planted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ai_review_suggestion AS draft
            JOIN ai_review_check AS planted ON planted.suggestion_id = draft.id
        WHERE draft.ticket_id = NEW.ticket_id AND planted.kind = 'seeded'
            AND planted.reply = NEW.body
    ) THEN
        RAISE EXCEPTION 'a text with a planted error is never sent'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_planted BEFORE INSERT OR UPDATE OF body, kind, ticket_id ON tickets_message
    FOR EACH ROW WHEN (NEW.kind = 'public_reply') EXECUTE FUNCTION handrail_refuse_planted();
ALTER TABLE tickets_message ENABLE ALWAYS TRIGGER refuse_planted;
"""

# The worker has no part in it.
GRANTS = """
GRANT SELECT, INSERT ON ai_review_check, ai_review_checkdecision TO handrail_web;
GRANT UPDATE (held_until) ON ai_review_check TO handrail_web;
GRANT USAGE ON SEQUENCE ai_review_review_id_seq TO handrail_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0013_checks_and_pace"),
        ("tickets", "0005_attachments"),
    ]
    operations = [
        migrations.RunSQL(FOREIGN_KEYS),
        migrations.RunSQL(TRIGGERS),
        migrations.RunSQL(GRANTS),
    ]
