"""What a list of orders can be asked, of every kind alike. A value that means nothing is refused, and so is one that once did."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from command_center.ground.core.api.filters import CharIn, ChoiceIn, UpdatedSince, WholeFilter, WholeIn, YesNoFilter
from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.core.api.periods import FromFilter, ToFilter
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.models import AreaKind, OrgUnit
from workorders.models import FaultKind, Source, Urgency, WorkOrder
from workorders.models.orders import KINDS, STATUSES
from workorders.selectors import listing, searching

Orders = QuerySet[WorkOrder]
# Who is asked for by these looks people up (``organisation.look_ups``).
PERSONAL = ("search", "reporter", "phone", "customer_number")


class UnitsField(forms.CharField):
    """Codes of units with commas → their ids. A code that no unit has is refused."""

    def clean(self, value: Any) -> list[int]:
        codes = {code for each in str(super().clean(value) or "").split(",") if (code := each.strip())}
        ids = dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "pk")) if codes else {}
        if unknown := sorted(codes - ids.keys()):
            raise forms.ValidationError(_("There is no unit %(codes)s."), params={"codes": ", ".join(unknown)})
        return list(ids.values())


class UnitsFilter(django_filters.CharFilter):
    """One unit is asked for by equality: only then a list comes in the order of its index."""

    field_class = UnitsField

    def filter(self, orders: Orders, ids: list[int]) -> Orders:
        if not ids:
            return orders
        return orders.filter(**({self.field_name: ids[0]} if len(ids) == 1 else {f"{self.field_name}__in": ids}))


class OrderFilter(UpdatedSince):
    id = WholeIn(
        field_name="pk", lookup_expr="in", label="Ids: which of these answer the question, and how do they stand"
    )
    kind = ChoiceIn(choices=KINDS, method="filter_kind", label="Kind of order")
    sub_kind = CharIn(field_name="sub_kind", lookup_expr="in", label="Sub-type of its kind: a code")
    phase = ChoiceIn(
        choices=[(phase, phase) for phase in listing.phases()], method="filter_phase", label="Phase of its process"
    )
    status = ChoiceIn(choices=list(dict(STATUSES).items()))
    open = YesNoFilter(method="filter_open", label="Neither finished nor merged")
    overdue = YesNoFilter(method="filter_overdue", label="Open, and a clock of it has run out")
    needs_attention = YesNoFilter(method="filter_needs_attention", label="A person should look, for whatever reason")
    attention = CharIn(method="filter_attention", label="Why a person should look, e.g. unlocated; any of its reasons")
    number = django_filters.CharFilter(
        method="filter_number", label="The number or a part of it, or the id of a report in the system it came from"
    )
    reporter = django_filters.CharFilter(
        method="filter_reporter", label="The reporter's whole name, or its first character"
    )
    phone = django_filters.CharFilter(
        method="filter_phone", label="The reporter's whole phone, or the last four digits of a mobile one"
    )
    customer_number = django_filters.CharFilter(field_name="customer__number")
    place = django_filters.CharFilter(method="filter_place", label="Words of the address, all of them")
    search = django_filters.CharFilter(
        method="filter_search", label="Words of number, description and address; or the reporter's whole name or phone"
    )
    centre = UnitsFilter(field_name="centre_id", label="Code of the command centre")
    unit = UnitsFilter(field_name="unit_id", label="Code of the front-line unit")
    reported_from = FromFilter("reported_at", label="A moment, a day, today or -P7D")
    reported_to = ToFilter("reported_at", label="Before this moment; a day counts whole; -P1D: older than a day")
    closed_from = FromFilter("closed_at", label="As reported_from")
    closed_to = ToFilter("closed_at", label="As reported_to")
    due_before = MomentFilter(field_name="next_due_at", lookup_expr="lt")
    source = ChoiceIn(choices=Source.choices)
    urgency = ChoiceIn(choices=Urgency.choices)
    fault_kind = ChoiceIn(choices=FaultKind.choices)
    area_kind = ChoiceIn(choices=AreaKind.choices)
    grade = WholeFilter()
    hazard = YesNoFilter()
    located = YesNoFilter(field_name="latitude", lookup_expr="isnull", exclude=True)
    crew = WholeFilter(method="filter_crew", label="Id of the crew that holds it")

    class Meta:
        model = WorkOrder
        fields: list[str] = []

    def filter_queryset(self, queryset: Orders) -> Orders:
        found: Orders = super().filter_queryset(queryset)
        looked_up = any(self.form.cleaned_data.get(name) for name in PERSONAL)
        return searching.without_confidential(found, self.request.user) if looked_up and self.request else found

    def filter_kind(self, orders: Orders, name: str, value: list[str] | None) -> Orders:
        return orders.filter(kind__in=value) if value else orders

    def filter_phase(self, orders: Orders, name: str, value: list[str] | None) -> Orders:
        return orders.filter(listing.in_phases(value)) if value else orders

    def filter_open(self, orders: Orders, name: str, value: bool) -> Orders:
        return orders.filter(listing.is_open()) if value else orders.exclude(listing.is_open())

    def filter_overdue(self, orders: Orders, name: str, value: bool) -> Orders:
        late = listing.is_overdue(now())
        return orders.filter(late) if value else orders.exclude(late)

    def filter_needs_attention(self, orders: Orders, name: str, value: bool) -> Orders:
        return orders.exclude(attention="") if value else orders.filter(attention="")

    def filter_attention(self, orders: Orders, name: str, value: list[str] | None) -> Orders:
        return orders.filter(Q(attention__in=value) | Q(attention_also__overlap=value)) if value else orders

    def filter_number(self, orders: Orders, name: str, value: str) -> Orders:
        return searching.by_number(orders, value)

    def filter_reporter(self, orders: Orders, name: str, value: str) -> Orders:
        return searching.by_reporter(orders, value)

    def filter_phone(self, orders: Orders, name: str, value: str) -> Orders:
        return searching.by_phone(orders, value)

    def filter_place(self, orders: Orders, name: str, value: str) -> Orders:
        return searching.by_address(orders, value)

    def filter_search(self, orders: Orders, name: str, value: str) -> Orders:
        return searching.found_by(orders, value)

    def filter_crew(self, orders: Orders, name: str, value: int) -> Orders:
        return orders.filter(assignments__crew_id=value, assignments__released_at=None)


def problems_of(asked: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with the filters of a list, by name: a typo, or a value that has lost its meaning since they were kept."""
    unknown = {name: [str(_("There is no such filter."))] for name in asked if name not in OrderFilter.base_filters}
    filters = OrderFilter(dict(asked), queryset=WorkOrder.objects.none())
    if not filters.is_valid():
        return unknown | {name: [str(word) for word in words] for name, words in filters.errors.items()}
    try:
        assert filters.qs is not None  # some conditions are read only when rows are asked for
    except Invalid as error:
        return unknown | {error.pointer.strip("/"): [str(error)]}
    return unknown
