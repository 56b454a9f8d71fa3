"""Who is to be told what of an outage, as the ledger stands: dark since when, back since when, and who asked us."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from outages.ledger.models import Interruption
from outages.life.models import OutageOrder

# Power that came back longer ago is no news to anybody.
NEWS_FOR = timedelta(days=1)
# The last word of the ledger about each point of these outages. Whoever is dark by another one has no power back.
STANDS = f"""
SELECT i.outage_id, i.service_point_id, i.off_at, i.on_at FROM {Interruption._meta.db_table} i
WHERE i.outage_id = ANY(%(outages)s) AND i.retracted_at IS NULL AND (i.on_at IS NULL OR i.on_at >= %(since)s)
    AND NOT EXISTS (SELECT FROM {Interruption._meta.db_table} l WHERE l.service_point_id = i.service_point_id
        AND l.retracted_at IS NULL AND l.off_at > i.off_at)
ORDER BY i.outage_id, i.service_point_id
"""


class Standing(NamedTuple):
    """A service point of an outage: since when it is out, and since when it has power again."""

    point_id: int
    off_at: datetime
    on_at: datetime | None


def standing_points(outage_ids: Collection[int], *, at: datetime) -> dict[int, list[Standing]]:
    """Outage id → its service points. One query."""
    found: dict[int, list[Standing]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(STANDS, {"outages": sorted(outage_ids), "since": at - NEWS_FOR})
        for outage_id, *row in cursor.fetchall():
            found[outage_id].append(Standing(*row))
    return dict(found)


def points_that_asked(outage_ids: Iterable[int]) -> set[int]:
    """Service points whose customers reported it themselves: they hear the end, whatever they were told before. One query."""
    linked = OutageOrder.objects.filter(outage_id__in=list(outage_ids), order__service_point__isnull=False)
    return set(linked.values_list("order__service_point_id", flat=True))
