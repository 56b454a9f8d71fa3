import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.ground.core.geo import EARTH_RADIUS_M, coarsen, distance_matrix_m, distances_m, haversine_m

lats = st.floats(-89, 89)
lons = st.floats(-180, 180)
hubei = st.tuples(st.floats(29, 33.3), st.floats(108.3, 116.2))


def test_a_degree_of_latitude_is_a_360th_of_the_circle():
    assert haversine_m(30, 114, 31, 114) == pytest.approx(2 * math.pi * EARTH_RADIUS_M / 360)


def test_antipodes_are_half_the_circle_apart():
    assert haversine_m(0, 0, 0, 180) == pytest.approx(math.pi * EARTH_RADIUS_M)


@given(lats, lons, lats, lons)
def test_distance_is_symmetric_and_never_negative(lat, lon, other_lat, other_lon):
    there = haversine_m(lat, lon, other_lat, other_lon)
    assert there >= 0
    assert there == pytest.approx(haversine_m(other_lat, other_lon, lat, lon), abs=1e-6)


@given(st.lists(hubei, min_size=1, max_size=5), st.lists(hubei, min_size=1, max_size=5))
def test_the_matrix_holds_the_single_distances(origins, destinations):
    matrix = distance_matrix_m(origins, destinations)
    single = [[haversine_m(*start, *end) for end in destinations] for start in origins]
    assert matrix.shape == (len(origins), len(destinations))
    np.testing.assert_allclose(matrix, single, atol=1e-3)


@given(st.lists(st.tuples(hubei, hubei), min_size=1, max_size=5))
def test_row_by_row_is_the_diagonal_of_the_matrix(pairs):
    starts, ends = zip(*pairs, strict=True)
    np.testing.assert_allclose(distances_m(starts, ends), np.diag(distance_matrix_m(starts, ends)), atol=1e-6)


@given(hubei, st.sampled_from([50, 200, 1000]))
def test_a_coarse_point_lies_within_its_cell_and_stays_there(point, metres):
    coarse = coarsen(*point, metres)
    assert haversine_m(*point, *coarse) <= metres * math.sqrt(0.5) * 1.01
    assert coarsen(*coarse, metres) == pytest.approx(coarse)


def test_neighbours_in_one_cell_become_one_point():
    assert coarsen(30.59281, 114.30551, 1000) == coarsen(30.59289, 114.30559, 1000)


def test_a_cell_needs_a_size():
    with pytest.raises(ValueError, match="positive"):
        coarsen(30, 114, 0)
