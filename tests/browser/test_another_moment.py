"""The outage map of another moment: said plainly, shareable by its address, and one key leads back to now."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from .dark import outage
from .phones import too_wide
from .test_outage_map_look import SIZES, desk, names  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BANNER = ".moment-banner"


def hours(n: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=n)).strftime("%Y-%m-%dT%H:00:00Z")


def plan(number: int, start: float, end: float) -> dict:
    card = {
        "kind": "plan",
        "id": number,
        "rev": 1,
        "number": f"P{number}",
        "plan_kind": "PLANNED",
        "status": "ANNOUNCED",
    }
    card |= {"title": f"检修 {number}", "centre": "咸丰县", "feeder": None, "devices": [], "lat": 29.67, "lon": 109.15}
    card |= {"planned_start_at": hours(start), "planned_end_at": hours(end), "announced_end_at": hours(end)}
    card |= {"customers": 100 * number, "customer_hours": 1, "important": 0, "life_support": 0, "time_critical": 0}
    return card | {"clashes": [], "told": None, "outage": None, "attention": None, "attention_also": [], "round": 1}


@pytest.fixture
def looked(desk):  # noqa: F811
    """``looked(query)`` → the page and the moments that were asked for; three hours ago 70 were dark by another fuse."""

    def opened(query: str = "", *, width: int = 1366, height: int = 768):
        page, centre = desk([outage(1)], query=query, width=width, height=height)
        centre.plans = [plan(1, 20, 30), plan(2, 50, 60)]
        return page, centre.moments

    return opened


def slide(page, to: str) -> None:
    page.keyboard.press("v")
    page.wait_for_selector(".moment-bar input:focus")
    milliseconds = int(datetime.fromisoformat(to).timestamp() * 1000)
    page.fill(".moment-bar input", str(milliseconds - milliseconds % 900_000))


def test_the_slider_shows_who_was_dark_and_says_that_this_is_not_now(looked):
    page, asked = looked()
    page.wait_for_selector(".outage-row >> text=旋坨1")
    slide(page, hours(-3))
    page.wait_for_selector(".outage-row >> text=旋坨2")
    assert names(page) == ["旋坨2支线熔断器"]
    assert re.search(r"不是现在：.* 的情况\s+1 起停电，70 户", page.inner_text(BANNER))
    assert page.inner_text(".sums li >> nth=0").split()[-1] == "70"
    assert page.inner_text(".sums li >> nth=2").split()[-1] == "—"
    assert asked[-1].startswith(hours(-3)[:16])


def test_one_key_leads_back_to_now(looked):
    page, _ = looked(f"?at={hours(-3)}")
    page.wait_for_selector(BANNER)
    page.wait_for_selector(".outage-row >> text=旋坨2")
    page.keyboard.press("v")
    page.wait_for_selector(".outage-row >> text=旋坨1")
    assert page.locator(BANNER).count() == 0 and "at=" not in page.url
    assert page.complaints == []


def test_the_address_of_a_moment_can_be_handed_on(looked):
    page, asked = looked()
    page.wait_for_selector(".outage-row")
    slide(page, hours(-5))
    page.wait_for_selector(".outage-row >> text=旋坨2")
    shared = parse_qs(urlsplit(page.url).query)["at"][0]
    assert shared == hours(-5)
    page.reload()
    page.wait_for_selector(BANNER)
    page.wait_for_selector(".outage-row >> text=旋坨2")
    assert asked[-1].startswith(shared[:16])


def test_ahead_it_shows_what_is_planned_for_that_moment_only(looked):
    page, asked = looked()
    page.wait_for_selector(".outage-row")
    slide(page, hours(25))
    page.wait_for_selector(f"{BANNER} >> text=1 项计划，100 户")
    assert "检修 1" in page.inner_text("#plan-list") and "检修 2" not in page.inner_text("#plan-list")
    assert asked == []
    page.click(f"{BANNER} >> text=回到现在")
    page.wait_for_selector(".outage-row >> text=旋坨1")


def test_what_was_is_looked_at_and_not_acted_on(looked):
    page, _ = looked(f"?at={hours(-3)}")
    page.click(".outage-row >> text=旋坨2")
    page.wait_for_selector(".detail >> text=大约")
    assert page.locator(".detail .actions button").count() == 0


@pytest.mark.map
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_it_fits_every_size(looked, language, theme):
    page, _ = looked(f"?at={hours(-3)}&lang={language}&theme={theme}")
    page.wait_for_selector(".outage-row")
    page.wait_for_selector("html[data-map-ready]", state="attached")
    assert too_wide(page, SIZES) == []
    assert page.complaints == []
