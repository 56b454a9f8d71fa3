"""The matters of a period within an area, as ``tally`` takes them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from command_center.ground.core.values import CHINA
from command_center.ground.organisation.scope import scoped
from workorders.kinds.complaint.figures.tally import MatterRow
from workorders.kinds.complaint.models import CategoryTree, Classification
from workorders.models.orders import WorkOrder

COUNTED = ("COMPLAINT", "OPINION")
FATES = {"WITHDRAWN": "WITHDRAWN", "DOWNGRADED": "DOWNGRADED"}


def matters(user: Any, *, since: date, until: date) -> list[MatterRow]:
    """Complaints and opinions told from ``since`` to ``until``, both included. One query.

    What was told in confidence counts for every reader alike: a figure that depends on who asks could be argued away. Left out are orders with which another goes on: the opinion of a downgraded complaint, and a reopened one, whose latest
    liability is that of the first.
    """
    latest = Classification.objects.filter(order=OuterRef("pk")).order_by("-pk").values("category__code")[:1]
    rows = (
        scoped(WorkOrder.objects.filter(kind__in=COUNTED), user)
        .filter(reported_at__gte=_begin(since), reported_at__lt=_begin(until + timedelta(days=1)))
        .filter(downgraded_from=None, complaint__reopens=None)
        .annotate(
            category=Coalesce(Subquery(latest), Value("")),
            found=Coalesce(F("reopened_as__liability"), F("complaint__liability"), Value("")),
            became=Coalesce(F("reopened_as__order__status"), F("status")),
            fate=Case(
                *(When(became=state, then=Value(fate)) for state, fate in FATES.items()),
                default=Value(""),
                output_field=CharField(),
            ),
        )
    )
    told = rows.values_list("kind", "source", "category", "fate", "found")
    return [
        MatterRow(kind=kind, channel=channel, category=category, fate=fate, liability=liability)
        for kind, channel, category, fate, liability in told
    ]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def trees() -> dict[str, Mapping[str, str]]:
    """Version → category → what it counts as, the oldest version first. Two queries."""
    rows = CategoryTree.objects.prefetch_related("category_rows")
    return {tree.code: {row.code: row.counts_as for row in tree.category_rows.all()} for tree in rows}
