"""The net time of every clock of a stage is our minutes of that stage in the ledger: ten thousand invented lives, without a database.

The declaration says which verb starts, stops, reopens and voids which clock, as the engine does it; the ledger and the stretches of
each stage are noted by hand beside it.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from command_center.ground.core.values import CHINA
from workorders.clocks import arithmetic
from workorders.clocks.arithmetic import ClockState
from workorders.clocks.calendar import ORDINARY_HOURS, WALL, WorkingTime
from workorders.engine.process import BACK, EVERY
from workorders.kinds import PROCESSES
from workorders.kinds.connection.owners import Owner, owner_in, runs
from workorders.kinds.connection.process import OWN_MINUTES
from workorders.kinds.connection.states import ENDS

CONNECTION = PROCESSES["CONNECTION"]
MONDAY = datetime(2026, 3, 2, 8, tzinfo=CHINA)
WORK = WorkingTime(hours=(ORDINARY_HOURS,))
HISTORIES, STEPS = 10_000, 18
MOVING = [verb for verb in CONNECTION.verbs if verb.to]
PAUSES = {"customer_asks_later": Owner.CUSTOMER, "road_closed": Owner.PERMIT_OFFICE, "unsafe_weather": Owner.UTILITY}


def test_every_clock_of_a_stage_counts_our_own_minutes_and_those_of_others_do_not():
    declared = {code for code, rule in CONNECTION.clocks.items() if rule.own_minutes}
    assert declared == set(OWN_MINUTES)
    assert set(CONNECTION.clocks) - declared == {
        "CALLBACK", "CONN_WAIT", "CONN_CUSTOMER", "CONN_FILE", "CONN_VALID", "X_12398", "X_12345"
    }  # fmt: skip


@dataclass
class Life:
    """A case whose clocks follow the declaration; ``ledger`` are (owner, since, until), ``stages`` the stretches of each clock."""

    sub_kind: str
    time: object
    at: datetime = MONDAY
    status: str = "ACCEPTED"
    came_from: str = ""
    owner: Owner = Owner.UTILITY
    clocks: dict = field(default_factory=dict)
    stages: dict = field(default_factory=dict)
    ledger: list = field(default_factory=list)

    def start(self, code):
        if code in OWN_MINUTES and (code not in self.clocks or self.clocks[code].stopped_at):
            self.clocks[code] = ClockState(code=code, started_at=self.at, limit_minutes=480, time=self.time)
            self.stages[code] = [[self.at, None]]

    def end(self, code, move):
        self.clocks[code] = move(self.clocks[code], self.at)
        if self.stages[code][-1][1] is None:
            self.stages[code][-1][1] = self.at

    def pass_time(self, minutes):
        until = self.at + timedelta(minutes=minutes)
        self.ledger.append((self.owner, self.at, until))
        self.at = until

    def step(self, verb, waits_for, pause):
        running = [code for code, state in self.clocks.items() if state.stopped_at is None]
        for code in set(verb.stops) & set(running):
            self.end(code, arithmetic.stop)
        for code in running:
            if verb.voids == EVERY or code in verb.voids:
                self.end(code, arithmetic.void)
        for code in set(verb.reopens) & (set(self.clocks) - set(running)):
            self.clocks[code] = arithmetic.reopen(self.clocks[code], self.at)
            self.stages[code].append([self.at, None])
        for code in verb.starts:
            self.start(code)
        target = self.came_from if verb.to == BACK else verb.to
        self.came_from = self.status if target in CONNECTION.set_aside else ""
        self.status = target
        owner = owner_in(target, waits_for=waits_for, pause_reason=pause)
        if owner is not None:
            self.owner = owner
            for code, state in self.clocks.items():
                now_runs = runs(code, self.sub_kind, target, owner)
                self.clocks[code] = arithmetic.run_or_rest(state, runs=now_runs, at=self.at)

    def ours(self, code):
        """Our minutes of the ledger within the stretches of this stage."""
        return sum(
            self.time.minutes_between(max(since, begin), min(until, end or self.at))
            for owner, since, until in self.ledger
            if owner == Owner.UTILITY
            for begin, end in self.stages[code]
            if max(since, begin) < min(until, end or self.at)
        )


def lived(dice, time):
    life = Life(dice.choice(["LV_NON_RESIDENT", "MV_SINGLE", "MV_DUAL"]), time)
    for code in CONNECTION.opens:
        life.start(code)
    for _ in range(STEPS):
        life.pass_time(dice.choice([0, 1, 17, 300, 2000]))
        possible = [
            verb for verb in MOVING if life.status in verb.frm and (verb.name != "terminate" or dice.random() < 0.1)
        ]
        verb = dice.choice(possible)
        life.step(verb, dice.choice(list(Owner)).value, dice.choice(list(PAUSES)))
        if life.status in ENDS:
            break
        if dice.random() < 0.3:
            yield life
    yield life


@pytest.mark.parametrize(("time", "lives"), [(WALL, HISTORIES), (WORK, HISTORIES // 10)], ids=["wall", "working"])
def test_the_net_minutes_of_a_stage_are_ours_in_the_ledger(time, lives):
    dice, rested = random.Random("stages"), 0
    for _ in range(lives):
        for life in lived(dice, time):
            for code, state in life.clocks.items():
                assert arithmetic.net_minutes(state, life.at) == pytest.approx(life.ours(code)), (code, life)
                rested += state.paused_at is not None or state.paused_minutes > 0
    assert rested > lives, "in most lives a clock stood still"


def test_the_residents_promise_runs_while_others_have_the_case_and_rests_when_others_let_it_rest():
    for status, said, promise, stage in (
        ("CUSTOMER_WORKS", {}, True, False),
        ("GRID_WORKS_WAIT", {"waits_for": "PERMIT_OFFICE"}, True, False),
        ("GRID_WORKS_WAIT", {"waits_for": "UTILITY"}, True, True),
        ("SUSPENDED", {"pause_reason": "customer_asks_later"}, False, False),
        ("SUSPENDED", {"pause_reason": "unsafe_weather"}, True, True),
    ):
        owner = owner_in(status, **said)
        assert runs("CONN_TOTAL", "LV_RESIDENT", status, owner) is promise, (status, said)
        assert runs("CONN_APPOINT_2", "LV_RESIDENT", status, owner) is stage, (status, said)
