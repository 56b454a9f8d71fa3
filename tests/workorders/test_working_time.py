"""Working days against hand-reckoned answers and against a count of every single minute."""

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workorders.working_time import DAYS, FIRST, OFFICE, SHANGHAI, china, counted, is_worked
from workorders.clocks.calendar import ORDINARY_HOURS, NoWorkingTime, WorkingHours, WorkingTime

DAY = 8 * 60

HAND_RECKONED = [
    # A Friday before the eight days of October 2025: the Sunday 28 is worked, then Monday, Tuesday, Thursday 9.
    ("2025-09-26 17:30", 4, "2025-10-09 17:30"),
    ("2025-09-26 17:30", 5, "2025-10-10 17:30"),
    # The make-up Saturday 11 is the third of four.
    ("2025-09-30 17:00", 4, "2025-10-13 17:00"),
    ("2026-09-30 16:00", 4, "2026-10-12 16:00"),
    # Mid-autumn and National Day in one stretch: 28, 29, 30, then the 8th.
    ("2026-09-24 17:30", 4, "2026-10-08 17:30"),
    # Nine days of spring festival between two worked Saturdays.
    ("2026-02-14 10:00", 1, "2026-02-24 10:00"),
    ("2026-02-13 20:00", 1, "2026-02-14 18:00"),
    ("2026-02-27 09:00", 2, "2026-03-02 09:00"),
    # Out of hours: the first working minute is the next opening, the last one a closing.
    ("2026-07-19 10:00", 1, "2026-07-20 18:00"),
    ("2026-07-16 06:00", 1, "2026-07-16 18:00"),
    ("2026-07-16 12:30", 1, "2026-07-17 12:00"),
    ("2026-07-16 18:00", 4, "2026-07-22 18:00"),
    # A leap day is a day like others.
    ("2028-02-28 11:00", 1, "2028-02-29 11:00"),
    ("2028-02-28 11:00", 2, "2028-03-01 11:00"),
    ("2027-02-26 11:00", 1, "2027-03-01 11:00"),
]


@pytest.mark.parametrize(("start", "days", "due"), HAND_RECKONED)
def test_working_days_as_a_person_counts_them(start, days, due):
    assert OFFICE.add(china(start), OFFICE.minutes_of_days(days, china(start))) == china(due)


def test_lunch_does_not_count():
    assert OFFICE.add(china("2026-07-16 11:30"), 60) == china("2026-07-16 14:30")
    assert OFFICE.minutes_between(china("2026-07-16 11:30"), china("2026-07-16 14:30")) == 60


def test_a_day_belongs_to_china():
    """Friday 23:00 in Greenwich is Saturday in China, and a moment comes back in the zone it came in."""
    due = OFFICE.add(china("2026-07-18 07:00").astimezone(UTC), 30)
    assert (due, due.tzinfo) == (china("2026-07-20 08:30"), UTC)


def test_other_hours_from_a_day_on_and_other_weekdays():
    market = WorkingHours(
        opens=time(9), closes=time(17), weekdays=frozenset({6, 7}), valid_from=date(2026, 7, 18), lunch=None
    )
    calendar = WorkingTime((ORDINARY_HOURS, market))
    assert calendar.add(china("2026-07-17 17:00"), 120) == china("2026-07-18 10:00")
    assert calendar.minutes_of_days(2, china("2026-07-18 10:00")) == 2 * DAY
    assert not calendar.is_working_day(date(2026, 7, 20))


def test_before_the_first_hours_the_first_hold():
    late = WorkingHours(opens=time(9), closes=time(17), valid_from=date(2026, 1, 1))
    assert WorkingTime((late,)).add(china("2025-07-17 08:00"), 60) == china("2025-07-17 10:00")


def test_a_calendar_without_any_working_day_is_refused():
    closed = WorkingTime((WorkingHours(opens=time(9), closes=time(17), weekdays=frozenset()),))
    with pytest.raises(NoWorkingTime):
        closed.add(china("2026-07-16 10:00"), 1)


moments = st.builds(
    lambda day, minute: FIRST + timedelta(days=day, minutes=minute),
    st.integers(0, 35),
    st.integers(0, 1439),
)


@settings(deadline=None)  # the oracle counts all minutes once
@given(moments, moments)
def test_between_is_the_count_of_every_minute(one, other):
    start_at, end_at = sorted((one, other))
    assert OFFICE.minutes_between(start_at, end_at) == counted(start_at, end_at)


@settings(deadline=None)
@given(moments, st.integers(1, 6 * DAY))
def test_adding_ends_with_a_worked_minute_and_counts_back(start_at, minutes):
    end_at = OFFICE.add(start_at, minutes)
    assert counted(start_at, end_at) == minutes
    assert is_worked(end_at - timedelta(minutes=1))


@given(moments, st.integers(1, 3 * DAY), st.integers(1, 3 * DAY))
def test_a_stretch_may_be_cut_anywhere(start_at, first, second):
    assert OFFICE.add(OFFICE.add(start_at, first), second) == OFFICE.add(start_at, first + second)


@given(moments, st.integers(0, 6 * DAY))
def test_the_zone_in_which_a_moment_is_told_changes_nothing(start_at, minutes):
    assert OFFICE.add(start_at.astimezone(UTC), minutes) == OFFICE.add(start_at.astimezone(SHANGHAI), minutes)


@given(moments, st.integers(1, 5), st.integers(0, 35))
def test_a_day_off_more_never_makes_it_earlier_nor_a_day_worked_later(start_at, days, number):
    day = date(2026, 9, 14) + timedelta(days=number)
    longer = WorkingTime((ORDINARY_HOURS,), DAYS | {day: False})
    shorter = WorkingTime((ORDINARY_HOURS,), DAYS | {day: True})
    assert shorter.add(start_at, days * DAY) <= OFFICE.add(start_at, days * DAY) <= longer.add(start_at, days * DAY)
