"""Shifts of the demo: somebody is on duty at every moment, and a later stretch continues the pattern."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from demo.crews import shifts

AT = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
CREWS = [1, 2, 77]


def test_they_leave_no_gap():
    rows = list(shifts(CREWS, from_at=AT, until=AT + timedelta(days=3)))
    for crew in CREWS:
        own = [(start, end) for crew_id, start, end, _ in rows if crew_id == crew]
        assert own[0][0] <= AT
        assert own[-1][1] >= AT + timedelta(days=3)
        assert all(end == start for (_, end), (start, _) in pairwise(own))


def test_a_later_stretch_continues_the_pattern():
    first = set(shifts(CREWS, from_at=AT, until=AT + timedelta(days=3)))
    later = set(shifts(CREWS, from_at=AT + timedelta(days=1), until=AT + timedelta(days=4)))
    assert {row for row in later if row[1] < AT + timedelta(days=3)} <= first


def test_crews_hand_over_at_different_minutes():
    starts = {start.minute for _, start, _, _ in shifts([1, 2, 3], from_at=AT, until=AT + timedelta(days=1))}
    assert len(starts) > 1
