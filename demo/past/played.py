"""One invented order, played by its declared process: no database, the same table of verbs, the same arithmetic of clocks.

What ``workorders.engine.advance`` does to rows is done here to unsaved ones, so that two years of orders can be copied in one go and
still break no rule of their process. Limits and calendars are read once by the services that the product asks itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any, Self

from django.db.models import Model

from demo.past.unsaved import unsaved
from workorders.clocks import arithmetic
from workorders.clocks.arithmetic import ClockState
from workorders.engine.advance import refusal
from workorders.engine.process import EVERY, Verb
from workorders.models import Clock, DueChange, StatusChange, WorkOrder
from workorders.services.calendars import working_time
from workorders.services.clocks import AS_THE_ORDER_SAYS, fill, planned, started, state_of

Move = Callable[[ClockState, datetime], ClockState]
FOR_GOOD = datetime.max.replace(tzinfo=UTC)


class NotYet(Exception):
    """The next step lies after the last moment that is played: the order stays open where it is."""


@dataclass
class Ids:
    """The next primary keys, given away before the rows are copied, so that rows can name each other."""

    orders: "count[int]" = field(default_factory=lambda: count(1))
    clocks: "count[int]" = field(default_factory=lambda: count(1))
    reports: "count[int]" = field(default_factory=lambda: count(1))
    slots: "count[int]" = field(default_factory=lambda: count(1))
    waits: "count[int]" = field(default_factory=lambda: count(1))
    messages: "count[int]" = field(default_factory=lambda: count(1))
    promises: "count[int]" = field(default_factory=lambda: count(1))


@dataclass
class Played:
    """An order with every row of its file; ``at`` is the moment of its last step, and nothing happens before it.

    ``until``: what would happen later has not happened yet (``NotYet``).
    """

    order: WorkOrder
    ids: Ids
    at: datetime
    until: datetime = FOR_GOOD
    changes: list[StatusChange] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    rows: list[Model] = field(default_factory=list)
    sprung: "list[Played]" = field(default_factory=list)
    """Orders that came of this one: its supervision, the opinion of a downgraded complaint, a reopened one."""

    @classmethod
    def opened(cls, order: WorkOrder, ids: Ids, *, since: datetime | None = None, until: datetime = FOR_GOOD) -> Self:
        """The order in its first state with the clocks of its opening, which count from ``since`` where it was told before."""
        play = cls(order, ids, order.received_at, until)
        process = order.process
        order.status, order.gate = str(process.initial), order.gate_by_kind
        play.clocks = planned(order, process.clocks_at_opening(order.source), at=since or order.received_at)
        for row in play.clocks:
            row.pk = next(ids.clocks)
        play._remember("", order.status, order.received_at, None, "", "")
        return play

    def after(self, minutes: float) -> datetime:
        """So many minutes from now, day and night; whole seconds, as a desk notes them."""
        return self.at + timedelta(seconds=round(minutes * 60))

    def working(self, minutes: float) -> datetime:
        """So many working minutes from now, by the calendar of its centre."""
        return working_time(self.order.centre_id).add(self.at, max(minutes, 1.0)).replace(microsecond=0)

    def take(
        self, verb: str, at: datetime, actor_id: int | None = None, *, reason: str = "", detail: str = "", **fields: Any
    ) -> None:
        """A step as declared. Raises ``IllegalTransition`` for one the order does not take, ``ValueError`` for one before the last,
        ``NotYet`` for one after ``until``.
        """
        self.happens(at)
        rule = self.order.process.by_name[verb]
        if self.order.status not in rule.frm:
            raise refusal(self.order, verb)
        if at < self.at:
            raise ValueError(f"{self.order.number}: {verb} at {at}, before {self.at}")
        self._run_clocks(rule, at)
        for old, new in pairwise((self.order.status, *rule.steps(self.order))):
            self._remember(old, new, at, actor_id, reason or rule.reason, detail)
        self._move(rule)
        for name, value in (dict.fromkeys(rule.marks, at) | fields).items():
            setattr(self.order, name, value)
        self.order.rev += 1
        self.at = self.order.updated_at = at

    def happens(self, at: datetime) -> None:
        """Raises ``NotYet`` for what lies after the last moment that is played."""
        if at > self.until:
            raise NotYet

    def extend(self, code: str, more: float, at: datetime, actor_id: int, reason: str) -> bool:
        """延期: one running clock gets so many minutes of its own calendar, once, before it is due; whether it could be."""
        row = next((row for row in self._running() if row.code == code and row.paused_at is None), None)
        if row is None or row.extended_seconds or at >= row.due_at:
            return False
        old, before = row.due_at, state_of(row)
        state = arithmetic.extend(before, before.time.add(old, more), at)
        row.extended_seconds = round(state.extended_minutes * 60)
        fill(row, state)
        moved = {"why": DueChange.Why.EXTENDED, "old_due_at": old, "new_due_at": row.due_at}
        self.rows.append(DueChange(clock=row, reason=reason, actor_id=actor_id, at=at, **moved))
        self.take("extend", at, actor_id)
        return True

    @property
    def goes_on(self) -> bool:
        """It was played until now, and is kept wherever it stands."""
        return self.until != FOR_GOOD

    def whole(self) -> "Iterator[Played]":
        """This order and those that came of it, theirs included."""
        yield self
        for play in self.sprung:
            yield from play.whole()

    def _move(self, rule: Verb) -> None:
        order, target = self.order, rule.target(self.order)
        if target != order.status:
            order.suspended_from = order.status if target in order.process.set_aside else ""
        order.status = target

    def _remember(self, old: str, new: str, at: datetime, actor_id: int | None, reason: str, detail: str) -> None:
        said: dict[str, Any] = {
            "old": old,
            "new": new,
            "at": at,
            "recorded_at": at,
            "reason": reason,
            "detail": detail[:500],
        }
        self.changes.append(unsaved(StatusChange, order_id=self.order.pk, actor_id=actor_id, **said))

    def _running(self) -> list[Clock]:
        return [row for row in self.clocks if row.stopped_at is None]

    def _run_clocks(self, rule: Verb, at: datetime) -> None:
        """In the order of the engine: what ends, what stands still, what goes on, what begins."""
        if rule.stops:
            self._each(lambda row: row.code in rule.stops, arithmetic.stop, at)
        if rule.voids:
            self._each(lambda row: rule.voids == EVERY or row.code in rule.voids, arithmetic.void, at)
        if rule.pauses:
            self._each(lambda row: row.code in rule.pauses and row.paused_at is None, arithmetic.pause, at)
        if rule.resumes:
            self._each(lambda row: row.paused_at is not None, arithmetic.resume, at)
        for code in rule.reopens:
            self._reopen(code, at)
        for code in rule.starts:
            self._start(code, at)
        for code in rule.enters:
            self._start(code, at)
            self._each(lambda row, code=code: row.code == code, arithmetic.stop, at)  # type: ignore[misc]

    def start(self, code: str, at: datetime) -> None:
        """A clock that another order's step begins: a follower is called back once the one in front is reviewed."""
        self._start(code, at)

    def _each(self, is_meant: Callable[[Clock], bool], move: Move, at: datetime) -> None:
        for row in self._running():
            if is_meant(row):
                state = state_of(row)
                if warned := arithmetic.warnings_due(state, at):
                    state = arithmetic.warn(state, warned[-1])
                fill(row, move(state, at))

    def _reopen(self, code: str, at: datetime) -> None:
        row = next((row for row in reversed(self.clocks) if row.code == code and row.stopped_at is not None), None)
        if row is not None and code not in {row.code for row in self._running()}:
            fill(row, arithmetic.reopen(state_of(row), at))

    def _start(self, code: str, at: datetime) -> None:
        rule = self.order.process.clocks[code]
        done = {row.code for row in self.clocks if row.outcome in (arithmetic.MET, arithmetic.MISSED)}
        if code in {row.code for row in self._running()} or (rule.once and code in done):
            return
        since = self.order.reported_at if rule.since == "reported_at" else at
        shared = (
            r for r in self.clocks if r.code == rule.shares and r.stopped_at == at and r.outcome != arithmetic.VOID
        )
        since = next((row.started_at for row in shared), since)
        for row in started(self.order, [code], since, AS_THE_ORDER_SAYS):
            row.pk = next(self.ids.clocks)
            self.clocks.append(row)
