"""Appointments over HTTP: which half days are free, the list of appointments, the feed of a case, its plan."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.filters import ChoiceIn
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.periods import FromFilter, ToFilter
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from customers.phones import mask_address, mask_name, mask_phone
from workorders.api.filters import UnitsFilter
from workorders.kinds.connection.api.cases import case_of
from workorders.kinds.connection.models import Appointment, FeedPost, SupplyPlan
from workorders.kinds.connection.models.visits import AppointmentStatus, Purpose, Side
from workorders.kinds.connection.plan_words import reason_words
from workorders.kinds.connection.selectors import plan_holds_until
from workorders.kinds.connection.services.feed import post
from workorders.kinds.connection.slots import free_slots
from workorders.models import WorkOrder

Appointments = QuerySet[Appointment]


class SlotOut(serializers.Serializer[Any]):
    starts_at = Moment()
    ends_at = Moment()
    free = serializers.IntegerField(help_text="Visits that can still be made in it")


@described(responses=SlotOut(many=True))
@api_view(["GET"])
def slots(request: Request, number: str) -> Response:
    """The half days in which the unit of this case has room, soonest first."""
    return Response(SlotOut(free_slots(case_of(request, number), at=now()), many=True).data)


class AppointmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(source="order.number")
    sub_kind = serializers.CharField(source="order.sub_kind")
    purpose = serializers.ChoiceField(choices=Purpose.values)
    status = serializers.ChoiceField(choices=AppointmentStatus.values)
    starts_at = Moment()
    ends_at = Moment()
    unit = serializers.CharField(source="slot.unit.name")
    person = serializers.SerializerMethodField()
    person_id = serializers.IntegerField(allow_null=True)
    unit_code = serializers.CharField(source="slot.unit.code")
    order_id = serializers.IntegerField()
    applicant = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()
    made_at = Moment()
    made_by = serializers.ChoiceField(choices=Side.values)
    agreed_at = Moment(allow_null=True)
    departed_at = Moment(allow_null=True)
    arrived_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)

    def get_person(self, row: Appointment) -> str:
        return str(row.person or "")

    def get_applicant(self, row: Appointment) -> str:
        return mask_name(row.order.reporter_name)

    def get_phone(self, row: Appointment) -> str:
        return mask_phone(row.order.reporter_phone)

    def get_address(self, row: Appointment) -> str:
        return mask_address(row.order.address)


class AppointmentFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(field_name="order__number", label="Number of the case")
    status = ChoiceIn(choices=AppointmentStatus.choices)
    purpose = ChoiceIn(choices=Purpose.choices)
    unit = UnitsFilter(field_name="slot__unit_id", label="Code of the front-line unit")
    starts_from = FromFilter("starts_at", label="A moment, a day, today or -P7D")
    starts_to = ToFilter("starts_at", label="Before this moment; a day counts whole")


class AppointmentList(ListAPIView[Appointment]):
    """Appointments of the area, moved ones included: the rows are the history of moves and of who moved what."""

    queryset = Appointment.objects.all()
    serializer_class = AppointmentOut
    filterset_class = AppointmentFilter
    ordering_fields = ("starts_at",)
    ordering = ["starts_at", "pk"]

    def get_queryset(self) -> "Appointments":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(appointments_told(Appointment.objects.all()), self.request.user, field="order__org_path")


def appointments_told(rows: "Appointments") -> "Appointments":
    """With what ``AppointmentOut`` tells of each, in one query."""
    return rows.select_related("order", "slot__unit", "person").defer("slot__unit__area")


class PostOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    side = serializers.ChoiceField(choices=FeedPost.From.values)
    author = serializers.SerializerMethodField()
    text = serializers.CharField(allow_blank=True)
    photo = serializers.SerializerMethodField()
    at = Moment()

    def get_author(self, row: FeedPost) -> str:
        return str(row.author or "")

    def get_photo(self, row: FeedPost) -> bool:
        return bool(row.photo)


class PostIn(serializers.Serializer[Any]):
    text = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    photo = serializers.FileField(required=False, default=None, allow_null=True)


class Feed(ListAPIView[FeedPost]):
    """What applicant, grid manager and centre wrote on the progress of a case, oldest first."""

    queryset = FeedPost.objects.all()
    serializer_class = PostOut
    ordering_fields: tuple[str, ...] = ()
    ordering = ["pk"]

    def get_queryset(self) -> "QuerySet[FeedPost]":
        return FeedPost.objects.filter(order=case_of(self.request, self.kwargs["number"])).select_related("author")

    @described(request=PostIn, responses={201: PostOut}, problems=(401, 403, 404, 409, 422))
    def post(self, request: Request, number: str) -> Response:
        """A word or a photo for everybody who follows the case; the applicant reads it too."""
        require(request.user, Right.REPORT)
        order, said = case_of(request, number), body_of(PostIn, request)

        def once() -> tuple[int, Any]:
            return 201, PostOut(post(order_id=order.pk, at=now(), actor=request.user, **said)).data

        return answer_once(request, f"connection-feed-{order.pk}", once)


@described(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
@api_view(["GET"])
def feed_photo(request: Request, number: str, post_id: int) -> HttpResponseBase:
    """The photo of a post, for whoever may see the case."""
    row = FeedPost.objects.filter(order=case_of(request, number), pk=post_id).exclude(photo="").first()
    if row is None:
        raise NotFound()
    return FileResponse(row.photo.open(), content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


class ReasonOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()


class PlanOut(serializers.Serializer[Any]):
    voltage = serializers.ChoiceField(choices=SupplyPlan.Voltage.values)
    node = serializers.CharField(allow_blank=True, help_text="Code of the equipment that would supply it")
    distance_m = serializers.FloatField(allow_null=True)
    asked_kw = serializers.FloatField(allow_null=True)
    headroom_kw = serializers.FloatField(allow_null=True)
    granted_kw = serializers.FloatField(allow_null=True)
    grid_works = serializers.BooleanField()
    reasons = ReasonOut(many=True)
    remark = serializers.CharField(allow_blank=True)
    drafted_at = Moment()
    signed_at = Moment(allow_null=True)
    signed_by = serializers.CharField(allow_blank=True)
    holds_until = Moment(allow_null=True, help_text="Of the plan in force, while the applicant has not gone on with it")
    lapsed_at = Moment(allow_null=True)


@described(responses=PlanOut(many=True))
@api_view(["GET"])
def plans(request: Request, number: str) -> Response:
    """The supply plans of a case, oldest first: what was signed, and the draft with its reasons."""
    return Response(PlanOut(plans_of(case_of(request, number)), many=True).data)


def plans_of(order: WorkOrder) -> list[dict[str, Any]]:
    rows = SupplyPlan.objects.filter(order=order).select_related("node", "signed_by")
    holds_until = plan_holds_until(order)
    return [plan_told(row, holds_until) for row in rows]


def plan_told(row: SupplyPlan, holds_until: datetime | None) -> dict[str, Any]:
    names = (
        "voltage", "distance_m", "asked_kw", "headroom_kw", "granted_kw", "grid_works", "remark", "drafted_at", "signed_at",
        "lapsed_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "node": row.node.code if row.node else "",
        "signed_by": str(row.signed_by or ""),
        "holds_until": holds_until if row.signed_at and not row.lapsed_at else None,
        "reasons": [{"code": each["code"], "words": reason_words(each)} for each in row.reasons],
    }
