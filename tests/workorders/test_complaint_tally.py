"""The sum of what was told does not depend on what it is taken for: 100,000 random logs, and cases counted by hand."""

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workorders.kinds.complaint.figures.tally import (
    CHANNELS,
    MatterRow,
    change_percent,
    nature,
    per_million,
    standing,
    tally,
)

CODES = [f"c{n}" for n in range(12)]
OLD = dict.fromkeys(CODES, "COMPLAINT")
NEW = {code: "OPINION" if n % 2 else "COMPLAINT" for n, code in enumerate(CODES)}
LOGS = 100_000


def random_log(dice):
    """A matter and everything that happens to it, and one further reclassification somewhere in between."""
    opened = MatterRow(kind=dice.choice(["COMPLAINT", "OPINION"]), channel=dice.choice([*CHANNELS, "APP", ""]))
    steps = [
        dice.choice(
            [
                ("classified", dice.choice([*CODES, "unknown"])),
                ("withdrawn", ""),
                ("downgraded", ""),
                ("reopened", ""),
                ("liability", dice.choice(["LIABLE", "PARTLY", "NOT_LIABLE"])),
            ]
        )
        for _ in range(dice.randrange(6))
    ]
    moved = list(steps)
    moved.insert(dice.randrange(len(moved) + 1), ("classified", dice.choice(CODES)))
    return opened, steps, moved


def test_no_reclassification_and_no_version_changes_the_sum():
    dice = random.Random(2022)
    logs = [random_log(dice) for _ in range(LOGS)]
    plain = [standing(opened, steps) for opened, steps, _ in logs]
    moved = [standing(opened, steps) for opened, _, steps in logs]
    tallies = [tally(rows, tree) for rows in (plain, moved) for tree in (OLD, NEW, {})]
    for found in tallies:
        assert found.told == LOGS
        assert found.by_hotline_95598 + found.by_hotline_12345 + found.by_hotline_12398 + found.by_other_channel == LOGS
        assert found.liable + found.partly + found.not_liable + found.undecided == found.complaints
    assert {(found.withdrawn, found.downgraded) for found in tallies} == {(tallies[0].withdrawn, tallies[0].downgraded)}
    assert tallies[0].complaints != tallies[1].complaints, "the versions do differ"


@given(st.lists(st.sampled_from(CODES), min_size=1), st.sampled_from(["COMPLAINT", "OPINION"]))
def test_the_last_category_holds(codes, kind):
    row = standing(MatterRow(kind=kind), [("classified", code) for code in codes])
    assert (nature(row, OLD), nature(row, NEW)) == (OLD[codes[-1]], NEW[codes[-1]])
    assert nature(row, {}) == kind, "what a version does not know counts as what it was told as"


def test_what_is_withdrawn_or_downgraded_stays_alleged():
    opened = MatterRow(kind="COMPLAINT", category="c0")
    rows = [opened, standing(opened, [("withdrawn", "")]), standing(opened, [("downgraded", ""), ("classified", "c1")])]
    found = tally(rows, NEW)
    assert (found.complaints, found.withdrawn, found.downgraded, found.alleged) == (1, 1, 1, 3)


def test_per_million_and_change_by_hand():
    assert per_million(59, 28_000_000) == Decimal("2.11"), "the article's figure with some 28 million customers"
    assert per_million(1, 0) is None
    assert change_percent(59, 713) == Decimal("-91.73")
    assert change_percent(3, 0) is None
    assert change_percent(1, 8) == Decimal("-87.50")
