"""Every process walked whole, as declared: whatever can happen, somebody is watched by a clock and nothing runs past the end.

A model of its own, without a database: an order is its state, where it was set aside from, and which clocks run, stand still or
have ended. All that can be reached is looked at; then a hundred thousand random steps are counted minute by minute.
"""

import random
from collections import Counter
from typing import NamedTuple

import pytest

from workorders.engine.process import BACK, EVERY
from workorders.kinds import KINDS

by_kind = pytest.mark.parametrize("process", KINDS, ids=lambda process: process.kind)
RANDOM_STEPS = 100_000
# A pause stands still on purpose, and says until when; who follows another order is watched by that one.
RESTS = {"SUSPENDED", "MERGED"}


class Order(NamedTuple):
    state: str
    back: str
    running: frozenset
    paused: frozenset
    ended: frozenset

    @property
    def arrived_at(self):
        """Whether a crew was there, as far as clocks tell: what some verbs ask of a real order."""
        return True if "RESTORE" in self.running | self.paused | self.ended else None

    @property
    def appeal_waits(self):
        """Whether the file of a complaint stays open for a decision."""
        return "C_APPEAL" in self.running | self.paused


def opened(process, source):
    codes = process.clocks_at_opening(source)
    over = frozenset(code for code in codes if process.clocks[code].until)
    return Order(str(process.initial), "", frozenset(codes) - over, frozenset(), over)


def taken(process, order, verb):
    """The order after a step, by the words of the declaration alone."""
    target = order.state if not verb.to else order.back if verb.to == BACK else str(verb.to)
    back = order.state if target in process.set_aside and target != order.state else order.back
    live = order.running | order.paused
    over = live if verb.voids == EVERY else live & {*verb.voids, *verb.stops}
    if verb.stops:
        over |= live & set(verb.stops)
    reopened = set(verb.reopens) & (order.ended - live)
    running = (order.running | (order.paused if verb.resumes else set())) - over - set(verb.pauses)
    paused = ((order.paused - (order.paused if verb.resumes else set())) | (order.running & set(verb.pauses))) - over
    running |= reopened | (set(verb.starts) - paused - {code for code in order.ended if process.clocks[code].once})
    return Order(
        target, back if target in process.set_aside else "", frozenset(running), frozenset(paused),
        order.ended | over | set(verb.enters),
    )  # fmt: skip


def steps_from(process, order):
    """A condition on the order counts where the system chooses (``by``); of buttons more may be possible than is offered."""
    possible = [verb for verb in process.verbs if order.state in verb.frm and not (verb.to == BACK and not order.back)]
    return [verb for verb in possible if not verb.by or verb.only is None or verb.only(order)]


def complaints(process, order):
    """What is wrong with an order that can be reached."""
    state = process.states[order.state]
    if state.end:
        return [f"{order.state}: {code} still runs" for code in sorted(order.running | order.paused)]
    watching = {state.clock, state.or_clock} - {""}
    if watching and not watching & order.running and order.state not in RESTS:
        return [f"{order.state}: its clock {state.clock} does not run, but {sorted(order.running)}"]
    return []


@by_kind
@pytest.mark.parametrize("source", ["HOTLINE_12345", "HOTLINE_12398", "PHONE"])
def test_whatever_can_be_reached_is_watched_and_whatever_has_ended_owes_nothing(process, source):
    first = opened(process, source)
    seen, todo, wrong = {first}, [first], set()
    while todo:
        order = todo.pop()
        wrong.update(complaints(process, order))
        if order.state in process.ends:
            continue
        for verb in steps_from(process, order):
            after = taken(process, order, verb)
            if after not in seen:
                seen.add(after)
                todo.append(after)
    assert sorted(wrong) == [], "\n".join(sorted(wrong))
    assert {order.state for order in seen} == set(map(str, process.states)), "every state is reached"


@by_kind
def test_in_a_hundred_thousand_steps_no_minute_is_without_an_owner(process):
    dice, owned, minutes = random.Random(process.kind), Counter(), 0
    order = opened(process, "PHONE")
    for _ in range(RANDOM_STEPS):
        if order.state in process.ends:
            order = opened(process, dice.choice(["PHONE", "HOTLINE_12345", "HOTLINE_12398"]))
        passed = dice.randrange(1, 600)
        minutes += passed
        owned[process.states[order.state].owner] += passed
        verb = dice.choice(steps_from(process, order))
        order = taken(process, order, verb)
        assert complaints(process, order) == [], verb.name
    assert sum(owned.values()) == minutes and "" not in owned
