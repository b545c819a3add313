"""Who may put a prompt in use, what a trial may change, and who may write which."""

from django.db import migrations

# The prompt in use now becomes the first activation; history knows who wrote each.
ROWS = """
UPDATE ai_review_promptversion AS prompt SET author_id = added.history_user_id
    FROM ai_review_historicalpromptversion AS added
    WHERE added.id = prompt.id AND added.history_type = '+';
INSERT INTO ai_review_promptactivation (prompt_id, author_key, activated_by_kind, first, created_at)
    SELECT id, author_key, 'human', true, created_at FROM ai_review_promptversion WHERE is_active;
SET CONSTRAINTS ALL IMMEDIATE;
"""

FOREIGN_KEYS = """
ALTER TABLE ai_review_promptactivation
    ADD COLUMN trial_kind varchar(10) NOT NULL GENERATED ALWAYS AS ('past') STORED,
    ADD COLUMN trial_passed boolean NOT NULL GENERATED ALWAYS AS (true) STORED,
    ADD CONSTRAINT activation_names_the_author
        FOREIGN KEY (prompt_id, author_key)
        REFERENCES ai_review_promptversion (id, author_key),
    ADD CONSTRAINT activation_by_a_person
        FOREIGN KEY (activated_by_id, activated_by_kind) REFERENCES tickets_user (id, kind),
    ADD CONSTRAINT activation_after_a_passed_trial
        FOREIGN KEY (trial_id, prompt_id, trial_kind, trial_passed)
        REFERENCES ai_review_trial (id, prompt_id, kind, passed),
    ADD CONSTRAINT activation_goes_back_to_the_same_prompt
        FOREIGN KEY (prior_id, prompt_id) REFERENCES ai_review_promptactivation (id, prompt_id);
"""

TRIGGERS = """
SELECT handrail_make_append_only('ai_review_promptversion');
SELECT handrail_make_append_only('ai_review_promptactivation');
SELECT handrail_make_append_only('ai_review_trialcase');

CREATE FUNCTION handrail_guard_trial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'running' THEN
            RAISE EXCEPTION 'a trial begins without a result' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.finished_at IS NOT NULL THEN
        RAISE EXCEPTION 'a finished trial never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON ai_review_trial
    FOR EACH ROW EXECUTE FUNCTION handrail_guard_trial();
ALTER TABLE ai_review_trial ENABLE ALWAYS TRIGGER guard;
"""

GRANTS = """
REVOKE UPDATE ON ai_review_promptversion FROM handrail_web;
GRANT SELECT ON ai_review_promptactivation, ai_review_trial, ai_review_trialcase,
    ai_review_categorypause TO handrail_web, handrail_worker;

-- People add, try and activate prompts; the trial's outcome is not theirs to write.
GRANT INSERT ON ai_review_promptactivation, ai_review_trial TO handrail_web;
GRANT UPDATE (status, finished_at, verdict) ON ai_review_trial TO handrail_web;
GRANT INSERT ON ai_review_categorypause TO handrail_web;
GRANT UPDATE (resumed_at, resumed_by_id) ON ai_review_categorypause TO handrail_web;

-- A trial reads what was signed, and tickets as they were when the draft was written.
GRANT SELECT ON ai_review_review, tickets_historicalticket, tickets_historicalcustomer
    TO handrail_worker;
GRANT INSERT ON ai_review_trialcase TO handrail_worker;
GRANT UPDATE (status, held_until, finished_at, passed, verdict, figures) ON ai_review_trial
    TO handrail_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("ai_review", "0009_trials_and_provenance")]
    operations = [
        migrations.RunSQL(ROWS),
        migrations.RemoveConstraint(model_name="promptversion", name="prompt_one_active"),
        migrations.RemoveField(model_name="promptversion", name="is_active"),
        migrations.RemoveField(model_name="historicalpromptversion", name="is_active"),
        migrations.RunSQL(FOREIGN_KEYS),
        migrations.RunSQL(TRIGGERS),
        migrations.RunSQL(GRANTS),
    ]
