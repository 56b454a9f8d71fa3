"""The beat table: what goes by the clock runs at once when beat starts, and then on the clock, not an hour after the start."""

from datetime import UTC, datetime, timedelta

from celery.schedules import crontab
from celery.signals import beat_init

from command_center.celery import app

A_MINUTE = 60.0


def by_the_clock():
    return [entry for entry in app.conf.beat_schedule.values() if isinstance(entry["schedule"], crontab)]


def test_nothing_rare_counts_from_the_start_of_beat():
    counted = [
        entry["schedule"] for entry in app.conf.beat_schedule.values() if not isinstance(entry["schedule"], crontab)
    ]
    assert max(counted) <= A_MINUTE


def test_frequent_outages_are_counted_on_the_hour():
    schedule = app.conf.beat_schedule["refresh-frequent"]["schedule"]
    schedule.nowfun = lambda: datetime(2026, 7, 19, 10, 12, tzinfo=UTC)
    assert schedule.remaining_estimate(datetime(2026, 7, 19, 10, 12, tzinfo=UTC)) == timedelta(minutes=48)


def test_what_goes_by_the_clock_runs_once_when_beat_starts(monkeypatch):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append(name))
    beat_init.send(sender=None)
    assert sorted(sent) == sorted(entry["task"] for entry in by_the_clock())
    assert {"outages.refresh_frequent", "outages.close_books"} <= set(sent)
