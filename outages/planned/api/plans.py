"""Planned outages to read: the list, one in full, whom it affects; and the draft of a new one."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.api.filters import CharIn, ChoiceIn, UpdatedSince, YesNoFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.core.errors import Invalid
from command_center.ground.network.models import Branch
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, refused, require, scoped
from outages.planned.api.shapes import AffectedOut, PlanCard, PlanDetail, plan_detail, with_names
from outages.planned.choices import PLAN_KINDS
from outages.planned.forms import DraftIn
from outages.planned.models.notices import AffectedCustomer
from outages.planned.models.plan import PLAN_STATUSES, PlannedOutage
from outages.planned.services.drafting import Draft, draft_plan
from outages.planned.states import PLAN_LIVE


class PlanFilter(UpdatedSince):
    status = ChoiceIn(choices=PLAN_STATUSES)
    live = YesNoFilter(method="filter_live", label="Neither over nor called off")
    kind = django_filters.MultipleChoiceFilter(choices=PLAN_KINDS)
    centre = CharIn(field_name="centre__code", label="Code of the command centre")
    feeder = CharIn(field_name="feeder__code", label="Code of the feeder")
    attention = CharIn(method="filter_attention", label="Why a person should look, e.g. not_started")
    starts_from = MomentFilter(field_name="planned_start_at", lookup_expr="gte")
    starts_to = MomentFilter(field_name="planned_start_at", lookup_expr="lt")

    class Meta:
        model = PlannedOutage
        fields: list[str] = []

    def filter_attention(
        self, plans: "QuerySet[PlannedOutage]", name: str, value: list[str]
    ) -> "QuerySet[PlannedOutage]":
        return plans.filter(Q(attention__in=value) | Q(attention_also__overlap=value)) if value else plans

    def filter_live(self, plans: "QuerySet[PlannedOutage]", name: str, value: bool) -> "QuerySet[PlannedOutage]":
        live = sorted(status.value for status in PLAN_LIVE)
        return plans.filter(status__in=live) if value else plans.exclude(status__in=live)


def shown(user: Any) -> "QuerySet[PlannedOutage]":
    require(user, Right.READ_OUTAGES)
    return scoped(PlannedOutage.objects.all(), user)


class PlanDrafted(serializers.Serializer[Any]):
    number = serializers.CharField()
    rev = serializers.IntegerField()
    status = serializers.CharField()


class PlanList(ListAPIView[PlannedOutage]):
    """Cards of planned outages, newest first."""

    queryset = PlannedOutage.objects.all()
    serializer_class = PlanCard
    filterset_class = PlanFilter
    ordering_fields = ["planned_start_at", "updated_at", "customer_hours"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[PlannedOutage]":
        return with_names(shown(self.request.user))

    @described(request=DraftIn, responses={201: PlanDrafted}, problems=(401, 403, 422), operation_id="plan_draft")
    def post(self, request: Request) -> Response:
        """A draft; nothing is checked or told yet."""
        require(request.user, Right.PLAN_OUTAGES)
        data = body_of(DraftIn, request)

        def once() -> tuple[int, Any]:
            plan = draft_plan(draft=draft_of(data, request.user), at=now(), actor=request.user)
            return 201, {"number": plan.number, "rev": plan.rev, "status": plan.status}

        response = answer_once(request, "planned-outages", once)
        return with_etag(response, response.data.get("rev"))


def draft_of(data: dict[str, Any], user: Any) -> Draft:
    """Raises ``Invalid`` for devices that are unknown, cannot open, or lie outside: they look the same on purpose."""
    codes = [*data["open"], *data["close"]]
    known = dict(scoped(Branch.objects.devices(), user).filter(code__in=codes).values_list("code", "pk"))
    if unknown := sorted(set(codes) - known.keys()):
        trace = refused(Branch.objects.devices().filter(code__in=unknown), user, unknown[0], devices=unknown)
        raise Invalid(_("There is no such device in your area."), pointer="/open", unknown=unknown).leaving(*trace)
    said = {name: value for name, value in data.items() if name not in ("open", "close")}
    return Draft(
        opened=list(dict.fromkeys(known[code] for code in data["open"])),
        closed=list(dict.fromkeys(known[code] for code in data["close"])),
        **said,
    )


@extend_schema(operation_id="plan")
@described(responses=PlanDetail)
@api_view(["GET"])
def plan(request: Request, number: str) -> Response:
    """One plan in full, with its ETag."""
    require(request.user, Right.READ_OUTAGES)
    user: Any = request.user
    found = get_scoped(with_names(PlannedOutage.objects.all()), user, number=number)
    return with_etag(Response(plan_detail(found, user)), found.rev)


class AffectedList(ListAPIView[AffectedCustomer]):
    """Whom the plan affects, as frozen when the notices of its present round went out; masked."""

    queryset = AffectedCustomer.objects.all()
    serializer_class = AffectedOut
    ordering_fields: list[str] = []
    ordering = ["pk"]

    def get_queryset(self) -> "QuerySet[AffectedCustomer]":
        require(self.request.user, Right.READ_OUTAGES)
        found = get_scoped(PlannedOutage.objects.all(), self.request.user, number=self.kwargs["number"])
        rows = AffectedCustomer.objects.filter(plan=found, round=found.round).order_by("pk")
        return rows.select_related("customer", "service_point").prefetch_related("notices")
