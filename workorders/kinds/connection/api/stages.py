"""The bar over the pipeline: how many cases stand where, for how long, and whose they are. Each count ignores its own filter."""

from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Case, CharField, Count, DurationField, F, Q, QuerySet, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import described_filters, refuse_unknown
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from workorders.kinds.connection.api.cases import ConnectionFilter, waits_in_band, waits_longer_than
from workorders.kinds.connection.models.minutes import OWNERS
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.selectors import with_state_since
from workorders.kinds.connection.steps import BANDS, BUCKETS, STAGES
from workorders.models.orders import WorkOrder

LABELS = {
    "APPLIED": _("Applied"), "SURVEY": _("Survey"), "PLANNED": _("Plan replied"), "CUSTOMER": _("Customer's own works"),
    "INSPECTION": _("Inspection"), "WAITING": _("Waiting"), "INSTALL": _("Installation"), "ENERGISED": _("Energised"),
}  # fmt: skip
LONG_WAITS = _(
    "Open medium-voltage cases without power, by days since the application: more than 70 and up to 120, more than 120 and up to 300, "
    "more than 300. Each case stands in one; every day counts, whoever has the case."
)
MINUTES_A_DAY = 24 * 60


class Median(Aggregate):
    """The middle of what is counted; of moments too."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class StageOut(serializers.Serializer[Any]):
    stage = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    cases = serializers.IntegerField()
    overdue = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True, help_text="Days in their present state; null without a case")


class OwnedOut(serializers.Serializer[Any]):
    owner = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    cases = serializers.IntegerField()


class BucketOut(serializers.Serializer[Any]):
    days = serializers.IntegerField(help_text="Medium voltage, more than so many days without power")
    cases = serializers.IntegerField()


class BandOut(serializers.Serializer[Any]):
    """Medium voltage without power for more than ``over`` days, and not more than ``up_to``."""

    band = serializers.ChoiceField(choices=list(BANDS), help_text="For the filter ``bucket``")
    over = serializers.IntegerField()
    up_to = serializers.IntegerField(allow_null=True)
    cases = serializers.IntegerField()


class LongWaitsOut(serializers.Serializer[Any]):
    definition = serializers.CharField()
    bands = BandOut(many=True)


class StagesOut(serializers.Serializer[Any]):
    cases = serializers.IntegerField()
    overdue = serializers.IntegerField()
    stages = StageOut(many=True)
    owners = OwnedOut(many=True)
    buckets = BucketOut(many=True)
    long_waits = LongWaitsOut()


@described(parameters=described_filters(ConnectionFilter), responses=StagesOut, problems=(401, 403, 422))
@api_view(["GET"])
def stages(request: Request) -> Response:
    """Open cases of the area by stage, by owner of the present minute, and the long waits of medium voltage. Six queries."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, ConnectionFilter.base_filters)
    at = now()
    late = Q(next_due_at__lt=at)
    told = {
        "cases": _asked(request, "stage").count(),
        "overdue": _asked(request, "overdue").filter(late).count(),
        "stages": _stages(_asked(request, "stage"), late, at),
        "owners": _owners(_asked(request, "owner")),
        "buckets": _buckets(_asked(request, "bucket"), at),
        "long_waits": {"definition": LONG_WAITS, "bands": _bands(_asked(request, "bucket"), at)},
    }
    return Response(StagesOut(told).data)


def _asked(request: Request, without: str) -> "QuerySet[WorkOrder]":
    """Open cases as the address asks for them, but for one of its filters. Raises ``ValidationError``."""
    said = request.query_params.copy()
    said.pop(without, None)
    cases = scoped(WorkOrder.objects.filter(kind=CONNECTION.kind), request.user).exclude(status__in=CONNECTION.ends)
    filters = ConnectionFilter(said, queryset=cases, request=request)
    if not filters.is_valid():
        raise serializers.ValidationError(filters.errors)
    found: QuerySet[WorkOrder] = filters.qs
    return found.order_by()


def _stages(cases: "QuerySet[WorkOrder]", late: Q, at: datetime) -> list[dict[str, Any]]:
    stage = Case(
        *(When(status__in=states, then=Value(stage)) for stage, states in STAGES.items()), output_field=CharField()
    )
    rows = with_state_since(cases).annotate(stage=stage).values("stage")
    counted = rows.annotate(
        cases=Count("pk"),
        overdue=Count("pk", filter=late),
        age=Median(Value(at) - F("state_since"), output_field=DurationField()),
    )
    found = {row["stage"]: row for row in counted}
    nothing = {"cases": 0, "overdue": 0, "age": None}
    return [
        {
            "stage": code,
            "label": label,
            "cases": row["cases"],
            "overdue": row["overdue"],
            "median_days": _days(row["age"]),
        }
        for code, label in LABELS.items()
        for row in [found.get(code, nothing)]
    ]


def _days(age: Any) -> float | None:
    return None if age is None else round(age.total_seconds() / 60 / MINUTES_A_DAY, 1)


def _owners(cases: "QuerySet[WorkOrder]") -> list[dict[str, Any]]:
    open_now = cases.filter(owned_periods__during__upper_inf=True)
    found = dict(open_now.values_list("owned_periods__owner").annotate(cases=Count("pk")))
    return [{"owner": code, "label": label, "cases": found.get(code, 0)} for code, label in OWNERS]


def _buckets(cases: "QuerySet[WorkOrder]", at: datetime) -> list[dict[str, Any]]:
    days = sorted(BUCKETS)
    found = cases.aggregate(**{f"over_{n}": Count("pk", filter=waits_longer_than(n, at=at)) for n in days})
    return [{"days": n, "cases": found[f"over_{n}"]} for n in days]


def _bands(cases: "QuerySet[WorkOrder]", at: datetime) -> list[dict[str, Any]]:
    names = {band: f"band_{at_most or 'open'}" for band, (_over, at_most) in BANDS.items()}
    found = cases.aggregate(**{name: Count("pk", filter=waits_in_band(band, at=at)) for band, name in names.items()})
    return [
        {"band": band, "over": over, "up_to": up_to, "cases": found[names[band]]}
        for band, (over, up_to) in BANDS.items()
    ]
