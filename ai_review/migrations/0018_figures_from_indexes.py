"""The figures of a period read indexes, not the texts beside what they count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0017_policy_ranges"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="review", name="review_created"),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                fields=["created_at"],
                include=("id", "suggestion", "verdict", "final", "batch"),
                name="review_figures",
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(
                fields=["id"], include=("category", "call"), name="suggestion_figures"
            ),
        ),
    ]
