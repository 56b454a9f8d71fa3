"""What axe says of the real pages, light and dark: nothing serious, nothing critical, colour contrast included."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.door.test_outages import make_outage
from tests.grid import make_province
from tests.outages.lines import make_points

from .dark import DarkCentre, outage
from .desk import CommandCentre, open_desk
from .desk import order as desk_order
from .phones import Centre, offer, open_phone, order, soon
from .test_phone_pages_look import fill_in_report, put_behind_link, track

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRAVE = {"serious", "critical"}
# The dark ones are asked in English: both languages are looked at without asking everything four times.
THEMES = [pytest.param(False, "zh-hans", id="light"), pytest.param(True, "en", id="dark")]


def grave(page: Any) -> list[str]:
    """``rule: selector`` of every serious or critical violation."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@pytest.fixture
def signed(live_server, client):
    """``signed(page, role)`` gives the browser a session of somebody with this role."""

    def sign(page: Any, role: str) -> Any:
        client.force_login(User.objects.create(username=f"x{role}", name="林晓", role=role))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return sign


def looks(dark: bool, language: str) -> str:
    return f"lang={language}&theme={'dark' if dark else 'light'}"


@pytest.mark.map
@pytest.mark.parametrize(("dark", "language"), THEMES)
def test_the_board(browser, live_server, signed, dark, language):
    page = signed(open_desk(browser), Role.DISPATCHER)
    orders = [
        desk_order(1, attention="no_crew", hazard=True, grade=1, due_in=-5),
        desk_order(2, due_in=5, grade=2),
        desk_order(3),
    ]
    CommandCentre(page, orders).outages = [outage(1), outage(2, outage_kind="PLANNED")]
    page.goto(f"{live_server.url}/?{looks(dark, language)}")
    page.click(".row >> nth=0")
    page.wait_for_selector(".candidate")
    assert grave(page) == []
    page.keyboard.press("b")
    page.wait_for_selector("dialog[open]")
    assert grave(page) == []


@pytest.mark.map
@pytest.mark.parametrize(("dark", "language"), THEMES)
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_outage_map(browser, live_server, signed, dark, language, width, height):
    page = signed(open_desk(browser, width=width, height=height), Role.DISPATCHER)
    DarkCentre(
        page,
        [
            outage(1, life_support_out=1, attention="life_support"),
            outage(2, status="PROBABLE", customers_out=80, customers_total=300),
            outage(3, outage_kind="PLANNED", centre="来凤县", centre_code="422827"),
        ],
    )
    page.goto(f"{live_server.url}/outages/?{looks(dark, language)}")
    page.wait_for_selector(".outage-row")
    assert grave(page) == []
    page.click("#outage-1")
    page.wait_for_selector(".timeline .entry")
    page.click("#action-restore")
    page.wait_for_selector(".action-form")
    assert grave(page) == []


@pytest.mark.map
@pytest.mark.parametrize(("dark", "language"), THEMES)
def test_the_status_page(browser, live_server, transactional_db, dark, language):
    province = make_province()
    make_points(province.t2, 12)
    make_outage(province.t2)
    page = open_phone(browser, dark=dark)
    page.goto(f"{live_server.url}/status/?{looks(dark, language)}")
    page.fill("input[name=number]", province.customer.number)
    page.fill("input[name=phone_end]", "5612")
    page.click("form[method=post] button")
    page.wait_for_selector(".answer")
    assert grave(page) == []
    page.goto(f"{live_server.url}/status/?q=%E4%B8%81%E5%AF%A8")
    page.click("[data-show-map]")
    page.wait_for_function("() => document.documentElement.dataset.mapReady")
    assert grave(page) == []


@pytest.mark.parametrize(("dark", "language"), THEMES)
@pytest.mark.parametrize(
    ("status", "done", "extra"),
    [
        ("PENDING_DISPATCH", 1, {}),
        ("EN_ROUTE", 2, {"eta_at": soon(12), "eta_minutes": 12.0, "late_minutes": 4}),
        ("REPLIED", 5, {"can_rate": True}),
    ],
)
def test_the_customers_link(browser, live_server, monkeypatch, db, dark, language, status, done, extra):
    put_behind_link(monkeypatch, track(status, done=done, **extra))
    page = open_phone(browser, dark=dark)
    page.goto(f"{live_server.url}/track/good/?lang={language}")
    assert grave(page) == []


@pytest.mark.parametrize(("dark", "language"), THEMES)
def test_the_crews_phone(browser, live_server, signed, dark, language):
    page = signed(open_phone(browser, dark=dark), Role.REPAIRER)
    centre = Centre(page, offers=[offer()])
    page.goto(f"{live_server.url}/crew/?lang={language}")
    page.wait_for_selector(".offer")
    assert grave(page) == []
    centre.offers, centre.orders = [], [order("ON_SITE"), order("ACCEPTED", number="F32", id=32)]
    centre.push()
    page.wait_for_selector(".job .others")
    assert grave(page) == []
    centre.orders = [order("RESTORED")]
    centre.push()
    page.click(".job .act")
    fill_in_report(page)
    assert grave(page) == []


@pytest.mark.parametrize(("dark", "language"), THEMES)
def test_the_way_in(browser, live_server, db, dark, language):
    page = open_desk(browser)
    page.goto(f"{live_server.url}/login/?{looks(dark, language)}")
    assert grave(page) == []
