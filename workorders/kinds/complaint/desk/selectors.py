"""Read models of the desk: complaints with what their rows show, and a year of the same account."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from command_center.ground.organisation.models import User
from command_center.ground.organisation.scope import scoped
from customers.phones import mask_phones_in
from workorders.kinds import PROCESSES, label_of
from workorders.kinds.complaint.desk.risk import CALLS_ARE_OFTEN, Risk, Signs, risks
from workorders.kinds.complaint.models import Appeal, Classification, Downgrade
from workorders.kinds.complaint.process import COMPLAINT
from workorders.kinds.complaint.states import ENDS
from workorders.models.clocks import Clock
from workorders.models.orders import FaultReport, Source, StatusChange, WorkOrder
from workorders.outage_history import outage_history

Orders = QuerySet[WorkOrder]
YEAR = timedelta(days=365)
MOST_OF_A_YEAR = 60
TITLE_LENGTH = 60


def complaints_for(user: User) -> "Orders":
    """Complaints that this person may see."""
    return scoped(WorkOrder.objects.readable_by(user).filter(kind=COMPLAINT.kind), user)


def with_signs(orders: "Orders") -> "Orders":
    """Each with ``told_count`` and what else filters and risks are read from."""
    calls = FaultReport.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Count("pk"))
    latest = Classification.objects.filter(order=OuterRef("pk")).order_by("-pk")
    return orders.annotate(
        told_count=Coalesce(Subquery(calls.values("n")), 0),
        alleges_frequent_outages=Coalesce(Subquery(latest.values("category__needs_outage_history")[:1]), False),
        downgrade_open=Exists(Downgrade.objects.filter(order=OuterRef("pk"), decided_at=None)),
        appeal_open=Exists(Appeal.objects.filter(order=OuterRef("pk"), decided_at=None)),
    )


def with_facts(orders: "Orders") -> "Orders":
    """With everything a row shows, in one query."""
    clocks = Clock.objects.filter(order=OuterRef("pk"), stopped_at=None)
    steps = StatusChange.objects.filter(order=OuterRef("pk")).exclude(old=F("new")).order_by("-pk")
    latest = Classification.objects.filter(order=OuterRef("pk")).order_by("-pk")
    related = ("unit", "centre", "concerns", "about", "complaint")
    return (
        with_signs(orders)
        .select_related(*related)
        .defer("unit__area", "centre__area", "concerns__area")
        .annotate(
            contact_due_at=Subquery(clocks.filter(code="C_CONTACT").values("due_at")[:1]),
            answer_due_at=Subquery(clocks.filter(code="C_ANSWER").values("due_at")[:1]),
            state_since=Subquery(steps.values("at")[:1]),
            category_zh=Subquery(latest.values("category__label_zh")[:1]),
            category_en=Subquery(latest.values("category__label_en")[:1]),
            complaint_grade_zh=Subquery(latest.values("grade__label_zh")[:1]),
            complaint_grade_en=Subquery(latest.values("grade__label_en")[:1]),
        )
    )


def at_risk(*, at: datetime) -> Q:
    """The same as ``risk.risks`` of complaints ``with_signs``, for the database; ended ones are no risk."""
    some = (
        Q(told_count__gte=CALLS_ARE_OFTEN)
        | Q(alleges_frequent_outages=True)
        | Q(next_due_at__lt=at)
        | Q(complaint__reopens__isnull=False)
        | Q(source=Source.HOTLINE_12398)
    )
    return ~Q(status__in=ENDS) & some


def risks_of(order: Any, *, at: datetime) -> list[Risk]:
    """``order`` as ``with_facts`` gives it."""
    if order.status in ENDS:
        return []
    facts = getattr(order, "complaint", None)
    return risks(
        Signs(
            calls=order.told_count,
            alleges_frequent_outages=order.alleges_frequent_outages,
            late=order.next_due_at is not None and order.next_due_at < at,
            reopened=facts is not None and facts.reopens_id is not None,
            from_regulator=order.source == Source.HOTLINE_12398,
        )
    )


class Happening(NamedTuple):
    """One line of an account's year: an order or a time without power. ``until`` is None while it goes on."""

    what: str
    number: str
    words: str
    state: str
    at: datetime
    until: datetime | None


def account_year(order: WorkOrder, user: User, *, at: datetime) -> list[Happening]:
    """What else the account of a complaint met with in the year before, the latest first; nothing of a confidential one.

    Two queries. Orders are those that ``user`` may see; times without power are those of the complaint's supply.
    """
    if order.confidential or order.customer_id is None:
        return []
    others = _orders(order, order.customer_id, user, since=at - YEAR)
    dark = _outages(order.service_point_id, until=at) if order.service_point_id else []
    return sorted((*others, *dark), key=lambda row: row.at, reverse=True)[:MOST_OF_A_YEAR]


def _orders(order: WorkOrder, customer_id: int, user: User, *, since: datetime) -> list[Happening]:
    rows = scoped(WorkOrder.objects.readable_by(user).filter(customer_id=customer_id), user)
    rows = rows.filter(reported_at__gte=since).exclude(pk=order.pk).order_by("-reported_at")[:MOST_OF_A_YEAR]
    return [
        Happening(
            what=row.kind,
            number=row.number,
            words=f"{PROCESSES[row.kind].label} · {mask_phones_in(row.description)[:TITLE_LENGTH]}",
            state=label_of(row.kind, row.status),
            at=row.reported_at,
            until=row.closed_at,
        )
        for row in rows
    ]


def _outages(point_id: int, *, until: datetime) -> list[Happening]:
    return [
        Happening(
            what="OUTAGE",
            number=row["outage"],
            words=row["kind"],
            state="",
            at=datetime.fromisoformat(row["off_at"]),
            until=datetime.fromisoformat(row["on_at"]) if row["on_at"] else None,
        )
        for row in outage_history(point_id, until=until)
    ]
