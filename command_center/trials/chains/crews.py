"""A crew while a stream is played: where it is, what it is busy with, what it has said yes to."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from command_center.trials.chains.world import BASE, URBAN, Crew
from dispatch.proposal import CrewState
from dispatch.travel import Travel

Place = tuple[float, float]


@dataclass(slots=True)
class CrewAtWork:
    """``queue`` holds the ids of orders it has accepted and not begun; ``busy_with`` the one in hand, 0 for none."""

    crew: Crew
    travel: Travel
    queue: deque[int] = field(default_factory=deque)
    busy_with: int = 0
    holds_offer: bool = False
    # The last way: from where, when, to where, until when.
    _from: Place = field(init=False)
    _to: Place = field(init=False)
    _left_at: float = 0.0
    _there_at: float = 0.0
    _starts: list[datetime] = field(init=False)
    _skills: dict[str, None] = field(init=False)

    def __post_init__(self) -> None:
        self._from = self._to = self.base
        self._starts = [shift.starts_at for shift in self.crew.shifts]
        self._skills = dict.fromkeys(self.crew.skills)

    @property
    def base(self) -> Place:
        return self.crew.station.lat, self.crew.station.lon

    def place(self, at: float) -> Place:
        """Standing until it leaves, then on a straight line."""
        if at <= self._left_at:
            return self._from
        if at >= self._there_at:
            return self._to
        share = (at - self._left_at) / (self._there_at - self._left_at)
        (lat, lon), (to_lat, to_lon) = self._from, self._to
        return lat + (to_lat - lat) * share, lon + (to_lon - lon) * share

    def drive(self, at: float, departs_at: float, goal: Place, area_kind: str) -> float:
        """Stop where it is now, leave at ``departs_at``; the moment of arrival."""
        self._from, self._to = self.place(at), goal
        minutes = self.travel.minutes(np.array([self._from]), np.array([goal]), [area_kind])
        self._left_at, self._there_at = departs_at, departs_at + float(minutes[0, 0])
        return self._there_at

    def drive_home(self, at: float) -> None:
        """Where it may be sent elsewhere on the way."""
        kind = self.crew.station.kind
        self.drive(at, at, self.base, URBAN if kind in (URBAN, BASE) else kind)

    def state(self, at: float, moment: datetime, room: int) -> CrewState:
        """As the planner wants it; ``room``: how many orders it may hold."""
        nth = bisect_right(self._starts, moment) - 1
        shift = self.crew.shifts[nth] if nth >= 0 and moment < self.crew.shifts[nth].ends_at else None
        station, (lat, lon) = self.crew.station, self.place(at)
        return CrewState(
            crew_id=self.crew.crew_id,
            name=self.crew.name,
            base_lat=station.lat,
            base_lon=station.lon,
            lat=lat,
            lon=lon,
            fixed_at=moment,
            on_duty=shift is not None,
            duty_started_at=shift.starts_at if shift else None,
            shift_ends_at=shift.ends_at if shift else None,
            skills=self._skills,
            members_present=shift.people if shift else 0,
            active_orders=len(self.queue) + bool(self.busy_with),
            workload_limit=room,
            holds_offer=self.holds_offer,
            org_path=station.org_path,
            centre_id=station.centre_id,
            unit_id=station.unit_id,
        )
