"""Fewer points for the same way: the stops, the corners and the gaps stay, and never more than asked for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.trails.thinning import legs_of, thinned

HERE = (109.15, 29.66)


def straight(count: int, *, step: float = 0.001, every: float = 10.0, start: float = 0.0):
    return [(HERE[0] + at * step, HERE[1], start + at * every) for at in range(count)]


def kept(way, at_most=500):
    return thinned(way, legs_of(way), at_most=at_most)


def test_a_straight_way_at_one_speed_needs_its_ends_only():
    assert kept(straight(100)) == [[0, 99]]


def test_a_corner_stays():
    way = [*straight(10), *((HERE[0] + 0.009, HERE[1] + 0.001 * at, 90.0 + 10 * at) for at in range(1, 10))]
    assert kept(way) == [[0, 9, 18]]


def test_a_stop_keeps_when_it_began_and_when_it_ended():
    """On the line nothing changes, but a playback would show a crew that crawls."""
    stop = [(HERE[0] + 0.009, HERE[1], 90.0 + 10 * at) for at in range(1, 31)]
    way = [*straight(10), *stop, *((HERE[0] + 0.009 + 0.001 * at, HERE[1], 390.0 + 10 * at) for at in range(1, 10))]
    [indices] = kept(way)
    assert indices == [0, 9, 39, 48]


def test_ten_minutes_without_a_fix_end_a_leg():
    way = [*straight(5), *straight(5, start=40 + 601), *straight(5, start=681 + 600)]
    assert legs_of(way) == [range(0, 5), range(5, 15)]
    assert legs_of([]) == []


def test_a_single_fix_is_a_leg_of_one_point():
    assert kept(straight(1)) == [[0]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(109, 110), st.floats(29, 30), st.floats(0.5, 900)), min_size=1, max_size=120),
    st.integers(2, 60),
)
def test_never_more_than_asked_for_beside_the_ends(steps, at_most):
    seconds, way = 0.0, []
    for lon, lat, pause in steps:
        seconds += pause
        way.append((lon, lat, seconds))
    legs = legs_of(way)
    found = thinned(way, legs, at_most=at_most)
    assert [(one[0], one[-1]) for one in found] == [(leg.start, leg.stop - 1) for leg in legs]
    assert sum(map(len, found)) <= max(at_most, 2 * len(legs))
    assert all(one == sorted(set(one)) for one in found)
