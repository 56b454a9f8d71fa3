"""The Celery application and the beat table: every periodic job and its owner, in one place.

A tick only kicks a sweep: two beats at once, or a beat that slept, change nothing but latency.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

app = Celery("command_center")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["command_center.core"])


@worker_init.connect
def add_watchdog(sender: Any, **_: Any) -> None:
    """Here and not above: the watchdog needs Django, which is set up by now."""
    from command_center.core.watchdog import Watchdog

    sender.app.steps["worker"].add(Watchdog)


app.conf.beat_schedule = {
    "sweep-deliveries": {"task": "core.sweep_deliveries", "schedule": 5.0, "options": {"expires": 5}},
    "tick-clocks": {"task": "workorders.tick_clocks", "schedule": 5.0, "options": {"expires": 5}},
    "tick-offers": {"task": "dispatch.tick_offers", "schedule": 2.0, "options": {"expires": 2}},
    "route-waiting": {"task": "dispatch.route_waiting", "schedule": 10.0, "options": {"expires": 10}},
    "keep-positions": {"task": "dispatch.keep_positions", "schedule": 3600.0, "options": {"expires": 600}},
    "drop-links": {"task": "workorders.drop_links", "schedule": 3600.0, "options": {"expires": 600}},
    "keep-house": {"task": "core.keep_house", "schedule": 3600.0, "options": {"expires": 600}},
}
