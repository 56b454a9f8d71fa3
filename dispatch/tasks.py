"""Celery entry points of dispatch."""

import scipy.optimize  # noqa: F401  used in dispatch/assigning.py: loaded once, before the worker's children part
from celery import shared_task
from django.conf import settings
from django.utils.timezone import localdate, now

from command_center.ground.core.fault_isolation import run_steps
from dispatch.crew_messages.services import alarm_for_unread
from dispatch.services import waiting
from dispatch.services.off_duty import take_over_from_left_crews
from dispatch.services.offering import expire_offers
from dispatch.services.position_history import keep_history
from dispatch.services.routing import release_due_decisions


@shared_task(name="dispatch.tick_offers")
def tick_offers() -> None:
    """Offers that ran out, suggestions whose pause is over, what crews hold that have left, and what crews have not read."""
    at = now()
    run_steps(
        lambda: expire_offers(at=at),
        lambda: release_due_decisions(at=at),
        lambda: take_over_from_left_crews(at=at),
        lambda: alarm_for_unread(at=at),
    )


@shared_task(name="dispatch.route_waiting")
def route_waiting() -> None:
    """Orders that nobody could take a while ago: shifts change, crews come back into reach."""
    waiting.route_waiting(at=now())


@shared_task(name="dispatch.keep_positions")
def keep_positions() -> None:
    """Day partitions of the position history: made ahead, dropped after their time (docs/security.md)."""
    keep_history(today=localdate(), days_kept=settings.KEEP_POSITIONS_DAYS)
