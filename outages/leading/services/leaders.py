"""Orders of an outage: one leads the repair, so that one crew goes; the others follow it and keep their callbacks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.core.events import emit
from outages.leading.selectors.leading import heirs_of, is_led_by, needs_leader
from outages.life.events import OutageChanged
from outages.life.models import OrderRole, Outage, OutageOrder
from outages.sensitive.services.alerting import watch_sensitive
from workorders.engine.writing import write
from workorders.kinds import verb_of
from workorders.kinds.fault.states import AT_WORK, FOLLOWABLE
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services import control
from workorders.services.following import follow_another, followers_of, stand_alone


@transaction.atomic
def lead(*, outage_id: int, order_id: int, at: datetime) -> Outage:
    """Let this order lead the repair. Asking again changes nothing. Raises ``Conflict`` when another one leads."""
    outage = Outage.objects.lock(outage_id)
    if outage.lead_order_id == order_id:
        return outage
    if outage.lead_order_id is not None:
        raise Conflict(_("Another order leads the repair of this outage."))
    if not WorkOrder.objects.filter(pk=order_id).exists():
        raise NotFound()
    OutageOrder.objects.update_or_create(
        order_id=order_id, defaults={"outage": outage, "role": OrderRole.LEAD, "at": at}
    )
    write([outage], lead_order_id=order_id)
    emit(OutageChanged.of(outage))
    watch_sensitive(outage, at=at)
    return outage


@transaction.atomic
def leads_on(*, outage_id: int, at: datetime, actor: Any = None) -> Outage:
    """State who leads: the leader while a repair is before its order, else the next call that waits, else nobody.

    Asked after any step on either side, and by the sweep; asking again changes nothing. ``open_missing_orders`` makes an order for
    an outage that is left without one.
    """
    outage = Outage.objects.lock(outage_id)
    if not needs_leader(outage):
        return outage
    leader = outage.lead_order
    if leader is not None and is_led_by(outage, leader):
        return outage
    heirs = heirs_of(outage, leader)
    if leader is not None:
        OutageOrder.objects.filter(outage=outage, role=OrderRole.LEAD).update(role=OrderRole.CHILD)
        write([outage], lead_order_id=None)
        emit(OutageChanged.of(outage))
    if not heirs:
        return outage
    first, *others = heirs
    if first.status == OrderStatus.MERGED:
        stand_alone(first, at=at, actor=actor, reason="leads", detail=outage.number)
    follow_another([each for each in others if each.status == OrderStatus.MERGED], first, at=at, actor=actor)
    return lead(outage_id=outage.pk, order_id=first.pk, at=at)


@transaction.atomic
def follow(*, outage_id: int, order_ids: Iterable[int], at: datetime, actor: Any = None, leads: bool = True) -> Outage:
    """Let orders belong to this outage; the first leads when none does (``leads``), the others are merged into it.

    A report of danger belongs to the outage and keeps its own order; so does one that can no longer be merged.
    """
    outage = Outage.objects.lock(outage_id)
    known = set(OutageOrder.objects.filter(outage=outage).values_list("order_id", flat=True))
    fresh = [order_id for order_id in sorted(set(order_ids)) if order_id not in known]
    if not fresh:
        return outage
    rows = [OutageOrder(order_id=order_id, outage=outage, role=OrderRole.CHILD, at=at) for order_id in fresh]
    OutageOrder.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["order"], update_fields=["outage", "role", "at"]
    )
    if leads:
        outage = leads_on(outage_id=outage_id, at=at, actor=actor)
    if leads and outage.lead_order_id is None:
        outage = lead(outage_id=outage_id, order_id=_best_leader(fresh), at=at)
    merge_behind(outage, fresh, at=at, actor=actor)
    emit(OutageChanged.of(outage))
    return outage


@transaction.atomic
def rejoin(*, order_id: int, at: datetime, actor: Any = None) -> None:
    """An order goes on again while another one leads its outage: it follows that one, or leads where its crew is on site."""
    outage_id = OutageOrder.objects.filter(order_id=order_id).values_list("outage_id", flat=True).first()
    if outage_id is not None:
        outage = leads_on(outage_id=outage_id, at=at, actor=actor)
        if needs_leader(outage):
            merge_behind(outage, [order_id], at=at, actor=actor)


def _let_who_is_there_lead(outage: Outage, order_ids: Iterable[int], *, at: datetime, actor: Any) -> None:
    """A crew on site is not sent away: whoever leads and is not there yet follows its order."""
    before = outage.lead_order
    if before is None or not _may_follow(before):
        return
    there = WorkOrder.objects.filter(pk__in=order_ids, status__in=[s.value for s in AT_WORK]).exclude(pk=before.pk)
    order = there.order_by("grade", "pk").first()
    if order is None:
        return
    OutageOrder.objects.filter(order=before).update(role=OrderRole.CHILD)
    write([outage], lead_order_id=None)
    lead(outage_id=outage.pk, order_id=order.pk, at=at)
    outage.refresh_from_db()
    follow_another(followers_of(before), order, at=at, actor=actor)
    merge_behind(outage, [before.pk], at=at, actor=actor)


def _may_follow(order: WorkOrder) -> bool:
    return order.status in verb_of(order.kind, "merge").frm and not order.hazard


def merge_behind(outage: Outage, order_ids: Iterable[int], *, at: datetime, actor: Any = None) -> None:
    """Merge those orders that may be merged into the leading order of a locked outage, or into one whose crew is there."""
    order_ids = list(order_ids)
    _let_who_is_there_lead(outage, order_ids, at=at, actor=actor)
    if outage.lead_order_id is None:
        return
    others = [order_id for order_id in order_ids if order_id != outage.lead_order_id]
    leader = WorkOrder.objects.get(pk=outage.lead_order_id)
    if others and OrderStatus(leader.status) in FOLLOWABLE:
        control.merge_all(order_ids=others, parent_id=leader.pk, at=at, actor=actor)


def _best_leader(order_ids: list[int]) -> int:
    """The gravest, then the oldest, that is still open and has its own life."""
    orders = WorkOrder.objects.open().filter(pk__in=order_ids).order_by("grade", "reported_at", "pk")
    return orders.values_list("pk", flat=True).first() or order_ids[0]
