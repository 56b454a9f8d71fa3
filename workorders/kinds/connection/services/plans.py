"""The supply plan: drafted by rules from headroom, distance and kind, with its reasons; signed and replied by a person."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.core.events import emit
from workorders.engine.advance import advance
from workorders.engine.writing import write
from workorders.kinds.connection.events import SupplyPlanSigned
from workorders.kinds.connection.headroom import MV_10, draft
from workorders.kinds.connection.models import ConnectionCase, SupplyPlan
from workorders.kinds.connection.near import near, rule_at
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.services.waiting import step_moment
from workorders.models.orders import WorkOrder
from workorders.services import clocks

# For low voltage the second appointment is due from the plan, for medium voltage from the inspection (domain reference §2.7).
NO_INSPECTION = frozenset(CONNECTION.sub_kinds) - {"MV_SINGLE", "MV_DUAL"}


def draft_plan(order: WorkOrder, *, at: datetime) -> SupplyPlan:
    """The draft of this case, drawn up anew from what is known now. Within the caller's transaction; nothing signed is touched."""
    case, found = ConnectionCase.objects.get(order=order), near(order)
    row, rule = rule_at(at)
    asked_kw = None if case.asked_kw is None else float(case.asked_kw)
    plan = draft(order.sub_kind, asked_kw, found.near, rule)
    reasons = [*plan.reasons, *([{"code": "loads_invented"}] if found.invented else []), {"code": "rule_assumed"}]
    node = found.feeder if plan.voltage == MV_10 else found.transformer
    case.headroom_kw = None if plan.headroom_kw is None else Decimal(str(plan.headroom_kw))
    case.headroom_node, case.headroom_at = node, at
    case.save(update_fields=["headroom_kw", "headroom_node", "headroom_at"])
    drawn, _created = SupplyPlan.objects.update_or_create(
        order=order,
        signed_at=None,
        defaults={
            "voltage": plan.voltage,
            "node": node,
            "distance_m": found.near.distance_m,
            "asked_kw": asked_kw,
            "headroom_kw": plan.headroom_kw,
            "granted_kw": plan.granted_kw,
            "grid_works": plan.grid_works,
            "reasons": reasons if row is None or row.assumed else reasons[:-1],
            "rule": row,
            "drafted_at": at,
        },
    )
    return drawn


@transaction.atomic
def survey(
    *, order_id: int, contacted_at: datetime | None, text: str, kw: Decimal | None, at: datetime, actor: Any
) -> SupplyPlan:
    """The site has been seen: what was found there, and the draft of the plan that follows from it.

    Raises ``Invalid`` where neither the application nor whoever was there says how much is needed: a plan is drafted for a capacity.
    """
    order = WorkOrder.objects.lock(order_id)
    moment = step_moment(order, contacted_at, at=at, pointer="/contacted_at")
    if kw is not None:
        ConnectionCase.objects.filter(order=order).update(asked_kw=kw)
    elif not ConnectionCase.objects.filter(order=order, asked_kw__isnull=False).exists():
        raise Invalid(_("Say how much is needed: the application named no capacity."), pointer="/kw")
    advance([order], "survey", at=moment, actor=actor, detail=text.strip())
    appointments.was_there(order, at=moment)
    return draft_plan(order, at=at)


@transaction.atomic
def reply_plan(
    *,
    order_id: int,
    contacted_at: datetime | None,
    text: str,
    granted_kw: Decimal | None,
    cost_saved: int | None,
    at: datetime,
    actor: Any,
) -> SupplyPlan:
    """A person signs the plan, as drafted or with another capacity and the reason for it, and the applicant is told.

    Raises ``Invalid`` where the capacity differs from the draft and nothing says why, or nobody says how much it is.
    """
    order = WorkOrder.objects.lock(order_id)
    moment = step_moment(order, contacted_at, at=at, pointer="/contacted_at")
    plan = SupplyPlan.objects.filter(order=order, signed_at=None).first() or draft_plan(order, at=at)
    granted = granted_kw if granted_kw is not None else _decimal(plan.granted_kw)
    if granted is None:
        raise Invalid(_("Say how much is granted: the application did not ask for a capacity."), pointer="/granted_kw")
    if plan.granted_kw is not None and float(granted) != plan.granted_kw and not text.strip():
        raise Invalid(_("Another capacity than the draft has a reason: say it."), pointer="/text")
    plan.granted_kw, plan.remark = float(granted), text.strip()[:500]
    plan.signed_at, plan.signed_by = moment, actor
    plan.save(update_fields=["granted_kw", "remark", "signed_at", "signed_by"])
    saved = {} if cost_saved is None else {"cost_saved": cost_saved}
    ConnectionCase.objects.filter(order=order).update(approved_kw=granted, **saved)
    advance([order], "reply-plan", at=moment, actor=actor, detail=text.strip()[:200])
    if order.sub_kind in NO_INSPECTION:
        clocks.start([order], ("CONN_APPOINT_2",), at=moment)
        write([order], at=at)
    emit(SupplyPlanSigned.of(order))
    return plan


def _decimal(kw: float | None) -> Decimal | None:
    return None if kw is None else Decimal(str(kw))
