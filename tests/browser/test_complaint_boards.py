"""Complaints by unit and by cause as pages: numbers and bars open their rows, the view stands in the address, the keys lead there."""

import pytest
from playwright.sync_api import expect

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.grid import make_held_order
from tests.people import make_user
from workorders.models import WorkOrder

from .desk import open_desk
from .test_accessibility import grave
from .test_order_list import greet, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def numbers(client, province):  # noqa: F811
    """Eleven complaints about one station, one of them withdrawn, two about a repair; and one about nobody."""
    qi = User.objects.create(username="qi", name="田秋", role=Role.QUALITY_OFFICER, home=province.xianfeng)
    repair = make_held_order(by=make_user("omar", Role.CREW_LEADER, province.dingzhai), customer_number="4228260001")
    client.force_login(qi)
    found = []
    for n in range(12):
        told = {
            "kind": "COMPLAINT", "source": "HOTLINE_95598", "source_id": f"C-{n}", "description": "停电两天没人来",
            "reporter": {"phone": f"138001356{n:02d}"}, "lat": 29.672, "lon": 109.141,
            "concerns": "" if n == 11 else "422826T01", "about": repair.number if n < 2 else "",
        }  # fmt: skip
        answer = client.post("/api/v1/matters/", told, content_type="application/json")
        assert answer.status_code == 201, answer.json()
        found.append(answer.json()["number"])
    WorkOrder.objects.filter(number=found[5]).update(status="WITHDRAWN")
    return found


def look(browser, live_server, client, address, **size):
    page = open_desk(browser, **size)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.route_web_socket("**/ws/console/**", greet)
    page.goto(f"{live_server.url}/complaints/figures/{address}")
    return page


@pytest.mark.parametrize(("theme", "language", "width"), [("light", "zh-hans", 1366), ("dark", "en", 390)])
def test_a_number_of_a_unit_opens_its_rows(browser, live_server, client, numbers, theme, language, width):
    page = look(browser, live_server, client, f"?view=units&lang={language}&theme={theme}", width=width)
    page.wait_for_selector(".units-table tbody tr:nth-child(2)")
    station = {"zh-hans": "丁寨供电所", "en": "Dingzhai Supply Station"}[language]
    assert page.locator(".units-table tbody tr:nth-child(2) th").inner_text().startswith(station)
    assert "9.1%" in page.locator(".units-table tbody tr:nth-child(2) td").nth(2).inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    board = page.locator(".figure-scroll")
    assert board.evaluate("each => each.scrollWidth - each.clientWidth") <= 0, "no figure lies outside the window"
    assert grave(page) == []
    page.locator(".units-table tbody tr:nth-child(2) td").nth(2).locator(".count-open").first.click()
    page.wait_for_selector(".behind-rows tbody tr")
    assert page.locator(".behind-rows tbody th a").all_inner_texts() == [numbers[5]]
    assert grave(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector(".behind-rows", state="detached")
    assert page.complaints == []


def test_a_bar_opens_its_rows_and_the_rows_their_order_and_its_trigger(browser, live_server, client, numbers):
    page = look(browser, live_server, client, "?lang=en")
    page.wait_for_selector(".row-told")
    page.keyboard.press("3")
    page.wait_for_selector(".cause .bar")
    assert "view=causes" in page.url
    assert grave(page) == []
    page.locator(".cause").first.locator(".bar", has_text="Fault order").click()
    page.wait_for_selector(".behind-rows tbody tr")
    rows = page.locator(".behind-rows tbody th a")
    assert sorted(rows.all_inner_texts()) == sorted(numbers[:2])
    assert "/orders/?id=" in page.locator(".behind-about p a").first.get_attribute("href")
    page.keyboard.press("Escape")
    page.locator("[name=trigger]").select_option("NONE")
    expect(page.locator(".cause .bar").first).to_contain_text("No trigger")
    assert "trigger=NONE" in page.url
    page.reload()
    page.wait_for_selector(".cause .bar")
    assert page.locator("[name=trigger]").input_value() == "NONE", "what is asked stands in the address"
    page.keyboard.press("2")
    page.wait_for_selector(".units-table")
    page.go_back()
    page.wait_for_selector(".cause .bar")
    assert page.complaints == []


def test_the_arrows_walk_through_the_views(browser, live_server, client, numbers):
    page = look(browser, live_server, client, "")
    page.wait_for_selector(".row-told")
    page.locator('[role=tab][aria-selected="true"]').focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".units-table")
    assert page.evaluate("document.activeElement.id") == "view-units"
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".row-told")
    assert page.evaluate("document.activeElement.id") == "view-versions"
