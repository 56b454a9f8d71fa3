"""Plans for the tests: a draft over SW1 of the cast's feeder, and the way to any point of its life."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from outages.models import PlannedOutage
from outages.planned.services import notifying
from outages.planned.services.checking import check_plan
from outages.planned.services.drafting import Draft, approve_plan, draft_plan
from outages.planned.services.execution import start_plan

LONG_AGO = timedelta(days=10)


def make_draft(*opened: Any, start: datetime, hours: float = 2, **fields: Any) -> Draft:
    said = {"title": "更换 SW1", "reason": "线路检修", "closed": (), **fields}
    return Draft(
        planned_start_at=start,
        planned_end_at=start + timedelta(hours=hours),
        opened=[branch.pk for branch in opened],
        **said,
    )


def make_plan(
    *opened: Any, start: datetime, by: Any = None, at: datetime | None = None, **fields: Any
) -> PlannedOutage:
    """Drafted ten days before its start."""
    return draft_plan(draft=make_draft(*opened, start=start, **fields), at=at or start - LONG_AGO, actor=by)


def make_approved(*opened: Any, start: datetime, at: datetime | None = None, **fields: Any) -> PlannedOutage:
    plan = make_plan(*opened, start=start, at=at, **fields)
    at = at or start - LONG_AGO
    check_plan(plan_id=plan.pk, at=at)
    return approve_plan(plan_id=plan.pk, at=at, actor=None)


def make_announced(*opened: Any, start: datetime, **fields: Any) -> PlannedOutage:
    """Customers were told ten days before."""
    plan = make_approved(*opened, start=start, **fields)
    notifying.notify(plan_id=plan.pk, at=start - LONG_AGO)
    return notifying.announce(plan_id=plan.pk, at=start - LONG_AGO)


def make_started(*opened: Any, start: datetime | None = None, **fields: Any) -> PlannedOutage:
    """At work since its planned start, a quarter of an hour ago."""
    start = start or now() - timedelta(minutes=15)
    plan = make_announced(*opened, start=start, **fields)
    return start_plan(plan_id=plan.pk, started_at=start, at=now())
