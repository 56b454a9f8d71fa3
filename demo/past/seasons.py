"""How many of each kind, and when: storms in summer, ice in January, bills after the heat, complaints fewer by the month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

DAYS = 730
# January to December.
STORMS = (1.3, 0.9, 0.8, 0.8, 1.0, 1.3, 1.8, 1.7, 1.0, 0.7, 0.7, 0.9)
BILLS = (1.1, 1.1, 0.9, 0.8, 0.8, 0.9, 1.2, 1.5, 1.4, 1.0, 0.8, 0.9)
EVEN = (1.0,) * 12


@dataclass(frozen=True)
class Course:
    """``count`` over two years in a province of 100,000 demo customers; ``left`` of the daily rate at the end, of one at the start.

    ``wild``: how uneven days are, the smaller the wilder.
    """

    count: int
    months: tuple[float, ...] = EVEN
    left: float = 1.0
    wild: float = 6.0


COURSES = {
    "FAULT": Course(12_000, STORMS, wild=1.2),
    "PROACTIVE": Course(700, STORMS, wild=1.2),
    "CONSULT": Course(3200, BILLS),
    "SERVICE_REQ": Course(2600, BILLS),
    "OPINION": Course(1700, STORMS),
    "COMPLAINT": Course(1200, STORMS, left=0.15),
    "PRAISE": Course(600),
    "REPORT": Course(260),
}


def moments(rng: np.random.Generator, course: Course, count: int, midnight: datetime) -> Iterator[datetime]:
    """So many moments of the two years before ``midnight``, in order; most calls come by day. Whole seconds."""
    first = midnight - timedelta(days=DAYS)
    days = [first + timedelta(days=n, hours=12) for n in range(DAYS)]
    fall = course.left ** (np.arange(DAYS) / DAYS)
    weight = np.array([course.months[day.month - 1] for day in days]) * fall * rng.gamma(course.wild, 1.0, DAYS)
    chosen = np.sort(rng.choice(DAYS, count, p=weight / weight.sum()))
    seconds = (rng.normal(14, 4.5, count) % 24 * 3600).astype(int)
    for day, second in sorted(zip(chosen.tolist(), seconds.tolist(), strict=True)):
        yield first + timedelta(days=day, seconds=second)
