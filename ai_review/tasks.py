"""Celery's doors: ids only, by keyword, one domain call each."""

import logging

from celery import shared_task, signals
from django.db import DatabaseError, InterfaceError

from ai_review import embeddings, trials
from ai_review.worker import drafter, keeper

log = logging.getLogger(__name__)


@shared_task(name="ai_review.draft")
def draft(*, job_ids):
    try:
        drafter.draft(job_ids)
    except (DatabaseError, InterfaceError) as error:
        # The jobs are as safe as they were: the relay calls again.
        log.warning("%s jobs wait for PostgreSQL: %s", len(job_ids), error)


@shared_task(name="ai_review.try_prompts")
def try_prompts():
    try:
        trials.run(stopping=lambda: keeper.stopping)
    except (DatabaseError, InterfaceError) as error:
        log.warning("the trials wait for PostgreSQL: %s", error)


@shared_task(name="ai_review.embed")
def embed():
    try:
        embeddings.fill_some(stopping=lambda: keeper.stopping)
    except (DatabaseError, InterfaceError) as error:
        log.warning("the embeddings wait for PostgreSQL: %s", error)


@signals.worker_ready.connect
def _look_after(**_):
    keeper.start()


@signals.worker_shutting_down.connect
def _hand_back(**_):
    keeper.stop()


@signals.worker_shutdown.connect
def _drain(**_):
    drafter.drain()
