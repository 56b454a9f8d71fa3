"""The complaint desk over HTTP: the queue with its filters, the counts above it, one complaint with its account's year."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.api.filters import (
    ChoiceIn,
    YesNoFilter,
    described_filters,
    refuse_unknown,
)
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from customers.phones import mask_name, mask_phones_in
from workorders.api.case_filter import CaseFilter
from workorders.api.case_row import CaseRowOut, case_row
from workorders.api.filters import UnitsFilter
from workorders.kinds.complaint.desk.risk import Risk
from workorders.kinds.complaint.desk.selectors import (
    account_year,
    at_risk,
    complaints_for,
    risks_of,
    with_facts,
    with_signs,
)
from workorders.kinds.complaint.desk.stages import LABELS, STAGES, stage_of
from workorders.kinds.complaint.process import COMPLAINT
from workorders.kinds.complaint.states import ENDS
from workorders.models.orders import Source, WorkOrder

Orders = QuerySet[WorkOrder]
SUB_KINDS = list(COMPLAINT.sub_kinds.items())
TITLE_LENGTH = 120


class ComplaintFilter(CaseFilter):
    stages, ends = STAGES, ENDS

    sub_kind = ChoiceIn(choices=SUB_KINDS, label="Kind of complaint")
    status = ChoiceIn(choices=[(code, state.label) for code, state in COMPLAINT.states.items()])
    stage = ChoiceIn(choices=[(code, code) for code in STAGES], method="filter_stage", label="Column of the desk")
    source = ChoiceIn(choices=Source.choices, label="Channel")
    at_risk = YesNoFilter(method="filter_at_risk", label="Open, and likely to go further")
    waits = YesNoFilter(method="filter_waits", label="A second person has to decide")
    concerns = UnitsFilter(field_name="concerns_id", label="Code of the unit that it is about")

    def filter_at_risk(self, orders: "Orders", name: str, wanted: bool) -> "Orders":
        risk = at_risk(at=now())
        return orders.filter(risk) if wanted else orders.exclude(risk)

    def filter_waits(self, orders: "Orders", name: str, wanted: bool) -> "Orders":
        waits = Q(downgrade_open=True) | Q(appeal_open=True)
        return orders.filter(waits) if wanted else orders.exclude(waits)


class ComplaintRow(CaseRowOut):
    source = serializers.CharField(help_text="The channel")  # type: ignore[assignment]
    category = serializers.CharField(allow_blank=True, help_text="What it alleges, by the tree of its day")
    grade_name = serializers.CharField(allow_blank=True, help_text="How grave it is, by the same tree")
    said = serializers.CharField(help_text="What was said, its beginning")
    complainant = serializers.CharField(allow_blank=True)
    confidential = serializers.BooleanField()
    concerns = serializers.CharField(allow_blank=True, help_text="The unit that it is about")
    trigger = serializers.CharField(allow_blank=True, help_text="Number of the order it is about")
    calls = serializers.IntegerField(help_text="How often it was told, the first time included")
    risks = serializers.ListField(
        child=serializers.ChoiceField(choices=[risk.value for risk in Risk]), help_text="Why it may go further"
    )
    waits = serializers.ChoiceField(
        choices=["", "downgrade", "appeal"], allow_blank=True, help_text="What a second person has to decide"
    )
    contact_due_at = Moment(allow_null=True)
    answer_due_at = Moment(allow_null=True)


class HappeningOut(serializers.Serializer[Any]):
    what = serializers.CharField(help_text="Kind of order, or OUTAGE")
    number = serializers.CharField()
    words = serializers.CharField(help_text="Kind and beginning of an order; code of the kind of an outage")
    state = serializers.CharField(allow_blank=True)
    at = Moment()
    until = Moment(allow_null=True)


class ComplaintCaseOut(ComplaintRow):
    year = HappeningOut(many=True, help_text="Orders and times without power of the same account, the latest first")


class ComplaintList(ListAPIView[WorkOrder]):
    """Complaints of the area, with what is due and why one might go further."""

    queryset = WorkOrder.objects.filter(kind=COMPLAINT.kind)
    serializer_class = ComplaintRow
    filterset_class = ComplaintFilter
    ordering_fields = ("reported_at", "next_due_at", "updated_at")
    ordering = ["-reported_at", "-pk"]

    def get_queryset(self) -> "Orders":
        user: Any = self.request.user
        require(user, Right.READ_ORDERS)
        return with_facts(complaints_for(user))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        at = now()
        return self.get_paginated_response(ComplaintRow([row_of(order, at=at) for order in page], many=True).data)


@described(responses=ComplaintCaseOut)
@api_view(["GET"])
def complaint(request: Request, number: str) -> Response:
    """One complaint, and what else its account met with in a year. Its verbs come with ``GET work-orders/{number}/``."""
    user: Any = request.user
    require(user, Right.READ_ORDERS)
    order = with_facts(complaints_for(user)).filter(number=number).first()
    if order is None:
        raise NotFound()
    at = now()
    told = row_of(order, at=at) | {"year": [row._asdict() for row in account_year(order, user, at=at)]}
    return with_etag(Response(ComplaintCaseOut(told).data), order.rev)


def row_of(order: Any, *, at: datetime) -> dict[str, Any]:
    """``order`` as ``with_facts`` gives it; no query."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return case_row(order, stage=stage_of(order.status), at=at) | {
        # Until the desk has given it, it lies with the desk, whichever unit its place belongs to.
        "unit": (order.unit if order.unit and order.status != COMPLAINT.initial else order.centre).name,
        "source": order.source,
        "category": getattr(order, f"category_{language}") or "",
        "grade_name": getattr(order, f"complaint_grade_{language}") or "",
        "said": mask_phones_in(order.description)[:TITLE_LENGTH],
        "complainant": mask_name(order.reporter_name),
        "confidential": order.confidential,
        "concerns": order.concerns.name if order.concerns else "",
        "trigger": order.about.number if order.about and not order.about.gate else "",
        "calls": order.told_count,
        "risks": risks_of(order, at=at),
        "waits": "downgrade" if order.downgrade_open else "appeal" if order.appeal_open else "",
        "contact_due_at": order.contact_due_at,
        "answer_due_at": order.answer_due_at,
    }


