"""What the environment may say of the base map; what is wrong is one sentence that names the setting."""

import pytest

from command_center.screens.base_map.declared import BaseMap, addresses, origins, problems

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


def test_a_map_without_https_on_pages_with_it_is_said_before_a_browser_refuses_it():
    base_map = BaseMap(tiles=(TILES.replace("https", "http"),), attribution="x")
    assert list(problems(base_map)) == []
    [sentence] = problems(base_map, https_only=True)
    assert "HTTPS_ONLY" in sentence
