"""Which open item stands first, and the marks that say why: the arithmetic alone."""

from datetime import UTC, datetime, timedelta

import pytest

from command_center.ground.alarms.codes import CODES
from command_center.screens.open_items.ranking import MARK_OF_REASON, MARKS, Facts, marks, place

NOW = datetime(2026, 11, 29, 7, 40, tzinfo=UTC)


def at(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), []),
        (Facts(hazard=True), ["danger"]),
        (Facts(due_at=at(-1)), ["overdue"]),
        (Facts(due_at=at(15)), ["due_15"]),
        (Facts(due_at=at(16)), ["due_30"]),
        (Facts(due_at=at(31)), []),
        (Facts(resume_at=at(-1)), ["resume_over"]),
        (Facts(resume_at=at(100)), ["resumes"]),
        (Facts(starts_at=at(479)), ["starts"]),
        (Facts(starts_at=at(480)), []),
        (Facts(urges=1, reasons=("third_call",)), ["third_call", "urged"]),
        (Facts(reasons=("no_crew", "unlocated")), ["asks"]),
        (Facts(reasons=("crew_sos",), escalated=True), ["sos", "escalated"]),
    ],
)
def test_an_item_carries_every_mark_that_fits_the_gravest_first(facts, expected):
    assert marks(facts, NOW) == expected


def test_the_gravest_mark_then_the_grade_then_the_soonest():
    ranked = [
        Facts(reasons=("crew_asks_help",)),
        Facts(hazard=True, grade=1),
        Facts(hazard=True, grade=2),
        Facts(due_at=at(-30)),
        Facts(due_at=at(-5)),
        Facts(due_at=at(10), grade=1),
        Facts(due_at=at(10)),
        Facts(starts_at=at(60)),
        Facts(due_at=at(90)),
        Facts(),
    ]
    backwards = [*reversed(ranked)]
    assert sorted(backwards, key=lambda facts: place(facts, NOW)) == ranked


def test_every_reason_that_has_a_mark_is_a_reason_there_is():
    assert set(MARK_OF_REASON) <= {*CODES, "crew_sos"}
    assert set(MARK_OF_REASON.values()) <= set(MARKS)
