"""Reliability indices of a period, a place and a kind, and the ledger's rows behind them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import KnownOrdering, refuse_unknown
from command_center.ground.core.api.moments import Day, Moment
from command_center.ground.core.api.paging import KeysetPaging
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.models import AreaKind, OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from outages.ledger.api.interruptions import InterruptionOut, with_customers
from outages.ledger.models import Interruption
from outages.life.choices import CauseClass, OutageKind
from outages.reliability.indices.interruptions import SHORT_UP_TO_SECONDS, SUSTAINED_OVER_SECONDS
from outages.reliability.models.figures import FigureRun
from outages.reliability.selectors import figures
from outages.reliability.selectors.figures import Basis, MajorDays, Part, Question

DAYS_AT_MOST = 1827
BY_UNIT = "unit"
BY = ("day", "area_kind", "kind", "cause_class", BY_UNIT)


class QuestionIn(serializers.Serializer[Any]):
    """What is asked, as it stands in the address. Days are Chinese ones, both included."""

    first = Day(required=False)
    last = Day(required=False)
    unit = serializers.CharField(required=False, default="")
    area_kind = serializers.MultipleChoiceField(choices=AreaKind.choices, required=False, default=set)
    cause = serializers.MultipleChoiceField(choices=CauseClass.choices, required=False, default=set)
    kind = serializers.MultipleChoiceField(choices=OutageKind.choices, required=False, default=set)
    med = serializers.ChoiceField(choices=["with", "without", "only"], required=False, default="with")
    basis = serializers.ChoiceField(choices=[each.value for each in Basis], required=False, default="ALL")
    sustained_over_seconds = serializers.ChoiceField(
        choices=[SHORT_UP_TO_SECONDS, SUSTAINED_OVER_SECONDS], required=False, default=SUSTAINED_OVER_SECONDS
    )
    by = serializers.ChoiceField(choices=BY, required=False, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        today = localdate()
        last = attrs.setdefault("last", max(today, attrs["first"]) if "first" in attrs else today)
        first = attrs.setdefault("first", last.replace(day=1))
        if not timedelta(0) <= last - first < timedelta(days=DAYS_AT_MOST):
            raise serializers.ValidationError({"to": _("The days run backwards, or over more than five years.")})
        return attrs


PARAMETERS = [
    OpenApiParameter("from", date, description="First day; the first of the month by default"),
    OpenApiParameter("to", date, description="Last day, included; today by default"),
    OpenApiParameter("unit", str, description="Code of a unit, with everything under it; one's own area by default"),
    OpenApiParameter("area_kind", str, many=True, enum=AreaKind.values),
    OpenApiParameter("cause", str, many=True, enum=CauseClass.values),
    OpenApiParameter("kind", str, many=True, enum=OutageKind.values),
    OpenApiParameter("med", str, enum=["with", "without", "only"], description="Major event days (IEEE 1366)"),
    OpenApiParameter("basis", str, enum=[each.value for each in Basis], description="LV and MV as in DL/T 836"),
    OpenApiParameter("sustained_over_seconds", int, enum=[SHORT_UP_TO_SECONDS, SUSTAINED_OVER_SECONDS]),
]
AS_ASKED = {"first": "from", "last": "to"}
QUESTIONS = [*(each.name for each in PARAMETERS), "by"]
BY_PARAMETER = OpenApiParameter("by", str, enum=list(BY), description="One part for each; unit: the level below")


class PartOut(serializers.Serializer[Any]):
    """Sums of one group. Indices per customer stand at the whole only; outages do not add up over parts."""

    key = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    outages = serializers.IntegerField()
    customer_interruptions = serializers.IntegerField()
    customer_hours = serializers.FloatField()
    momentary_interruptions = serializers.IntegerField()
    open = serializers.IntegerField()


class Ieee1366Out(serializers.Serializer[Any]):
    """None where it is undefined: nobody is served, or nobody was interrupted."""

    saidi_minutes = serializers.FloatField(allow_null=True)
    saifi = serializers.FloatField(allow_null=True)
    caidi_minutes = serializers.FloatField(allow_null=True)
    asai = serializers.FloatField(allow_null=True)
    maifi = serializers.FloatField(allow_null=True)


class Dlt836Out(serializers.Serializer[Any]):
    """Set 1 of the code: everything, short interruptions included."""

    rs = serializers.FloatField(allow_null=True)
    aihc_hours = serializers.FloatField(allow_null=True)
    aitc = serializers.FloatField(allow_null=True)
    customer_hours = serializers.FloatField()


class IndicesOut(serializers.Serializer[Any]):
    """``as_of``: what had changed in the ledger until then is counted. ``drill_down``: the ledger's rows behind it."""

    first = Day()
    last = Day()
    unit = serializers.CharField()
    basis = serializers.CharField()
    sustained_over_seconds = serializers.IntegerField()
    as_of = Moment(allow_null=True)
    customers_served = serializers.IntegerField(allow_null=True)
    major_event_days = serializers.ListField(child=Day())
    whole = PartOut()
    ieee1366 = Ieee1366Out()
    dlt836 = Dlt836Out()
    parts = PartOut(many=True)
    drill_down = serializers.CharField()


