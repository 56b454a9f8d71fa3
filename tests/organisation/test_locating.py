import random

import pytest
from shapely import box

from command_center.ground.organisation.locating import REMOTE, RURAL, URBAN, Locator

EAST, WEST, EMPTY = 1, 2, 3
DINGZHAI, TOWN, FAR = 11, 12, 21


@pytest.fixture
def locator():
    return Locator(
        counties=[
            (EAST, "420001", box(112, 30, 113, 31)),
            (WEST, "420002", box(111, 30, 112, 31)),
            (EMPTY, "420003", box(110, 30, 111, 31)),
        ],
        grids=[(101, DINGZHAI, box(112, 30, 112.5, 30.5)), (102, TOWN, box(112.5, 30, 113, 30.5))],
        units=[
            (DINGZHAI, EAST, "TOWNSHIP_STATION", 30.1, 112.1),
            (TOWN, EAST, "SERVICE_STATION", 30.2, 112.9),
            (FAR, WEST, "TOWNSHIP_STATION", 30.9, 111.1),
        ],
    )


def test_a_grid_names_its_unit_and_centre(locator):
    place = locator.locate(30.11, 112.11)
    assert (place.centre_id, place.unit_id, place.grid_id, place.adcode) == (EAST, DINGZHAI, 101, "420001")
    assert place.distance_to_unit_m == pytest.approx(1468, abs=5)


def test_the_unit_in_town_makes_a_place_urban(locator):
    assert locator.locate(30.2, 112.89).area_kind == URBAN


def test_a_township_is_rural_and_far_from_its_base_remote(locator):
    assert locator.locate(30.11, 112.11).area_kind == RURAL
    assert locator.locate(30.45, 112.45).area_kind == REMOTE


def test_the_distance_that_counts_as_remote_is_a_parameter():
    units = [(DINGZHAI, EAST, "TOWNSHIP_STATION", 30.1, 112.1)]
    near = Locator([(EAST, "420001", box(112, 30, 113, 31))], [], units, remote_beyond_m=1000)
    assert near.locate(30.12, 112.1).area_kind == REMOTE


def test_without_a_grid_the_nearest_base_of_the_centre_serves(locator):
    place = locator.locate(30.7, 112.2)
    assert (place.unit_id, place.grid_id) == (DINGZHAI, None)


def test_a_nearer_base_of_another_centre_does_not(locator):
    assert locator.locate(30.1, 111.99).unit_id == FAR


def test_a_centre_without_units_keeps_the_order(locator):
    place = locator.locate(30.5, 110.5)
    assert (place.centre_id, place.unit_id, place.area_kind, place.distance_to_unit_m) == (EMPTY, None, RURAL, None)


@pytest.mark.parametrize("point", [(0.0, 0.0), (30.5, 114.0), (float("nan"), 112.0)])
def test_outside_the_province_there_is_no_place(locator, point):
    assert locator.locate(*point) is None


def test_a_point_on_a_border_has_one_place_whatever_the_order_of_the_rows():
    counties = [(EAST, "420001", box(112, 30, 113, 31)), (WEST, "420002", box(111, 30, 112, 31))]
    assert Locator(counties, [], []).locate(30.5, 112).centre_id == EAST
    assert Locator(counties[::-1], [], []).locate(30.5, 112).centre_id == EAST


def test_many_are_located_as_each_alone(locator):
    chance = random.Random(7)
    points = [(chance.uniform(29.8, 31.2), chance.uniform(109.8, 113.2)) for _ in range(200)]
    assert locator.locate_many(points) == [locator.locate(*point) for point in points]


def test_no_points_have_no_places(locator):
    assert locator.locate_many([]) == []


def test_many_points_together_are_where_each_is_alone(locator):
    chance = random.Random(7)
    points = [(chance.uniform(30, 31), chance.uniform(110, 113)) for _ in range(300)]
    assert locator.locate_many(points) == [locator.locate_many([point])[0] for point in points]
