"""When power will be back: P50 and P80 from how long such outages took before. Pure; the customer is told the P80.

``learn`` sorts the history once, ``estimate`` then answers any number of outages; the same history gives the same answer.
A crew's milestones replace the first estimate: arrival leaves only the repair, a diagnosis is the crew's own word.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

LEAST_SAMPLES = 20
"""Fewer cases say nothing about a P80: the fifth-longest of twenty is the last one it may rest on."""
DIAGNOSIS_MARGIN = 1.3
"""P80 ÷ the crew's own estimate, until accuracy is measured by crew (our assumption)."""

Classes = tuple[str, ...]

# What is given up first: the weather's class, then the area, then the device; at last every outage of the history.
LEVELS: tuple[Classes, ...] = (
    ("cause", "device", "area", "weather"),
    ("cause", "device", "area"),
    ("cause", "device"),
    ("cause",),
    ("device",),
    (),
)

# Minutes (P50, P80) where the history is too short; by cause, then for any. Assumed, to be replaced by local figures.
DEFAULTS: Mapping[str, tuple[float, float]] = {
    "LV_AFTER_METER": (40.0, 80.0),
    "LV_BEFORE_METER": (60.0, 110.0),
    "USER": (90.0, 180.0),
    "OPERATION": (60.0, 120.0),
    "EQUIPMENT": (120.0, 240.0),
    "NATURE": (150.0, 300.0),
    "EXTERNAL_FORCE": (180.0, 360.0),
}
DEFAULT = (90.0, 180.0)
# After arrival the way is behind: the share of the default minutes that is left for the repair (assumed).
REPAIR_SHARE = 0.6


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a new outage; a class that is not known is the empty string."""

    cause: str = ""
    device: str = ""
    area: str = ""
    weather: str = ""

    def key(self, level: Classes) -> Classes:
        return tuple(getattr(self, name) for name in level)


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """Past outages, arrays of equal length. ``minutes``: from the start to the last restoration.

    ``repair_minutes``: from the crew's arrival, NaN where nobody went or arrival was not recorded.
    """

    cause: NDArray[np.str_]
    device: NDArray[np.str_]
    area: NDArray[np.str_]
    weather: NDArray[np.str_]
    minutes: NDArray[np.float64]
    repair_minutes: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Minutes from the outage's start. ``known_by``: the classes it rests on, or DEFAULT, or DIAGNOSIS."""

    p50: float
    p80: float
    known_by: Classes | str
    samples: int


DEFAULT_TABLE = "DEFAULT"
DIAGNOSIS = "DIAGNOSIS"

Samples = dict[tuple[Classes, Classes], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Experience:
    """Sorted minutes by level and key, of whole outages and of repairs alone."""

    whole: Samples = field(default_factory=dict)
    repair: Samples = field(default_factory=dict)
    least_samples: int = LEAST_SAMPLES


def learn(history: History, *, least_samples: int = LEAST_SAMPLES) -> Experience:
    """Only classes with enough samples are kept; outages without an end or of no length are left out."""
    return Experience(
        whole=_by_class(history, history.minutes, least_samples),
        repair=_by_class(history, history.repair_minutes, least_samples),
        least_samples=least_samples,
    )


def estimate(experience: Experience, situation: Situation, *, elapsed_minutes: float = 0.0) -> Estimate:
    """From the start of the outage; with ``elapsed_minutes`` only of outages that were not over by then."""
    found = _finest(experience.whole, situation, elapsed_minutes, experience.least_samples)
    return found or _default(situation, elapsed_minutes, share=1.0, since=0.0)


def after_arrival(
    experience: Experience, situation: Situation, *, arrived_minutes: float, elapsed_minutes: float | None = None
) -> Estimate:
    """The crew is on site since ``arrived_minutes`` after the start: what is left is a repair."""
    working = max(0.0, (elapsed_minutes or arrived_minutes) - arrived_minutes)
    found = _finest(experience.repair, situation, working, experience.least_samples)
    if found is None:
        return _default(situation, working, share=REPAIR_SHARE, since=arrived_minutes)
    return Estimate(
        p50=arrived_minutes + found.p50, p80=arrived_minutes + found.p80, known_by=found.known_by, samples=found.samples
    )


def after_diagnosis(*, diagnosed_minutes: float, crew_minutes: float) -> Estimate:
    """The crew has seen the damage and needs ``crew_minutes`` from ``diagnosed_minutes`` after the start on."""
    return Estimate(
        p50=diagnosed_minutes + crew_minutes,
        p80=diagnosed_minutes + crew_minutes * DIAGNOSIS_MARGIN,
        known_by=DIAGNOSIS,
        samples=0,
    )


def quantile(ordered: NDArray[np.float64], share: float) -> float:
    """The shortest duration of the sample by which so large a share of it was over: a case that happened."""
    return float(ordered[math.ceil(share * len(ordered) - 1e-9) - 1])


def _by_class(history: History, minutes: NDArray[np.float64], least_samples: int) -> Samples:
    usable = np.isfinite(minutes) & (minutes > 0)
    kept, columns = minutes[usable], {f.name: getattr(history, f.name)[usable] for f in fields(Situation)}
    samples: Samples = {}
    for level in LEVELS:
        for key, rows in _groups([columns[name] for name in level], len(kept)):
            if len(rows) >= least_samples:
                samples[level, key] = np.sort(kept[rows])
    return samples


def _groups(columns: list[NDArray[np.str_]], length: int) -> list[tuple[Classes, NDArray[np.int64]]]:
    """Rows by the classes they share. A class that is not known is no class: such rows help the coarser levels only."""
    if not columns:
        return [((), np.arange(length))]
    named = np.flatnonzero(np.logical_and.reduce([column != "" for column in columns]))
    keys, place = np.unique(np.stack([column[named] for column in columns]), axis=1, return_inverse=True)
    order = np.argsort(place, kind="stable")
    parts = np.split(named[order], np.cumsum(np.bincount(place, minlength=keys.shape[1]))[:-1])
    return [(tuple(str(word) for word in key), rows) for key, rows in zip(keys.T, parts, strict=False)]


def _finest(samples: Samples, situation: Situation, elapsed: float, least_samples: int) -> Estimate | None:
    for level in LEVELS:
        ordered = samples.get((level, situation.key(level)))
        if ordered is None:
            continue
        lasting = ordered[np.searchsorted(ordered, elapsed, side="right") :]
        if len(lasting) >= least_samples:
            p50, p80 = quantile(lasting, 0.5), quantile(lasting, 0.8)
            return Estimate(p50=p50, p80=p80, known_by=level, samples=len(lasting))
    return None


def _default(situation: Situation, elapsed: float, *, share: float, since: float) -> Estimate:
    """The table's minutes; when they have run out, as much again from now: a past moment is no promise."""
    p50, p80 = (minutes * share for minutes in DEFAULTS.get(situation.cause, DEFAULT))
    late = elapsed if elapsed >= p50 else 0.0
    return Estimate(p50=since + late + p50, p80=since + late + p80, known_by=DEFAULT_TABLE, samples=0)
