"""Positions of one's own crew, in batches: POST positions/."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.core.api.bodies import body_of, described
from command_center.core.api.moments import Moment
from command_center.core.errors import NotAllowed
from command_center.organisation.roles import Right
from command_center.organisation.scope import require
from dispatch.positions import Fix
from dispatch.selectors.crews import own_crew
from dispatch.services.positions import Sighting, record_positions

BATCH_AT_MOST = 1000


class PositionIn(serializers.Serializer[Any]):
    """WGS-84 degrees, metres, m/s, degrees from north, battery 0–100 %."""

    crew_id = serializers.IntegerField(required=False, default=None, allow_null=True)
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    fixed_at = Moment()
    accuracy = serializers.FloatField(required=False, default=None, allow_null=True)
    speed = serializers.FloatField(required=False, default=None, allow_null=True)
    heading = serializers.FloatField(required=False, default=None, allow_null=True)
    battery = serializers.FloatField(required=False, default=None, allow_null=True)


class PositionsIn(serializers.Serializer[Any]):
    items = serializers.ListField(child=PositionIn(), max_length=BATCH_AT_MOST)


class PositionResult(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=["ACCEPTED", "DUPLICATE", "QUARANTINED", "OFF_SHIFT"])
    reason = serializers.CharField(allow_blank=True)


class PositionsOut(serializers.Serializer[Any]):
    results = PositionResult(many=True)


@described(request=PositionsIn, responses=PositionsOut, problems=(401, 403, 422))
@api_view(["POST"])
def positions(request: Request) -> Response:
    """What cannot be believed is put aside with a reason, never refused: a phone would send it for ever."""
    user: Any = request.user
    require(user, Right.POSITION)
    crew = own_crew(user)
    items = body_of(PositionsIn, request, only_known=False)["items"]
    if any(item["crew_id"] not in (None, crew.pk) for item in items):
        raise NotAllowed()
    sightings = [Sighting(crew_id=crew.pk, fix=_fix(item), battery=item["battery"]) for item in items]
    verdicts = record_positions(sightings, received_at=now())
    return Response({"results": [{"outcome": v.outcome, "reason": v.reason} for v in verdicts]})


def _fix(item: dict[str, Any]) -> Fix:
    return Fix(
        lat=item["lat"],
        lon=item["lon"],
        fixed_at=item["fixed_at"],
        accuracy_m=item["accuracy"],
        speed_ms=item["speed"],
        heading=item["heading"],
        battery=item["battery"],
    )
