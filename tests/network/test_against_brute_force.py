"""Small networks of every odd shape (loops, islands, parallel edges, dead loads, mixed phases) against plain search."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.ground.network.tracing import Cells, Topology, Trace, Zones
from tests.network.brute import Brute
from tests.network.drawing import make

DEVICES = st.sampled_from(["", "", "switch", "breaker", "recloser", "transformer", "fuse"])
THREE = st.just("ABC")
PHASES = st.sampled_from(["ABC", "ABC", "A", "B", "AC", "S", "S", "AS", ""])


@st.composite
def networks(draw, phases=THREE):
    count = draw(st.integers(1, 10))
    place = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(place, place).filter(lambda p: p[0] != p[1]), max_size=16)) if count > 1 else []
    device = [draw(DEVICES) for _ in pairs]
    loads = draw(st.lists(st.tuples(place, st.integers(0, 9)), max_size=8))
    return make(
        nodes=[f"n{n}" for n in range(count)],
        sources=draw(st.lists(place, min_size=1, max_size=3)),
        ends=pairs,
        edge_ids=[f"e{e}" for e in range(len(pairs))],
        device=device,
        phases=[draw(phases) for _ in pairs],
        is_open=[bool(word) and draw(st.integers(0, 2)) == 0 for word in device],
        loads=loads,
        load_ids=[f"l{k}" for k in range(len(loads))],
    )


MANY = settings(max_examples=120, deadline=None, derandomize=True)


@MANY
@given(networks())
def test_batch_answers_of_the_trace(tables):
    brute, trace = Brute(tables, by_phase=False), Trace.build(Topology.build(tables))
    devices = np.array(brute.devices, dtype=np.int64)
    loads, customers = trace.out_if_opened(devices)
    ties = trace.ties_for(devices)
    assert trace.devices.tolist() == brute.devices
    for at, device in enumerate(brute.devices):
        out = brute.out(device)
        assert set(trace.loads_out(device).tolist()) == out
        assert loads[at] == len(out)
        assert customers[at] == sum(tables.load_customers[list(out)])
        mine = ties.device == device
        assert set(ties.tie[mine].tolist()) == brute.ties_for(device).keys()
        assert set(ties.loads[mine].tolist()) <= {len(out)}


@MANY
@given(networks())
def test_what_is_above_and_below(tables):
    brute, trace = Brute(tables, by_phase=False), Trace.build(Topology.build(tables))
    live = brute.live_nodes(brute.normal)
    below = {device: live - brute.live_nodes(brute.normal | {device}) for device in brute.devices}
    assert set(np.flatnonzero(trace.energised).tolist()) == live
    for device in brute.devices:
        assert set(np.flatnonzero(trace.downstream(device)).tolist()) == below[device]
    for node in brute.nodes:
        chain = trace.upstream_devices(node)
        assert set(chain) == {device for device in brute.devices if node in below[device]}
        assert all(below[near] <= below[far] for near, far in pairwise(chain))


@MANY
@given(networks(PHASES), st.sets(st.integers(0, 15)), st.booleans())
def test_energised_for_any_set_of_open_devices(tables, opened, by_phase):
    brute, topology = Brute(tables, by_phase=by_phase), Topology.build(tables, by_phase=by_phase)
    opened = [e for e in opened if e < len(tables.edge_ids)]
    live = topology.energised(topology.open_edges(opened))
    assert set(np.flatnonzero(live).tolist()) == brute.live_nodes(set(opened))


@MANY
@given(networks(PHASES), st.booleans())
def test_one_device_at_a_time_by_phase(tables, by_phase):
    brute = Brute(tables, by_phase=by_phase)
    cells = Cells.build(Topology.build(tables, by_phase=by_phase))
    ties = cells.topology.has_device & cells.open_edges
    for device in brute.devices:
        after = cells.without(edges=np.array([device]))
        out = after.loads_out()
        assert set(out.tolist()) == brute.out(device)
        back = after.back_with_each(out, ties)
        assert {tie: set(loads.tolist()) for tie, loads in back.items()} == brute.ties_for(device)


@MANY
@given(networks(PHASES), st.booleans())
def test_zone_faults(tables, by_phase):
    brute = Brute(tables, by_phase=by_phase)
    zones = Zones.build(Cells.build(Topology.build(tables, by_phase=by_phase)))
    members = {frozenset(np.flatnonzero(zones.zone_of_node == z).tolist()): z for z in range(zones.count)}
    assert members.keys() == brute.zones()
    for nodes, zone in members.items():
        fault, wanted = zones.fault(zone), brute.zone_fault(nodes)
        single = {tie: set(loads.tolist()) for tie, loads in fault.single_ties.items()}
        assert single == wanted.pop("single_ties")
        assert {name: set(getattr(fault, name).tolist()) for name in wanted} == wanted
