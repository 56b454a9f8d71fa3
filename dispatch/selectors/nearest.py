"""The crews worth looking at for each order: nearest first, from the GiST indexes, for a whole batch in one query."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from command_center.core.fields import LONGITUDE_SCALE

REACH = 12
LONGEST_REACH = 60
EXPLAINED = 6
FRESH_FOR = timedelta(minutes=10)


class Spot(NamedTuple):
    """Where an order is and which centre serves it."""

    order_id: int
    latitude: float
    longitude: float
    centre_id: int


# Per order two walks of each of two indexes: crews by their fresh position, and crews without one by their base.
# The first pair takes crews that can be asked now, so that a ring of busy crews does not hide the free one behind it;
# the second takes a few nearest of any kind, so that a dispatcher reads why they were passed over.
# The centre is a filter here and not only the planner's, or a border crew of the next county would take up the places.
NEAREST = """
SELECT job.order_id, near.crew_id
FROM unnest(%(order_ids)s::bigint[], %(xs)s::float8[], %(ys)s::float8[], %(centre_ids)s::bigint[], %(reaches)s::int[])
     AS job(order_id, x, y, centre_id, reach)
CROSS JOIN LATERAL (
    (SELECT p.crew_id FROM dispatch_crewposition p JOIN dispatch_crew c ON c.id = p.crew_id
      WHERE p.fixed_at >= %(fresh_since)s AND c.active AND c.centre_id = job.centre_id AND {askable}
      ORDER BY p.place <-> point(job.x, job.y) LIMIT job.reach)
    UNION
    (SELECT c.id FROM dispatch_crew c LEFT JOIN dispatch_crewposition p ON p.crew_id = c.id
      WHERE (p.fixed_at IS NULL OR p.fixed_at < %(fresh_since)s) AND c.active AND c.centre_id = job.centre_id AND {askable}
      ORDER BY c.base_place <-> point(job.x, job.y) LIMIT job.reach)
    UNION
    (SELECT p.crew_id FROM dispatch_crewposition p JOIN dispatch_crew c ON c.id = p.crew_id
      WHERE p.fixed_at >= %(fresh_since)s AND c.active AND c.centre_id = job.centre_id
      ORDER BY p.place <-> point(job.x, job.y) LIMIT %(explained)s)
    UNION
    (SELECT c.id FROM dispatch_crew c LEFT JOIN dispatch_crewposition p ON p.crew_id = c.id
      WHERE (p.fixed_at IS NULL OR p.fixed_at < %(fresh_since)s) AND c.active AND c.centre_id = job.centre_id
      ORDER BY c.base_place <-> point(job.x, job.y) LIMIT %(explained)s)
) near
"""
ASKABLE = """
    EXISTS (SELECT FROM dispatch_shift s WHERE s.crew_id = c.id AND s.starts_at <= %(at)s AND s.ends_at > %(at)s)
    AND NOT EXISTS (SELECT FROM dispatch_offer o WHERE o.crew_id = c.id AND o.status = 'OFFERED')
    AND NOT EXISTS (SELECT FROM dispatch_offer o WHERE o.crew_id = c.id AND o.order_id = job.order_id)
    AND c.workload_limit > (SELECT count(*) FROM dispatch_assignment a WHERE a.crew_id = c.id AND a.released_at IS NULL)
"""


def crews_near(spots: Sequence[Spot], *, at: datetime) -> dict[int, list[int]]:
    """Order id → ids of the crews to weigh. Orders that crowd one centre look further, or they would share a dozen."""
    if not spots:
        return {}
    crowd = Counter(spot.centre_id for spot in spots)
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST.format(askable=ASKABLE),
            {
                "order_ids": [spot.order_id for spot in spots],
                "xs": [spot.longitude * LONGITUDE_SCALE for spot in spots],
                "ys": [spot.latitude for spot in spots],
                "centre_ids": [spot.centre_id for spot in spots],
                "reaches": [min(REACH + crowd[spot.centre_id], LONGEST_REACH) for spot in spots],
                "fresh_since": at - FRESH_FOR,
                "explained": EXPLAINED,
                "at": at,
            },
        )
        near: dict[int, list[int]] = defaultdict(list)
        for order_id, crew_id in cursor.fetchall():
            near[order_id].append(crew_id)
    return dict(near)
