"""The figures of a period read that period, not the whole history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0015_service_levels_and_views"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="aicall",
            index=models.Index(fields=["started_at"], name="call_started"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["created_at"], name="review_created"),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["created_at"], name="suggestion_created"),
        ),
    ]
