"""The three rates of appointments, the conformity index and the yearly headline, drawn from rows of a person's area."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.scope import scoped
from workorders.kinds import BESIDE
from workorders.kinds.connection import rates
from workorders.kinds.connection.models import Appointment, ConnectionCase
from workorders.kinds.connection.steps import MEDIUM_KINDS
from workorders.models.aftercare import Callback
from workorders.models.clocks import Clock
from workorders.models.orders import WorkOrder

BOOKINGS = ("CONN_APPOINT_1", "CONN_APPOINT_2")
TOTAL = "CONN_TOTAL"
DAY = timedelta(days=1)
# 10 kV projects are the medium-voltage kinds of supply, 400 V projects all others.
DAYS_OF: dict[str, Callable[..., "QuerySet[ConnectionCase]"]] = {
    "days_10kv": lambda cases, **medium: cases.filter(**medium),
    "days_400v": lambda cases, **medium: cases.exclude(**medium),
}
LABELS = {
    "booked": _("Appointments made in time"),
    "kept": _("Appointments kept in time"),
    "satisfied": _("Follow-ups satisfied"),
    "reached": _("Follow-ups reached"),
    "conformity": _("Connection conformity"),
    "days_10kv": _("Average days, 10 kV"),
    "days_400v": _("Average days, 400 V"),
}
DEFINITIONS = {
    "booked": _(
        "Appointments made within the booking limit ÷ appointments due in the period; open overdue ones stand in the denominator."
    ),
    "kept": _(
        "Somebody was there by the end of the slot ÷ appointments whose slot ended in the period. Moved by the customer before the slot: "
        "the new one counts. Moved by us: not kept."
    ),
    "satisfied": _("Satisfied or fairly satisfied ÷ follow-ups reached and rated."),
    "reached": _("Reached ÷ follow-ups, the last try of each case."),
    "conformity": _(
        "0.4 × all stages in time + 0.3 × promise kept + 0.3 × customer satisfied, each over the cases archived in the period."
    ),
    "days_10kv": _(
        "Days from the application until power was on, whoever had the case: the mean over medium-voltage cases energised in the period."
    ),
    "days_400v": _(
        "Days from the application until power was on, whoever had the case: the mean over low-voltage cases energised in the period."
    ),
}


def figures(user: Any, start: datetime, end: datetime, *, at: datetime) -> dict[str, Any]:
    """``{"figures": […], "energised": […]}`` of ``start`` ≤ moment < ``end``. Nine queries."""
    answers = _answers(user, start, end)
    found = {
        "booked": rates.booked_in_time(_due(user, start, end, at), start, end),
        "kept": rates.kept_in_time(_visits(user, start, end, at), start, end),
        "satisfied": rates.satisfied(answers),
        "reached": rates.reached(answers),
    }
    told = [_told(code, rate.percent, rate.hits, rate.of) for code, rate in found.items()]
    archived = _archived(user, start, end)
    told.append(_told("conformity", rates.conformity(archived), None, len(archived)))
    for code in DAYS_OF:
        days = [row["days"] for row in _rows_of_days(code, user, start, end)]
        told.append(_told(code, None, None, len(days)) | {"days": rates.mean(days)})
    return {"figures": told, "energised": _energised(user, start, end)}


def rows_behind(user: Any, code: str, start: datetime, end: datetime, *, at: datetime) -> list[dict[str, Any]]:
    """What a figure of ``figures`` was counted from, those that miss it, or took longest, first: ``number``, ``at``, ``hit``, and ``parts`` of an index.

    Of ``satisfied`` and ``reached`` the answer itself stands in ``answer``. As many rows as the figure is ``of``. Raises ``KeyError``.
    """
    rows: list[dict[str, Any]] = ROWS[code](user, start, end, at)
    return sorted(rows, key=lambda row: (row["hit"], -(row["days"] or 0), -row["at"].timestamp()))


def _rows_due(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    counted = rates.counted_dues(_due(user, start, end, at), start, end)
    return [_row(each.number, each.due_at, bool(each.made_in_time)) for each in counted]


def _rows_visited(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    counted = rates.counted_visits(_visits(user, start, end, at), start, end)
    return [_row(each.number, each.ends_at, rates.is_kept(each)) for each in counted]


def _rows_satisfied(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    rated = [row for row in _last_answers(user, start, end) if row["satisfaction"] in rates.RATED]
    return [_answered(row, row["satisfaction"] in rates.SATISFIED) for row in rated]


def _rows_reached(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    return [_answered(row, row["satisfaction"] != "NOT_REACHED") for row in _last_answers(user, start, end)]


def _rows_archived(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    return [
        _row(each.number, each.closed_at, each.conforms)
        | {"parts": {"stages": each.stages_in_time, "promise": each.promise_kept, "satisfied": bool(each.satisfied)}}
        for each in _archived(user, start, end)
    ]


def _rows_of_days(code: str, user: Any, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Cases energised in the period, of one voltage, with the days that each took."""
    cases = ConnectionCase.objects.filter(energised_at__gte=start, energised_at__lt=end)
    of_voltage = DAYS_OF[code](cases, order__sub_kind__in=MEDIUM_KINDS)
    rows = scoped(of_voltage, user, field="order__org_path").order_by("order")
    return [
        _row(number, energised_at, True) | {"days": (energised_at - reported_at) / DAY}
        for number, reported_at, energised_at in rows.values_list("order__number", "order__reported_at", "energised_at")
        if energised_at is not None
    ]


