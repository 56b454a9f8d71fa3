"""A figure against the year before (scenario 13 of the domain reference): 29 February, nothing before, points of a share."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from command_center.ground.core.comparing import Change, change, period_before, points, year_before

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def test_counts_change_by_per_cent_and_durations_by_minutes_too():
    assert change(171, 467) == Change(Decimal("-296.00"), Decimal("-63.38"))
    assert change(43.01, 44.02) == Change(Decimal("-1.01"), Decimal("-2.29")), "the article's minute"


def test_against_nothing_there_is_no_per_cent():
    assert change(3, 0) == Change(Decimal("3.00"), None, new=True)
    assert change(0, 0) == Change(Decimal("0.00"), None, new=False)


def test_what_is_not_known_is_compared_with_nothing():
    assert change(None, 5) == change(5, None) == points(None, Decimal("99.9")) == Change(None, None)


def test_a_share_changes_by_points():
    assert points(Decimal("99.97"), Decimal("98.50")) == Change(Decimal("1.47"), None)


def test_the_29th_of_february_is_the_28th():
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert (year_before(date(2024, 1, 1)), year_before(date(2024, 12, 31))) == (date(2023, 1, 1), date(2023, 12, 31))


@given(DAYS)
def test_the_year_before_is_the_same_day(day):
    before = year_before(day)
    assert before.year == day.year - 1 and before.month == day.month
    assert before.day == day.day or (day.month, day.day, before.day) == (2, 29, 28)


@given(DAYS, st.integers(0, 800))
def test_the_period_before_is_as_long_and_ends_where_this_one_begins(since, days):
    start, end = period_before(since, since + timedelta(days=days))
    assert (end - start, end + timedelta(days=1)) == (timedelta(days=days), since)
