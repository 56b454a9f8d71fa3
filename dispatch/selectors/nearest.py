"""The crews worth looking at for each order: nearest first, from the GiST indexes, for a whole batch in one query."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from command_center.core.fields import LONGITUDE_SCALE

REACH = 24
FRESH_FOR = timedelta(minutes=10)

# Two walks of two indexes an order: crews by their fresh position, and crews without one by their base.
# The crew's centre is a filter and not the planner's job here, because a border crew of the next county would
# otherwise crowd out the ones that may go.
NEAREST = """
SELECT job.order_id, near.crew_id
FROM unnest(%(order_ids)s::bigint[], %(xs)s::float8[], %(ys)s::float8[], %(centre_ids)s::bigint[])
     AS job(order_id, x, y, centre_id)
CROSS JOIN LATERAL (
    (SELECT p.crew_id
       FROM dispatch_crewposition p JOIN dispatch_crew c ON c.id = p.crew_id
      WHERE p.fixed_at >= %(fresh_since)s AND c.active AND c.centre_id = job.centre_id
      ORDER BY p.place <-> point(job.x, job.y) LIMIT %(reach)s)
    UNION ALL
    (SELECT c.id
       FROM dispatch_crew c LEFT JOIN dispatch_crewposition p ON p.crew_id = c.id
      WHERE (p.fixed_at IS NULL OR p.fixed_at < %(fresh_since)s) AND c.active AND c.centre_id = job.centre_id
      ORDER BY c.base_place <-> point(job.x, job.y) LIMIT %(reach)s)
) near
"""


def crews_near(
    spots: Sequence[tuple[int, float, float, int]], *, at: datetime, reach: int = REACH
) -> dict[int, list[int]]:
    """For rows of (order_id, latitude, longitude, centre_id): the ids of up to 2 × ``reach`` crews of that centre."""
    if not spots:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST,
            {
                "order_ids": [order_id for order_id, *_ in spots],
                "xs": [longitude * LONGITUDE_SCALE for _, _, longitude, _ in spots],
                "ys": [latitude for _, latitude, _, _ in spots],
                "centre_ids": [centre_id for *_, centre_id in spots],
                "fresh_since": at - FRESH_FOR,
                "reach": reach,
            },
        )
        near: dict[int, list[int]] = defaultdict(list)
        for order_id, crew_id in cursor.fetchall():
            near[order_id].append(crew_id)
    return dict(near)
