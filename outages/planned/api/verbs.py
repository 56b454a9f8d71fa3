"""The verbs on a planned outage. In → service → out."""

from collections.abc import Callable
from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import IF_MATCH, Nothing, body_of, described
from command_center.ground.core.api.etags import check_unchanged, wants_unchanged, with_etag
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment, confirm_field
from command_center.ground.organisation.closed_years import accept_past
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from outages.generators.api import vehicle_named
from outages.planned.api.plans import DraftIn, draft_of
from outages.planned.api.rights import refuse_foreign_devices
from outages.planned.models.notices import Channel, NoticeOutcome
from outages.planned.models.plan import NotDone, PlannedOutage
from outages.planned.services import checking, drafting, execution, notifying
from outages.planned.services.moves import lock_plan

Body = type[serializers.Serializer[Any]]
STATE = ("id", "number", "status", "rev", "customers", "attention")


class PlanState(serializers.Serializer[Any]):
    """Where the plan stands after a verb."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    rev = serializers.IntegerField()
    customers = serializers.IntegerField()
    attention = serializers.CharField()


def verb(body: Body) -> Any:
    def decorate(view: Any) -> Any:
        schema = described(
            request=body, responses=PlanState, parameters=[IF_MATCH], problems=(401, 403, 404, 409, 412, 422)
        )
        return schema(api_view(["POST"])(view))

    return decorate


def act(
    request: Request,
    number: str,
    body: Body,
    perform: Callable[[int, dict[str, Any]], object],
    right: Right = Right.PLAN_OUTAGES,
) -> Response:
    """Right, jurisdiction, body, If-Match, one transaction, the plan's new state."""
    require(request.user, right)
    plan = get_scoped(PlannedOutage.objects.all(), request.user, number=number)
    data = body_of(body, request)

    def once() -> tuple[int, dict[str, Any]]:
        if wants_unchanged(request):
            check_unchanged(request, lock_plan(plan.pk).rev)
        perform(plan.pk, data)
        return 200, dict(PlannedOutage.objects.values(*STATE).get(pk=plan.pk))

    response = answer_once(request, "planned-outages", once)
    return with_etag(response, response.data.get("rev"))


class WaiveIn(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=40, help_text="Code of a finding, or of a notice rule, e.g. planned_7_days")
    reason = serializers.CharField(max_length=200)


class NotifyIn(serializers.Serializer[Any]):
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices), required=False, default=["PUBLIC", "SMS"], min_length=1
    )


class DeliveredIn(serializers.Serializer[Any]):
    """Without ``meters`` all notices of the channel."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    outcome = serializers.ChoiceField(choices=NoticeOutcome.choices)
    meters = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, default=None, allow_null=True, max_length=2000
    )


class PlanStartIn(serializers.Serializer[Any]):
    started_at = Moment(required=False, help_text="Now if left out")
    confirm_at = confirm_field()


class ExtendIn(serializers.Serializer[Any]):
    until = Moment()
    reason = serializers.CharField(max_length=200)


class PlanRestoreIn(serializers.Serializer[Any]):
    restored_at = Moment(required=False, help_text="Now if left out")
    confirm_at = confirm_field()


class NotDoneIn(serializers.Serializer[Any]):
    why = serializers.ChoiceField(choices=NotDone.choices)
    reason = serializers.CharField(max_length=200)


class AlternativeIn(serializers.Serializer[Any]):
    """``id`` chooses one that was proposed; ``vehicle`` and ``customers`` add a generator vehicle."""

    id = serializers.IntegerField(required=False)
    chosen = serializers.BooleanField(required=False, default=True)
    vehicle = serializers.CharField(max_length=30, required=False)
    customers = serializers.IntegerField(required=False, min_value=1)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("id" in attrs) == ("vehicle" in attrs) or ("vehicle" in attrs) != ("customers" in attrs):
            raise serializers.ValidationError({"id": "id, or vehicle and customers"})
        return attrs


@verb(DraftIn)
def redraft(request: Request, number: str) -> Response:
    """Another window or other devices: drafted anew, to be checked and told again."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        draft = draft_of(data, request.user)
        return drafting.redraft_plan(plan_id=plan_id, draft=draft, at=now(), actor=request.user)

    return act(request, number, DraftIn, perform)


