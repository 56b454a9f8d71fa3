"""What an outage is, as the desk says it: where a person names devices, meters or numbers, they are looked up here."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.scope import get_scoped
from outages.life.api.acting import OutageState
from outages.life.api.places import device_named, reach_of, whom
from outages.life.models import Outage
from outages.life.selectors.affected import scope_of_device
from outages.verbs.services import confirming, merging, moving, splitting


class PartState(OutageState):
    part = serializers.CharField(help_text="Number of the new outage")


def confirm(*, outage_id: int, at: datetime, actor: Any) -> object:
    """Its customers stand in the ledger from the true start on, if they do not already."""
    return confirming.confirm(outage_id=outage_id, at=at, reason="desk", actor=actor)


def move(*, outage_id: int, device: str, reason: str, at: datetime, actor: Any) -> object:
    """Another device up or down the line is the origin; whom it feeds follows from the network, by the switches of now."""
    origin = device_named(device, actor)
    scope = reach_of(origin, scope_of_device, at=at)
    return moving.move_to(outage_id=outage_id, scope=scope, device_id=origin.pk, reason=reason, at=at, actor=actor)


def split(*, outage_id: int, reason: str, at: datetime, actor: Any, **who: Any) -> dict[str, Any]:
    """Some are dark for another reason: they get an outage of their own, ``part``. The way back is a merge."""
    scope, device_id = whom(who, actor, at=at)
    part = splitting.split(outage_id=outage_id, scope=scope, device_id=device_id, reason=reason, at=at, actor=actor)
    return {"part": part.number}


def merge(*, outage_id: int, into: str, reason: str, at: datetime, actor: Any) -> object:
    """It is part of another outage, whose leading order goes on; undone by ``unmerge``."""
    parent = get_scoped(Outage.objects.all(), actor, number=into)
    if parent.pk == outage_id:
        raise Invalid(_("An outage cannot be merged into itself."), pointer="/into")
    return merging.merge(outage_id=outage_id, parent_id=parent.pk, reason=reason, at=at, actor=actor)
