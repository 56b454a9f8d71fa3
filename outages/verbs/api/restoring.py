"""Power comes back: steps, estimates, the questions whether it is really back, the end. In → service → out."""

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing
from command_center.ground.core.api.moments import Moment, confirm_field
from command_center.ground.core.errors import Conflict
from command_center.ground.organisation.closed_years import accept_past
from outages.estimates.models import BY_HAND, EstimateSource
from outages.estimates.selectors.experience import estimator
from outages.estimates.services import estimating
from outages.ledger.models import EndedBy
from outages.life.api.acting import OutageState, act, verb
from outages.life.api.places import device_named, meters_field, reach_of, scope_of_meters
from outages.life.scope import Scope
from outages.life.selectors.affected import scope_fed_now
from outages.verbs.models import Answer, RestoreCheck
from outages.verbs.services import restoring, verifying


class RestoreIn(serializers.Serializer[Any]):
    """Nothing but moments: everybody. A device: whom it feeds now. Meters: these. Phases: who needs no other ones."""

    at = Moment(required=False, help_text="When power came back; now by default")
    confirm_at = confirm_field()
    device = serializers.CharField(max_length=80, required=False, help_text="Code of the device that closed")
    service_points = meters_field(required=False)
    phases = serializers.RegexField("^[ABC]{1,3}$", required=False, default="", allow_blank=True)
    ended_by = serializers.ChoiceField(choices=EndedBy.choices, required=False)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "device" in attrs and "service_points" in attrs:
            raise serializers.ValidationError({"device": _("Name a device or meters, one of the two.")})
        return attrs


class RestoredState(OutageState):
    step = serializers.IntegerField()
    restored = serializers.IntegerField(help_text="Customers who got power by this step")


class EstimateIn(serializers.Serializer[Any]):
    """A person's word, or ``computed``: nobody stands by the word given before, compute it again."""

    etr_at = Moment(required=False)
    p50_at = Moment(required=False, default=None, allow_null=True)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[(each.value, each.label) for each in BY_HAND], required=False, default=EstimateSource.DESK.value
    )
    reason = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    computed = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["computed"] == ("etr_at" in attrs):
            raise serializers.ValidationError({"etr_at": _("Say when power will be back, or let it be computed.")})
        if attrs["p50_at"] and "etr_at" in attrs and attrs["p50_at"] > attrs["etr_at"]:
            raise serializers.ValidationError({"p50_at": _("The median is not after the 80 % estimate.")})
        return attrs


class OneAnswerIn(serializers.Serializer[Any]):
    meter_number = serializers.CharField(max_length=30)
    answer = serializers.ChoiceField(choices=[Answer.ON.value, Answer.OFF.value])


class AnswersIn(serializers.Serializer[Any]):
    answers = serializers.ListField(child=OneAnswerIn(), min_length=1, max_length=2000)


class AskedState(OutageState):
    check_id = serializers.IntegerField()
    asked = serializers.IntegerField()


class RecordedState(OutageState):
    recorded = serializers.IntegerField(help_text="How many of them were asked in the open round")


@verb(RestoreIn, RestoredState)
def restore(request: Request, number: str) -> Response:
    """One step: power came back at ``at`` to everybody, to whom a device feeds now, to these meters, or on these phases."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        at = data.get("at") or now()
        accept_past(request.user, at, at=now(), pointer="/at", confirmed=data["confirm_at"])
        scope, device_id = _who(data, request.user, at)
        default = EndedBy.SWITCHING if device_id else EndedBy.REPAIR
        how = restoring.How(
            ended_by=data.get("ended_by", default.value), device_id=device_id, phases=data["phases"], note=data["note"]
        )
        done = restoring.restore(outage_id=outage_id, at=at, how=how, scope=scope, actor=request.user)
        return {"step": done.step.pk, "restored": done.customers}

    return act(request, number, RestoreIn, perform)


def _who(data: dict[str, Any], user: Any, at: datetime) -> tuple[Scope | None, int | None]:
    if "device" in data:
        device = device_named(data["device"], user)
        return reach_of(device, scope_fed_now, at=at), device.pk
    return (scope_of_meters(data["service_points"], user) if "service_points" in data else None), None


@verb(EstimateIn)
def estimate(request: Request, number: str) -> Response:
    """Never replaced by a computed one, until a person hands it back with ``computed``."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        if data.pop("computed"):
            return estimating.release_to_computed(
                outage_id=outage_id, estimator=estimator, at=now(), actor=request.user
            )
        return estimating.estimate_by_hand(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, EstimateIn, perform)


@verb(Nothing, AskedState)
def check(request: Request, number: str) -> Response:
    """Draw the customers to be asked whether power is back; important ones always."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        drawn = verifying.start_check(outage_id=outage_id, at=now())
        return {"check_id": drawn.pk, "asked": drawn.asked}

    return act(request, number, Nothing, perform)


@verb(AnswersIn, RecordedState)
def answer(request: Request, number: str) -> Response:
    """What customers or meters said in the open round; the last word counts, who was not asked is passed over."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        said = {each["meter_number"]: each["answer"] for each in data["answers"]}
        rounds = open_round(outage_id)
        meters = dict(rounds.answers.filter(service_point__meter_number__in=said).values_list(
            "service_point_id", "service_point__meter_number"
        ))  # fmt: skip
        words = {point: said[meter] for point, meter in meters.items()}
        return {"recorded": verifying.record_answers(check_id=rounds.pk, answers=words, at=now())}

    return act(request, number, AnswersIn, perform)


@verb(Nothing)
def verify(request: Request, number: str) -> Response:
    """Weigh the answers of the open round: verified, or found dark again."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return verifying.finish_check(check_id=open_round(outage_id).pk, at=now(), actor=request.user)

    return act(request, number, Nothing, perform)


class CloseIn(serializers.Serializer[Any]):
    keep_order = serializers.BooleanField(
        default=False, help_text="A crew must go although power is back; else its order is answered and ends"
    )


@verb(CloseIn)
def close(request: Request, number: str) -> Response:
    """After it is verified. An order that no crew has reached ends with it, its customers are called back."""

    def perform(outage_id: int, data: dict[str, Any]) -> object:
        return verifying.close(outage_id=outage_id, at=now(), actor=request.user, **data)

    return act(request, number, CloseIn, perform)


def open_round(outage_id: int) -> RestoreCheck:
    found = RestoreCheck.objects.filter(outage_id=outage_id, finished_at=None).first()
    if found is None:
        raise Conflict(_("No round of questions is open."))
    return found
