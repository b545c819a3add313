"""The Celery application: Redis carries wake-ups only, so every setting prefers losing a wake-up
to waiting. The relay publishes again what was lost."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_ROLE", "worker")

from celery import Celery  # noqa: E402

app = Celery("handrail")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
