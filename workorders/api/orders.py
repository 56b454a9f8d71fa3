"""The desk's verbs on an order: in → service → out."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.core.api.bodies import IF_MATCH, Nothing, described
from command_center.core.api.moments import Moment
from command_center.core.errors import Conflict, Invalid
from command_center.core.moments import check_estimate
from command_center.organisation.roles import Right
from command_center.organisation.scope import get_scoped
from workorders.api.acting import OrderState, act_from_desk
from workorders.models import Satisfaction, WorkOrder
from workorders.services import aftercare, control, judging, one_crew, urging
from workorders.services.locating import locate_order
from workorders.states import Status


class SplitOut(OrderState):
    """``part``: the number of the order that now stands on its own."""

    part = serializers.CharField()


def verb(body: type[serializers.Serializer[Any]], answer: type[OrderState] = OrderState) -> Any:
    """Describe and route a POST verb."""

    def decorate(view: Any) -> Any:
        schema = described(request=body, responses=answer, parameters=[IF_MATCH], problems=(403, 404, 409, 412, 422))
        return schema(api_view(["POST"])(view))

    return decorate


class SuspendIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=control.PAUSE_REASONS)
    detail = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    evidence = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    resume_at = Moment(required=False, default=None, allow_null=True)


@verb(SuspendIn)
def suspend(request: Request, number: str) -> Response:
    def perform(order_id: int, data: dict[str, Any]) -> object:
        resume_at = data.pop("resume_at")
        return control.suspend(order_id=order_id, expected_resume_at=resume_at, at=now(), actor=request.user, **data)

    return act_from_desk(request, number, Right.SUSPEND, SuspendIn, perform)


@verb(Nothing)
def resume(request: Request, number: str) -> Response:
    return act_from_desk(
        request,
        number,
        Right.SUSPEND,
        Nothing,
        lambda order_id, body: control.resume(order_id=order_id, at=now(), actor=request.user),
    )


class ReviewIn(serializers.Serializer[Any]):
    passed = serializers.BooleanField()
    comment = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


@verb(ReviewIn)
def review(request: Request, number: str) -> Response:
    return act_from_desk(
        request,
        number,
        Right.REVIEW,
        ReviewIn,
        lambda order_id, data: aftercare.review_reply(order_id=order_id, at=now(), actor=request.user, **data),
    )


class CallbackIn(serializers.Serializer[Any]):
    satisfaction = serializers.ChoiceField(choices=Satisfaction.choices)
    comment = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    rework = serializers.BooleanField(
        default=False,
        help_text="Not satisfied, and there is something to mend: back to the crew instead of the archive",
    )


@verb(CallbackIn)
def callback(request: Request, number: str) -> Response:
    return act_from_desk(
        request,
        number,
        Right.REVIEW,
        CallbackIn,
        lambda order_id, data: aftercare.call_back(order_id=order_id, at=now(), actor=request.user, **data),
    )


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


@verb(ReasonIn)
def cancel(request: Request, number: str) -> Response:
    """The crew, if any, is freed by the event that follows."""
    return act_from_desk(
        request,
        number,
        Right.DISPATCH,
        ReasonIn,
        lambda order_id, data: control.cancel(order_id=order_id, at=now(), actor=request.user, **data),
    )


class MergeOrderIn(serializers.Serializer[Any]):
    """``into``: the number of the order that is to be followed."""

    into = serializers.CharField(max_length=30)
    reason = serializers.CharField(max_length=200)


@verb(MergeOrderIn)
def merge(request: Request, number: str) -> Response:
    """The same matter twice: this order follows the other, its crew is freed, its callback remains."""

    def perform(order_id: int, data: dict[str, Any]) -> object:
        parent = get_scoped(WorkOrder.objects.all(), request.user, number=data["into"])
        return control.merge(
            order_id=order_id, parent_id=parent.pk, reason=data["reason"], at=now(), actor=request.user
        )

    return act_from_desk(request, number, Right.DISPATCH, MergeOrderIn, perform)


class SplitOrderIn(serializers.Serializer[Any]):
    """``report``: the id of one of the order's reports that speaks of another matter; without it a merged order."""

    reason = serializers.CharField(max_length=200)
    report = serializers.IntegerField(required=False, default=None, allow_null=True)


