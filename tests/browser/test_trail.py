"""The way a crew went, on the board: asked for by key or button, played, scrubbed, with the steps of the order."""

from datetime import UTC, datetime, timedelta

import pytest

from .desk import CommandCentre, crew, order
from .phones import too_wide
from .test_console_look import SIZES, desk  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
START = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 13:00 in China


def at(minutes: float) -> str:
    return (START + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def told() -> dict:
    """Ten minutes of driving and twenty at one place; departed, arrived, restored."""
    points = [[109.15 + n / 500, 29.67 + n % 3 / 400, at(n), 36] for n in range(11)] + [[109.17, 29.6725, at(30), 0]]
    steps = [("EN_ROUTE", 0), ("ON_SITE", 10), ("RESTORED", 30)]
    number = "20261123422826F000001"
    return {
        "since": at(0), "until": at(40), "crews": [{"id": 1, "name": "丁寨 01 班"}],
        "legs": [{"crew_id": 1, "points": points}],
        "steps": [{"at": at(minute), "status": status, "number": number, "kind": "FAULT"} for status, minute in steps],
    }  # fmt: skip


def with_crew() -> dict:
    held = crew(1)
    return order(1, status="ON_SITE", crew={"id": 1, "name": held["name"], "eta_at": None, "phone": held["phone"]})


@pytest.fixture
def board(desk):  # noqa: F811
    def opened(**options):
        page, centre = desk([with_crew()], **options)
        assert isinstance(centre, CommandCentre)
        centre.trail = told()
        page.click(".row >> nth=0")
        page.wait_for_selector(".detail .of-crew")
        return page, centre

    return opened


def moment(page) -> str:
    return page.inner_text(".trail-moment")


def test_a_key_shows_the_way_and_the_same_key_puts_it_away(board):
    page, _ = board()
    page.keyboard.press("v")
    page.wait_for_selector(".trail-moment >> text=13:30")
    assert page.inner_text(".trail-head").split()[:4] == ["走过的路", "丁寨", "01", "班"]
    page.keyboard.press("v")
    page.wait_for_selector(".trail-bar", state="detached")
    assert page.complaints == []


def test_a_step_of_the_order_is_a_jump_to_its_moment(board):
    page, _ = board()
    page.click(".detail >> text=走过的路")
    page.click(".trail-steps >> text=13:10")
    page.wait_for_selector(".trail-moment >> text=13:10")
    assert page.input_value(".trail-bar input[type=range]") == str(int((START.timestamp() + 600) * 1000))


def test_the_slider_is_moved_by_keys_and_told_in_words(board):
    page, _ = board()
    page.keyboard.press("v")
    page.focus(".trail-bar input[type=range]")
    page.keyboard.press("Home")
    page.wait_for_selector(".trail-moment >> text=13:00:00")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".trail-moment >> text=13:00:15 · 36 公里/时")
    assert page.get_attribute(".trail-bar input[type=range]", "aria-valuetext") == moment(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(".trail-bar", state="detached")


def test_it_plays_from_the_beginning_to_the_end_and_stops(board):
    page, _ = board()
    page.keyboard.press("v")
    page.select_option(".trail-speed select", "300")
    page.click(".trail-bar >> text=播放")
    page.wait_for_selector(".trail-bar >> text=暂停")
    page.wait_for_selector(".trail-bar >> text=播放")
    assert "13:30:00" in moment(page)


def test_another_order_takes_the_way_along(board):
    page, _ = board()
    page.keyboard.press("v")
    page.wait_for_selector(".trail-moment")
    page.click(".detail [aria-label=关闭]")
    page.wait_for_selector(".trail-bar", state="detached")


def test_no_positions_are_said_and_not_drawn(board):
    page, centre = board()
    centre.trail = {"crews": [], "legs": [], "steps": []}
    page.keyboard.press("v")
    page.wait_for_selector(".trail-bar >> text=这段时间没有位置记录")
    assert page.locator(".trail-bar input").count() == 0


@pytest.mark.map
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_it_is_drawn_and_fits(board, language, theme):
    page, _ = board(query=f"?lang={language}&theme={theme}", width=1366, height=768)
    page.keyboard.press("v")
    page.wait_for_selector('html[data-trail="1"]', state="attached")
    page.wait_for_selector(".trail-moment")
    assert too_wide(page, SIZES) == []
    assert page.complaints == []
