"""Generator vehicles at customers of an outage: while one supplies, its customers are not interrupted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.core.events import emit
from outages.generators.models import GeneratorAssignment, GeneratorStatus, GeneratorVehicle
from outages.ledger.models import Interruption
from outages.life.choices import EndedBy
from outages.life.events import GeneratorChanged
from outages.life.models import Outage
from outages.life.scope import Scope, scope_of
from outages.verbs.services.restoring import How, lose_again, restore
from workorders.engine.writing import write


@transaction.atomic
def place_generator(
    *, vehicle_id: int, outage_id: int, scope: Scope, at: datetime, actor: Any = None
) -> GeneratorAssignment:
    """It supplies these customers from ``at`` on: their interruptions end, flagged as fed by a generator.

    Raises ``Conflict`` when the vehicle is elsewhere or none of them is dark by this outage.
    """
    outage, vehicle = Outage.objects.lock(outage_id), _locked(vehicle_id)
    if vehicle.status != GeneratorStatus.STANDBY:
        raise Conflict(_("This vehicle is not on standby."))
    how = How(ended_by=EndedBy.GENERATOR, note=vehicle.code)
    if not restore(outage_id=outage.pk, at=at, how=how, scope=scope, actor=actor).customers:
        raise Conflict(_("None of these customers is dark by this outage."))
    assignment = GeneratorAssignment.objects.create(
        vehicle=vehicle, outage=outage, assigned_at=at, supplying_from_at=at, assigned_by=actor
    )
    _tell(assignment, GeneratorStatus.SUPPLYING)
    return assignment


@transaction.atomic
def take_generator_away(
    *, vehicle_id: int, outage_id: int, at: datetime, normal_supply: bool, actor: Any = None
) -> GeneratorAssignment:
    """It stops and can be sent elsewhere. Without ``normal_supply`` its customers are dark again from ``at`` on.

    Raises ``NotFound`` unless it supplies customers of this outage.
    """
    Outage.objects.lock(outage_id)
    _locked(vehicle_id)
    live = GeneratorAssignment.objects.select_related("vehicle", "outage").filter(released_at=None)
    assignment = live.filter(vehicle_id=vehicle_id, outage_id=outage_id).first()
    if assignment is None:
        raise NotFound()
    if not normal_supply:
        fed = fed_by(assignment).values_list("service_point_id", flat=True)
        lose_again(outage_id=outage_id, scope=scope_of(points=fed), since=at, at=at, actor=actor)
    assignment.supplying_to_at = assignment.released_at = at
    assignment.save(update_fields=["supplying_to_at", "released_at"])
    _tell(assignment, GeneratorStatus.STANDBY)
    return assignment


def fed_by(assignment: GeneratorAssignment) -> Any:
    """The rows of the ledger that its step ended; a merge may have moved them to another outage."""
    rows = Interruption.objects.standing().filter(ended_by=EndedBy.GENERATOR, on_at=assignment.supplying_from_at)
    return rows.filter(step__note=assignment.vehicle.code)


def _locked(vehicle_id: int) -> GeneratorVehicle:
    found = GeneratorVehicle.objects.select_for_update(no_key=True, of=("self",)).filter(pk=vehicle_id).first()
    if found is None:
        raise NotFound()
    return found


def _tell(assignment: GeneratorAssignment, status: GeneratorStatus) -> None:
    GeneratorVehicle.objects.filter(pk=assignment.vehicle_id).update(status=status)
    outage = Outage.objects.lock(assignment.outage_id)
    write([outage])  # its record says more than before
    emit(GeneratorChanged.of(outage, assignment_id=assignment.pk))
