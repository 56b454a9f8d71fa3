import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.ground.core import datum
from command_center.ground.core.geo import haversine_m
from tests.data import HERE

hubei = st.tuples(st.floats(29, 33.3), st.floats(108.3, 116.2))

with (HERE / "gcj02_pairs.csv").open(encoding="utf-8") as file:
    PAIRS = [
        tuple((float(row[f"{name}_lat"]), float(row[f"{name}_lon"])) for name in ("wgs", "gcj", "bd"))
        for row in csv.DictReader(file)
    ]


@pytest.mark.parametrize(("wgs", "gcj", "bd"), PAIRS)
def test_it_agrees_with_other_implementations(wgs, gcj, bd):
    assert datum.wgs84_to_gcj02(*wgs) == pytest.approx(gcj, abs=1e-6)
    assert datum.gcj02_to_bd09(*gcj) == pytest.approx(bd, abs=1e-6)
    assert datum.wgs84_to_bd09(*wgs) == pytest.approx(bd, abs=1e-6)


@pytest.mark.parametrize(("wgs", "gcj", "bd"), PAIRS)
def test_the_way_back_ends_within_a_metre(wgs, gcj, bd):
    assert haversine_m(*datum.gcj02_to_wgs84(*gcj), *wgs) < 1
    assert haversine_m(*datum.bd09_to_wgs84(*bd), *wgs) < 1


@pytest.mark.parametrize(
    ("wgs", "gcj", "metres"),
    [
        ((31.280844, 120.596931), (31.278649, 120.601100), None),
        ((30.5928, 114.3055), (30.590390, 114.310945), 586),
        ((30.2722, 109.4882), (30.269631, 109.493070), 548),
    ],
)
def test_the_domain_reference_vectors(wgs, gcj, metres):
    assert datum.wgs84_to_gcj02(*wgs) == pytest.approx(gcj, abs=1e-6)
    if metres:
        assert haversine_m(*wgs, *gcj) == pytest.approx(metres, abs=1)


@given(hubei)
def test_there_and_back_is_where_it_began(point):
    assert haversine_m(*datum.gcj02_to_wgs84(*datum.wgs84_to_gcj02(*point)), *point) < 0.01
    assert haversine_m(*datum.bd09_to_wgs84(*datum.wgs84_to_bd09(*point)), *point) < 0.05


@pytest.mark.parametrize("point", [(48.8583, 2.2951), (-33.87, 151.2), (0.0, 0.0)])
def test_outside_china_nothing_moves(point):
    for convert in (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84, datum.gcj02_to_bd09, datum.bd09_to_wgs84):
        assert convert(*point) == point
