"""The matters of a period within an area, as the pure files of this folder take them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from command_center.ground.core.values import CHINA
from command_center.ground.organisation.hearing import closed_gates
from command_center.ground.organisation.models import CENTRES, Level
from command_center.ground.organisation.scope import scoped
from workorders.kinds.complaint.figures.tally import Fate, MatterRow
from workorders.kinds.complaint.figures.units import IN_CONFIDENCE, Place
from workorders.kinds.complaint.models import CategoryTree, Classification, Complaint
from workorders.models.orders import CONFIDENTIAL, WorkOrder

COUNTED = ("COMPLAINT", "OPINION")
FATES: Mapping[str, Fate] = {"WITHDRAWN": "WITHDRAWN", "DOWNGRADED": "DOWNGRADED"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One matter with where it is counted. ``sealed``: it counts for this reader, who may not hear of whom it is about.

    ``within``: the path of the order, by which it is decided who may ask; ``gate``: of what was told in confidence.
    ``goes_on``: the number of the order with which a reopened one goes on, or "". ``trigger_id`` and ``outage``: the order and the
    number of the outage that set it off.
    """

    pk: int
    number: str
    reported_at: datetime
    status: str
    row: MatterRow
    place: Place
    sealed: bool
    goes_on: str
    within: str
    gate: str
    trigger_id: int | None
    outage: str


class Last(NamedTuple):
    """How a reopened matter stands: by the last order with which it went on."""

    pk: int
    number: str
    status: str
    liability: str


def told_matters(user: Any, *, since: date, until: date) -> list[Told]:
    """Complaints and opinions told from ``since`` to ``until``, both included. Two queries.

    What was told in confidence counts for every reader alike: a figure that depends on who asks could be argued away. Left out are
    orders with which another goes on: the opinion of a downgraded complaint, and a reopened one; the first stands as the last does.
    """
    first, end = _begin(since), _begin(until + timedelta(days=1))
    went_on = _went_on(first, end)
    shut, home = set(closed_gates(user)), getattr(getattr(user, "home", None), "path", "")
    return [_told(dict(row), went_on, shut, home) for row in _rows(user, first, end)]


def matters(user: Any, *, since: date, until: date) -> list[MatterRow]:
    """The same as rows for ``tally``."""
    return [each.row for each in told_matters(user, since=since, until=until)]


_COLUMNS = (
    "pk", "number", "reported_at", "kind", "source", "status", "gate", "org_path", "about_id", "about__kind", "centre__code",
    "concerns__code", "concerns__path", "concerns__level", "concerns__parent__code",
)  # fmt: skip


def _rows(user: Any, first: datetime, end: datetime) -> "QuerySet[WorkOrder, dict[str, Any]]":
    latest = Classification.objects.filter(order=OuterRef("pk")).order_by("-pk").values("category__code")[:1]
    return (
        scoped(WorkOrder.objects.filter(kind__in=COUNTED), user)
        .filter(reported_at__gte=first, reported_at__lt=end)
        .filter(downgraded_from=None, complaint__reopens=None)
        .annotate(
            category=Coalesce(Subquery(latest), Value("")),
            found=Coalesce("complaint__liability", Value("")),
            outage=Coalesce("complaint__outage_number", Value("")),
            # A complaint that springs from one is no trigger.
            trigger=Case(When(about__kind="COMPLAINT", then=Value(None)), default="about_id"),
        )
        .order_by("pk")
        .values(*_COLUMNS, "category", "found", "outage", "trigger")
    )


def _went_on(first: datetime, end: datetime) -> dict[int, Last]:
    """First order of a reopened matter → its last one. One query: a reopened order was told when its first one was."""
    rows = Complaint.objects.filter(reopens__isnull=False, order__reported_at__gte=first, order__reported_at__lt=end)
    names = ("reopens_id", "order_id", "order__number", "order__status", "liability")
    following = {reopens: Last(*row) for reopens, *row in rows.values_list(*names)}
    return {pk: _end_of(last, following) for pk, last in following.items()}


def _end_of(last: Last, following: Mapping[int, Last]) -> Last:
    while last.pk in following:
        last = following[last.pk]
    return last


def _told(row: dict[str, Any], went_on: Mapping[int, Last], shut: set[str], home: str) -> Told:
    again = went_on.get(row["pk"])
    status, liability = (again.status, again.liability) if again else (row["status"], row["found"])
    own = bool(row["concerns__path"] and home.startswith(row["concerns__path"]))
    sealed = row["gate"] in shut or (row["gate"] == CONFIDENTIAL and own)
    return Told(
        pk=row["pk"],
        number=row["number"],
        reported_at=row["reported_at"],
        status=status,
        row=MatterRow(
            kind=row["kind"], channel=row["source"], category=row["category"], fate=FATES.get(status, ""),
            liability=liability, reopened=again is not None,
        ),
        place=IN_CONFIDENCE if sealed else _place(row),
        sealed=sealed,
        goes_on=again.number if again else "",
        within=row["org_path"],
        gate=row["gate"],
        trigger_id=row["trigger"],
        outage=row["outage"],
    )  # fmt: skip


def _place(row: Mapping[str, Any]) -> Place:
    """With the unit that it is about and that one's centre; where none is named with the centre that has it."""
    unit = row["concerns__code"]
    if not unit:
        return Place(row["centre__code"])
    its_own_centre = row["concerns__level"] in (*CENTRES, Level.PROVINCE) or not row["concerns__parent__code"]
    return Place(unit if its_own_centre else row["concerns__parent__code"], unit)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def trees() -> dict[str, Mapping[str, str]]:
    """Version → category → what it counts as, the oldest version first. Two queries."""
    rows = CategoryTree.objects.prefetch_related("category_rows")
    return {tree.code: {row.code: row.counts_as for row in tree.category_rows.all()} for tree in rows}


def open_to(rows: Iterable[Told]) -> list[Told]:
    """Those that the reader may hear of."""
    return [each for each in rows if not each.sealed]
