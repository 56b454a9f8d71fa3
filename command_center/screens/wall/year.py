"""What changes slowly: arrivals of this month against the same days of last year, and the year's results of the headline table."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate

from command_center.ground.core.comparing import year_before
from command_center.ground.core.values import CHINA
from command_center.screens.headline.api import headline
from command_center.screens.wall.figures import arrivals
from command_center.screens.wall.state import Area, kept

KEPT_SECONDS = 600
# Of the headline table what can be read in passing; each with its words and its definition there.
RESULTS = (
    "outage_hours",
    "frequent_feeders",
    "arrival_minutes",
    "repair_minutes",
    "complaints",
    "accepted_percent",
)
TOLD = ("code", "unit", "now", "before", "by", "percent")


def year_of(area: Area, *, at: datetime) -> dict[str, Any]:
    """At most ten minutes old."""
    return kept(f"wall-year:{area.key}:{localdate(at)}", KEPT_SECONDS, lambda: build(area, at=at))


def build(who: Area, *, at: datetime) -> dict[str, Any]:
    today = localdate(at)
    first = today.replace(day=1)
    before, now_to = (datetime.combine(year_before(day), time(), CHINA) for day in (first, today))
    found = {each["code"]: each for each in headline(who, today.replace(month=1, day=1), today)["figures"]}
    return {
        "since": first,
        "until": today,
        "arrival": arrivals(who, datetime.combine(first, time(), CHINA), at),
        "arrival_before": arrivals(who, before, now_to + timedelta(days=1)),
        "results": [{name: found[code][name] for name in TOLD} for code in RESULTS],
    }
