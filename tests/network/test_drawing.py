"""Edges joined into lines."""

from hypothesis import given
from hypothesis import strategies as st

from command_center.network.drawing import joined


def pieces(lines):
    return sorted(sorted(pair) for line in lines for pair in zip(line[:-1], line[1:], strict=True))


def test_a_chain_is_one_line():
    assert joined([(2, 1), (2, 3), (4, 3)]) == [[1, 2, 3, 4]]


def test_a_fork_ends_a_line():
    assert sorted(map(len, joined([(1, 2), (2, 3), (3, 4), (3, 5), (5, 6)]))) == [2, 3, 3]


def test_a_ring_closes_on_itself():
    (line,) = joined([(1, 2), (2, 3), (3, 1)])
    assert line[0] == line[-1] and len(line) == 4


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]), max_size=20))
def test_every_segment_is_drawn_once(segments):
    assert pieces(joined(segments)) == sorted(sorted(pair) for pair in segments)
