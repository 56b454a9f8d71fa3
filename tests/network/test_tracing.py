"""The trace on networks small enough to read: who is out, what is above, which tie helps, what a fault in a zone means."""

import numpy as np
import pytest

from command_center.ground.network.tracing import Cells, Topology, Trace, Zones
from tests.network.drawing import draw

# S ─cb1─ a ─ b ─sw1─ c ─ d        d and h meet in an open tie
#             └tx1─ x    └tx2─ y
# S ─cb2─ g ─ h ─tx3─ z
TWO_FEEDERS = draw(
    """
    S cb1 a
    a -   b
    b tx1 x
    b sw1 c
    c -   d
    d tx2 y
    S cb2 g
    g -   h
    h tx3 z
    d sw9/open h
    """,
    sources="S",
    loads="x:10 y:5 z:3",
)
RING = draw(
    """
    S cb1 a
    a sw1 b
    b sw2 c
    c sw3 a
    c tx1 x
    """,
    sources="S",
    loads="b:4 x:6",
)


def trace_of(tables, *, opened=()):
    mask = tables.normally_open.copy()
    mask[[tables.edge_ids.index(name) for name in opened]] = True
    return Trace.build(Topology.build(tables), mask)


def edge(tables, name):
    return tables.edge_ids.index(name)


def out(trace, name):
    tables = trace.topology.tables
    return {tables.load_ids[load] for load in trace.loads_out(edge(tables, name))}


def names(tables, edges):
    return [tables.edge_ids[e] for e in edges]


def test_a_breaker_takes_its_feeder_out():
    assert out(trace_of(TWO_FEEDERS), "cb1") == {"at x", "at y"}
    assert out(trace_of(TWO_FEEDERS), "sw1") == {"at y"}


def test_a_thousand_devices_are_one_question():
    trace = trace_of(TWO_FEEDERS)
    loads, customers = trace.out_if_opened(np.tile(trace.devices, 200))
    assert loads[:6].tolist() == [2, 1, 1, 1, 1, 1]
    assert customers[:6].tolist() == [15, 10, 5, 5, 3, 3]


def test_devices_above_a_place_come_nearest_first():
    trace = trace_of(TWO_FEEDERS)
    y = TWO_FEEDERS.node_ids.index("y")
    assert names(TWO_FEEDERS, trace.upstream_devices(y)) == ["tx2", "sw1", "cb1"]
    assert trace.upstream_device[TWO_FEEDERS.node_ids.index("S")] == -1


def test_preorder_intervals_hold_what_is_below():
    trace = trace_of(TWO_FEEDERS)
    node = trace.cut_node[edge(TWO_FEEDERS, "sw1")]
    inside = (trace.forest.pre >= trace.forest.pre[node]) & (trace.forest.pre < trace.forest.end[node])
    assert {TWO_FEEDERS.node_ids[n] for n in np.flatnonzero(inside)} == {"c", "d", "y"}


def test_a_tie_brings_back_what_hangs_on_its_end():
    ties = trace_of(TWO_FEEDERS).ties_for(np.array([edge(TWO_FEEDERS, "sw1"), edge(TWO_FEEDERS, "tx2")]))
    assert names(TWO_FEEDERS, ties.device) == ["sw1"]
    assert names(TWO_FEEDERS, ties.tie) == ["sw9"]
    assert (ties.loads.tolist(), ties.customers.tolist()) == ([1], [5])


def test_opening_one_side_of_a_ring_interrupts_nobody():
    trace = trace_of(RING)
    assert [out(trace, name) for name in ("sw1", "sw2", "sw3")] == [set(), set(), set()]
    assert out(trace, "cb1") == {"at b", "at x"}
    assert names(RING, trace.upstream_devices(RING.node_ids.index("x"))) == ["tx1", "cb1"]


def test_an_opened_ring_is_a_line():
    assert out(trace_of(RING, opened=["sw1"]), "sw2") == {"at b"}


def test_parallel_devices_hold_each_other():
    twins = draw("S sw1 a\nS sw2 a", sources="S", loads="a:1")
    assert out(trace_of(twins), "sw1") == set()
    assert out(trace_of(twins, opened=["sw1"]), "sw2") == {"at a"}


def test_two_sources_hold_each_other():
    line = draw("S sw1 a\na sw2 T", sources="S T", loads="a:1 T:1")
    assert out(trace_of(line), "sw1") == set()


