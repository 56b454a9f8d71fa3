"""Complaints by unit and by cause, the arithmetic alone: whatever is told, the cells add up to the figure of the whole area."""

import random
from decimal import Decimal

from workorders.kinds.complaint.figures.causes import (
    BEYOND,
    DIMENSIONS,
    NONE,
    OTHERS,
    REPAIR,
    REST,
    TRIGGERS,
    Cause,
    Trigger,
    counted,
    is_counted_in,
)
from workorders.kinds.complaint.figures.tally import CHANNELS, MatterRow, figures_of, tally
from workorders.kinds.complaint.figures.units import FEWEST, IN_CONFIDENCE, Place, added, by_centre, cells, ranks

CODES = [f"c{n}" for n in range(6)]
TREES = [
    dict.fromkeys(CODES, "COMPLAINT"),
    {code: "OPINION" if n % 2 else "COMPLAINT" for n, code in enumerate(CODES)},
    {},
]
PLACES = [*(Place(f"z{n % 4}", f"u{n}" if n % 3 else "") for n in range(20)), IN_CONFIDENCE]
COUNTS = ("withdrawn", "downgraded", "liable", "partly", "reopened", "told", "alleged", "complaints", "opinions")


def random_matter(dice):
    return MatterRow(
        kind=dice.choice(["COMPLAINT", "COMPLAINT", "OPINION"]), channel=dice.choice([*CHANNELS, "APP"]),
        category=dice.choice([*CODES, ""]), fate=dice.choice(["", "", "WITHDRAWN", "DOWNGRADED"]),
        liability=dice.choice(["", "LIABLE", "PARTLY", "NOT_LIABLE"]), reopened=dice.random() < 0.2,
    )  # fmt: skip


def test_the_cells_add_up_to_the_whole_under_every_tree_whatever_was_told():
    dice = random.Random(26)
    for _ in range(300):
        now, before = (
            [(dice.choice(PLACES), random_matter(dice)) for _ in range(dice.randrange(60))] for _ in range(2)
        )
        for counts_as in TREES:
            found = cells(now, before, counts_as)
            whole = added(found.values())
            assert whole.now == tally([row for _, row in now], counts_as)
            assert whole.before == tally([row for _, row in before], counts_as)
            centres = by_centre(found)
            sealed = [found[IN_CONFIDENCE]] if IN_CONFIDENCE in found else []
            assert added([*centres.values(), *sealed]) == whole, "and so do the centres"
            for place, cell in found.items():
                here = [row for where, row in now if where == place]
                for figure in COUNTS:
                    behind = [row for row in here if figure in figures_of(row, counts_as)]
                    assert getattr(cell.now, figure) == len(behind), figure


def test_a_rate_of_fewer_than_ten_is_told_and_ranks_nobody():
    few, many = Place("z", "few"), Place("z", "many")
    unnamed = Place("z", "")
    rows = [(few, MatterRow(kind="COMPLAINT", fate="WITHDRAWN"))] * (FEWEST - 1)
    rows += [(many, MatterRow(kind="COMPLAINT"))] * (FEWEST - 1) + [
        (many, MatterRow(kind="COMPLAINT", fate="WITHDRAWN"))
    ]
    rows += [(unnamed, MatterRow(kind="COMPLAINT", fate="WITHDRAWN"))] * FEWEST
    found = cells(rows, [], {})
    assert found[few].rates["withdrawn"] == (Decimal("100.00"), FEWEST - 1, True)
    assert found[many].rates["withdrawn"] == (Decimal("10.00"), FEWEST, False)
    assert found[many].rates_before["withdrawn"].percent is None, "of nothing"
    assert ranks(found) == {many: 1}, "the one of too few and the one without a name have no place"


def test_units_with_the_same_rate_share_a_place():
    def of(code, withdrawn):
        place = Place("z", code)
        return [(place, MatterRow(kind="COMPLAINT", fate="WITHDRAWN" if n < withdrawn else "")) for n in range(10)]

    found = cells([*of("a", 2), *of("b", 5), *of("c", 2), *of("d", 0)], [], {})
    assert {place.unit: rank for place, rank in ranks(found).items()} == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_every_dimension_adds_up_to_what_was_alleged_and_a_row_is_as_long_as_it_says():
    dice = random.Random(7)
    for _ in range(200):
        now, before = ([random_cause(dice) for _ in range(dice.randrange(80))] for _ in range(2))
        for dimension in DIMENSIONS:
            top = dice.randrange(1, 6)
            rows = counted(now, before, dimension, top=top)
            assert (sum(row.now for row in rows), sum(row.before for row in rows)) == (len(now), len(before))
            shown = [row.key for row in rows if row.key not in REST]
            assert len(shown) <= top and len({row.key for row in rows}) == len(rows)
            for row in rows:
                for causes, said in ((now, row.now), (before, row.before)):
                    assert sum(is_counted_in(cause, dimension, row.key, shown) for cause in causes) == said


def random_cause(dice):
    kind = dice.choice(TRIGGERS)
    place = (
        {}
        if kind in (NONE, BEYOND)
        else {"feeder": dice.choice(["", "f1", "f2", "f3", "f4"]), "unit": dice.choice(["", "u1"])}
    )
    return Cause(Trigger(kind=kind, **place), category=dice.choice(CODES), sealed=dice.random() < 0.1)


def test_no_trigger_is_a_row_of_its_own_and_never_a_cause():
    found = counted(
        [Cause(Trigger()), Cause(Trigger(REPAIR, feeder="f1")), Cause(Trigger(REPAIR))], [], "feeder", top=5
    )
    assert [(row.key, row.now) for row in found] == [("f1", 1), ("UNKNOWN", 1), ("NONE", 1)]
    several = [Cause(Trigger(REPAIR, feeder=code)) for code in ("f1", "f2", "f2", "f3")]
    assert [row.key for row in counted(several, [], "feeder", top=1)] == ["f2", OTHERS]
