"""Celery entry points of the order engine."""

from celery import shared_task
from django.utils.timezone import now

from workorders.services.clocks import warn_due


@shared_task(name="workorders.tick_clocks")
def tick_clocks() -> None:
    while warn_due(at=now()):
        pass
