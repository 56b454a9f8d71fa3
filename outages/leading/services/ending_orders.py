"""An outage that is closed or dismissed decides what becomes of the order that leads it: no crew drives to a house with power."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from outages.life.choices import CauseClass
from outages.life.models import Outage
from workorders.kinds.fault.states import NOT_ON_SITE
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import Source, WorkOrder
from workorders.services import control, judging
from workorders.services.judging import Answer

DISMISSED = "outage_dismissed"


def end_with_outage(outage: Outage, *, at: datetime, actor: Any = None) -> None:
    """Closed: whoever waits for a crew is answered and called back; an order that only we made ends. Within the transaction.

    A crew that is there already finishes its work, and a danger keeps its order.
    """
    order = _not_on_site(outage)
    if order is None:
        return
    back_at = outage.restored_at or at
    words = {"outage": outage.number, "time": f"{localtime(back_at):%H:%M}"}
    if _only_ours(order):
        reason = _("Outage %(outage)s is closed: power is back since %(time)s") % words
        control.cancel(order_id=order.pk, reason=reason, at=at, actor=actor)
        return
    answer = Answer(
        cause=(outage.cause or str(CauseClass(outage.cause_class).label))[:60],
        measures=_("Power is back since %(time)s, before a crew was there (outage %(outage)s)") % words,
        restored_at=back_at,
        contacted=False,
    )
    judging.answer_without_crew(order_ids=[order.pk], answer=answer, at=at, actor=actor)


def ask_after_dismissal(outage: Outage, *, reason: str, at: datetime, actor: Any = None) -> None:
    """Dismissed: an order that only we made ends; a customer's goes on by itself, and a person is asked about it."""
    order = _not_on_site(outage)
    if order is None:
        return
    if _only_ours(order):
        words = {"outage": outage.number, "reason": reason}
        control.cancel(
            order_id=order.pk,
            reason=_("Outage %(outage)s was dismissed: %(reason)s") % words,
            at=at,
            actor=actor,
        )
    else:
        control.raise_attention([order], DISMISSED)


def _not_on_site(outage: Outage) -> WorkOrder | None:
    order = WorkOrder.objects.locked().filter(pk=outage.lead_order_id or 0).first()
    return order if order is not None and OrderStatus(order.status) in NOT_ON_SITE else None


def _only_ours(order: WorkOrder) -> bool:
    """Made for the outage itself: no customer told us and none follows it."""
    return order.source == Source.ALARM and order.customer_id is None and not order.merged_orders.exists()
