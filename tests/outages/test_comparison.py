"""Year-on-year and period-on-period (domain.md §5.4, scenario 13)."""

from datetime import date
from decimal import Decimal

import pytest

from outages.comparison import Change, Measure, Window, compare, half_up, previous_period, same_period_last_year

D = Decimal


def test_the_same_days_a_year_earlier():
    now = Window(date(2022, 1, 1), date(2022, 7, 31))
    assert same_period_last_year(now) == Window(date(2021, 1, 1), date(2021, 7, 31))


def test_the_leap_day_is_compared_with_the_28th():
    now = Window(date(2024, 2, 1), date(2024, 2, 29))
    assert same_period_last_year(now) == Window(date(2023, 2, 1), date(2023, 2, 28))
    assert same_period_last_year(Window(date(2025, 2, 28), date(2025, 3, 1))).first == date(2024, 2, 28)


def test_the_period_before_has_the_same_length():
    assert previous_period(Window(date(2024, 3, 1), date(2024, 3, 31))) == Window(date(2024, 1, 30), date(2024, 2, 29))
    assert previous_period(Window(date(2024, 1, 1), date(2024, 1, 1))).first == date(2023, 12, 31)


def test_counts_in_percent():
    assert compare(110, 120, Measure.COUNT) == Change(percent=D("-8.33"))
    assert compare(0, 120, Measure.COUNT) == Change(percent=D("-100.00"))


def test_out_of_nothing_is_new():
    assert compare(5, 0, Measure.COUNT) == Change(is_new=True)
    assert compare(0, 0, Measure.COUNT) == Change()
    assert compare(5.5, 0, Measure.DURATION) == Change(difference=D("5.50"), is_new=True)


def test_durations_also_in_minutes():
    assert compare(43.34, 110.02, Measure.DURATION) == Change(percent=D("-60.61"), difference=D("-66.68"))


def test_rates_in_points_and_never_in_percent():
    assert compare(0.9997, 0.9950, Measure.RATE) == Change(points=D("0.47"))
    assert compare(0.5, 0, Measure.RATE) == Change(points=D("50.00"))


def test_the_unknown_is_not_compared():
    assert compare(None, 3, Measure.COUNT) == compare(3, None, Measure.RATE) == Change()


@pytest.mark.parametrize(("value", "rounded"), [("2.675", "2.68"), ("-2.675", "-2.68"), ("0.004", "0.00")])
def test_half_up(value, rounded):
    assert half_up(D(value)) == D(rounded)
    assert str(half_up(D("-0.001"))) == "0.00"


def test_as_written_and_not_as_stored():
    assert compare(2.675, 1.0, Measure.DURATION).difference == D("1.68")


def test_a_window_runs_forward():
    with pytest.raises(ValueError, match="before it begins"):
        Window(date(2024, 1, 2), date(2024, 1, 1))
