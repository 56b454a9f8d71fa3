"""The wall in a browser: paired by a code, no scroll bar at any size, the API's numbers, and never silent about a cut line."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from command_center.ground.organisation import walls
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.grid import make_order, make_province
from tests.outages.lines import below, make_points

from .desk import open_desk
from .phones import soon
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHINESE = re.compile(r"[\u3400-\u9fff]")
FITS = (
    "() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
)
SIZES = [
    pytest.param(1920, 1080, "zh-hans", "dark", id="16x9-zh-dark"),
    pytest.param(3840, 2160, "en", "light", id="4k-en-light"),
    pytest.param(3840, 1080, "en", "dark", id="32x9-en-dark"),
    pytest.param(3840, 1080, "zh-hans", "light", id="32x9-zh-light"),
]


@pytest.fixture
def province(transactional_db):
    province = make_province()
    make_points(province.t3, 3)
    open_outage(scope=below(province.t3), started_at=now(), at=now(), status=Status.CONFIRMED, node_id=province.t3.pk)
    for n in range(9):
        make_order(f"W{n}")
    return province


class Wall:
    """A screen on the wall, with a scripted line in front of the real API."""

    def __init__(self, browser: Any, url: str, province: Any, *, width: int, height: int) -> None:
        lin = User.objects.create(username="lin", role=Role.SUPERVISOR, home=province.province)
        self.screen, self.code = walls.make(name="大厅", unit=province.xianfeng, by=lin, at=now())
        self.page, self.url, self.lines = open_desk(browser, width=width, height=height), url, []
        self.page.route_web_socket("**/ws/wall/**", self.greet)
        self.silent = self.refused = False

    def open(self, language: str = "zh-hans", theme: str = "dark") -> Any:
        self.page.goto(f"{self.url}/wall/?lang={language}&theme={theme}")
        self.page.fill("#id_code", self.code)
        self.page.click("button[type=submit]")
        self.page.wait_for_url("**/wall/?lang=*")
        return self.page

    def state(self) -> dict[str, Any]:
        cache.clear()
        return self.page.context.request.get(f"{self.url}/api/v1/wall/").json()

    def greet(self, socket: Any) -> None:
        if self.refused:
            return socket.close(code=1011)
        self.lines.append(socket)
        if not self.silent:
            socket.send(json.dumps({"type": "hello", "epoch": "e", "seq": 1, "at": soon()}))

    def tell(self, state: dict[str, Any]) -> None:
        for line in self.lines:
            line.send(json.dumps({"type": "wall", "state": state}))

    def cut(self) -> None:
        self.refused = True
        for line in self.lines:
            line.close()
        self.lines.clear()


@pytest.mark.parametrize(("width", "height", "language", "theme"), SIZES)
def test_it_shows_the_numbers_of_the_api_and_nothing_to_scroll(
    browser, live_server, province, width, height, language, theme
):
    wall = Wall(browser, live_server.url, province, width=width, height=height)
    page = wall.open(language, theme)
    page.wait_for_selector(".skeleton")
    assert page.locator(".empty").count() == 0, "nothing says that all is well before it is known"
    state = wall.state()
    wall.tell(state)
    page.wait_for_selector(".worst-row")
    values = page.locator(".figure-cell .value").all_inner_texts()
    dark, orders, crews = state["dark"], state["orders"], state["crews"]
    shown = [
        dark["customers"],
        dark["restored_today"],
        orders["open"],
        orders["overdue"],
        crews["en_route"] + crews["on_site"],
    ]
    assert values[:5] == [str(value) for value in shown] and dark["customers"] == 3
    assert page.get_attribute("html", "data-theme") == theme
    page.wait_for_selector(".wall-foot li")
    place = {"en": "Xianfeng Dingzhai", "zh-hans": "咸丰县 丁寨供电所"}[language]
    assert place in page.locator(".worst-row .place").all_inner_texts()
    assert page.inner_text("h1") == {"en": "Xianfeng County", "zh-hans": "咸丰县"}[language]
    assert bool(CHINESE.search(page.inner_text(".wall-main"))) is (language != "en")
    assert page.evaluate(FITS) is True
    assert grave(page) == []
    assert [text for text in page.complaints if "WebGL" not in text] == []


def test_cut_off_it_reads_by_http_and_says_since_when_and_goes_on_by_itself(browser, live_server, province):
    wall = Wall(browser, live_server.url, province, width=1920, height=1080)
    page = wall.open()
    page.wait_for_selector(".skeleton")
    page.clock.install()
    first = wall.state()
    wall.tell(first)
    page.wait_for_selector(".worst-row")
    assert page.locator(".wall-cut").is_hidden()
    wall.cut()
    make_order("meanwhile")
    cache.clear()
    page.clock.run_for(25_000)
    page.wait_for_selector(".wall-cut.late >> text=起无实时连接")
    open_now = str(first["orders"]["open"] + 1)
    page.wait_for_selector(f".figure-cell:nth-child(3) .value >> text={open_now}")
    # The server is back after its restart: nobody touches the screen.
    wall.refused = False
    page.clock.run_for(20_000)
    wall.tell(wall.state())
    page.clock.run_for(1_000)
    page.wait_for_selector(".wall-cut", state="hidden")
    assert page.locator(".fresh.live").count() == 1


def test_with_no_server_at_all_it_says_of_what_moment_everything_is(browser, live_server, province):
    wall = Wall(browser, live_server.url, province, width=1920, height=1080)
    page = wall.open()
    page.wait_for_selector(".skeleton")
    page.clock.install()
    wall.tell(wall.state())
    page.wait_for_selector(".worst-row")
    wall.cut()
    page.context.set_offline(True)
    page.clock.run_for(90_000)
    page.wait_for_selector(".wall-cut.lost >> text=起连接中断")
    assert page.locator(".wall.is-old").count() == 1 and page.locator(".worst-row").count() > 0


def test_a_code_in_the_address_pairs_a_screen_without_keys(browser, live_server, province):
    wall = Wall(browser, live_server.url, province, width=1920, height=1080)
    wall.page.goto(f"{live_server.url}/login/wall/#{wall.code}")
    wall.page.wait_for_url("**/wall/")
    wall.page.goto(f"{live_server.url}/login/wall/#{wall.code}")
    wall.page.wait_for_url("**/wall/**"), "the morning after it starts at the wall"
    assert wall.page.locator("[data-island=wall]").count() == 1


def test_revoked_it_asks_for_a_code(browser, live_server, province):
    wall = Wall(browser, live_server.url, province, width=1920, height=1080)
    page = wall.open()
    page.wait_for_selector(".skeleton")
    walls.revoke([wall.screen.pk], by=User.objects.get(username="lin"), at=now())
    for line in wall.lines:
        line.close(code=4401)
    page.wait_for_url("**/login/wall/**")
    assert grave(page) == []


@pytest.mark.map
def test_the_map_has_the_dark_places(browser, live_server, province):
    wall = Wall(browser, live_server.url, province, width=1280, height=720)
    page = wall.open()
    page.wait_for_selector(".skeleton")
    wall.tell(wall.state())
    page.wait_for_selector("html[data-map-ready]", timeout=60_000)
    assert page.complaints == []


def test_the_page_of_the_screens(browser, live_server, client, province):
    lin = User.objects.create(username="lin", role=Role.SUPERVISOR, home=province.province)
    client.force_login(lin)
    page = open_desk(browser, width=390)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/wall/screens/?lang=en&theme=light")
    page.fill("#id_name", "Hall")
    page.click("button[value=make]")
    page.wait_for_selector(".given .big")
    assert grave(page) == [] and page.evaluate("() => document.documentElement.scrollWidth <= innerWidth") is True
    assert page.complaints == []