@verb(Nothing)
def check(request: Request, number: str) -> Response:
    """Whom it affects, what speaks against it, what would avoid it."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return checking.check_plan(plan_id=plan_id, at=now(), actor=request.user)

    return act(request, number, Nothing, perform)


@verb(AlternativeIn)
def alternative(request: Request, number: str) -> Response:
    """What keeps customers supplied meanwhile: choose a proposal, or add a generator vehicle."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        said = {"note": data["note"], "at": now(), "actor": request.user}
        if "id" in data:
            return checking.choose_alternative(
                plan_id=plan_id, alternative_id=data["id"], chosen=data["chosen"], **said
            )
        vehicle_id = vehicle_named(data["vehicle"], request.user)
        return checking.add_generator(plan_id=plan_id, vehicle_id=vehicle_id, customers=data["customers"], **said)

    return act(request, number, AlternativeIn, perform)


@verb(Nothing)
def approve(request: Request, number: str) -> Response:
    """A second person says yes; not while something blocks it."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return drafting.approve_plan(plan_id=plan_id, at=now(), actor=request.user)

    return act(request, number, Nothing, perform, Right.APPROVE_PLANS)


@verb(WaiveIn)
def waive(request: Request, number: str) -> Response:
    """A blocking finding, or a notice that is too late, is taken upon oneself by name."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return notifying.waive(plan_id=plan_id, at=now(), actor=request.user, **data)

    return act(request, number, WaiveIn, perform, Right.APPROVE_PLANS)


@verb(NotifyIn)
def notify(request: Request, number: str) -> Response:
    """Freezes whom it affects and records the notices. Nothing is sent yet."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return notifying.notify(plan_id=plan_id, at=now(), actor=request.user, **data)

    return act(request, number, NotifyIn, perform)


@verb(DeliveredIn)
def delivered(request: Request, number: str) -> Response:
    """What became of the notices."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return notifying.record_delivery(plan_id=plan_id, at=now(), actor=request.user, **data)

    return act(request, number, DeliveredIn, perform)


@verb(Nothing)
def announce(request: Request, number: str) -> Response:
    """Public: from now on its device that opens in the window is no fault."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return notifying.announce(plan_id=plan_id, at=now(), actor=request.user)

    return act(request, number, Nothing, perform)


@verb(PlanStartIn)
def start(request: Request, number: str) -> Response:
    """The work begins; its switches are written down as opened, none is operated. For who operates each of them."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        at = now()
        refuse_foreign_devices(request.user, plan_id)
        began = data.get("started_at", at)
        accept_past(request.user, began, at=at, pointer="/started_at", confirmed=data["confirm_at"])
        return execution.start_plan(plan_id=plan_id, started_at=began, at=at, actor=request.user)

    return act(request, number, PlanStartIn, perform)


@verb(ExtendIn)
def extend(request: Request, number: str) -> Response:
    """It takes longer; the end told first stays in its history."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return execution.extend_plan(plan_id=plan_id, at=now(), actor=request.user, **data)

    return act(request, number, ExtendIn, perform)


@verb(PlanRestoreIn)
def restore(request: Request, number: str) -> Response:
    """Power is back to everybody who is dark by it; steps come by the switches, or by the verb of its outage."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        at = now()
        refuse_foreign_devices(request.user, plan_id)
        back = data.get("restored_at", at)
        accept_past(request.user, back, at=at, pointer="/restored_at", confirmed=data["confirm_at"])
        return execution.restore_plan(plan_id=plan_id, restored_at=back, at=at, actor=request.user)

    return act(request, number, PlanRestoreIn, perform)


@verb(Nothing)
def close(request: Request, number: str) -> Response:
    """The file is closed, and its outage with it."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return execution.close_plan(plan_id=plan_id, at=now(), actor=request.user)

    return act(request, number, Nothing, perform)


@verb(NotDoneIn)
def postpone(request: Request, number: str) -> Response:
    """Not on this day; ``redraft`` names another."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return drafting.postpone_plan(plan_id=plan_id, at=now(), actor=request.user, **data)

    return act(request, number, NotDoneIn, perform)


@verb(NotDoneIn)
def cancel(request: Request, number: str) -> Response:
    """Not at all."""

    def perform(plan_id: int, data: dict[str, Any]) -> object:
        return drafting.cancel_plan(plan_id=plan_id, at=now(), actor=request.user, **data)

    return act(request, number, NotDoneIn, perform)
