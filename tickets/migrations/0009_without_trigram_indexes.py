"""Words find a ticket now (0006), and the admin's search by part of a subject could never use these:
Django compares in upper case. Each new message paid for them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0008_idempotent_answers_with_headers"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="ticket_subject_trgm"),
        migrations.RemoveIndex(model_name="message", name="message_body_trgm"),
    ]
