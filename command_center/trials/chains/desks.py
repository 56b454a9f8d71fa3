"""A desk: some seats that take orders in the order in which they came, at certain hours."""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

from command_center.trials.chains.parameters import Values
from command_center.trials.chains.world import DAY, Fault, exponential

_normal = NormalDist().inv_cdf


@dataclass(frozen=True, slots=True)
class Desk:
    """One tier of a chain; ``of`` says whose desk of this tier an order comes to, by its fault."""

    code: str
    of: Callable[[Fault], int]


CITY = Desk("city", lambda fault: 0)
COUNTY = Desk("county", lambda fault: fault.station.centre_id)
STATION = Desk("station", lambda fault: fault.station.unit_id)
CENTRE = Desk("centre", lambda fault: 0)


@dataclass(slots=True)
class Seats:
    """The seats of one desk while a stream is played. Orders must come in the order of their time."""

    desk: Desk
    numbers: Values
    free_at: list[float] = field(init=False)
    last_start: float = float("-inf")

    def __post_init__(self) -> None:
        self.free_at = [float("-inf")] * max(int(self._number("seats", 1)), 1)

    def take(self, fault: Fault, at: float) -> tuple[float, float]:
        """When somebody begins with the order that comes at ``at``, and when it leaves the desk."""
        if fault.luck[f"{self.desk.code}.by_seat"] >= self._number("by_seat", 1.0):
            return at, at + self._number("rule", 0.0)
        looked = at + self._notice(fault) + (0.0 if self._is_open(at) else self._number("call_out", 0.0))
        # First come, first served: nobody is begun with before who came earlier.
        start = max(looked, self.last_start, self.free_at[0])
        end = start + self._handling(fault)
        heapq.heapreplace(self.free_at, end)
        self.last_start = start
        return start, end

    def _number(self, name: str, otherwise: float) -> float:
        return self.numbers.get(f"{self.desk.code}.{name}", otherwise)

    def _notice(self, fault: Fault) -> float:
        return exponential(fault.luck[f"{self.desk.code}.notice"], self._number("notice", 0.0))

    def _handling(self, fault: Fault) -> float:
        """Lognormal with the given mean."""
        sigma, lot = self.numbers["spread"], fault.luck[f"{self.desk.code}.handling"]
        return self._number("handling", 0.0) * math.exp(sigma * _normal(max(lot, 1e-12)) - sigma * sigma / 2)

    def _is_open(self, at: float) -> bool:
        return self._number("opens", 0.0) <= at % DAY / 60 < self._number("closes", 24.0)


OLD: Sequence[Desk] = (CITY, COUNTY, STATION)
DIRECT: Sequence[Desk] = (CENTRE,)
