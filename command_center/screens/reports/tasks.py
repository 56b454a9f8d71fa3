"""Celery entry point of the weekly reports."""

from time import monotonic

from celery import shared_task
from django.utils.timezone import now

from command_center.screens.reports.making import make_report, units_without, week_due

AT_MOST_S = 5.0


@shared_task(name="reports.make_weekly")
def make_weekly() -> None:
    """From Monday six o'clock the reports of last week that are not there yet, so many as fit; the next minute goes on."""
    at, end = now(), monotonic() + AT_MOST_S
    first = week_due(at)
    for unit in units_without(first):
        make_report(unit=unit, first=first, at=at)
        if monotonic() >= end:
            return
