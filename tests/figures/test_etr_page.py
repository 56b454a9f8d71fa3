"""The page of told restoration times: its values are those of the catalogue, its links lead to the rows behind each."""

import re

import pytest
from django.test import Client

from tests.figures.facts import DAYS
from tests.figures.test_files import lines, number
from tests.figures.world import a_july

SHOWN = ("estimate_kept_percent", "estimate_changes", "estimate_spare_minutes")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(province):
    a_july(province)


def page(user, **asked):
    client = Client()
    client.force_login(user)
    return client.get("/etr/", {"lang": "en", **DAYS, **asked})


def test_the_values_are_those_of_the_catalogue(cast, ask, mei):
    text = page(cast.mei).content.decode()
    for code in SHOWN:
        assert f"<b>{ask(code)['now']['value']:.2f}".replace("-", "−") in text.replace("-", "−"), code


def test_every_value_of_a_part_leads_to_its_rows(cast, mei):
    text = page(cast.mei).content.decode().replace("&amp;", "&")
    found = re.findall(
        r'href="(/api/v1/figures/estimate_kept_percent/rows.csv[^"]+)">[^<]+</a> <span class="quiet">of (\d+)<', text
    )
    assert {"cause", "kind"} == {key for href, _ in found for key in ("cause", "kind") if f"{key}=" in href}
    for href, count in found:
        lines = b"".join(mei.get(href).streaming_content).decode().strip().splitlines()
        assert len(lines) - 1 == int(count) > 0


@pytest.mark.parametrize("table", ["figures", "cause", "kind"])
def test_its_tables_are_taken_along(cast, ask, mei, table):
    text = page(cast.mei).content.decode().replace("&amp;", "&")
    (href,) = re.findall(rf'href="(/api/v1/told-times/{table}.csv[^"]+)"', text)
    head, *rows = lines(mei.get(f"{href}&lang=en"))
    if table == "figures":
        values = [ask(code)["now"]["value"] for code in SHOWN]
        assert head[2] == "Value" and [number(row[2]) for row in rows] == values
    else:
        parts = {part["name"]: part for part in ask(SHOWN[0], by=table, lang="en")["parts"]}
        assert {row[0]: (number(row[1]), int(row[2])) for row in rows} == {
            name: (part["value"], part["rows"]) for name, part in parts.items()
        }
    assert mei.get("/api/v1/told-times/moon.csv").status_code == 404


def test_another_area_and_days_that_are_none(cast, province):
    assert page(cast.eva, unit=province.xianfeng.code).status_code == 404
    assert page(cast.mei, **{"from": "x", "to": "9999-99-99"}).status_code == 200
    assert "No outage of which a time was told" in page(cast.eva).content.decode()
