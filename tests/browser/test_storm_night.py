"""What a storm night does to a board: hundreds of events at once, a cut line, a restarted server, a network without the world outside."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .desk import CommandCentre, crew, open_desk, order
from .phones import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MANY = 10_000
CHOSEN = '#queue-list [aria-selected="true"]'
PLACE = f"() => {{ const row = document.querySelector('{CHOSEN}'); return [row.id, row.getBoundingClientRect().top]; }}"


class Line(CommandCentre):
    """A command centre whose line can be cut and whose server can begin anew: a new epoch knows nothing of the old numbers."""

    epoch, is_cut, snapshots = "e1", False, 0

    def __init__(self, page: Page, orders: list[dict[str, Any]]) -> None:
        self.happened: list[dict[str, Any]] = []  # everything that happened, by its number
        super().__init__(page, orders)

    def _greet(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            return socket.close()
        self.sockets.append(socket)
        user = {"name": "林晓", "role": "DISPATCHER", "scope": "咸丰县"}
        hello = {"type": "hello", "epoch": self.epoch, "seq": self.seq, "at": soon(), "user": user}
        socket.send(json.dumps(hello))
        after = re.search(r"after=(\d+)", socket.url)
        if after and f"epoch={self.epoch}" in socket.url:
            missed = [item for item in self.happened if item["seq"] > int(after[1])]
            socket.send(json.dumps({"type": "cards", "seq": self.seq, "items": missed}))
        else:
            self.snapshots += 1
            rows = {"orders": self.orders, "crews": [crew(1)], "outages": [], "alarms": [], "kpis": {}}
            socket.send(json.dumps({"type": "snapshot", "seq": self.seq, **rows}))
        socket.send(json.dumps({"type": "heartbeat", "seq": self.seq, "at": soon()}))

    def happen(self, *cards: dict[str, Any]) -> None:
        """The server's rows change; whoever listens is told in one frame, whoever does not finds it when they are back."""
        items = []
        for card in cards:
            self.seq += 1
            items.append({"seq": self.seq, "name": "workorder.changed", "card": card})
            self.orders = [one for one in self.orders if one["id"] != card["id"]]
            if not card.get("gone"):
                self.orders.append(card)
        self.happened += items
        self.send({"type": "cards", "seq": self.seq, "items": items})

    def cut(self) -> None:
        self.is_cut = True
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()

    def mend(self, page: Page) -> None:
        self.is_cut = False
        page.evaluate("dispatchEvent(new Event('online'))")


@pytest.fixture
def desk(browser, live_server, client):
    def sit_down(orders: list[dict[str, Any]], **options: Any) -> tuple[Page, Line]:
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser, **options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = Line(page, orders)
        page.goto(live_server.url)
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def gone(number: int) -> dict[str, Any]:
    return {"kind": "order", "id": number, "gone": True}


def test_the_chosen_row_stays_while_five_hundred_things_happen_above_and_below_it(desk):
    page, centre = desk([order(n, due_in=60 + n / 10) for n in range(1, MANY + 1)])
    page.locator(".list").evaluate("(box) => box.scrollTop = 62 * 300")
    page.click("#order-305")
    page.mouse.move(1200, 300)  # nobody points at the list: it is drawn anew by itself
    before = page.evaluate(PLACE)
    news = [order(MANY + n, due_in=1) for n in range(1, 201)]
    ended = [gone(n) for n in range(1, 51)]
    moved = [order(n, rev=2, due_in=5000) for n in range(51, 101)]  # to the end of the list
    changed = [order(n, rev=2, due_in=60 + n / 10, status="DISPATCHED") for n in range(250, 450)]
    centre.happen(*news, *ended, *moved, *changed)
    expect(page.locator(".filters-count")).to_contain_text("10,150")
    expect(page.locator(".pill")).to_contain_text("200")
    assert page.evaluate(PLACE) == before == ["order-305", before[1]]
    assert page.locator(".row").count() < 60
    page.keyboard.press(".")  # now they are asked for
    expect(page.locator("#order-10001")).to_be_visible()
    expect(page.locator(".pill")).to_have_count(0)
    assert page.complaints == []


