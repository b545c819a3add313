"""Celery's doors: ids only, by keyword, one domain call each."""

from celery import shared_task, signals

from ai_review import worker


@shared_task(name="ai_review.draft")
def draft(*, job_id):
    worker.draft(job_id)


@signals.worker_ready.connect
def _look_after(**_):
    worker.keeper.start()


@signals.worker_shutting_down.connect
def _hand_back(**_):
    worker.keeper.stop()
