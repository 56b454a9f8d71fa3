"""Cases over HTTP: the list with its filters, one in full, an application, a paper's photo."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
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
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.api.filters import ChoiceIn
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from customers.phones import read_phone
from workorders.api.case_filter import CaseFilter
from workorders.kinds.connection.api.shapes import SUB_KINDS, CaseOut, CaseRow, case_detail, case_rows
from workorders.kinds.connection.models import ConnectionDocument
from workorders.kinds.connection.models.minutes import OWNERS
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.selectors import with_state_since
from workorders.kinds.connection.services.applying import apply
from workorders.kinds.connection.steps import BANDS, BUCKETS, MEDIUM_KINDS, STAGES
from workorders.matter import Matter
from workorders.models.orders import Source, WorkOrder
from workorders.services.tracking_links import url_of

Orders = QuerySet[WorkOrder]


def with_case(orders: "Orders") -> "Orders":
    """Cases with what their rows show, in one query."""
    related = ("connection_case__responsible", "unit", "centre", "tracking_link")
    cases = orders.filter(kind=CONNECTION.kind).select_related(*related).defer("unit__area", "centre__area")
    return with_state_since(cases)


class ConnectionFilter(CaseFilter):
    stages, ends = STAGES, CONNECTION.ends

    sub_kind = ChoiceIn(choices=SUB_KINDS, label="Kind of supply")
    status = ChoiceIn(choices=[(code, state.label) for code, state in CONNECTION.states.items()])
    stage = ChoiceIn(
        choices=[(stage, stage) for stage in STAGES], method="filter_stage", label="Column of the pipeline"
    )
    owner = ChoiceIn(choices=OWNERS, method="filter_owner", label="Whose minute it is now")
    bucket = django_filters.ChoiceFilter(
        choices=[
            *((str(days), days) for days in BUCKETS),
            *((band, band) for band, (_over, up_to) in BANDS.items() if up_to),
        ],
        method="filter_bucket",
        label="Medium voltage, more than so many days without power; 70-120, 120-300: and not more than the second",
    )

    def filter_owner(self, orders: "Orders", name: str, owners: list[str]) -> "Orders":
        return orders.filter(owned_periods__owner__in=owners, owned_periods__during__upper_inf=True)

    def filter_bucket(self, orders: "Orders", name: str, days: str) -> "Orders":
        at = now()
        return orders.filter(waits_in_band(days, at=at) if days in BANDS else waits_longer_than(int(days), at=at))


def waits_longer_than(days: int, *, at: datetime) -> Q:
    """Medium voltage, open, and without power for more than so many whole days."""
    waiting = ~Q(status__in=CONNECTION.ends) & Q(connection_case__energised_at=None, sub_kind__in=MEDIUM_KINDS)
    return waiting & Q(reported_at__lte=at - timedelta(days=days + 1))


def waits_in_band(band: str, *, at: datetime) -> Q:
    """The same, and not longer than the band reaches."""
    over, up_to = BANDS[band]
    waits = waits_longer_than(over, at=at)
    return waits if up_to is None else waits & ~waits_longer_than(up_to, at=at)


class ApplicantIn(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=80)
    phone = serializers.CharField(max_length=40)


class ApplicationIn(serializers.Serializer[Any]):
    """An application; the same ``source`` and ``source_id`` twice is the same one. ``lat``/``lon`` (WGS-84): where power is wanted."""

    sub_kind = serializers.ChoiceField(choices=SUB_KINDS)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    source_id = serializers.CharField(max_length=100)
    applicant = ApplicantIn()
    asked_kw = serializers.DecimalField(max_digits=9, decimal_places=2, required=False, default=None, allow_null=True)
    description = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    customer_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    address = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)


class AppliedOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    status = serializers.CharField()
    progress_url = serializers.CharField(allow_blank=True, help_text="The applicant's own page, without signing in")


class CaseList(ListAPIView[WorkOrder]):
    """Connections of the area, newest first, each with its minutes by owner."""

    queryset = WorkOrder.objects.filter(kind=CONNECTION.kind)
    serializer_class = CaseRow
    filterset_class = ConnectionFilter
    ordering_fields = ("reported_at", "next_due_at", "updated_at")
    ordering = ["-reported_at", "-pk"]

    def get_queryset(self) -> "Orders":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(with_case(WorkOrder.objects.all()), self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(CaseRow(case_rows(page, at=now()), many=True).data)

    @described(request=ApplicationIn, responses={201: AppliedOut, 200: AppliedOut}, problems=(401, 403, 422))
    def post(self, request: Request) -> Response:
        """An application, as the counter or another program takes it down. 200: this very one was there already."""
        require(request.user, Right.REPORT)
        said = body_of(ApplicationIn, request)
        matter, asked_kw = matter_of_application(said), said["asked_kw"]

        def once() -> tuple[int, dict[str, Any]]:
            applied = apply(matter, asked_kw=asked_kw, papers={}, at=now(), actor=request.user)
            return (200 if applied.known else 201), _answer(applied.order)

        return answer_once(request, "connection-cases", once)


def matter_of_application(said: dict[str, Any]) -> Matter:
    """``said`` as validated by ``ApplicationIn``."""
    told = {name: said[name] for name in ("sub_kind", "source", "source_id", "customer_number", "address")}
    phone = said["applicant"]["phone"]
    return Matter(
        kind=CONNECTION.kind,
        description=said["description"] or str(CONNECTION.sub_kinds[said["sub_kind"]]),
        reporter_name=said["applicant"]["name"],
        reporter_phone=read_phone(phone).number or phone[:20],
        latitude=said["lat"],
        longitude=said["lon"],
        **told,
    )


def _answer(order: WorkOrder) -> dict[str, Any]:
    return {"number": order.number, "status": order.status, "progress_url": url_of(order)}


def case_of(request: Request, number: str) -> WorkOrder:
    """A case of the person's area. Raises ``NotFound``."""
    require(request.user, Right.READ_ORDERS)
    return get_scoped(with_case(WorkOrder.objects.all()), request.user, number=number)


@described(responses=CaseOut)
@api_view(["GET"])
def case(request: Request, number: str) -> Response:
    """One case in full; its verbs come with ``GET work-orders/{number}/``."""
    order = case_of(request, number)
    return with_etag(Response(CaseOut(case_detail(order, at=now())).data), order.rev)


@described(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
@api_view(["GET"])
def document(request: Request, number: str, document_id: int) -> HttpResponseBase:
    """The photo of a paper, for whoever may see the case. It has no public address."""
    paper = ConnectionDocument.objects.filter(order=case_of(request, number), pk=document_id).first()
    if paper is None:
        raise NotFound()
    return FileResponse(paper.photo.open(), content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
