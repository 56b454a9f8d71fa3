"""The two appointments of an invented case: agreed, moved by either side, cancelled, missed, kept."""

from datetime import datetime, timedelta

from demo.past import words
from demo.past.case import Case
from demo.past.world import World
from workorders.kinds.connection.models import Appointment, AppointmentStatus, Purpose, Side
from workorders.kinds.connection.services.appointments import BOOKING, REMINDED_BEFORE, UNBOOKING

BOOKED_LATE, BY_CUSTOMER = 0.004, 0.3
CUSTOMER_MOVES, WE_MOVE, CANCELLED, MISSED = 0.07, 0.006, 0.015, 0.004
UNSAID = 0.08  # nobody tapped “arrived”: that the work was done says it
# Among how many half days ahead; a stage of the others has a limit of one day, so that the next one is taken.
HALF_DAYS = {"LV_RESIDENT": 3, "MV_SINGLE": 2}
MINUTE = timedelta(minutes=1)


def visited(world: World, case: Case, purpose: Purpose) -> datetime:
    """From the booking until somebody was there; moved once or cancelled on the way, or missed and agreed anew."""
    late = world.chance(BOOKED_LATE)
    book(world, case, purpose, case.working(world.between(500, 900) if late else world.between(5, 100)))
    lot = world.lot.random()
    if lot < CUSTOMER_MOVES:
        move(world, case, Side.CUSTOMER, before_start(world, case))
    elif lot < CUSTOMER_MOVES + WE_MOVE:
        move(world, case, Side.UTILITY, before_start(world, case))
    elif lot < CUSTOMER_MOVES + WE_MOVE + CANCELLED:
        at = before_start(world, case)
        case.take(UNBOOKING[purpose], at, detail=words.MOVES[0])
        ended(world, case, AppointmentStatus.CANCELLED, Side.CUSTOMER, at, words.MOVES[0])
        book(world, case, purpose, case.working(world.between(5, 60)))
    elif lot < CUSTOMER_MOVES + WE_MOVE + CANCELLED + MISSED:
        missed(world, case)
    return arrive(world, case)


def book(world: World, case: Case, purpose: Purpose, at: datetime) -> None:
    """Proposed by us and confirmed by the link, or chosen by the applicant."""
    by = Side.CUSTOMER if world.chance(BY_CUSTOMER) else Side.UTILITY
    actor = None if by == Side.CUSTOMER else case.facts.responsible_id or world.controller
    case.take(BOOKING[purpose], at, actor, detail="已与客户约定上门时间")
    made(world, case, purpose, by, at, actor, world.lot.randrange(0, HALF_DAYS.get(case.order.sub_kind, 1)))


def made(world: World, case: Case, purpose: str, by: Side, at: datetime, actor: int | None, nth: int) -> None:
    """The row of an appointment; its reminder went two hours before, where that was to come."""
    slot = world.slots.book(case.order, at, nth)
    reminded_at = slot.starts_at - REMINDED_BEFORE + MINUTE
    agreed_at = at if by == Side.CUSTOMER else case.after(world.between(2, 240)) if world.chance(0.9) else None
    case.visit = Appointment(
        order=case.order, purpose=purpose, slot=slot, starts_at=slot.starts_at, ends_at=slot.ends_at,
        person_id=case.facts.responsible_id, made_at=at, made_by=by.value, maker_id=actor,
        agreed_at=agreed_at if agreed_at and agreed_at <= min(slot.starts_at, case.until) else None,
        reminded_at=reminded_at if at < reminded_at <= case.until else None,
    )  # fmt: skip
    case.rows.append(case.visit)


def before_start(world: World, case: Case) -> datetime:
    """Some moment between the last step and the beginning of the slot."""
    assert case.visit is not None
    return case.at + timedelta(
        seconds=round((case.visit.starts_at - case.at).total_seconds() * world.between(0.1, 0.9))
    )


def move(world: World, case: Case, by: Side, at: datetime) -> None:
    """The row ends, and another begins."""
    assert case.visit is not None
    actor = None if by == Side.CUSTOMER else case.facts.responsible_id or world.controller
    reason = world.one_of(words.MOVES if by == Side.CUSTOMER else words.OUR_MOVES)
    case.take("move-appointment", at, actor)
    purpose = case.visit.purpose
    ended(world, case, AppointmentStatus.MOVED, by, at, reason)
    made(world, case, purpose, by, at, actor, world.lot.randrange(1, 4))


def ended(world: World, case: Case, status: AppointmentStatus, by: Side, at: datetime, reason: str) -> None:
    row = case.visit
    assert row is not None
    row.status, row.ended_by, row.ended_at, row.reason = status.value, by.value, at, reason
    if row.reminded_at is not None and row.reminded_at > at:
        row.reminded_at = None
    world.slots.give_back(row.slot)


def missed(world: World, case: Case) -> None:
    """Nobody came; the manager calls and agrees another half day."""
    row = case.visit
    assert row is not None
    at = row.ends_at + timedelta(minutes=round(world.between(3, 50)))
    actor = case.facts.responsible_id or world.controller
    case.take("move-appointment", at, actor)
    row.status = AppointmentStatus.MISSED.value
    made(world, case, row.purpose, Side.UTILITY, at, actor, 0)


def arrive(world: World, case: Case) -> datetime:
    """Somebody is there within the slot: the moment. Where nobody taps it, what is done there says it (``was_there``)."""
    row, by = case.visit, case.facts.responsible_id or world.controller
    assert row is not None
    span = (row.ends_at - row.starts_at).total_seconds()
    there_at = row.starts_at + timedelta(seconds=round(span * world.between(0.02, 0.7)))
    there_at = max(there_at, case.after(5))
    if world.chance(UNSAID):
        return there_at
    departed_at = max(case.at, there_at - timedelta(minutes=round(world.between(8, 40))))
    case.take("visit-on-the-way", departed_at, by)
    row.departed_at = departed_at
    case.take("visit-arrived", there_at, by)
    row.status, row.arrived_at = AppointmentStatus.KEPT.value, there_at
    row.arrival_latitude = round((case.order.latitude or 0.0) + world.between(-2e-4, 2e-4), 6)
    row.arrival_longitude = round((case.order.longitude or 0.0) + world.between(-2e-4, 2e-4), 6)
    return there_at


def was_there(case: Case) -> None:
    """What the visit was for has just been done."""
    if case.visit is not None and case.visit.status == AppointmentStatus.AGREED.value:
        case.visit.status, case.visit.arrived_at = AppointmentStatus.KEPT.value, case.at
