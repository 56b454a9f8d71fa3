"""The figures above the board: counted once for all areas, in three queries, and added up for each jurisdiction."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q, Sum
from django.utils.timezone import localtime

from command_center.ground.core import simulation_speed
from command_center.ground.organisation.scope import Jurisdiction, covers
from workorders.kinds.fault.states import AT_WORK, OPEN, WAITING, Status
from workorders.models import Clock, ClockCode, Outcome, WorkOrder

SHARED_SECONDS = 4
SOON = timedelta(minutes=10)
KEY = "kpis"

Counts = dict[str, dict[str, float]]  # organisation path → what was counted there; durations in seconds


def kpis_for(user: Jurisdiction, *, at: datetime) -> dict[str, Any]:
    return kpis_of([user], at=at)[0]


def kpis_of(users: Sequence[Jurisdiction], *, at: datetime) -> list[dict[str, Any]]:
    """See the contract in ``docs/api.md``. Times in minutes; None where nothing has happened yet."""
    counts, speed = _shared_counts(at), simulation_speed.current()
    return [_figures(user, counts) | {"pace": speed} for user in users]


def _shared_counts(at: datetime) -> Counts:
    try:
        counts = cache.get(KEY)
    except Exception:  # Redis away: count, the board still wants its figures
        return _count(at)
    if counts is None:
        counts = _count(at)
        cache.set(KEY, counts, SHARED_SECONDS)
    return counts


def _figures(user: Jurisdiction, counts: Counts) -> dict[str, Any]:
    """Mean arrival: report → on site. Mean repair: on site → restored (our reading; the article does not define it)."""
    total: Counter[str] = Counter()
    for path, here in counts.items():
        if covers(user, path):
            total.update(here)
    means = {
        f"{what}_minutes{day}": _ratio(total[f"{what}_seconds{day}"], 60 * total[f"{what}_count{day}"], digits=1)
        for what in ("arrival", "repair")
        for day in ("", "_yesterday")
    }
    return {
        **{name: total[name] for name in ("open", "pending", "overdue", "due_soon", "en_route", "on_site")},
        **means,
        "orders_today": total["orders_today"],
        "accept_in_time_percent": _ratio(100 * total["accepted_in_time"], total["accept_clocks"], digits=2),
    }


def _ratio(whole: float, parts: float, *, digits: int) -> float | None:
    return round(whole / parts, digits) if parts else None


def _count(at: datetime) -> Counts:
    today = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    counts: Counts = defaultdict(dict)
    for rows in (_now(at), _durations(today), _acceptance(today)):
        for row in rows:
            path = row.pop("path")
            counts[path] |= {name: _number(value) for name, value in row.items() if value}
    return dict(counts)


def _number(value: int | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else value


def _now(at: datetime) -> Any:
    open_orders = WorkOrder.objects.repairs().filter(status__in=[s.value for s in OPEN])
    return open_orders.values(path=F("org_path")).annotate(
        open=Count("pk"),
        pending=Count("pk", filter=Q(status__in=[*(s.value for s in WAITING), Status.DISPATCHED.value])),
        overdue=Count("pk", filter=Q(next_due_at__lt=at)),
        due_soon=Count("pk", filter=Q(next_due_at__gte=at, next_due_at__lt=at + SOON)),
        en_route=Count("pk", filter=Q(status__in=[Status.ACCEPTED.value, Status.EN_ROUTE.value])),
        on_site=Count("pk", filter=Q(status__in=[s.value for s in AT_WORK])),
    )


def _durations(today: datetime) -> Any:
    orders = WorkOrder.objects.repairs().filter(reported_at__gte=today - timedelta(days=1))
    spans = {"arrival": F("arrived_at") - F("reported_at"), "repair": F("restored_at") - F("arrived_at")}
    days = {"": Q(reported_at__gte=today), "_yesterday": Q(reported_at__lt=today)}
    sums = {f"{what}_seconds{day}": Sum(span, filter=of) for what, span in spans.items() for day, of in days.items()}
    sizes = {f"{what}_count{day}": Count(span, filter=of) for what, span in spans.items() for day, of in days.items()}
    return orders.values(path=F("org_path")).annotate(**sums, **sizes, orders_today=Count("pk", filter=days[""]))


def _acceptance(today: datetime) -> Any:
    clocks = Clock.objects.filter(code=ClockCode.ACCEPT, started_at__gte=today).exclude(outcome=Outcome.VOID)
    return clocks.values(path=F("order__org_path")).annotate(
        accept_clocks=Count("pk", filter=~Q(outcome="")), accepted_in_time=Count("pk", filter=Q(outcome=Outcome.MET))
    )
