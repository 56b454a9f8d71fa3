"""A phone in front of the real pages, with a scripted server behind them: orders, offers, answers, sockets."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from .windows import Route, Windows, answer_api


def open_phone(browser: Windows, *, width: int = 390, height: int = 844, dark: bool = False, **options: Any) -> Page:
    """A page that collects what must never happen: `page.complaints` of the security policy and of scripts."""
    page = browser.open(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **options,
    )
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda m: page.complaints.append(m.text) if "Content Security Policy" in m.text else None)  # type: ignore[attr-defined]
    return page


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the phone."""
    return page.evaluate("() => document.documentElement.scrollWidth - innerWidth")


def too_wide(page: Page, sizes: list[dict[str, int]]) -> list[dict[str, int]]:
    """The sizes that the page does not fit into, its window made so large or small one after another."""

    def fits(size: dict[str, int]) -> bool:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        return overflow(page) <= 0

    return [size for size in sizes if not fits(size)]


def soon(minutes: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def order(status: str = "ACCEPTED", number: str = "20261123422826F000031", **changes: Any) -> dict[str, Any]:
    card = {"kind": "order", "id": 31, "rev": 1, "number": number, "status": status, "grade": 1, "urgency": "URGENT"}
    card |= {
        "title": "烤烟房空开烧毁",
        "description": "烤烟房空开烧毁",
        "place": "咸丰县 旋坨村三组",
        "fault_kind": "LV",
    }
    card |= {"lat": 29.67, "lon": 109.14, "located": True, "reported_at": soon(-4), "clocks": []}
    card |= {
        "next_due_at": soon(72),
        "next_due_code": "ARRIVE",
        "contact": {"name": "冉师傅", "phone": "+8613800005612"},
    }
    return card | changes


def offer(**changes: Any) -> dict[str, Any]:
    times = {"offered_at": soon(-0.5), "expires_at": soon(2.5)}
    return {"id": 9, "status": "OFFERED", "eta_minutes": 5.2, "order": order("DISPATCHED")} | times | changes


BECOMES = {"depart": "EN_ROUTE", "arrive": "ON_SITE", "start": "REPAIRING", "restore": "RESTORED", "reply": "REPLIED"}


class Centre:
    """Answers `/api/v1/` and `/ws/crew/` for one phone, and remembers what the phone sent, in order."""

    def __init__(self, page: Page, *, offers: list[dict[str, Any]] = (), orders: list[dict[str, Any]] = ()) -> None:  # type: ignore[assignment]
        self.offers, self.orders = list(offers), list(orders)
        self.messages: list[dict[str, Any]] = []
        self.withdrawn: list[dict[str, Any]] = []
        self.finished: list[dict[str, Any]] = []
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.refusal: dict[str, Any] | None = None
        self.photo_refusal: dict[str, Any] | None = None
        self.answer: dict[str, Any] = {}  # what the next verbs answer
        self.suspends = ""  # the desk suspends the order under the next tap; the sentence that the crew reads
        self.hold = False
        self.away = False  # no network: nothing is answered and nothing arrives
        self.held: list[Route] = []
        self.sockets: list[WebSocketRoute] = []
        answer_api(page, self._answer)
        page.route_web_socket("**/ws/crew/", self._greet)

    def work(self) -> dict[str, Any]:
        held = {"offers": self.offers, "orders": self.orders, "messages": self.messages}
        return {"type": "work", "at": soon(), **held, "withdrawn": self.withdrawn, "finished": self.finished}

    def verbs(self) -> list[str]:
        return [path.strip("/").rsplit("/", 1)[-1] for path, _ in self.received]

    def push(self) -> None:
        for socket in self.sockets:
            socket.send(json.dumps(self.work()))

    def _greet(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.send(json.dumps({"type": "hello", "at": soon()}))
        socket.send(json.dumps(self.work()))

    def _answer(self, route: Route) -> None:
        request = route.request
        if self.away:
            return route.abort()
        if request.method == "GET":
            return route.fulfill(json=self.work())
        if "positions" in request.url:
            return route.fulfill(json={})
        if self.refusal:
            return route.fulfill(status=409, json=self.refusal)
        if self.photo_refusal and not request.headers["idempotency-key"].endswith("-words"):
            return route.fulfill(status=422, json=self.photo_refusal)
        if self.hold:
            return self.held.append(route)
        self._take(route)

    def release(self) -> None:
        """Answer what was kept waiting, and everything from now on."""
        self.hold = False
        for route in self.held:
            self._take(route)

    def _take(self, route: Route) -> None:
        request = route.request
        self.received.append((request.url, dict(request.headers)))
        if self.suspends:
            self.orders[0]["status"] = "SUSPENDED"
            route.fulfill(json={"status": "SUSPENDED", "late": self.suspends})
            return self.push()
        self._carry_out(request.url.strip("/").split("/"))
        route.fulfill(json=self.answer)
        self.push()

    def _carry_out(self, parts: list[str]) -> None:
        verb = parts[-1]
        if verb == "accept":
            self.orders.append(self.offers.pop()["order"] | {"status": "ACCEPTED"})
        for card in self.orders:
            if card["number"] == parts[-2]:
                card["status"] = BECOMES[verb]
