"""The investigation: the history of outages, the liability, the measures, the answer that may not leave them out."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.organisation.models import OrgUnit
from customers.models import ServicePoint
from workorders.confidential.services import people_of
from workorders.engine.advance import advance
from workorders.kinds.complaint.models import Complaint, Measure
from workorders.kinds.complaint.services.classifying import classification_of
from workorders.models import Answer
from workorders.models.orders import WorkOrder
from workorders.outage_history import HISTORY_MONTHS, outage_history
from workorders.services import handling


def facts_of(order: WorkOrder) -> Complaint:
    """The complaint's own row, made when it is first needed. The order is locked by the caller."""
    return Complaint.objects.get_or_create(order=order)[0]


@transaction.atomic
def pull_history(*, order_id: int, meter_number: str, at: datetime, actor: Any) -> Complaint:
    """The outages of the customer's supply in the last year, as they stand now, become part of the file.

    Raises ``Invalid`` for a meter that nobody has, or where the complaint names no supply and none is given.
    """
    order = WorkOrder.objects.lock(order_id)
    point = _supply_of(order, meter_number)
    facts = facts_of(order)
    facts.outage_history, facts.history_pulled_at = outage_history(point, until=at), at
    facts.save(update_fields=["outage_history", "history_pulled_at"])
    words = _("%(count)d outages in %(months)d months") % {"count": len(facts.outage_history), "months": HISTORY_MONTHS}
    advance([order], "pull-history", at=at, actor=actor, detail=words)
    return facts


def _supply_of(order: WorkOrder, meter_number: str) -> int:
    if meter_number.strip():
        found = ServicePoint.objects.filter(meter_number=meter_number.strip()).values_list("pk", flat=True).first()
        if found is None:
            raise Invalid(_("There is no meter with this number."), pointer="/meter_number")
        return found
    point = people_of(order).get("service_point_id") if order.confidential else order.service_point_id
    if point is None:
        raise Invalid(_("The complaint names no supply: give the meter's number."), pointer="/meter_number")
    return int(point)


@transaction.atomic
def decide_liability(*, order_id: int, liability: str, text: str, at: datetime, actor: Any) -> Complaint:
    """属实, 部分属实 or 不属实, with the grounds. Raises ``Conflict`` before it was said what is alleged."""
    order = WorkOrder.objects.lock(order_id)
    if classification_of(order) is None:
        raise Conflict(_("Say first what the complaint alleges: classify it."))
    if not text.strip():
        raise Invalid(_("Say on what grounds."), pointer="/text")
    facts = facts_of(order)
    advance([order], "decide-liability", at=at, actor=actor, reason=liability.lower(), detail=text.strip())
    facts.liability, facts.liability_grounds = liability, text.strip()
    facts.liability_by, facts.liability_at = actor, at
    facts.save(update_fields=["liability", "liability_grounds", "liability_by", "liability_at"])
    return facts


@transaction.atomic
def take_measures(*, order_id: int, text: str, unit: str, due_on: date | None, at: datetime, actor: Any) -> Measure:
    """What is mended, by which unit, until when; further ones may follow."""
    order = WorkOrder.objects.lock(order_id)
    if not text.strip():
        raise Invalid(_("Say what is mended."), pointer="/text")
    mends = OrgUnit.objects.filter(code=unit, active=True).defer("area").first() if unit else None
    if unit and mends is None:
        raise Invalid(_("There is no unit with this code."), pointer="/unit")
    advance([order], "take-measures", at=at, actor=actor, detail=text.strip()[:200])
    return Measure.objects.create(order=order, text=text.strip(), unit=mends, due_on=due_on, author=actor, at=at)


@transaction.atomic
def answer(*, order_id: int, at: datetime, actor: Any, **said: Any) -> Answer:
    """The customer is answered. Raises ``Conflict`` where the answer would leave out what the complaint is about.

    Of frequent outages: their history and a remedy (domain reference §2.5, high-risk defects). Of a justified complaint: a
    remedy.
    """
    order = WorkOrder.objects.lock(order_id)
    refuse_without_history(order)
    facts = facts_of(order)
    if facts.liability in ("LIABLE", "PARTLY") and not order.measures.exists():
        raise Conflict(_("A justified complaint is answered with what is mended: record the measures first."))
    return handling.answer(order_id=order.pk, at=at, actor=actor, **said)


def refuse_without_history(order: WorkOrder) -> None:
    """Raises ``Conflict`` for a complaint of frequent outages to whose file their history does not belong yet."""
    classified = classification_of(order)
    if (
        classified is not None
        and classified.category.needs_outage_history
        and facts_of(order).history_pulled_at is None
    ):
        raise Conflict(_("Pull the history of outages first: this complaint is about more than the last one."))


@transaction.atomic
def file_reply(*, order_id: int, at: datetime, actor: Any) -> WorkOrder:
    """The reply goes to who sent the complaint; the clock asks for both, the customer answered and the reply filed."""
    order = WorkOrder.objects.lock(order_id)
    refuse_without_history(order)
    advance([order], "file-reply", at=at, actor=actor)
    return order
