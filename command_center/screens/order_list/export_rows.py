"""Rows of an exported list: of a card what a table can show, without its clocks and offers."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from command_center.ground.core.api.paging import pages
from command_center.ground.core.realtime import Card
from command_center.screens.cards.orders import TITLE_LENGTH, customer_number
from customers.phones import mask_address, mask_name, mask_phone, mask_phones_in
from dispatch.models import Assignment
from workorders.models import WorkOrder

CHUNK = 2000
COUNTRY_CODE = "+86"

# Who is important or depends on power at home is looked up one by one and never taken away as a list (domain reference §9.1).
NEVER_LISTED = frozenset({"important_customer", "life_support"})


def export_rows(orders: "QuerySet[WorkOrder]", *, revealed: bool, with_crews: bool) -> Iterator[Card]:
    """Row by row in the order of ``orders``; one query for two thousand, two with crews. ``revealed``: names in full."""
    for page in pages(orders, CHUNK):
        crews = _crews(page) if with_crews else {}
        for order in page:
            yield _row(order, revealed) | {"crew": {"name": crews.get(order.pk)}}


def _row(order: WorkOrder, revealed: bool) -> Card:
    return {
        "number": order.number,
        "order_kind": order.kind,
        "sub_kind": order.sub_kind,
        "status": order.status,
        "grade": order.grade,
        "title": mask_phones_in(order.description)[:TITLE_LENGTH],
        "place": order.address if revealed else mask_address(order.address),
        "customer": _person(order, revealed),
        "customer_number": customer_number(order),
        "centre": order.centre.name,
        "unit": order.unit.name if order.unit else "",
        "source": order.source,
        "reported_at": order.reported_at,
        "next_due_at": order.next_due_at,
        "next_due_code": order.next_due_code,
        "closed_at": order.closed_at,
        "updated_at": order.updated_at,
        "urge_count": order.urge_count,
        "hazard": order.hazard,
        "attention": "" if order.attention in NEVER_LISTED else order.attention,
    }


def _person(order: WorkOrder, revealed: bool) -> Card:
    """Who called; of a confidential order nothing, whatever the reason."""
    if order.confidential:
        return {"name": "", "phone": ""}
    name = order.reporter_name or (order.customer.name if order.customer else "")
    if revealed:
        return {"name": name, "phone": order.reporter_phone.removeprefix(COUNTRY_CODE)}
    return {"name": mask_name(name), "phone": mask_phone(order.reporter_phone)}


def _crews(orders: Sequence[WorkOrder]) -> dict[int, Any]:
    rows = Assignment.objects.filter(order_id__in=[order.pk for order in orders], released_at=None)
    return dict(rows.values_list("order_id", "crew__name"))
