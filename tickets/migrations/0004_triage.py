"""What a reviewer accepted of the AI's triage: language, sentiment, a duplicate."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0003_import_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalticket",
            name="duplicate_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="historicalticket",
            name="language",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="historicalticket",
            name="sentiment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("negative", "Negative"),
                    ("neutral", "Neutral"),
                    ("positive", "Positive"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="duplicate_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="language",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="ticket",
            name="sentiment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("negative", "Negative"),
                    ("neutral", "Neutral"),
                    ("positive", "Positive"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("duplicate_of", models.F("id")), _negated=True),
                name="ticket_no_duplicate_of_itself",
            ),
        ),
    ]
