"""The crew page and the customer's link in a real browser: states, languages, themes, no network, strict policy."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Role
from command_center.screens.tracking import page as track_page
from workorders.models import WorkOrder

from .phones import Centre, offer, open_phone, order, overflow, soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DATA = Path(__file__).parents[1] / "data"
MAIN_ACTION = ".act:not(.second)"


@pytest.fixture
def crew_phone(browser, live_server, client):
    """Opens phones that are signed in as a crew."""
    client.force_login(User.objects.create(username="xiang", name="向师傅", role=Role.REPAIRER))
    session = client.cookies["sessionid"].value

    def open_signed_in(**options: Any):
        page = open_phone(browser, **options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_signed_in


def test_a_job_is_one_button_from_offer_to_report(crew_phone, live_server):
    page = crew_phone(geolocation={"latitude": 29.66, "longitude": 109.13}, permissions=["geolocation"])
    centre = Centre(page, offers=[offer()])
    page.goto(f"{live_server.url}/crew/")
    page.click(f".offer {MAIN_ACTION}")
    for state in ("ACCEPTED", "EN_ROUTE", "ON_SITE"):
        wait_until_reached(page, state)
        page.click(MAIN_ACTION)
    page.fill("input[name=permit_number]", "QX-007")
    page.click(MAIN_ACTION)
    for state in ("REPAIRING", "RESTORED"):
        wait_until_reached(page, state)
        page.click(".job .act")
    fill_in_report(page)
    page.click(MAIN_ACTION)
    page.wait_for_selector(".resting")
    assert centre.verbs() == ["accept", "depart", "arrive", "start", "restore", "reply"]
    assert page.locator(".refused").count() == 0
    assert len({headers["idempotency-key"] for _, headers in centre.received}) == 6
    assert page.complaints == []


STATES = ("ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED")


def wait_until_reached(page, state: str) -> None:
    """The button of the next step is on the phone, and not the one that was just pressed."""
    done = STATES.index(state) + 1
    page.wait_for_function("(n) => document.querySelectorAll('.progress li[data-state=done]').length === n", arg=done)


def fill_in_report(page) -> None:
    for level in range(3):
        page.wait_for_function("(n) => document.querySelectorAll('fieldset .path .pick').length === n", arg=level)
        page.click("fieldset >> nth=0 >> .chips .pick >> nth=0")
    page.click("fieldset >> nth=1 >> .pick >> nth=0")
    page.click("fieldset >> nth=2 >> .pick >> nth=0")


def test_actions_without_a_network_are_kept_and_sent_once_in_order(crew_phone, live_server):
    page = crew_phone(service_workers="block")
    centre = Centre(page, orders=[order("EN_ROUTE")])
    page.goto(f"{live_server.url}/crew/")
    page.wait_for_selector(".line-state[data-state=live]")
    page.context.set_offline(True)
    centre.away = True
    page.click(".job .act")
    page.click(".job .act")
    page.fill("input[name=permit_number]", "QX-007")
    page.click(MAIN_ACTION)
    page.wait_for_selector(".progress li[data-state=pending] >> nth=1")
    assert "2" in page.inner_text(".queue")
    centre.away = False
    page.context.set_offline(False)
    page.wait_for_selector(".queue", state="detached")
    assert centre.verbs() == ["arrive", "start"]


def test_a_refused_action_is_said_plainly_and_the_servers_state_stands(crew_phone, live_server):
    page = crew_phone()
    centre = Centre(page, orders=[order("ACCEPTED")])
    centre.refusal = {"title": "Conflict", "status": 409, "code": "conflict", "detail": "工单已改派给丁寨 02 班"}
    page.goto(f"{live_server.url}/crew/")
    page.click(".job .act")
    page.wait_for_selector(".refused")
    assert "丁寨 02 班" in page.inner_text(".refused")
    assert page.locator(".progress li[data-state=done]").count() == 1
    page.click(".refused button")
    page.wait_for_selector(".refused", state="detached")


def test_an_order_taken_back_does_not_just_vanish(crew_phone, live_server):
    page = crew_phone()
    centre = Centre(page, orders=[order("EN_ROUTE")])
    page.goto(f"{live_server.url}/crew/")
    page.wait_for_selector(".job")
    gone = {
        "id": 5,
        "number": "F31",
        "title": "烤烟房空开烧毁",
        "place": "咸丰县 旋坨村三组",
        "at": soon(),
        "status": "已受理",
    }
    centre.orders, centre.withdrawn = [], [gone | {"by": "林晓", "why": "联系不上", "now_with": "尖山 01 班"}]
    centre.push()
    page.wait_for_selector(".resting")
    told = page.inner_text(".refused")
    assert all(word in told for word in ("旋坨村", "林晓", "联系不上", "尖山 01 班"))
    page.click(".refused button")
    page.reload()
    page.wait_for_selector(".resting")
    assert page.locator(".refused").count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_offer_and_job_fit_a_small_phone(crew_phone, live_server, language, dark):
    page = crew_phone(width=320, height=640, dark=dark)
    centre = Centre(page, offers=[offer()])
    page.goto(f"{live_server.url}/crew/?lang={language}")
    page.wait_for_selector(".offer")
    place = {"en": "Xianfeng County Xuantuo Village Group 3", "zh-hans": "咸丰县 旋坨村三组"}[language]
    assert page.inner_text(".offer .card-place") == place
    assert overflow(page) <= 0
    centre.offers, centre.orders = [], [order("REPAIRING"), order("ACCEPTED", number="F32", id=32)]
    centre.push()
    page.wait_for_selector(".job .others")
    assert page.inner_text(".job .card-place") == place and place in page.inner_text(".job .others")
    assert overflow(page) <= 0
    assert page.complaints == []


def test_the_navigation_link_uses_the_datum_of_chinese_maps(crew_phone, live_server):
    page = crew_phone()
    Centre(page)
    page.goto(f"{live_server.url}/crew/")
    with (DATA / "gcj02_pairs.csv").open() as file:
        pairs = [
            {key: float(row[key]) for key in ("wgs_lat", "wgs_lon", "gcj_lat", "gcj_lon")}
            for row in csv.DictReader(file)
        ]
    shift = "async (p) => (await import('/static/js/gcj02.js')).toGcj02(p.wgs_lat, p.wgs_lon)"
    for pair in pairs:
        shifted = page.evaluate(shift, pair)
        assert abs(shifted["lat"] - pair["gcj_lat"]) < 1e-6 and abs(shifted["lon"] - pair["gcj_lon"]) < 1e-6


def track(status: str, *, done: int, **changes: Any) -> dict[str, Any]:
    codes = ["ACCEPTED_REPORT", "DISPATCHED", "EN_ROUTE", "ON_SITE", "RESTORED"]
    states = ["done" if place < done else "doing" if place == done else "todo" for place in range(5)]
    steps = [
        {"code": code, "at": soon() if state == "done" else None, "state": state}
        for code, state in zip(codes, states, strict=True)
    ]
    body = {
        "number": "F31",
        "status": status,
        "milestones": steps,
        "explained": False,
        "follows": False,
        "sentence": "师傅正在赶来。",
        "eta_at": None,
        "eta_minutes": None,
    }
    body |= {"late_minutes": None, "crew": None, "home": None, "description": "烤烟房空开烧毁", "address": "旋坨村三组"}
    return (
        body
        | {
            "reported_at": soon(-5),
            "area": None,
            "safety_tip": "请勿触碰",
            "rating": None,
            "can_rate": False,
            "expires_at": soon(90),
            "asks": {"open": ["EXTENT", "PLACE", "PHOTO", "SUPPLY"], "answers": []},
        }
        | changes
    )


def put_behind_link(monkeypatch, shown: dict[str, Any]) -> None:
    """The link ``good`` leads to an order that shows this; every other leads to none."""

    def behind(token: str, *, at: datetime) -> WorkOrder:
        if token != "good":
            raise NotFound()
        return WorkOrder(status=shown["status"], centre=OrgUnit(latitude=29.7, longitude=109.1))

    monkeypatch.setattr(track_page, "order_behind", behind)
    monkeypatch.setattr(track_page, "track_of", lambda order, *, at: dict(shown))


@pytest.fixture
def tracked(monkeypatch):
    """What the customer's link shows; change it and the page must follow."""
    shown: dict[str, Any] = {}
    put_behind_link(monkeypatch, shown)
    return shown


