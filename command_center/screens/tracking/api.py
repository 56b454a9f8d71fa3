"""The customer's link: the token is the right, so there is no account, no cookie and no other order to reach."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view, authentication_classes
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.throttles import AnonThrottle
from command_center.ground.core.client_marks import device_kind, mark_of
from command_center.ground.core.errors import Conflict
from command_center.screens.tracking.asks import keep_answer
from command_center.screens.tracking.order import track_status
from workorders.asking.verdicts import Question, Supply, Verdict
from workorders.kinds.fault.states import WAITING, Status
from workorders.models import WorkOrder
from workorders.selectors.tracking import order_behind
from workorders.services import aftercare, control

QUESTIONS = [str(question) for question in Question]
VERDICTS = [str(verdict) for verdict in Verdict]
STEP_STATES = ["done", "doing", "todo"]


class Milestone(serializers.Serializer[Any]):
    code = serializers.CharField()
    at = Moment(allow_null=True)
    state = serializers.ChoiceField(choices=STEP_STATES)


class TrackCrew(serializers.Serializer[Any]):
    name = serializers.CharField()
    unit = serializers.CharField()
    phone_relay = serializers.CharField()
    coming = serializers.BooleanField()
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    fixed_at = Moment(allow_null=True)


class Spot(serializers.Serializer[Any]):
    lat = serializers.FloatField()
    lon = serializers.FloatField()


class AreaOutage(serializers.Serializer[Any]):
    """The outage around the customer; ``customers`` is rounded, null for fewer than five."""

    customers = serializers.IntegerField(allow_null=True)
    transformer = serializers.BooleanField()
    crew = serializers.CharField()
    back_at = Moment(allow_null=True)
    sure = serializers.BooleanField()


class AnsweredOut(serializers.Serializer[Any]):
    question = serializers.ChoiceField(choices=QUESTIONS)
    at = Moment()
    said = serializers.CharField()
    verdict = serializers.ChoiceField(choices=VERDICTS)
    sentence = serializers.CharField()


class AsksOut(serializers.Serializer[Any]):
    """``open``: what still helps to know; ``answers``: the last answer to each question with what became of it."""

    open = serializers.ListField(child=serializers.ChoiceField(choices=QUESTIONS))
    answers = AnsweredOut(many=True)


class TrackOut(serializers.Serializer[Any]):
    """``explained``: answered on the phone, no crew comes; with ``area`` the power is still off.

    ``follows``: the report belongs to an outage; the milestones are those of the order that leads it.
    """

    number = serializers.CharField()
    status = serializers.CharField()
    milestones = Milestone(many=True)
    follows = serializers.BooleanField()
    explained = serializers.BooleanField()
    sentence = serializers.CharField()
    eta_at = Moment(allow_null=True)
    eta_minutes = serializers.FloatField(allow_null=True)
    late_minutes = serializers.IntegerField(allow_null=True)
    etr_at = Moment(allow_null=True)
    area = AreaOutage(allow_null=True)
    crew = TrackCrew(allow_null=True)
    home = Spot(allow_null=True)
    description = serializers.CharField()
    address = serializers.CharField()
    reported_at = Moment()
    safety_tip = serializers.CharField()
    asks = AsksOut()
    rating = serializers.IntegerField(allow_null=True)
    can_rate = serializers.BooleanField()
    expires_at = Moment(allow_null=True)


def by_token(view: Any) -> Any:
    return authentication_classes([])(view)


@described(responses=TrackOut, problems=(404,), auth=[])
@api_view(["GET"])
@by_token
def track(request: Request, token: str) -> Response:
    """Five milestones, and on the way the crew's rounded position. Unknown, expired and revoked links look alike."""
    response = Response(track_status(token, at=now()))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


class RatingIn(serializers.Serializer[Any]):
    score = serializers.IntegerField(min_value=1, max_value=5)
    comment = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


@described(request=RatingIn, responses=TrackOut, problems=(404, 422), auth=[])
@api_view(["POST"])
@by_token
def rate(request: Request, token: str) -> Response:
    """The customer's own word, once; a second rating changes nothing."""
    order = order_behind(token, at=now())
    data = body_of(RatingIn, request, only_known=False)

    def once() -> tuple[int, Any]:
        aftercare.rate(order_id=order.pk, at=now(), **data)
        _note_by_link(request, "rated_by_link", order.number)
        return 200, track_status(token, at=now())

    return answer_once(request, f"track-{order.pk}", once)


@described(request=Nothing, responses=TrackOut, problems=(404, 409), auth=[])
@api_view(["POST"])
@by_token
def cancel(request: Request, token: str) -> Response:
    """The customer no longer needs us; possible until a crew has been asked."""
    order = order_behind(token, at=now())
    body_of(Nothing, request, only_known=False)

    def once() -> tuple[int, Any]:
        withdraw(order.pk, _device(request))
        _note_by_link(request, "cancelled_by_link", order.number)
        return 200, track_status(token, at=now())

    return answer_once(request, f"track-{order.pk}", once)


@described(request=Nothing, responses=TrackOut, problems=(404,), auth=[])
@api_view(["POST"])
@by_token
def still_out(request: Request, token: str) -> Response:
    """The customer is still without power: a report like any call. Before the repair it urges, after it it is judged anew."""
    order = order_behind(token, at=now())
    body_of(Nothing, request, only_known=False)

    def once() -> tuple[int, Any]:
        keep_answer(request, token, Question.SUPPLY, {"said": str(Supply.OFF)}, None)
        return 200, track_status(token, at=now())

    return answer_once(request, f"track-{order.pk}", once)


class LinkAnswerIn(serializers.Serializer[Any]):
    """``said``: ONLY_US, NEIGHBOURS, UNKNOWN or ON, OFF; ``lat``, ``lon`` WGS-84 degrees, ``accuracy`` metres, or ``words``."""

    question = serializers.ChoiceField(choices=QUESTIONS)
    said = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    lat = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    lon = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    accuracy = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    photo = serializers.FileField(required=False, default=None, allow_null=True)


@described(request=LinkAnswerIn, responses=TrackOut, problems=(404, 409, 422), auth=[])
@api_view(["POST"])
@by_token
def answer(request: Request, token: str) -> Response:
    """One answer to a question of the link, JSON or multipart. What cannot be read is kept, changes nothing and is said so."""
    order = order_behind(token, at=now())
    given = body_of(LinkAnswerIn, request, only_known=False)

    def once() -> tuple[int, Any]:
        question, photo = Question(given["question"]), given.pop("photo")
        keep_answer(request, token, question, given, photo)
        return 200, track_status(token, at=now())

    return answer_once(request, f"track-{order.pk}", once)


def _note_by_link(request: Request, action: str, number: str) -> None:
    """From where it came, so that a customer who denies it can be believed: the same address gives the same mark."""
    audit.record(
        actor=request.user,
        action=action,
        object_kind="workorder",
        object_ref=number,
        address_mark=mark_of(AnonThrottle().get_ident(request)),
        device=_device(request),
    )


def _device(request: Request) -> str:
    return device_kind(request.headers.get("User-Agent", ""))


@transaction.atomic
def withdraw(order_id: int, device: str = "") -> None:
    order = WorkOrder.objects.lock(order_id)
    if order.status == Status.CANCELLED:
        return
    if Status(order.status) not in WAITING:
        raise Conflict(_("A crew is already dealing with your report. Please call 95598."))
    by_link = _("Cancelled by the customer (link, %(device)s)") % {"device": device}
    reason = by_link if device else _("Cancelled by the customer")
    control.cancel(order_id=order_id, reason=reason, at=now(), actor=None)
