"""Celery entry points of the outages."""

from celery import shared_task
from django.utils.timezone import now

from outages.selectors.experience import estimator
from outages.services.calling_out import call_out
from outages.services.estimating import estimate_missing
from outages.services.ripening import ripen


@shared_task(name="outages.tick")
def tick() -> None:
    """Suspicions that nothing spoke against become probable, outages without a call get a crew and an estimate."""
    at = now()
    ripen(at=at)
    call_out(at=at)
    estimate_missing(estimator=estimator, at=at)
