"""Filters of the order list."""

import django_filters
from django.db.models import Q, QuerySet

from ground.core.api.filters import CharIn, ChoiceIn, UpdatedSince, WholeFilter, YesNoFilter
from ground.core.api.moments import MomentFilter
from ground.organisation.models import AreaKind
from workorders.kinds.fault.states import OPEN
from workorders.models import FaultKind, Source, Urgency, WorkOrder
from workorders.models.orders import STATUSES
from workorders.selectors.searching import found_by


class OrderFilter(UpdatedSince):
    status = ChoiceIn(choices=STATUSES)
    open = YesNoFilter(method="filter_open", label="Neither finished nor merged")
    centre = CharIn(field_name="centre__code", label="Code of the command centre")
    unit = CharIn(field_name="unit__code", label="Code of the front-line unit")
    source = django_filters.MultipleChoiceFilter(choices=Source.choices)
    urgency = django_filters.MultipleChoiceFilter(choices=Urgency.choices)
    fault_kind = django_filters.MultipleChoiceFilter(choices=FaultKind.choices)
    area_kind = django_filters.MultipleChoiceFilter(choices=AreaKind.choices)
    grade = WholeFilter()
    attention = CharIn(method="filter_attention", label="Why a person should look, e.g. unlocated; any of its reasons")
    located = YesNoFilter(field_name="latitude", lookup_expr="isnull", exclude=True)
    crew = WholeFilter(method="filter_crew", label="Id of the crew that holds it")
    customer_number = django_filters.CharFilter(field_name="customer__number")
    reported_from = MomentFilter(field_name="reported_at", lookup_expr="gte")
    reported_to = MomentFilter(field_name="reported_at", lookup_expr="lt")
    due_before = MomentFilter(field_name="next_due_at", lookup_expr="lt")
    search = django_filters.CharFilter(
        method="filter_search", label="Words of number, description and address; or the reporter's whole name or phone"
    )

    class Meta:
        model = WorkOrder
        fields: list[str] = []

    def filter_attention(
        self, orders: "QuerySet[WorkOrder]", name: str, value: list[str] | None
    ) -> "QuerySet[WorkOrder]":
        return orders.filter(Q(attention__in=value) | Q(attention_also__overlap=value)) if value else orders

    def filter_open(self, orders: "QuerySet[WorkOrder]", name: str, value: bool) -> "QuerySet[WorkOrder]":
        return orders.filter(status__in=OPEN) if value else orders.exclude(status__in=OPEN)

    def filter_crew(self, orders: "QuerySet[WorkOrder]", name: str, value: int) -> "QuerySet[WorkOrder]":
        return orders.filter(assignments__crew_id=value, assignments__released_at=None)

    def filter_search(self, orders: "QuerySet[WorkOrder]", name: str, value: str) -> "QuerySet[WorkOrder]":
        return found_by(orders, value)
