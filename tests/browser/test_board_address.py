"""What is looked at on the board stands in its address: reload, Back, a copied address; real Chromium."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.grid import make_province

from .desk import CommandCentre, open_desk, order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLEAR = ".filters button >> text=清除"


def orders():
    """Made when they are asked for: a due moment of when this file was read has passed by the end of a long run."""
    return [
        order(1),
        order(2, centre="来凤县", unit="百福司供电所", grade=1),
        order(3, centre="来凤县", unit="百福司供电所", status="EN_ROUTE", due_in=20),
        order(4, due_in=-400, title="表箱冒烟", place="高乐山"),
    ]


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(search)`` → the board of somebody of the province at this address, and the command centre behind it."""
    province = make_province()
    client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER, home=province.province))

    def sit_down(search="", **size):
        page = open_desk(browser, **size)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, orders())
        page.goto(f"{live_server.url}/{search}")
        page.wait_for_selector(".queue .row, .queue .empty")
        return page, centre

    return sit_down


def rows(page, *ids):
    """Waits until these rows are shown, in this order."""
    told = [f"order-{n}" for n in ids]
    page.wait_for_function(
        "(ids) => JSON.stringify([...document.querySelectorAll('.queue .row')].map((row) => row.id)) === ids",
        arg=str(told).replace("'", '"').replace(", ", ","),
    )


def choice(page, label):
    return page.locator(f".arranged:has(.sr-only:text-is('{label}')) select")


