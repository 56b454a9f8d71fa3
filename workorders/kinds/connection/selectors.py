"""Read models of cases: the minutes by owner, both scales, and what a case waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from command_center.ground.core.errors import NotFound
from workorders.kinds.connection.minutes import periods_of
from workorders.kinds.connection.models import Appointment, GridDependency, OwnedPeriod
from workorders.kinds.connection.owners import VALID, Owner
from workorders.kinds.connection.shares import Period, Scales, apportion, minutes_by_owner, scales, unit_for
from workorders.models.aftercare import Callback
from workorders.models.clocks import Clock
from workorders.models.orders import StatusChange, WorkOrder
from workorders.selectors.tracking import any_order_behind
from workorders.services import clocks
from workorders.services.calendars import working_time

TOTAL = "CONN_TOTAL"


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """Minutes of a case by owner up to ``until``; ``whole`` of them in ``unit`` minutes (a day or an hour), adding up."""

    until: datetime
    minutes: dict[Owner, float]
    unit: int
    whole: dict[Owner, int]
    scales: Scales
    owner: Owner | None

    @property
    def total(self) -> int:
        return sum(self.whole.values())


def case_behind(token: str, *, at: datetime) -> WorkOrder:
    """The order of an applicant's live link. Raises ``NotFound``."""
    order = any_order_behind(token, at=at)
    if order.kind != "CONNECTION":
        raise NotFound()
    return order


def reckon(order: WorkOrder, *, at: datetime) -> Reckoning:
    """Whose minutes they were, from application until power was on, else until the end or now."""
    return reckoned(order, periods_of(order.pk), order.connection_case.energised_at, at=at)


def reckoned(order: WorkOrder, periods: list[Period], energised_at: datetime | None, *, at: datetime) -> Reckoning:
    ended_at = periods[-1].until if periods else at
    until = energised_at or ended_at or at
    minutes = minutes_by_owner(periods, until)
    unit = unit_for(minutes)
    return Reckoning(
        until=until,
        minutes=minutes,
        unit=unit,
        whole=apportion(minutes, unit),
        scales=scales(periods, until, working_time(order.centre_id)),
        owner=periods[-1].owner if periods and periods[-1].until is None else None,
    )


def periods_of_many(order_ids: Iterable[int]) -> dict[int, list[Period]]:
    """Order id → its periods, oldest first. One query."""
    found: dict[int, list[Period]] = {pk: [] for pk in order_ids}
    for row in OwnedPeriod.objects.filter(order_id__in=found).order_by("during"):
        found[row.order_id].append(Period(Owner(row.owner), row.during.lower, row.during.upper))
    return found


def visits_of_many(order_ids: Iterable[int]) -> dict[tuple[int, str], Appointment]:
    """(order id, purpose) → the appointment that counts last: agreed, kept or missed. One query."""
    rows = Appointment.objects.filter(order_id__in=list(order_ids), status__in=("AGREED", "KEPT", "MISSED"))
    return {(row.order_id, row.purpose): row for row in rows.order_by("pk")}


def follow_ups_of_many(order_ids: Iterable[int]) -> dict[int, Callback]:
    """Order id → the last try of its follow-up. One query."""
    return {row.order_id: row for row in Callback.objects.filter(order_id__in=list(order_ids)).order_by("pk")}


def with_state_since(orders: "QuerySet[WorkOrder]") -> "QuerySet[WorkOrder]":
    """Each with ``state_since``: the moment of its last step into another state."""
    steps = StatusChange.objects.filter(order=OuterRef("pk")).exclude(old=F("new")).order_by("-pk")
    return orders.annotate(state_since=Subquery(steps.values("at")[:1]))


def waits_for(order: WorkOrder) -> GridDependency | None:
    return GridDependency.objects.filter(order=order, ended_at=None).first()


def plan_holds_until(order: WorkOrder) -> datetime | None:
    """The end of the plan in force; None where none is, or the applicant has gone on with it: then it has no end any more."""
    in_force = Clock.objects.running().filter(order=order, code=VALID)
    return in_force.values_list("due_at", flat=True).first()


def limit_days(order: WorkOrder) -> int | None:
    """The promise in working days for this kind of supply; None where nobody made one."""
    found = clocks.limits().limits_for(TOTAL, clocks.AS_THE_ORDER_SAYS.case(order), order.reported_at)
    return next((limit.working_days for limit in found if limit.working_days), None)
