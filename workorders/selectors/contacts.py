"""Whom to telephone about an order: who called in, else whoever the register names for the supply."""

from collections.abc import Iterable
from typing import Any, TypedDict

from customers.models import Contact, Customer
from workorders.confidential.services import open_people
from workorders.models import WorkOrder


class Reached(TypedDict):
    name: str
    phone: str


def contacts_of(orders: Iterable[WorkOrder]) -> dict[int, Reached]:
    """Order id → name and number, unmasked; empty strings where nobody is known. At most two queries, one
    more for each confidential caller who did not say a name.

    Who made a confidential order is unsealed here: only the two roles that follow it up ask for it, and say why.
    """
    rows = list(orders)
    confidential = [order for order in rows if order.confidential]
    sealed = open_people(confidential) if confidential else {}
    registered = _registered({o.customer_id for o in rows if o.customer_id and not o.reporter_phone})
    return {
        order.pk: _unsealed(sealed[order.pk])
        if order.pk in sealed
        else _contact(order, registered.get(order.customer_id or 0))
        for order in rows
    }


def _unsealed(people: dict[str, Any]) -> Reached:
    name = people.get("reporter_name") or _name_of(people.get("customer_id"))
    return Reached(name=name, phone=people.get("reporter_phone") or "")


def _name_of(customer_id: int | None) -> str:
    return Customer.objects.filter(pk=customer_id).values_list("name", flat=True).first() or "" if customer_id else ""


def _contact(order: WorkOrder, registered: Contact | None) -> Reached:
    if order.reporter_phone or registered is None:
        name = order.reporter_name or (order.customer.name if order.customer else "")
        return Reached(name=name, phone=order.reporter_phone)
    return Reached(name=registered.name or registered.customer.name, phone=registered.phone)


def _registered(customer_ids: set[int]) -> dict[int, Contact]:
    """The first contact of each customer."""
    rows = Contact.objects.filter(customer_id__in=customer_ids).select_related("customer").order_by("customer_id", "pk")
    return {contact.customer_id: contact for contact in rows.distinct("customer_id")} if customer_ids else {}
