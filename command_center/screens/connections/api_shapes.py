"""What the applicant's doors take and tell: the same words as their page, and no internal code of a state."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.screens.connections.acts import ANSWERS
from command_center.screens.connections.progress import progress_of
from customers.phones import normalise_phone
from workorders.kinds.connection.api.shapes import SUB_KINDS
from workorders.kinds.connection.models import ConnectionDocument
from workorders.kinds.connection.models.visits import AppointmentStatus, Purpose
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services.applying import MOST_KW
from workorders.kinds.connection.services.appointments import purpose_of
from workorders.kinds.connection.states import Status
from workorders.kinds.connection.steps import public_steps
from workorders.models.orders import WorkOrder

PAPER_KINDS = ConnectionDocument.What.choices


def words_in(most: int, *, required: bool = False) -> Any:
    return serializers.CharField(max_length=most) if required else serializers.CharField(
        required=False, default="", allow_blank=True, max_length=most
    )  # fmt: skip


class ApplyIn(serializers.Serializer[Any]):
    """``form_id`` makes of what is sent twice one application; ``lat``/``lon`` (WGS-84): where power is wanted."""

    form_id = serializers.UUIDField()
    sub_kind = serializers.ChoiceField(choices=SUB_KINDS)
    name = words_in(80, required=True)
    phone = words_in(40, required=True)
    address = words_in(200, required=True)
    asked_kw = serializers.DecimalField(
        max_digits=9, decimal_places=2, min_value=0, max_value=MOST_KW, required=False, default=None, allow_null=True
    )
    customer_number = words_in(20)
    description = words_in(2000)
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)
    agreed = serializers.BooleanField(help_text="The applicant lets us use this to supply them with power")

    def validate_phone(self, said: str) -> str:
        number = normalise_phone(said)
        if not number:
            raise serializers.ValidationError(_("A number on which we can call you back, with its area code."))
        return number

    def validate_agreed(self, said: bool) -> bool:
        if not said:
            raise serializers.ValidationError(_("Without this nothing may be kept."))
        return said


class OwnApplicationOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    progress_url = serializers.CharField(help_text="The applicant's page; its token opens ``connection/{token}/``")


class ChooseIn(serializers.Serializer[Any]):
    slot = Moment(help_text="``starts_at`` of a slot")
    reason = words_in(200)


class CancelIn(serializers.Serializer[Any]):
    reason = words_in(200)


class OwnRatingIn(serializers.Serializer[Any]):
    satisfaction = serializers.ChoiceField(choices=list(ANSWERS))
    comment = words_in(1000)


class DocumentIn(serializers.Serializer[Any]):
    what = serializers.ChoiceField(choices=PAPER_KINDS)
    photo = serializers.FileField()


class PublicStepOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=["done", "doing", "todo"])


class ShareOut(serializers.Serializer[Any]):
    owner = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="Whole days or hours; they add up")


class ProgressVisitOut(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=Purpose.values)
    status = serializers.ChoiceField(choices=AppointmentStatus.values)
    starts_at = Moment()
    ends_at = Moment()
    agreed_at = Moment(allow_null=True)
    departed_at = Moment(allow_null=True)
    arrived_at = Moment(allow_null=True)


class ProgressPersonOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    unit = serializers.CharField()
    phone = serializers.CharField()


class ProgressEntryOut(serializers.Serializer[Any]):
    at = Moment()
    side = serializers.CharField(allow_blank=True, help_text="APPLICANT, MANAGER, CENTRE; empty for a step of the case")
    author = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    photo_of = serializers.IntegerField(allow_null=True, help_text="Id for ``photo/{post_id}/``")


class ProgressOut(serializers.Serializer[Any]):
    """``can``: what is possible now, of choose, move, cancel, agree, rate, post, add_documents and report_designation."""

    number = serializers.CharField()
    supply = serializers.CharField()
    headline = serializers.CharField()
    what_next = serializers.CharField(allow_blank=True)
    steps = PublicStepOut(many=True)
    waits_for = serializers.CharField(allow_blank=True, help_text="From whom something is expected, in words")
    blocker = serializers.CharField(allow_blank=True)
    expected_at = Moment(allow_null=True)
    time_words = serializers.CharField()
    shares = ShareOut(many=True)
    utility_working_days = serializers.FloatField()
    limit_working_days = serializers.IntegerField(allow_null=True)
    plan_holds_until = Moment(allow_null=True, help_text="While the applicant has not gone on with it")
    plan_lapsed_at = Moment(allow_null=True)
    person = ProgressPersonOut()
    appointment = ProgressVisitOut(allow_null=True)
    address = serializers.CharField(allow_blank=True)
    documents = serializers.IntegerField()
    feed = ProgressEntryOut(many=True)
    can = serializers.ListField(child=serializers.CharField())


def progress_told(order: WorkOrder, *, at: datetime) -> Any:
    """``ProgressOut`` of a case, in the reader's language."""
    told = progress_of(order, at=at)
    steps = public_steps(order.sub_kind, order.status, order.suspended_from)
    wait, found = told["wait"], told["appointment"]
    return ProgressOut(
        {
            "number": order.number,
            "supply": told["supply"],
            "headline": told["headline"],
            "what_next": told["next"],
            "steps": [
                {"code": step.code, "label": shown["label"], "state": step.state}
                for step, shown in zip(steps, told["steps"], strict=True)
            ],
            "waits_for": told["waiting"],
            "blocker": wait.blocker if wait else "",
            "expected_at": wait.expected_at if wait else None,
            "time_words": told["time_words"],
            "shares": [{"owner": each["code"], **each} for each in told["shares"]],
            "utility_working_days": told["working_days"],
            "limit_working_days": told["limit_days"],
            "plan_holds_until": told["plan_holds_until"],
            "plan_lapsed_at": told["plan_lapsed_at"],
            "person": told["person"],
            "appointment": found["row"] if found else None,
            "address": told["address"],
            "documents": told["papers"],
            "feed": told["feed"],
            "can": list(_possible(order, found)),
        }
    ).data


def _possible(order: WorkOrder, found: dict[str, Any] | None) -> Any:
    """What the page would have a button for."""
    status, row = Status(order.status), found["row"] if found else None
    if purpose_of(order) and not (row and row.arrived_at):
        yield "move" if row else "choose"
    if row and row.status == AppointmentStatus.AGREED:
        if row.agreed_at is None:
            yield "agree"
        if row.departed_at is None:
            yield "cancel"
    if status == Status.ENERGISED:
        yield "rate"
    yield "post"
    if status not in CONNECTION.ends:
        yield from ("add_documents", "report_designation")
