"""Checks of the reviewers' attention, and how fast what was signed was read."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ai_review.models.review
import ai_review.models.rules


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0012_instruction_and_restored"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
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
                        choices=[("seeded", "planted error"), ("blind", "blind second review")],
                        max_length=10,
                    ),
                ),
                ("reviewer_kind", models.CharField(default="human", max_length=10)),
                ("summary", models.TextField()),
                ("reply", models.TextField()),
                (
                    "text_hash",
                    models.GeneratedField(
                        db_persist=True,
                        expression=ai_review.models.review.TextHash(
                            models.F("summary"), models.F("reply")
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
                (
                    "shown_hash",
                    models.CharField(
                        help_text="What a draft with this text would have as its content_hash.",
                        max_length=64,
                    ),
                ),
                ("genuine_hash", models.CharField(max_length=64)),
                ("genuine_text_hash", models.CharField(max_length=64)),
                ("required_reviews", models.PositiveSmallIntegerField()),
                (
                    "planted",
                    models.JSONField(
                        default=dict,
                        help_text="Seeded: the kind of error, the words before and after.",
                    ),
                ),
                ("first_verdict", models.CharField(blank=True, max_length=10, null=True)),
                ("first_text_hash", models.CharField(blank=True, max_length=64, null=True)),
                (
                    "seed",
                    models.CharField(
                        help_text="Of the policy when the lot was drawn.", max_length=32
                    ),
                ),
                (
                    "lot",
                    models.PositiveSmallIntegerField(
                        help_text="0 to 9999, from seed, kind and ids."
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField()),
                (
                    "held_until",
                    models.DateTimeField(
                        blank=True, help_text="Blind: the person's claim.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="CheckDecision",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("shown_hash", models.CharField(max_length=64)),
                ("draft_text_hash", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("edited", "Edited"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("final_summary", models.TextField(blank=True)),
                ("final_reply", models.TextField(blank=True)),
                (
                    "final_text_hash",
                    models.GeneratedField(
                        db_persist=True,
                        expression=ai_review.models.review.TextHash(
                            models.F("final_summary"), models.F("final_reply")
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
                (
                    "caught",
                    models.BooleanField(
                        help_text="Seeded: the error was rejected or edited away.", null=True
                    ),
                ),
                ("next_status", models.CharField(max_length=10)),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_facts", "Wrong facts"),
                            ("wrong_tone", "Wrong tone"),
                            ("incomplete", "Incomplete"),
                            ("unsafe", "Unsafe"),
                            ("policy", "Against policy"),
                            ("language", "Wrong language"),
                            ("not_needed", "No answer needed"),
                            ("duplicate", "Duplicate"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("confirmed_gates", models.JSONField(default=list)),
                ("triage", models.JSONField(default=dict)),
                ("dwell_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("shown_words", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "pace",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(
                                    ("dwell_ms__isnull", True),
                                    ("shown_words__isnull", True),
                                    _connector="OR",
                                ),
                                then=models.Value("unknown"),
                            ),
                            models.When(
                                models.Q(
                                    (
                                        "dwell_ms__lt",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("shown_words"),
                                            "*",
                                            models.Value(84.03361344537815),
                                        ),
                                    )
                                ),
                                then=models.Value("fast"),
                            ),
                            default=models.Value("read"),
                            output_field=models.CharField(max_length=8),
                        ),
                        output_field=models.CharField(max_length=8),
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="historicalreviewpolicy",
            name="blind_percent",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Of the decided drafts, so many go to a second person to compare. 0: none.",
            ),
        ),
        migrations.AddField(
            model_name="historicalreviewpolicy",
            name="checks_per_day",
            field=models.PositiveSmallIntegerField(
                default=3, help_text="At most so many of both for one person in a day."
            ),
        ),
        migrations.AddField(
            model_name="historicalreviewpolicy",
            name="seeded_percent",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Of the drafts that a reviewer is given, so many are first shown with a planted error. Never sent; announce it to your staff. 0: none.",
            ),
        ),
        migrations.AddField(
            model_name="historicalreviewpolicy",
            name="vigilance_seed",
            field=models.CharField(
                default=ai_review.models.rules.new_seed,
                editable=False,
                help_text="Draws the lots; renewed with every change of the percentages. Keep it secret.",
                max_length=32,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="shown_words",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Of the proposed reply and of what the customer had written since the last one.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="reviewpolicy",
            name="blind_percent",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Of the decided drafts, so many go to a second person to compare. 0: none.",
            ),
        ),
        migrations.AddField(
            model_name="reviewpolicy",
            name="checks_per_day",
            field=models.PositiveSmallIntegerField(
                default=3, help_text="At most so many of both for one person in a day."
            ),
        ),
        migrations.AddField(
            model_name="reviewpolicy",
            name="seeded_percent",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Of the drafts that a reviewer is given, so many are first shown with a planted error. Never sent; announce it to your staff. 0: none.",
            ),
        ),
        migrations.AddField(
            model_name="reviewpolicy",
            name="vigilance_seed",
            field=models.CharField(
                default=ai_review.models.rules.new_seed,
                editable=False,
                help_text="Draws the lots; renewed with every change of the percentages. Keep it secret.",
                max_length=32,
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("blind_percent__lte", 100), ("seeded_percent__lte", 100)),
                name="policy_vigilance_limits",
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="first_review",
            field=models.ForeignKey(
                blank=True,
                help_text="Blind: the decision that is compared with.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ai_review.review",
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="first_reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="suggestion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="ai_review.suggestion",
            ),
        ),
        migrations.AddField(
            model_name="checkdecision",
            name="check_on",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="ai_review.check",
            ),
        ),
        migrations.AddField(
            model_name="checkdecision",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="pace",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(
                            ("dwell_ms__isnull", True),
                            ("shown_words__isnull", True),
                            _connector="OR",
                        ),
                        then=models.Value("unknown"),
                    ),
                    models.When(
                        models.Q(
                            (
                                "dwell_ms__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("shown_words"), "*", models.Value(84.03361344537815)
                                ),
                            )
                        ),
                        then=models.Value("fast"),
                    ),
                    default=models.Value("read"),
                    output_field=models.CharField(max_length=8),
                ),
                output_field=models.CharField(max_length=8),
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(fields=["reviewer", "-created_at"], name="check_of_reviewer"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                fields=("id", "kind", "reviewer", "shown_hash", "text_hash"), name="check_identity"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                fields=("suggestion", "reviewer"), name="check_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "blind")),
                fields=("suggestion",),
                name="check_one_blind",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("reviewer_kind", "human")), name="check_of_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("required_reviews", 1)), name="check_never_of_two_signatures"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_review__isnull", True),
                        ("first_reviewer__isnull", True),
                        ("kind", "seeded"),
                        ("first_text_hash__isnull", True),
                        ("first_verdict__isnull", True),
                        ("held_until__isnull", True),
                        models.Q(("planted", {}), _negated=True),
                        models.Q(("shown_hash", models.F("genuine_hash")), _negated=True),
                        models.Q(("text_hash", models.F("genuine_text_hash")), _negated=True),
                    ),
                    models.Q(
                        ("first_review__isnull", False),
                        ("first_reviewer__isnull", False),
                        ("kind", "blind"),
                        ("first_text_hash__isnull", False),
                        ("first_verdict__isnull", False),
                        ("held_until__isnull", False),
                        ("planted", {}),
                        ("shown_hash", models.F("genuine_hash")),
                        ("text_hash", models.F("genuine_text_hash")),
                        models.Q(("first_reviewer", models.F("reviewer")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="check_is_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "lot__lt",
                        django.db.models.expressions.CombinedExpression(
                            models.F("percent"), "*", models.Value(100)
                        ),
                    )
                ),
                name="check_drawn_by_lot",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("final_text_hash", models.F("draft_text_hash")), ("verdict", "approved")
                    ),
                    models.Q(
                        ("verdict", "edited"),
                        models.Q(("final_text_hash", models.F("draft_text_hash")), _negated=True),
                    ),
                    models.Q(("final_reply", ""), ("verdict", "rejected")),
                    _connector="OR",
                ),
                name="checkdecision_verdict_fits_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "rejected"), _negated=True),
                    models.Q(("reason_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="checkdecision_reject_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("caught__isnull", True), ("kind", "blind")),
                    models.Q(("caught__isnull", False), ("kind", "seeded"), ("verdict", "edited")),
                    models.Q(
                        ("caught", True),
                        ("caught__isnull", False),
                        ("kind", "seeded"),
                        ("verdict", "rejected"),
                    ),
                    models.Q(
                        ("caught", False),
                        ("caught__isnull", False),
                        ("kind", "seeded"),
                        ("verdict", "approved"),
                    ),
                    _connector="OR",
                ),
                name="checkdecision_caught_fits",
            ),
        ),
    ]
