"""``/base-map.json``: what every map asks before it draws; ``/base-map.pmtiles``: the file, in the pieces that are asked for."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from whitenoise.responders import StaticFile

from command_center.screens.base_map.declared import FILE_ADDRESS, BaseMap, addresses


@require_safe
def base_map(request: HttpRequest) -> HttpResponse:
    """The same for everybody; asked anew by every page, so that a start with another map is seen at once."""
    response = JsonResponse(told(settings.BASE_MAP))
    response["Cache-Control"] = "no-cache"
    return response


def told(declared: BaseMap) -> dict[str, Any]:
    """``{"kind": "none" | "tiles" | "pmtiles", …}``; the pages read it in ``static/js/map/base_map.js``."""
    if not declared.is_set:
        return {"kind": "none"}
    shown = {"attribution": declared.attribution, "approval": declared.approval, "max_zoom": declared.max_zoom}
    if declared.tiles:
        return {"kind": "tiles", "layers": addresses(declared), "datum": declared.datum, **shown}
    return {"kind": "pmtiles", "address": _address(declared.file) if declared.file else declared.pmtiles, **shown}


def _address(file: Path) -> str:
    """With the version of the file: pieces of the map before it, which browsers keep, are never laid beside pieces of this one."""
    return f"{FILE_ADDRESS}?v={_version(file)}" if file.is_file() else FILE_ADDRESS


def _version(file: Path) -> str:
    stat = file.stat()
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


@require_safe
def base_map_file(request: HttpRequest) -> FileResponse:
    """A map of a province is gigabytes; a browser asks for ranges of it and keeps them.

    Raises Http404 where no file is set, it is gone, or another is there than the page was told of.
    """
    path = settings.BASE_MAP.file
    if path is None or not path.is_file() or request.GET.get("v", _version(path)) != _version(path):
        raise Http404
    served = StaticFile(str(path), [("Content-Type", "application/vnd.pmtiles")])
    answer = served.get_response(request.method, request.META)
    response = FileResponse(answer.file or (), status=answer.status)
    for name, value in answer.headers:
        response[name] = value
    response["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.GET else "no-cache"
    return response
