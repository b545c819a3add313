"""Trials of prompts, their activation by another person, and what each draft was made of."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ai_review.models.review

# Drafts from before have no triage and keep the hash that their reviews name.
CONTENT_HASH = """
CREATE FUNCTION handrail_suggestion_hash(
    ticket bigint, version integer, summary text, reply text, language text, category text,
    priority text, citations jsonb, gates jsonb, risk text, required_reviews smallint,
    triage jsonb)
    RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN triage = '{}' THEN
        handrail_suggestion_hash(ticket, version, summary, reply, language, category, priority,
                                 citations, gates, risk, required_reviews)
    ELSE handrail_sha256(E'handrail-suggestion-v2\\n'
        || jsonb_build_array(ticket, version, summary, reply, language, category, priority,
                             citations, gates, risk, required_reviews, triage)::text)
    END
$$;
ALTER TABLE ai_review_review DROP CONSTRAINT review_of_what_was_shown;
ALTER TABLE ai_review_suggestion
    DROP CONSTRAINT suggestion_identity,
    DROP COLUMN content_hash;
ALTER TABLE ai_review_suggestion
    ADD COLUMN content_hash varchar(64) NOT NULL GENERATED ALWAYS AS (handrail_suggestion_hash(
        ticket_id, ticket_version, summary, reply, language, category, priority, citations, gates,
        risk, required_reviews, triage)) STORED;
ALTER TABLE ai_review_suggestion
    ADD CONSTRAINT suggestion_identity UNIQUE (id, content_hash, text_hash, required_reviews);
