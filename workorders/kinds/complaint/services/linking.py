"""What set a complaint off, said after it was filed: a fault order, an outage, a connection case, or another order."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.gates import OPEN
from command_center.ground.organisation.scope import scoped
from workorders.engine.advance import advance
from workorders.kinds.complaint.services.investigating import facts_of
from workorders.models.orders import WorkOrder
from workorders.trigger_outages import outage_named


@transaction.atomic
def link(*, order_id: int, about: str, at: datetime, actor: Any) -> WorkOrder:
    """Its trigger by number, of an order or an outage that the actor may see; one that was named before is replaced, and stays in the
    history.

    Raises ``Invalid`` for a number that nobody has, or of a complaint or what springs from one, ``Conflict`` for the one that is linked already and for a
    complaint that goes on from another one: the trigger is the first one's.
    """
    order, number = WorkOrder.objects.lock(order_id), about.strip()
    if springs_from_a_complaint(order):
        raise Conflict(_("It goes on from another complaint: what set that one off counts for both."))
    facts, trigger = facts_of(order), _order_of(number, order, actor)
    outage = "" if trigger else outage_named(number, actor)
    if trigger is None and not outage:
        raise Invalid(_("There is no order and no outage with this number."), pointer="/about")
    if (order.about_id, facts.outage_number) == (trigger.pk if trigger else None, outage):
        raise Conflict(_("It is linked to this already."))
    facts.outage_number = outage
    facts.save(update_fields=["outage_number"])
    advance([order], "link", at=at, actor=actor, detail=number, about=trigger)
    return order


def springs_from_a_complaint(order: WorkOrder) -> bool:
    return order.about is not None and order.about.kind == "COMPLAINT"


def _order_of(number: str, order: WorkOrder, actor: Any) -> WorkOrder | None:
    """One behind a gate is none here: its number would stand in the history, which more people read."""
    found = scoped(WorkOrder.objects.filter(gate=OPEN), actor).filter(number=number).first()
    if found is not None and found.about_id == order.pk:
        raise Invalid(_("That one springs from this complaint."), pointer="/about")
    if found is not None and found.kind == "COMPLAINT":
        raise Invalid(_("A complaint does not set another one off."), pointer="/about")
    return found
