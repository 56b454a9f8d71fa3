"""Fault reports in, up to a thousand at once. The report's own identity makes repeating it harmless."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.errors import KeyReused
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.api.fault_reports import WarningOut, keep, placing_warnings
from workorders.api.report_in import Read, ReportIn, report_from
from workorders.report import same_story
from workorders.services.intake import Opened

BULK_AT_MOST = 1000


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


def _first_error(errors: Any, path: str = "") -> str:
    """``reporter/phone: …`` of the first thing wrong."""
    if isinstance(errors, dict):
        key, value = next(iter(errors.items()))
        return _first_error(value, f"{path}/{key}".lstrip("/"))
    return f"{path}: {errors[0]}" if isinstance(errors, list) else f"{path}: {errors}"