def said(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def chosen(page, number):
    page.wait_for_selector(f".queue .row[aria-selected=true]#order-{number}")
    page.wait_for_selector(".detail .panel-head, .detail header")


def test_the_whole_view_is_kept_by_a_reload_and_opens_for_a_colleague(desk):
    page, _ = desk()
    rows(page, 4, 3, 1, 2)
    assert said(page) == {}
    choice(page, "地区").select_option("来凤县")
    choice(page, "排序").select_option("grade")
    rows(page, 2, 3)
    page.locator("#order-3").click()
    page.locator(".filters button >> text=2 级").click()
    rows(page)
    page.wait_for_selector(".queue .empty >> text=清除筛选")
    page.locator(".filters button >> text=2 级").click()
    rows(page, 2, 3)
    told = {"area": "来凤县", "sort": "grade", "o": orders()[2]["number"]}
    page.wait_for_function("() => location.search.includes('&o=')")
    assert said(page) == told
    page.reload()
    rows(page, 2, 3)
    chosen(page, 3)
    assert said(page) == told
    colleague, _ = desk(f"?{urlsplit(page.url).query}")
    rows(colleague, 2, 3)
    chosen(colleague, 3)
    assert page.complaints == colleague.complaints == []


def test_back_and_forward_walk_through_views_and_chosen_orders(desk):
    page, _ = desk()
    rows(page, 4, 3, 1, 2)
    page.locator("#order-1").click()
    page.locator("#order-2").click()
    chosen(page, 2)
    page.locator(".kpi >> text=在途").click()
    rows(page, 3)
    assert said(page) == {"tab": "en_route", "o": orders()[1]["number"]}
    page.go_back()
    rows(page, 4, 3, 1, 2)
    chosen(page, 2)
    page.go_back()
    chosen(page, 1)
    page.go_back()
    page.wait_for_function("() => !document.querySelector('.queue .row[aria-selected=true]')")
    assert said(page) == {}
    page.go_forward()
    chosen(page, 1)
    page.go_forward()
    page.go_forward()
    rows(page, 3)
    assert page.complaints == []


def test_steps_and_letters_are_one_place(desk):
    page, _ = desk()
    rows(page, 4, 3, 1, 2)
    for number in (4, 3, 1):
        page.keyboard.press("j")
        chosen(page, number)
    page.keyboard.press("/")
    page.keyboard.type("冒")
    rows(page, 4)
    page.keyboard.type("烟")
    page.wait_for_function("() => new URLSearchParams(location.search).get('search') === '冒烟'")
    page.keyboard.press("Tab")
    page.go_back()
    rows(page, 4, 3, 1, 2)
    chosen(page, 1)
    page.go_back()
    page.wait_for_function("() => location.search === ''")
    page.wait_for_function("() => !document.querySelector('.queue .row[aria-selected=true]')")
    assert page.complaints == []


@pytest.mark.parametrize("nonsense", ["tab=lunch", "area=黄泥塘", "grade=9", "knid=LV", "age=1000", "constructor=1"])
def test_nonsense_in_the_address_opens_the_usual_view_and_says_so(desk, nonsense):
    page, _ = desk(f"?{nonsense}&sort=grade&o={orders()[0]['number']}")
    page.wait_for_selector(f".notice >> text={nonsense}")
    rows(page, 4, 3, 1, 2)
    chosen(page, 1)
    page.wait_for_function("() => !location.search.includes('sort=')")
    assert said(page) == {"o": orders()[0]["number"]}
    assert page.complaints == []


def test_what_hides_something_is_seen_and_cleared_at_one_press(desk):
    page, _ = desk("?tab=pending&desk=true&unlocated=true&due=over&search=旋坨")
    page.wait_for_selector(".queue .empty >> text=清除筛选")
    on = page.locator(".filters [aria-pressed=true]").all_inner_texts()
    assert len(on) == 3 and "旋坨" in page.inner_text(".filters .clip")
    page.locator(CLEAR).click()
    rows(page, 4, 1, 2)
    assert said(page) == {"tab": "pending"}
    assert page.complaints == []


def test_a_unit_that_the_address_names_is_known_before_an_order_lies_there(desk):
    page, _ = desk("?area=高乐山供电服务站")
    page.wait_for_selector(".queue .empty >> text=清除筛选")
    assert choice(page, "地区").input_value() == "高乐山供电服务站"
    assert page.locator(".notice").is_hidden()


def test_a_city_holds_its_counties_and_what_has_lain_for_long_is_found(desk):
    page, _ = desk("?area=恩施州&age=4")
    rows(page, 4)
    choice(page, "报修时间").select_option("")
    rows(page, 4, 3, 1, 2)
    lines = choice(page, "地区").locator("option").all_inner_texts()
    assert lines == ["全部区域", "恩施州 4", "\u2003咸丰县 2", "\u2003来凤县 2"]


def test_an_order_that_has_left_the_board_is_shown_as_it_was(desk):
    page, centre = desk()
    rows(page, 4, 3, 1, 2)
    gone = order(9, title="接户线断线", status="CLOSED")
    centre.records[gone["number"]] = gone | {"description": "", "tracking_link": "none", "outage": None}
    page.goto(f"{page.url}?o={gone['number']}")
    page.wait_for_selector(".detail >> text=接户线断线")
    rows(page, 4, 3, 1, 2)
    assert said(page) == {"o": gone["number"]}
    assert page.complaints == []


def test_tabs_and_figures_count_what_is_chosen(desk):
    page, centre = desk()
    rows(page, 4, 3, 1, 2)
    tabs, figures = page.locator(".tab .count"), page.locator("button.kpi .figure")
    expect(tabs).to_have_text(["3", "1", "0", "0", "4"])
    expect(figures).to_have_text(["3", "1", "0", "1", "0"])
    assert page.locator(".kpi-mark").count() == 0
    choice(page, "地区").select_option("来凤县")
    expect(tabs).to_have_text(["1", "1", "0", "0", "2"])
    expect(figures).to_have_text(["1", "0", "0", "1", "0"])
    marks = page.locator(".kpi-mark").all_inner_texts()
    assert marks == ["来凤县"] * 5 + ["咸丰县整体"] * 3, "what the server reckons says that it is of the whole area"
    page.locator(".filters button >> text=1 级").click()
    expect(tabs).to_have_text(["1", "0", "0", "0", "1"])
    page.locator("button.kpi >> text=在途").click()
    rows(page, 3)
    assert said(page) == {"tab": "en_route", "area": "来凤县"}, "a figure opens the rows that it counted"
    centre.push(order(5, centre="来凤县", unit="百福司供电所", located=False))
    expect(tabs).to_have_text(["2", "1", "0", "0", "3"])
    expect(figures).to_have_text(["2", "0", "0", "1", "0"])
    assert page.locator(".filters >> text=未定位").count() == 0, "it waits under another tab"
    page.locator(".tab >> nth=0").click()
    page.locator(".filters button >> text=未定位 1").click()
    rows(page, 5)
    expect(tabs).to_have_text(["1", "0", "0", "0", "1"])
    assert page.complaints == []
