"""How a simulated crew drives."""

import pytest

from command_center.ground.core.geo import haversine_m
from demo.motion import DETOUR, SHORTEST_MINUTES, drive, step_towards

DINGZHAI, XUANTUO = (29.6, 109.05), (29.6127, 109.0689)


def test_it_begins_and_ends_where_it_should():
    way = drive(*DINGZHAI, *XUANTUO, "RURAL")
    assert way.at(0) == pytest.approx(DINGZHAI)
    assert way.at(way.minutes) == pytest.approx(XUANTUO)


def test_it_stays_at_the_end():
    way = drive(*DINGZHAI, *XUANTUO, "RURAL")
    assert way.at(way.minutes * 3) == pytest.approx(XUANTUO)


def test_it_takes_the_time_of_the_area():
    way = drive(*DINGZHAI, *XUANTUO, "RURAL")
    km = haversine_m(*DINGZHAI, *XUANTUO) * DETOUR / 1000
    assert way.minutes == pytest.approx(km / 35 * 60)
    assert drive(*DINGZHAI, *XUANTUO, "URBAN").minutes > way.minutes


def test_it_bends_to_one_side():
    way = drive(*DINGZHAI, *XUANTUO, "RURAL", bend=0.1)
    straight = drive(*DINGZHAI, *XUANTUO, "RURAL", bend=0.0)
    off = haversine_m(*way.at(way.minutes / 2), *straight.at(way.minutes / 2))
    assert 100 < off < 0.15 * haversine_m(*DINGZHAI, *XUANTUO)


def test_no_drive_is_instant():
    assert drive(*DINGZHAI, *DINGZHAI, "URBAN").minutes == SHORTEST_MINUTES


@pytest.mark.parametrize(("to", "heading"), [((30.6, 109.05), 0), ((29.6, 110.05), 90), ((28.6, 109.05), 180)])
def test_it_heads_for_the_fault(to, heading):
    assert drive(*DINGZHAI, *to, "RURAL").heading == pytest.approx(heading, abs=0.01)


def test_a_step_towards_home_ends_there_or_on_the_way():
    assert step_towards(XUANTUO, DINGZHAI, 100_000) == pytest.approx(DINGZHAI)
    assert step_towards(DINGZHAI, DINGZHAI, 100) == DINGZHAI
    assert haversine_m(*XUANTUO, *step_towards(XUANTUO, DINGZHAI, 500)) == pytest.approx(500, rel=0.001)
