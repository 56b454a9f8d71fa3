"""Whom to ask whether power is back, and whether the answers are enough (domain reference §4.5). Pure."""

import enum
import random
from collections.abc import Collection
from dataclasses import dataclass

ALL_UP_TO = 30
SAMPLE = 30
ENOUGH = 0.95


def sample(points: Collection[int], important: Collection[int], *, seed: int) -> list[int]:
    """Everybody when there are 30 at most, else 30 drawn by ``seed`` and all the important ones. Sorted ids."""
    population = sorted(points)
    if len(population) <= ALL_UP_TO:
        return population
    drawn = random.Random(seed).sample(population, SAMPLE)
    return sorted({*drawn, *(set(important) & set(population))})


class Outcome(enum.Enum):
    """What a round of questions proves. Who did not answer proves nothing: neither power nor its absence."""

    PASSED = "passed"
    FAILED = "failed"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Verdict:
    """Passed when at least 95 % of the asked have power, failed when more than 5 % say they have none.

    Whoever says they are dark is dark in any case.
    """

    asked: int
    on: int
    off: int

    @property
    def share_on(self) -> float:
        return self.on / self.asked if self.asked else 1.0

    @property
    def outcome(self) -> Outcome:
        if self.share_on >= ENOUGH:
            return Outcome.PASSED
        too_many_dark = self.asked - self.off < ENOUGH * self.asked
        return Outcome.FAILED if too_many_dark else Outcome.UNVERIFIED
