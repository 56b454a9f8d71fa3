"""Generator vehicles: sent to customers of an outage; while one supplies, its customers are not interrupted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.core.errors import Conflict, NotFound
from command_center.core.events import emit
from outages.events import GeneratorChanged
from outages.models import EndedBy, GeneratorAssignment, GeneratorStatus, GeneratorVehicle, Interruption
from outages.scope import Scope, scope_of
from outages.services.moves import lock
from outages.services.restoring import How, lose_again, restore
from outages.states import LIVE, Status


@transaction.atomic
def assign_generator(
    *, vehicle_id: int, outage_id: int, at: datetime, service_point_id: int | None = None, actor: Any = None
) -> GeneratorAssignment:
    """Send a vehicle that stands by. Raises ``Conflict`` when it is elsewhere or the outage is over."""
    outage = lock(outage_id)
    vehicle = GeneratorVehicle.objects.select_for_update(no_key=True, of=("self",)).filter(pk=vehicle_id).first()
    if vehicle is None:
        raise NotFound()
    if vehicle.status != GeneratorStatus.STANDBY or Status(outage.status) not in LIVE:
        raise Conflict(_("This vehicle is not on standby, or the outage is over."))
    assignment = GeneratorAssignment.objects.create(
        vehicle=vehicle, outage=outage, service_point_id=service_point_id, assigned_at=at, assigned_by=actor
    )
    _write_status(assignment, GeneratorStatus.ASSIGNED)
    return assignment


@transaction.atomic
def generator_supplies(
    *, assignment_id: int, at: datetime, scope: Scope | None = None, actor: Any = None
) -> GeneratorAssignment:
    """Connected and running: the interruption of its customers ends, flagged as fed by a generator."""
    assignment = _live(assignment_id)
    if assignment.supplying_from_at is not None:
        return assignment
    fed = _fed(assignment, scope)
    how = How(ended_by=EndedBy.GENERATOR, note=assignment.vehicle.code)
    restore(outage_id=assignment.outage_id, at=at, how=how, scope=fed, actor=actor)
    assignment.supplying_from_at = at
    assignment.save(update_fields=["supplying_from_at"])
    _write_status(assignment, GeneratorStatus.SUPPLYING)
    return assignment


@transaction.atomic
def release_generator(
    *, assignment_id: int, at: datetime, normal_supply: bool, scope: Scope | None = None, actor: Any = None
) -> GeneratorAssignment:
    """It stops and drives home. Without ``normal_supply`` its customers lose power again from now on."""
    assignment = _live(assignment_id)
    if assignment.supplying_from_at is not None and not normal_supply:
        lose_again(outage_id=assignment.outage_id, scope=_was_fed(assignment, scope), since=at, at=at, actor=actor)
    if assignment.supplying_from_at is not None:
        assignment.supplying_to_at = at
    assignment.released_at = at
    assignment.save(update_fields=["supplying_to_at", "released_at"])
    _write_status(assignment, GeneratorStatus.RETURNING)
    return assignment


@transaction.atomic
def back_on_standby(*, vehicle_id: int) -> None:
    GeneratorVehicle.objects.filter(pk=vehicle_id, status=GeneratorStatus.RETURNING).update(
        status=GeneratorStatus.STANDBY
    )


def _live(assignment_id: int) -> GeneratorAssignment:
    found = (
        GeneratorAssignment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("vehicle", "outage")
        .filter(pk=assignment_id)
        .first()
    )
    if found is None:
        raise NotFound()
    if found.released_at is not None:
        raise Conflict(_("This vehicle was released already."))
    return found


def _fed(assignment: GeneratorAssignment, scope: Scope | None) -> Scope:
    """The given customers, else the one it was sent to. Raises ``Conflict`` when neither is said."""
    if scope is not None:
        return scope
    if assignment.service_point_id is None:
        raise Conflict(_("Say which customers the vehicle supplies."))
    return scope_of(points=[assignment.service_point_id])


def _was_fed(assignment: GeneratorAssignment, scope: Scope | None) -> Scope:
    """Whoever got power by its step when nothing else is said."""
    if scope is not None:
        return scope
    fed = Interruption.objects.standing().filter(
        outage_id=assignment.outage_id, ended_by=EndedBy.GENERATOR, on_at=assignment.supplying_from_at
    )
    return scope_of(points=fed.values_list("service_point_id", flat=True))


def _write_status(assignment: GeneratorAssignment, status: GeneratorStatus) -> None:
    GeneratorVehicle.objects.filter(pk=assignment.vehicle_id).update(status=status)
    emit(
        GeneratorChanged(
            outage_id=assignment.outage_id, org_path=assignment.outage.org_path, assignment_id=assignment.pk
        )
    )
