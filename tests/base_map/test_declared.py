"""What the environment may say of the base map; what is wrong is one sentence that names the setting."""

import re

import pytest

from command_center.env import BASE_DIR
from command_center.screens.base_map.declared import BaseMap, addresses, origins, problems
from command_center.screens.base_map.pmtiles import DRAWN_LAYERS
from tests.base_map.tile_server import AS_MAPLIBRE, AS_PNG, BROTLI, NO_GZIP, write_vector_pmtiles

TIANDITU = (
    "https://t{0-7}.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)
TILES = "https://tiles.example/{z}/{x}/{y}.png"


def said(**values):
    return list(problems(BaseMap(**({"attribution": "© 天地图"} | values))))


def test_no_base_map_is_nothing_to_complain_of():
    assert said(attribution="") == []
    assert origins(BaseMap()) == []


def test_tianditu_by_wmts_with_its_key_and_eight_hosts():
    base_map = BaseMap(tiles=(TIANDITU,), key="k1", attribution="© 天地图", approval="GS(2024)0650号")
    assert list(problems(base_map)) == []
    [layer] = addresses(base_map)
    assert len(layer) == 8
    assert layer[3].startswith("https://t3.tianditu.gov.cn/") and layer[3].endswith("{x}&tk=k1")
    assert origins(base_map) == [f"https://t{n}.tianditu.gov.cn" for n in range(8)]


def test_only_the_host_of_the_map_may_be_asked():
    base_map = BaseMap(tiles=("https://tiles.example:8443/a/{z}/{x}/{y}.png?tk=secret",))
    assert origins(base_map) == ["https://tiles.example:8443"]
    assert origins(BaseMap(pmtiles="https://files.example/hubei.pmtiles")) == ["https://files.example"]
    assert origins(BaseMap(pmtiles="/srv/hubei.pmtiles")) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"tiles": (TILES,), "pmtiles": "https://files.example/a.pmtiles"}, "both set"),
        ({"tiles": ("https://tiles.example/{z}/{x}.png",)}, "{y} is missing"),
        ({"tiles": ("tiles.example/{z}/{x}/{y}",)}, "begins with https://"),
        ({"tiles": ("https://tiles.example/{s}/{z}/{x}/{y}",)}, "nothing is known of {s}"),
        ({"tiles": (TIANDITU,)}, "BASE_MAP_KEY is empty"),
        ({"tiles": (TIANDITU.replace("SET=w", "SET=c"),), "key": "k"}, "matrix set c"),
        ({"tiles": (TILES,), "datum": "bd09"}, "BASE_MAP_DATUM is 'bd09'"),
        ({"tiles": (TILES,), "max_zoom": 0}, "BASE_MAP_MAX_ZOOM is 0"),
        ({"tiles": (TILES,), "attribution": ""}, "BASE_MAP_ATTRIBUTION is empty"),
        ({"pmtiles": "https://files.example/a.pmtiles", "datum": "gcj02"}, "only tiles of a service are shifted"),
        ({"pmtiles": "/nowhere/hubei.pmtiles"}, "No such file"),
        ({"pmtiles": __file__}, "no PMTiles file"),
    ],
)
def test_a_wrong_value_is_one_sentence(values, words):
    [sentence] = said(**values)
    assert words in sentence


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"packed": NO_GZIP}, ""),
        ({"water": "Wasser"}, ""),
        ({"water": "Wasser", "roads": "Strassen"}, "it has Strassen, Wasser; drawn are buildings, roads, water"),
        ({"about": b"{}"}, "which vector layers"),
        ({"about": b"no json"}, "which vector layers"),
        ({"kind": AS_MAPLIBRE}, "of a kind that is not drawn"),
        ({"kind": AS_PNG, "about": b"{}"}, ""),
        ({"packed": BROTLI}, "packed by Brotli"),
    ],
)
def test_a_file_that_no_page_can_draw_is_refused_at_start_in_one_sentence(tmp_path, fields, words):
    found = said(pmtiles=str(write_vector_pmtiles(tmp_path / "hubei.pmtiles", **fields)))
    assert len(found) == bool(words) and words in "".join(found)


def test_the_layers_that_are_asked_for_are_those_that_are_drawn():
    script = (BASE_DIR / "static/js/map/streets.js").read_text()
    assert set(re.findall(r'"source-layer": "(\w+)"', script)) == DRAWN_LAYERS


def test_a_map_without_https_on_pages_with_it_is_said_before_a_browser_refuses_it():
    base_map = BaseMap(tiles=(TILES.replace("https", "http"),), attribution="x")
    assert list(problems(base_map)) == []
    [sentence] = problems(base_map, https_only=True)
    assert "HTTPS_ONLY" in sentence
