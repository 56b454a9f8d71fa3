"""Who is sent: given the orders that wait in a centre and its crews as they stand, a crew for some of them.

The ranking, the hard filters and the travel times are the product's own (``dispatch.planner.plan``), never a copy.
Another policy is another object with this one function.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from command_center.trials.chains.parameters import Values
from command_center.trials.chains.world import BASE, World
from dispatch.planner import plan
from dispatch.proposal import NEAREST, CrewState, Job, Parameters
from dispatch.travel import Travel

# What a decision tells for its readers is left out: nobody reads these.
FREE_ONLY = 1
BY_TIME = Parameters(weights=NEAREST, candidates_kept=0, rejections_kept=0)
BY_SCORE = Parameters(candidates_kept=0, rejections_kept=0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that wants a crew, for how long already, and whether one has turned it down."""

    job: Job
    minutes: float
    refused: bool


class Policy(Protocol):
    """Ranks crews for orders; knows nothing of desks, streams and reports."""

    @property
    def name(self) -> str: ...

    @property
    def room(self) -> int:
        """How many orders a crew may hold at a time: 1 for free crews only."""
        ...

    def choose(
        self, waiting: Sequence[Waiting], crews: Sequence[CrewState], travel: Travel, at: datetime
    ) -> Mapping[int, int]:
        """Order id → crew id, no crew twice; an order left out waits on."""
        ...


@dataclass(frozen=True)
class WholeCentre:
    """Every crew of the centre is weighed."""

    name: str
    parameters: Parameters
    room: int

    def choose(
        self, waiting: Sequence[Waiting], crews: Sequence[CrewState], travel: Travel, at: datetime
    ) -> Mapping[int, int]:
        return _planned([each.job for each in waiting], crews, travel, at, self.parameters)


@dataclass(frozen=True)
class OwnStation:
    """The station that has the area sends one of its own free crews; repair bases where it has none that could.

    When a crew has turned the order down or it has waited for ``help_after`` minutes, all of the county are asked.
    """

    serving: Mapping[tuple[int, str], frozenset[int]]
    help_after: float
    name: str = "own station"
    parameters: Parameters = BY_TIME
    room: int = FREE_ONLY

    def choose(
        self, waiting: Sequence[Waiting], crews: Sequence[CrewState], travel: Travel, at: datetime
    ) -> Mapping[int, int]:
        everybody = frozenset(crew.crew_id for crew in crews)
        reach = {each.job.order_id: self._asked(each, everybody) for each in waiting}
        return _planned([each.job for each in waiting], crews, travel, at, self.parameters, reach)

    def _asked(self, each: Waiting, everybody: frozenset[int]) -> frozenset[int]:
        if each.refused or each.minutes >= self.help_after:
            return everybody
        [skill] = each.job.skills_needed
        return self.serving.get((each.job.unit_id or 0, skill), everybody)


def own_station(world: World, numbers: Values) -> OwnStation:
    """Who serves which station's area, by skill."""
    serving: dict[tuple[int, str], frozenset[int]] = {}
    for station in world.stations:
        for skill in ("LV", "MV", "METERING"):
            able = [c for c in world.crews if c.station.centre_id == station.centre_id and skill in c.skills]
            own = [crew for crew in able if crew.station == station]
            asked = own or [crew for crew in able if crew.station.kind == BASE]
            if asked:
                serving[station.unit_id, skill] = frozenset(crew.crew_id for crew in asked)
    return OwnStation(serving, numbers["station.help_after"])


# The product as it stands is SCORE: up to three orders a crew. The article's word is *the nearest*.
NEAREST_FREE = WholeCentre("nearest free crew", BY_TIME, FREE_ONLY)
SCORE = WholeCentre("score, up to three orders a crew", BY_SCORE, 3)
SCORE_FREE = WholeCentre("score, free crews only", BY_SCORE, FREE_ONLY)


def _planned(
    jobs: Sequence[Job],
    crews: Sequence[CrewState],
    travel: Travel,
    at: datetime,
    parameters: Parameters,
    reach: Mapping[int, Collection[int]] | None = None,
) -> dict[int, int]:
    # The planner would refuse these crews with reasons that nobody reads here; without them it often need not be asked.
    free = [crew for crew in crews if crew.active_orders < crew.workload_limit and not crew.holds_offer]
    ids = {crew.crew_id for crew in free}
    asked = [job for job in jobs if not ids.isdisjoint(ids if reach is None else reach[job.order_id])]
    decisions = plan(asked, free, travel, at, parameters, reach) if asked else []
    return {d.order_id: d.chosen_crew_id for d in decisions if d.chosen_crew_id is not None}
