"""An outage claims its customers: who has power loses it, who is dark already stays where he is, but not later than this.

It locks its service points first and then comes in two statements, so that each sees what a concurrent outage has just
written. Who changes many service points in one transaction (a bulk import) makes claims over them wait: do it in batches.
"""

from datetime import datetime
from typing import Any

from command_center.ground.organisation.closed_years import require_for_closed_years
from outages.ledger.models import Correction, CorrectionKind
from outages.ledger.services import statements
from outages.life.models import Outage
from outages.life.scope import Scope

# The last return of power after ``since`` to the customer of row ``i``: a claim is not believed beyond it.
LAST_RETURN = f"""(SELECT max(e.on_at) FROM {statements.TABLE} e WHERE e.service_point_id = i.service_point_id
    AND e.retracted_at IS NULL AND e.on_at > %(since)s)"""
LATER = f"""i.retracted_at IS NULL AND i.on_at IS NULL AND i.off_at > %(since)s
    AND i.off_at > coalesce({LAST_RETURN}, %(since)s) AND i.service_point_id = ANY(%(points)s::bigint[])"""


def claim(
    outage: Outage,
    scope: Scope,
    *,
    since: datetime,
    at: datetime,
    actor: Any = None,
    correction: Correction | None = None,
) -> int:
    """Everybody in ``scope`` is dark since ``since``; how many interruptions of this outage began."""
    require_for_closed_years(actor, [since], at=at)
    points = statements.locked_points(scope)
    began = statements.claim(outage, points, since=since, correction=correction)
    _begin_earlier(outage, points, since, at, actor)
    return began


def _begin_earlier(outage: Outage, points: list[int], since: datetime, at: datetime, actor: Any) -> None:
    """Open interruptions of these customers that began later are corrected, each in its own outage."""
    parameters = {"points": points, "since": since}
    concerned = statements.rows_of(
        f"SELECT i.outage_id, count(*) FROM {statements.TABLE} i WHERE {LATER} GROUP BY 1 ORDER BY 1", parameters
    )
    # greatest() leaves a NULL out.
    start = {"off_at": f"greatest(%(since)s, {LAST_RETURN.replace('i.service_point_id', 'g.service_point_id')})"}
    for other_id, rows in concerned:
        correction = Correction.objects.create(
            outage_id=other_id,
            kind=CorrectionKind.EARLIER,
            reason=outage.number,
            author=actor,
            at=at,
            after={"since": since.isoformat(), "rows": rows},
        )
        statements.rewrite(
            correction, f"{LATER} AND i.outage_id = %(other)s", parameters | {"other": other_id}, instead=start
        )
