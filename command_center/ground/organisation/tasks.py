"""Celery entry points around people."""

from celery import shared_task
from django.utils.timezone import now

from command_center.ground.organisation.sweeps import drop_old_openings


@shared_task(name="organisation.drop_openings")
def drop_openings() -> None:
    drop_old_openings(at=now())
