"""What a customer who reported is told of the crew: that it is on its way and when it should be there, and that it has come."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from customers.messages.catalogue import CREW, PromiseKind
from customers.messages.promises import Pledge
from customers.messages.services import Recipient, Subject, Word, book, tell, withdraw
from dispatch.models import Assignment
from workorders.kinds.fault.states import AT_WORK, Status
from workorders.models import WorkOrder


@transaction.atomic
def tell_of_crews(*, order_ids: Collection[int], at: datetime) -> int:
    """Tell the reporters of these orders where their crew is, as things stand; how many messages are new.

    Who only follows an outage is told of the outage: the crew does not come to their door.
    """
    orders = list(WorkOrder.objects.repairs().filter(pk__in=list(order_ids), parent=None).order_by("pk"))
    held = Assignment.objects.filter(order__in=orders, released_at=None)
    crews = {each.order_id: each for each in held.order_by("pk")}
    words = [word for order in orders if (word := _word(order, crews.get(order.pk))) is not None]
    _take_back_unsent(orders, at=at)
    told = tell(words, at=at)
    arrived = {f"order:{order.pk}": order.arrived_at for order in orders if order.arrived_at is not None}
    book.came_true(PromiseKind.ARRIVAL, arrived)
    return told


def _word(order: WorkOrder, held: Assignment | None) -> Word | None:
    to = _reporter(order)
    if held is None or to is None:
        return None
    subject = Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path)
    if order.status == Status.EN_ROUTE and held.eta_at is not None:
        return Word(
            kind="CREW_SENT",
            subject=subject,
            event=f"sent-{held.pk}",
            to=[to],
            variables={"until": held.eta_at.isoformat(), "address": order.address},
            pledge=Pledge(kind=PromiseKind.ARRIVAL, until_at=held.eta_at),
            reason="crew_changed",
            chain=f"order:{order.pk}",
        )
    if order.status in AT_WORK and order.arrived_at is not None:
        variables = {"at": order.arrived_at.isoformat(), "address": order.address}
        return Word(kind="CREW_ARRIVED", subject=subject, event=f"arrived-{held.pk}", to=[to], variables=variables)
    return None


def _reporter(order: WorkOrder) -> Recipient | None:
    """The phone that called, else the register's. Who must not be known is told nothing."""
    if order.confidential or not (order.reporter_phone or order.customer_id):
        return None
    return Recipient(customer_id=order.customer_id, phone=order.reporter_phone)


def _take_back_unsent(orders: Sequence[WorkOrder], *, at: datetime) -> None:
    """A crew that is not on its way any more, or whose work is done, is no news."""
    over = [("order", order.pk) for order in orders if order.status not in {Status.EN_ROUTE, *AT_WORK}]
    if over:
        withdraw(over, [CREW], at=at, why="crew_not_on_its_way")
