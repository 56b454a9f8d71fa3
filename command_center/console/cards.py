"""Cards: the whole present state of one row, as screens know it. Built for many ids in a few counted queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now

from customers.phones import mask_name, mask_phone, mask_phones_in, mask_plate
from dispatch.models import Assignment, Certificate, Crew, Offer, OfferStatus, Shift, Skill
from workorders.models import Clock, Outcome, WorkOrder
from workorders.states import AT_WORK, ON_BOARD, Status

Card = dict[str, Any]
TITLE_LENGTH = 60


def order_cards(ids: list[int]) -> dict[int, Card]:
    """Cards of the orders that are on the board; a finished or merged one is absent. Four queries."""
    orders = WorkOrder.objects.filter(pk__in=ids, status__in=[s.value for s in ON_BOARD])
    return {card["id"]: card for card in cards_of(with_names(orders))}


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
        "customer": {"name": mask_name(_caller(order)), "phone": mask_phone(order.reporter_phone)},
        "custodian_count": order.custodian_count,
        "urge_count": order.urge_count,
        "attention": order.attention or None,
        "reasons": order.reasons,
        "crew": {"id": holder.crew_id, "name": holder.crew.name, "eta_at": iso(holder.eta_at)} if holder else None,
        "offers": offers,
        "updated_at": iso(order.updated_at),
    }


def _caller(order: WorkOrder) -> str:
    """Who called; when nobody said, whose supply it is."""
    return order.reporter_name or (order.customer.name if order.customer else "")


def _clocks(ids: list[int]) -> dict[int, list[Card]]:
    cards: dict[int, list[Card]] = defaultdict(list)
    for clock in Clock.objects.filter(order_id__in=ids).exclude(outcome=Outcome.VOID).order_by("pk"):
        cards[clock.order_id].append(
            {
                "code": clock.code,
                "started_at": iso(clock.started_at),
                "due_at": iso(clock.due_at),
                "limit_minutes": clock.limit_minutes,
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
    rows = Offer.objects.filter(order_id__in=ids, status=OfferStatus.OFFERED).select_related("crew").order_by("pk")
    for offer in rows:
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
    rows = Assignment.objects.filter(order_id__in=ids, released_at=None).select_related("crew")
    return {assignment.order_id: assignment for assignment in rows}


def crew_cards(ids: list[int] | None = None, *, at: datetime | None = None) -> dict[int, Card]:
    """Cards of the crews that are in service. Five queries."""
    at = at or now()
    crews = Crew.objects.filter(active=True).select_related("unit", "centre", "leader", "position")
    crews = crews.defer("unit__area", "centre__area")
    if ids is not None:
        crews = crews.filter(pk__in=ids)
    rows = list(crews)
    keys = [crew.pk for crew in rows]
    work = crew_work_states(keys, at=at)
    skills = _skills(keys)
    return {crew.pk: _crew_card(crew, work[crew.pk], skills[crew.pk], at) for crew in rows}


FRESH_SECONDS = 600


def is_fresh(fixed_at: datetime | None, at: datetime) -> bool:
    """Whether a position of then still says where the crew is."""
    return fixed_at is not None and (at - fixed_at).total_seconds() <= FRESH_SECONDS


def _crew_card(crew: Crew, work: tuple[str, int, str | None], skills: list[str], at: datetime) -> Card:
    position = getattr(crew, "position", None)
    fixed_at = position.fixed_at if position else None
    live = is_fresh(fixed_at, at)
    state, active_orders, order_number = work
    return {
        "kind": "crew",
        "id": crew.pk,
        "rev": crew.rev,
        "name": crew.name,
        "unit": crew.unit.name,
        "centre": crew.centre.name,
        "state": state,
        "lat": position.latitude if live and position else crew.base_latitude,
        "lon": position.longitude if live and position else crew.base_longitude,
        "fixed_at": iso(fixed_at),
        "live": live,
        "skills": skills,
        "plate": mask_plate(crew.plate),
        "phone": mask_phone(crew.leader.phone) if crew.leader else "",
        "active_orders": active_orders,
        "order_number": order_number,
    }


def crew_work_states(ids: list[int], *, at: datetime) -> dict[int, tuple[str, int, str | None]]:
    """crew id → (OFF_DUTY | IDLE | OFFERED | ASSIGNED | EN_ROUTE | ON_SITE, orders in hand, number of the engaged one)."""
    on_duty = set(Shift.objects.running(at).filter(crew_id__in=ids).values_list("crew_id", flat=True))
    offered = set(Offer.objects.open().filter(crew_id__in=ids).values_list("crew_id", flat=True))
    load = Assignment.objects.load(ids)
    held: dict[int, list[tuple[bool, str, str]]] = defaultdict(list)
    rows = (
        Assignment.objects.live()
        .filter(crew_id__in=ids)
        .values_list("crew_id", "engaged", "order__status", "order__suspended_from", "order__number")
    )
    for crew_id, engaged, status, suspended_from, number in rows:
        # A suspended job leaves its crew where it was.
        held[crew_id].append((engaged, suspended_from or status, number))
    return {
        crew_id: _work_state(held[crew_id], load[crew_id], crew_id in offered, crew_id in on_duty) for crew_id in ids
    }


def _work_state(
    held: list[tuple[bool, str, str]], load: int, offered: bool, on_duty: bool
) -> tuple[str, int, str | None]:
    engaged = next(((status, number) for is_engaged, status, number in held if is_engaged), None)
    if engaged:
        status, number = engaged
        return ("ON_SITE" if status in AT_WORK else "EN_ROUTE"), load, number
    # An order with power back waits for paper: its crew may be asked, and the board says so.
    before_it = [number for _, status, number in held if status != Status.RESTORED]
    if before_it:
        return "ASSIGNED", load, before_it[0]
    if offered:
        return "OFFERED", load, None
    return ("IDLE" if on_duty else "OFF_DUTY"), load, None


def _skills(ids: list[int]) -> dict[int, list[str]]:
    skills: dict[int, list[str]] = defaultdict(list)
    order = {skill: index for index, skill in enumerate(Skill.values)}
    for crew_id, skill in Certificate.objects.filter(crew_id__in=ids).values_list("crew_id", "skill"):
        skills[crew_id].append(skill)
    for held in skills.values():
        held.sort(key=lambda skill: order.get(skill, 99))
    return skills


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
