"""The boards of the complaint figures as files: the numbers that the page shows, and the matters behind one of them."""

import pytest

from tests.door.test_order_export import sheet
from tests.figures.test_files import lines, number
from tests.figures.world import a_july
from workorders.kinds.complaint.figures.units import RATES

pytestmark = pytest.mark.django_db
URL = "/api/v1/complaint-figures"
DAYS = {"since": "2026-07-01", "until": "2026-07-31", "lang": "en"}


@pytest.fixture(autouse=True)
def world(province):
    a_july(province)


def test_versions_side_by_side(mei):
    trees = mei.get(f"{URL}/", DAYS).data["trees"]
    head, *rows = lines(mei.get(f"{URL}/versions.csv", DAYS))
    assert head[1::3] == [f"{tree['tree']} Now" for tree in trees]
    found = {row[0]: row[1:] for row in rows}
    for at, tree in enumerate(trees):
        now, before, change = found["Complaints"][3 * at : 3 * at + 3]
        assert (int(now), int(before)) == (tree["now"]["complaints"], tree["last_year"]["complaints"]), tree["tree"]
        assert number(change) == tree["complaints_change"]
        assert number(found["Complaints per million customers"][3 * at]) == tree["per_million"]


def test_units_add_up_to_the_last_line(mei):
    told = mei.get(f"{URL}/units/", {**DAYS}).data
    head, *rows = lines(mei.get(f"{URL}/units.csv", DAYS))
    alleged = head.index("Alleged")
    *units, total = rows
    assert total[2] == "All together" and int(total[alleged]) == told["total"]["now"]["alleged"] > 0
    assert sum(int(row[alleged]) for row in units) == int(total[alleged])
    rates = {row[3]: number(row[head.index("Withdrawn in %")]) for row in units}
    assert rates == {each["unit"]: each["rates"]["withdrawn"]["percent"] for each in told["units"]}
    assert len(RATES) == sum(name.endswith("in %") for name in head)


def test_causes_add_up_to_what_was_alleged(mei):
    told = mei.get(f"{URL}/causes/", DAYS).data
    _head, *rows = lines(mei.get(f"{URL}/causes.csv", DAYS))
    of = {row[0] for row in rows}
    assert len(of) == len(told["dimensions"])
    assert {name: sum(int(row[3]) for row in rows if row[0] == name) for name in of} == dict.fromkeys(
        of, told["alleged"]
    )


def test_the_matters_behind_a_number(mei):
    asked = {**DAYS, "figure": "complaints"}
    told = mei.get(f"{URL}/rows/", asked).data
    _head, *rows = lines(mei.get(f"{URL}/rows.csv", asked))
    assert [row[0] for row in rows] == [each["number"] for each in told["rows"]] and rows
    assert len(sheet(mei.get(f"{URL}/rows.xlsx", asked))) == len(rows) + 1


def test_what_is_no_table_and_what_is_not_understood(mei):
    assert mei.get(f"{URL}/moon.csv", DAYS).status_code == 404
    assert mei.get(f"{URL}/units.csv", {**DAYS, "moon": "1"}).status_code == 422
