"""The desk of connections in a real browser, before the real API: a bar of stages that narrows, a list walked by keys, a case
with everything in its panel, a week in which an appointment is moved by the form of the verb."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import User
from tests.connections.cases import make_case, staff_of
from tests.grid import make_province
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.slots import free_slots
from workorders.models import Appointment, FeedPost, WorkOrder

from .desk import open_desk
from .phones import too_wide
from .test_accessibility import grave
from .test_live_rows import Line
from .test_order_list import greet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = ".case-table tbody tr"


def look(page: Any, name: str) -> None:
    """A picture of the window, where somebody asked for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


SIZES: list[Any] = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]


@pytest.fixture
def cases(transactional_db, settings, tmp_path) -> list[WorkOrder]:
    """A case that nobody made an appointment for in ten days, one that is surveyed tomorrow, and a factory that waits for power since four months."""
    settings.MEDIA_ROOT = str(tmp_path)
    province = make_province()
    staff_of(province)
    booked = make_case("booked", at=now() - timedelta(days=1))
    slot = free_slots(booked, at=now())[1]
    appointments.book(order_id=booked.pk, slot=slot.starts_at, at=now(), actor=None)
    factory = {
        "address": "咸丰县高乐山镇工业园 2 号",
        "reporter_phone": "+8613800135601",
        "reporter_name": "湖北恩施食品有限公司",
    }
    long = make_case("long", sub_kind="MV_SINGLE", kw="630", at=now() - timedelta(days=131), **factory)
    waiting = make_case("new", reporter_phone="+8613800135699", at=now() - timedelta(days=10))
    return [waiting, booked, long]


@pytest.fixture
def page(browser, live_server, client, cases):
    client.force_login(User.objects.get(username="con"))
    page = open_desk(browser)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.route_web_socket("**/ws/console/**", greet)
    page.home = live_server.url
    yield page
    assert page.complaints == []


def numbers(page: Any) -> list[str]:
    return page.locator(".case-table tbody .row-link").all_inner_texts()


def opened(page: Any, order: WorkOrder) -> None:
    page.wait_for_selector(f".detail .detail-number >> text={order.number}")
    page.wait_for_selector(".case-steps")


def test_the_bar_narrows_the_list_and_the_question_stands_in_the_address(page, cases):
    new, booked, long = cases
    page.goto(f"{page.home}/connections/")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    page.wait_for_selector(".stages .stage >> nth=8")
    page.click(".stages .stage:has-text('勘查')")
    page.wait_for_selector(f"{ROWS} >> nth=1", state="detached")
    assert numbers(page) == [booked.number] and "stage=SURVEY" in page.url
    page.keyboard.press("[")
    page.wait_for_selector(f"{ROWS} >> nth=1")
    assert set(numbers(page)) == {new.number, long.number}
    page.keyboard.press("0")
    page.wait_for_selector(f"{ROWS} >> nth=2")
    page.click(".list-tools .long-part:has-text('> 120')")
    page.wait_for_selector(f"{ROWS} >> nth=1", state="detached")
    assert numbers(page) == [long.number]
    assert "120天且不超过300天" in page.inner_text(".long-meaning"), "a part says what it counts"
    page.reload()
    page.wait_for_selector(f"{ROWS} >> nth=0")
    assert numbers(page) == [long.number] and "bucket=120" in page.url
    assert page.locator(".minutes-bar").first.get_attribute("aria-label").startswith("131 天")


def test_a_case_is_opened_by_one_question(page, cases):
    """On the pipeline; behind an address of all orders the kind is not known before its record."""
    _new, booked, _long = cases
    page.goto(f"{page.home}/connections/?stage=SURVEY")
    page.wait_for_selector(ROWS)
    page.wait_for_load_state("networkidle")
    asked = questions(page)
    page.click(f"{ROWS} .row-link")
    opened(page, booked)
    page.wait_for_load_state("networkidle")
    assert asked == [f"connection-cases/{booked.number}/panel/"]
    page.goto(f"{page.home}/orders/?o={booked.number}")
    asked.clear()
    opened(page, booked)
    page.wait_for_load_state("networkidle")
    assert len([path for path in asked if booked.number in path]) <= 2


def questions(page: Any) -> list[str]:
    """What the page asks the API from now on."""
    asked: list[str] = []
    page.on("request", lambda one: "/api/v1/" in one.url and asked.append(one.url.partition("/api/v1/")[2]))
    return asked