@verb(SplitOrderIn, answer=SplitOut)
def split(request: Request, number: str) -> Response:
    """Not the same matter after all: a merged order, or one report of an order, stands on its own and is judged."""

    def perform(order_id: int, data: dict[str, Any]) -> dict[str, Any]:
        reason, report_id = data["reason"], data["report"]
        if report_id is None:
            part = control.split(order_id=order_id, reason=reason, at=now(), actor=request.user)
        else:
            part = one_crew.split_report(
                order_id=order_id, report_id=report_id, reason=reason, at=now(), actor=request.user
            )
        return {"part": part.number}

    return act_from_desk(request, number, Right.DISPATCH, SplitOrderIn, perform)


@verb(ReasonIn)
def second_crew(request: Request, number: str) -> Response:
    """A second crew may go to a supply where one is already: by name and reason."""
    return act_from_desk(
        request,
        number,
        Right.DISPATCH,
        ReasonIn,
        lambda order_id, data: one_crew.ask_second_crew(order_id=order_id, at=now(), actor=request.user, **data),
    )


@verb(ReasonIn)
def false_alarm(request: Request, number: str) -> Response:
    """The report was a mistake or a prank; before a crew is asked. Whoever followed it is heard again."""
    return _end(request, number, Status.FALSE_ALARM)


@verb(ReasonIn)
def return_upstream(request: Request, number: str) -> Response:
    """退单: not ours. Its sources hear it by the event ``workorder.returned_upstream``, with the reason."""
    return _end(request, number, Status.RETURNED_UPSTREAM)


def _end(request: Request, number: str, to: Status) -> Response:
    return act_from_desk(
        request,
        number,
        Right.DISPATCH,
        ReasonIn,
        lambda order_id, data: control.cancel(order_id=order_id, at=now(), actor=request.user, to=to, **data),
    )


class NoteIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2000)


# Whoever has to do with an order may add to its file; those who only look may not.
WRITES = (Right.REPORT, Right.DISPATCH, Right.REVIEW)


@verb(NoteIn)
def note(request: Request, number: str) -> Response:
    return act_from_desk(
        request,
        number,
        WRITES,
        NoteIn,
        lambda order_id, data: control.add_note(order_id=order_id, at=now(), actor=request.user, **data),
    )


class UrgeIn(serializers.Serializer[Any]):
    text = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


@verb(UrgeIn)
def urge(request: Request, number: str) -> Response:
    return act_from_desk(
        request,
        number,
        Right.REPORT,
        UrgeIn,
        lambda order_id, data: urging.urge(order_id=order_id, at=now(), actor=request.user, **data),
    )


class LocateIn(serializers.Serializer[Any]):
    lat = serializers.FloatField(min_value=-90, max_value=90)
    lon = serializers.FloatField(min_value=-180, max_value=180)


@verb(LocateIn)
def locate(request: Request, number: str) -> Response:
    return act_from_desk(
        request,
        number,
        Right.DISPATCH,
        LocateIn,
        lambda order_id, data: locate_order(
            order_id=order_id, latitude=data["lat"], longitude=data["lon"], at=now(), actor=request.user
        ),
    )


@verb(Nothing)
def send(request: Request, number: str) -> Response:
    """Somebody has looked at a held order: a crew goes after all."""
    return act_from_desk(
        request,
        number,
        Right.DISPATCH,
        Nothing,
        lambda order_id, body: judging.send_on(order_id=order_id, at=now(), actor=request.user),
    )


class ExplainIn(serializers.Serializer[Any]):
    """What the customer was told. ``restored_at`` may be a promise; now by default."""

    cause = serializers.CharField(max_length=60)
    measures = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    restored_at = Moment(required=False, default=None, allow_null=True)


@verb(ExplainIn)
def explain(request: Request, number: str) -> Response:
    """Explained on the phone, no crew goes; the callback remains. Only before a crew has been asked."""

    def perform(order_id: int, data: dict[str, Any]) -> object:
        at = now()
        back_at = data.pop("restored_at") or at
        if back_at > at:
            check_estimate(back_at, at=at, pointer="/restored_at")
        elif back_at < WorkOrder.objects.values_list("reported_at", flat=True).get(pk=order_id):
            raise Invalid(_("Power came back after the report and not in the future."), pointer="/restored_at")
        done = judging.explain(order_ids=[order_id], restored_at=back_at, at=at, actor=request.user, **data)
        if not done:
            raise Conflict(_("A crew is already dealing with this order."))
        return done

    return act_from_desk(request, number, Right.DISPATCH, ExplainIn, perform)
