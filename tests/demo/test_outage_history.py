"""The invented outages: nobody dark twice at once, over before today, better in the last year, labelled as invented."""

from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import numpy as np
import pytest

from demo.loading_outages import OUTAGE_COLUMNS, _changes, _estimates, _outage_row, _steps
from demo.outage_history import REST, YEAR, past_outages
from outages.life.process import OUTAGE
from outages.models import OutageKind
from tests.demo import small

MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def province():
    with pytest.MonkeyPatch.context() as patch:
        yield small.make(patch)


@pytest.fixture(scope="module")
def outages(province):
    return past_outages(np.random.default_rng(1), province.graph.feeders, 400, midnight=MIDNIGHT)


def test_they_fill_two_years_and_leave_today_alone(outages):
    assert len(outages) > 300
    assert min(o.started_at for o in outages) < MIDNIGHT - 1.9 * YEAR
    assert max(o.restored_at for o in outages) < MIDNIGHT


def test_no_two_outages_of_a_feeder_overlap(outages):
    by_feeder = sorted(outages, key=lambda o: (o.feeder.node.id, o.started_at))
    for _, own in groupby(by_feeder, key=lambda o: o.feeder.node.id):
        assert all(before.restored_at + REST <= after.started_at for before, after in pairwise(own))


def test_power_returns_after_it_went_and_to_everybody_once(outages):
    for outage in outages:
        assert all(part.on_at > outage.started_at for part in outage.parts)
        nodes = [low.node_id for part in outage.parts for low in part.low]
        assert len(nodes) == len(set(nodes))
        assert nodes


def test_the_last_year_is_better(outages):
    def hours(these):
        return sum(p.customers * (p.on_at - o.started_at).total_seconds() for o in these for p in o.parts) / 3600

    def mean_repair(these):
        faults = [o.restored_at - o.started_at for o in these if o.kind == OutageKind.FAULT]
        return sum(faults, timedelta()) / len(faults)

    last = [o for o in outages if o.started_at < MIDNIGHT - YEAR]
    this = [o for o in outages if o.started_at >= MIDNIGHT - YEAR]
    assert len(this) < len(last)
    assert hours(this) < hours(last)
    assert mean_repair(this) < mean_repair(last)


def test_rows_go_the_legal_way_and_say_that_they_are_invented(outages):
    centres = {o.feeder.node.unit.path.rsplit("/", 2)[0] + "/": (1, "422826") for o in outages}
    for number, outage in enumerate(outages, 1):
        assert "demo-history" in str(_outage_row(number, outage, centres)[20])
        steps = list(_changes(number, outage))
        assert all(old == new or new in OUTAGE.moves[old] for _, _, old, new, *_ in steps if old)
        assert [row[5] for row in steps] == sorted(row[5] for row in steps)


def told(outages):
    """(outage, its estimates) of those of which a time was told."""
    found = [(outage, list(_estimates(number, outage))) for number, outage in enumerate(outages, 1)]
    return [(outage, rows) for outage, rows in found if rows]


def test_told_times_are_believable_and_say_that_they_are_invented(outages):
    for outage, rows in told(outages):
        moments = [row[7] for row in rows]
        assert moments == sorted(moments) and outage.started_at <= moments[0] and moments[-1] <= outage.restored_at
        assert [row[1] for row in rows] == list(range(1, len(rows) + 1))
        assert all(at < p50 <= p80 for _, _, p80, p50, *_, at, _ in rows)
        assert all(row[6] == {"invented": True} for row in rows)
        by_hand = [row[4] in ("CREW", "DESK") for row in rows]
        assert by_hand == sorted(by_hand), "a person's word is never replaced by a computed one"
        planned = outage.kind == OutageKind.PLANNED
        assert (rows[0][4] == "PLAN") == planned


def test_the_outage_carries_what_was_told_last(outages):
    for number, outage in enumerate(outages, 1):
        centres = {outage.feeder.node.unit.path.rsplit("/", 2)[0] + "/": (1, "422826")}
        rows, row = list(_estimates(number, outage)), _outage_row(number, outage, centres)
        place = OUTAGE_COLUMNS.index("etr_at")
        last = (rows[-1][2], rows[-1][3], rows[-1][4], len(rows)) if rows else (None, None, "", 0)
        assert row[place : place + 4] == last


def test_as_many_first_times_come_true_as_a_believable_p80_has(outages):
    kept = [outage.restored_at <= rows[0][2] for outage, rows in told(outages)]
    assert 0.70 <= sum(kept) / len(kept) <= 0.85
    changes = [len(rows) - 1 for _, rows in told(outages)]
    assert set(changes) == {0, 1, 2, 3} and 0.4 < sum(changes) / len(changes) < 1.3
    missed = [len(rows) - 1 for (_, rows), hit in zip(told(outages), kept, strict=True) if not hit]
    assert sum(missed) / len(missed) > sum(changes) / len(changes), "what is missed is told anew more often"


def test_steps_add_up_to_the_outage(outages):
    total = dict.fromkeys(range(1, len(outages) + 1), 0)
    for step, rows in _steps(outages):
        total[step[1]] += step[7]
        assert {row[3] for row in rows} == {step[2]}
    assert list(total.values()) == [o.customers for o in outages]
