"""The headline table in a browser: both languages and themes, a window of half a screen, nothing that only a mouse reaches."""

import pytest

from tests.browser.desk import open_desk
from tests.browser.phones import too_wide
from tests.browser.test_accessibility import grave
from tests.browser.test_order_list import greet, mei, province  # noqa: F401
from tests.figures.facts import july, repaired

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]


@pytest.fixture
def desk_of_figures(browser, live_server, client, mei):  # noqa: F811
    """``desk_of_figures("/figures/?", theme, language)`` → that page, as a dispatcher of Xianfeng has it."""

    def opened(path, theme, language):
        client.force_login(mei)
        page = open_desk(browser)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([session])
        page.route_web_socket("**/ws/console/**", greet)
        page.goto(f"{live_server.url}{path}lang={language}&theme={theme}")
        return page

    return opened


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_table_is_read_and_asked_for_other_days(desk_of_figures, theme, language):
    page = desk_of_figures("/figures/?", theme, language)
    page.wait_for_selector(".row-arrival_minutes")
    assert grave(page) == [] and too_wide(page, SIZES) == []
    page.fill("[name=since]", "2025-01-01")
    page.dispatch_event("[name=since]", "change")
    page.wait_for_url("**since=2025-01-01**")
    assert f"lang={language}" in page.url, "the language stays"
    assert page.complaints == []


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_a_key_figure_is_chosen_narrowed_and_drilled_into(desk_of_figures, province, theme, language):  # noqa: F811
    for number in range(12):
        repaired(f"K-{number}", at=july(2 + number, 8 + number), arrival=20 + number, repair=30, fault_kind="MV")
        repaired(f"L-{number}", at=july(2 + number), arrival=60, repair=30, fault_kind="LV")
    page = desk_of_figures("/figures/?since=2026-07-01&until=2026-07-31&", theme, language)
    page.wait_for_selector(".chosen .of-month .months")
    assert page.locator(".key-cell").count() == 8 and page.locator(".key-cell[aria-pressed=true]").count() == 1
    page.keyboard.press("3")
    page.wait_for_selector(".of-hour .heat")
    assert page.inner_text(".key-cell[aria-pressed=true] b") == "42.75" and "figure=arrival_minutes" in page.url
    page.select_option("[name=voltage]", "MV")
    page.locator(".key-cell[aria-pressed=true] b", has_text="25.50").wait_for()
    assert page.inner_text(".key-cell >> nth=6 >> b") == "—", "complaints know no voltage"
    assert grave(page) == [] and too_wide(page, SIZES) == []
    page.click(".chosen .ranking .as-link")
    page.wait_for_url("**unit=422826T01**")
    page.reload()
    page.wait_for_selector(".of-hour .heat")
    assert page.input_value("[name=voltage]") == "MV" and f"lang={language}" in page.url
    page.keyboard.press("r")
    page.wait_for_selector(".rows-table .row-link")
    assert page.locator(".rows-table tbody tr").count() == 12, "the rows are narrowed alike"
    assert page.complaints == []


RIGHT_EDGES = """
    (selectors) => selectors.map((each) => Math.round(document.querySelector(each).getBoundingClientRect().right))"""


def test_the_question_the_key_figures_and_the_chosen_one_end_at_one_edge(desk_of_figures):
    page = desk_of_figures("/figures/?", "light", "zh-hans")
    page.wait_for_selector(".chosen .of-month .months")
    for width in (1366, 1600, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        edges = page.evaluate(RIGHT_EDGES, [".question", ".key-cells", ".chosen-parts", ".question button"])
        assert len(set(edges)) == 1, (width, edges)
    page.set_viewport_size({"width": 1600, "height": 900})
    edges = page.evaluate(RIGHT_EDGES, [".key-cells", ".chosen .of-month .months"])
    assert len(set(edges)) == 1, edges


@pytest.mark.parametrize(("theme", "language"), [("dark", "zh-hans"), ("light", "en")])
def test_a_figure_opens_its_definition_and_its_rows(desk_of_figures, theme, language):
    for number in range(12):
        repaired(f"F-{number}", at=july(2 + number, 8 + number), arrival=20 + number, repair=30)
    page = desk_of_figures("/figures/arrival_minutes/?from=2026-07-01&to=2026-07-31&", theme, language)
    page.wait_for_selector(".of-hour .heat")
    assert page.inner_text(".figure-value b") == "25.50"
    assert page.is_visible(".figure-means p"), "its definition stands beside it"
    page.keyboard.press("r")
    page.wait_for_selector(".rows-table .row-link")
    assert page.locator(".rows-table tbody tr").count() == 12 and "rows=1" in page.url
    page.click(".place-choice button >> nth=1")
    page.wait_for_url("**by=centres**")
    page.wait_for_selector(".of-centres .ranking")
    assert grave(page) == [] and too_wide(page, SIZES) == []
    assert f"lang={language}" in page.url and page.complaints == []


@pytest.mark.parametrize(("theme", "language"), [("dark", "zh-hans"), ("light", "en")])
def test_a_figure_is_asked_in_words_with_the_keyboard_alone(desk_of_figures, theme, language):
    page = desk_of_figures("/figures/?", theme, language)
    page.wait_for_selector(".question .offered")
    page.keyboard.press("q")
    page.keyboard.type("为什么投诉这么多")
    page.keyboard.press("Enter")
    page.wait_for_selector(".question .refused")
    page.click(".question .offered")
    page.wait_for_selector(".question .big")
    assert page.input_value("[name=question]") != "为什么投诉这么多", "the question that is answered stands in the box"
    asked = page.url
    assert "ask=" in asked and f"lang={language}" in asked
    page.reload()
    page.wait_for_selector(".question .big")
    assert grave(page) == [] and too_wide(page, SIZES) == []
    assert page.complaints == []
