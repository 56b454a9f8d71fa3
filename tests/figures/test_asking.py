"""A figure asked through its door: value, comparisons, parts, the area of the person, and what is refused."""

import pytest
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.figures.asking import Part, ranks
from command_center.ground.figures.declaring import MEAN, Better, Figure, Unit
from command_center.ground.figures.facts import TableFacts, Window
from command_center.ground.figures.reckoning import Sums, compared, told
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Role
from command_center.screens.figures.catalogue import BY_CODE, FIGURES, GROUPS
from customers.models import Customer
from tests.door.counting import at_most, counted
from tests.door.test_order_export import sheet
from tests.figures.facts import DAYS, complained, july, repaired
from tests.figures.world import a_july
from tests.people import make_user

pytestmark = pytest.mark.django_db


def values(answer):
    return [answer[name]["value"] for name in ("now", "year_before", "period_before")]


def test_a_mean_stands_beside_the_year_before_and_the_days_before(ask, province):
    for number, minutes in enumerate((20, 40)):
        repaired(f"a{number}", at=july(3), arrival=minutes)
    repaired("year", at=july(3, year=2025), arrival=40)
    repaired("june", at=july(28, month=6), arrival=60)
    got = ask("arrival_minutes")
    assert values(got) == [30.0, 40.0, 60.0]
    assert got["year_change"] == {"by": -10.0, "percent": -25.0, "new": False}
    assert got["period_change"]["by"] == -30.0 and got["now"]["of"] == 2
    assert got["now"]["few"] is True, "of two: one more and it is another figure"


def test_against_nothing_there_is_no_per_cent_and_over_nothing_no_value(ask, province):
    assert ask("arrival_minutes")["now"] == {"value": None, "of": 0, "rows": 0, "few": False}
    complained("new", at=july(3))
    got = ask("complaints")
    assert values(got) == [1.0, 0.0, 0.0]
    assert got["year_change"] == {"by": 1.0, "percent": None, "new": True}


def test_a_day_begins_and_ends_in_china(ask, province):
    repaired("first", at=july(1, 0), arrival=10)
    repaired("last", at=july(31, 23), arrival=30)
    repaired("august", at=july(1, 0, month=8), arrival=1000)
    repaired("june", at=july(30, 23, month=6), arrival=1000)
    assert ask("arrival_minutes")["now"]["value"] == 20.0
    assert [cell["hour"] for cell in ask("arrival_minutes", by="hour")["cells"]] == [0, 23]


def test_months_end_with_the_last_day_asked_for(ask, province):
    repaired("july", at=july(3), arrival=20)
    repaired("late", at=july(20), arrival=80)
    repaired("before", at=july(3, year=2025), arrival=40)
    months = ask("arrival_minutes", to="2026-07-10", by="month")["months"]
    assert [str(month["first"]) for month in (months[0], months[-1])] == ["2025-07-01", "2026-07-01"]
    assert (len(months), months[0]["value"], months[-1]["value"]) == (13, 40.0, 20.0)


def test_centres_are_ranked_and_those_of_few_are_not(ask, province, signed_in):
    lin = signed_in("lin")
    for number in range(10):
        repaired(f"x{number}", at=july(3), arrival=20)
    repaired("few", at=july(4), arrival=5, org_path=province.baifusi.path)
    got = {part["key"]: part for part in ask("arrival_minutes", lin, by="centres")["parts"]}
    assert got["422826"]["rank"] == 1 and not got["422826"]["few"]
    assert (got["422827"]["rank"], got["422827"]["few"], got["422827"]["value"]) == (None, True, 5.0)
    assert got["4228"]["value"] is None, "the city's own, without its counties"
    below = ask("arrival_minutes", lin, by="units")["parts"]
    assert [(part["key"], part["rows"]) for part in below] == [("4228", 11)], "the level below the province"


def test_equal_ones_share_a_place_and_where_more_is_better_the_most_is_first(province):
    def part(figure, key, top):
        now = told(figure, Sums(top * 20, 20, 20))
        return Part(key, now, now, compared(figure, None, None))

    def of(better):
        words = {"group": "", "label": "", "means": "", "source": "", "facts": None, "splits": {}}
        figure = Figure(code="x", unit=Unit.MINUTES, formula=MEAN, better=better, **words)
        return ranks(figure, [part(figure, key, top) for key, top in (("a", 3), ("b", 1), ("c", 3), ("d", 5))])

    assert of(Better.LESS) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert of(Better.MORE) == {"d": 1, "a": 2, "c": 2, "b": 4}
    assert of(Better.NEITHER) == {}


def test_per_million_is_over_the_customers_of_each_unit(ask, province, signed_in):
    complained("one", at=july(3), concerns=province.dingzhai.code)
    lin = signed_in("lin")
    assert Customer.objects.count() == 1
    assert ask("complaints_per_million", lin)["now"]["value"] == 1_000_000.0
    got = {part["key"]: part["value"] for part in ask("complaints_per_million", lin, by="centres")["parts"]}
    assert got == {"4228": None, "422826": 1_000_000.0, "422827": None}


def test_nobody_sees_more_than_their_area(ask, signed_in, province):
    repaired("a", at=july(3), arrival=20)
    eva = signed_in("eva")
    assert ask("arrival_minutes", eva)["now"]["value"] is None
    for path in ("", "rows/"):
        foreign = eva.get(f"/api/v1/figures/arrival_minutes/{path}", {**DAYS, "unit": "422826"})
        assert foreign.status_code == 404
    assert eva.get("/api/v1/figures/arrival_minutes/rows/", DAYS).data["rows"] == []


