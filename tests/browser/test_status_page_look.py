"""The public status page in a browser: whole without scripts, both languages and themes, strict policy, a map for who asks."""

import pytest

from tests.door.test_outages import make_outage
from tests.grid import make_province
from tests.outages.lines import make_points

from .desk import open_desk
from .phones import too_wide

SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dark(transactional_db):
    province = make_province()
    make_points(province.t2, 12)
    make_outage(province.t2)
    make_outage(province.t1)
    return province


def test_it_is_whole_without_scripts(browser, live_server, dark):
    page = open_desk(browser, width=390, height=844, java_script_enabled=False)
    page.goto(f"{live_server.url}/status/")
    assert "约 15 户" in page.inner_text("[data-live=now]")
    page.fill("input[name=number]", dark.customer.number)
    page.fill("input[name=phone_end]", "5612")
    page.click("form[method=post] button")
    assert "您家正在停电" in page.inner_text(".answer")
    page.fill("input[name=q]", "丁寨")
    page.click("form[method=get] button")
    assert "丁寨供电所" in page.inner_text("[aria-labelledby=found]")


@pytest.mark.parametrize(("language", "scheme", "sizes"), [("zh-hans", "light", SIZES), ("en", "dark", SIZES[::-1])])
def test_it_fits_and_keeps_the_policy(browser, live_server, dark, language, scheme, sizes):
    page = open_desk(browser, color_scheme=scheme, **sizes[0])
    page.goto(f"{live_server.url}/status/?lang={language}")
    page.wait_for_selector("[data-show-map]:not([hidden])")
    assert too_wide(page, sizes) == []
    assert page.complaints == []


@pytest.mark.map
def test_the_map_comes_for_who_asks(browser, live_server, dark):
    page = open_desk(browser, width=800, height=520)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/status/")
    page.wait_for_selector("[data-show-map]:not([hidden])")
    assert not [url for url in asked if "maplibre" in url]
    held = []
    page.route("**/status/outages.geojson", lambda route: held.append(route))
    with page.expect_request("**/status/outages.geojson"):
        page.click("[data-show-map]")
    assert page.wait_for_selector("[data-map-wait]", state="visible").inner_text() == "地图加载中…"
    held[0].continue_()
    page.wait_for_function("() => document.documentElement.dataset.mapReady")
    page.wait_for_selector("[data-map-wait]", state="hidden")
    assert page.locator("[data-map-canvas]").bounding_box()["height"] > 300, (
        "it fills its frame, whose sheet came first"
    )
    assert page.complaints == []


def test_the_answer_has_the_focus(browser, live_server, dark):
    page = open_desk(browser, width=390, height=844)
    page.goto(f"{live_server.url}/status/")
    page.fill("input[name=number]", dark.customer.number)
    page.fill("input[name=phone_end]", "5612")
    page.click("form[method=post] button")
    page.wait_for_function("() => document.activeElement.id === 'my-supply'")
    page.fill("input[name=q]", "丁寨")
    page.click("form[method=get] button")
    page.wait_for_function("() => document.activeElement.id === 'found'")
