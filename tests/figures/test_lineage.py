"""Every figure of the catalogue is what plain SQL says of the rows that it lists."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection

from command_center.ground.figures.declaring import Over
from command_center.screens.figures.catalogue import BY_CODE, FIGURES
from tests.figures.facts import DAYS
from tests.figures.world import a_july

pytestmark = pytest.mark.django_db

CUSTOMERS = "(SELECT count(*) FROM customers_customer)"
ORDERS = "FROM workorders_workorder WHERE id = ANY(%(ids)s)"
# Of the ids that a figure lists: the figure. One line for each row of the catalogue.
SQL = {
    "arrival_minutes": f"SELECT avg(extract(epoch FROM arrived_at - reported_at)) / 60 {ORDERS}",
    "repair_minutes": f"SELECT avg(extract(epoch FROM restored_at - arrived_at)) / 60 {ORDERS}",
    "complaints": f"SELECT count(*) {ORDERS}",
    "complaints_per_million": f"SELECT 1e6 * count(*) / {CUSTOMERS} {ORDERS}",
    "opinions": f"SELECT count(*) {ORDERS}",
    "withdrawn": f"SELECT count(*) {ORDERS}",
}


@pytest.fixture(autouse=True)
def world(province):
    return a_july(province)


@pytest.fixture
def boss(signed_in):
    """The whole province, and every gate open."""
    return signed_in("lin")


def listed(who, code, **asked):
    """Every row behind a figure, page by page."""
    found, offset = [], 0
    while offset is not None:
        answer = who.get(f"/api/v1/figures/{code}/rows/", {**DAYS, **asked, "limit": 3, "offset": offset})
        assert answer.status_code == 200, answer.data
        found += answer.data["rows"]
        offset = answer.data["next"]
    assert len({row["id"] for row in found}) == len(found) == answer.data["of"]
    return found


def by_sql(code, ids):
    with connection.cursor() as cursor:
        cursor.execute(SQL[code], {"ids": ids})
        value = cursor.fetchone()[0]
    return None if value is None else float(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_there_is_a_line_of_sql_for_every_figure():
    assert set(SQL) == set(BY_CODE)


@pytest.mark.parametrize("code", list(BY_CODE))
def test_a_figure_is_the_sql_over_its_rows(boss, ask, code):
    rows = listed(boss, code)
    assert rows, "the world has nothing for this figure: the test would say nothing"
    assert ask(code, boss)["now"]["value"] == by_sql(code, [row["id"] for row in rows])


@pytest.mark.parametrize("code", list(BY_CODE))
def test_a_part_is_the_sql_over_the_rows_of_the_part(boss, ask, code):
    for split in BY_CODE[code].splits:
        parts = ask(code, boss, by=split.value)["parts"]
        known = [part for part in parts if part["key"] in BY_CODE[code].splits[split]()]
        for part in known:
            rows = listed(boss, code, **{split.value: part["key"]})
            assert len(rows) == part["rows"]
            if BY_CODE[code].formula.over is not Over.CUSTOMERS:
                assert not rows or part["value"] == by_sql(code, [row["id"] for row in rows])


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_parts_of_every_kind_hold_all_rows_once(boss, ask, figure):
    whole = ask(figure.code, boss)["now"]["rows"]
    for by in ("units", "centres", *figure.splits):
        assert sum(part["rows"] for part in ask(figure.code, boss, by=str(by))["parts"]) == whole
    if figure.by_hour:
        assert sum(cell["rows"] for cell in ask(figure.code, boss, by="hour")["cells"]) == whole
    assert ask(figure.code, boss, by="month")["months"][-1]["rows"] == whole
