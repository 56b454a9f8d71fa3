"""``exports/``: a table asked for in the background, how far it is, its file, and its removal. Everybody's own only."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.moments import Moment
from command_center.ground.exports.models import Export, Form
from command_center.ground.exports.services import ask_for_export, file_for, kept_exports, own_export, remove_export
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.exports.offered import sheet_of
from command_center.screens.sheets import TYPES, taken


class ExportAskedIn(serializers.Serializer[Any]):
    """``table``: an address below ``/api/v1/`` without its ending (``work-orders``, ``figures/arrival_minutes/rows``), ``query`` what it is asked."""

    table = serializers.CharField(max_length=80)
    query = serializers.DictField(
        child=serializers.CharField(max_length=500, allow_blank=True), required=False, default=dict
    )
    form = serializers.ChoiceField(choices=Form.choices)


class MadeFileOut(serializers.Serializer[Any]):
    """``rows_done`` of ``rows`` are written; finished it has a ``file`` or a ``problem``."""

    id = serializers.IntegerField()
    table = serializers.CharField()
    form = serializers.CharField()
    name = serializers.CharField()
    asked_at = Moment()
    finished_at = Moment(allow_null=True)
    rows = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes")
    file = serializers.CharField(allow_blank=True, help_text="Where it is fetched; empty while there is none")
    problem = serializers.CharField(allow_blank=True)


class MadeFilesOut(serializers.Serializer[Any]):
    """The newest first. ``kept_days``: how long a file is kept."""

    kept_days = serializers.IntegerField()
    files = MadeFileOut(many=True)


@described(methods=["GET"], operation_id="exports_list", responses=MadeFilesOut, problems=(401, 403))
@described(methods=["POST"], request=ExportAskedIn, responses={201: MadeFileOut}, problems=(401, 403, 404, 422))
@api_view(["GET", "POST"])
def exports(request: Request) -> Response:
    """One's own files; POST asks for another."""
    person = _person(request)
    if request.method == "POST":
        return Response(_told(_asked(request, person)), status=201)
    files = [_told(each) for each in kept_exports(person)]
    return Response({"kept_days": settings.KEEP_EXPORTS_DAYS, "files": files})


@described(responses=MadeFileOut)
@api_view(["GET"])
def export(request: Request, export_id: int) -> Response:
    """How far one of one's own files is."""
    return Response(_told(own_export(_person(request), export_id)))


@described(
    responses={(200, media_type): OpenApiTypes.BINARY for media_type in ("text/csv", TYPES["xlsx"])},
    problems=(401, 403, 404, 409),
)
@api_view(["GET"])
def file(request: Request, export_id: int) -> HttpResponseBase:
    """The file, for who asked for it and still has the area and the rights of then."""
    made = file_for(_person(request), export_id)
    return FileResponse(
        made.file, as_attachment=True, filename=_name(made), content_type=TYPES[made.form],
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


@described(request=Nothing, responses={204: None})
@api_view(["POST"])
def remove(request: Request, export_id: int) -> Response:
    """Made or not: it is gone."""
    person = _person(request)
    own_export(person, export_id)
    body_of(Nothing, request)
    remove_export(owner=person, export_id=export_id)
    return Response(status=204)


def _person(request: Request) -> User:
    require(request.user, Right.READ_ORDERS)
    assert isinstance(request.user, User)
    return request.user


def _asked(request: Request, person: User) -> Export:
    """What cannot be had is refused now and not by a worker later; what is taken is counted and kept in the trail now, too."""
    said = body_of(ExportAskedIn, request)
    query = urlencode(said["query"])
    sheet = sheet_of(person, said["table"], query, said["form"])
    taken(request, sheet, said["form"], later=True)
    return ask_for_export(
        owner=person, table=said["table"], query=query, form=said["form"], language=get_language() or settings.LANGUAGE_CODE,
        title=sheet.name, rows=sheet.count, at=now(),
    )  # fmt: skip


def _name(made: Export) -> str:
    return f"{made.title}-{localtime(made.asked_at):%Y%m%d-%H%M}.{made.form}"


def _told(made: Export) -> Any:
    told = {
        "id": made.pk, "table": made.table, "form": made.form, "name": _name(made), "asked_at": made.asked_at,
        "finished_at": made.finished_at, "rows": made.rows, "rows_done": made.rows_done, "size": made.size,
        "file": f"/api/v1/exports/{made.pk}/file/" if made.file else "", "problem": made.problem,
    }  # fmt: skip
    return MadeFileOut(told).data
