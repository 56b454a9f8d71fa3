"""The Celery application and the beat table: every periodic job and its owner, in one place.

A tick only kicks a sweep: two beats at once, or a beat that slept, change nothing but latency.
"""

import gc
import os
import sys
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, task_postrun, task_prerun, worker_init, worker_process_init
from click import Option

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

app = Celery("command_center")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["command_center.ground.core", "command_center.ground.custody", "command_center.ground.alarms"])
app.autodiscover_tasks(
    ["command_center.ground.figures", "command_center.screens.reports", "command_center.screens.exports"]
)

# By default Celery opens a database connection for every task, which costs more than a small batch. Here they live as
# long as those of the web threads: CONN_MAX_AGE, and a health check before each use.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


@task_prerun.connect
@task_postrun.connect
def keep_living_connections(**_: Any) -> None:
    from django.db import close_old_connections

    close_old_connections()


@worker_process_init.connect
def leave_the_program_alone(**_: Any) -> None:
    """What was imported is never garbage; a storm's thousands of small objects let it be looked through many times a second."""
    gc.freeze()


# Without it the watchdog's own patience counts, which is right for every task we have.
app.user_options["worker"].add(Option(["--watchdog-patience"], type=float, help="seconds without a task", metavar="S"))


@worker_init.connect
def add_watchdog(sender: Any, **_: Any) -> None:
    """Here and not above: the watchdog needs Django, which is set up by now."""
    from command_center.ground.core.watchdog import Watchdog

    sender.app.steps["worker"].add(Watchdog)


app.conf.beat_schedule = {
    "sweep-deliveries": {"task": "core.sweep_deliveries", "schedule": 5.0, "options": {"expires": 5}},
    "tick-clocks": {"task": "workorders.tick_clocks", "schedule": 5.0, "options": {"expires": 5}},
    "tick-visits": {"task": "workorders.tick_visits", "schedule": 60.0, "options": {"expires": 60}},
    "tick-offers": {"task": "dispatch.tick_offers", "schedule": 2.0, "options": {"expires": 2}},
    "route-waiting": {"task": "dispatch.route_waiting", "schedule": 10.0, "options": {"expires": 10}},
    "send-messages": {
        "task": "customers.send_messages",
        "schedule": 3.0,
        "options": {"expires": 3, "queue": "customers"},
    },
    "tick-outages": {"task": "outages.tick", "schedule": 10.0, "options": {"expires": 10}},
    "count-outages": {"task": "outages.count", "schedule": 60.0, "options": {"expires": 60}},
    "keep-figures": {"task": "figures.keep", "schedule": 60.0, "options": {"expires": 60}},
    "make-reports": {"task": "reports.make_weekly", "schedule": 60.0, "options": {"expires": 60}},
    "make-exports": {"task": "exports.make", "schedule": 10.0, "options": {"expires": 10}},
    # By the clock, however often beat starts; and once when it starts, so that nobody waits an hour for the first list.
    "refresh-frequent": {
        "task": "outages.refresh_frequent",
        "schedule": crontab(minute="0"),
        "options": {"expires": 600},
    },
    "close-books": {"task": "outages.close_books", "schedule": crontab(minute="5"), "options": {"expires": 600}},
    "watch-register": {
        "task": "outages.watch_register",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "keep-positions": {
        "task": "dispatch.keep_positions",
        "schedule": crontab(minute="20"),
        "options": {"expires": 600},
    },
    "drop-links": {"task": "workorders.drop_links", "schedule": crontab(minute="30"), "options": {"expires": 600}},
    "drop-exports": {"task": "exports.drop", "schedule": crontab(minute="45"), "options": {"expires": 600}},
    "drop-openings": {
        "task": "organisation.drop_openings",
        "schedule": crontab(minute="35"),
        "options": {"expires": 600},
    },
    "forget-people": {
        "task": "workorders.forget_people",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 300},
    },
    "end-seen-alarms": {"task": "alarms.end_what_was_seen", "schedule": 60.0, "options": {"expires": 60}},
    "keep-names": {"task": "custody.keep_names", "schedule": 15.0, "options": {"expires": 15}},
    "keep-house": {"task": "core.keep_house", "schedule": crontab(minute="40"), "options": {"expires": 600}},
}


@beat_init.connect
def run_at_once(**_: Any) -> None:
    """What goes by the clock runs once at the start; a tick only kicks a sweep, so that a restart costs nothing."""
    for entry in app.conf.beat_schedule.values():
        if isinstance(entry["schedule"], crontab):
            app.send_task(entry["task"], **entry["options"])
