"""The list of orders in a real browser, in front of the real API: who rang last week, a view that stays, any size of screen."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Role
from command_center.screens.order_list import fields
from tests.grid import make_order, make_province, make_unit
from workorders.models import SavedView, WorkOrder

from .desk import open_desk, press_in_one_frame
from .phones import soon, too_wide
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 768, "height": 1024}, {"width": 1366, "height": 768}]
ROWS = ".order-table tbody tr"


@pytest.fixture
def province(transactional_db):
    return make_province()


@pytest.fixture
def mei(province):
    return User.objects.create(username="mei", name="覃月", role=Role.DISPATCHER, home=province.xianfeng)


@pytest.fixture
def page(browser, live_server, client, mei):
    client.force_login(mei)
    page = open_desk(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.route_web_socket("**/ws/console/**", greet)
    page.home = live_server.url
    yield page
    assert page.complaints == []


def greet(socket: Any) -> None:
    """An empty board: the list asks the API, and needs the socket for the clock and the name alone."""
    user = {"name": "覃月", "role": "DISPATCHER", "scope": "咸丰县"}
    empty = {"orders": [], "crews": [], "outages": [], "alarms": [], "kpis": {}}
    socket.send(json.dumps({"type": "hello", "epoch": "e", "seq": 1, "at": soon(), "user": user}))
    socket.send(json.dumps({"type": "snapshot", "seq": 1} | empty))


@pytest.fixture
def calls(province):
    """Ran rang today, Wang of Chengguan five days ago, and so did Wang of another town."""
    five = now() - timedelta(days=5)
    told = {"reporter_name": "王建国", "reporter_phone": "+8613900139000"}
    return {
        "ran": make_order("R1"),
        "wang": make_order("R2", at=five, address="咸丰县城关镇解放路8号", description="电线冒火", **told),
        "other": make_order("R3", at=five, address="咸丰县忠堡镇杨柳村2组", reporter_name="王芳"),
    }


def numbers(page: Any) -> list[str]:
    return page.locator(".order-table tbody .row-link").all_inner_texts()


def test_the_search_keeps_the_focus_that_came_while_a_row_was_chosen(page, calls):
    page.goto(f"{page.home}/orders/")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    press_in_one_frame(page, "j", "/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_who_rang_last_week_is_found_and_stays_in_the_address(page, calls):
    page.goto(f"{page.home}/orders/")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    page.keyboard.press("f")
    page.fill("[name=reporter]", "王")
    page.fill("[name=place]", "城关")
    page.select_option("select[name=reported_from]", "-P7D")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{ROWS} >> nth=1", state="detached")
    assert numbers(page) == [calls["wang"].number]
    page.keyboard.press("j")
    page.wait_for_selector(f".detail >> text={calls['wang'].description}")
    address = page.url
    assert f"o={calls['wang'].number}" in address and "reported_from=-P7D" in address
    page.reload()
    page.wait_for_selector(f".detail >> text={calls['wang'].description}")
    assert numbers(page) == [calls["wang"].number]
    page.go_back()
    page.wait_for_selector(".detail", state="detached")
    page.go_back()
    page.wait_for_selector(f"{ROWS} >> nth=2")


def test_the_units_of_a_centre_come_with_it_and_nothing_chosen_before_is_lost(page, calls, monkeypatch):
    monkeypatch.setattr(fields, "MOST_UNITS", 0)  # of a province there are too many to be told with the page
    page.goto(f"{page.home}/orders/")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    page.keyboard.press("f")
    assert page.locator("[name=unit]").count() == 0
    page.select_option("select[name=open]", "true")
    page.select_option("select[name=centre]", "422826")
    page.select_option("select[name=unit]", label="丁寨供电所")
    assert page.input_value("select[name=open]") == "true"
    page.click(".filter-form .primary")
    page.wait_for_selector(".chip.filter:has-text('422826T01')")
    for name in ("open=true", "centre=422826", "unit=422826T01"):
        assert name in page.url


def test_a_filter_that_means_nothing_is_told_and_taken_away_by_one_press(page, calls):
    page.goto(f"{page.home}/orders/?knid=COMPLAINT")
    page.wait_for_selector(".table-box .problem >> text=knid")
    page.complaints.clear()  # the browser writes the 422 down
    page.click("text=清除筛选")
    page.wait_for_selector(f"{ROWS} >> nth=2")


def test_a_view_is_kept_used_and_says_what_it_can_no_longer_ask(page, province, mei, calls):
    gone = make_unit("422826T09", "忠堡供电所", "TOWNSHIP_STATION", province.xianfeng)
    SavedView.objects.create(owner=mei, name="忠堡", filters={"unit": gone.code})
    OrgUnit.objects.filter(pk=gone.pk).delete()
    page.goto(f"{page.home}/orders/?hazard=true&ordering=reported_at")
    page.wait_for_selector(ROWS)
    page.click("#views-button")
    page.wait_for_selector(".view-line:has-text('忠堡') .problem >> text=422826T09")
    page.click("text=把当前列表存为视图…")
    page.fill("dialog [name=name]", "险情")
    page.check("dialog [name=shared]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#views-button:has-text('险情')")
    kept = SavedView.objects.get(name="险情")
    assert (kept.filters, kept.ordering, kept.centre) == ({"hazard": "true"}, "reported_at", province.xianfeng)
    page.goto(f"{page.home}/orders/")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    page.click("#views-button")
    page.click(".view-line:has-text('险情') .menu-item")
    page.wait_for_selector(f"{ROWS} >> nth=1", state="detached")
    assert "hazard=true" in page.url and f"view={kept.pk}" in page.url


def test_heads_sort_and_more_rows_come_behind(page, calls):
    many = [WorkOrder(**{**row(calls["ran"]), "number": f"20261129422826F9{n:05d}"}) for n in range(60)]
    WorkOrder.objects.bulk_create(many)
    page.goto(f"{page.home}/orders/?columns=number,reported_at")
    page.wait_for_selector(f"{ROWS} >> nth=49")
    page.click("th button:has-text('编号')")
    page.wait_for_selector("th[aria-sort=descending]:has-text('编号')")
    page.wait_for_selector(".table-box[aria-busy=false]")
    page.keyboard.press(".")
    page.wait_for_selector(f"{ROWS} >> nth=62")
    assert numbers(page) == sorted(WorkOrder.objects.values_list("number", flat=True), reverse=True)


def row(order: WorkOrder) -> dict[str, Any]:
    left = ("id", "service_point", "customer")
    return {
        field.name: getattr(order, field.name) for field in WorkOrder._meta.concrete_fields if field.name not in left
    }


def test_the_customer_of_an_order_is_one_press_away(page, calls):
    page.goto(f"{page.home}/orders/?o={calls['ran'].number}")
    page.click("#customer-card-button")
    page.wait_for_selector(".customer-card >> text=4228260001")
    card = page.inner_text(".customer-card")
    assert "冉**" in card and "到达" in card and calls["ran"].number[-7:] in card and "冉小明" not in card


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_it_fits_every_screen_and_everybody_can_use_it(page, calls, theme, language):
    page.goto(f"{page.home}/orders/?theme={theme}&lang={language}&o={calls['wang'].number}")
    page.wait_for_selector(ROWS)
    page.wait_for_selector(".detail .timeline li")
    assert grave(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.wait_for_selector(".filter-form")
    assert grave(page) == []
    page.keyboard.press("Escape")
    assert too_wide(page, SIZES) == []


def test_who_reads_english_finds_names_in_latin_letters(page, calls):
    page.goto(f"{page.home}/orders/?lang=en")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    unit = page.locator(".order-table tbody .column-unit").first.inner_text()
    places = page.locator(".order-table tbody .column-place").all_inner_texts()
    assert unit == "Dingzhai Supply Station" and any(place.startswith("Xianfeng County") for place in places)
    assert calls["wang"].description in page.inner_text(".order-table"), "what was said is as it was said"
    page.goto(f"{page.home}/orders/?lang=zh-hans")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    assert "丁寨供电所" in page.locator(".order-table tbody .column-unit").all_inner_texts()
