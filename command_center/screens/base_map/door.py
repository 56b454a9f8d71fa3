"""``/base-map.json``: what every map asks before it draws; ``/base-map.pmtiles``: the file, in the pieces that are asked for."""

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
    return {"kind": "pmtiles", "address": FILE_ADDRESS if declared.file else declared.pmtiles, **shown}


@require_safe
def base_map_file(request: HttpRequest) -> FileResponse:
    """A map of a province is gigabytes; a browser asks for ranges of it. Raises Http404 where no file is set or it is gone."""
    path = settings.BASE_MAP.file
    if path is None or not path.is_file():
        raise Http404
    served = StaticFile(str(path), [("Content-Type", "application/vnd.pmtiles")])
    answer = served.get_response(request.method, request.META)
    response = FileResponse(answer.file or (), status=answer.status)
    for name, value in answer.headers:
        response[name] = value
    response["Cache-Control"] = "public, max-age=3600"
    return response
