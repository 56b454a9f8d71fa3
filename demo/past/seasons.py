"""How many of each kind, and when: storms in summer, ice in January, bills after the heat, complaints fewer by the month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import numpy as np

DAYS = 730
# January to December.
STORMS = (1.3, 0.9, 0.8, 0.8, 1.0, 1.3, 1.8, 1.7, 1.0, 0.7, 0.7, 0.9)
BILLS = (1.1, 1.1, 0.9, 0.8, 0.8, 0.9, 1.2, 1.5, 1.4, 1.0, 0.8, 0.9)
BUILDING = (0.8, 0.5, 1.2, 1.2, 1.1, 1.0, 0.9, 0.9, 1.1, 1.3, 1.2, 0.9)
EVEN = (1.0,) * 12

Weather: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"


@dataclass(frozen=True)
class Course:
    """``count`` over two years in a province of 100,000 demo customers; ``left`` of the daily rate at the end, of one at the start.

    ``stormy``: a day of storms has many times as many; else days differ a little.
    """

    count: int
    months: tuple[float, ...] = EVEN
    left: float = 1.0
    stormy: bool = False


COURSES = {
    "FAULT": Course(12_000, STORMS, left=0.85, stormy=True),
    "PROACTIVE": Course(800, STORMS, left=1.6, stormy=True),
    "CONSULT": Course(3200, BILLS),
    "SERVICE_REQ": Course(2600, BILLS),
    "OPINION": Course(1700, STORMS),
    "COMPLAINT": Course(1200, STORMS, left=0.15),
    "PRAISE": Course(600),
    "REPORT": Course(260),
    "CONNECTION": Course(2600, BUILDING, left=1.15),
}


def weather(rng: np.random.Generator) -> Weather:
    """How wild each day is, one for every kind: a storm breaks lines, and meters tell it."""
    calm = rng.gamma(8.0, 1 / 8.0, DAYS)
    storms = np.where(rng.random(DAYS) < 0.03, rng.uniform(2.5, 6.0, DAYS), 1.0)
    return calm * storms


def moments(
    rng: np.random.Generator, course: Course, count: int, midnight: datetime, storms: Weather
) -> Iterator[datetime]:
    """So many moments of the two years before ``midnight``, in order; most calls come by day. Whole seconds."""
    first = midnight - timedelta(days=DAYS)
    days = [first + timedelta(days=n, hours=12) for n in range(DAYS)]
    fall = course.left ** (np.arange(DAYS) / DAYS)
    uneven = storms if course.stormy else rng.gamma(6.0, 1.0, DAYS)
    weight = np.array([course.months[day.month - 1] for day in days]) * fall * uneven
    chosen = np.sort(rng.choice(DAYS, count, p=weight / weight.sum()))
    seconds = (rng.normal(14, 4.5, count) % 24 * 3600).astype(int)
    for day, second in sorted(zip(chosen.tolist(), seconds.tolist(), strict=True)):
        yield first + timedelta(days=day, seconds=second)
