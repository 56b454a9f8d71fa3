"""Fault reports in: one by one or up to a thousand at once. The report's own identity makes repeating it harmless."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import KeyReused
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.api.filing import keep, keep_together
from workorders.api.report_in import Read, ReportIn, report_from
from workorders.crew_news import crew_news
from workorders.kinds.fault.states import Status
from workorders.known_outages import known_outages
from workorders.report import Report, same_story
from workorders.selectors.reports import arrive_due_at
from workorders.services.intake import Opened
from workorders.services.report_location import BY_WORDS, ELSEWHERE, PIN_FAR, SWAPPED

PLACE_WORDS: dict[str, Callable[[], str]] = {
    PIN_FAR: lambda: _("The pin lies far from this customer's supply, which counts; a person asks."),
    SWAPPED: lambda: _("Latitude and longitude look swapped."),
    ELSEWHERE: lambda: _("The caller's own supply lies elsewhere; the pin counts."),
    BY_WORDS: lambda: _("Only the area is known, by the address; a person sets the place on the map."),
}
BULK_AT_MOST = 1000


class KnownOutageOut(serializers.Serializer[Any]):
    """What the caller is told about the outage he is in; ``etr_at`` holds in four of five cases."""

    number = serializers.CharField()
    kind = serializers.CharField()
    status = serializers.CharField()
    cause_class = serializers.CharField()
    cause = serializers.CharField(allow_blank=True)
    started_at = Moment()
    etr_at = Moment(allow_null=True)
    customers_out = serializers.IntegerField()


class WarningOut(serializers.Serializer[Any]):
    """One thing that was not taken as it was told; the report is in all the same."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class CrewNewsOut(serializers.Serializer[Any]):
    """Where the crew is that goes for this matter already; ``words`` may be read out to the caller."""

    number = serializers.CharField()
    status = serializers.CharField()
    words = serializers.CharField()
    crew = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    eta_at = Moment(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)


class ReportOut(serializers.Serializer[Any]):
    """``urged``: the matter has an order already; ``number`` and ``tracking_url`` are that one's, ``crew`` says where it is."""

    number = serializers.CharField()
    status = serializers.CharField()
    tracking_url = serializers.CharField()
    grade = serializers.IntegerField()
    area_kind = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    located = serializers.BooleanField()
    arrive_due_at = Moment(allow_null=True)
    known_outage = KnownOutageOut(allow_null=True)
    urged = serializers.BooleanField()
    crew = CrewNewsOut(allow_null=True)
    warnings = WarningOut(many=True)


@described(request=ReportIn, responses={201: ReportOut}, problems=(401, 403, 422))
@api_view(["POST"])
def file_report(request: Request) -> Response:
    """A report becomes an order. One that cannot be located is kept and waits for a person (``located`` false)."""
    require(request.user, Right.REPORT)
    report, warnings = report_from(body_of(ReportIn, request, only_known=False))

    def once() -> tuple[int, dict[str, Any]]:
        return 201, answer_to(report, keep([report], request.user)[0], warnings)

    if "Idempotency-Key" in request.headers:
        return answer_once(request, "fault-reports", once)
    return Response(answer_to(report, keep_together(report, request.user), warnings), status=201)


