"""The demo's organisation has the article's counts, at real places, the same for the same seed."""

from collections import Counter

import numpy as np
import pytest

from demo import crews, network, organisation
from demo.geography import cities, counties
from demo.organisation import Organisation


@pytest.fixture(scope="module")
def tree() -> Organisation:
    return organisation.build(np.random.default_rng(2022))


def test_it_has_the_counts_of_the_article(tree):
    assert Counter(unit.level for unit in tree.units) == {
        "PROVINCE": 1,
        "CITY_CENTRE": 14,
        "COUNTY_CENTRE": 80,
        "SERVICE_STATION": 147,
        "REPAIR_CREW_BASE": 108,
        "TOWNSHIP_STATION": 997,
    }


def test_paths_run_from_the_province_down(tree):
    dingzhai = next(unit for unit in tree.units if unit.name == "丁寨供电所")
    assert dingzhai.path == "42/4228/422826/422826T09/"
    assert len({unit.path for unit in tree.units}) == len(tree.units)


def test_every_centre_has_an_area_and_every_station_a_grid(tree):
    assert all(county.area.is_valid and not county.area.is_empty for county in counties())
    stations = {u.id for u in tree.units if u.level in ("SERVICE_STATION", "TOWNSHIP_STATION")}
    assert stations == {grid.unit.id for grid in tree.grids}


def test_areas_do_not_overlap():
    areas = [county.area for county in counties()]
    whole = sum(area.area for area in areas)
    overlap = sum(a.intersection(b).area for i, a in enumerate(areas) for b in areas[i + 1 :] if a.intersects(b))
    assert len(cities()) == 14
    assert overlap < 0.001 * whole


def test_the_same_seed_gives_the_same_rows(tree):
    again = organisation.build(np.random.default_rng(2022))
    other = organisation.build(np.random.default_rng(7))
    assert [organisation.unit_row(u) for u in again.units] == [organisation.unit_row(u) for u in tree.units]
    assert [(u.lat, u.lon) for u in other.units] != [(u.lat, u.lon) for u in tree.units]


def test_about_1300_crews_one_at_least_a_unit(tree):
    teams = crews.build(tree, np.random.default_rng(2022), first_person_id=1)
    assert len(teams) == crews.CREWS
    assert {team.unit.id for team in teams} == {unit.id for unit in tree.frontline}
    assert all(2 <= len(team.people) <= 4 and team.skills[0][0] == "LV" for team in teams)
    assert [team.name for team in teams if team.unit.code == "422826T09"] == ["丁寨 01 班"]


def test_3000_feeders_each_with_transformers(tree):
    nodes = network.build(tree, np.random.default_rng(2022), 100_000)
    feeders = [node for node in nodes if node.kind == "FEEDER"]
    parents = {node.id: node.parent_id for node in nodes}
    fed = {parents[parents[node.id]] for node in nodes if node.kind == "TRANSFORMER"}
    assert len(feeders) == network.FEEDERS
    assert fed == {feeder.id for feeder in feeders}