class ColumnOut(serializers.Serializer[Any]):
    stage = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    cases = serializers.IntegerField()
    overdue = serializers.IntegerField()


class DeskCountsOut(serializers.Serializer[Any]):
    cases = serializers.IntegerField()
    overdue = serializers.IntegerField()
    at_risk = serializers.IntegerField()
    waits = serializers.IntegerField(help_text="A second person has to decide")
    stages = ColumnOut(many=True)


@described(parameters=described_filters(ComplaintFilter), responses=DeskCountsOut, problems=(401, 403, 422))
@api_view(["GET"])
def complaint_stages(request: Request) -> Response:
    """Open complaints of the area by column, and how many are late, may go further, wait for a second person.

    Each count ignores its own filter. Five queries.
    """
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, ComplaintFilter.base_filters)
    at = now()
    late = Q(next_due_at__lt=at)
    counted = _asked(request, "stage").values("status").annotate(cases=Count("pk"), overdue=Count("pk", filter=late))
    told = {
        "cases": _asked(request, "stage").count(),
        "overdue": _asked(request, "overdue").filter(late).count(),
        "at_risk": _asked(request, "at_risk").filter(at_risk(at=at)).count(),
        "waits": _asked(request, "waits").filter(Q(downgrade_open=True) | Q(appeal_open=True)).count(),
        "stages": _columns(counted),
    }
    return Response(DeskCountsOut(told).data)


def _asked(request: Request, without: str) -> "Orders":
    """Open complaints as the address asks for them, but for one of its filters. Raises ``ValidationError``."""
    said = request.query_params.copy()
    said.pop(without, None)
    user: Any = request.user
    complaints = with_signs(complaints_for(user)).exclude(status__in=ENDS)
    filters = ComplaintFilter(said, queryset=complaints, request=request)
    if not filters.is_valid():
        raise serializers.ValidationError(filters.errors)
    found: Orders = filters.qs
    return found.order_by()


def _columns(counted: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "stage": stage,
            "label": LABELS[stage],
            "cases": sum(row["cases"] for row in counted if row["status"] in states),
            "overdue": sum(row["overdue"] for row in counted if row["status"] in states),
        }
        for stage, states in STAGES.items()
        if stage != "ENDED"
    ]
