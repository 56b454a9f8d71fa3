"""Grown feeders (a tree, some extra edges, a few islands, single-phase parts) against plain search; seeds say which."""

import numpy as np

from command_center.ground.network.tracing import Cells, Topology, Trace, Zones
from tests.network.brute import Brute
from tests.network.drawing import make

DEVICES = ["", "", "switch", "breaker", "recloser", "transformer"]
SEEDS = range(60)


def feeder(seed):
    draw = np.random.default_rng(seed)
    count = int(draw.integers(4, 16))
    tree = [(int(draw.integers(max(0, node - 4), node)), node) for node in range(1, count) if draw.random() > 0.06]
    extra = [tuple(draw.choice(count, 2, replace=False).tolist()) for _ in range(int(draw.integers(0, 6)))]
    ends = [pair if draw.random() < 0.5 else pair[::-1] for pair in tree + extra]
    device = draw.choice(DEVICES, len(ends)).tolist()
    words = ["ABC"] if seed % 3 == 0 else ["ABC", "ABC", "AB", "A", "B", "S", ""]
    likely_open = np.where(np.arange(len(ends)) < len(tree), 0.1, 0.6)
    places = draw.integers(0, count, int(draw.integers(1, 10))).tolist()
    return make(
        nodes=[f"n{node}" for node in range(count)],
        sources=draw.choice(count, int(draw.integers(1, 3)), replace=False).tolist(),
        ends=ends,
        edge_ids=[f"e{edge}" for edge in range(len(ends))],
        device=device,
        phases=draw.choice(words, len(ends)).tolist(),
        is_open=[bool(word) and roll < chance for word, roll, chance in zip(device, draw.random(len(ends)), likely_open, strict=True)],
        loads=[(place, int(draw.integers(0, 9))) for place in places],
        load_ids=[f"l{load}" for load in range(len(places))],
    )  # fmt: skip


def for_every_seed(check):
    """One test for all seeds: the fixtures of a test cost more than a feeder."""

    def test():
        for seed in SEEDS:
            try:
                check(seed)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}") from error

    return test


def sets(back):
    return {tie: set(loads.tolist()) for tie, loads in back.items()}


@for_every_seed
def test_devices_and_ties(seed):
    tables = feeder(seed)
    brute, trace = Brute(tables, by_phase=False), Trace.build(Topology.build(tables))
    ties = trace.ties_for(trace.devices)
    for device in brute.devices:
        assert set(trace.loads_out(device).tolist()) == brute.out(device)
        assert set(ties.tie[ties.device == device].tolist()) == brute.ties_for(device).keys()


@for_every_seed
def test_devices_and_ties_by_phase(seed):
    tables = feeder(seed)
    brute, cells = Brute(tables, by_phase=True), Cells.build(Topology.build(tables, by_phase=True))
    for device in brute.devices:
        after = cells.without(edges=np.array([device]))
        out = after.loads_out()
        assert set(out.tolist()) == brute.out(device)
        assert sets(after.back_with_each(out, tables.normally_open)) == brute.ties_for(device)


@for_every_seed
def test_zone_faults_by_phase(seed):
    tables = feeder(seed)
    brute, zones = (
        Brute(tables, by_phase=True),
        Zones.build(Cells.build(Topology.build(tables, by_phase=True))),
    )
    for nodes in brute.zones():
        fault, wanted = zones.fault(zones.zone_of_node[min(nodes)]), brute.zone_fault(nodes)
        assert sets(fault.single_ties) == wanted.pop("single_ties")
        assert {name: set(getattr(fault, name).tolist()) for name in wanted} == wanted
