"""A connection case as it is played: whose minute it is, as ``kinds/connection/minutes.py`` keeps it, in rows that are not saved yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from demo.past.played import Played
from workorders.clocks import arithmetic
from workorders.clocks.calendar import WALL
from workorders.kinds.connection.models import Appointment, ConnectionCase, GridDependency, OwnedPeriod
from workorders.kinds.connection.owners import Owner, owner_in, runs
from workorders.kinds.connection.process import FOLLOW_THE_OWNER
from workorders.kinds.connection.services.waiting import WAIT
from workorders.kinds.connection.states import Status
from workorders.services.clocks import fill, state_of


@dataclass
class Case(Played):
    """``visit`` is the appointment that was made last, ``waits_for`` what it waits for in the grid while it does."""

    facts: ConnectionCase = field(default_factory=ConnectionCase)
    periods: list[OwnedPeriod] = field(default_factory=list)
    visit: Appointment | None = None
    waits_for: GridDependency | None = None

    def begin(self, **facts: Any) -> None:
        """The case beside the order, and the utility's first minute."""
        self.facts = ConnectionCase(order=self.order, **facts)
        self.rows.append(self.facts)
        self._follow(self.at)

    def take(self, verb: str, at: datetime, actor_id: int | None = None, **said: Any) -> None:
        """The step with its minutes; the capacity, appointments and words are the script's."""
        super().take(verb, at, actor_id, **said)
        self._follow(at)

    def wait(self, verb: str, at: datetime, actor_id: int, *, owner: str, expected_at: datetime, **told: str) -> None:
        """It waits for grid works, or waits on for somebody else, until the day that was said."""
        self.happens(at)
        if self.waits_for is not None:
            self.waits_for.ended_at = at
        self.waits_for = GridDependency(
            pk=next(self.ids.waits), order=self.order, owner=owner, since=at, expected_at=expected_at, **told
        )
        self.rows.append(self.waits_for)
        self.take(verb, at, actor_id, detail=f"{owner}: {told['blocker']}"[:200])
        for row in self._running():
            if row.code == WAIT:
                row.work_centre_id = None
                row.limit_minutes = max(1, int(WALL.minutes_between(row.started_at, expected_at)))
                fill(row, state_of(row))

    def _follow(self, at: datetime) -> None:
        order = self.order
        if order.status != Status.GRID_WORKS_WAIT and self.waits_for is not None:
            self.waits_for.ended_at, self.waits_for = at, None
        pause = self.changes[-1].reason if order.status == Status.SUSPENDED else ""
        waits_for = self.waits_for.owner if self.waits_for else ""
        owner = owner_in(order.status, waits_for=waits_for, pause_reason=pause)
        self._turn(owner, at)
        if owner is not None:
            run = {code for code in FOLLOW_THE_OWNER if runs(code, order.sub_kind, order.status, owner)}
            rest = set(FOLLOW_THE_OWNER) - run
            self._each(lambda row: row.code in run and row.paused_at is not None, arithmetic.resume, at)
            self._each(lambda row: row.code in rest and row.paused_at is None, arithmetic.rest, at)
        if order.status == Status.ENERGISED and self.facts.energised_at is None:
            self.facts.energised_at = at

    def _turn(self, owner: Owner | None, at: datetime) -> None:
        """The period that lasts ends and the next begins there; one without a minute never was."""
        start, waits_for = self.order.reported_at, self.waits_for.pk if self.waits_for else None
        if self.periods:
            last = self.periods[-1]
            if owner is not None and (last.owner, last.dependency_id) == (owner.value, waits_for):
                return
            start = max(at, last.during.lower)
            last.during = DateTimeTZRange(last.during.lower, start)
            if start == last.during.lower:
                self.periods.pop()
        if owner is not None:
            self.periods.append(
                OwnedPeriod(
                    order=self.order, owner=owner.value, during=DateTimeTZRange(start, None), state=self.order.status,
                    dependency_id=waits_for,
                )
            )  # fmt: skip
