"""Positions of one's own crew, in batches: POST positions/."""

from math import isfinite
from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from dispatch.positions import QUARANTINED, Fix, Verdict
from dispatch.selectors.crews import own_crew
from dispatch.services.positions import Sighting, record_positions

BATCH_AT_MOST = 1000
# What stands beside the place and the moment: unreadable, it is unknown and costs nothing else.
BESIDE = frozenset({"accuracy", "speed", "heading", "battery"})
UNREADABLE = Verdict(QUARANTINED, "unreadable")
OTHER_CREW = Verdict(QUARANTINED, "other_crew")


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
    mock = serializers.BooleanField(required=False, default=False)


class EachForItself(serializers.ListField):
    """A list whose bad items are None: they never hold back their neighbours."""

    def run_child_validation(self, data: list[Any]) -> list[Any]:
        return [self._read(item) for item in data]

    def _read(self, item: Any) -> Any:
        try:
            return self.child.run_validation(item)
        except serializers.ValidationError as error:
            if isinstance(item, dict) and isinstance(error.detail, dict) and set(error.detail) <= BESIDE:
                return self.child.run_validation({name: item[name] for name in item if name not in error.detail})
            return None


class PositionsIn(serializers.Serializer[Any]):
    items = EachForItself(child=PositionIn(), max_length=BATCH_AT_MOST)


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
    aside = [_aside(item, crew.pk) for item in items]
    own = [item for item, verdict in zip(items, aside, strict=True) if verdict is None]
    sightings = [Sighting(crew_id=crew.pk, fix=_fix(item), battery=_finite(item["battery"])) for item in own]
    verdicts = iter(record_positions(sightings, received_at=now()))
    told = [verdict or next(verdicts) for verdict in aside]
    return Response({"results": [{"outcome": verdict.outcome, "reason": verdict.reason} for verdict in told]})


def _aside(item: dict[str, Any] | None, crew_id: int) -> Verdict | None:
    """Why an item is not even looked at; None: it is."""
    if item is None:
        return UNREADABLE
    return None if item["crew_id"] in (None, crew_id) else OTHER_CREW


def _fix(item: dict[str, Any]) -> Fix:
    return Fix(
        lat=item["lat"],
        lon=item["lon"],
        fixed_at=item["fixed_at"],
        accuracy_m=_finite(item["accuracy"]),
        speed_ms=_finite(item["speed"]),
        heading=_finite(item["heading"]),
        battery=_finite(item["battery"]),
        is_mock=item["mock"],
    )


def _finite(number: float | None) -> float | None:
    """Devices write "inf" and "nan" for what they do not know."""
    return number if number is not None and isfinite(number) else None
