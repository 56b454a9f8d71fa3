"""Crews, shifts, units, grids, events: jurisdiction, filters, constant queries."""

from urllib.parse import quote

import pytest
from django.utils.timezone import now

from tests.door.counting import counted
from tests.grid import make_crew, make_order

API = "/api/v1/"


def names(answer, key="name"):
    return [row[key] for row in answer.data["results"]]


def test_crews_of_the_jurisdiction(mei, eva, province):
    assert set(names(mei.get(f"{API}crews/"))) == {"丁寨 01 班", "高乐山 01 班"}
    assert names(eva.get(f"{API}crews/")) == ["百福司 01 班"]
    assert names(mei.get(f"{API}crews/?unit=422826T01&skill=LV&on_duty=true&search=丁寨")) == ["丁寨 01 班"]
    assert names(mei.get(f"{API}crews/?on_duty=false")) == []


def test_one_crew(mei, eva, omar, province):
    url = f"{API}crews/{province.dingzhai_crew.pk}/"
    answer = mei.get(url)
    assert answer.data["state"] == "IDLE" and answer["ETag"].startswith('W/"1.')
    assert answer.data["phone"] == "139****1234"
    assert eva.get(url).status_code == 404 and omar.get(url).status_code == 403


def test_shifts(mei, province):
    at = quote(now().isoformat())
    assert set(names(mei.get(f"{API}shifts/?at={at}&centre=422826"), "crew_name")) == {"丁寨 01 班", "高乐山 01 班"}


def test_units_and_grids(mei, lin, province):
    assert names(mei.get(f"{API}units/?level=TOWNSHIP_STATION")) == ["丁寨供电所"]
    assert len(lin.get(f"{API}units/").data["results"]) == 7
    assert names(mei.get(f"{API}grids/?centre=422826"), "code") == ["G01"]


@pytest.mark.parametrize("path, most", [("crews/", 11), ("shifts/", 4), ("units/", 4), ("grids/", 4), ("offers/", 4)])
def test_queries_do_not_grow_with_rows(lin, province, path, most):
    few = counted(lambda: lin.get(f"{API}{path}"))
    for n in range(4):
        make_crew(f"X{n}", f"X{n}", province.town)
    assert counted(lambda: lin.get(f"{API}{path}")) == few <= most


def test_events_resume_by_seq(mei, eva, omar, relayed, province):
    make_order()
    relayed()
    first = mei.get(f"{API}events/?limit=2").data
    rest = mei.get(f"{API}events/?after={first['next_after']}").data
    seen = [event["seq"] for event in [*first["results"], *rest["results"]]]
    assert seen == sorted(seen) and first["results"][0]["name"] == "workorder.opened"
    assert rest["next_after"] == rest["head"]
    assert eva.get(f"{API}events/").data["results"] == []
    assert omar.get(f"{API}events/").status_code == 403
    assert mei.get(f"{API}events/?limit=0").status_code == 422
