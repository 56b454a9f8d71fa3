"""The invented outages: nobody dark twice at once, over before today, better in the last year, labelled as invented."""

from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import numpy as np
import pytest

from demo.loading_outages import _changes, _outage_row, _promise, _steps
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
        assert all(new in OUTAGE.moves[old] for _, _, old, new, *_ in steps if old)
        assert [row[5] for row in steps] == sorted(row[5] for row in steps)
        p50, p80 = _promise(number, outage)
        assert outage.started_at < p50 < p80


def test_steps_add_up_to_the_outage(outages):
    total = dict.fromkeys(range(1, len(outages) + 1), 0)
    for step, rows in _steps(outages):
        total[step[1]] += step[7]
        assert {row[3] for row in rows} == {step[2]}
    assert list(total.values()) == [o.customers for o in outages]
