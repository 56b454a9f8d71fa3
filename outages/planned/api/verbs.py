"""The verbs on a planned outage: where a person names devices or vehicles, or says when it was, this is looked up here."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from command_center.ground.organisation.closed_years import accept_past
from outages.generators.api import vehicle_named
from outages.planned.api.plans import draft_of
from outages.planned.api.rights import refuse_foreign_devices
from outages.planned.models.plan import PlannedOutage
from outages.planned.process import PLAN
from outages.planned.services import checking, drafting, execution, notifying
from workorders.engine.doors import Doors
from workorders.engine.shapes import UndoShape

STATE = ("id", "number", "status", "rev", "customers", "attention")


class PlanState(serializers.Serializer[Any]):
    """Where the plan stands after a verb."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    rev = serializers.IntegerField()
    undo = UndoShape(required=False, allow_null=True)
    customers = serializers.IntegerField()
    attention = serializers.CharField()


def state_of(plan_id: int) -> dict[str, Any]:
    return dict(PlannedOutage.objects.values(*STATE).get(pk=plan_id))


def redraft(*, plan_id: int, at: datetime, actor: Any, **said: Any) -> object:
    """Another window or other devices: drafted anew, to be checked and told again."""
    return drafting.redraft_plan(plan_id=plan_id, draft=draft_of(said, actor), at=at, actor=actor)


def alternative(*, plan_id: int, note: str, chosen: bool, at: datetime, actor: Any, **which: Any) -> object:
    """What keeps customers supplied meanwhile: choose a proposal, or add a generator vehicle."""
    said = {"plan_id": plan_id, "note": note, "at": at, "actor": actor}
    if "id" in which:
        return checking.choose_alternative(alternative_id=which["id"], chosen=chosen, **said)
    vehicle_id = vehicle_named(which["vehicle"], actor)
    return checking.add_generator(vehicle_id=vehicle_id, customers=which["customers"], **said)


def start(
    *, plan_id: int, confirm_at: datetime | None, at: datetime, actor: Any, started_at: datetime | None = None
) -> object:
    """The work begins; its switches are written down as opened, none is operated. For who operates each of them."""
    refuse_foreign_devices(actor, plan_id)
    began = started_at or at
    accept_past(actor, began, at=at, pointer="/started_at", confirmed=confirm_at)
    return execution.start_plan(plan_id=plan_id, started_at=began, at=at, actor=actor)


def restore(
    *, plan_id: int, confirm_at: datetime | None, at: datetime, actor: Any, restored_at: datetime | None = None
) -> object:
    """Power is back to everybody who is dark by it; steps come by the switches, or by the verb of its outage."""
    refuse_foreign_devices(actor, plan_id)
    back = restored_at or at
    accept_past(actor, back, at=at, pointer="/restored_at", confirmed=confirm_at)
    return execution.restore_plan(plan_id=plan_id, restored_at=back, at=at, actor=actor)


VERBS = Doors(
    process=PLAN,
    under="planned-outages",
    name="plan",
    id_as="plan_id",
    rows=PlannedOutage.objects,
    state=PlanState,
    state_of=state_of,
    uses={
        "redraft": redraft,
        "check": checking.check_plan,
        "alternative": alternative,
        "approve": drafting.approve_plan,
        "waive": notifying.waive,
        "notify": notifying.notify,
        "delivered": notifying.record_delivery,
        "announce": notifying.announce,
        "start": start,
        "extend": execution.extend_plan,
        "restore": restore,
        "close": execution.close_plan,
        "postpone": drafting.postpone_plan,
        "cancel": drafting.cancel_plan,
    },
)
