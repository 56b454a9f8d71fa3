"""Two outages are one: the ledger, the orders and the evidence go to the parent, and can come back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.core.events import emit
from outages.leading.services.leaders import leads_on, merge_behind
from outages.ledger.models import Correction, CorrectionKind
from outages.ledger.services import rewriting, statements
from outages.ledger.services.counting import count_claimed, recount
from outages.life.choices import ChangeKind
from outages.life.events import OutageChanged
from outages.life.models import OrderRole, Outage, OutageOrder, OutageScope
from outages.life.states import DARK, Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import refuse_second, scope_claimed
from workorders.engine.advance import advance, allow, note
from workorders.engine.writing import write
from workorders.kinds.fault.states import REPAIR_AHEAD
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services.following import follow_another, stand_alone

# Customers who came with the merge and were not the parent's own before, whatever was corrected since.
CAME_WITH_MERGE = f"""i.retracted_at IS NULL AND i.outage_id = %(parent)s AND (i.correction_id = %(merging)s OR (
    i.service_point_id IN (SELECT service_point_id FROM {statements.TABLE} WHERE correction_id = %(merging)s)
    AND NOT EXISTS (SELECT 1 FROM {statements.TABLE} e WHERE e.service_point_id = i.service_point_id
        AND e.outage_id = %(parent)s AND e.recorded_at < %(merged_at)s)))"""


@transaction.atomic
def merge(*, outage_id: int, parent_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """Let an outage be part of another; returns the parent. One crew goes: its orders follow the parent's.

    Raises ``Conflict`` unless both are live, or when customers would leave the ledger with it.
    """
    outage, parent = _lock_pair(outage_id, parent_id)
    allow([outage, parent], "merge")
    if Status(outage.status) in DARK and Status(parent.status) == Status.PREDICTED:
        raise Conflict(_("The parent is only predicted: confirm it first."))
    moved = list(OutageOrder.objects.filter(outage=outage).order_by("pk").values_list("order_id", flat=True))
    facts = {"into": parent.number, "orders": moved, "lead": outage.lead_order_id}
    correction = rewriting.begin(outage, CorrectionKind.MERGE, reason=reason, at=at, actor=actor, **facts)
    _hand_over(correction, outage, parent)
    if Status(outage.status) in DARK:
        both = scope_claimed(parent) | scope_claimed(outage)
        OutageScope.objects.filter(outage=parent).update(**both.lists())
    outage.evidence.update(outage=parent)
    lead = outage.lead_order_id
    said: dict[str, Any] = {"at": at, "actor": actor, "detail": reason}
    record = {"other": parent, "correction": correction}
    advance([outage], "merge", **said, record=record, parent=parent, lead_order_id=None)
    _count(outage, at)
    note(parent, ChangeKind.MERGED, **said, correction=correction, other=outage)
    _count(parent, at)
    rewriting.follow_counts(parent, at=at, actor=actor)
    parent = _move_orders(outage, parent, lead, at, actor)
    emit(OutageChanged.of(parent))
    watch_sensitive(parent, at=at)
    return parent


@transaction.atomic
def unmerge(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """The merge was a mistake: what came from this outage goes back to it, steps of restoration included."""
    outage = Outage.objects.lock(outage_id)
    allow([outage], "unmerge")
    assert outage.parent_id is not None  # a_merged_outage_has_a_parent
    outage, parent = _lock_pair(outage_id, outage.parent_id)
    refuse_second(outage.device_id)
    merging = outage.corrections.filter(kind=CorrectionKind.MERGE).order_by("-pk")[0]
    correction = rewriting.begin(outage, CorrectionKind.UNMERGE, reason=reason, at=at, actor=actor, of=merging.pk)
    rows = "i.retracted_at IS NULL AND i.correction_id = %(merging)s"
    statements.rewrite(correction, rows, {"merging": merging.pk, "into": outage.pk}, instead={"outage_id": "%(into)s"})
    record = {"other": parent, "correction": correction}
    advance([outage], "unmerge", at=at, actor=actor, detail=reason, record=record, parent=None)
    for each in (outage, parent):
        _count(each, at)
        rewriting.follow_counts(each, at=at, actor=actor)
    outage = _orders_back(outage, parent, merging, at, actor)
    emit(OutageChanged.of(parent))
    return outage


def _lock_pair(first_id: int, second_id: int) -> tuple[Outage, Outage]:
    """Both, locked in one order whoever asks. Raises ``NotFound``."""
    found = {outage.pk: outage for outage in Outage.objects.locked().filter(pk__in=[first_id, second_id])}
    if len(found) != 2:
        raise NotFound()
    return found[first_id], found[second_id]


def _hand_over(correction: Correction, outage: Outage, parent: Outage) -> None:
    rows, parameters = statements.chosen_rows(outage.pk, None)
    statements.rewrite(correction, rows, parameters | {"into": parent.pk}, instead={"outage_id": "%(into)s"})


def _count(outage: Outage, at: datetime) -> None:
    if outage.status == Status.PREDICTED:
        count_claimed(outage, scope_claimed(outage), at=at)
    else:
        recount(outage, at=at)


def _move_orders(outage: Outage, parent: Outage, lead: int | None, at: datetime, actor: Any) -> Outage:
    """The parent's order leads on; without one, the merged outage's does. Everybody else is merged behind it."""
    links = OutageOrder.objects.filter(outage=outage)
    ids = list(links.values_list("order_id", flat=True))
    takes_over = parent.lead_order_id is None and lead is not None
    links.exclude(order_id=lead if takes_over else None).update(role=OrderRole.CHILD)
    OutageOrder.objects.filter(order_id__in=ids).update(outage=parent)
    if takes_over:
        write([parent], lead_order_id=lead)
    parent = leads_on(outage_id=parent.pk, at=at, actor=actor)
    if parent.lead_order is not None and parent.lead_order_id != lead:
        follow_another(_merged(parent_id=lead), parent.lead_order, at=at, actor=actor)
        merge_behind(parent, ids, at=at, actor=actor)
    return parent


def _orders_back(outage: Outage, parent: Outage, merging: Correction, at: datetime, actor: Any) -> Outage:
    """What came from this outage belongs to it again, and both are led by an order of their own."""
    lead, ids = merging.after["lead"], merging.after["orders"]
    if parent.lead_order_id == lead:
        write([parent], lead_order_id=None)
    OutageOrder.objects.filter(order_id__in=ids, outage=parent).update(outage=outage, role=OrderRole.CHILD)
    if OutageOrder.objects.filter(order_id=lead, outage=outage).update(role=OrderRole.LEAD):
        write([outage], lead_order_id=lead)
    elsewhere = [order for order in _merged(outage_link__outage=outage) if order.parent_id != outage.lead_order_id]
    if elsewhere and (outage.lead_order is None or OrderStatus(outage.lead_order.status) not in REPAIR_AHEAD):
        stand_alone(elsewhere.pop(0), at=at, actor=actor, reason="split")
    leads_on(outage_id=parent.pk, at=at, actor=actor)
    outage = leads_on(outage_id=outage.pk, at=at, actor=actor)
    if outage.lead_order is not None:
        follow_another(elsewhere, outage.lead_order, at=at, actor=actor)
        merge_behind(outage, ids, at=at, actor=actor)
    return outage


def _merged(**who: Any) -> list[WorkOrder]:
    """Merged orders, the gravest first, then the oldest."""
    rows = WorkOrder.objects.locked().filter(status=OrderStatus.MERGED.value, **who)
    return sorted(rows, key=lambda order: (order.grade, order.reported_at, order.pk))
