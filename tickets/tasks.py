"""Celery's doors: ids only, by keyword, one domain call each."""

from celery import shared_task

from tickets import delivery


@shared_task(name="tickets.deliver")
def deliver(*, message_id):
    delivery.deliver(message_id)
