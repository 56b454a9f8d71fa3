"""Every table of figures as a file: the numbers of the page, ranking, parts, months, hours and the headline table."""

import csv
import io

import pytest

from command_center.ground.organisation import look_ups
from command_center.screens.figures.catalogue import FIGURES
from tests.door.test_order_export import sheet
from tests.figures.facts import DAYS
from tests.figures.world import a_july

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(province, monkeypatch):
    monkeypatch.setattr(look_ups.ExportThrottle, "THROTTLE_RATES", {"export": "9999/hour"})
    a_july(province)


def lines(answer):
    assert answer.status_code == 200, answer.data
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()[1:])))


def told_by(parts):
    """What the page shows of each, however it is ordered."""
    return sorted((each["name"], each["rank"], each["value"], each["rows"], each["change"]["by"]) for each in parts)


def number(cell):
    return None if cell == "" else float(cell)


def test_every_division_of_every_figure_is_what_the_page_shows(signed_in, ask):
    lin, wrong = signed_in("lin"), []
    for figure in FIGURES:
        for by in ask(figure.code, lin)["definition"]["by"]:
            told = ask(figure.code, lin, by=by)
            _, *rows = lines(lin.get(f"/api/v1/figures/{figure.code}/parts.csv", {**DAYS, "by": by}))
            if by == "month":
                found = [(row[0], number(row[1])) for row in rows]
                wanted = [(str(each["first"])[:7], each["value"]) for each in told["months"]]
            elif by == "hour":
                found = [(int(row[0]), int(row[1]), number(row[2])) for row in rows]
                wanted = [(each["weekday"], each["hour"], each["value"]) for each in told["cells"]]
            else:
                found = sorted(
                    (row[1].lstrip("'"), number(row[0]), number(row[3]), int(row[5]), number(row[8])) for row in rows
                )
                wanted = told_by(told["parts"])
            wrong += [(figure.code, by, found, wanted)] * (found != wanted)
    assert wrong == []


def test_a_ranking_as_a_workbook(mei):
    head, *rows = sheet(mei.get("/api/v1/figures/arrived_percent/parts.xlsx", {**DAYS, "by": "units"}))
    assert head[:3] == ["名次", "名称", "编号"] and len(rows) >= 1


@pytest.mark.parametrize(("by", "more"), [("", {}), ("colour", {}), ("urban", {"as_of": "2026-09-01T12:00"})])
def test_what_is_not_divided_so_is_refused(mei, by, more):
    answer = mei.get("/api/v1/figures/arrival_minutes/parts.csv", {**DAYS, "by": by, **more})
    assert answer.status_code == 422


def test_the_headline_table(mei):
    days = {"since": "2026-07-01", "until": "2026-07-31"}
    told = mei.get("/api/v1/headline-figures/", days).data["figures"]
    head, *rows = lines(mei.get("/api/v1/headline-figures.csv", {**days, "lang": "en"}))
    assert head[0] == "Figure" and [number(row[2]) for row in rows] == [each["now"] for each in told]
    assert len(sheet(mei.get("/api/v1/headline-figures.xlsx", days))) == len(told) + 1
