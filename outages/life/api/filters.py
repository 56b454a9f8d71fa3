"""Filters of the outage list."""

import django_filters
from django.db.models import QuerySet

from command_center.ground.core.api.filters import CharIn, ChoiceIn, UpdatedSince, YesNoFilter
from command_center.ground.core.api.moments import MomentFilter
from outages.life.choices import OutageKind
from outages.life.models import STATUSES, Outage
from outages.life.states import LIVE


class OutageFilter(UpdatedSince):
    status = ChoiceIn(choices=STATUSES)
    live = YesNoFilter(method="filter_live", label="Somebody is dark, or may be")
    kind = django_filters.MultipleChoiceFilter(choices=OutageKind.choices)
    centre = CharIn(field_name="centre__code", label="Code of the command centre")
    feeder = CharIn(field_name="feeder__code", label="Code of the feeder")
    started_since = MomentFilter(field_name="started_at", lookup_expr="gte")

    class Meta:
        model = Outage
        fields: list[str] = []

    def filter_live(self, outages: "QuerySet[Outage]", name: str, value: bool) -> "QuerySet[Outage]":
        live = [status.value for status in LIVE]
        return outages.filter(status__in=live) if value else outages.exclude(status__in=live)
