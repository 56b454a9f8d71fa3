"""The crew at work: depart, arrive, start, restore, reply. Each step is one button on the phone."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, NotAllowed
from command_center.ground.core.events import emit
from command_center.ground.core.geo import haversine_m
from dispatch.events import CrewChanged, CrewFreed
from dispatch.models import Assignment
from workorders.engine.advance import advance
from workorders.kinds.fault.states import Status
from workorders.models import Reply, WorkOrder
from workorders.services import aftercare, control
from workorders.services.aftercare import Checklist
from workorders.services.kept_words import in_words, keep_words


class NotHeld(NotAllowed):
    """The crew does not hold this order, any more or yet."""

    def __init__(self) -> None:
        super().__init__(_("This order is not with your crew."))


ASKS_FOR_HELP = "crew_asks_help"
# An arrival counts as verified within these metres of the fault (domain reference §6.5).
ARRIVAL_RADIUS_M = {"URBAN": 150.0, "RURAL": 400.0, "REMOTE": 400.0}


@transaction.atomic
def depart(*, order_id: int, crew_id: int, at: datetime, actor: Any) -> WorkOrder:
    """Under way: from now on the way takes as long as the offer said. Raises ``Conflict`` while the crew is engaged
    elsewhere (``one_engaged_job_per_crew``).
    """
    order, assignment = hold(order_id, crew_id)
    _set_aside_suspended(crew_id)
    try:
        with transaction.atomic():
            assignment.engaged = True
            if assignment.offer is not None and assignment.offer.eta_minutes is not None:
                assignment.eta_at = at + timedelta(minutes=assignment.offer.eta_minutes)
            assignment.save(update_fields=["engaged", "eta_at"])
    except IntegrityError as error:
        raise Conflict(_("Finish the job you are on first.")) from error
    advance([order], "depart", at=at, actor=actor)
    _changed(assignment)
    return order


@transaction.atomic
def arrive(
    *,
    order_id: int,
    crew_id: int,
    at: datetime,
    actor: Any,
    lat: float | None = None,
    lon: float | None = None,
    entered_at: datetime | None = None,
) -> WorkOrder:
    """On site. The phone's position is evidence: far away or missing, the arrival counts but is marked unverified.

    ``entered_at`` is when the phone told it, later than ``at`` where there was no network.
    """
    order, assignment = hold(order_id, crew_id)
    evidence = arrival_evidence(order, lat, lon)
    advance([order], "arrive", at=at, actor=actor, detail=evidence, entered_at=entered_at)
    _changed(assignment)
    return order


def arrival_evidence(order: WorkOrder, latitude: float | None, longitude: float | None) -> str:
    """``verified`` | ``unverified:no_position`` | ``unverified:<metres>``."""
    if latitude is None or longitude is None or order.latitude is None or order.longitude is None:
        return "unverified:no_position"
    metres = haversine_m(latitude, longitude, order.latitude, order.longitude)
    return "verified" if metres <= ARRIVAL_RADIUS_M[order.area_kind] else f"unverified:{metres:.0f}"


@transaction.atomic
def step(*, order_id: int, crew_id: int, verb: str, at: datetime, actor: Any, **said: Any) -> WorkOrder:
    """A step for which moving is all; what the crew said stands in the order's history."""
    order, assignment = hold(order_id, crew_id)
    words = " · ".join(in_words(word) for word in said.values() if word)
    advance([order], verb, at=at, actor=actor, detail=words)
    keep_words(order, verb, words, at=at, actor=actor)
    _changed(assignment)
    return order


@transaction.atomic
def start_repair(
    *, order_id: int, crew_id: int, permit_number: str, etr_at: datetime | None, at: datetime, actor: Any
) -> WorkOrder:
    """No repair without its sheet or ticket number (safety boundary, domain reference §9.4). Raises ``Invalid``."""
    order, assignment = hold(order_id, crew_id)
    number = permit_number.strip()
    if not number:
        raise Invalid(_("The number of the repair sheet or work ticket is missing."), pointer="/permit_number")
    advance([order], "start", at=at, actor=actor, permit_number=number, etr_at=etr_at)
    _changed(assignment)
    return order


