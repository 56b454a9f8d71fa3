"""Whom to telephone about an order: who called in, else whoever the register names for the supply."""

from collections.abc import Iterable
from typing import TypedDict

from customers.models import Contact
from workorders.models import WorkOrder


class Reached(TypedDict):
    name: str
    phone: str


def contacts_of(orders: Iterable[WorkOrder]) -> dict[int, Reached]:
    """Order id → name and number, unmasked; empty strings where nobody is known. At most one query."""
    rows = list(orders)
    registered = _registered({o.customer_id for o in rows if o.customer_id and not o.reporter_phone})
    return {order.pk: _contact(order, registered.get(order.customer_id or 0)) for order in rows}


def _contact(order: WorkOrder, registered: Contact | None) -> Reached:
    if order.reporter_phone or registered is None:
        name = order.reporter_name or (order.customer.name if order.customer else "")
        return Reached(name=name, phone=order.reporter_phone)
    return Reached(name=registered.name or registered.customer.name, phone=registered.phone)


def _registered(customer_ids: set[int]) -> dict[int, Contact]:
    """The first contact of each customer."""
    rows = Contact.objects.filter(customer_id__in=customer_ids).select_related("customer").order_by("customer_id", "pk")
    return {contact.customer_id: contact for contact in rows.distinct("customer_id")} if customer_ids else {}
