"""``/connections/``: the centre's pipeline, a column a stage with counts; ``/connections/calendar/``: the appointments of a week.

Complete without a script; a case opens with the verbs that the process offers to whoever looks.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from command_center.ground.core.values import CHINA, china_day
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import scoped
from command_center.screens.connections.words import OWNED_BY
from command_center.screens.pages import page_by_role
from workorders.kinds.connection.api.cases import with_case
from workorders.kinds.connection.api.shapes import case_rows
from workorders.kinds.connection.figures import figures
from workorders.kinds.connection.models import Appointment
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.steps import BUCKETS
from workorders.models.orders import WorkOrder

# More stand in a list than a person looks through; the counts are of all that are shown.
MOST = 500
A_WEEK = timedelta(days=7)
LABELS = {
    "APPLIED": _("Applied"), "SURVEY": _("Survey"), "PLANNED": _("Plan replied"), "CUSTOMER": _("Customer's own works"),
    "INSPECTION": _("Inspection"), "WAITING": _("Waiting"), "INSTALL": _("Installation"), "ENERGISED": _("Energised"),
}  # fmt: skip


@page_by_role
def pipeline(request: HttpRequest, user: User) -> HttpResponse:
    """Open cases by stage; ``?owner=``, ``?late=1`` and ``?bucket=70`` narrow them."""
    at = now()
    open_cases = scoped(with_case(WorkOrder.objects.readable_by(user)), user).exclude(status__in=CONNECTION.ends)
    rows = case_rows(list(open_cases.order_by("next_due_at", "pk")[:MOST]), at=at)
    shown = [row for row in rows if _is_asked(row, request)]
    columns = [
        {"label": label, "rows": found, "late": sum(row["overdue"] for row in found)}
        for stage, label in LABELS.items()
        for found in [[row | {"owner_label": OWNED_BY.get(row["owner"], "")} for row in shown if row["stage"] == stage]]
    ]
    context = {
        "columns": columns,
        "buckets": [(days, sum(_days(row) > days for row in rows)) for days in reversed(BUCKETS)],
        "owners": [(code, label, sum(row["owner"] == code for row in rows)) for code, label in OWNED_BY.items()],
        "late": sum(row["overdue"] for row in rows),
        "figures": figures(user, at - timedelta(days=30), at, at=at)["figures"],
        "asked": {name: request.GET.get(name, "") for name in ("owner", "late", "bucket")},
        "may_open": user.may(Right.HANDLE) or user.may(Right.CONNECTIONS),
    }
    return render(request, "connections/pipeline.html", context)


def _days(row: dict[str, Any]) -> int:
    """Days without power of a medium-voltage case, as its bucket says; 0 for any other."""
    return int(row["bucket"].removeprefix(">")) + 1 if row["bucket"] else 0


def _is_asked(row: dict[str, Any], request: HttpRequest) -> bool:
    owner, late, bucket = (request.GET.get(name, "") for name in ("owner", "late", "bucket"))
    by_bucket = not bucket.isdigit() or _days(row) > int(bucket[:4])
    return (not owner or row["owner"] == owner) and (not late or row["overdue"]) and by_bucket


@page_by_role
def calendar(request: HttpRequest, user: User) -> HttpResponse:
    """The appointments of seven days from ``?from=``, moved and missed ones included; without it from today."""
    day = _day(request.GET.get("from", "")) or china_day(now())
    start = datetime.combine(day, datetime.min.time(), CHINA)
    rows = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=start + A_WEEK).exclude(status="CANCELLED")
    found = scoped(
        rows.select_related("order", "person", "slot__unit").defer("slot__unit__area"), user, field="order__org_path"
    )
    days: dict[Any, list[Appointment]] = {(start + timedelta(days=n)).date(): [] for n in range(7)}
    for row in found.order_by("starts_at", "pk")[:MOST]:
        days[row.starts_at.astimezone(CHINA).date()].append(row)
    context = {
        "days": days.items(), "earlier": day - A_WEEK, "later": day + A_WEEK,
        "may_open": user.may(Right.HANDLE) or user.may(Right.CONNECTIONS),
    }  # fmt: skip
    return render(request, "connections/calendar.html", context)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