def test_a_dead_island_crashes_nothing():
    island = draw("S cb1 a\nb sw1 c\nb sw2/open a", sources="S", loads="c:7")
    trace = trace_of(island)
    assert trace.energised.tolist() == [True, True, False, False]
    assert out(trace, "sw1") == set()
    assert trace.ties_for(trace.devices).tie.tolist() == []


def test_an_operation_is_a_changed_mask():
    topology = Topology.build(TWO_FEEDERS)
    mask = TWO_FEEDERS.normally_open.copy()
    mask[edge(TWO_FEEDERS, "sw1")] = True
    assert {TWO_FEEDERS.node_ids[n] for n in np.flatnonzero(~topology.energised(mask))} == {"c", "d", "y"}
    mask[edge(TWO_FEEDERS, "sw9")] = False
    assert topology.energised(mask).all()


def test_a_fault_is_isolated_and_its_neighbours_come_back_by_the_tie():
    zones = Zones.build(Cells.build(Topology.build(TWO_FEEDERS)))
    fault = zones.fault(zones.zone_of_node[TWO_FEEDERS.node_ids.index("b")])
    assert names(TWO_FEEDERS, fault.feeding_devices) == ["cb1"]
    assert names(TWO_FEEDERS, fault.isolate) == ["cb1", "sw1"]
    assert fault.keep_open.tolist() == []
    assert [TWO_FEEDERS.load_ids[k] for k in fault.out_at_trip] == ["at x", "at y"]
    assert [TWO_FEEDERS.load_ids[k] for k in fault.restorable] == ["at y"]
    assert [TWO_FEEDERS.load_ids[k] for k in fault.wait_for_repair] == ["at x"]


def test_a_faulted_zone_keeps_its_own_ties_open():
    zones = Zones.build(Cells.build(Topology.build(TWO_FEEDERS)))
    fault = zones.fault(zones.zone_of_node[TWO_FEEDERS.node_ids.index("d")])
    assert names(TWO_FEEDERS, fault.keep_open) == ["sw9"]
    assert fault.restorable.tolist() == []


def test_two_ties_through_a_dead_island_help_together_only():
    chain = draw(
        """
        S cb1 a
        a sw1 b
        S sw2/open i
        i sw3/open b
        """,
        sources="S",
        loads="b:8",
    )
    zones = Zones.build(Cells.build(Topology.build(chain)))
    fault = zones.fault(zones.zone_of_node[chain.node_ids.index("a")])
    assert len(fault.restorable) == 1
    assert fault.single_ties == {}


SINGLE_PHASE = draw(
    """
    S cb1/ABC a
    a sw1/A   b
    a sw2/B   c
    b tx1/A   x
    x -/S     p
    c sw9/A/open b
    a sw8/A/open b
    """,
    sources="S",
    loads="p:2 c:1",
)


def test_a_tie_of_the_wrong_phase_brings_nobody_back():
    cells = Cells.build(Topology.build(SINGLE_PHASE, by_phase=True))
    after = cells.without(edges=np.array([edge(SINGLE_PHASE, "sw1")]))
    lost = after.loads_out()
    assert [SINGLE_PHASE.load_ids[k] for k in lost] == ["at p"]
    back = after.back_with_each(lost, SINGLE_PHASE.normally_open)
    assert names(SINGLE_PHASE, back) == ["sw8"]


def test_a_load_that_keeps_one_phase_is_not_out():
    two_ways = draw("S cb1/A a\nS cb2/BC a", sources="S", loads="a:1")
    cells = Cells.build(Topology.build(two_ways, by_phase=True))
    assert cells.without(edges=np.array([0])).loads_out().tolist() == []
    assert cells.without(edges=np.array([0, 1])).loads_out().tolist() == [0]


def test_without_phases_the_same_tie_would_help():
    ties = trace_of(SINGLE_PHASE).ties_for(np.array([edge(SINGLE_PHASE, "sw1")]))
    assert names(SINGLE_PHASE, ties.tie) == ["sw9", "sw8"]


def test_phases_that_never_part_cost_no_layer():
    assert Topology.build(TWO_FEEDERS, by_phase=True).layers.count == 1


def test_a_trace_by_phase_is_refused():
    with pytest.raises(ValueError, match="one layer"):
        Trace.build(Topology.build(SINGLE_PHASE, by_phase=True))
