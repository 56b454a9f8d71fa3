from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workorders.clocks import arithmetic as clock
from workorders.clocks.arithmetic import MET, MISSED, VOID, ClockError, ClockState
from workorders.clocks.limits import Case, Limit, LimitTable

MIDNIGHT = datetime(2026, 7, 18, 16, 15, tzinfo=UTC)  # 00:15 in China, the moment of the seed's case

LIMITS = LimitTable(
    [
        Limit(code="ARRIVE", area_kind="URBAN", minutes=45, valid_from=date(2017, 1, 1)),
        Limit(code="ARRIVE", area_kind="RURAL", minutes=90, valid_from=date(2017, 1, 1)),
        Limit(code="ARRIVE", area_kind="REMOTE", minutes=120, valid_from=date(2017, 1, 1)),
        Limit(code="ACCEPT", minutes=3, valid_from=date(2017, 1, 1), valid_to=date(2026, 7, 19)),
        Limit(code="ACCEPT", minutes=2, valid_from=date(2026, 7, 19)),
        Limit(code="ACCEPT", area_kind="REMOTE", minutes=5, valid_from=date(2017, 1, 1)),
    ]
)


def after(minutes):
    return MIDNIGHT + timedelta(minutes=minutes)


def running(minutes=90, code="ARRIVE"):
    return ClockState(code=code, started_at=MIDNIGHT, limit_minutes=minutes)


def minutes_for(code, area_kind, at=MIDNIGHT):
    """The limit in force, or None."""
    return next((limit.minutes for limit in LIMITS.limits_for(code, Case(area_kind=area_kind), at)), None)


@pytest.mark.parametrize(("area", "minutes"), [("URBAN", 45), ("RURAL", 90), ("REMOTE", 120)])
def test_the_place_decides_the_limit(area, minutes):
    assert minutes_for("ARRIVE", area) == minutes


def test_a_row_for_the_area_goes_before_the_row_for_all():
    assert minutes_for("ACCEPT", "REMOTE") == 5
    assert minutes_for("ACCEPT", "URBAN") == 2


def test_a_limit_comes_into_force_with_the_chinese_day():
    # 16:15 UTC on the 18th is already the 19th in China; a quarter of an hour earlier both said 18.
    assert minutes_for("ACCEPT", "RURAL") == 2
    assert minutes_for("ACCEPT", "RURAL", MIDNIGHT - timedelta(minutes=20)) == 3


def test_no_limit_where_the_table_has_none():
    assert minutes_for("REVIEW", "RURAL") is None
    assert minutes_for("ARRIVE", "URBAN", datetime(2016, 1, 1, tzinfo=UTC)) is None
    assert minutes_for("ARRIVE", "") is None


def test_it_is_due_when_the_limit_is_used():
    assert clock.due_at(running()) == after(90)
    assert clock.used_share(running(), after(45)) == 0.5


def test_the_last_moment_still_counts_as_kept():
    assert clock.stop(running(), after(90)).outcome == MET
    assert clock.stop(running(), after(90) + timedelta(seconds=1)).outcome == MISSED


def test_stopping_twice_keeps_the_first_outcome():
    stopped = clock.stop(running(), after(60))
    assert clock.stop(stopped, after(600)) is stopped
    assert clock.void(stopped, after(600)) is stopped


def test_a_pause_moves_the_due_moment_and_the_raw_time_stays():
    paused = clock.pause(running(), after(30))
    assert clock.net_minutes(paused, after(50)) == 30
    resumed = clock.resume(paused, after(50))
    assert clock.due_at(resumed) == after(110)
    assert (clock.raw_minutes(resumed, after(60)), clock.net_minutes(resumed, after(60))) == (60, 40)


def test_arriving_during_a_pause_ends_the_pause_too():
    stopped = clock.stop(clock.pause(running(), after(30)), after(100))
    assert (stopped.outcome, stopped.paused_minutes, stopped.paused_at) == (MET, 70, None)


def test_only_three_pauses():
    state = running()
    for at in (10, 20, 30):
        state = clock.resume(clock.pause(state, after(at)), after(at + 5))
    with pytest.raises(ClockError) as refusal:
        clock.pause(state, after(40))
    assert refusal.value.code == "too_many_pauses"


@pytest.mark.parametrize(
    ("move", "state", "code"),
    [
        (clock.pause, clock.pause(running(), after(1)), "clock_not_running"),
        (clock.pause, clock.stop(running(), after(1)), "clock_not_running"),
        (clock.resume, running(), "clock_not_paused"),
    ],
)
def test_what_a_clock_refuses(move, state, code):
    with pytest.raises(ClockError) as refusal:
        move(state, after(2))
    assert refusal.value.code == code


