"""What complaints spring from, over HTTP."""

from typing import Any

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.kinds.complaint.figures import causes
from workorders.kinds.complaint.figures.api import PERIOD
from workorders.kinds.complaint.figures.asked import TOP_ROWS, TREE, TRIGGER, Asked, of_trigger, top_of, trigger_of
from workorders.kinds.complaint.figures.triggers import Triggers, triggers_of


class ComplaintCauseOut(serializers.Serializer[Any]):
    """``key``: a code, or OTHERS, UNKNOWN, BEYOND (the trigger lies outside your area), NONE (no trigger is linked), SEALED."""

    key = serializers.CharField()
    name = serializers.CharField()
    now = serializers.IntegerField()
    last_year = serializers.IntegerField()
    cause = serializers.BooleanField(help_text="Whether it is one, and not what is left")


class CauseDimensionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    rows = ComplaintCauseOut(many=True)


class TriggerKindOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class ComplaintCausesOut(serializers.Serializer[Any]):
    """The rows of every dimension add up to ``alleged``: complaints with those that were withdrawn or downgraded."""

    since = serializers.DateField()
    until = serializers.DateField()
    before_since = serializers.DateField()
    before_until = serializers.DateField()
    tree = serializers.CharField()
    trees = serializers.ListField(child=serializers.CharField())
    trigger = serializers.CharField(allow_blank=True)
    triggers = TriggerKindOut(many=True, help_text="What `trigger` may ask for")
    alleged = serializers.IntegerField()
    alleged_before = serializers.IntegerField()
    linked = serializers.IntegerField(help_text="How many of them name what set them off")
    dimensions = CauseDimensionOut(many=True)


@described(responses=ComplaintCausesOut, parameters=[*PERIOD, TREE, TRIGGER, TOP_ROWS], problems=(401, 403, 422))
@api_view(["GET"])
def complaint_causes(request: Request) -> Response:
    """What complaints spring from: feeders, areas, units and categories over the order, outage or connection that each is linked to."""
    return Response(causes_told(request))


def causes_told(request: Request) -> dict[str, Any]:
    """As ``ComplaintCausesOut``. Raises ``Invalid``."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, {"since", "until", "tree", "trigger", "top"})
    asked, trigger, top = Asked(request), trigger_of(request), top_of(request)
    now, before = (asked.alleged(rows) for rows in asked.periods())
    found = triggers_of(request.user, [*now, *before])
    this, last = (of_trigger(rows, found, trigger) for rows in (now, before))
    return {
        **asked.told,
        "trigger": trigger,
        "triggers": [{"code": code, "name": found.name("trigger", code)} for code in causes.TRIGGERS],
        "alleged": len(this),
        "alleged_before": len(last),
        "linked": sum(cause.trigger.kind != causes.NONE for cause in this),
        "dimensions": [{"code": code, "rows": _rows_of(code, this, last, found, top)} for code in causes.DIMENSIONS],
    }


def _rows_of(
    code: str, this: list[causes.Cause], last: list[causes.Cause], found: Triggers, top: int
) -> list[dict[str, Any]]:
    return [
        {
            "key": row.key, "name": found.name(code, row.key), "now": row.now, "last_year": row.before,
            "cause": row.key not in causes.REST,
        }
        for row in causes.counted(this, last, code, top=top)
    ]  # fmt: skip
