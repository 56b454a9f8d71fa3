"""Where an outage stands after a verb: the answer of each of them."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from outages.life.models import Outage
from workorders.engine.shapes import UndoShape

STATE = ("id", "number", "status", "rev", "customers_total", "customers_out", "etr_at")


class OutageState(serializers.Serializer[Any]):
    """Where the outage stands after a verb; the whole card follows over the socket."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    rev = serializers.IntegerField()
    undo = UndoShape(required=False, allow_null=True)
    customers_total = serializers.IntegerField()
    customers_out = serializers.IntegerField()
    etr_at = Moment(allow_null=True)


def state_of(outage_id: int) -> dict[str, Any]:
    state = dict(Outage.objects.values(*STATE).get(pk=outage_id))
    # Kept with the key as JSON: told again, it reads the same.
    state["etr_at"] = state["etr_at"].isoformat().replace("+00:00", "Z") if state["etr_at"] else None
    return state
