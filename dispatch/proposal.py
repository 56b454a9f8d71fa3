"""What the planner is asked and what it answers: plain rows, no database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One order that wants a crew.

    ``scope_path`` is the path of the serving unit in the tree of units ("/42/4228/422826/"). ``excluded_crew_ids``
    have already refused or let their offer run out. ``expected_minutes`` is the time on site that the shift must
    still cover. ``lat`` and ``lon`` are None as long as nobody has located the place.
    """

    order_id: int
    lat: float | None
    lon: float | None
    grade: int = 3
    area_kind: str = "RURAL"
    skills_needed: frozenset[str] = frozenset()
    crews_wanted: int = 1
    reported_at: datetime | None = None
    centre_id: int | None = None
    unit_id: int | None = None
    grid_id: int | None = None
    scope_path: str = ""
    needs_two_people: bool = False
    needs_vehicle: bool = True
    expected_minutes: float = 0.0
    excluded_crew_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewState:
    """One crew as it stands at the moment of the decision.

    ``lat``/``lon``/``fixed_at`` are the last good fix, None when there is none. ``skills`` maps a skill to the last
    day its certificate is valid on, None when it does not expire. ``members_present`` are people, not posts.
    """

    crew_id: int
    name: str
    base_lat: float
    base_lon: float
    lat: float | None = None
    lon: float | None = None
    fixed_at: datetime | None = None
    on_duty: bool = True
    duty_started_at: datetime | None = None
    shift_ends_at: datetime | None = None
    skills: Mapping[str, date | None] = field(default_factory=dict)
    members_present: int = 2
    has_vehicle: bool = True
    active_orders: int = 0
    workload_limit: int = 3
    in_repair_grade_1: bool = False
    holds_offer: bool = False
    org_path: str = ""
    centre_id: int | None = None
    unit_id: int | None = None
    grid_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much in the score, in minutes of driving (domain.md §3.3). Lower is better."""

    eta: float = 1.0
    active_orders: float = 6.0
    outside_grid: float = 10.0
    stale_position: float = 15.0


NEAREST = Weights(1.0, 0.0, 0.0, 0.0)
"""Least time to arrive and nothing else."""

SEAT_WEIGHTS: Mapping[tuple[int, int], int] = MappingProxyType({(1, 1): 10_000, (1, 2): 1_000, (2, 1): 100, (3, 1): 1})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The knobs of a decision; the defaults are the domain's."""

    weights: Weights = Weights()
    position_max_age_minutes: float = 10.0
    require_fresh_position: bool = False
    handover_freeze_minutes: float = 15.0
    max_duty_minutes: float = 12 * 60.0
    max_eta_minutes: float | None = None
    # (grade, which of its crews) → how much it matters that this seat is filled at all. Only the order counts:
    # a heavier seat wins a contested crew against any number of lighter ones (see planner._assign).
    seat_weights: Mapping[tuple[int, int], int] = field(default_factory=lambda: SEAT_WEIGHTS)
    candidates_kept: int = 50
    rejections_kept: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A crew that may take the job. ``score`` is the sum of ``score_parts``; ``reasons`` are codes."""

    rank: int
    crew_id: int
    crew_name: str
    eta_minutes: float
    distance_km: float
    score: float
    score_parts: Mapping[str, float]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A crew that may not take the job; ``why`` names every filter it failed, in the order of the table."""

    crew_id: int
    crew_name: str
    distance_km: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for one job.

    ``chosen`` are crew ids, best first (two for a grade 1 job that wants two). ``regret_minutes``: how much later the
    first of them arrives than the soonest eligible crew would. ``reason`` is a code when nobody was chosen, else "".
    """

    order_id: int
    decided_at: datetime
    candidates: tuple[Candidate, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    chosen: tuple[int, ...] = ()
    regret_minutes: float | None = None
    reason: str = ""
    eligible_count: int = 0
    rejected_count: int = 0

    @property
    def chosen_crew_id(self) -> int | None:
        return self.chosen[0] if self.chosen else None
