"""Meter events without their noise: domain.md §4.4, rule by rule, on one area of twenty meters in five boxes of four."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from outages.judging.denoising import KEPT, Excuse, Level, MeterRegister, NoiseRules, Outcome, denoise
from outages.judging.event_codes import Meaning, MeterEvent

T0 = datetime(2026, 7, 19, 0, 15, tzinfo=UTC)
# Boxes 0–4 of four meters each; branch 0 has boxes 0–3, branch 1 has box 4; the terminal T speaks for the area.
NAMES = [f"M{number}" for number in range(20)] + ["T"]
REGISTER = MeterRegister(
    row={name: at for at, name in enumerate(NAMES)},
    box=np.array([number // 4 for number in range(20)] + [-1]),
    branch=np.array([0] * 16 + [1] * 4 + [-1]),
    area=np.zeros(21, dtype=np.int64),
    is_terminal=np.array([False] * 20 + [True]),
)
# With the other rules out of reach, so that one can be looked at alone.
BOXES = NoiseRules(branch_share=0.5)
AREA_ONLY = NoiseRules(box_meters=99)


def event(meter, seconds=0.0, meaning=Meaning.DOWN):
    at = T0 + timedelta(seconds=seconds)
    return MeterEvent(event_id=f"{meter}@{seconds}", meter=meter, at=at, code="3.26.0.47", meaning=meaning)


def run(*events, excuses=(), rules=BOXES, received_at=T0 + timedelta(minutes=30)):
    return denoise(events, REGISTER, received_at=received_at, excuses=excuses, rules=rules)


def dark(*numbers):
    return [event(f"M{number}", seconds=number) for number in numbers]


class TestTheClock:
    def test_more_than_five_minutes_ahead_is_skew(self):
        at_the_limit, beyond = event("M0", 300), event("M1", 301)
        assert run(at_the_limit, beyond, received_at=T0) == [Outcome.BELOW_THRESHOLD, Outcome.CLOCK_SKEW]

    def test_older_than_a_day_is_too_old(self):
        received_at = T0 + timedelta(hours=24)
        assert run(event("M0"), event("M5", -1), received_at=received_at) == [Outcome.BELOW_THRESHOLD, Outcome.TOO_OLD]


class TestOneMeter:
    def test_of_identical_events_the_first_is_kept(self):
        assert run(event("M0"), event("M1"), event("M0")) == [Outcome.BOX, Outcome.BOX, Outcome.DUPLICATE]

    def test_the_same_state_said_again_is_repeated(self):
        assert run(event("M0"), event("M1"), event("M0", 200)) == [Outcome.BOX, Outcome.BOX, Outcome.REPEATED]

    def test_off_and_on_in_less_than_three_minutes_is_momentary(self):
        back = event("M0", 179, Meaning.UP)
        assert run(event("M0"), back, event("M1")) == [Outcome.MOMENTARY, Outcome.MOMENTARY, Outcome.BELOW_THRESHOLD]

    def test_three_minutes_are_an_outage(self):
        back = event("M0", 180, Meaning.UP)
        assert run(event("M0"), back, event("M1")) == [Outcome.BOX, Outcome.POWER_BACK, Outcome.BOX]

    def test_a_repeated_off_does_not_make_the_outage_shorter(self):
        events = event("M0"), event("M0", 200), event("M0", 300, Meaning.UP), event("M1")
        assert run(*events) == [Outcome.BOX, Outcome.REPEATED, Outcome.POWER_BACK, Outcome.BOX]

    def test_voltage_and_unknown_meters_are_no_outages(self):
        events = event("M0", 0, Meaning.VOLTAGE), event("nobody"), event("M1", 0, Meaning.MOMENTARY)
        assert run(*events) == [Outcome.NOT_AN_OUTAGE, Outcome.UNKNOWN_METER, Outcome.MOMENTARY]


class TestNeighbours:
    def test_one_meter_alone_is_noise(self):
        assert run(*dark(0)) == [Outcome.BELOW_THRESHOLD]

    def test_two_of_a_box_are_kept(self):
        assert run(*dark(0, 1)) == [Outcome.BOX] * 2
        assert run(*dark(0, 4)) == [Outcome.BELOW_THRESHOLD] * 2

    def test_two_that_went_dark_far_apart_in_time_are_not(self):
        assert run(event("M0"), event("M1", 601)) == [Outcome.BELOW_THRESHOLD] * 2
        assert run(event("M0"), event("M1", 600)) == [Outcome.BOX] * 2

    def test_one_meter_that_flaps_is_no_two_neighbours(self):
        events = event("M0"), event("M0", 200, Meaning.UP), event("M0", 400)
        assert run(*events)[::2] == [Outcome.BELOW_THRESHOLD] * 2

    def test_an_earlier_outage_of_a_meter_does_not_hide_a_later_one(self):
        later = [event("M0", -7200), event("M0", -3600, Meaning.UP), *dark(0, 1)]
        assert run(*later) == [Outcome.BELOW_THRESHOLD, Outcome.POWER_BACK, Outcome.BOX, Outcome.BOX]

    def test_a_tenth_of_a_branch_is_kept(self):
        """Sixteen meters: two are more than a tenth, one is not."""
        assert run(*dark(0, 5), rules=NoiseRules()) == [Outcome.BRANCH] * 2
        assert run(*dark(0, 5), rules=NoiseRules(branch_share=0.2)) == [Outcome.BELOW_THRESHOLD] * 2

    @pytest.mark.parametrize(("numbers", "expected"), [((0, 4, 8, 12, 16), False), ((0, 4, 8, 12, 16, 17), True)])
    def test_three_tenths_of_an_area_are_kept(self, numbers, expected):
        found = run(*dark(*numbers), rules=replace(AREA_ONLY, area_share=0.3))
        assert (found == [Outcome.AREA] * len(numbers)) is expected

    def test_of_a_small_area_five_are_needed(self):
        found = run(*dark(0, 4, 8, 12), rules=replace(AREA_ONLY, area_share=0.1))
        assert found == [Outcome.BELOW_THRESHOLD] * 4

    def test_the_terminal_is_believed_and_vouches_for_its_meters(self):
        assert run(event("T"), event("M0", 60)) == [Outcome.TERMINAL] * 2

    def test_the_terminal_is_no_meter(self):
        assert run(event("T"), event("M0", 1200)) == [Outcome.TERMINAL, Outcome.BELOW_THRESHOLD]


class TestWhatIsExplained:
    @pytest.mark.parametrize("why", [Outcome.PLANNED_OUTAGE, Outcome.WORK_TICKET, Outcome.DISCONNECTION])
    def test_an_excuse_takes_the_events_of_its_place(self, why):
        excuse = Excuse(outcome=why, level=Level.BOX, place=0, since=T0)
        assert run(*dark(0, 1, 4, 5), excuses=[excuse]) == [why, why, Outcome.BOX, Outcome.BOX]

    def test_only_in_its_time(self):
        excuse = Excuse(
            outcome=Outcome.PLANNED_OUTAGE, level=Level.AREA, place=0, since=T0, until=T0 + timedelta(minutes=1)
        )
        events = event("M0", 60), event("M1", 61), event("M2", 61)
        assert run(*events, excuses=[excuse]) == [Outcome.PLANNED_OUTAGE, Outcome.BOX, Outcome.BOX]

    def test_a_disconnected_meter_is_no_neighbour(self):
        excuse = Excuse(outcome=Outcome.DISCONNECTION, level=Level.METER, place=0, since=T0 - timedelta(days=9))
        assert run(*dark(0, 1), excuses=[excuse]) == [Outcome.DISCONNECTION, Outcome.BELOW_THRESHOLD]


def test_no_events_no_outcomes():
    assert run() == []


def test_thousands_at_once_have_one_outcome_each_whatever_their_order():
    dice = np.random.default_rng(5)
    events = [
        event(f"M{dice.integers(20)}", float(at), dice.choice([Meaning.DOWN, Meaning.UP]))
        for at in dice.choice(100_000, 3000, replace=False) - 98_000
    ]
    found = run(*events)
    turned = run(*reversed(events))
    assert found == turned[::-1]
    assert {Outcome(said) for said in found} - KEPT
    assert len(found) == 3000
