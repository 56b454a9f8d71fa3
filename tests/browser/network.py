"""A scripted network behind a map: one feeder near the village of the scenes, as the API tells it."""

from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page

from command_center.ground.core.api.geojson import feature

from .windows import Route, answer_api

LON, LAT = 109.14, 29.67


def network(**changes: Any) -> dict[str, Any]:
    """A substation, a line of two spans, a breaker, an open fuse, a transformer."""
    at = [[LON - 0.02, LAT], [LON, LAT], [LON + 0.01, LAT + 0.01]]
    device = {"what": "device", "feeder": "10kV丁寨1线", "telemetered": False, "open": False, "off_normal": False}
    features = [
        feature("LineString", at, what="line", feeder="10kV丁寨1线", low_voltage=False, dead=False),
        feature("Point", at[0], what="substation", code="S1", name="丁寨变电站"),
        feature("Point", at[1], **device | {"code": "FU-1", "name": "旋坨1支线熔断器", "kind": "FUSE", "open": True}),
        feature("Point", at[2], **device | {"code": "TR-1", "name": "旋坨1台区", "kind": "TRANSFORMER"}),
    ]
    answer = {"type": "FeatureCollection", "truncated": False, "straight": True, "without_place": 0}
    return answer | {"features": features} | changes


def full_of(code: str) -> dict[str, Any]:
    """So many signs of one device around the village that a click anywhere there hits one."""
    places = [[109.145 + x / 1000, 29.665 + y / 1000] for x in range(31) for y in range(21)]
    device = {
        "what": "device",
        "code": code,
        "name": code,
        "kind": "FUSE",
        "feeder": "10kV丁寨1线",
        "feeder_code": "F1",
    }
    return network(features=[feature("Point", place, **device, open=False, off_normal=False) for place in places])


def path() -> dict[str, Any]:
    """From the customer's transformer by an open fuse to the substation."""
    device = {"telemetered": False, "open": False, "off_normal": False, "customers": 12}
    devices = [
        device | {"code": "TR-1", "name": "旋坨1台区", "kind": "TRANSFORMER"},
        device | {"code": "FU-1", "name": "旋坨1支线熔断器", "kind": "FUSE", "open": True, "customers": 30},
        device | {"code": "CB-1", "name": "丁寨1线出线开关", "kind": "BREAKER", "customers": 400},
    ]
    at = [[LON + 0.01, LAT + 0.01], [LON, LAT], [LON - 0.02, LAT]]
    features = [feature("LineString", at, what="line"), feature("Point", at[1], what="device", **devices[1])]
    return {
        "traced": True, "live": False, "transformer": {"code": "TR-1", "name": "旋坨1台区"}, "devices": devices,
        "feeder": {"code": "F1", "name": "10kV丁寨1线"}, "substation": {"code": "S1", "name": "丁寨变电站"},
        "map": {"type": "FeatureCollection", "features": features},
    }  # fmt: skip


def tree() -> dict[str, Any]:
    """A breaker, a section switch, a branch fuse with two transformers."""
    rows = [
        ("CB-1", "出线开关", "BREAKER", 400, 0), ("SW-1", "1号分段开关", "SWITCH", 120, 1),
        ("FU-1", "旋坨1支线熔断器", "FUSE", 30, 2), ("TR-1", "旋坨1台区", "TRANSFORMER", 12, 3),
        ("TR-2", "旋坨2台区", "TRANSFORMER", 18, 3),
    ]  # fmt: skip
    devices = [
        {"code": code, "name": name, "kind": kind, "customers": customers, "depth": depth, "open": False}
        | {"off_normal": False, "lon": LON, "lat": LAT}
        for code, name, kind, customers, depth in rows
    ]
    return {"feeder": "10kV丁寨1线", "truncated": False, "devices": devices}


class Grid:
    """Answers ``network.geojson``, supply paths and trees for a page; ``asked`` are the windows, in order."""

    def __init__(self, page: Page, answer: dict[str, Any] | None = None) -> None:
        self.answer = answer or network()
        self.asked: list[dict[str, str]] = []
        answer_api(page, self._tell, under="/api/v1/network.geojson")
        answer_api(page, lambda route: route.fulfill(json=path()), under="/supply-path/")
        answer_api(page, lambda route: route.fulfill(json=tree()), under="/devices/")

    def _tell(self, route: Route) -> None:
        query = parse_qs(urlparse(route.request.url).query)
        self.asked.append({name: values[0] for name, values in query.items()})
        route.fulfill(json=self.answer)
