"""The one policy, the one circuit, and who may write which."""

from django.db import migrations

ROWS = """
INSERT INTO ai_review_aipolicy (id, paused) VALUES (1, false);
INSERT INTO ai_review_aicircuit (id, failures, pauses, error_code, error) VALUES (1, 0, 0, '', '');
"""

# For the jobs that exist already: one call for each attempt, and the delays of ai_review/jobs.py.
JOBS = """
UPDATE ai_review_draftjob SET claims = attempts, rank_at = created_at
    + (ARRAY['0 minutes', '5 minutes', '20 minutes', '60 minutes']::interval[])[priority + 1];
"""

GRANTS = """
GRANT SELECT ON ai_review_aipolicy, ai_review_aicircuit, ai_review_aiusage
    TO handrail_web, handrail_worker;

-- People set the policy and may have the service tried at once; they cannot spend.
GRANT UPDATE ON ai_review_aipolicy TO handrail_web;
GRANT SELECT, INSERT ON ai_review_historicalaipolicy TO handrail_web;
GRANT UPDATE ON ai_review_aicircuit TO handrail_web;

GRANT UPDATE (failures, opened_at, shut_at, open_until, pauses, probe_until, error_code, error)
    ON ai_review_aicircuit TO handrail_worker;
GRANT INSERT, UPDATE (calls, tokens, money) ON ai_review_aiusage TO handrail_worker;
GRANT UPDATE (claims, outages) ON ai_review_draftjob TO handrail_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("ai_review", "0006_supply_and_two_budgets")]
    operations = [
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(JOBS, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
