"""供电方案有效期: until when a signed plan holds, prolonged once, and what happens when it lapses."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from workorders.engine.advance import advance
from workorders.kinds.connection.models import ConnectionCase, SupplyPlan
from workorders.kinds.connection.owners import VALID
from workorders.kinds.connection.process import WAITS_FOR_THE_APPLICANT
from workorders.kinds.connection.services.plans import draft_plan
from workorders.models.clocks import Clock
from workorders.models.orders import WorkOrder
from workorders.services import clocks, due_moments

SECOND_VISIT = "CONN_APPOINT_2"
AT_ONCE = 100


@transaction.atomic
def prolong(*, order_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """On the applicant's wish the plan holds as long again, once and before it lapses; raises ``Conflict`` otherwise."""
    order = WorkOrder.objects.lock(order_id)
    advance([order], "prolong-plan", at=at, actor=actor)
    row = Clock.objects.running().filter(order=order, code=VALID).first()
    if row is None:
        raise Conflict(_("No plan of this case is in force."))
    to = row.due_at + timedelta(minutes=row.limit_minutes)
    due_moments.extend(order.pk, VALID, to=to, reason=reason, at=at, actor=actor)
    return order


@transaction.atomic
def let_lapse(*, at: datetime) -> int:
    """Plans whose time is over and on which nobody went on: the case goes back to a new plan, what was granted is free; how many."""
    ids = _over(at).order_by("due_at").values_list("order_id", flat=True)[:AT_ONCE]
    orders = list(WorkOrder.objects.locked().filter(pk__in=list(ids)))
    still = set(_over(at).filter(order__in=orders).values_list("order_id", flat=True))
    lapsed = [order for order in orders if order.pk in still]
    _keep_what_we_missed(lapsed, at=at)
    advance(lapsed, "plan-lapses", at=at)
    ConnectionCase.objects.filter(order__in=lapsed).update(approved_kw=None)
    SupplyPlan.objects.filter(order__in=lapsed, signed_at__isnull=False, lapsed_at=None).update(lapsed_at=at)
    # Each by what its own place can take today. A province has a handful a day.
    for order in lapsed:
        draft_plan(order, at=at)
    return len(lapsed)


def _over(at: datetime) -> "QuerySet[Clock]":
    running = Clock.objects.running().filter(code=VALID, paused_at=None, due_at__lt=at)
    return running.filter(order__status__in=WAITS_FOR_THE_APPLICANT)


def _keep_what_we_missed(orders: list[WorkOrder], *, at: datetime) -> None:
    """A second appointment that we owed and did not make stays late: the end of the plan hides none of it."""
    owed = Clock.objects.running().filter(order__in=orders, code=SECOND_VISIT, paused_at=None, due_at__lt=at)
    clocks.stop(list(owed.values_list("order_id", flat=True)), [SECOND_VISIT], at=at)
