"""Celery entry points of the order engine."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils.timezone import now

from command_center.ground.core.fault_isolation import run_steps
from customers.verification.services import drop_old_codes
from workorders.asking.services import ask_again
from workorders.escalation.services import escalate_reasons
from workorders.kinds.connection.services.appointments import find_missed, remind
from workorders.kinds.connection.services.validity import let_lapse
from workorders.retention.services import forget_people, forget_told
from workorders.services.clocks import warn_due
from workorders.services.control import ask_about_pauses
from workorders.services.tracking_links import drop_ended_links


@shared_task(name="workorders.tick_clocks")
def tick_clocks() -> None:
    run_steps(
        _warn,
        lambda: ask_about_pauses(at=now()),
        lambda: ask_again(at=now()),
        lambda: escalate_reasons(at=now()),
    )


def _warn() -> None:
    while warn_due(at=now()):
        pass


@shared_task(name="workorders.forget_people")
def forget_people_of_old_orders() -> None:
    """A few hundred orders at a time: a province's day of five years ago takes some hours of the night and disturbs nobody."""
    run_steps(lambda: forget_people(at=now()), lambda: forget_told(at=now()))


@shared_task(name="workorders.tick_visits")
def tick_visits() -> None:
    """Appointments that are near, those to which nobody came, and supply plans whose time is over."""
    run_steps(lambda: remind(at=now()), lambda: find_missed(at=now()), lambda: let_lapse(at=now()))


@shared_task(name="workorders.drop_links")
def drop_links() -> None:
    """Links of finished orders, after their time (docs/security.md)."""
    drop_ended_links(before=now() - timedelta(days=settings.KEEP_LINKS_DAYS))
    drop_old_codes(before=now() - timedelta(days=1))
