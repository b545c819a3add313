"""How soon customers are answered, views of the queue with a name, and the words of drafts."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# Before the guard of the content: it names what may change, and these are none of it. An update
# of what is there already passes it by, once.
WORDS = """
CREATE FUNCTION handrail_words_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := coalesce(
            (SELECT words FROM public.tickets_tickettext WHERE ticket_id = NEW.ticket_id), ''
        ) || public.handrail_words(NEW.summary || ' ' || NEW.reply, 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER words_of_draft BEFORE INSERT ON ai_review_suggestion
    FOR EACH ROW EXECUTE FUNCTION handrail_words_of_draft();
ALTER TABLE ai_review_suggestion DISABLE TRIGGER guard;
UPDATE ai_review_suggestion AS draft
    SET words = known.words || handrail_words(summary || ' ' || reply, 'D')
    FROM tickets_tickettext AS known WHERE known.ticket_id = draft.ticket_id;
ALTER TABLE ai_review_suggestion ENABLE ALWAYS TRIGGER guard;
"""

LEVELS = """
INSERT INTO ai_review_servicelevel (priority, minutes)
VALUES ('urgent', 60), ('high', 240), ('normal', 480), ('low', 1440);
"""

GUARANTEES = """
ALTER TABLE ai_review_savedview
    ADD CONSTRAINT view_query_is_an_object CHECK (jsonb_typeof(query) = 'object'),
    ADD CONSTRAINT view_query_is_short CHECK (length(query::text) <= 4000),
    ADD CONSTRAINT view_owner_is_human
        FOREIGN KEY (owner_id, owner_kind) REFERENCES tickets_user (id, kind);
"""

GRANTS = """
GRANT SELECT ON ai_review_servicelevel TO handrail_web;
GRANT UPDATE (minutes) ON ai_review_servicelevel TO handrail_web;
GRANT SELECT, INSERT ON ai_review_historicalservicelevel TO handrail_web;
GRANT SELECT, INSERT, DELETE ON ai_review_savedview TO handrail_web;
GRANT UPDATE (name, query, shared, updated_at) ON ai_review_savedview TO handrail_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0014_check_guarantees"),
        ("tickets", "0006_waiting_and_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalServiceLevel",
            fields=[
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        db_index=True,
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        help_text="From the customer's message to the answer, nights and weekends included.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(129600),
                        ],
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical service level",
                "verbose_name_plural": "historical service levels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("query", models.JSONField(help_text="The filters, as the queue takes them.")),
                ("owner_kind", models.CharField(default="human", max_length=10)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-shared", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="ServiceLevel",
            fields=[
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        editable=False,
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        help_text="From the customer's message to the answer, nights and weekends included.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(129600),
                        ],
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="suggestion",
            name="words",
            field=django.contrib.postgres.search.SearchVectorField(
                editable=False,
                help_text="What finds it: the ticket's words and its own.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("status", "pending_review")),
                fields=["words"],
                name="suggestion_words",
            ),
        ),
        migrations.AddField(
            model_name="historicalservicelevel",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["low", "normal", "high", "urgent"])),
                name="level_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 129600)),
                name="level_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                models.F("owner"),
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("shared", False)),
                name="view_name_once_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("shared", True)),
                name="view_name_once_in_the_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                name="view_slug_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "^\\s*$"), _negated=True), name="view_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner_kind", "human")), name="view_owner_is_a_person"
            ),
        ),
        migrations.RunSQL(WORDS),
        migrations.RunSQL(LEVELS),
        migrations.RunSQL(GUARANTEES),
        migrations.RunSQL(GRANTS),
    ]
