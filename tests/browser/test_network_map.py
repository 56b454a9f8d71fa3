"""The network on the maps of the desks: it comes with near scales, says what it is, and goes again."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import DarkCentre, outage
from .desk import CommandCentre, open_desk, order
from .network import Grid, full_of, network

pytestmark = [pytest.mark.browser, pytest.mark.map, pytest.mark.django_db(transaction=True)]
DRAWN = "() => Number(document.documentElement.dataset.network) > 0"
GONE = "() => document.documentElement.dataset.network === '0'"


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(path)`` → the page, the command centre and the network behind it."""

    def sit_down(path="", *, answer=None, role=Role.DISPATCHER):
        client.force_login(User.objects.create(username="lin", name="林晓", role=role))
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        if path.startswith("outages"):
            centre: CommandCentre = DarkCentre(page, [outage(1)])
        else:
            centre = CommandCentre(page, [order(1)])
        grid = Grid(page, answer)
        page.goto(f"{live_server.url}/{path}")
        page.wait_for_selector(".outage-row, .row")
        page.wait_for_function("() => document.documentElement.dataset.mapReady === 'true'")
        return page, centre, grid

    return sit_down


def look_near(page):
    """At the chosen one, once all that moves the map by itself has come."""
    page.keyboard.press("j")
    page.wait_for_selector(".supply-path")
    if "/outages/" not in page.url:
        page.wait_for_selector(".candidate")
    page.keyboard.press("m")
    page.wait_for_function(DRAWN)


@pytest.mark.parametrize("path", ["", "outages/"])
def test_it_comes_with_near_scales_and_goes_with_its_key(desk, path):
    page, _, grid = desk(path)
    assert page.locator(".legend >> text=变电站").count() == 0 and grid.asked == []
    look_near(page)
    west, south, east, north = (float(edge) for edge in grid.asked[-1]["bbox"].split(","))
    assert west < 109.15 < east and south < 29.67 < north
    assert "设备间直线" in (page.locator(".legend").text_content() or "")
    page.keyboard.press("l")
    page.wait_for_function(GONE)
    assert page.locator(".network-toggle").get_attribute("aria-pressed") == "false"
    assert page.evaluate("() => localStorage.getItem('map.network')") == "off"  # and so the next time
    assert page.complaints == []


def test_what_is_not_drawn_is_said(desk):
    page, _, _ = desk("outages/", answer=network(truncated=True, without_place=12))
    look_near(page)
    page.locator(".signs summary").click()
    legend = page.locator(".legend")
    legend.locator("text=12 台设备没有位置").wait_for()
    assert "未全部画出" in legend.inner_text()


@pytest.mark.parametrize("path", ["", "outages/"])
def test_the_chosen_one_shows_where_its_power_comes_from(desk, path):
    page, _, _ = desk(path)
    page.keyboard.press("j")
    page.wait_for_selector(".supply-path")
    assert [line.split("\n")[0].split(" ")[0] for line in page.locator(".supply-path li").all_inner_texts()] == [
        "旋坨1台区", "旋坨1支线熔断器", "丁寨1线出线开关", "10kV丁寨1线", "丁寨变电站",
    ]  # fmt: skip
    assert page.locator(".supply-path li >> text=现分位").count() == 1
    assert page.locator(".detail >> text=按已知开关位置无电压").count() == 1
    page.wait_for_function("() => Number(document.documentElement.dataset.supply) === 2")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.documentElement.dataset.supply === '0'")
    assert page.complaints == []


def open_split(page):
    page.keyboard.press("j")
    page.locator("#action-split").click()
    page.wait_for_selector(".action-form [role=tree]")


def test_a_device_is_chosen_in_the_tree_by_the_keyboard(desk):
    page, centre, _ = desk("outages/")
    open_split(page)
    page.locator("[role=tree]").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):  # to the branch fuse, and what is below it is folded away
        page.keyboard.press(key)
    assert page.locator("[role=treeitem]").count() == 3
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.input_value(".action-form [name=device]") == "TR-1"
    assert page.get_attribute('[role=treeitem][aria-selected="true"]', "aria-level") == "4"
    page.fill(".action-form [name=reason]", "另一处故障")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.querySelector('.action-form') === null")
    assert centre.commands[-1][:2] == ("split", {"device": "TR-1", "reason": "另一处故障"})
    assert page.complaints == []


def test_a_click_on_the_map_fills_the_field_of_a_device(desk):
    page, _, _ = desk("outages/", answer=full_of("FU-9"))
    look_near(page)
    page.locator("#action-split").click()
    page.wait_for_selector(".picking-hint")
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + (box["width"] - 432) / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("() => document.querySelector('.action-form [name=device]').value === 'FU-9'")
    page.keyboard.press("Escape")
    assert page.complaints == []


def test_a_plan_takes_its_devices_from_the_map_and_from_the_tree_of_their_feeder(desk):
    page, _, _ = desk("outages/", answer=full_of("FU-9"), role=Role.CONTROLLER)
    look_near(page)
    page.keyboard.press("n")
    page.locator(".plan-dialog >> text=在地图上选").first.click()
    page.wait_for_selector(".picking-hint >> text=要拉开的设备")
    assert page.locator(".plan-dialog").count() == 0
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + (box["width"] - 432) / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".plan-dialog .chip >> text=FU-9")
    page.locator(".feeder-tree summary").first.click()
    page.locator("[role=tree]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".plan-dialog .chip >> text=1号分段开关")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.chip.toggle')].some((c) => c.innerText.includes('分段'))"
    )
    assert page.complaints == []
