"""Celery entry points of the exports."""

from celery import shared_task
from django.utils.timezone import now

from command_center.ground.exports.services import MAKE, drop_exports, keep_until, wake_a_worker
from command_center.screens.exports.making import make_next

# A million lines take minutes. Longer than that it is ended, and the claim it leaves runs out.
LONGEST_S = 1200


@shared_task(name=MAKE, soft_time_limit=LONGEST_S, time_limit=LONGEST_S + 30)
def make_exports() -> None:
    """One file; if there may be another, the next wake-up. What a lost message forgets beat finds."""
    if make_next(now()):
        wake_a_worker()


@shared_task(name="exports.drop")
def drop_old_exports() -> None:
    drop_exports(before=keep_until())
