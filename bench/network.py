"""``./run bench network``: who is out for every device of a network, by our trace, networkx and pandapower; a made province,
and the same province out of PostgreSQL.

Every answer of the others is compared with ours in the same run. networkx and pandapower are no part of the program: where
one is not installed, its row says so.
"""

import argparse
import platform
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench import stored_network
from bench.made_network import made_network
from command_center.ground.network.tables import NetworkTables, read_tables
from command_center.ground.network.tracing import Cells, Topology, Trace, Zones

ROOT = Path(__file__).parents[1]
PUBLISHED = (ROOT.parent / "shared/data/networks/ieee9500", ROOT / "tests/data/networks/simbench_semiurb")
ROUNDS = 5
THEIR_ROUNDS = 2
ASKED_AT_ONCE = 1_000


def best(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """(least seconds of ``rounds`` runs, the last result)."""
    least = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - started)
    return least, result


def by_ours(tables: NetworkTables) -> np.ndarray:
    """Customers out for every closed device, everything built from the tables."""
    trace = Trace.build(Topology.build(tables))
    return trace.out_if_opened(trace.devices)[1]


def by_networkx(tables: NetworkTables, devices: list[int]) -> list[int]:
    """The straightforward way, as the published answers were made: open, ask what is connected, close again."""
    import networkx as nx

    graph, customers = nx.MultiGraph(), customers_by_node(tables)
    graph.add_nodes_from(range(len(tables.node_ids)))
    ends = list(zip(tables.from_node.tolist(), tables.to_node.tolist(), strict=True))
    graph.add_edges_from((*ends[e], e) for e in np.flatnonzero(~tables.normally_open).tolist())
    graph.add_edges_from(("source", node, "source") for node in np.flatnonzero(tables.is_source).tolist())

    def supplied() -> int:
        return sum(customers[node] for node in nx.node_connected_component(graph, "source") if node != "source")

    before, out = supplied(), []
    for device in devices:
        graph.remove_edge(*ends[device], key=device)
        out.append(before - supplied())
        graph.add_edge(*ends[device], key=device)
    return out


def by_networkx_bridges(tables: NetworkTables, devices: list[int]) -> list[int]:
    """The same by one search: bridges, a tree, and sums over it."""
    import networkx as nx

    graph, customers = nx.MultiGraph(), customers_by_node(tables)
    ends = list(zip(tables.from_node.tolist(), tables.to_node.tolist(), strict=True))
    graph.add_edges_from(ends[e] for e in np.flatnonzero(~tables.normally_open).tolist())
    graph.add_edges_from(("source", node) for node in np.flatnonzero(tables.is_source).tolist())
    tree = nx.dfs_tree(nx.Graph(graph), "source")
    below = dict.fromkeys(tree, 0)
    for node in nx.dfs_postorder_nodes(tree, "source"):
        below[node] += customers[node] if node != "source" else 0
        for above in tree.predecessors(node):
            below[above] += below[node]
    bridges = {frozenset(pair) for pair in nx.bridges(graph)}

    def out(device: int) -> int:
        one, other = ends[device]
        if frozenset((one, other)) not in bridges:
            return 0
        return below[other] if tree.has_edge(one, other) else below[one] if tree.has_edge(other, one) else 0

    return [out(device) for device in devices]


def by_pandapower(tables: NetworkTables, devices: list[int]) -> list[int]:
    """``pandapower.topology.unsupplied_buses`` after each opening; every edge is a bus-to-bus switch."""
    import pandapower as pp
    import pandapower.topology as topology

    net, customers = pp.create_empty_network(), np.array(customers_by_node(tables))
    pp.create_buses(net, len(tables.node_ids), vn_kv=10.0)
    pp.create_switches(net, tables.from_node, tables.to_node, et="b", closed=~tables.normally_open)
    for node in np.flatnonzero(tables.is_source).tolist():
        pp.create_ext_grid(net, node)
    before, out = customers[list(topology.unsupplied_buses(net))].sum(), []
    for device in devices:
        net.switch.at[device, "closed"] = False
        out.append(int(customers[list(topology.unsupplied_buses(net))].sum() - before))
        net.switch.at[device, "closed"] = True
    return out


