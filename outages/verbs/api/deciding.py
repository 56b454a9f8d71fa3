"""The desk's word on what an outage is: confirmed, dismissed, another device, two outages, one outage. In → service → out."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.scope import get_scoped
from outages.life.api.acting import OutageState, act, verb
from outages.life.api.places import WhomIn, device_named, reach_of, whom
from outages.life.models import CauseClass, Outage
from outages.life.selectors.affected import scope_of_device
from outages.verbs.services import changing, merging, opening


class WhyIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class MoveIn(WhyIn):
    device = serializers.CharField(max_length=80, help_text="Code of the device that is its origin")


class SplitIn(WhyIn, WhomIn):
    """Who is dark for another reason: everybody below a device, or these meters."""


class PartState(OutageState):
    part = serializers.CharField(help_text="Number of the new outage")


class MergeIn(WhyIn):
    into = serializers.CharField(max_length=30, help_text="Number of the outage that stays")


class CauseIn(serializers.Serializer[Any]):
    cause_class = serializers.ChoiceField(choices=CauseClass.choices)
    cause = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)


@verb(Nothing)
def confirm(request: Request, number: str) -> Response:
    """Its customers stand in the ledger from the true start on, if they do not already."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return opening.confirm(outage_id=outage_id, at=now(), reason="desk", actor=request.user)

    return act(request, number, Nothing, perform)


@verb(WhyIn)
def unconfirm(request: Request, number: str) -> Response:
    """The confirmation was a mistake: it stays probable, and its customers in the ledger."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return changing.unconfirm(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, WhyIn, perform)


@verb(WhyIn)
def dismiss(request: Request, number: str) -> Response:
    """Nobody was dark: it leaves the ledger and enters no figure."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return changing.dismiss(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, WhyIn, perform)


@verb(WhyIn)
def reinstate(request: Request, number: str) -> Response:
    """The dismissal was a mistake."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return changing.reinstate(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, WhyIn, perform)


@verb(MoveIn)
def move(request: Request, number: str) -> Response:
    """Another device up or down the line is the origin; whom it feeds follows from the network, by the switches of now."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        at, device = now(), device_named(data["device"], request.user)
        scope = reach_of(device, scope_of_device, at=at)
        return changing.move_to(
            outage_id=outage_id, scope=scope, device_id=device.pk, reason=data["reason"], at=at, actor=request.user
        )

    return act(request, number, MoveIn, perform)


@verb(SplitIn, PartState)
def split(request: Request, number: str) -> Response:
    """Some are dark for another reason: they get an outage of their own, ``part``. The way back is a merge."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        at = now()
        scope, device_id = whom(data, request.user, at=at)
        part = changing.split(
            outage_id=outage_id, scope=scope, device_id=device_id, reason=data["reason"], at=at, actor=request.user
        )
        return {"part": part.number}

    return act(request, number, SplitIn, perform)


@verb(MergeIn)
def merge(request: Request, number: str) -> Response:
    """It is part of another outage, whose leading order goes on; undone by ``unmerge``."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        parent = get_scoped(Outage.objects.all(), request.user, number=data["into"])
        if parent.pk == outage_id:
            raise Invalid(_("An outage cannot be merged into itself."), pointer="/into")
        return merging.merge(
            outage_id=outage_id, parent_id=parent.pk, reason=data["reason"], at=now(), actor=request.user
        )

    return act(request, number, MergeIn, perform)


@verb(WhyIn)
def unmerge(request: Request, number: str) -> Response:
    """The merge was a mistake: customers, orders and steps come back."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return merging.unmerge(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, WhyIn, perform)


@verb(CauseIn)
def cause(request: Request, number: str) -> Response:
    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return changing.set_cause(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, CauseIn, perform)
