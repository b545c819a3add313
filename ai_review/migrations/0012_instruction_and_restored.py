"""What a person asks of a new draft, and where a draft holds what placeholders stood for."""

from django.db import migrations, models

# A request can be made again byte for byte only if what was asked stays as it was.
GUARD = """
CREATE TRIGGER keep_instruction BEFORE UPDATE OF instruction ON ai_review_draftjob
    FOR EACH ROW WHEN (NEW.instruction IS DISTINCT FROM OLD.instruction)
    EXECUTE FUNCTION handrail_refuse_change();
ALTER TABLE ai_review_draftjob ENABLE ALWAYS TRIGGER keep_instruction;
"""


class Migration(migrations.Migration):
    dependencies = [("ai_review", "0011_skips_and_batches")]
    operations = [
        migrations.AddField(
            model_name="draftjob",
            name="instruction",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What the person who asked wants of this draft.",
                max_length=500,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="suggestion",
            name="restored",
            field=models.JSONField(
                help_text="Where the summary and the reply hold what placeholders stood for; NULL "
                "in drafts from before that was kept. Not hashed: it says how the text came "
                "about.",
                null=True,
            ),
        ),
        migrations.RunSQL(GUARD),
    ]