def customers_by_node(tables: NetworkTables) -> list[int]:
    found = np.zeros(len(tables.node_ids), dtype=np.int64)
    np.add.at(found, tables.load_node, tables.load_customers)
    return found.tolist()


def compare(folder: Path, sample: int) -> None:
    tables = read_tables(folder)
    seconds, ours = best(lambda: by_ours(tables))
    devices = Trace.build(Topology.build(tables)).devices
    print(f"{folder.name}: {len(tables.node_ids)} nodes, {len(devices)} closed devices, all opened one by one")
    print(f"  {'ours, from the tables to all answers':<48}{seconds * 1000:10.1f} ms")
    few = np.random.default_rng(1).choice(len(devices), min(sample, len(devices)), replace=False)
    everything = np.arange(len(devices))
    for name, work, rows in (
        ("networkx, open and ask", by_networkx, everything),
        ("networkx, one search with bridges", by_networkx_bridges, everything),
        (f"pandapower, from {len(few)} devices", by_pandapower, few),
    ):
        try:
            theirs_seconds, theirs = best(partial(work, tables, devices[rows].tolist()), THEIR_ROUNDS)
        except ImportError as error:
            print(f"  {name:<48}not measured: {error.name} is not installed (requirements-dev.txt)")
            continue
        whole = theirs_seconds * len(devices) / len(rows)
        same = "same answers" if list(theirs) == ours[rows].tolist() else "ANSWERS DIFFER"
        print(f"  {name:<48}{whole * 1000:10.1f} ms   ratio {whole / seconds:8.0f}   {same}")


def province(feeders: int) -> None:
    tables = made_network(feeders)
    words = f"{feeders} feeders, {len(tables.load_ids)} transformers, {tables.load_customers.sum()} customers"
    print(f"made province: {words}, {len(tables.node_ids)} nodes")

    def show(name: str, work: Callable[[], Any], rounds: int = ROUNDS) -> Any:
        seconds, result = best(work, rounds)
        print(f"  {name:<48}{seconds * 1000:10.2f} ms")
        return result

    topology = show("build: matrix", lambda: Topology.build(tables), 2)
    trace = show("build: trace of one state", lambda: Trace.build(topology), 3)
    draw = np.random.default_rng(1)
    devices = draw.choice(trace.devices, ASKED_AT_ONCE)
    nodes = draw.choice(len(tables.node_ids), ASKED_AT_ONCE)
    show("one question: who is out if a device opens", lambda: trace.loads_out(int(devices[0])))
    show("1,000 questions: how many are out", lambda: trace.out_if_opened(devices))
    show("1,000 questions: the device above", lambda: trace.upstream_device[nodes])
    show("one question: which ties bring them back", lambda: trace.ties_for(devices[:1]))
    show("1,000 questions: which ties bring them back", lambda: trace.ties_for(devices))
    mask = tables.normally_open.copy()

    def operate() -> Any:
        mask[devices[0]] = ~mask[devices[0]]
        return topology.energised(mask)

    show("one device operation: what is live now", operate)
    zones = show("build: zones", lambda: Zones.build(Cells.build(topology)), 2)
    show("one question: a fault in a zone", lambda: zones.fault(zones.count // 2))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench network", description=__doc__)
    parser.add_argument("--network", type=Path, nargs="*", help="folders in the neutral CSV form")
    parser.add_argument("--feeders", type=int, default=3_000)
    parser.add_argument("--pandapower-devices", type=int, default=20, help="it asks so few and reckons up")
    options = parser.parse_args()
    for folder in options.network or [folder for folder in PUBLISHED if folder.is_dir()]:
        compare(folder, options.pandapower_devices)
    province(options.feeders)
    stored_network.measure(options.feeders)
    print(f"{platform.machine()}, Python {platform.python_version()}, best of several runs")


if __name__ == "__main__":
    main()
