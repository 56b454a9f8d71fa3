"""A dispatcher's screen in front of the real page, with a scripted command centre behind it."""

import json
from types import SimpleNamespace
from typing import Any

from django.utils import translation
from playwright.sync_api import Page, WebSocketRoute

from command_center.ground.organisation.roles import RIGHTS, Role
from workorders.engine.process import Process
from workorders.engine.told import shown
from workorders.kinds.fault.process import FAULT

from .phones import soon
from .windows import Request, Route, Windows, answer_api

WATCH_POLICY = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"


def open_desk(browser: Windows, *, width: int = 1366, height: int = 768, **options: Any) -> Page:
    """A page that collects what must never happen: `page.complaints` of the policy, scripts and the console."""
    page = browser.open(viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce", **options)
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)  # type: ignore[attr-defined]
    page.add_init_script(WATCH_POLICY)
    return page


def press_in_one_frame(page: Page, *keys: str) -> None:
    """Keys that come before the window has drawn again, as under fast fingers; returns after it has."""
    page.evaluate(
        """async (keys) => {
            for (const key of keys)
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        }""",
        keys,
    )


def order(number: int, *, due_in: float = 30, **changes: Any) -> dict[str, Any]:
    """An order card that waits for a crew; ``due_in`` minutes until its arrival limit of 90."""
    arrive = {"code": "ARRIVE", "started_at": soon(due_in - 90), "due_at": soon(due_in), "limit_minutes": 90}
    card = {"kind": "order", "id": number, "rev": 1, "number": f"20261123422826F{number:06d}", "grade": 3}
    card |= {"status": "PENDING_DISPATCH", "urgency": "NORMAL", "grade_reasons": [], "source": "HOTLINE_95598"}
    card |= {"title": f"台区熔丝熔断 {number}", "place": "咸丰县 旋坨村三组", "centre": "咸丰县", "unit": "丁寨供电所"}
    card |= {"fault_kind": "LV", "area_kind": "RURAL", "lat": 29.67, "lon": 109.14, "located": True}
    card |= {
        "reported_at": soon(due_in - 90),
        "clocks": [arrive | {"stopped_at": None, "outcome": None, "paused": False}],
    }
    card |= {"next_due_at": soon(due_in), "next_due_code": "ARRIVE", "custodian_count": 2, "attention": None}
    card |= {"customer": {"name": "冉**", "phone": "138****5612"}, "crew": None, "offers": []} | changes
    return {"reasons": [card["attention"]] if card["attention"] else [], **card}


def crew(number: int, **changes: Any) -> dict[str, Any]:
    card = {
        "kind": "crew",
        "id": number,
        "rev": 1,
        "name": f"丁寨 {number:02d} 班",
        "unit": "丁寨供电所",
        "state": "IDLE",
    }
    card |= {"centre": "咸丰县", "lat": 29.66, "lon": 109.1 + number / 100, "fixed_at": soon(), "live": True}
    card |= {"skills": ["LV"], "plate": "鄂Q·8****", "phone": "138****1234", "active_orders": 0, "order_number": None}
    return card | changes


def candidate(rank: int) -> dict[str, Any]:
    card = crew(rank)
    parts = {"eta": 5.0 * rank, "active_orders": 2.0 * (rank - 1)}
    return {
        "rank": rank,
        "crew_id": rank,
        "crew_name": card["name"],
        "unit": card["unit"],
        "eta_minutes": 5.0 * rank,
        "distance_km": 2.1 * rank,
        "score": sum(parts.values()),
        "eligible": True,
        "reasons": [],
        "score_parts": parts,
        "members": ["向**"],
        "skills": ["LV"],
        "lat": card["lat"],
        "lon": card["lon"],
    }


def alarm(number: int, code: str, *, about: dict[str, Any], grade: int = 2, **changes: Any) -> dict[str, Any]:
    """An alarm card about the subject whose card is ``about``."""
    card = {"kind": "alarm", "id": number, "rev": 1, "code": code, "grade": grade, "detail": {}, "raised_at": soon()}
    card |= {"subject": about["kind"], "subject_id": about["id"], "acknowledged_by": None, "acknowledged_at": None}
    return card | {"subject_name": about.get("number") or about.get("name", "")} | changes