def test_a_unit_is_asked_with_everything_below_it(ask, signed_in, province):
    repaired("a", at=july(3), arrival=20)
    repaired("b", at=july(3), arrival=40, org_path=province.baifusi.path)
    lin = signed_in("lin")
    assert ask("arrival_minutes", lin, unit="4228")["now"]["value"] == 30.0
    assert ask("arrival_minutes", lin, unit="422827")["now"]["value"] == 40.0
    assert ask("arrival_minutes", lin, unit="422827")["place_name"] == "来凤县"


def test_what_was_told_in_confidence_counts_for_everybody_and_leads_nobody_to_it(ask, province, signed_in):
    complained("open", at=july(3), concerns=province.dingzhai.code)
    sealed = complained("sealed", at=july(4), concerns=province.dingzhai.code, confidential=True)
    monitor = APIClient()
    monitor.force_authenticate(make_user("moni", Role.MONITOR, province.province))
    lin = signed_in("lin")
    for who in (monitor, lin):
        assert ask("complaints", who)["now"]["value"] == 2.0, "a figure that depends on who asks could be argued away"
    assert ask("complaints", monitor, unit=province.dingzhai.code)["now"]["value"] == 1.0
    assert ask("complaints", lin, unit=province.dingzhai.code)["now"]["value"] == 2.0
    parts = {part["key"]: part["value"] for part in ask("complaints", monitor, by="centres")["parts"]}
    assert parts == {"4228": 0.0, "422826": 1.0, "422827": 0.0, "": 1.0}
    got = monitor.get("/api/v1/figures/complaints/rows/", DAYS).data
    assert (got["of"], got["in_confidence"]) == (1, 1)
    assert sealed.number not in str(got)
    assert (
        monitor.get("/api/v1/figures/complaints/rows/", {**DAYS, "channel": "HOTLINE_95598"}).data["in_confidence"] == 0
    )


def test_the_catalogue_tells_every_figure_with_its_definition(mei, province):
    got = mei.get("/api/v1/figures/").data
    assert [each["code"] for each in got["figures"]] == list(BY_CODE)
    assert all(each["means"] and each["source"] and each["label"] for each in got["figures"])
    assert {each["group"] for each in got["figures"]} == {each["code"] for each in got["groups"]} == set(GROUPS)
    assert all(each["why"] for each in got["missing"])


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_each_split_has_a_column_and_words(figure, province, cast):
    day = july(1).date()
    facts = figure.facts(Window(user=cast.mei, first=day, last=day, at=july(1)))
    if isinstance(facts, TableFacts):
        assert set(figure.splits) <= set(facts.splits)
    assert all(isinstance(words(), dict) for words in figure.splits.values())


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "yesterday"}, {"from": "2026-02-02", "to": "2026-02-01"}, {"by": "moon"}, {"cause": "x"},
        {"urban": "MOON"}, {"channel": ""} | {"since": "2026-01-01"}, {"from": "0001-01-01"},
    ],
)  # fmt: skip
def test_nonsense_is_refused(mei, province, asked):
    assert mei.get("/api/v1/figures/arrival_minutes/", asked).status_code == 422


def test_the_rows_are_taken_along_as_a_file(mei, province):
    repaired("a", at=july(3), arrival=20)
    repaired("b", at=july(4), arrival=30.5)
    path = "/api/v1/figures/arrival_minutes/rows."
    text = b"".join(mei.get(f"{path}csv", DAYS).streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[3:] for line in text[1:]] == [["30.5", "1"], ["20", "1"]]
    assert text[1].split(",")[1:3] == ["2026-07-04 09:00:00", "422826T01"]
    book = sheet(mei.get(f"{path}xlsx", DAYS))
    assert [line[3:] for line in book[1:]] == [["30.5", "1"], ["20", "1"]]
    assert AuditEntry.objects.filter(action="figure_exported", object_ref="arrival_minutes").count() == 2


def test_what_is_not_in_the_catalogue_is_not_there(mei, province, client, cast):
    for path in ("/api/v1/figures/happiness/", "/api/v1/figures/happiness/rows/"):
        assert mei.get(path).status_code == 404
    client.force_login(cast.mei)
    assert client.get("/figures/happiness/").status_code == 404
    assert client.get("/figures/arrival_minutes/").status_code == 200


def test_a_figure_of_many_rows_and_units_costs_as_many_questions_as_one_of_few(ask, province):
    by = {figure.code: "units,centres,month" for figure in FIGURES}
    a_july(province)
    few = {code: counted(lambda code=code: ask(code, by=by[code])) for code in by}
    for number in range(5):
        repaired(f"more-{number}", at=july(8), arrival=20, repair=30)
        complained(f"complaint-{number}", at=july(8), concerns=province.baifusi.code)
    OrgUnit.objects.create(
        code="422826T99", name="新", level="TOWNSHIP_STATION", parent=province.xianfeng, latitude=29.6, longitude=109.1,
        path=f"{province.xianfeng.path}422826T99/",
    )  # fmt: skip
    for code, before in few.items():
        # Customers of each month are counted by themselves where they change. The rules of sign-in are read now and then.
        assert before <= 80
        with at_most(before + 1):
            ask(code, by=by[code])