def test_the_customers_page_is_complete_without_a_script(browser, live_server, tracked):
    tracked.update(track("EN_ROUTE", done=3, eta_at=soon(12), eta_minutes=12.0))
    page = open_phone(browser, java_script_enabled=False)
    answer = page.goto(f"{live_server.url}/track/good/")
    assert "12" in page.inner_text("h1")
    assert page.locator(".step[data-state=done]").count() == 3
    assert answer.headers["x-robots-tag"].startswith("noindex")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert 'http-equiv="refresh" content="30"' in answer.text()


def test_a_customer_of_an_outage_reads_its_steps_and_no_promise_of_a_visit(browser, live_server, tracked):
    tracked.update(track("MERGED", done=3, follows=True, sentence="抢修人员正赶往故障点。"))
    page = open_phone(browser)
    page.goto(f"{live_server.url}/track/good/?lang=zh-hans")
    assert "属于区域停电" in page.inner_text("h1")
    assert page.inner_text(".step[data-state=doing] b") == "到达故障点"
    assert page.locator(".crew").is_hidden() and page.locator(".map").is_hidden()
    tracked.update(track("MERGED", done=5, follows=True, sentence="电已恢复"))
    page.reload()
    assert "恢复供电" in page.inner_text("h1") and page.locator(".safety").is_hidden()


def test_the_customers_page_follows_without_reloading_and_stays_light(browser, live_server, tracked):
    tracked.update(track("ACCEPTED", done=2))
    page, sizes, sockets = open_phone(browser), [], []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.route_web_socket("**/ws/track/good/", lambda socket: sockets.append(socket))
    page.goto(f"{live_server.url}/track/good/?lang=zh-hans", wait_until="networkidle")
    assert sum(sizes) < 40_000
    page.evaluate("() => (window.same = true)")
    tracked.update(track("REPLIED", done=5, can_rate=True))
    sockets[0].send(json.dumps({"type": "track", **tracked}))
    page.wait_for_selector("[data-rating]")
    assert page.evaluate("() => window.same") is True
    assert page.complaints == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_ended_link_gives_one_plain_page_with_the_hotline(browser, live_server, tracked, language):
    page = open_phone(browser, width=320)
    answer = page.goto(f"{live_server.url}/track/gone/?lang={language}")
    assert answer.status == 404
    assert page.get_attribute("a.crew-call", "href") == "tel:95598"
    assert overflow(page) <= 0
