"""Files that came with messages: inserted once, never changed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

GUARANTEES = """
ALTER TABLE tickets_attachment
    ADD CONSTRAINT attachment_size CHECK (size BETWEEN 1 AND 1048576);
SELECT handrail_make_append_only('tickets_attachment');
GRANT SELECT, INSERT ON tickets_attachment TO handrail_web;
GRANT SELECT ON tickets_attachment TO handrail_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0004_triage"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("content_type", models.CharField(max_length=60)),
                ("content", models.BinaryField()),
                (
                    "size",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("content"), function="octet_length"),
                        help_text="In bytes.",
                        output_field=models.PositiveIntegerField(),
                    ),
                ),
                (
                    "sha256",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(models.F("content"), function="sha256"),
                            models.Value("hex"),
                            function="encode",
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="tickets.message",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.RunSQL(GUARANTEES),
    ]
