"""What a person looks at stays beside the panel that lies over the map, when zooming and when the window changes."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import DarkCentre, outage
from .desk import CommandCentre, open_desk, order

pytestmark = [pytest.mark.browser, pytest.mark.map, pytest.mark.django_db(transaction=True)]
SEEN = "() => document.documentElement.dataset.chosenSeen === 'true'"
HOME = "() => document.documentElement.dataset.wholeProvince === 'true'"
AWAY = "() => document.documentElement.dataset.wholeProvince === 'false'"


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(path, order)`` → the page at 1366 × 768, where the panel lies over the map."""

    def sit_down(path, first=None):
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser, width=1366, height=768)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.emulate_media(reduced_motion="reduce")  # the map jumps, so that there is nothing to wait for
        DarkCentre(page, [outage(1)]) if path else CommandCentre(page, [first or order(1)])
        page.goto(f"{live_server.url}/{path}")
        page.wait_for_selector(".outage-row, .row")
        page.wait_for_function("() => document.documentElement.dataset.mapReady === 'true'")
        page.wait_for_function(HOME)
        return page

    return sit_down


@pytest.mark.parametrize("path", ["", "outages/"])
def test_zooming_keeps_the_chosen_one_in_sight(desk, path):
    page = desk(path)
    page.keyboard.press("j")
    page.wait_for_selector(".detail .facts")
    page.wait_for_function(SEEN)
    for _ in range(3):
        page.keyboard.press("+")
    page.locator(".zoom-buttons button").first.click()
    page.wait_for_function(AWAY)
    page.evaluate("() => { document.documentElement.dataset.chosenSeen = ''; }")
    page.locator(".zoom-buttons button").first.click()
    page.wait_for_function("() => document.documentElement.dataset.chosenSeen !== ''")
    assert page.evaluate(SEEN)
    assert page.complaints == []


@pytest.mark.parametrize("path", ["", "outages/"])
def test_the_whole_province_is_fitted_anew_when_the_window_changes(desk, path):
    page = desk(path)
    page.keyboard.press("+")
    page.wait_for_function(AWAY)
    page.keyboard.press("0")
    page.wait_for_function(HOME)
    scale = page.locator(".maplibregl-ctrl-scale").evaluate("bar => bar.outerHTML")
    page.set_viewport_size({"width": 1290, "height": 640})
    page.wait_for_function("before => document.querySelector('.maplibregl-ctrl-scale').outerHTML !== before", arg=scale)
    assert page.evaluate(HOME) and page.complaints == []


@pytest.mark.parametrize("path", ["", "outages/"])
def test_the_chosen_one_comes_back_into_sight_when_the_window_shrinks(desk, path):
    page = desk(path)
    page.keyboard.press("j")
    page.wait_for_function(SEEN)
    page.evaluate("() => { document.documentElement.dataset.chosenSeen = ''; }")
    page.set_viewport_size({"width": 1290, "height": 640})
    page.wait_for_function(SEEN)


def test_the_province_is_shown_beside_the_panel_of_an_order_without_a_place(desk):
    page = desk("", order(1, located=False, lat=None, lon=None))
    scale = page.locator(".maplibregl-ctrl-scale").evaluate("bar => bar.outerHTML")
    page.keyboard.press("j")
    page.wait_for_function("before => document.querySelector('.maplibregl-ctrl-scale').outerHTML !== before", arg=scale)
    page.keyboard.press("Escape")
    page.wait_for_function("before => document.querySelector('.maplibregl-ctrl-scale').outerHTML === before", arg=scale)
    assert page.evaluate(HOME) and page.complaints == []
