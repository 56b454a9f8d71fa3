"""Weekly report, told restoration times and a figure as it stood, in a browser: both languages and themes, a phone's width,
the keyboard alone, on paper, and the ways between them."""

from datetime import date, datetime

import pytest
from django.utils.timezone import localtime, now

from command_center.ground.core.values import CHINA
from command_center.ground.figures.models import WeeklyReport
from command_center.screens.reports.making import make_report
from tests.browser.phones import too_wide
from tests.browser.test_accessibility import grave
from tests.browser.test_headline import desk_of_figures  # noqa: F401
from tests.browser.test_order_list import mei, province  # noqa: F401
from tests.figures.test_kept import MINUTE, count
from tests.figures.world import a_july

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}]
LOOKS = pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
MONDAY, WEEK_BEFORE = date(2026, 7, 13), date(2026, 7, 6)
JULY = "from=2026-07-01&to=2026-07-31&"


@pytest.fixture(autouse=True)
def july(province):  # noqa: F811
    a_july(province)


@pytest.fixture
def reports(province):  # noqa: F811
    for first in (MONDAY, WEEK_BEFORE):
        make_report(unit=province.xianfeng, first=first, at=datetime(2026, 7, 20, 6, tzinfo=CHINA))
    return WeeklyReport.objects.order_by("first")


def walk_to(page, selector):
    """Tab until the focus is there; the start of the page is where it begins."""
    page.focus(".skip-link")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def looks_right(page):
    assert grave(page) == [] and too_wide(page, SIZES) == []
    page.set_viewport_size(SIZES[0])
    assert grave(page) == []
    page.set_viewport_size(SIZES[1])
    assert page.complaints == []


@LOOKS
def test_the_weekly_report_is_read_and_another_week_asked_with_the_keyboard(desk_of_figures, reports, theme, language):  # noqa: F811
    page = desk_of_figures("/reports/weekly/?", theme, language)
    assert "2026-W29" in page.inner_text(".of-what")
    looks_right(page)
    walk_to(page, "[name=week]")
    page.keyboard.press("ArrowDown")
    walk_to(page, ".report-ask button")
    page.keyboard.press("Enter")
    page.wait_for_url("**week=2026-W28**")
    assert "2026-W28" in page.inner_text(".of-what") and page.get_attribute("html", "lang") == language


@LOOKS
def test_told_restoration_times_are_read_and_asked_for_other_days(desk_of_figures, theme, language):  # noqa: F811
    page = desk_of_figures(f"/etr/?{JULY}", theme, language)
    assert page.locator(".report-table").count() == 3
    looks_right(page)
    walk_to(page, "[name=to]")
    page.fill("[name=to]", "2026-07-20")
    page.keyboard.press("Enter")
    page.wait_for_url("**to=2026-07-20**")
    assert page.get_attribute("html", "lang") == language


@LOOKS
def test_a_figure_as_it_stood_is_read(desk_of_figures, theme, language):  # noqa: F811
    count(now() - MINUTE)
    as_of = f"{localtime():%Y-%m-%dT%H:%M:%S}"
    page = desk_of_figures(f"/figures/arrival_minutes/?{JULY}as_of={as_of}&", theme, language)
    page.wait_for_selector(".as-it-stood h2")
    looks_right(page)
    page.focus(".as-of-now")
    page.keyboard.press("Enter")
    page.wait_for_selector(".as-it-stood", state="detached")
    assert "as_of" not in page.url and f"lang={language}" in page.url


def test_a_line_of_the_report_leads_to_the_figure_of_that_week_and_back(desk_of_figures, reports, province):  # noqa: F811
    page = desk_of_figures("/reports/weekly/?", "light", "zh-hans")
    told = page.locator(".report-table tbody tr").filter(has=page.locator("a[href*=arrival_minutes]"))
    page.click("a[href*=arrival_minutes]")
    page.wait_for_selector(".figure-value b")
    assert all(part in page.url for part in (f"unit={province.xianfeng.code}", "from=2026-07-13", "to=2026-07-19"))
    assert page.inner_text(".figure-value b") == "25.00"
    page.click(".figure-period a[href^='/reports/weekly/']")
    page.wait_for_selector(".of-what")
    assert "25.00" in told.inner_text()


def test_the_pages_of_figures_lead_to_each_other(desk_of_figures, reports):  # noqa: F811
    page = desk_of_figures("/figures/?", "light", "zh-hans")
    page.click(".figure-ways a[href='/etr/']")
    page.wait_for_selector(".report-table")
    page.click(".report-ways a[href^='/reports/weekly/']")
    page.wait_for_selector(".of-what")
    page.click(".report-ways a[href^='/etr/']")
    page.wait_for_selector(".report-table")
    assert "from=2026-07-13" in page.url, "of the days of the report"
    page.click("a[href^='/figures/estimate_kept_percent/']")
    page.wait_for_selector(".figure-period a[href^='/etr/']")
    assert page.complaints == []


@pytest.mark.parametrize("path", ["/reports/weekly/?", f"/etr/?{JULY}"])
def test_on_paper_there_is_no_control_and_no_dark(desk_of_figures, reports, path):  # noqa: F811
    page = desk_of_figures(path, "dark", "en")
    page.emulate_media(media="print")
    assert page.locator(".report-top").is_hidden() and page.locator(".skip-link").is_hidden()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
