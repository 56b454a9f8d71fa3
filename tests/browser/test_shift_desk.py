"""The shift desk on the page: the keyboard alone finds a crew, and what the socket tells is on its line at once."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Page, WebSocketRoute, expect

from command_center.ground.organisation.models import OrgUnit
from command_center.screens.cards.crews import crew_cards
from dispatch.crew_messages.services import acknowledge_message
from dispatch.models import Crew, CrewMessage, Shift
from tests.grid import make_held_order, make_province
from tests.people import make_cast

from .desk import open_desk
from .phones import soon
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shift(db):
    """Two crews of Xianfeng on duty, Dingzhai with an order in hand and an hour longer."""
    people = make_province()
    people.cast = make_cast(people)
    Shift.objects.filter(crew=people.dingzhai_crew).update(starts_at=now() - timedelta(hours=5))
    people.order = make_held_order(by=people.cast.omar)
    return people


class Line:
    """The board's socket, spoken by the test: its server has none."""

    def __init__(self) -> None:
        self.sockets: list[WebSocketRoute] = []

    def greet(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        user = {"name": "Mei", "role": "DISPATCHER", "scope": "咸丰县"}
        self.send({"type": "hello", "epoch": "e", "seq": 1, "at": soon(), "user": user})
        cards = list(crew_cards().values())
        self.send({"type": "snapshot", "seq": 1, "orders": [], "crews": cards, "outages": [], "alarms": [], "kpis": {}})

    def show(self, crew: Crew, seq: int) -> None:
        item = {"seq": seq, "name": "crew.changed", "card": crew_cards([crew.pk])[crew.pk]}
        self.send({"type": "cards", "seq": seq, "items": [item]})

    def send(self, frame: dict[str, Any]) -> None:
        for socket in self.sockets:
            socket.send(json.dumps(frame))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def sit_down(browser, live_server, shift, line):
    def open_page(path: str = "/crews/", person: Any = None, **options: Any) -> Page:
        client = Client()
        client.force_login(person or shift.cast.mei)
        page = open_desk(browser, **options)
        page.route_web_socket("**/ws/console/**", line.greet)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_page


def rows(page: Page) -> Any:
    return page.locator(".crew-row")


def test_the_keyboard_finds_the_crew_that_has_worked_longest_and_its_number(sit_down, shift):
    page = sit_down()
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("5")  # by hours on duty
    expect(rows(page).first).to_contain_text("丁寨 01 班")
    page.keyboard.press("j")
    panel = page.get_by_role("complementary", name="班组")
    expect(panel.locator(".call-link")).to_have_attribute("href", "tel:+8613900001234")
    expect(panel.get_by_role("link", name=f"…{shift.order.number[-7:]}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert page.complaints == []


def test_what_the_socket_tells_is_on_the_line_without_a_reading(sit_down, shift, line):
    page = sit_down()
    mine = rows(page).filter(has_text="高乐山 01 班")
    expect(mine).to_contain_text("空闲")
    card = crew_cards([shift.town_crew.pk])[shift.town_crew.pk] | {"state": "EN_ROUTE", "active_orders": 1}
    line.send({"type": "cards", "seq": 2, "items": [{"seq": 2, "name": "crew.changed", "card": card}]})
    expect(mine).to_contain_text("在途")
    expect(mine).to_contain_text("1 件")


def test_a_filter_is_in_the_address_and_says_so(sit_down):
    page = sit_down("/crews/?area=422826T01")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("Shift+F")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile("state="))
    expect(rows(page)).to_have_count(1)


def test_a_word_to_the_crew_by_keyboard_says_when_it_was_read(sit_down, shift, line):
    page = sit_down()
    expect(page.get_by_role("button", name="全部 2")).to_be_visible()
    page.keyboard.press("2")  # by state: who has work first
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("路上塌方，走老路")
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="班组")
    expect(panel.locator(".crew-messages")).to_contain_text("未阅读")
    message = CrewMessage.objects.get()
    assert (message.crew, message.text) == (shift.dingzhai_crew, "路上塌方，走老路")
    line.show(shift.dingzhai_crew, 2)
    expect(rows(page).filter(has_text="丁寨 01 班")).to_contain_text("未读 1")
    acknowledge_message(message_id=message.pk, at=now(), actor=shift.cast.omar)
    line.show(shift.dingzhai_crew, 3)
    expect(panel.locator(".crew-messages")).to_contain_text("Omar 已阅")
    expect(rows(page).filter(has_text="未读")).to_have_count(0)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
@pytest.mark.parametrize("look", ["lang=zh-hans&theme=light", "lang=en&theme=dark"])
def test_nothing_is_hidden_from_anybody(sit_down, shift, size, look):
    page = sit_down(f"/crews/?{look}&crew={shift.dingzhai_crew.pk}", width=size[0], height=size[1])
    expect(page.locator(".detail .call-link")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert grave(page) == []


@pytest.mark.parametrize("look, name", [("lang=en", "Xianfeng"), ("lang=zh-hans", "咸丰县")])
def test_ones_area_is_named_in_the_readers_language(sit_down, shift, look, name):
    OrgUnit.objects.filter(code="422826").update(name_en="Xianfeng")
    page = sit_down(f"/crews/?{look}")
    expect(page.locator(".chip.scope")).to_have_text(name)