def test_warnings_come_at_their_shares():
    state, told = running(), []
    while warning := clock.next_warning(state):
        told.append(warning)
        state = clock.warn(state, warning[0])
    assert told == [(50, after(45)), (80, after(72)), (100, after(90)), (120, after(108))]
    assert clock.next_warning_at(state) is None


def test_a_sweep_that_slept_misses_no_warning():
    assert clock.warnings_due(running(), after(95)) == (50, 80, 100)
    assert clock.warnings_due(clock.warn(running(), 80), after(95)) == (100,)


def test_nothing_warns_while_paused_or_after_the_end():
    paused, stopped = clock.pause(running(), after(10)), clock.stop(running(), after(10))
    assert clock.next_warning_at(paused) is clock.next_warning_at(stopped) is None
    assert clock.warnings_due(paused, after(500)) == clock.warnings_due(stopped, after(500)) == ()


def test_an_extension_moves_the_due_moment_once_and_before_it():
    longer = clock.extend(running(), after(150), after(80))
    assert (clock.due_at(longer), longer.warned_percent) == (after(150), 0)
    for state, to, at, code in [
        (longer, after(200), after(90), "extended_already"),
        (running(), after(150), after(91), "limit_is_over"),
        (running(), after(90), after(10), "not_later"),
        (clock.stop(running(), after(10)), after(150), after(20), "clock_not_running"),
    ]:
        with pytest.raises(ClockError) as refusal:
            clock.extend(state, to, at)
        assert refusal.value.code == code


def test_what_was_warned_of_is_said_again_of_the_new_moment():
    warned = clock.warn(running(), 80)
    longer = clock.extend(warned, after(180), after(75))
    assert clock.next_warning(longer) == (50, after(90))
    assert clock.next_warning(clock.extend(warned, after(95), after(75))) == (80, after(76))
    assert clock.extend(warned, after(91), after(89)).warned_percent == 80


def test_a_pause_after_an_extension_moves_the_new_moment():
    longer = clock.extend(running(), after(150), after(80))
    assert clock.due_at(clock.resume(clock.pause(longer, after(100)), after(130))) == after(180)


def test_a_paused_clock_may_be_extended_as_long_as_it_stood_before_its_end():
    paused = clock.pause(running(), after(80))
    assert clock.due_at(clock.extend(paused, after(120), after(500))) == after(120)


def test_two_limits_end_each_its_own_way():
    two = replace(running(), outer_minutes=120)
    assert [(s.outcome, s.outer_outcome) for s in (clock.stop(two, after(m)) for m in (90, 91, 120, 121))] == [
        (MET, MET),
        (MISSED, MET),
        (MISSED, MET),
        (MISSED, MISSED),
    ]
    assert clock.void(two, after(500)).outer_outcome == VOID
    assert clock.outer_due_at(clock.resume(clock.pause(two, after(10)), after(40))) == after(150)
    assert clock.outer_due_at(clock.extend(two, after(300), after(10))) == after(120)


def test_rework_runs_on_without_a_reset():
    reply = clock.stop(running(5, code="REPLY"), after(4))
    reopened = clock.reopen(reply, after(34))
    assert clock.net_minutes(reopened, after(34)) == 4
    assert clock.stop(reopened, after(35)).outcome == MET
    assert clock.stop(reopened, after(36)).outcome == MISSED


def test_a_void_clock_is_neither_kept_nor_missed():
    assert clock.void(running(), after(500)).outcome == VOID


def test_nothing_here_moves_the_start():
    state = running()
    moves = [clock.pause, clock.resume, clock.stop, clock.reopen, clock.void]
    for minute, move in enumerate(moves, start=1):
        state = move(state, after(minute))
        assert state.started_at == MIDNIGHT


@given(st.lists(st.integers(1, 60), min_size=2, max_size=7), st.integers(0, 400))
def test_net_and_pauses_together_are_the_raw_time(steps, last):
    state, minute = running(), 0
    for number, step in enumerate(steps[:6]):
        minute += step
        state = (clock.resume if number % 2 else clock.pause)(state, after(minute))
    if state.paused_at:
        state = clock.resume(state, after(minute))
    end = after(minute + last)
    assert clock.net_minutes(state, end) + state.paused_minutes == pytest.approx(clock.raw_minutes(state, end))
    assert clock.stop(state, end).outcome == (MET if clock.net_minutes(state, end) <= 90 else MISSED)


@given(st.integers(1, 100_000), st.integers(0, 300))
def test_later_percentages_are_reached_later(minutes, now):
    state = running(minutes)
    moments = [clock.moment_at(state, percent) for percent in state.warn_percents]
    assert all(one < other for one, other in pairwise(moments))
    assert clock.warnings_due(state, after(now)) == tuple(
        percent for percent, moment in zip(state.warn_percents, moments, strict=True) if moment <= after(now)
    )
