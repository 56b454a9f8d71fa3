"""Outages on the map: the live ones as points, and the dark stretch of one as lines. RFC 7946, WGS-84."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.geojson import GEOJSON, CutFeatureCollection, feature
from command_center.ground.network.selectors.feeding import Fed, fed_by
from command_center.ground.network.selectors.lines import Line, lines_between
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from outages.life.models import Outage
from outages.verbs.services.opening import scope_claimed

POINTS_AT_MOST = 5000
LINES_AT_MOST = 3000
PROPERTIES = (
    "number", "kind", "status", "customers_total", "customers_out", "important_out", "life_support_out", "confidence",
    "started_at", "etr_at", "updated_at",
)  # fmt: skip


@described(responses={(200, GEOJSON): CutFeatureCollection}, problems=(401, 403))
@api_view(["GET"])
def live(request: Request) -> Response:
    """Live outages of the area as points, those with the most customers first; without a place none."""
    require(request.user, Right.READ_OUTAGES)
    outages: QuerySet[Outage, dict[str, Any]] = (
        scoped(Outage.objects.live(), request.user)
        .filter(latitude__isnull=False)
        .order_by("-customers_out", "pk")
        .values("latitude", "longitude", "device__code", *PROPERTIES)
    )
    rows = list(outages[: POINTS_AT_MOST + 1])
    points = [
        feature(
            "Point", [row["longitude"], row["latitude"]], device=row["device__code"], **{p: row[p] for p in PROPERTIES}
        )
        for row in rows[:POINTS_AT_MOST]
    ]
    return _collection(points, truncated=len(rows) > POINTS_AT_MOST)


@described(responses={(200, GEOJSON): CutFeatureCollection}, problems=(401, 403, 404))
@api_view(["GET"])
def trace(request: Request, number: str) -> Response:
    """The branches that the outage claims to be dark, as lines, and its device as a point."""
    require(request.user, Right.READ_OUTAGES)
    outage = get_scoped(Outage.objects.select_related("device"), request.user, number=number)
    lines, truncated = _dark_lines(outage)
    features = [feature("LineString", line, what="line") for line in lines]
    if outage.latitude is not None:
        device = outage.device
        names = {"code": device.code, "name": str(device), "kind": device.device} if device else {}
        features.append(feature("Point", [outage.longitude, outage.latitude], what="device", **names))
    return _collection(features, truncated=truncated)


def _dark_lines(outage: Outage) -> tuple[list[Line], bool]:
    """Between the places that it claims. One that names customers by transformer or meter alone claims no way between
    them: then what its device fed when it began."""
    claimed = scope_claimed(outage)
    transformers = claimed.transformer_ids | claimed.unmapped_transformer_ids
    lines, truncated = lines_between(node_ids=claimed.node_ids, transformer_ids=transformers, at_most=LINES_AT_MOST)
    if lines or outage.device_id is None:
        return lines, truncated
    fed = fed_by([outage.device_id], at=outage.started_at).get(outage.device_id, Fed())
    return lines_between(node_ids=fed.touched_node_ids, at_most=LINES_AT_MOST)


def _collection(features: list[dict[str, Any]], *, truncated: bool) -> Response:
    body = {"type": "FeatureCollection", "truncated": truncated, "features": features}
    return Response(body, content_type=GEOJSON)
