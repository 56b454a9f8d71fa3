"""Celery entry points of the kept figures."""

from datetime import timedelta

from celery import shared_task
from django.utils.timezone import localtime, now

from command_center.ground.core.fault_isolation import run_steps
from command_center.ground.figures.keeping.restating import restate_touched
from command_center.ground.figures.keeping.sweeping import begin_check, go_on
from command_center.ground.figures.keeping.touching import AT_ONCE, read_events
from command_center.ground.figures.models import Book

# A third of what a task may take (CELERY_TASK_SOFT_TIME_LIMIT): the step that is at work then still ends in time.
AT_MOST_S = 5.0
# A day of the province is counted from its rows: often enough for a report, seldom enough for a storm.
EVERY = timedelta(minutes=5)
CHECK_FROM_HOUR = 2


@shared_task(name="figures.keep")
def keep() -> None:
    """Read on in the events; every five minutes count the touched days again; at night check all of them."""
    at = now()
    run_steps(_read, _count, _check, lambda: go_on(at=at, seconds=AT_MOST_S))


def _read() -> None:
    while read_events(at=now()) == AT_ONCE:
        pass


def _count() -> None:
    at, book = now(), Book.objects.first()
    if book and (book.counted_at is None or book.counted_at <= at - EVERY):
        restate_touched(at=at)


def _check() -> None:
    at = now()
    if localtime(at).hour >= CHECK_FROM_HOUR:
        begin_check(at=at)