def test_a_case_is_walked_to_and_worked_on_by_keys(page, cases):
    _new, booked, _long = cases
    page.goto(f"{page.home}/connections/?stage=SURVEY")
    page.wait_for_selector(ROWS)
    page.keyboard.press("j")
    opened(page, booked)
    page.wait_for_selector(".visit-state >> text=待确认")
    page.keyboard.press("p")
    page.keyboard.type("周二上午请留人")
    page.click(".feed-form .button")
    page.wait_for_selector(".feed-post >> text=周二上午请留人")
    assert FeedPost.objects.get().side == "CENTRE"
    page.click(".detail-scroll", position={"x": 10, "y": 10})
    page.keyboard.press("v")
    page.wait_for_function("() => document.activeElement.closest('.actions')")
    page.keyboard.press("h")
    page.wait_for_selector(".action-form")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_selector(".detail", state="detached")


def test_the_opened_case_follows_what_others_do(page, cases):
    """The grid manager's phone takes a step: the panel has the new state and its buttons, without a reload."""
    line = Line(page)
    page.goto(f"{page.home}/connections/?o={cases[1].number}")
    opened(page, cases[1])
    page.wait_for_selector("#action-visit-on-the-way")
    appointments.set_off(order_id=cases[1].pk, at=now(), actor=User.objects.get(username="mana"))
    line.relay()
    page.wait_for_selector("#action-visit-on-the-way", state="detached")
    page.wait_for_selector("#action-visit-arrived")


def test_the_list_of_all_orders_shows_the_case_too(page, cases):
    page.goto(f"{page.home}/orders/?o={cases[1].number}")
    opened(page, cases[1])
    page.wait_for_selector(".visit-state >> text=待确认")


def test_a_figure_opens_its_definition_and_its_rows(page, cases):
    new, _booked, _long = cases
    page.goto(f"{page.home}/connections/")
    page.wait_for_selector(".rate")
    page.keyboard.press("i")
    page.wait_for_selector("dialog .rate-rows tr.missed")
    assert "预约" in page.inner_text("dialog p.muted")
    page.click(f"dialog .row-link:has-text('{new.number}')")
    opened(page, new)


def test_an_appointment_is_dragged_to_another_half_day_and_moved_with_a_reason(page, cases):
    _new, booked, _long = cases
    target = free_slots(booked, at=now())[2]
    row = booked.appointments.get()
    page.goto(f"{page.home}/connections/calendar/?day={row.starts_at:%Y-%m-%d}")
    block = page.locator(f".visit-block[data-key='{booked.number}'] .row-link")
    block.wait_for()
    half = f"{target.starts_at.astimezone(row.starts_at.tzinfo):%Y-%m-%d}"
    cell = page.locator(".manager-line").first.locator(f"td[data-half^='{half}']:not(.is-off)").last
    if cell.count() == 0:  # the next free half day is in another week
        page.keyboard.press("j")
        opened(page, booked)
        page.keyboard.press("m")
    else:
        block.drag_to(cell)
    page.wait_for_selector(".action-form select[name=slot]")
    assert page.input_value(".action-form select[name=by]") == "UTILITY", "a move is not the customer's wish by default"
    page.fill(".action-form [name=reason]", "抢修支援")
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form", state="detached")
    assert list(Appointment.objects.order_by("pk").values_list("status", "ended_by", "reason")) == [
        ("MOVED", "UTILITY", "抢修支援"),
        ("AGREED", "", ""),
    ]
    page.keyboard.press("u")
    page.wait_for_selector(".visit-block.sign-moved")
    page.keyboard.press("]")
    page.wait_for_function("() => location.search.includes('day=')")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_figures_stand_in_one_line_and_the_list_within_the_window(page, cases, language):
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{page.home}/connections/?lang={language}")
    page.wait_for_selector(".rate")
    page.wait_for_selector(ROWS)
    # As large as a province's month: numbers of the rows must not decide about the layout.
    page.locator(".rate .quiet").evaluate_all("all => all.forEach(each => (each.textContent = '23,456 / 23,456'))")
    tops = page.locator(".rate").evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")
    ends = page.locator(".rate").evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
    assert len(set(tops)) == 1 and max(ends) <= 1366
    cells = page.locator(f"{ROWS} td:last-child")
    assert max(cells.evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")) <= 1366


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
@pytest.mark.parametrize("path", ["", "calendar/"])
def test_it_fits_every_window_in_both_languages(page, cases, path, theme, language):
    day = f"&day={cases[1].appointments.get().starts_at:%Y-%m-%d}" if path else ""
    page.goto(f"{page.home}/connections/{path}?o={cases[1].number}{day}&lang={language}&theme={theme}")
    opened(page, cases[1])
    for case in ("open", "closed"):
        assert grave(page) == []
        assert too_wide(page, SIZES) == []
        for size in SIZES:
            page.set_viewport_size(size)
            look(page, f"desk-{path.strip('/') or 'pipeline'}-{theme}-{size['width']}-{case}")
        page.set_viewport_size(SIZES[1])
        page.keyboard.press("Escape")
        page.wait_for_selector(".detail", state="detached")
