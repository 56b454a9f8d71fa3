"""Whose minute it is, as arithmetic: every minute counted once, and whole days that add up."""

import random
from datetime import datetime, timedelta

import pytest

from command_center.ground.core.values import CHINA
from workorders.clocks.calendar import ORDINARY_HOURS, WorkingTime
from workorders.kinds.connection.owners import Owner, owner_in
from workorders.kinds.connection.shares import Period, apportion, minutes_by_owner, scales, unit_for
from workorders.kinds.connection.states import ENDS, Status

MONDAY = datetime(2026, 3, 2, 8, tzinfo=CHINA)
DAY = timedelta(days=1)
WORK = WorkingTime(hours=(ORDINARY_HOURS,))
HISTORIES = 100_000


def test_every_state_but_the_ends_has_an_owner():
    for status in Status:
        assert (owner_in(status) is None) == (status in ENDS)


@pytest.mark.parametrize(
    ("status", "said", "owner"),
    [
        (Status.GRID_WORKS_WAIT, {"waits_for": "PERMIT_OFFICE"}, Owner.PERMIT_OFFICE),
        (Status.GRID_WORKS_WAIT, {"waits_for": "CONTRACTOR"}, Owner.CONTRACTOR),
        (Status.GRID_WORKS_WAIT, {}, Owner.UTILITY),
        (Status.SUSPENDED, {"pause_reason": "customer_asks_later"}, Owner.CUSTOMER),
        (Status.SUSPENDED, {"pause_reason": "unsafe_weather"}, Owner.UTILITY),
        (Status.SUSPENDED, {"pause_reason": "road_closed"}, Owner.PERMIT_OFFICE),
        (Status.CUSTOMER_WORKS, {}, Owner.CUSTOMER),
    ],
)
def test_a_wait_belongs_to_who_holds_it_up_and_a_pause_to_who_caused_it(status, said, owner):
    assert owner_in(status, **said) == owner


def test_the_sentence_that_the_applicant_reads():
    """38 days: 6 ours, 20 yours, 12 permits."""
    periods = [
        Period(Owner.UTILITY, MONDAY, MONDAY + 4 * DAY),
        Period(Owner.CUSTOMER, MONDAY + 4 * DAY, MONDAY + 24 * DAY),
        Period(Owner.PERMIT_OFFICE, MONDAY + 24 * DAY, MONDAY + 36 * DAY),
        Period(Owner.UTILITY, MONDAY + 36 * DAY),
    ]
    minutes = minutes_by_owner(periods, MONDAY + 38 * DAY)
    assert apportion(minutes) == {Owner.UTILITY: 6, Owner.CUSTOMER: 20, Owner.PERMIT_OFFICE: 12, Owner.CONTRACTOR: 0}


def test_both_scales_come_from_the_same_rows():
    """Two working days ours, a weekend and three working days the customer's: 2 of 5."""
    periods = [
        Period(Owner.UTILITY, MONDAY, MONDAY + 2 * DAY),
        Period(Owner.CUSTOMER, MONDAY + 2 * DAY),
    ]
    found = scales(periods, MONDAY + 7 * DAY, WORK)
    assert (found.utility_days, found.whole_days) == (2.0, 5.0)


def test_of_a_hundred_thousand_random_histories_no_minute_is_lost_or_counted_twice():
    """The oracle adds up what was drawn; the product only sees the rows."""
    dice = random.Random(27)
    for _ in range(HISTORIES):
        at, drawn, periods = MONDAY, dict.fromkeys(Owner, 0), []
        for _ in range(dice.randrange(1, 8)):
            owner, minutes = dice.choice(list(Owner)), dice.randrange(1, 40_000)
            periods.append(Period(owner, at, at + timedelta(minutes=minutes)))
            drawn[owner] += minutes
            at += timedelta(minutes=minutes)
        dice.shuffle(periods)
        found = minutes_by_owner(periods, at + DAY)
        assert found == drawn
        for unit in (24 * 60, 60):
            told = apportion(found, unit)
            assert sum(told.values()) == round(sum(drawn.values()) / unit)
            assert all(abs(told[owner] - drawn[owner] / unit) < 1 for owner in Owner)


def test_a_case_of_less_than_two_days_is_told_in_hours():
    assert unit_for({Owner.UTILITY: 47 * 60.0}) == 60
    assert unit_for({Owner.UTILITY: 48 * 60.0}) == 24 * 60
