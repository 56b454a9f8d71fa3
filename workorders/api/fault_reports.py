"""Fault reports in: one by one or up to a thousand at once. The report's own identity makes repeating it harmless."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.core.api.bodies import body_of, described
from command_center.core.api.idempotency import answer_once
from command_center.core.api.moments import Moment
from command_center.core.errors import KeyReused
from command_center.organisation.roles import Right
from command_center.organisation.scope import require
from workorders.api.filing import keep, keep_together
from workorders.api.report_in import ReportIn, report_from
from workorders.known_outages import known_outages
from workorders.selectors.reports import arrive_due_at, stored_payloads
from workorders.services.intake import Opened, Report, payload_of
from workorders.states import Status

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


class ReportOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    status = serializers.CharField()
    tracking_url = serializers.CharField()
    grade = serializers.IntegerField()
    area_kind = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    located = serializers.BooleanField()
    arrive_due_at = Moment(allow_null=True)
    known_outage = KnownOutageOut(allow_null=True)


@described(request=ReportIn, responses={201: ReportOut}, problems=(401, 403, 422))
@api_view(["POST"])
def file_report(request: Request) -> Response:
    """A report becomes an order. One that cannot be located is kept and waits for a person (``located`` false)."""
    require(request.user, Right.REPORT)
    report = report_from(body_of(ReportIn, request, only_known=False))

    if "Idempotency-Key" in request.headers:
        return answer_once(request, "fault-reports", lambda: (201, answer_to(report, keep([report], request.user)[0])))
    return Response(answer_to(report, keep_together(report, request.user)), status=201)


def answer_to(report: Report, opened: Opened) -> dict[str, Any]:
    """The answer to the report. Raises ``KeyReused`` when its identity stands for another report."""
    if opened.known and stored_payloads([opened.order.pk])[opened.order.pk] != payload_of(report):
        raise KeyReused()
    return answer_of(opened)


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
    reports: dict[int, Report] = {}
    reader = ReportIn()  # one for all: building a serializer costs more than using it
    for index, item in enumerate(items):
        try:
            reports[index] = report_from(reader.run_validation(item))
        except serializers.ValidationError as error:
            results[index] = {"index": index, "status": 422, "error": _first_error(error.detail)}
    results |= _open_each(reports, request)
    return [results[index] for index in range(len(items))]


def _open_each(reports: dict[int, Report], request: Request) -> dict[int, dict[str, Any]]:
    first: dict[tuple[str, str], int] = {}
    for index, report in reports.items():
        first.setdefault(report.key, index)
    opened = dict(zip(first, keep([reports[index] for index in first.values()], request.user), strict=True))
    told = stored_payloads(each.order.pk for each in opened.values() if each.known)
    results = {}
    for index, report in reports.items():
        known, original = opened[report.key], reports[first[report.key]]
        same = payload_of(report) == told.get(known.order.pk, payload_of(original))
        results[index] = _result(index, known, same, fresh=not known.known and report is original)
    return results


def _result(index: int, opened: Opened, same: bool, *, fresh: bool) -> dict[str, Any]:
    if not same:
        return {"index": index, "status": 422, "error": str(KeyReused.title)}
    url = opened.tracking_url
    return {"index": index, "status": 201 if fresh else 200, "number": opened.order.number, "tracking_url": url}


def answer_of(opened: Opened) -> dict[str, Any]:
    """What the reporter is told. ``status`` is the one at acceptance, so that a repeated report reads the same."""
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
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _first_error(errors: Any, path: str = "") -> str:
    """``reporter/phone: …`` of the first thing wrong."""
    if isinstance(errors, dict):
        key, value = next(iter(errors.items()))
        return _first_error(value, f"{path}/{key}".lstrip("/"))
    return f"{path}: {errors[0]}" if isinstance(errors, list) else f"{path}: {errors}"
