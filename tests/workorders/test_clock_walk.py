"""A clock through any life: what is net, raw and late is counted anew, minute by minute, after every step."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workorders.working_time import FIRST, MINUTE, OFFICE, counted
from workorders.clocks import arithmetic
from workorders.clocks.arithmetic import MET, MISSED, ClockError, ClockState
from workorders.clocks.calendar import WALL

LIMIT, PROMISE = 4 * 480, 5 * 480
STEPS = ["pause", "resume", "stop", "reopen", "extend", "warn", "wait"]


def wall_minutes(start_at, end_at):
    return round((end_at - start_at) / MINUTE)


@dataclass
class Told:
    """The stretches in which the clock ran, as somebody with a watch would have noted them."""

    ran: list = field(default_factory=list)
    since: object = None

    def net(self, at, count):
        open_stretch = [(self.since, at)] if self.since else []
        return sum(count(start_at, end_at) for start_at, end_at in [*self.ran, *open_stretch])

    def halt(self, at):
        if self.since:
            self.ran.append((self.since, at))
            self.since = None


def step(name, state, told, at):
    """One move, refused or not; the note is made by hand."""
    if name == "pause":
        state = arithmetic.pause(state, at)
        told.halt(at)
    elif name == "resume":
        state = arithmetic.resume(state, at)
        told.since = at
    elif name == "stop":
        state = arithmetic.stop(state, at)
        told.halt(at)
    elif name == "reopen":
        told.since = told.since or (at if state.stopped_at else None)
        state = arithmetic.reopen(state, at)
    elif name == "extend":
        state = arithmetic.extend(state, arithmetic.due_at(state) + 2000 * MINUTE, at)
    elif name == "warn":
        for percent in arithmetic.warnings_due(state, at):
            state = arithmetic.warn(state, percent)
    return state


def check(state, told, at, count):
    end_at = state.stopped_at or at
    net = told.net(end_at, count)
    assert arithmetic.net_minutes(state, at) == pytest.approx(net)
    assert arithmetic.raw_minutes(state, at) == pytest.approx(count(state.started_at, end_at))
    allowed = LIMIT + state.extended_minutes
    if state.outcome and net != allowed:
        assert state.outcome == (MET if net < allowed else MISSED)
    if state.outer_outcome and net != PROMISE:
        assert state.outer_outcome == (MET if net < PROMISE else MISSED)
    if not state.is_running:
        assert arithmetic.warnings_due(state, at + 100_000 * MINUTE) == ()
        assert arithmetic.next_warning_at(state) is None
    else:
        reached = [p for p in state.warn_percents if p > state.warned_percent and net > allowed * p / 100]
        assert set(reached) <= set(arithmetic.warnings_due(state, at))


@pytest.mark.parametrize(("time", "count"), [(WALL, wall_minutes), (OFFICE, counted)], ids=["wall", "work"])
@settings(deadline=None)
@given(
    start=st.integers(0, 5 * 1440),
    walk=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1500)), max_size=14),
)
def test_no_life_loses_a_minute(time, count, start, walk):
    at = FIRST + start * MINUTE
    state = ClockState(code="C_ANSWER", started_at=at, limit_minutes=LIMIT, outer_minutes=PROMISE, time=time)
    told, begun_at, extended = Told(since=at), at, 0
    for name, minutes in walk:
        at += minutes * MINUTE
        before = state
        try:
            state = step(name, state, told, at)
        except ClockError:
            assert state == before
        extended += state.extended_minutes != before.extended_minutes
        check(state, told, at, count)
    assert (state.started_at, state.limit_minutes) == (begun_at, LIMIT)
    assert extended <= 1


@settings(deadline=None)
@given(start=st.integers(0, 20 * 1440), rested=st.integers(0, 3000), percent=st.sampled_from((50, 80, 100, 120)))
def test_nobody_is_woken_for_a_clock_of_working_days(start, rested, percent):
    """The reminder at midnight: every warning comes in a working minute, or as the last one ends."""
    state = ClockState(code="C_ANSWER", started_at=FIRST + start * MINUTE, limit_minutes=LIMIT, time=OFFICE)
    moment = arithmetic.moment_at(replace(state, paused_minutes=rested), percent)
    assert counted(moment - MINUTE, moment.replace(second=0) + MINUTE) > 0


@given(start=st.integers(0, 20 * 1440), late=st.integers(0, 10_000))
def test_nothing_fires_after_the_answer(start, late):
    state = ClockState(code="C_ANSWER", started_at=FIRST + start * MINUTE, limit_minutes=LIMIT, time=OFFICE)
    answered = arithmetic.stop(state, state.started_at + late * MINUTE)
    assert arithmetic.warnings_due(answered, answered.stopped_at + 10**6 * MINUTE) == ()
    with pytest.raises(ClockError):
        arithmetic.extend(answered, answered.stopped_at + 10**5 * MINUTE, answered.stopped_at)
