"""The record of how far each import has come; for the web role only."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GRANTS = """
GRANT SELECT, INSERT ON tickets_importrun TO handrail_web;
GRANT UPDATE (rows_done, rows_rejected, rejected_bytes, updated_at, finished_at)
    ON tickets_importrun TO handrail_web;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_guarantees_and_grants")]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_sha256", models.CharField(max_length=64)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("file_name", models.CharField(max_length=255)),
                (
                    "options",
                    models.JSONField(
                        help_text="Format and mapping; a run goes on only with the same."
                    ),
                ),
                ("rows_done", models.PositiveBigIntegerField(default=0)),
                ("rows_rejected", models.PositiveBigIntegerField(default=0)),
                ("rejected_bytes", models.PositiveBigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file_sha256", "round"), name="import_file_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows_rejected__lte", models.F("rows_done"))),
                        name="import_rejected_were_read",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GRANTS),
    ]