# The block ``matter`` of a fault that nothing springs from (``screens/board/matter_detail.py``).
A_REPAIR: dict[str, Any] = {
    "kind": "故障报修", "repair": True, "followed": True, "sub_kind": "", "state": "", "owner": "", "confidential": False,
    "callback_wanted": True, "concerns": "", "about": None, "orders_about": [], "filings": [], "transfers": [], "file": [], "answers": [],
}  # fmt: skip


class CommandCentre:
    """Answers `/api/v1/` and `/ws/console/` for one board, and remembers the commands, in order."""

    def __init__(self, page: Page, orders: list[dict[str, Any]]) -> None:
        self.orders, self.seq, self.role = orders, 100, Role.DISPATCHER
        self.commands: list[tuple[str, dict[str, Any], str]] = []  # verb, body, idempotency key
        self.silent = False
        self.denied: dict[str, Any] | None = None  # the answer to the next commands, as ``route.fulfill`` takes it
        self.outages: list[dict[str, Any]] = []
        self.alarms: list[dict[str, Any]] = []
        self.customers: list[dict[str, Any]] = []
        self.known: dict[str, Any] = {"words": "", "supply": None, "outage": None, "order": None, "places": []}
        self.candidates = [candidate(1), candidate(2)]
        self.me: dict[str, Any] = {"json": {"username": "lin", "name": "林晓", "session_ends_at": soon(600)}}
        self.records: dict[str, dict[str, Any]] = {}  # what the record of an order says instead of the usual
        self.kpis: dict[str, Any] = {}
        self.trail: dict[str, Any] = {"crews": [], "legs": [], "steps": []}
        self.undo: dict[str, dict[str, Any]] = {}  # verb → how its answer says that it is taken back
        self.pushed: dict[str, dict[str, Any]] = {}  # number → the newest card, where one was pushed
        self.filed: dict[str, Any] = {"number": "20261123422826F000999"}  # the answer to a report
        self.sockets: list[WebSocketRoute] = []
        self.heard: list[dict[str, Any]] = []  # what the page said by its socket
        answer_api(page, self._answer)
        page.route_web_socket("**/ws/console/**", self._greet)

    def push(self, card: dict[str, Any]) -> None:
        self.seq += 1
        self.pushed[card.get("number", "")] = card
        item = {"seq": self.seq, "name": "workorder.changed", "card": card}
        self.send({"type": "cards", "seq": self.seq, "items": [item]})

    def send(self, frame: dict[str, Any]) -> None:
        for socket in self.sockets:
            socket.send(json.dumps(frame))

    def break_line(self, page: Page) -> None:
        """The socket is lost and comes back."""
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()
        page.evaluate("dispatchEvent(new Event('online'))")

    def _greet(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda words: self.heard.append(json.loads(words)))
        user = {"name": "林晓", "role": "DISPATCHER", "scope": "咸丰县"}
        crews = [crew(n) for n in (1, 2)]
        socket.send(json.dumps({"type": "hello", "epoch": "e", "seq": self.seq, "at": soon(), "user": user}))
        if "after=" not in socket.url:
            snapshot = {"type": "snapshot", "seq": self.seq, "orders": self.orders, "crews": crews, "kpis": self.kpis}
            socket.send(json.dumps(snapshot | {"outages": self.outages, "alarms": self.alarms}))

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = request.url.split("/api/v1/")[1].split("?")[0].strip("/").split("/")
        if request.method == "POST":
            self._take(route, parts)
        elif parts[-1] == "candidates":
            route.fulfill(json={"candidates": self.candidates, "rejected": [], "chosen_crew_ids": [], "stored": False})
        elif parts[-1] == "trail":
            route.fulfill(json=self.trail)
        elif parts == ["fault-reports", "known"]:
            route.fulfill(json=self.known)
        elif parts[0] == "me":
            route.fulfill(**self.me)
        elif parts[0] in ("work-orders", "crews", "outages") and len(parts) == 1:
            rows = {"work-orders": self.orders, "crews": [crew(1), crew(2)], "outages": self.outages}[parts[0]]
            route.fulfill(json={"next": None, "previous": None, "results": rows})
        elif parts[0] == "customers":
            route.fulfill(json={"results": self.customers})
        elif parts[-1] == "timeline":
            route.fulfill(json=[])
        elif len(parts) == 2 and parts[1] in self.records:
            route.fulfill(json={"verbs": self._verbs(parts[1], request), "matter": A_REPAIR} | self.records[parts[1]])
        elif len(parts) < 2:
            route.fulfill(json=[])
        else:
            brief = next((card for card in self.outages if card["lead_order"] == parts[1]), None)
            record = {"description": "烤烟房停电", "tracking_link": "live", "outage": brief}
            route.fulfill(json={"verbs": self._verbs(parts[1], request), "matter": A_REPAIR} | record)

    def _verbs(self, number: str, request: Request) -> list[dict[str, Any]]:
        """What the API would tell somebody of this role about the order."""
        card = self.pushed.get(number) or next((each for each in self.orders if each["number"] == number), None)
        record = self.records.get(number, {})
        if card is None:
            return []
        parts = record.get("followers") or [told for told in record.get("reports", []) if told["urge"]]
        facts = {"attention": card["attention"] or "", "hazard": card.get("hazard", False), "has_parts": bool(parts)}
        subject: Any = SimpleNamespace(**{name: card[name] for name in ("status", "located", "reasons")}, **facts)
        return self.told(FAULT, subject, request)

    def told(self, process: Process, subject: Any, request: Request) -> list[dict[str, Any]]:
        """The buttons of somebody of this role, in the language of the page."""
        rights = RIGHTS[self.role]
        buttons = [
            verb
            for verb in process.verbs
            if verb.label and rights & set(verb.rights) and (verb.also is None or verb.also in rights)
        ]
        language = "en" if "django_language=en" in request.headers.get("cookie", "") else "zh-hans"
        with translation.override(language):
            return [shown(verb) for verb in buttons if verb.is_offered(subject)]

    def _acknowledge(self, route: Route, ids: list[int]) -> None:
        seen = {"rev": 2, "acknowledged_by": "林晓", "acknowledged_at": soon()}
        for card in self.alarms:
            if card["id"] in ids:
                card |= seen
                self.push(card)
        route.fulfill(json={"alarms": [card for card in self.alarms if card["id"] in ids]})

    def _take(self, route: Route, parts: list[str]) -> None:
        request = route.request
        self.commands.append((parts[-1], request.post_data_json, request.headers["idempotency-key"]))
        if self.silent:
            return route.abort()
        if parts[0] == "alarms":
            return self._acknowledge(route, request.post_data_json["ids"])
        if self.denied:
            return route.fulfill(**self.denied)
        if parts[-1] == "fault-reports":
            return route.fulfill(status=201, json=self.filed)
        if parts[2] == "tracking-link":
            url = "" if parts[-1] == "revoke" else f"http://testserver/track/{parts[-1]}/"
            return route.fulfill(json={"tracking_url": url, "expires_at": None})
        if parts[-1] == "split":
            self.split = parts[1]
            return route.fulfill(json={"id": 9, "number": parts[1], "status": "RECEIVED", "rev": 2, "part": parts[1]})
        card = next(card for card in self.orders if card["number"] == parts[-2])
        card |= {"status": "DISPATCHED", "rev": card["rev"] + 1, "attention": None, "reasons": []}
        if parts[-1] == "assign":
            crew_id = request.post_data_json["crew_id"]
            offer = {"id": 5, "crew_id": crew_id, "crew_name": crew(crew_id)["name"], "status": "OFFERED"}
            card["offers"] = [offer | {"expires_at": soon(3), "eta_minutes": 5.0 * crew_id}]
        route.fulfill(json=card | {"undo": self.undo.get(parts[-1])})
        self.push(card)
