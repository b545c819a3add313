"""Celery's doors: ids only, by keyword, one domain call each."""

from celery import shared_task

from ai_review import drafting


@shared_task(name="ai_review.draft")
def draft(*, job_id):
    drafting.run(job_id)
