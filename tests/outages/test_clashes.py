"""The arithmetic of windows behind the findings about a plan."""

from datetime import date, datetime, timedelta

import pytest

from command_center.ground.core.values import CHINA
from outages.planned.clashes import SEVERITY, days_of_window, evening_minutes, gap, gravest

DAY = datetime(2026, 7, 19, tzinfo=CHINA)


def hour(n):
    return DAY + timedelta(hours=n)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [(8, 18, 0), (8, 19, 60), (17, 23, 240), (19, 20, 60), (22, 24, 0), (8, 8 + 24, 240), (20, 20 + 48, 480)],
)
def test_minutes_within_the_evening_peak(start, end, minutes):
    assert evening_minutes(hour(start), hour(end)) == minutes


@pytest.mark.parametrize(("other", "hours"), [((0, 4), 4), ((9, 11), 0), ((12, 13), 0), ((15, 16), 3), ((0, 24), 0)])
def test_how_far_two_windows_lie_apart(other, hours):
    assert gap(hour(8), hour(12), *map(hour, other)) == timedelta(hours=hours)


def test_a_window_to_midnight_is_one_day():
    assert days_of_window(hour(8), hour(24)) == (date(2026, 7, 19), date(2026, 7, 19))


def test_the_gravest_counts():
    assert gravest(["WARN", "BLOCK"]) == "BLOCK" and gravest([]) == "WARN"
    assert set(SEVERITY.values()) == {"WARN", "BLOCK"}
