"""Celery entry points of the alarms."""

from celery import shared_task
from django.utils.timezone import now

from command_center.ground.alarms.services import end_what_was_seen


@shared_task(name="alarms.end_what_was_seen")
def end_seen_alarms() -> None:
    end_what_was_seen(at=now())