ALTER TABLE ai_review_review
    ADD CONSTRAINT review_of_what_was_shown
        FOREIGN KEY (suggestion_id, shown_hash, draft_text_hash, required_reviews)
        REFERENCES ai_review_suggestion (id, content_hash, text_hash, required_reviews);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0007_supply_rows_and_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CategoryPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=60)),
                ("rejected", models.PositiveSmallIntegerField(help_text="Of the last decisions.")),
                ("decided", models.PositiveSmallIntegerField()),
                ("paused_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resumed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PromptActivation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("author_key", models.BigIntegerField()),
                ("activated_by_kind", models.CharField(default="human", max_length=10)),
                (
                    "first",
                    models.BooleanField(
                        default=False,
                        help_text="The one that the installation brought.",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("past", "on past decisions"),
                            ("shadow", "in the shadow of live tickets"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("stopped", "Stopped")],
                        default="running",
                        max_length=10,
                    ),
                ),
                (
                    "cases",
                    models.PositiveSmallIntegerField(
                        help_text="How many calls to make at the most."
                    ),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="Of live tickets, in percent; for a shadow trial."
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("passed", models.BooleanField(default=False)),
                (
                    "verdict",
                    models.CharField(blank=True, max_length=500),
                ),
                ("figures", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="TrialCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("summary", models.TextField()),
                ("reply", models.TextField(blank=True)),
                ("category", models.CharField(blank=True, max_length=60)),
                ("citations", models.JSONField(default=list)),
                ("gates", models.JSONField(default=list)),
                ("risk", models.CharField(max_length=10)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="aicall",
            name="call_once_per_attempt",
        ),
        migrations.AddField(
            model_name="aicall",
            name="context",
            field=models.JSONField(
                default=dict,
                help_text="What the request was made of: messages by id, sources as they were, parameters. Enough to make the same bytes again.",
            ),
        ),
        migrations.AddField(
            model_name="historicalpromptversion",
            name="author",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalpromptversion",
            name="model",
            field=models.CharField(
                blank=True, help_text="Empty: the model that the deployment names.", max_length=100
            ),
        ),
        migrations.AddField(
            model_name="historicalreviewpolicy",
            name="pause_after",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="AI replies of a category pause when so many of its last decisions …",
            ),
        ),
        migrations.AddField(
            model_name="historicalreviewpolicy",
            name="pause_percent",
            field=models.PositiveSmallIntegerField(
                default=60, help_text="… hold more rejections than this, in percent. 100: never."
            ),
        ),
        migrations.AddField(
            model_name="promptversion",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promptversion",
            name="author_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    models.F("author"), models.Value(0)
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="promptversion",
            name="model",
            field=models.CharField(
                blank=True, help_text="Empty: the model that the deployment names.", max_length=100
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="edit_distance",
            field=models.FloatField(
                blank=True,
                help_text="Share of the words changed between draft and final reply, 0 to 1.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="triage",
            field=models.JSONField(
                default=dict, help_text="Category, priority and the like as the person signed them."
            ),
        ),
        migrations.AddField(
            model_name="reviewpolicy",
            name="pause_after",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="AI replies of a category pause when so many of its last decisions …",
            ),
        ),
        migrations.AddField(
            model_name="reviewpolicy",
            name="pause_percent",
            field=models.PositiveSmallIntegerField(
                default=60, help_text="… hold more rejections than this, in percent. 100: never."
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="triage",
            field=models.JSONField(
                default=dict,
                help_text="Proposals beside category and priority: sentiment, duplicates.",
            ),
        ),
        # PostgreSQL before 17 cannot change the expression of a generated column.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CONTENT_HASH)],
            state_operations=[
                migrations.AlterField(
                    model_name="suggestion",
                    name="content_hash",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=ai_review.models.review.ContentHash(
                            models.F("ticket"),
                            models.F("ticket_version"),
                            models.F("summary"),
                            models.F("reply"),
                            models.F("language"),
                            models.F("category"),
                            models.F("priority"),
                            models.F("citations"),
                            models.F("gates"),
                            models.F("risk"),
                            models.F("required_reviews"),
                            models.F("triage"),
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="promptversion",
            constraint=models.UniqueConstraint(
                fields=("id", "author_key"), name="prompt_authorship"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("pause_after__gte", 1), ("pause_percent__lte", 100)),
                name="policy_pause_limits",
            ),
        ),
        migrations.AddField(
            model_name="categorypause",
            name="resumed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promptactivation",
            name="activated_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promptactivation",
            name="prior",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ai_review.promptactivation",
            ),
        ),
        migrations.AddField(
            model_name="promptactivation",
            name="prompt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activations",
                to="ai_review.promptversion",
            ),
        ),
        migrations.AddField(
            model_name="promptactivation",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="ai_review.promptactivation",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="prompt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trials",
                to="ai_review.promptversion",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="started_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promptactivation",
            name="trial",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ai_review.trial",
            ),
        ),
        migrations.AddField(
            model_name="aicall",
            name="trial",
            field=models.ForeignKey(
                blank=True,
                help_text="Set for a call that only tries a prompt; its attempt is 0.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="ai_review.trial",
            ),
        ),
        migrations.AddConstraint(
            model_name="aicall",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trial", None)),
                fields=("job", "attempt"),
                name="call_once_per_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="aicall",
            constraint=models.UniqueConstraint(fields=("trial", "job"), name="call_once_per_trial"),
        ),
        migrations.AddField(
            model_name="trialcase",
            name="call",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trial_case",
                to="ai_review.aicall",
            ),
        ),
        migrations.AddField(
            model_name="trialcase",
            name="original",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ai_review.aicall"
            ),
        ),
        migrations.AddField(
            model_name="trialcase",
            name="trial",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="ai_review.trial",
            ),
        ),
        migrations.AddConstraint(
            model_name="categorypause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resumed_at", None)),
                fields=("category",),
                name="pause_one_per_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="categorypause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resumed_at__isnull", True), ("resumed_by__isnull", True)),
                    models.Q(("resumed_at__isnull", False), ("resumed_by__isnull", False)),
                    _connector="OR",
                ),
                name="pause_resumed_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.UniqueConstraint(
                fields=("id", "prompt", "kind", "passed"), name="trial_identity"
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "running")),
                fields=("kind",),
                name="trial_one_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["running", "done", "stopped"]), ("kind__in", ["past", "shadow"])
                ),
                name="trial_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", True), ("passed", False), ("status", "running")
                    ),
                    models.Q(("status", "done"), ("finished_at__isnull", False)),
                    models.Q(
                        ("finished_at__isnull", False), ("passed", False), ("status", "stopped")
                    ),
                    _connector="OR",
                ),
                name="trial_passes_at_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(("cases__gte", 1), ("share__gte", 1), ("share__lte", 100)),
                name="trial_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="promptactivation",
            constraint=models.UniqueConstraint(fields=("id", "prompt"), name="activation_identity"),
        ),
        migrations.AddConstraint(
            model_name="promptactivation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("first",),
                name="activation_one_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="promptactivation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first", True), ("replaces", None)),
                    models.Q(("first", False), ("replaces__isnull", False)),
                    _connector="OR",
                ),
                name="activation_chain",
            ),
        ),
        migrations.AddConstraint(
            model_name="promptactivation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first", True),
                    models.Q(
                        ("activated_by__isnull", False),
                        ("activated_by_kind", "human"),
                        ("prior__isnull", False),
                    ),
                    models.Q(
                        ("activated_by__isnull", False),
                        ("activated_by_kind", "human"),
                        ("trial__isnull", False),
                        models.Q(("activated_by", models.F("author_key")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="activation_by_another_person_after_a_trial",
            ),
        ),
        migrations.AddConstraint(
            model_name="trialcase",
            constraint=models.UniqueConstraint(
                fields=("trial", "original"), name="trial_case_once"
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(
                condition=models.Q(("review__isnull", False)),
                fields=["category", "-review"],
                name="suggestion_decided_category",
            ),
        ),
    ]
