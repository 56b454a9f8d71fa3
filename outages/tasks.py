"""Celery entry points of the outages."""

from celery import shared_task
from django.utils.timezone import now

from outages.selectors.experience import estimator
from outages.services.calling_out import call_out
from outages.services.estimating import estimate_missing
from outages.services.frequent import refresh_frequent_outages
from outages.services.planning_watch import watch_plans
from outages.services.ripening import ripen


@shared_task(name="outages.tick")
def tick() -> None:
    """Suspicions that nothing spoke against become probable, outages without a call get a crew and an estimate.

    Plans are held against the clock.
    """
    at = now()
    ripen(at=at)
    call_out(at=at)
    estimate_missing(estimator=estimator, at=at)
    watch_plans(at=at)


@shared_task(name="outages.refresh_frequent")
def refresh_frequent() -> None:
    """Who is out too often, as of now."""
    refresh_frequent_outages(at=now())
