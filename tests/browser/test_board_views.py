"""Views of the board under a name: saved, found by menu, key and palette, changed, and the one with which it opens.

Real Chromium before the real API; only the socket, which fills the board, is scripted.
"""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Role
from tests.grid import make_province
from workorders.models import SavedView

from .desk import open_desk, order
from .phones import soon, too_wide
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]


@pytest.fixture
def province(transactional_db):
    return make_province()


@pytest.fixture
def lin(province):
    return User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER, home=province.province)


@pytest.fixture
def desk(browser, live_server, client, lin):
    """``desk(search)`` → the board at this address, on another desk each time."""

    def sit_down(search="", **options):
        client.force_login(lin)
        page = open_desk(browser, **options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.route_web_socket("**/ws/console/**", greet)
        page.goto(f"{live_server.url}/{search}")
        page.wait_for_selector(".queue .row, .queue .empty")
        return page

    return sit_down


def cards():
    """Made when they are asked for: their limits of when this file was read have passed by the end of a long run."""
    return [
        order(1),
        order(2, centre="来凤县", unit="百福司供电所", grade=1),
        order(3, centre="来凤县", unit="百福司供电所", status="EN_ROUTE", due_in=20),
    ]


def greet(socket):
    user = {"name": "林晓", "role": "DISPATCHER", "scope": "湖北省"}
    board = {"orders": cards(), "crews": [], "outages": [], "alarms": [], "kpis": {}}
    socket.send(json.dumps({"type": "hello", "epoch": "e", "seq": 1, "at": soon(), "user": user}))
    socket.send(json.dumps({"type": "snapshot", "seq": 1} | board))


def rows(page, *ids):
    told = json.dumps([f"order-{n}" for n in ids], separators=(",", ":"))
    page.wait_for_function(
        "(ids) => JSON.stringify([...document.querySelectorAll('.queue .row')].map((row) => row.id)) === ids", arg=told
    )


def said(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def button(page):
    return page.locator("#views-button")


def save(page, name, *, ticks=()):
    button(page).click()
    page.click("text=把当前视图存下来…")
    page.fill("dialog [name=name]", name)
    for tick in ticks:
        page.check(f"dialog [name={tick}]")
    page.click("dialog button.primary")
    expect(button(page)).to_contain_text(name)


def test_a_view_follows_the_person_to_another_desk_and_is_one_press_away(desk):
    page = desk("?area=来凤县&tab=pending")
    rows(page, 2)
    save(page, "来凤待派")
    kept = SavedView.objects.get()
    assert kept.filters == {"area": "来凤县", "tab": "pending"}
    assert said(page) == {"area": "来凤县", "tab": "pending", "view": str(kept.pk)}
    other = desk()
    rows(other, 3, 1, 2)
    button(other).click()
    other.click(".view-line:has-text('来凤待派') .menu-item")
    rows(other, 2)
    expect(button(other)).to_contain_text("来凤待派")
    other.go_back()
    rows(other, 3, 1, 2)
    assert page.complaints == other.complaints == []


def test_key_and_palette_reach_the_views(desk, lin):
    SavedView.objects.create(owner=lin, screen="BOARD", name="来凤", filters={"area": "来凤县"})
    page = desk()
    rows(page, 3, 1, 2)
    page.keyboard.press("f")
    page.wait_for_selector(".view-line >> text=来凤")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("来凤")
    page.wait_for_selector("[role=option] >> text=视图")
    page.keyboard.press("Enter")
    rows(page, 3, 2)
    page.keyboard.press("?")
    page.wait_for_selector("dialog >> text=保存的视图")
    assert page.complaints == []


def test_the_board_opens_with_ones_own_view_and_the_usual_one_stays_in_reach(desk, lin):
    page = desk("?area=来凤县")
    rows(page, 3, 2)
    save(page, "我的片区", ticks=["opens"])
    assert SavedView.objects.get().opens_screen
    page.goto(page.url.partition("?")[0])
    rows(page, 3, 2)
    expect(button(page)).to_contain_text("我的片区")
    page.keyboard.press("Shift+F")
    rows(page, 3, 1, 2)
    assert said(page) == {"tab": "all"}, "a bare address would open the other one"
    page.reload()
    rows(page, 3, 1, 2)
    assert page.complaints == []


def test_a_view_is_renamed_keeps_what_is_changed_and_is_removed(desk, lin):
    kept = SavedView.objects.create(
        owner=lin, screen="BOARD", name="来凤", filters={"area": "来凤县"}, opens_screen=True
    )
    page = desk()
    rows(page, 3, 2)
    page.locator(".filters button >> text=1 级").click()
    rows(page, 2)
    expect(button(page)).to_contain_text("来凤 *")
    button(page).click()
    page.click("text=把改动存入“来凤”")
    expect(button(page)).not_to_contain_text("*")
    kept.refresh_from_db()
    assert (kept.filters, kept.opens_screen) == ({"area": "来凤县", "grade": "1"}, True)
    button(page).click()
    page.click(".view-line button >> text=修改…")
    page.fill("dialog [name=name]", "来凤一级")
    page.click("dialog button.primary")
    expect(button(page)).to_contain_text("来凤一级")
    kept.refresh_from_db()
    assert (kept.name, kept.filters, kept.opens_screen) == ("来凤一级", {"area": "来凤县", "grade": "1"}, True)
    button(page).click()
    page.click(".view-line button >> text=删除")
    page.wait_for_selector(".view-none")
    assert not SavedView.objects.exists()
    rows(page, 2)
    assert page.complaints == []


def test_a_second_view_of_a_name_is_refused_at_its_field_and_nothing_is_lost(desk, lin):
    SavedView.objects.create(owner=lin, screen="BOARD", name="来凤", filters={"area": "来凤县"})
    page = desk("?grade=1")
    button(page).click()
    page.click("text=把当前视图存下来…")
    page.fill("dialog [name=name]", "来凤")
    page.click("dialog button.primary")
    page.wait_for_selector("dialog .field-error")
    assert page.input_value("dialog [name=name]") == "来凤"
    page.complaints.clear()  # the browser writes the 422 down


def test_a_view_of_a_unit_that_is_gone_opens_the_usual_one_and_says_so(desk, lin, province):
    SavedView.objects.create(
        owner=lin, screen="BOARD", name="百福司", filters={"area": "忠堡供电所"}, opens_screen=True
    )
    assert not OrgUnit.objects.filter(name="忠堡供电所").exists()
    page = desk()
    page.wait_for_selector(".notice >> text=忠堡供电所")
    rows(page, 3, 1, 2)
    button(page).click()
    page.wait_for_selector(".view-line .problem >> text=忠堡供电所")
    assert page.complaints == []


def test_the_filters_have_their_one_row_and_nothing_is_cut_off(desk, lin):
    SavedView.objects.create(
        owner=lin, screen="BOARD", name="来凤县待派超时重要用户", filters={"area": "来凤县"}, opens_screen=True
    )
    page = desk()
    rows(page, 3, 2)
    assert too_wide(page, SIZES) == []
    for size in SIZES:
        page.set_viewport_size(size)
        assert page.locator(".arrangement").bounding_box()["height"] < 45
        button(page).click()
        menu = page.locator("#views").bounding_box()
        assert menu["x"] >= 0 and menu["x"] + menu["width"] <= size["width"]
        page.keyboard.press("Escape")
    button(page).click()
    assert grave(page) == []
    assert page.complaints == []
