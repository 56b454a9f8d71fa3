"""The figures above the board, for one jurisdiction, in three queries; cached for a few seconds and shared."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Avg, Count, F, Q
from django.utils.timezone import localtime

from command_center.core import pace
from command_center.organisation.scope import Jurisdiction, scoped
from workorders.models import Clock, ClockCode, Outcome, WorkOrder
from workorders.states import AT_WORK, OPEN, WAITING, Status

SHARED_SECONDS = 4
SOON = timedelta(minutes=10)


def kpis_for(user: Jurisdiction, *, at: datetime) -> dict[str, Any]:
    """See the contract in ``docs/api.md``. Times in minutes; None where nothing has happened yet."""
    key = "kpis:" + "|".join(sorted(user.scope_paths)).replace("/", ".")
    try:
        values = cache.get(key)
    except Exception:  # Redis away: compute, the board still wants its figures
        return _compute(user, at)
    if values is None:
        values = _compute(user, at)
        cache.set(key, values, SHARED_SECONDS)
    return values


def _compute(user: Jurisdiction, at: datetime) -> dict[str, Any]:
    today = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        **_now(user, at),
        **_durations(user, today),
        **_acceptance(user, today),
        "pace": pace.told(),
    }


def _now(user: Jurisdiction, at: datetime) -> dict[str, Any]:
    open_orders = scoped(WorkOrder.objects.filter(status__in=[s.value for s in OPEN]), user)
    return open_orders.aggregate(
        open=Count("pk"),
        pending=Count("pk", filter=Q(status__in=[*(s.value for s in WAITING), Status.DISPATCHED.value])),
        overdue=Count("pk", filter=Q(next_due_at__lt=at)),
        due_soon=Count("pk", filter=Q(next_due_at__gte=at, next_due_at__lt=at + SOON)),
        en_route=Count("pk", filter=Q(status__in=[Status.ACCEPTED.value, Status.EN_ROUTE.value])),
        on_site=Count("pk", filter=Q(status__in=[s.value for s in AT_WORK])),
    )


def _durations(user: Jurisdiction, today: datetime) -> dict[str, Any]:
    """Mean arrival: report → on site. Mean repair: on site → restored (our reading; the article does not define it)."""
    orders = scoped(WorkOrder.objects.filter(reported_at__gte=today - timedelta(days=1)), user)
    days = {"": Q(reported_at__gte=today), "_yesterday": Q(reported_at__lt=today)}
    means = orders.aggregate(
        **{
            f"arrival_minutes{day}": Avg(F("arrived_at") - F("reported_at"), filter=where)
            for day, where in days.items()
        },
        **{
            f"repair_minutes{day}": Avg(F("restored_at") - F("arrived_at"), filter=where) for day, where in days.items()
        },
        orders_today=Count("pk", filter=days[""]),
    )
    return {k: round(v.total_seconds() / 60, 1) if isinstance(v, timedelta) else v for k, v in means.items()}


def _acceptance(user: Jurisdiction, today: datetime) -> dict[str, Any]:
    done = scoped(
        Clock.objects.filter(code=ClockCode.ACCEPT, started_at__gte=today).exclude(outcome=Outcome.VOID),
        user,
        field="order__org_path",
    ).aggregate(all=Count("pk", filter=~Q(outcome="")), met=Count("pk", filter=Q(outcome=Outcome.MET)))
    return {"accept_in_time_percent": round(100 * done["met"] / done["all"], 2) if done["all"] else None}
