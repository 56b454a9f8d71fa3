"""Generator vehicles on an outage: placed at customers, taken away. In → service → out."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.moments import Moment, confirm_field
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.closed_years import accept_past
from command_center.ground.organisation.scope import refused, scoped
from outages.generators import services as generators
from outages.generators.models import GeneratorVehicle
from outages.life.api.acting import OutageState, act, verb
from outages.life.api.places import WhomIn, whom
from outages.life.models import Outage


class VehicleIn(serializers.Serializer[Any]):
    vehicle = serializers.CharField(max_length=30, help_text="Code of the generator vehicle")
    at = Moment(required=False, help_text="Since when it supplies, or stopped; now by default")
    confirm_at = confirm_field()


class PlaceIn(VehicleIn, WhomIn):
    """Whom it supplies: everybody below a device (a transformer is one), or these meters."""


class AwayIn(VehicleIn):
    normal_supply = serializers.BooleanField(
        help_text="Its customers have their normal supply again; else they are dark"
    )


class SuppliedState(OutageState):
    supplied = serializers.IntegerField(help_text="Customers whom the vehicle supplies")


@verb(PlaceIn, SuppliedState)
def place(request: Request, number: str) -> Response:
    """A vehicle on standby supplies customers of the outage: they are not interrupted while it does."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        moment = _said(request.user, outage_id, data)
        scope, _device_id = whom(data, request.user, at=moment)
        placed = generators.place_generator(
            vehicle_id=vehicle_named(data["vehicle"], request.user), outage_id=outage_id, scope=scope, at=moment,
            actor=request.user,
        )  # fmt: skip
        return {"supplied": generators.fed_by(placed).count()}

    return act(request, number, PlaceIn, perform)


@verb(AwayIn)
def take_away(request: Request, number: str) -> Response:
    """It stops: its customers have their normal supply, or are dark again from ``at`` on."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        moment, vehicle = _said(request.user, outage_id, data), vehicle_named(data["vehicle"], request.user)
        return generators.take_generator_away(
            vehicle_id=vehicle, outage_id=outage_id, at=moment, normal_supply=data["normal_supply"], actor=request.user
        )

    return act(request, number, AwayIn, perform)


def _said(user: Any, outage_id: int, data: dict[str, Any]) -> Any:
    moment, began = data.get("at") or now(), Outage.objects.values_list("started_at", flat=True).get(pk=outage_id)
    accept_past(user, moment, at=now(), pointer="/at", confirmed=data["confirm_at"], evidence_at=began)
    return moment


def vehicle_named(code: str, user: Any) -> int:
    """Raises ``Invalid`` for what is unknown or outside: they look the same on purpose."""
    vehicle = scoped(GeneratorVehicle.objects.all(), user).filter(code=code).first()
    if vehicle is None:
        outside = GeneratorVehicle.objects.filter(code=code)
        raise Invalid(_("There is no such vehicle in your area."), pointer="/vehicle").leaving(
            *refused(outside, user, code)
        )
    return vehicle.pk
