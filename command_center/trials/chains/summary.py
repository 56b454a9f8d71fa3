"""One stream through one chain, as a handful of figures; several streams, as means with their intervals."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from command_center.trials.chains.parameters import Values
from command_center.trials.chains.playing import Case

Figures = Mapping[str, float]

# Minutes from the report on; ``desks`` is what an order spent at desks, ``drive`` from the road to the door.
MINUTES: Mapping[str, Callable[[Case], float]] = {
    "desks": lambda case: case.desk_minutes,
    "accept": lambda case: case.accepted_at - case.fault.at,
    "drive": lambda case: case.arrived_at - case.departed_at,
    "arrive": lambda case: case.arrived_at - case.fault.at,
    "restore": lambda case: case.restored_at - case.fault.at,
}


def figures(cases: Sequence[Case], numbers: Values) -> Figures:
    """Means of all, ``.p95`` of all, and the same means of days of storms (``storm.``) where there were any."""
    found: dict[str, float] = {"faults": len(cases), "custodians": _mean([case.custodians for case in cases])}
    found["late"] = _mean([_is_late(case, numbers) for case in cases])
    stormy = [case for case in cases if case.fault.stormy]
    for name, minutes in MINUTES.items():
        each = np.array([minutes(case) for case in cases])
        found[name] = _mean(each)
        found[f"{name}.p95"] = float(np.percentile(each, 95)) if cases else math.nan
        found[f"storm.{name}"] = _mean([minutes(case) for case in stormy])
    found["storm.late"] = _mean([_is_late(case, numbers) for case in stormy])
    return found


def _is_late(case: Case, numbers: Values) -> bool:
    return case.arrived_at - case.fault.at > numbers[f"late.{case.fault.area_kind}"]


def _mean(each: "Sequence[float] | np.ndarray") -> float:
    return float(np.mean(each)) if len(each) else math.nan


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over streams and its 95 % interval by Student's t; ``half`` is nan with one stream."""

    mean: float
    half: float

    @property
    def low(self) -> float:
        return self.mean - self.half

    @property
    def high(self) -> float:
        return self.mean + self.half


def interval(each: Sequence[float]) -> Interval:
    """Streams without the thing (nan) are left out."""
    known = np.array([value for value in each if not math.isnan(value)])
    if len(known) < 2:
        return Interval(_mean(known), math.nan)
    # As in dispatch/assigning.py: scipy is slow to import, and the web process never compares chains.
    from scipy.special import stdtrit

    half = float(stdtrit(len(known) - 1, 0.975)) * float(known.std(ddof=1)) / math.sqrt(len(known))
    return Interval(_mean(known), half)


def faster(old: float, new: float) -> float:
    """Per cent of the old *speed* that the new one has more: 50 means two thirds of the time, 100 half of it."""
    return (old / new - 1) * 100 if new else math.nan


def crossing(points: Sequence[tuple[float, float]], level: float) -> float:
    """Where a line through points (x, y), x rising, first reaches ``level``; nan if it never does."""
    if points and points[0][1] >= level:
        return points[0][0]
    for (x, y), (next_x, next_y) in pairwise(points):
        if y < level <= next_y:
            return x + (level - y) / (next_y - y) * (next_x - x)
    return math.nan
