"""Celery entry points of the outages."""

from celery import shared_task
from django.utils.timezone import localdate, now

from command_center.ground.core.fault_isolation import run_steps
from outages.estimates.selectors.experience import estimator
from outages.estimates.services.estimating import estimate_missing
from outages.judging.services.late_calls import end_of_grace
from outages.judging.services.promoting import promote_unopposed
from outages.leading.services.proactive_orders import open_missing_orders
from outages.planned.services.deadlines import watch_plans
from outages.reliability.services.denominators import count_served_customers, freeze_threshold
from outages.reliability.services.figures import refresh_changed_figures
from outages.reliability.services.frequent import refresh_frequent_outages
from outages.sensitive.services.expiry import watch_register

# A third of what a task may take (CELERY_TASK_SOFT_TIME_LIMIT): the slice that is at work then still ends in time.
AT_MOST_S = 5.0


@shared_task(name="outages.tick")
def tick() -> None:
    """Suspicions that nothing spoke against become probable, outages without a call get a crew and an estimate.

    Plans are held against the clock.
    """
    at = now()
    run_steps(
        lambda: promote_unopposed(at=at),
        lambda: end_of_grace(at=at),
        lambda: open_missing_orders(at=at),
        lambda: estimate_missing(estimator=estimator, at=at),
        lambda: watch_plans(at=at),
    )


@shared_task(name="outages.count")
def count() -> None:
    """The daily figures follow the ledger: outages that changed are counted again; what does not fit, by the next tick."""
    refresh_changed_figures(at=now(), seconds=AT_MOST_S)


@shared_task(name="outages.close_books")
def close_books() -> None:
    """How many customers are served today, and this year's major-event threshold once it can be known."""
    count_served_customers(day=localdate())
    freeze_threshold(year=localdate().year, at=now())


@shared_task(name="outages.watch_register")
def watch_the_register() -> None:
    """Entries of the sensitive register that expire or have expired are told to their unit."""
    watch_register(at=now())


@shared_task(name="outages.refresh_frequent")
def refresh_frequent() -> None:
    """Who is out too often, as of now."""
    refresh_frequent_outages(at=now())