def _rows_10kv(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    return _rows_of_days("days_10kv", user, start, end)


def _rows_400v(user: Any, start: datetime, end: datetime, at: datetime) -> list[dict[str, Any]]:
    return _rows_of_days("days_400v", user, start, end)


def _row(number: str, at: Any, hit: bool) -> dict[str, Any]:
    return {"number": number, "at": at, "hit": hit, "answer": "", "parts": None, "days": None}


def _answered(row: dict[str, Any], hit: bool) -> dict[str, Any]:
    return _row(row["order__number"], row["at"], hit) | {"answer": row["satisfaction"]}


ROWS = {
    "booked": _rows_due, "kept": _rows_visited, "satisfied": _rows_satisfied, "reached": _rows_reached,
    "conformity": _rows_archived, "days_10kv": _rows_10kv, "days_400v": _rows_400v,
}  # fmt: skip


def _told(code: str, percent: Any, hits: int | None, of: int) -> dict[str, Any]:
    return {
        "code": code, "label": str(LABELS[code]), "percent": None if percent is None else str(percent), "hits": hits,
        "of": of, "definition": str(DEFINITIONS[code]), "days": None,
    }  # fmt: skip


def _due(user: Any, start: datetime, end: datetime, at: datetime) -> list[rates.Due]:
    rows = scoped(
        Clock.objects.filter(code__in=BOOKINGS, due_at__gte=start, due_at__lt=end), user, field="order__org_path"
    )
    return [
        rates.Due(
            due_at=due_at,
            made_in_time=True if outcome == "MET" else False if outcome or due_at < at else None,
            number=number,
        )
        # One that stands still is due only when it runs again.
        for due_at, outcome, number in rows.filter(paused_at=None)
        .exclude(outcome="VOID")
        .values_list("due_at", "outcome", "order__number")
    ]


def _visits(user: Any, start: datetime, end: datetime, at: datetime) -> list[rates.Visit]:
    """A slot that has not ended yet is neither kept nor missed."""
    ended = Appointment.objects.filter(ends_at__gte=start, ends_at__lt=end, ends_at__lte=at)
    rows = scoped(ended, user, field="order__org_path")
    names = ("starts_at", "ends_at", "arrived_at", "ended_at", "ended_by")
    return [rates.Visit(**row) for row in rows.values(*names, number=F("order__number"))]


def _answers(user: Any, start: datetime, end: datetime) -> list[str]:
    return [row["satisfaction"] for row in _last_answers(user, start, end)]


def _last_answers(user: Any, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The last answer of each case that was asked in the period."""
    asked = Callback.objects.filter(order__kind="CONNECTION", at__gte=start, at__lt=end)
    rows = scoped(asked, user, field="order__org_path").order_by("pk")
    names = ("order_id", "order__number", "satisfaction", "at")
    last: dict[int, dict[str, Any]] = {row["order_id"]: dict(row) for row in rows.values(*names)}
    return list(last.values())


def _archived(user: Any, start: datetime, end: datetime) -> list[rates.Archived]:
    orders = WorkOrder.objects.filter(kind="CONNECTION", status="ARCHIVED", closed_at__gte=start, closed_at__lt=end)
    ended = {pk: (number, at) for pk, number, at in scoped(orders, user).values_list("pk", "number", "closed_at")}
    ids = list(ended)
    missed: dict[int, set[str]] = defaultdict(set)
    # What only the customer can do is no stage of ours.
    late = Clock.objects.filter(order_id__in=ids, outcome="MISSED", code__startswith="CONN_").exclude(code__in=BESIDE)
    for pk, code in late.values_list("order_id", "code"):
        missed[pk].add(code)
    said = dict(Callback.objects.filter(order_id__in=ids).order_by("pk").values_list("order_id", "satisfaction"))
    return [
        rates.Archived(
            stages_in_time=not missed[pk] - {TOTAL},
            promise_kept=TOTAL not in missed[pk],
            satisfied=said[pk] in rates.SATISFIED if said.get(pk) in rates.RATED else None,
            number=ended[pk][0],
            closed_at=ended[pk][1],
        )
        for pk in ids
    ]


def _energised(user: Any, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Cases energised in the period by scheme: how many, kilowatts, yuan that applicants did not pay."""
    rows = ConnectionCase.objects.filter(energised_at__gte=start, energised_at__lt=end)
    sums = scoped(rows, user, field="order__org_path").values("scheme").order_by("scheme")
    counted = sums.annotate(cases=Count("pk"), kw=Sum("approved_kw"), saved=Sum("cost_saved"))
    return [
        {"scheme": row["scheme"], "cases": row["cases"], "kw": float(row["kw"] or 0), "cost_saved": row["saved"] or 0}
        for row in counted
    ]
