"""Celery entry points of custody."""

from celery import shared_task
from django.utils.timezone import now

from command_center.ground.core.fault_isolation import run_steps
from command_center.ground.custody.services.duty import end_lost_duties
from command_center.ground.custody.services.keeping import name_what_has_none


@shared_task(name="custody.keep_names")
def keep_names() -> None:
    """Nobody is on duty who cannot be, and nothing open is without a name."""
    run_steps(lambda: end_lost_duties(at=now()), lambda: name_what_has_none(at=now()))
