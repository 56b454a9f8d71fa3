"""Cards of crews: where each is, what it can do and has in hand. Built for many ids in a few counted queries."""

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import now

from command_center.ground.core.prepared import prepared
from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from customers.phones import mask_phone, mask_plate
from dispatch.crew_messages.selectors import unread_by_crew
from dispatch.models import Assignment, Certificate, Crew, Offer, Shift, Skill
from dispatch.selectors.crew_load import load_of_crews
from workorders.kinds.fault.states import AT_WORK, Status

FRESH_SECONDS = 600


def crew_cards(ids: list[int] | None = None, *, at: datetime | None = None) -> dict[int, Card]:
    """Cards of the crews that are in service. Seven queries."""
    at = at or now()
    rows = list(_in_service()) if ids is None else _in_service_of(ids)
    keys = [crew.pk for crew in rows]
    work = crew_work_states(keys, at=at)
    skills, unread = _skills(keys), unread_by_crew(keys)
    return {crew.pk: _crew_card(crew, work[crew.pk], skills[crew.pk], unread[crew.pk], at) for crew in rows}


def _in_service() -> "QuerySet[Crew]":
    crews = Crew.objects.filter(active=True).select_related("unit", "centre", "leader", "position")
    return crews.defer("unit__area", "centre__area")


@prepared
def _in_service_of(ids: list[int]) -> "QuerySet[Crew]":
    return _in_service().filter(pk__in=ids)


def is_fresh(fixed_at: datetime | None, at: datetime) -> bool:
    """Whether a position of then still says where the crew is."""
    return fixed_at is not None and (at - fixed_at).total_seconds() <= FRESH_SECONDS


def _crew_card(crew: Crew, work: tuple[str, int, str | None], skills: list[str], unread: int, at: datetime) -> Card:
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
        "unread": unread,
    }


def crew_work_states(ids: list[int], *, at: datetime) -> dict[int, tuple[str, int, str | None]]:
    """crew id → (OFF_DUTY | IDLE | OFFERED | ASSIGNED | EN_ROUTE | ON_SITE, orders in hand, number of the engaged one)."""
    on_duty, offered = set(_on_duty(ids, at)), set(_offered(ids))
    load = load_of_crews(ids)
    held: dict[int, list[tuple[bool, str, str]]] = defaultdict(list)
    for crew_id, engaged, status, suspended_from, number in _held(ids):
        # A suspended job leaves its crew where it was.
        held[crew_id].append((engaged, suspended_from or status, number))
    return {
        crew_id: _work_state(held[crew_id], load[crew_id], crew_id in offered, crew_id in on_duty) for crew_id in ids
    }


@prepared
def _on_duty(crew_ids: list[int], at: datetime) -> "QuerySet[Shift, int]":
    return Shift.objects.running(at).filter(crew_id__in=crew_ids).values_list("crew_id", flat=True)


@prepared
def _offered(crew_ids: list[int]) -> "QuerySet[Offer, int]":
    return Offer.objects.open().filter(crew_id__in=crew_ids).values_list("crew_id", flat=True)


@prepared
def _held(crew_ids: list[int]) -> "QuerySet[Assignment, tuple[int, bool, str, str, str]]":
    live = Assignment.objects.live().filter(crew_id__in=crew_ids)
    return live.values_list("crew_id", "engaged", "order__status", "order__suspended_from", "order__number")


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
    for crew_id, skill in _certified(ids):
        skills[crew_id].append(skill)
    for held in skills.values():
        held.sort(key=lambda skill: order.get(skill, 99))
    return skills


@prepared
def _certified(crew_ids: list[int]) -> "QuerySet[Certificate, tuple[int, str]]":
    return Certificate.objects.filter(crew_id__in=crew_ids).values_list("crew_id", "skill")
