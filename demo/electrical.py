"""The invented electrical graph below the supply tree: bus, breaker, trunk, laterals, transformers, LV branches.

Codes follow the tree: ``…-F001-CB`` is a feeder's breaker, ``…-F001-S1`` its first section switch, ``…-L1-D`` the device
of a lateral, ``…-T00001-TR`` a transformer, ``…-T00001-LF1`` an LV fuse, ``…-F001-TIE`` a tie.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from command_center.ground.network.models import BranchKind, DeviceKind
from command_center.ground.organisation.models import Level
from demo.graph import Feeder, Graph, Lateral, LowVoltage, Section, Supply
from demo.network import Node
from demo.routes import Spot, between
from demo.ties import join_feeders

# Up to so many customers hang on the transformer's own bus; more get LV branches behind fuses.
SMALL_AREA = 5
CUSTOMERS_PER_LV_BRANCH, MOST_LV_BRANCHES = 8, 3
OWN_FUSE_SHARE = 0.3  # transformers on a spur with a fuse of its own
KVA = (50, 100, 200, 315, 400, 630)
# Device of a lateral: share, kind, how often its position is reported.
LATERAL_DEVICES = ((0.6, DeviceKind.FUSE, 0.0), (0.8, DeviceKind.RECLOSER, 1.0), (1.0, DeviceKind.SWITCH, 0.5))
DEVICE_WORDS = {DeviceKind.FUSE: "熔断器", DeviceKind.RECLOSER: "重合器", DeviceKind.SWITCH: "分界开关"}


def build(nodes: Sequence[Node], customers: Mapping[int, int], rng: np.random.Generator) -> Graph:
    """The graph of a tree; ``customers`` by transformer id decide how much low voltage there is below it."""
    graph, children = Graph(), _children(nodes)
    for substation in children.get(None, []):
        bus = graph.add_node(f"{substation.code}-BUS", substation.spot, substation, source=True)
        builder = _Builder(graph, children, customers, rng)
        graph.feeders += [builder.feeder(node, substation, bus) for node in children.get(substation.id, [])]
    join_feeders(graph, rng)
    return graph


def _children(nodes: Sequence[Node]) -> dict[int | None, list[Node]]:
    children: dict[int | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    return children


class _Builder:
    def __init__(
        self,
        graph: Graph,
        children: Mapping[int | None, list[Node]],
        customers: Mapping[int, int],
        rng: np.random.Generator,
    ) -> None:
        self.graph, self.children, self.customers, self.rng = graph, children, customers, rng

    def feeder(self, node: Node, substation: Node, bus: int) -> Feeder:
        """Breaker, then trunk sections with a switch between them; each lateral leaves at the end of a section."""
        taps = self.children[node.id]
        here = self.graph.add_node(f"{node.code}-N0", between(substation.spot, taps[0].spot, 0.02), node)
        breaker = self.graph.add_branch(
            f"{node.code}-CB", BranchKind.SWITCH, (bus, here), node, node,
            name=f"{node.name}出线开关", device=DeviceKind.BREAKER, telemetered=True,
        )  # fmt: skip
        sections = [Section(breaker)]
        for n, tap in enumerate(taps):
            if n:
                here, switch = self._section_switch(node, n, taps[n - 1].spot, here)
                sections.append(Section(switch))
            here = self._line(f"{node.code}-W{n}", f"{node.code}-P{n + 1}", here, tap.spot, node, node)
            sections[-1].laterals.append(self._lateral(tap, node, here))
        before = taps[-2].spot if len(taps) > 1 else substation.spot
        end = between(before, taps[-1].spot, 1.4)
        last = self._line(f"{node.code}-W{len(taps)}", f"{node.code}-E", here, end, node, node)
        return Feeder(node, substation, last, end, sections)

    def _section_switch(self, feeder: Node, n: int, spot: Spot, here: int) -> tuple[int, int]:
        kind = DeviceKind.SECTIONALISER if n == 1 else DeviceKind.SWITCH
        beyond = self.graph.add_node(f"{feeder.code}-Q{n}", spot, feeder)
        switch = self.graph.add_branch(
            f"{feeder.code}-S{n}", BranchKind.SWITCH, (here, beyond), feeder, feeder,
            name=f"{feeder.name}{n}号分段开关", device=kind, telemetered=self._chance(0.6 if n == 1 else 0.3),
        )  # fmt: skip
        return beyond, switch

    def _lateral(self, node: Node, feeder: Node, tap: int) -> Lateral:
        lot = self.rng.random()
        _, kind, reported = next(row for row in LATERAL_DEVICES if lot < row[0])
        here = self.graph.add_node(f"{node.code}-N0", node.spot, node)
        device = self.graph.add_branch(
            f"{node.code}-D", BranchKind.SWITCH, (tap, here), node, feeder,
            name=f"{node.name}{DEVICE_WORDS[kind]}", device=kind, telemetered=self._chance(reported),
        )  # fmt: skip
        lateral = Lateral(node, device)
        for n, transformer in enumerate(self.children.get(node.id, [])):
            here = self._line(f"{node.code}-W{n + 1}", f"{node.code}-P{n + 1}", here, transformer.spot, node, feeder)
            lateral.supplies.append(self._supply(transformer, feeder, here))
        return lateral

    def _supply(self, node: Node, feeder: Node, tap: int) -> Supply:
        if self._chance(OWN_FUSE_SHARE):
            beyond = self.graph.add_node(f"{node.code}-H", node.spot, node)
            self.graph.add_branch(
                f"{node.code}-HF", BranchKind.SWITCH, (tap, beyond), node, feeder,
                name=f"{node.name}跌落式熔断器", device=DeviceKind.FUSE,
            )  # fmt: skip
            tap = beyond
        bus = self.graph.add_node(f"{node.code}-LV", node.spot, node, kv=0.4)
        count = self.customers.get(node.id, 0)
        branch = self.graph.add_branch(
            f"{node.code}-TR", BranchKind.TRANSFORMER, (tap, bus), node, feeder,
            name=node.name, device=DeviceKind.TRANSFORMER, rating_kva=KVA[min(count // 8, len(KVA) - 1)], transformer=node,
        )  # fmt: skip
        return Supply(node, branch, self._low_voltage(node, feeder, bus, count))

    def _low_voltage(self, node: Node, feeder: Node, bus: int, count: int) -> list[LowVoltage]:
        """Where ``count`` customers hang: on the bus, or spread over two or three branches of a main."""
        if count <= SMALL_AREA:
            return [LowVoltage(bus, None, count)]
        angle = float(self.rng.uniform(0, 2 * math.pi))
        reach = 0.0014 if node.unit.level == Level.SERVICE_STATION else 0.0022
        here, low = bus, []
        branches = min(max(2, count // CUSTOMERS_PER_LV_BRANCH), MOST_LV_BRANCHES)
        for n in range(1, branches + 1):
            along = (node.lat + math.sin(angle) * reach * n / 2, node.lon + math.cos(angle) * reach * n / 2)
            here = self._line(f"{node.code}-M{n}", f"{node.code}-M{n}", here, along, node, feeder, kv=0.4)
            aside = angle + (math.pi / 2 if n % 2 else -math.pi / 2)
            box = (along[0] + math.sin(aside) * reach / 3, along[1] + math.cos(aside) * reach / 3)
            end = self.graph.add_node(f"{node.code}-X{n}", box, node, kv=0.4)
            fuse = self.graph.add_branch(
                f"{node.code}-LF{n}", BranchKind.SWITCH, (here, end), node, feeder,
                name=f"{node.name}{n}号低压分支", device=DeviceKind.FUSE,
            )  # fmt: skip
            low.append(LowVoltage(end, fuse, len(range(n - 1, count, branches))))
        return low

    def _line(
        self, code: str, node_code: str, here: int, spot: Spot, owner: Node, feeder: Node, *, kv: float = 10.0
    ) -> int:
        end = self.graph.add_node(node_code, spot, owner, kv=kv)
        self.graph.add_branch(code, BranchKind.LINE, (here, end), owner, feeder)
        return end

    def _chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)


def places_of(graph: Graph) -> dict[int, list[int]]:
    """Transformer id → the nodes where its customers hang; the n-th customer hangs on the (n mod length)-th."""
    return {
        supply.node.id: [low.node_id for low in supply.low] for feeder in graph.feeders for supply in feeder.supplies()
    }