@described(responses=IndicesOut, parameters=[*PARAMETERS, BY_PARAMETER])
@api_view(["GET"])
def indices(request: Request) -> Response:
    """Read from the daily figures, so that a month of a province is a moment's work."""
    unit, question, by = asked(request)
    (whole,) = figures.parts(question)
    ieee, dlt = figures.figures(question), figures.availability(question)
    return Response(
        {
            "first": question.first,
            "last": question.last,
            "unit": unit.code,
            "basis": question.basis.value,
            "sustained_over_seconds": question.sustained_over_seconds,
            "as_of": _as_of(),
            "customers_served": figures.customers_served(question),
            "major_event_days": figures.major_event_days(question.first, question.last),
            "whole": _part(whole, None, None),
            "ieee1366": {name: getattr(ieee, name) for name in Ieee1366Out().get_fields()},
            "dlt836": {name: getattr(dlt, name) for name in Dlt836Out().get_fields()},
            "parts": _parts(question, unit, by) if by else [],
            "drill_down": _drill_down(request),
        }
    )


class RowsBehind(ListAPIView[Interruption]):
    """The standing rows behind a figure of the same address, by start. On the MV basis those of the transformers' users."""

    queryset = Interruption.objects.standing()
    serializer_class = InterruptionOut
    filter_backends = [KnownOrdering]
    ordering_fields = ["off_at"]
    ordering = ["off_at", "pk"]

    @described(responses=InterruptionOut(many=True), parameters=PARAMETERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> "QuerySet[Interruption]":
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset().none()
        _, question, _ = asked(self.request, {"ordering", *KeysetPaging.parameters})
        return with_customers(figures.interruptions_behind(question))


def asked(request: Request, more: Iterable[str] = ()) -> tuple[OrgUnit, Question, str | None]:
    """The unit, the question and what it is split by. Raises ``NotFound`` for a unit outside the jurisdiction."""
    require(request.user, Right.READ_OUTAGES)
    query = request.query_params
    refuse_unknown(request, {*QUESTIONS, *more})
    said: dict[str, Any] = {name: query[name] for name in QUESTIONS if name in query}
    said |= {name: query.getlist(name) for name in ("area_kind", "cause", "kind") if name in query}
    said |= {inner: query[outer] for inner, outer in AS_ASKED.items() if outer in query}
    try:
        data = QuestionIn().run_validation(said)
    except serializers.ValidationError as error:
        # Named as in the address.
        bad: Any = error.detail
        raise serializers.ValidationError({AS_ASKED.get(name, name): bad[name] for name in bad}) from error
    unit = _unit(request.user, data["unit"])
    question = Question(
        first=data["first"],
        last=data["last"],
        path=unit.path,
        basis=Basis(data["basis"]),
        kinds=tuple(sorted(data["kind"])),
        area_kinds=tuple(sorted(data["area_kind"])),
        causes=tuple(sorted(data["cause"])),
        major=MajorDays(data["med"].upper()),
        sustained_over_seconds=int(data["sustained_over_seconds"]),
    )
    return unit, question, data["by"]


def _unit(user: Any, code: str) -> OrgUnit:
    units = OrgUnit.objects.defer("area")
    if code:
        return get_scoped(units, user, field="path", code=code)
    home = units.filter(pk=user.home_id).first()
    if home is None:
        raise NotFound()
    return home


def _parts(question: Question, unit: OrgUnit, by: str) -> list[dict[str, Any]]:
    if by != BY_UNIT:
        return [_part(part, str(part.key[by]), None) for part in figures.parts(question, by=(by,))]
    below = dict(OrgUnit.objects.filter(parent=unit).values_list("path", "name"))
    length = min(map(len, below), default=len(unit.path))
    codes = [(part, str(part.key["unit"])) for part in figures.parts_by_unit(question, length=length)]
    return [_part(part, path.strip("/").rpartition("/")[2], below.get(path)) for part, path in codes]


def _part(part: Part, key: str | None, name: str | None) -> dict[str, Any]:
    sums = asdict(part)
    hours = {"customer_hours": round(sums.pop("customer_seconds") / 3600, 4)}
    return (
        {"key": key, "name": name}
        | hours
        | {field: sums[field] for field in PartOut().get_fields() if field in sums and field != "key"}
    )


def _as_of() -> datetime | None:
    return FigureRun.objects.filter(counted_to=None).values_list("changed_until", flat=True).first()


def _drill_down(request: Request) -> str:
    kept = [(name, value) for name, values in request.query_params.lists() for value in values if name != "by"]
    return request.build_absolute_uri(reverse("indices-rows")) + (f"?{urlencode(kept)}" if kept else "")
