"""The map under the maps in a real browser: which tiles are asked for, whose map it is, and what stands there when none come."""

from math import asinh, floor, pi, radians, tan

import pytest

from command_center.ground.core.datum import wgs84_to_gcj02
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from command_center.screens.base_map.declared import BaseMap
from tests.base_map.tile_server import tile_server, use, write_pmtiles, write_vector_pmtiles

from .dark import DarkCentre, outage
from .desk import open_desk

pytestmark = [pytest.mark.browser, pytest.mark.map, pytest.mark.django_db(transaction=True)]
SHOWN = '.map-base-credit[data-ground="shown"]'
APPROVED = {"attribution": "© 测绘院", "approval": "GS(2024)0001号"}
PLACE = (29.67, 109.15)


@pytest.fixture
def tiles():
    with tile_server() as server:
        yield server


@pytest.fixture
def outages(browser, live_server, client, settings):
    """``outages(base_map)`` → the outage map with one outage, on this ground."""

    def opened(base_map: BaseMap, query: str = "", *, width: int = 1366, height: int = 768):
        use(settings, base_map)
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser, width=width, height=height)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        DarkCentre(page, [outage(1)])
        page.goto(f"{live_server.url}/outages/{query}")
        page.wait_for_selector(".outage-row")
        return page

    return opened


def tile_of(lat: float, lon: float, z: int) -> tuple[int, int, int]:
    """Which tile of the web Mercator scheme shows this place."""
    across, down = (lon + 180) / 360, (1 - asinh(tan(radians(lat))) / pi) / 2
    return z, floor(across * 2**z), floor(down * 2**z)


def test_the_tiles_of_the_view_are_asked_for_and_the_map_says_whose_they_are(outages, tiles):
    page = outages(BaseMap(tiles=(f"{tiles.url}/{{z}}/{{x}}/{{y}}.png",), **APPROVED))
    page.wait_for_selector(SHOWN)
    assert page.inner_text(".map-base-credit") == "© 测绘院 · 审图号 GS(2024)0001号"
    page.wait_for_selector("html[data-map-ready]", state="attached")
    [level] = {z for z, _, _ in tiles.places()}
    assert tile_of(31.15, 112.25, level) in tiles.places()  # the middle of the province
    assert page.complaints == []


NEAR = """async ([lat, lon]) => {
    const { createMap } = await import("/static/js/map/base.js");
    const box = document.body.appendChild(document.createElement("div"));
    Object.assign(box.style, { position: "fixed", inset: "0", zIndex: 9 });
    const map = await createMap(box, { bounds: [[lon - 0.0005, lat - 0.0005], [lon + 0.0005, lat + 0.0005]] });
    await new Promise((drawn) => (map.loaded() ? drawn() : map.once("idle", drawn)));
}"""


@pytest.mark.parametrize(("datum", "shifted"), [("wgs84", False), ("gcj02", True)])
def test_a_map_in_the_shifted_datum_is_asked_for_the_shifted_places(outages, tiles, datum, shifted):
    """At level 18 the shift is more than the whole window: only one of the two tiles is asked for."""
    page = outages(BaseMap(tiles=(f"{tiles.url}/{{z}}/{{x}}/{{y}}.png",), datum=datum, **APPROVED))
    page.evaluate(NEAR, PLACE)
    asked = {place for place in tiles.places() if place[0] == 18}
    assert (tile_of(*wgs84_to_gcj02(*PLACE), 18) in asked) is shifted
    assert (tile_of(*PLACE, 18) in asked) is not shifted
    assert page.complaints == []


def test_tiles_that_fail_leave_our_own_map_and_one_quiet_line(outages, tiles):
    tiles.broken = True
    page = outages(BaseMap(tiles=(f"{tiles.url}/{{z}}/{{x}}/{{y}}.png",), **APPROVED))
    page.wait_for_selector('.map-base-credit[data-ground="failed"]')
    assert page.inner_text(".map-base-credit") == "底图暂时取不到，现在显示的是示意图。"
    assert page.locator('[role="alert"]').count() == 0
    page.click(".outage-row")  # the page works on
    page.wait_for_selector(".detail")


def test_a_file_of_our_own_is_read_in_pieces_under_the_strict_policy(outages, tmp_path):
    file = write_pmtiles(tmp_path / "hubei.pmtiles")
    page = outages(BaseMap(pmtiles=str(file), attribution="© OpenStreetMap"))
    page.wait_for_selector(SHOWN)
    assert page.inner_text(".map-base-credit") == "© OpenStreetMap"
    page.evaluate(NEAR, PLACE)
    assert page.evaluate(PIECES) > 1, "the head of the file, and a tile"
    assert page.complaints == []


PIECES = (
    """() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/base-map.pmtiles")).length"""
)
DRAWN = """async ([lat, lon]) => {
    const { createMap } = await import("/static/js/map/base.js");
    const box = document.body.appendChild(document.createElement("div"));
    Object.assign(box.style, { position: "fixed", inset: "0", zIndex: 9 });
    const map = await createMap(box, { bounds: [[lon - 0.1, lat - 0.1], [lon + 0.1, lat + 0.1]] });
    await new Promise((drawn) => (map.loaded() ? drawn() : map.once("idle", drawn)));
    const drawn = map.queryRenderedFeatures({ layers: ["base-water", "base-wide-roads"] });
    return [...new Set(drawn.map((feature) => feature.layer.id))].sort();
}"""


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_a_file_of_vector_tiles_is_drawn_in_our_colours(outages, tmp_path, query):
    file = write_vector_pmtiles(tmp_path / "hubei.pmtiles")
    page = outages(BaseMap(pmtiles=str(file), attribution="© OpenStreetMap"), query)
    page.wait_for_selector(SHOWN)
    assert page.evaluate(DRAWN, PLACE) == ["base-water", "base-wide-roads"]
    assert page.complaints == []


def test_without_one_nothing_is_shown_that_was_not_there_before(outages):
    page = outages(BaseMap())
    page.wait_for_selector("html[data-map-ready]", state="attached")
    assert page.locator(".map-base-credit").count() == 0
    assert page.complaints == []
