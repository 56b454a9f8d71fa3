"""The key figures in one answer: each as its own page tells it, narrowed by what it knows, with thirteen months; the same as a file."""

import pytest

from command_center.screens.figures.key_figures import KEY
from tests.figures.facts import DAYS, july, repaired
from tests.figures.test_files import lines, number
from tests.figures.world import a_july

pytestmark = pytest.mark.django_db
URL = "/api/v1/key-figures/"


@pytest.fixture(autouse=True)
def world(province):
    a_july(province)


def cells(who, **asked):
    answer = who.get(URL, {**DAYS, **asked})
    assert answer.status_code == 200, answer.data
    return {each["definition"]["code"]: each for each in answer.data["figures"]}


def test_each_cell_is_what_the_page_of_the_figure_tells(mei, ask):
    found = cells(mei)
    assert list(found) == [figure.code for figure in KEY] and len(found) == 8
    for code, cell in found.items():
        page = ask(code, by="month")
        told = page["now"], page["year_before"], page["year_change"], page["meets_target"], page["months"]
        assert (cell["now"], cell["year_before"], cell["year_change"], cell["meets_target"], cell["months"]) == told, (
            code
        )
        assert len(cell["months"]) == 13 and cell["told"]


@pytest.mark.parametrize("narrowed", [{"urban": "URBAN"}, {"voltage": "MV"}, {"urban": "RURAL", "voltage": "LV"}])
def test_a_figure_that_knows_nothing_of_what_is_asked_is_not_told(mei, ask, narrowed):
    for code, cell in cells(mei, **narrowed).items():
        figure = next(each for each in KEY if each.code == code)
        assert cell["told"] == (set(narrowed) <= {split.value for split in figure.splits}), code
        assert cell["now"] == (ask(code, **narrowed)["now"] if cell["told"] else cell["now"]), code
        assert cell["told"] or (cell["now"]["value"], cell["months"]) == (None, [])


def test_a_unit_is_narrowed_to_and_nonsense_refused(signed_in, province):
    lin = signed_in("lin")
    repaired("far", at=july(3), arrival=77, org_path=province.baifusi.path)
    assert cells(lin, unit="422827")["arrival_minutes"]["now"]["value"] == 77.0
    assert signed_in("eva").get(URL, {**DAYS, "unit": "422826"}).status_code == 404
    for asked in ({"urban": "MOON"}, {"voltage": "220"}, {"cause": "NATURE"}, {"from": "2026-08-01"}):
        assert lin.get(URL, {**DAYS, **asked}).status_code == 422, asked


def test_they_are_taken_along_with_a_column_for_each_month(mei):
    told = cells(mei)
    head, *rows = lines(mei.get("/api/v1/key-figures.csv", {**DAYS, "lang": "en"}))
    assert head[0] == "Figure" and head[8] == "2025-07" and head[20] == "2026-07"
    assert [number(row[2]) for row in rows] == [each["now"]["value"] for each in told.values()]
    assert [[number(cell) for cell in row[8:21]] for row in rows] == [
        [month["value"] for month in each["months"]] for each in told.values()
    ]


def test_the_headline_table_follows_a_unit(signed_in, ask, province):
    lin = signed_in("lin")
    repaired("far", at=july(3), arrival=77, org_path=province.baifusi.path)
    days = {"since": DAYS["from"], "until": DAYS["to"]}
    for unit in ("", "422826"):
        told = lin.get("/api/v1/headline-figures/", {**days, "unit": unit}).data["figures"]
        arrival = next(each for each in told if each["code"] == "arrival_minutes")
        assert arrival["now"] == ask("arrival_minutes", lin, unit=unit)["now"]["value"]
        assert ("&unit=422826" in arrival["rows"]) == bool(unit)
