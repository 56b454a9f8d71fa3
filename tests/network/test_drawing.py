"""Edges joined into lines."""

from itertools import pairwise, permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center.ground.network.drawing import joined


def pieces(lines):
    return sorted(sorted(pair) for line in lines for pair in pairwise(line))


def test_a_chain_is_one_line():
    assert joined([(2, 1), (2, 3), (4, 3)]) == [[1, 2, 3, 4]]


def test_a_fork_ends_a_line():
    assert sorted(map(len, joined([(1, 2), (2, 3), (3, 4), (3, 5), (5, 6)]))) == [2, 3, 3]


def test_a_ring_closes_on_itself():
    (line,) = joined([(1, 2), (2, 3), (3, 1)])
    assert line[0] == line[-1] and len(line) == 4


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(permutations(range(6), 2))), max_size=15))
def test_every_segment_is_drawn_once(segments):
    assert pieces(joined(segments)) == sorted(sorted(pair) for pair in segments)
