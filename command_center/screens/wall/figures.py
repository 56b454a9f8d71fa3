"""What was done today: arrivals against the promised limit, customers with power again, calls and restorations by the quarter hour."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DateTimeField, F, Func, Max, Q, QuerySet, Value
from django.utils.timezone import localtime

from command_center.ground.core.values import iso
from command_center.ground.organisation.models import AreaKind
from command_center.ground.organisation.scope import scoped
from outages.models import PREARRANGED, Interruption, Outage
from workorders.models import Clock, ClockCode, Outcome, WorkOrder

LONGEST_REPAIR = timedelta(days=7)  # what took longer is not drawn
TREND_HOURS, STEP = 12, timedelta(minutes=15)


def midnight(at: datetime) -> datetime:
    return localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def restored_today(who: Any, *, at: datetime) -> int:
    """Customers whom a fault had left dark and who have power again since midnight: by the ledger, each once."""
    touched = scoped(Outage.objects.exclude(kind__in=PREARRANGED).filter(updated_at__gte=midnight(at)), who)
    back = Interruption.objects.standing().filter(outage__in=touched.values("pk"), on_at__gte=midnight(at))
    return back.aggregate(customers=Count("service_point", distinct=True))["customers"]


def arrivals_today(who: Any, *, at: datetime) -> list[dict[str, Any]]:
    return arrivals(who, midnight(at), at)


def arrivals(who: Any, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """From the report to the crew on site by kind of area, of repairs told in ``[start, end)``; its limit and who kept it.

    Minutes are None where nobody has arrived; whoever is still awaited past the limit counts as late.
    """
    told = {"reported_at__gte": start, "reported_at__lt": end}
    orders = scoped(WorkOrder.objects.repairs().filter(**told), who)
    span = F("arrived_at") - F("reported_at")
    means = _by_area(orders.values_list("area_kind").annotate(mean=Avg(span), arrived=Count("arrived_at")))
    clocks = Clock.objects.filter(code=ClockCode.ARRIVE, **{f"order__{name}": value for name, value in told.items()})
    counted = scoped(clocks, who, field="order__org_path").exclude(outcome=Outcome.VOID)
    over = Q(outcome="", paused_at=None, due_at__lt=end)
    kept = _by_area(
        counted.values_list("order__area_kind").annotate(
            limit=Max("limit_minutes"),
            of=Count("pk", filter=~Q(outcome="") | over),
            met=Count("pk", filter=Q(outcome=Outcome.MET)),
        )
    )
    return [_arrival(kind, *means.get(kind, (None, 0)), *kept.get(kind, (None, 0, 0))) for kind in AreaKind.values]


def _by_area(rows: "QuerySet[Any, Any]") -> dict[str, tuple[Any, ...]]:
    return {kind: values for kind, *values in rows.order_by()}


def _arrival(kind: str, mean: timedelta | None, arrived: int, limit: int | None, of: int, met: int) -> dict[str, Any]:
    return {
        "area_kind": kind,
        "minutes": None if mean is None else round(mean.total_seconds() / 60, 1),
        "arrived": arrived,
        "limit_minutes": limit,
        "kept_percent": round(100 * met / of, 1) if of else None,
        "kept_of": of,
    }


def trend(who: Any, *, at: datetime) -> dict[str, Any]:
    """Repairs told and power restored in each quarter of an hour of the last twelve hours, the present one last."""
    local = localtime(at)
    last = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
    start = last + STEP - timedelta(hours=TREND_HOURS)
    orders = scoped(WorkOrder.objects.repairs(), who)
    return {
        "start": iso(start.astimezone(UTC)),
        "step_minutes": int(STEP.total_seconds() // 60),
        "reported": _counts(orders, "reported_at", start, at),
        "restored": _counts(orders, "restored_at", start, at),
    }


def _counts(orders: "QuerySet[WorkOrder]", field: str, start: datetime, at: datetime) -> list[int]:
    binned = Func(
        Value("15 minutes"), F(field), Value(start), function="date_bin", output_field=DateTimeField(),
        template="%(function)s(%(expressions)s)",
    )  # fmt: skip
    recent = orders.filter(reported_at__gte=start - LONGEST_REPAIR)  # by the index there is
    rows = recent.filter(**{f"{field}__gte": start, f"{field}__lte": at}).annotate(bin=binned)
    found = dict(rows.order_by().values_list("bin").annotate(count=Count("pk")))
    return [found.get(start + n * STEP, 0) for n in range(TREND_HOURS * 4)]