def answer_to(report: Report, opened: Opened, warnings: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """The answer to the report. Raises ``KeyReused`` when its identity stands for another report."""
    if opened.told is not None and not same_story(opened.told, report.payload):
        raise KeyReused()
    return answer_of(opened) | {"warnings": [*warnings, *placing_warnings(opened)]}


def placing_warnings(opened: Opened) -> list[dict[str, str]]:
    """What the register and the map say about the place, in words for whoever filed the report."""
    pointers = {BY_WORDS: "/address"}
    return [
        {"pointer": pointers.get(code, "/lat"), "code": code, "detail": PLACE_WORDS[code]()} for code in opened.warnings
    ]


@extend_schema_field(ReportIn)
class UnreadItem(serializers.Field[Any, Any, Any, Any]):
    """Taken as it is and read one by one later, so that a bad item does not hurt the others."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class BulkIn(serializers.Serializer[Any]):
    items = serializers.ListField(child=UnreadItem(allow_null=True), min_length=1, max_length=BULK_AT_MOST)


class BulkResult(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    status = serializers.ChoiceField(choices=[201, 200, 422])
    number = serializers.CharField(required=False)
    tracking_url = serializers.CharField(required=False)
    urged = serializers.BooleanField(required=False)
    warnings = WarningOut(many=True, required=False)
    error = serializers.CharField(required=False)


class BulkOut(serializers.Serializer[Any]):
    results = BulkResult(many=True)


@described(request=BulkIn, responses={200: BulkOut}, problems=(401, 403, 422))
@api_view(["POST"])
def file_reports(request: Request) -> Response:
    """Up to 1,000 reports as one change; a bad item is named and does not hurt the others. 200: already known."""
    require(request.user, Right.REPORT)
    items = body_of(BulkIn, request, only_known=False)["items"]
    return answer_once(request, "fault-reports-bulk", lambda: (200, {"results": file_all(items, request)}))


def file_all(items: Sequence[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    results: dict[int, dict[str, Any]] = {}
    reports: dict[int, Read] = {}
    reader = ReportIn()  # one for all: building a serializer costs more than using it
    for index, item in enumerate(items):
        try:
            reports[index] = report_from(reader.run_validation(item))
        except serializers.ValidationError as error:
            results[index] = {"index": index, "status": 422, "error": _first_error(error.detail)}
    results |= _open_each(reports, request)
    return [results[index] for index in range(len(items))]


def _open_each(read: dict[int, Read], request: Request) -> dict[int, dict[str, Any]]:
    reports = {index: each.report for index, each in read.items()}
    first: dict[tuple[str, str], int] = {}
    for index, report in reports.items():
        first.setdefault(report.key, index)
    opened = dict(zip(first, keep([reports[index] for index in first.values()], request.user), strict=True))
    results = {}
    for index, report in reports.items():
        known, original = opened[report.key], reports[first[report.key]]
        same = same_story(report.payload, known.told or original.payload)
        fresh = not known.known and report is original
        results[index] = _result(index, known, same, fresh=fresh, warnings=read[index].warnings)
    return results


def _result(
    index: int, opened: Opened, same: bool, *, fresh: bool, warnings: Sequence[dict[str, str]]
) -> dict[str, Any]:
    if not same:
        return {"index": index, "status": 422, "error": str(KeyReused.title)}
    status = 201 if fresh else 200
    told = {"number": opened.order.number, "tracking_url": opened.tracking_url, "urged": opened.urged}
    return {"index": index, "status": status, **told, "warnings": [*warnings, *placing_warnings(opened)]}


def answer_of(opened: Opened) -> dict[str, Any]:
    """What the reporter is told. ``status`` is the one at acceptance, so that a repeated report reads the same.

    Of an urge it is told how things stand now.
    """
    order = opened.order
    return {
        "number": order.number,
        "status": Status.RECEIVED.value,
        "tracking_url": opened.tracking_url,
        "grade": order.grade,
        "area_kind": order.area_kind,
        "unit": order.unit.name if order.unit else "",
        "located": order.located,
        "arrive_due_at": _iso(arrive_due_at(order)),
        "known_outage": known_outages([order.service_point_id]).get(order.service_point_id)
        if order.service_point_id
        else None,
        "urged": opened.urged,
        "crew": crew_news([order.pk]).get(order.pk) if opened.urged else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _first_error(errors: Any, path: str = "") -> str:
    """``reporter/phone: …`` of the first thing wrong."""
    if isinstance(errors, dict):
        key, value = next(iter(errors.items()))
        return _first_error(value, f"{path}/{key}".lstrip("/"))
    return f"{path}: {errors[0]}" if isinstance(errors, list) else f"{path}: {errors}"
