"""Meter events without their noise: domain.md §4.4, rules of thumb. Pure, on arrays; every event gets one outcome.

In order: what the clock makes impossible, what is said twice, off and on within minutes, what is explained already, and at last
whether enough neighbours say the same. A single dark meter is a fuse at home more often than an outage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from command_center.ground.network.columns import Bools, Floats, Ints
from outages.judging.event_codes import Meaning, MeterEvent

UNKNOWN = -1
EQUAL_S = 0.001
"""Times this near are the same: what rounding may do to a moment of this century on a long axis."""


class Outcome(StrEnum):
    """Why an event is kept (the first six) or dropped."""

    TERMINAL = "terminal"
    AREA = "area"
    BRANCH = "branch"
    BOX = "box"
    POWER_BACK = "power_back"
    MOMENTARY = "momentary"
    CLOCK_SKEW = "clock_skew"
    TOO_OLD = "too_old"
    DUPLICATE = "duplicate"
    REPEATED = "repeated"
    UNKNOWN_METER = "unknown_meter"
    NOT_AN_OUTAGE = "not_an_outage"
    PLANNED_OUTAGE = "planned_outage"
    WORK_TICKET = "work_ticket"
    DISCONNECTION = "disconnection"
    BELOW_THRESHOLD = "below_threshold"


KEPT = frozenset({Outcome.TERMINAL, Outcome.AREA, Outcome.BRANCH, Outcome.BOX, Outcome.POWER_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseRules:
    skew_minutes: float = 5.0
    oldest_hours: float = 24.0
    momentary_minutes: float = 3.0
    window_minutes: float = 10.0
    """Neighbours count when they went dark this near in time."""
    repeat_minutes: float = 60.0
    """The same state said again within this time is one event."""
    box_meters: int = 2
    branch_share: float = 0.1
    area_share: float = 0.3
    area_least: int = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class MeterRegister:
    """One entry a meter or terminal: numbers of its box, branch and area (UNKNOWN where there is none)."""

    row: dict[str, int]
    box: Ints
    branch: Ints
    area: Ints
    is_terminal: Bools


class Level(StrEnum):
    METER = "meter"
    BOX = "box"
    BRANCH = "branch"
    AREA = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """A planned outage, work ticket or disconnection: darkness of ``place`` (a number of the register at ``level``; the row of
    a meter) in its time needs no other cause. ``until`` None: still running."""

    outcome: Outcome
    level: Level
    place: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class _Columns:
    row: Ints
    at_s: Floats
    is_down: Bools
    is_up: Bools
    order: Ints
    """By meter, then time; of equal ones the first sent is first."""


def denoise(
    events: Sequence[MeterEvent],
    register: MeterRegister,
    *,
    received_at: datetime,
    excuses: Sequence[Excuse] = (),
    rules: NoiseRules | None = None,
) -> list[Outcome]:
    """One outcome for each event, in their order."""
    rules = rules or NoiseRules()
    columns = _columns(events, register)
    outcome = np.full(len(events), "", dtype=object)
    _drop(outcome, _meant(events, Meaning.VOLTAGE), Outcome.NOT_AN_OUTAGE)
    _drop(outcome, _meant(events, Meaning.MOMENTARY), Outcome.MOMENTARY)
    _drop(outcome, columns.row < 0, Outcome.UNKNOWN_METER)
    received_s = received_at.timestamp()
    _drop(outcome, columns.at_s > received_s + rules.skew_minutes * 60, Outcome.CLOCK_SKEW)
    _drop(outcome, columns.at_s < received_s - rules.oldest_hours * 3600, Outcome.TOO_OLD)
    _drop(outcome, _same_as_before(columns, outcome, 0.0), Outcome.DUPLICATE)
    _drop(outcome, _same_as_before(columns, outcome, rules.repeat_minutes * 60), Outcome.REPEATED)
    _drop(outcome, _momentary(columns, outcome, rules), Outcome.MOMENTARY)
    for excuse in excuses:
        _drop(outcome, _excused(columns, register, excuse), excuse.outcome)
    _drop(outcome, columns.is_up, Outcome.POWER_BACK)
    _by_neighbours(outcome, columns, register, rules)
    _drop(outcome, outcome == "", Outcome.BELOW_THRESHOLD)
    return outcome.tolist()


def _drop(outcome: np.ndarray, where: Bools, why: Outcome) -> None:
    """The first reason stays."""
    outcome[where & (outcome == "")] = why


def _columns(events: Sequence[MeterEvent], register: MeterRegister) -> _Columns:
    row = np.array([register.row.get(event.meter, UNKNOWN) for event in events], dtype=np.int64)
    at_s = np.array([event.at.timestamp() for event in events], dtype=np.float64)
    return _Columns(
        row=row,
        at_s=at_s,
        is_down=_meant(events, Meaning.DOWN),
        is_up=_meant(events, Meaning.UP),
        order=np.lexsort((at_s, row)),
    )


def _meant(events: Sequence[MeterEvent], meaning: Meaning) -> Bools:
    return np.array([event.meaning == meaning for event in events], dtype=bool)


def _open_pairs(columns: _Columns, outcome: np.ndarray) -> tuple[Ints, Ints]:
    """Events without an outcome yet, each with the next one of the same meter."""
    left = columns.order[outcome[columns.order] == ""]
    earlier, later = left[:-1], left[1:]
    same = columns.row[earlier] == columns.row[later]
    return earlier[same], later[same]


def _same_as_before(columns: _Columns, outcome: np.ndarray, within_s: float) -> Bools:
    earlier, later = _open_pairs(columns, outcome)
    same = columns.is_down[earlier] == columns.is_down[later]
    same &= columns.at_s[later] - columns.at_s[earlier] <= within_s
    return _mask(len(outcome), later[same])


def _momentary(columns: _Columns, outcome: np.ndarray, rules: NoiseRules) -> Bools:
    """Off and on again: both events."""
    earlier, later = _open_pairs(columns, outcome)
    short = columns.at_s[later] - columns.at_s[earlier] < rules.momentary_minutes * 60
    short &= columns.is_down[earlier] & columns.is_up[later]
    return _mask(len(outcome), np.concatenate([earlier[short], later[short]]))


def _excused(columns: _Columns, register: MeterRegister, excuse: Excuse) -> Bools:
    since = excuse.since.timestamp()
    until = np.inf if excuse.until is None else excuse.until.timestamp()
    place = columns.row if excuse.level == Level.METER else _of(getattr(register, excuse.level), columns.row)
    return columns.is_down & (place == excuse.place) & (columns.at_s >= since) & (columns.at_s <= until)


def _by_neighbours(outcome: np.ndarray, columns: _Columns, register: MeterRegister, rules: NoiseRules) -> None:
    dark = np.flatnonzero((outcome == "") & columns.is_down)
    row, at_s = columns.row[dark], columns.at_s[dark]
    terminal = register.is_terminal[row]
    area = register.area[row]
    near = rules.window_minutes * 60
    meters = ~terminal & _once(row, at_s, 2 * near)
    sizes = {name: _sizes(getattr(register, name), register.is_terminal) for name in ("branch", "area")}
    in_area = _near(area, at_s, meters, near)
    tests = (
        (Outcome.TERMINAL, terminal | (_near(area, at_s, terminal, near) > 0)),
        (Outcome.AREA, in_area >= np.maximum(rules.area_least, rules.area_share * _of(sizes["area"], area))),
        (Outcome.BRANCH, _enough_of_branch(register.branch[row], at_s, meters, near, sizes["branch"], rules)),
        (Outcome.BOX, _near(register.box[row], at_s, meters, near) >= rules.box_meters),
    )
    for why, passed in tests:
        _drop(outcome, _mask(len(outcome), dark[passed]), why)


def _once(row: Ints, at_s: Floats, apart_s: float) -> Bools:
    """Without the events that follow one of the same meter so soon that a window could count the meter twice."""
    order = np.lexsort((at_s, row))
    follows = (np.diff(row[order]) == 0) & (np.diff(at_s[order]) <= apart_s)
    return ~_mask(len(row), order[1:][follows])


def _enough_of_branch(branch: Ints, at_s: Floats, meters: Bools, near: float, size: Ints, rules: NoiseRules) -> Bools:
    """A tenth of a branch of eight is one meter, and one meter is noise: two at least."""
    return _near(branch, at_s, meters, near) >= np.maximum(rules.box_meters, rules.branch_share * _of(size, branch))


def _near(group: Ints, at_s: Floats, counted: Bools, near: float) -> Ints:
    """How many of the ``counted`` events lie in each event's group and within ``near`` seconds of it; 0 without a group."""
    counted = counted & (group >= 0)
    if not counted.any():
        return np.zeros(len(group), dtype=np.int64)
    # One axis for group and time: groups lie further apart than any window reaches.
    start = at_s.min()
    near += EQUAL_S
    step = at_s.max() - start + 2 * near + 1
    axis = group * step + (at_s - start)
    points = np.sort(axis[counted])
    found = np.searchsorted(points, axis + near, side="right") - np.searchsorted(points, axis - near, side="left")
    return np.where(group >= 0, found, 0)


def _sizes(group: Ints, is_terminal: Bools) -> Ints:
    return np.bincount(group[(group >= 0) & ~is_terminal], minlength=int(group.max(initial=-1)) + 1)


def _of(column: Ints, at: Ints) -> Ints:
    """``column[at]``, UNKNOWN where ``at`` is."""
    return np.append(column, UNKNOWN)[at]


def _mask(size: int, at: Ints) -> Bools:
    mask = np.zeros(size, dtype=bool)
    mask[at] = True
    return mask