def rows(page: Page) -> list[str]:
    """``id status`` of every row in the page, in its order."""
    return page.locator("#queue-list .row").evaluate_all(
        "(all) => all.map((row) => `${row.id.slice(6)} ${row.querySelector('.activity').textContent.trim()}`)"
    )


def test_after_half_a_minute_without_a_line_nothing_is_lost_and_nothing_twice(desk):
    page, centre = desk([order(n, due_in=30 + n) for n in range(1, 6)])
    page.click("#order-3")
    page.mouse.move(1200, 300)
    page.clock.install()
    centre.cut()
    page.clock.fast_forward(21_000)
    expect(page.locator(".banner")).to_contain_text("连接中断")
    centre.happen(order(2, rev=2, due_in=32, status="DISPATCHED"), order(6, due_in=36), gone(4))
    centre.happen(order(2, rev=3, due_in=32, status="ON_SITE"))
    page.clock.fast_forward(9_000)
    centre.mend(page)
    page.clock.resume()
    expect(page.locator(".banner.back")).to_contain_text("补 4 条")
    expect(page.locator("#order-6")).to_be_visible()
    expect(page.locator("#order-4")).to_have_count(0)
    assert centre.snapshots == 1, "what was missed was sent, not the whole board"
    assert [row.split()[0] for row in rows(page)] == ["1", "2", "3", "5", "6"]
    assert "现场" in rows(page)[1] and page.locator(CHOSEN).get_attribute("id") == "order-3"


def test_a_server_that_begins_anew_sends_the_whole_board_and_the_chosen_order_stays(desk):
    page, centre = desk([order(n, due_in=30 + n) for n in range(1, 6)])
    page.click("#order-3")
    page.mouse.move(1200, 300)
    centre.cut()
    centre.happen(gone(1), order(3, rev=2, due_in=33, status="DISPATCHED"), order(7, due_in=37))
    centre.epoch, centre.seq = "e2", 3
    centre.mend(page)
    expect(page.locator("#order-7")).to_be_visible()
    expect(page.locator("#order-1")).to_have_count(0)
    assert centre.snapshots == 2
    assert [row.split()[0] for row in rows(page)] == ["2", "3", "4", "5", "7"]
    assert page.locator(CHOSEN).get_attribute("id") == "order-3"


def test_words_that_are_being_composed_are_no_commands(desk):
    page, centre = desk([order(1), order(2, due_in=60)])
    page.evaluate(
        """() => ["j", "b", "Enter", "?"].forEach((key) => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true })))"""
    )
    page.keyboard.press("k")  # one that is ours, and comes after them
    expect(page.locator(CHOSEN)).to_have_count(1)
    assert page.locator("dialog").count() == 0 and centre.commands == []


@pytest.mark.map
def test_the_map_needs_nothing_from_outside_and_says_whose_it_is(desk, live_server):
    page, _ = desk([order(1)])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector("html[data-map-ready]")
    mine = (live_server.url, live_server.url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(mine)] == []
    assert any("geojson" in url for url in asked)
    page.click(".maplibregl-ctrl-attrib-button")
    expect(page.locator(".maplibregl-ctrl-attrib")).not_to_be_empty()
    assert page.complaints == []


def test_single_keys_are_switched_off_and_on_again(desk):
    page, _ = desk([order(1), order(2, due_in=60)])
    page.keyboard.press("?")
    page.get_by_label("单键即命令").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector(".row")
    page.keyboard.press("j")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.keyboard.press("ArrowDown")  # what is no letter goes on
    expect(page.locator(CHOSEN)).to_have_attribute("id", "order-1")
    assert page.locator("dialog").count() == 0
    page.click(".user-button")
    page.locator(".menu-item", has_text="快捷键").click()
    page.get_by_label("单键即命令").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(CHOSEN)).to_have_attribute("id", "order-2")
