"""Generator vehicles on an outage: placed at customers, taken away."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.closed_years import accept_past
from command_center.ground.organisation.scope import refused, scoped
from outages.generators import services as generators
from outages.generators.models import GeneratorVehicle
from outages.life.api.acting import OutageState
from outages.life.api.places import whom
from outages.life.models import Outage


class SuppliedState(OutageState):
    supplied = serializers.IntegerField(help_text="Customers whom the vehicle supplies")


def place(
    *,
    outage_id: int,
    vehicle: str,
    confirm_at: datetime | None,
    at: datetime,
    actor: Any,
    said_at: datetime | None = None,
    **who: Any,
) -> dict[str, Any]:
    """A vehicle on standby supplies customers of the outage: they are not interrupted while it does."""
    moment = said_at or at
    _accept(actor, outage_id, moment, at, confirm_at)
    scope, _device_id = whom(who, actor, at=moment)
    vehicle_id = vehicle_named(vehicle, actor)
    placed = generators.place_generator(vehicle_id=vehicle_id, outage_id=outage_id, scope=scope, at=moment, actor=actor)
    return {"supplied": generators.fed_by(placed).count()}


def take_away(
    *,
    outage_id: int,
    vehicle: str,
    normal_supply: bool,
    confirm_at: datetime | None,
    at: datetime,
    actor: Any,
    said_at: datetime | None = None,
) -> object:
    """It stops: its customers have their normal supply, or are dark again from ``at`` on."""
    moment = said_at or at
    _accept(actor, outage_id, moment, at, confirm_at)
    vehicle_id = vehicle_named(vehicle, actor)
    return generators.take_generator_away(
        vehicle_id=vehicle_id, outage_id=outage_id, at=moment, normal_supply=normal_supply, actor=actor
    )


def _accept(user: Any, outage_id: int, moment: datetime, at: datetime, confirmed: datetime | None) -> None:
    began = Outage.objects.values_list("started_at", flat=True).get(pk=outage_id)
    accept_past(user, moment, at=at, pointer="/at", confirmed=confirmed, evidence_at=began)


def vehicle_named(code: str, user: Any) -> int:
    """Raises ``Invalid`` for what is unknown or outside: they look the same on purpose."""
    vehicle = scoped(GeneratorVehicle.objects.all(), user).filter(code=code).first()
    if vehicle is None:
        outside = GeneratorVehicle.objects.filter(code=code)
        raise Invalid(_("There is no such vehicle in your area."), pointer="/vehicle").leaving(
            *refused(outside, user, code)
        )
    return vehicle.pk
