"""A command centre with outages: cards, details, dark lines, and commands that are remembered or refused."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

from outages.life.process import OUTAGE

from .desk import CommandCentre
from .phones import soon


def outage(number: int, **changes: Any) -> dict[str, Any]:
    """An outage card: a fuse in Xianfeng, 12 of 12 customers out."""
    card = {"kind": "outage", "id": number, "rev": 1, "number": f"20261124422826O{number:06d}", "outage_kind": "FAULT"}
    card |= {
        "status": "CONFIRMED",
        "device": {"code": f"FU-{number}", "name": f"旋坨{number}支线熔断器", "kind": "FUSE"},
        "node": {"code": f"T{number}", "name": f"旋坨{number}台区"},
    }
    card |= {
        "feeder": {"code": "F1", "name": "10kV丁寨1线"},
        "centre": "咸丰县",
        "centre_code": "422826",
        "city": "恩施州",
    }
    card |= {"lat": 29.67, "lon": 109.14 + number / 100, "customers_total": 12, "customers_out": 12, "grade": None}
    card |= {"important_out": 0, "life_support_out": 0, "time_critical_out": 0, "cause_class": "UNKNOWN", "cause": ""}
    card |= {"confidence": 0.88, "reason_code": "several_branches", "reason_params": {"branches": 3}, "calls": 2}
    card |= {"started_at": soon(-30), "detected_at": soon(-20), "confirmed_at": soon(-20), "restored_at": None}
    card |= {
        "planned_end_at": None,
        "etr_at": soon(60),
        "etr_p50_at": soon(40),
        "etr_source": "AUTO",
        "etr_revision": 2,
    }
    card |= {"lead_order": None, "order_status": None, "crew": None, "attention": None, "nested_in": None}
    return card | {"updated_at": soon()} | changes


def in_full(card: dict[str, Any]) -> dict[str, Any]:
    """What GET outages/{number}/ adds to the card."""
    estimate: dict[str, Any] = {
        "p50_at": None,
        "source": "AUTO",
        "author": "",
        "reason": "history",
        "params": {},
        "at": soon(-19),
    }
    step = {"id": 1, "at": soon(-5), "recorded_at": soon(-5), "ended_by": "TIE", "device": "T-9", "phases": ""}
    change = {"kind": "OPENED", "old": "", "new": "CONFIRMED", "at": soon(-20), "actor": "", "reason": "", "detail": ""}
    signal = {"kind": "CALL", "at": soon(-20), "received_at": soon(-20), "meter_number": "M1", "device": None}
    order = {"number": "20261124422826F000001", "status": "REVIEWED", "role": "LEAD", "grade": 2, "hazard": False}
    return card | {
        "verified_at": None, "closed_at": None, "parent": None, "nested": [], "evidence_counts": {"CALL": 1},
        "evidence": [signal | {"node": None, "order": None}],
        "steps": [step | {"customers": 4, "actor": "林晓", "note": ""}],
        "changes": [change | {"device_before": None, "device_after": None, "other": None, "correction": None}],
        "estimates": [estimate | {"revision": 1, "etr_at": soon(90)}, estimate | {"revision": 2, "etr_at": soon(60)}],
        "orders": [order | {"at": soon(-18)}], "sensitive": [], "generators": [], "on_standby": [], "verification": {"rounds": [], "answers": []}, "plan": None,
    }  # fmt: skip


def dark_lines(card: dict[str, Any]) -> dict[str, Any]:
    here = [card["lon"], card["lat"]]
    line = {"type": "LineString", "coordinates": [here, [here[0] + 0.02, here[1] + 0.01]]}
    point = {"type": "Point", "coordinates": here}
    features = [
        {"type": "Feature", "geometry": line, "properties": {"what": "line"}},
        {"type": "Feature", "geometry": point, "properties": {"what": "device", "name": card["device"]["name"]}},
    ]
    return {"type": "FeatureCollection", "truncated": False, "features": features}


KEPT_OF_NOW_ONLY: dict[str, Any] = {"important_out": None, "life_support_out": None, "time_critical_out": None}


class _Standing:
    """What the process asks of an outage before it offers a verb: its state, its plan, that no round of questions is open."""

    def __init__(self, card: dict[str, Any]) -> None:
        self.status = card["status"]
        self.came_from_plan = card["reason_code"] == "planned"
        self.checks = self

    def filter(self, **_: Any) -> "_Standing":
        return self

    def exists(self) -> bool:
        return False


class DarkCentre(CommandCentre):
    """``refusal`` is the answer to the next commands: ``(status, problem)``; ``etags`` what they were sent with."""

    def __init__(self, page: Page, outages: list[dict[str, Any]]) -> None:
        super().__init__(page, [])
        self.outages = outages
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.more: dict[str, Any] = {}  # what the record of every outage says besides
        self.etags: list[str] = []
        self.gone = [outage(2, customers_out=70, customers_total=90, **KEPT_OF_NOW_ONLY)]  # dark at any other moment
        self.moments: list[str] = []  # that were asked for
        self.plans: list[dict[str, Any]] | None = None
        self.dark = [
            {"meter_number": f"SM00{n}", "customer": name, "transformer": "TR-1" if n < 3 else "TR-2"}
            for n, name in enumerate(["冉**", "秦**", "田**", "向**"], 1)
        ]

    def _answer(self, route: Route) -> None:
        parts = route.request.url.split("/api/v1/")[1].split("?")[0].strip("/").split("/")
        if parts[0] == "outages-then":
            return self._then(route)
        if parts == ["planned-outages"] and self.plans is not None:
            return route.fulfill(json={"next": None, "previous": None, "results": self.plans})
        if parts[0] != "outages":
            return super()._answer(route)
        if len(parts) == 1:
            return route.fulfill(json={"next": None, "previous": None, "results": []})
        card = next((card for card in self.outages if card["number"] == parts[1]), None)
        if card is None:
            return route.fulfill(status=404, json={"title": "Not found", "code": "not_found"})
        if route.request.method == "POST":
            return self._act(route, card, parts[2])
        if parts[-1] == "interruptions":
            return route.fulfill(json={"next": None, "previous": None, "results": self.dark})
        if parts[-1] == "trace":
            return route.fulfill(json=dark_lines(card))
        route.fulfill(json=in_full(card) | {"verbs": self.told(OUTAGE, _Standing(card), route.request)} | self.more)

    def _then(self, route: Route) -> None:
        at = parse_qs(urlsplit(route.request.url).query)["at"][0]
        self.moments.append(at)
        route.fulfill(json={"at": at, "outages": [card | {"then": at} for card in self.gone]})

    def _act(self, route: Route, card: dict[str, Any], verb: str) -> None:
        headers = route.request.headers
        self.commands.append((verb, route.request.post_data_json, headers["idempotency-key"]))
        self.etags.append(headers["if-match"])
        if self.refusal:
            status, problem = self.refusal
            return route.fulfill(status=status, json=problem)
        card |= {"rev": card["rev"] + 1, "status": "RESTORED" if verb == "restore" else card["status"]}
        route.fulfill(json={"number": card["number"], "status": card["status"], "rev": card["rev"]})
        self.push(card)
