"""A place is found while the caller speaks, proposed by a click, named, and confirmed before anybody is sent."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .desk import CommandCentre, open_desk, order

pytestmark = [pytest.mark.browser, pytest.mark.map, pytest.mark.django_db(transaction=True)]
LOST = {"located": False, "lat": None, "lon": None, "attention": "unlocated"}


@pytest.fixture
def desk(browser, live_server, client):
    def sit_down(orders):
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, orders)
        page.goto(live_server.url)
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def click_the_map(page):
    page.wait_for_selector("html[data-map-ready]")
    box = page.locator(".map-canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)


def test_a_click_proposes_a_named_place_and_only_a_yes_sets_it(desk):
    page, centre = desk([order(1, **LOST)])
    page.click("#order-1")
    page.click("#action-locate")
    click_the_map(page)
    page.wait_for_selector(".map-hint >> text=是这里吗？")
    page.wait_for_selector(".map-hint >> text=/距.+ km/")
    assert centre.commands == []
    page.click(".map-hint >> text=就是这里")
    page.wait_for_selector(".map-hint", state="detached")
    verb, body, _ = centre.commands[0]
    assert verb == "locate" and 29 < body["lat"] < 34 and 108 < body["lon"] < 117


def test_a_wrong_place_can_be_moved_until_the_crew_is_there(desk):
    page, centre = desk([order(1, status="EN_ROUTE"), order(2, status="ON_SITE", due_in=50)])
    page.click("#order-2")
    page.wait_for_selector("#action-urge")
    assert page.locator("#action-move-place").count() == 0
    page.click("#order-1")
    page.click("#action-move-place")
    click_the_map(page)
    page.click(".map-hint >> text=就是这里")
    page.wait_for_selector(".notice >> text=位置已移动")
    assert centre.commands[0][0] == "locate"


def test_the_confirm_step_names_who_would_go(desk):
    page, centre = desk([order(1, **LOST)])
    page.click("#order-1")
    page.click("#action-locate")
    click_the_map(page)
    page.wait_for_selector(".map-hint >> text=将先派给 丁寨 01 班，约 5 分钟可到")
    centre.known |= {"order": {"number": "20261123422826F000007", "status": "EN_ROUTE", "words": "", "eta_at": None}}
    centre.known["order"] |= {"crew": "高乐山 01 班", "unit": "高乐山供电所", "minutes": None}
    page.click(".map-hint >> text=换个地方")
    click_the_map(page)
    page.wait_for_selector(".map-hint >> text=此处已有工单：…F000007 · 高乐山 01 班 · 在途")


def test_a_moved_place_names_the_crew_that_has_the_order(desk):
    held = order(1, status="EN_ROUTE", crew={"id": 2, "name": "丁寨 02 班", "eta_at": None})
    page, _ = desk([held])
    page.click("#order-1")
    page.click("#action-move-place")
    click_the_map(page)
    page.wait_for_selector(".map-hint >> text=丁寨 02 班 已接此单，将前往新位置。")


def test_a_town_is_found_by_name_while_placing(desk):
    page, _ = desk([order(1, **LOST)])
    page.click("#order-1")
    page.click("#action-locate")
    page.fill("#town-search", "丁寨")
    page.wait_for_selector(".map-hint .found >> text=丁寨")
    page.keyboard.press("Enter")
    page.wait_for_selector(".map-hint .found", state="detached")


def test_what_is_known_is_told_while_the_caller_is_on_the_line(desk):
    page, centre = desk([order(1)])
    place = {"name": "旋坨村", "unit": "丁寨供电所", "lat": 29.67, "lon": 109.14}
    other = place | {"unit": "尖山供电所"}
    centre.known = {
        "words": "已知停电，48 户。",
        "supply": None,
        "outage": None,
        "order": None,
        "places": [place, other],
    }
    page.keyboard.press("b")
    page.fill("dialog input[name=address]", "老粮站旁")
    page.wait_for_selector(".known >> text=已知停电，48 户。")
    page.click(".places-named .chip >> nth=0")
    assert page.input_value("dialog input[name=address]") == "旋坨村 老粮站旁"
