"""The demo's electrical graph: everybody is supplied, each device darkens exactly who is below it, ties bring them back."""

from collections import Counter

import numpy as np
import pytest
from shapely import Point
from shapely.prepared import prep

from command_center.ground.network.models import NodeKind
from command_center.ground.network.tracing import Topology, Trace
from demo.geography import counties
from tests.demo import small


@pytest.fixture(scope="module")
def province():
    with pytest.MonkeyPatch.context() as patch:
        yield small.make(patch)


@pytest.fixture(scope="module")
def trace(province):
    return Trace.build(Topology.build(province.tables))


def out(trace, device_id):
    return int(trace.out_if_opened(np.array([device_id - 1]))[1][0])


def below(supplies):
    return sum(low.customers for supply in supplies for low in supply.low)


def test_everything_is_energised(trace):
    assert trace.energised.all()


def test_every_customer_hangs_somewhere(province):
    assert sum(province.counts.values()) == province.tables.load_customers.sum() == small.CUSTOMERS
    for feeder in province.graph.feeders:
        for supply in feeder.supplies():
            assert sum(low.customers for low in supply.low) == province.counts.get(supply.node.id, 0)


def test_a_breaker_darkens_exactly_its_feeder_or_a_loop_carries_it(province, trace):
    assert len(province.graph.feeders) == small.FEEDERS
    for feeder in province.graph.feeders:
        expected = 0 if feeder.looped else below(feeder.supplies())
        assert out(trace, feeder.sections[0].device_id) == expected


def test_a_section_a_lateral_a_transformer_and_a_fuse_darken_who_is_below(province, trace):
    for feeder in (feeder for feeder in province.graph.feeders if not feeder.looped):
        beyond = [s for section in feeder.sections[1:] for lateral in section.laterals for s in lateral.supplies]
        assert out(trace, feeder.sections[1].device_id) == below(beyond)
        for lateral in (lateral for section in feeder.sections for lateral in section.laterals):
            assert out(trace, lateral.device_id) == below(lateral.supplies)
            for supply in lateral.supplies:
                assert out(trace, supply.branch_id) == below([supply])
                fused = [low for low in supply.low if low.fuse_id]
                assert [out(trace, low.fuse_id) for low in fused] == [low.customers for low in fused]


def test_a_tie_brings_a_whole_feeder_back(province, trace):
    tied = [feeder for feeder in province.graph.feeders if feeder.tied]
    assert 0.2 <= len(tied) / small.FEEDERS <= 0.4  # feeders are sparse here: fewer ends are near each other
    devices = np.array([feeder.sections[0].device_id - 1 for feeder in tied if not feeder.looped])
    answers = trace.ties_for(devices)
    back = dict(zip(answers.device.tolist(), answers.customers.tolist(), strict=True))
    assert back == dict(zip(devices.tolist(), trace.out_if_opened(devices)[1].tolist(), strict=True))


def test_there_is_a_loop(province):
    assert sum(feeder.looped for feeder in province.graph.feeders) >= 2


def test_it_agrees_with_the_tree(province):
    parents = {node.id: node.parent_id for node in province.nodes}
    branches = [row for row in province.graph.branches if row[14] is not None]
    assert len(branches) == sum(node.kind == NodeKind.TRANSFORMER for node in province.nodes)
    assert all(row[13] == parents[parents[row[14]]] for row in branches)


def test_codes_are_unique_and_only_devices_stand_open(province):
    for rows in (province.graph.nodes, province.graph.branches):
        assert Counter(row[1] for row in rows).most_common(1)[0][1] == 1
    assert {row[9] for row in province.graph.branches if row[11]} == {"TIE"}
    assert all(row[9] for row in province.graph.branches if row[12])


def test_lines_do_not_cross_the_map(province):
    """Express lines to a far station apart, a line is a few hundred metres to a few kilometres long."""
    lengths = [row[7] for row in province.graph.branches if row[3] == "LINE" and not row[1].endswith("-W0")]
    assert np.median(lengths) < 1000
    assert max(lengths) < 6000


def test_it_stays_in_its_county(province):
    """Who lives outside every service area would be found by nobody."""
    areas = {county.code: prep(county.area.buffer(0.002)) for county in counties()}  # their borders are simplified
    outside = [n.code for n in province.nodes if not areas[n.code[:6]].covers(Point(n.lon, n.lat))]
    assert outside == []


def test_the_same_seed_gives_the_same_graph(province, monkeypatch):
    again = small.make(monkeypatch)
    assert again.graph.nodes == province.graph.nodes
    assert again.graph.branches == province.graph.branches
