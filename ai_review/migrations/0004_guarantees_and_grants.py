"""What no process may do, whatever its code: composite foreign keys that Django cannot declare,
triggers where SQL has no declaration, and the least rights for web and worker."""

from django.db import migrations

# A decided status exists only if a person's final Review of this very content says the same.
FOREIGN_KEYS = """
ALTER TABLE ai_review_suggestion
    ADD COLUMN must_be_final boolean GENERATED ALWAYS AS (true) STORED,
    ADD CONSTRAINT suggestion_status_is_the_verdict
        FOREIGN KEY (review_id, status, must_be_final)
        REFERENCES ai_review_review (id, verdict, final),
    ADD CONSTRAINT suggestion_job_is_of_this_ticket
        FOREIGN KEY (job_id, ticket_id, ticket_version)
        REFERENCES ai_review_draftjob (id, ticket_id, ticket_version);

ALTER TABLE ai_review_review
    ADD CONSTRAINT review_reviewer_is_human
        FOREIGN KEY (reviewer_id, reviewer_kind) REFERENCES tickets_user (id, kind),
    ADD CONSTRAINT review_of_what_was_shown
        FOREIGN KEY (suggestion_id, shown_hash, draft_text_hash, required_reviews)
        REFERENCES ai_review_suggestion (id, content_hash, text_hash, required_reviews),
    ADD CONSTRAINT review_seconds_the_same_text
        FOREIGN KEY (prior_review_id, prior_reviewer_id, verdict, final_text_hash, suggestion_id)
        REFERENCES ai_review_review (id, reviewer_id, verdict, final_text_hash, suggestion_id);
"""

# Titles weigh more (A) than text (D). English stems also serve other languages: their words are
# kept as they are, but for an ending that looks English.
SEARCH = """
ALTER TABLE ai_review_knowledgearticle ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')
) STORED;
"""

# The rejection of a second reviewer has another text than the first approval, and so no prior.
TRIGGERS = """
CREATE FUNCTION handrail_guard_suggestion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Generated columns are not computed yet in a BEFORE trigger and cannot be written anyway.
    free text[] := ARRAY['status', 'review_id', 'claimed_by_id', 'claim_expires_at',
                         'content_hash', 'text_hash', 'must_be_final'];
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'the content of a suggestion never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = OLD.status AND NEW.review_id IS NOT DISTINCT FROM OLD.review_id THEN
        RETURN NEW;
    END IF;
    IF OLD.status = 'superseded' THEN
        RAISE EXCEPTION 'a superseded suggestion stays superseded'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.review_id IS NOT NULL AND (
        NEW.status NOT IN ('pending_review', 'superseded')
        OR NOT EXISTS (SELECT FROM ai_review_reviewundo WHERE review_id = OLD.review_id)
    ) THEN
        RAISE EXCEPTION 'a decided suggestion is opened again only by an undo of its review'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE ON ai_review_suggestion
    FOR EACH ROW EXECUTE FUNCTION handrail_guard_suggestion();
CREATE TRIGGER refuse_delete BEFORE DELETE ON ai_review_suggestion
    FOR EACH ROW EXECUTE FUNCTION handrail_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ai_review_suggestion
    FOR EACH STATEMENT EXECUTE FUNCTION handrail_refuse_change();
ALTER TABLE ai_review_suggestion ENABLE ALWAYS TRIGGER guard;
ALTER TABLE ai_review_suggestion ENABLE ALWAYS TRIGGER refuse_delete;
ALTER TABLE ai_review_suggestion ENABLE ALWAYS TRIGGER refuse_truncate;

SELECT handrail_make_append_only('ai_review_review');
SELECT handrail_make_append_only('ai_review_reviewundo');
SELECT handrail_make_append_only('ai_review_aicall');
SELECT handrail_make_append_only('ai_review_aicalloutcome');
"""

GRANTS = """
-- Both read the pipeline's tables.
GRANT SELECT ON ai_review_promptversion, ai_review_knowledgearticle, ai_review_reviewpolicy,
    ai_review_draftjob, ai_review_aicall, ai_review_aicalloutcome, ai_review_suggestion
    TO handrail_web, handrail_worker;

-- People decide and set policy; no person's process writes AI output.
GRANT INSERT, UPDATE ON ai_review_promptversion, ai_review_knowledgearticle,
    ai_review_reviewpolicy, ai_review_draftjob TO handrail_web;
GRANT SELECT, INSERT ON ai_review_historicalpromptversion, ai_review_historicalknowledgearticle,
    ai_review_historicalreviewpolicy, ai_review_review, ai_review_reviewundo TO handrail_web;
GRANT UPDATE (status, review_id, claimed_by_id, claim_expires_at) ON ai_review_suggestion
    TO handrail_web;

-- The worker stores what the AI said and moves its own queue; it cannot decide.
GRANT INSERT ON ai_review_aicall, ai_review_aicalloutcome, ai_review_suggestion
    TO handrail_worker;
GRANT UPDATE (status, attempts, next_attempt_at, published_at, lease_token, lease_expires_at,
    error_code, error, finished_at) ON ai_review_draftjob TO handrail_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0003_pipeline_constraints"),
        ("audit", "0003_chain_and_grants"),
    ]
    operations = [
        migrations.RunSQL(FOREIGN_KEYS),
        migrations.RunSQL(SEARCH),
        migrations.RunSQL(TRIGGERS),
        migrations.RunSQL(GRANTS),
    ]
