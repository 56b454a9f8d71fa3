"""A hand-over as the API takes and tells it."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.values import iso
from command_center.ground.custody.models import DeskDuty, Handover, HandoverReceipt
from command_center.screens.open_items.shapes import MOST_AT_ONCE, LineShape, NameShape, RefIn


class FillIn(serializers.Serializer[Any]):
    items = serializers.ListField(child=RefIn(), min_length=1, max_length=MOST_AT_ONCE)
    to = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=1, help_text="Id of a person"
    )
    remark = serializers.CharField(required=False, default=None, allow_null=True, allow_blank=True, max_length=500)


class RestIn(serializers.Serializer[Any]):
    to = serializers.IntegerField(allow_null=True, min_value=1, help_text="Id of a person; null: nobody takes the rest")
    remark = serializers.CharField(required=False, default=None, allow_null=True, allow_blank=True, max_length=4000)


class DutyShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    centre = serializers.CharField()
    since = Moment()


class OpenHandover(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    started_at = Moment()
    remark = serializers.CharField(allow_blank=True)
    rest_to = NameShape(allow_null=True)


class GivenLine(LineShape):
    to = NameShape(allow_null=True, help_text="Who takes it, so far")
    draft = serializers.CharField(allow_blank=True, help_text="The remark that goes with it, so far")


class ReliefShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.CharField()
    centre = serializers.CharField()
    since = Moment()


class MyHandover(serializers.Serializer[Any]):
    """``left_out``: items behind those shown, when there are too many; ``nameless``: what would keep it from closing now; ``to_read``: hand-overs to me that I have not read."""

    at = Moment()
    duty = DutyShape(allow_null=True)
    handover = OpenHandover(allow_null=True)
    lines = GivenLine(many=True)
    left_out = serializers.IntegerField()
    nameless = serializers.IntegerField()
    reliefs = ReliefShape(many=True)
    to_read = serializers.ListField(child=serializers.IntegerField())


class ReceiptOut(RowShape[HandoverReceipt]):
    """``items``: how many this person took, as far as the reader may hear of them."""

    name = serializers.CharField(source="person")
    items = serializers.IntegerField(source="heard")

    class Meta:
        model = HandoverReceipt
        fields = ["person_id", "name", "items", "read_at"]


class HandoverOut(RowShape[Handover]):
    giver = serializers.CharField()
    centre = serializers.CharField(source="centre.name")
    receipts = ReceiptOut(many=True)

    class Meta:
        model = Handover
        fields = ["id", "giver", "centre", "started_at", "closed_at", "remark", "receipts"]


class FigureShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()
    value = serializers.IntegerField()


class RecordOut(HandoverOut):
    at = Moment()
    since = Moment(help_text="When the giver's duty began: the figures count from then to the closing")
    figures = FigureShape(many=True)
    lines = LineShape(many=True)

    class Meta(HandoverOut.Meta):
        fields = [*HandoverOut.Meta.fields, "at", "since", "figures", "lines"]


class ReadOut(serializers.Serializer[Any]):
    read_at = Moment()


def relief_card(duty: DeskDuty) -> dict[str, Any]:
    return {
        "id": duty.person_id,
        "name": str(duty.person),
        "role": str(duty.get_role_display()),
        "centre": duty.centre.name,
        "since": iso(duty.since),
    }
