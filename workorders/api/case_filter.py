"""What every list of cases of one kind is asked: which of them, in which column, ended or not, late or not."""

from collections.abc import Collection, Mapping
from typing import ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from command_center.ground.core.api.filters import UpdatedSince, WholeIn, YesNoFilter
from command_center.ground.core.api.periods import FromFilter, ToFilter
from workorders.api.filters import UnitsFilter
from workorders.models.orders import WorkOrder

Orders = QuerySet[WorkOrder]


class CaseFilter(UpdatedSince):
    """A kind says its ``stages`` (column → states) and ``ends``, and asks for ``stage`` by ``method="filter_stage"``."""

    stages: ClassVar[Mapping[str, Collection[str]]] = {}
    ends: ClassVar[Collection[str]] = ()

    id = WholeIn(
        field_name="pk", lookup_expr="in", label="Ids: which of these answer the question, and how do they stand"
    )
    number = django_filters.CharFilter(label="Number of the case")
    open = YesNoFilter(method="filter_open", label="Not ended")
    overdue = YesNoFilter(method="filter_overdue", label="A clock of it has run out")
    centre = UnitsFilter(field_name="centre_id", label="Code of the command centre")
    unit = UnitsFilter(field_name="unit_id", label="Code of the front-line unit")
    reported_from = FromFilter("reported_at", label="A moment, a day, today or -P7D")
    reported_to = ToFilter("reported_at", label="Before this moment; a day counts whole")

    def filter_stage(self, orders: "Orders", name: str, stages: list[str]) -> "Orders":
        return orders.filter(status__in=[str(state) for stage in stages or [] for state in self.stages[stage]])

    def filter_open(self, orders: "Orders", name: str, wanted: bool) -> "Orders":
        ended = Q(status__in=self.ends)
        return orders.exclude(ended) if wanted else orders.filter(ended)

    def filter_overdue(self, orders: "Orders", name: str, wanted: bool) -> "Orders":
        late = Q(next_due_at__lt=now())
        return orders.filter(late) if wanted else orders.exclude(late)
