"""What the pages are told of the base map, what they may ask for, and the file in pieces; the environment decides."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from command_center.env import BASE_DIR
from command_center.screens.base_map.declared import BaseMap
from tests.base_map.tile_server import use, write_pmtiles, write_vector_pmtiles

TILES = "https://t{0-1}.example/{z}/{x}/{y}.png?tk={key}"


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_without_one_the_pages_draw_their_own_and_ask_nobody_else(client):
    answer = client.get("/base-map.json")
    assert answer.json() == {"kind": "none"}
    assert client.get("/base-map.pmtiles").status_code == 404
    assert "http" not in client.get("/login/")["Content-Security-Policy"]


def test_a_service_is_told_with_its_hosts_its_key_and_whose_map_it_is(client, settings):
    base_map = BaseMap(tiles=(TILES,), key="k1", datum="gcj02", attribution="© 某图", approval="GS(2024)0001号")
    use(settings, base_map)
    assert client.get("/base-map.json").json() == {
        "kind": "tiles",
        "layers": [["https://t0.example/{z}/{x}/{y}.png?tk=k1", "https://t1.example/{z}/{x}/{y}.png?tk=k1"]],
        "datum": "gcj02",
        "attribution": "© 某图",
        "approval": "GS(2024)0001号",
        "max_zoom": 18,
    }


def test_the_policy_of_the_pages_follows_the_environment():
    """From the variable to the header: two directives get the hosts of the map and nothing else."""
    shown = manage(
        "shell", "--no-imports", "-c",
        "from django.test import Client; print(Client().get('/base-map.json')['Content-Security-Policy'])",
        BASE_MAP_TILES=TILES, BASE_MAP_KEY="k1", BASE_MAP_ATTRIBUTION="x",
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    parts = (part.strip().partition(" ") for part in shown.stdout.strip().split(";"))
    policy = {name: sources for name, _, sources in parts}
    hosts = "https://t0.example https://t1.example"
    assert policy["img-src"] == f"'self' data: blob: {hosts}"
    assert policy["connect-src"] == f"'self' {hosts}"
    assert {name for name, sources in policy.items() if "example" in sources} == {"img-src", "connect-src"}


def test_a_wrong_value_stops_the_start_with_a_sentence():
    refused = manage("check", BASE_MAP_TILES="https://t.example/{z}/{x}.png", BASE_MAP_ATTRIBUTION="x")
    assert refused.returncode == 1
    assert "{y} is missing" in refused.stderr and "base_map.E001" in refused.stderr


def test_a_map_without_its_approval_number_is_remarked(settings):
    settings.BASE_MAP = BaseMap(tiles=("https://t.example/{z}/{x}/{y}.png",), attribution="x")
    assert [found.id for found in run_checks() if found.id.startswith("base_map")] == ["base_map.W001"]


@pytest.fixture
def file(tmp_path, settings):
    path = write_pmtiles(tmp_path / "hubei.pmtiles")
    use(settings, BaseMap(pmtiles=str(path), attribution="© OpenStreetMap"))
    return path


def test_a_file_of_ours_is_told_by_our_address_and_never_by_its_path(client, file):
    answer = client.get("/base-map.json")
    assert answer.json()["address"].startswith("/base-map.pmtiles?v=")
    assert str(file) not in answer.content.decode()


def test_a_file_comes_in_the_pieces_that_are_asked_for(client, file):
    piece = client.get("/base-map.pmtiles", headers={"range": "bytes=0-6"})
    assert (piece.status_code, b"".join(piece)) == (206, b"PMTiles")
    assert piece["Content-Range"] == f"bytes 0-6/{file.stat().st_size}"
    assert b"".join(client.get("/base-map.pmtiles")) == file.read_bytes()


def test_pieces_of_one_file_are_never_laid_beside_those_of_the_next(client, file):
    address = client.get("/base-map.json").json()["address"]
    assert "immutable" in client.get(address)["Cache-Control"]
    write_vector_pmtiles(file)
    assert client.get(address).status_code == 404, "a page that was opened before says that its map does not come"
    newer = client.get("/base-map.json").json()["address"]
    assert newer != address and client.get(newer).status_code == 200


def test_a_file_that_went_away_is_not_found(client, file):
    file.unlink()
    assert client.get("/base-map.pmtiles").status_code == 404
