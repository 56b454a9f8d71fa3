"""Cards of orders. Built for many ids in a few counted queries."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from command_center.ground.core.prepared import prepared
from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from customers.phones import mask_name, mask_phone, mask_phones_in
from dispatch.models import Assignment, Offer, OfferStatus
from workorders.kinds.fault.states import ON_BOARD
from workorders.models import Clock, Outcome, WorkOrder

TITLE_LENGTH = 60


def order_cards(ids: list[int]) -> dict[int, Card]:
    """Cards of the orders that are on the board; a finished or merged one is absent. Four queries."""
    return {card["id"]: card for card in cards_of(_on_board(ids))}


@prepared
def _on_board(ids: list[int]) -> "QuerySet[WorkOrder]":
    return with_names(WorkOrder.objects.repairs().filter(pk__in=ids, status__in=[s.value for s in ON_BOARD]))


def with_names(orders: "QuerySet[WorkOrder]") -> "QuerySet[WorkOrder]":
    """With the centre and unit that a card names, but without their (large) service areas."""
    return orders.select_related("centre", "unit", "customer").defer("centre__area", "unit__area")


def cards_of(orders: Iterable[WorkOrder]) -> list[Card]:
    """Cards of any orders (``with_names``), in their order."""
    rows = list(orders)
    ids = [order.pk for order in rows]
    clocks, offers, holders = _clocks(ids), _offers(ids), _holders(ids)
    return [_order_card(order, clocks[order.pk], offers[order.pk], holders.get(order.pk)) for order in rows]


def _order_card(order: WorkOrder, clocks: list[Card], offers: list[Card], holder: Assignment | None) -> Card:
    return {
        "kind": "order",
        "id": order.pk,
        "rev": order.rev,
        "number": order.number,
        "order_kind": order.kind,
        "sub_kind": order.sub_kind,
        "status": order.status,
        "grade": order.grade,
        "urgency": order.urgency,
        "grade_reasons": order.grade_reasons,
        "hazard": order.hazard,
        "title": mask_phones_in(order.description)[:TITLE_LENGTH],
        "place": order.address,
        "centre": order.centre.name,
        "unit": order.unit.name if order.unit else "",
        "source": order.source,
        "fault_kind": order.fault_kind,
        "area_kind": order.area_kind,
        "lat": order.latitude,
        "lon": order.longitude,
        "located": order.located,
        "reported_at": iso(order.reported_at),
        "etr_at": iso(order.etr_at),
        "clocks": clocks,
        "next_due_at": iso(order.next_due_at),
        "next_due_code": order.next_due_code or None,
        "customer": _customer(order),
        "custodian_count": order.custodian_count,
        "urge_count": order.urge_count,
        "attention": order.attention or None,
        "reasons": order.reasons,
        "crew": {"id": holder.crew_id, "name": holder.crew.name, "eta_at": iso(holder.eta_at)} if holder else None,
        "offers": offers,
        "updated_at": iso(order.updated_at),
    }


def _customer(order: WorkOrder) -> Card:
    """Masked; of a confidential order nothing."""
    if order.confidential:
        return {"name": "", "phone": ""}
    return {"name": mask_name(_caller(order)), "phone": mask_phone(order.reporter_phone)}


def customer_number(order: WorkOrder) -> str:
    """Whose order it is; of a confidential one nothing is said."""
    return order.customer.number if order.customer and not order.confidential else ""


def _caller(order: WorkOrder) -> str:
    """Who called; when nobody said, whose supply it is."""
    return order.reporter_name or (order.customer.name if order.customer else "")


def _clocks(ids: list[int]) -> dict[int, list[Card]]:
    cards: dict[int, list[Card]] = defaultdict(list)
    for clock in _clocks_that_count(ids):
        cards[clock.order_id].append(
            {
                "code": clock.code,
                "started_at": iso(clock.started_at),
                "due_at": iso(clock.due_at),
                "limit_minutes": clock.limit_minutes,
                "working": clock.work_centre_id is not None,
                "stopped_at": iso(clock.stopped_at),
                "outcome": clock.outcome or None,
                "paused": clock.paused_at is not None,
                "warned_percent": clock.warned_percent,
                "raw_minutes": _tenths(clock.raw_minutes),
                "net_minutes": _tenths(clock.net_minutes),
                "outer": _outer(clock),
            }
        )
    return cards


def _tenths(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 1)


def _outer(clock: Clock) -> Card | None:
    """The wider limit on the same clock, if it has two."""
    if clock.outer_due_at is None:
        return None
    return {"basis": clock.outer_basis, "due_at": iso(clock.outer_due_at), "outcome": clock.outer_outcome or None}


def _offers(ids: list[int]) -> dict[int, list[Card]]:
    cards: dict[int, list[Card]] = defaultdict(list)
    for offer in _open_offers(ids):
        cards[offer.order_id].append(
            {
                "id": offer.pk,
                "crew_id": offer.crew_id,
                "crew_name": offer.crew.name,
                "status": offer.status,
                "expires_at": iso(offer.expires_at),
                "eta_minutes": offer.eta_minutes,
            }
        )
    return cards


def _holders(ids: list[int]) -> dict[int, Assignment]:
    return {assignment.order_id: assignment for assignment in _live_assignments(ids)}


@prepared
def _clocks_that_count(order_ids: list[int]) -> "QuerySet[Clock]":
    return Clock.objects.filter(order_id__in=order_ids).exclude(outcome=Outcome.VOID).order_by("pk")


@prepared
def _open_offers(order_ids: list[int]) -> "QuerySet[Offer]":
    return (
        Offer.objects.filter(order_id__in=order_ids, status=OfferStatus.OFFERED).select_related("crew").order_by("pk")
    )


@prepared
def _live_assignments(order_ids: list[int]) -> "QuerySet[Assignment]":
    return Assignment.objects.filter(order_id__in=order_ids, released_at=None).select_related("crew")
