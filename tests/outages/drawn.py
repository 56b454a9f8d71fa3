"""Networks small enough to draw in a test, and the few words that tests say about them."""

from collections.abc import Mapping, Sequence

import numpy as np

from command_center.ground.network.tables import NetworkTables
from command_center.ground.network.tracing import Topology, Trace
from outages.judging.judgement import DeviceTree, Judgement, Signal, SignalKind, device_tree

Line = tuple[str, str, str, str]
"""Edge id, from, to, device ('' for a plain line)."""


class Drawn:
    """``Drawn([("B1", "src", "a", "breaker"), …], {"a": 3})``: lines of a network fed from ``src``, customers by node."""

    def __init__(self, lines: Sequence[Line], customers: Mapping[str, int], open_edges: Sequence[str] = ()) -> None:
        nodes = sorted({node for _, low, high, _ in lines for node in (low, high)})
        index = {node: at for at, node in enumerate(nodes)}
        nan = np.full(max(len(nodes), len(lines)), np.nan)
        self.edges = {line[0]: at for at, line in enumerate(lines)}
        self.loads = {node: at for at, node in enumerate(customers)}
        self.nodes = index
        self.tables = NetworkTables(
            node_ids=nodes,
            lon=nan[: len(nodes)],
            lat=nan[: len(nodes)],
            is_source=np.array([node.startswith("src") for node in nodes]),
            edge_ids=[line[0] for line in lines],
            kind=["line"] * len(lines),
            from_node=np.array([index[line[1]] for line in lines]),
            to_node=np.array([index[line[2]] for line in lines]),
            phases=[""] * len(lines),
            length_m=nan[: len(lines)],
            rating_kva=nan[: len(lines)],
            device=[line[3] for line in lines],
            normally_open=np.array([line[0] in open_edges for line in lines]),
            load_ids=list(customers),
            load_node=np.array([index[node] for node in customers]),
            load_customers=np.array(list(customers.values())),
            load_kw=np.full(len(customers), 1.0),
        )
        self.tree: DeviceTree = device_tree(Trace.build(Topology.build(self.tables)))

    def calls(self, *nodes: str, every_s: float = 30.0, **more: object) -> tuple[Signal, ...]:
        """One call from each node, half a minute apart."""
        return tuple(self.call(node, at * every_s, **more) for at, node in enumerate(nodes))

    def call(self, node: str, at_s: float = 0.0, **more: object) -> Signal:
        fields = {"signal_id": f"call {node}", "kind": SignalKind.CALL, "load": self.loads[node], **more}
        return Signal(at_s=at_s, **fields)

    def devices(self, judgement: Judgement) -> list[str]:
        return [self.tables.edge_ids[outage.device] for outage in judgement.predictions]


def street() -> Drawn:
    """Breaker B feeds a line; switch S1 the houses a1–a4, switch S2 the houses b1–b4, fuse F behind S2 the houses c1–c3.

    ::

        src ─B─ m ─S1─ s1 ─ a1…a4
                m ─S2─ s2 ─ b1…b4
                       s2 ─F─ f ─ c1…c3
    """
    lines: list[Line] = [
        ("B", "src", "m", "breaker"),
        ("S1", "m", "s1", "switch"),
        ("S2", "m", "s2", "switch"),
        ("F", "s2", "f", "fuse"),
    ]
    houses = (
        {f"a{n}": "s1" for n in range(1, 5)}
        | {f"b{n}": "s2" for n in range(1, 5)}
        | {f"c{n}": "f" for n in range(1, 4)}
    )
    lines += [(f"line {house}", post, house, "") for house, post in houses.items()]
    return Drawn(lines, dict.fromkeys(houses, 10))
