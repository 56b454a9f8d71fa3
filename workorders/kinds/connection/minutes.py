"""The one function that states whose minute it is, after the opening of a case and after every step of it.

``follow`` is registered with the engine: whatever lets an order step (a verb, a pause, a script) comes through here, in the same transaction.
It also lets the clocks of the utility's own minutes, the promise and every stage, stand still while others have the case.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from workorders.engine.writing import write
from workorders.kinds.connection.models import ConnectionCase, GridDependency, OwnedPeriod, Side
from workorders.kinds.connection.owners import Owner, owner_in, runs
from workorders.kinds.connection.process import FOLLOW_THE_OWNER
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.shares import Period
from workorders.kinds.connection.states import ENDS, Status
from workorders.models.orders import WorkOrder
from workorders.services import clocks
from workorders.services.tracking_links import keep_until_after, make_links

# Source: assumed. After the file is closed the applicant can still read how it went.
LINK_LIVES = timedelta(days=30)


def follow(orders: Sequence[WorkOrder], *, at: datetime) -> None:
    """Bring the rows of these cases to where the orders stand now; a step said with a past moment counts from then."""
    for order in orders:
        _follow(order, at)


def _follow(order: WorkOrder, at: datetime) -> None:
    case = ConnectionCase.objects.filter(order=order).first() or _begin(order, at)
    dependency = _dependency(order, at)
    owner = _owner(order, dependency)
    _turn(order, owner, dependency, at)
    if owner is not None:
        _run_own_clocks(order, owner, at)
    if order.status == Status.ENERGISED and case.energised_at is None:
        case.energised_at = at
        case.save(update_fields=["energised_at"])
    if order.status in ENDS or order.status == Status.SUSPENDED:
        # Nobody comes now. What the utility rested for is an appointment not kept; an end owes nobody a visit.
        by = Side.UTILITY if owner == Owner.UTILITY else Side.CUSTOMER
        appointments.call_off(order, by=by.value, reason=order.status, at=at)
    if order.status in ENDS:
        keep_until_after(order.pk, closed_at=at, lives=LINK_LIVES)


def _begin(order: WorkOrder, at: datetime) -> ConnectionCase:
    """The grid's manager is responsible by name, and the applicant can follow from the first minute."""
    make_links([order], at=at)
    return ConnectionCase.objects.create(order=order, responsible_id=order.grid.manager_id if order.grid else None)


def _dependency(order: WorkOrder, at: datetime) -> GridDependency | None:
    """What it waits for in the grid, while it does; a wait that nobody described is the utility's own."""
    open_one = GridDependency.objects.filter(order=order, ended_at=None).first()
    if order.status == Status.GRID_WORKS_WAIT:
        return open_one or GridDependency.objects.create(order=order, owner=Owner.UTILITY.value, blocker="—", since=at)
    if open_one is not None:
        open_one.ended_at = max(at, open_one.since)
        open_one.save(update_fields=["ended_at"])
    return None


def _owner(order: WorkOrder, dependency: GridDependency | None) -> Owner | None:
    reason = ""
    if order.status == Status.SUSPENDED:
        last = order.status_changes.order_by("-pk").first()
        reason = last.reason if last else ""
    return owner_in(order.status, waits_for=dependency.owner if dependency else "", pause_reason=reason)


def _turn(order: WorkOrder, owner: Owner | None, dependency: GridDependency | None, at: datetime) -> None:
    """End the period that lasts and begin the next where it ends: nothing lies between them."""
    last = OwnedPeriod.objects.filter(order=order).order_by("-pk").first()
    if last is None:
        start = order.reported_at
    elif last.during.upper is not None:
        start = last.during.upper
    elif owner is not None and (last.owner, last.dependency_id) == (owner.value, dependency and dependency.pk):
        return
    else:
        start = _end(last, at)
    if owner is not None:
        OwnedPeriod.objects.create(
            order=order, owner=owner.value, during=DateTimeTZRange(start, None), state=order.status,
            dependency=dependency,
        )  # fmt: skip


def _end(last: OwnedPeriod, at: datetime) -> datetime:
    """The moment at which it ends; a period in which nobody had a minute never was."""
    end = max(at, last.during.lower)
    if end == last.during.lower:
        last.delete()
    else:
        last.during = DateTimeTZRange(last.during.lower, end)
        last.save(update_fields=["during"])
    return end


def _run_own_clocks(order: WorkOrder, owner: Owner, at: datetime) -> None:
    """The clocks of our own minutes run in them and in no others; a plan's validity in the customer's."""
    now_runs = partial(runs, sub_kind=order.sub_kind, status=order.status, owner=owner)
    if clocks.run_or_rest(order.pk, FOLLOW_THE_OWNER, runs=now_runs, at=at):
        write([order], at=at)


def periods_of(order_id: int) -> list[Period]:
    """The rows of one case for the arithmetic, oldest first."""
    rows = OwnedPeriod.objects.filter(order_id=order_id).order_by("during")
    return [Period(Owner(row.owner), row.during.lower, row.during.upper) for row in rows]