@transaction.atomic
def restore(*, order_id: int, crew_id: int, at: datetime, actor: Any) -> WorkOrder:
    """Power is back. What is left is paper: the crew may set out for its next job, and be asked for another."""
    order, assignment = hold(order_id, crew_id)
    advance([order], "restore", at=at, actor=actor)
    assignment.engaged = False
    assignment.save(update_fields=["engaged"])
    emit(CrewFreed(crew_id=assignment.crew_id, org_path=assignment.crew.org_path))
    return order


@transaction.atomic
def take_back_restored(*, order_id: int, crew_id: int, text: str, at: datetime, actor: Any) -> WorkOrder:
    """Power is not there after all: the crew goes on with its repair, RESTORE runs on without a reset. Raises ``Invalid`` without words."""
    order, assignment = hold(order_id, crew_id)
    _say_what(text)
    advance([order], "not-restored", at=at, actor=actor, detail=text.strip(), restored_at=None)
    _changed(assignment)
    return order


@transaction.atomic
def find_nothing(*, order_id: int, crew_id: int, text: str, at: datetime, actor: Any) -> WorkOrder:
    """On site, and there is no fault: the order ends without a repair, and the crew is free. Raises ``Invalid`` without words."""
    _order, assignment = hold(order_id, crew_id)
    _say_what(text)
    order = control.cancel(order_id=order_id, reason=text.strip(), at=at, actor=actor, verb="nothing-found")
    release(assignment, at=at, reason="nothing_found")
    return order


def _say_what(text: str) -> None:
    if not text.strip():
        raise Invalid(_("Say what you see."), pointer="/text")


@transaction.atomic
def call_for_help(*, order_id: int, crew_id: int, text: str, at: datetime, actor: Any) -> WorkOrder:
    """The crew cannot do it alone: a note says what is wanted, and a person at the desk is asked. The order stays with it.

    Raises ``Invalid`` without words.
    """
    order, _assignment = hold(order_id, crew_id)
    control.add_note(order_id=order.pk, text=text, at=at, actor=actor)
    control.raise_attention([order], ASKS_FOR_HELP)
    return order


@transaction.atomic
def reply(*, order_id: int, crew_id: int, checklist: Checklist, at: datetime, actor: Any) -> Reply:
    """The crew reports and is free again. After rework the same crew replies once more, without holding the order."""
    order = WorkOrder.objects.lock(order_id)
    assignment = _last_assignment(order, crew_id)
    filed = aftercare.file_reply(order, checklist, at=at, actor=actor)
    if assignment.released_at is None:
        release(assignment, at=at, reason="done")
    return filed


def release(assignment: Assignment, *, at: datetime, reason: str) -> None:
    """The crew no longer holds the order; within the caller's transaction, the order locked."""
    assignment.released_at, assignment.release_reason, assignment.engaged = at, reason, False
    assignment.save(update_fields=["released_at", "release_reason", "engaged"])
    emit(CrewFreed(crew_id=assignment.crew_id, org_path=assignment.crew.org_path))


def hold(order_id: int, crew_id: int) -> tuple[WorkOrder, Assignment]:
    """The locked order and the crew's live assignment, within the caller's transaction. Raises ``NotHeld`` when another crew holds it."""
    order = WorkOrder.objects.lock(order_id)
    assignment = order.assignments.filter(crew_id=crew_id, released_at=None).select_related("crew", "offer").first()
    if assignment is None:
        raise NotHeld()
    return order, assignment


def _last_assignment(order: WorkOrder, crew_id: int) -> Assignment:
    last = order.assignments.select_related("crew").order_by("-pk").first()
    if last is None or last.crew_id != crew_id:
        raise NotHeld()
    return last


def _set_aside_suspended(crew_id: int) -> None:
    """A job that was suspended while the crew was under way or at work no longer holds it."""
    idle = Assignment.objects.live().filter(crew_id=crew_id, engaged=True, order__status=Status.SUSPENDED.value)
    idle.update(engaged=False)


def _changed(assignment: Assignment) -> None:
    emit(CrewChanged(crew_id=assignment.crew_id, org_path=assignment.crew.org_path))
