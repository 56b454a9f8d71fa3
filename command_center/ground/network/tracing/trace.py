"""One state of the network, ready for questions: who is out if a device opens, which device is above a node.

Nodes are vertices here and every edge joins all phases. A thousand questions are one array computation: a device that cuts
has the preorder interval of the node below it, and prefix sums over the preorder say what is in it. A device on a loop
cuts nothing and interrupts nobody.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from command_center.ground.network.tables import Bools, Ints
from command_center.ground.network.tracing.forest import Forest, grow
from command_center.ground.network.tracing.topology import Topology

TIES_AT_ONCE = 4_000_000


@dataclass(frozen=True, eq=False)
class TieAnswers:
    """Rows: when ``device`` is open, closing ``tie`` (edges both) brings back ``loads`` with ``customers``."""

    device: Ints
    tie: Ints
    loads: Ints
    customers: Ints


@dataclass(frozen=True, eq=False)
class Trace:
    """``forest``: parent, parent_link (an edge), pre, end, cuts by node. ``energised``: mask of nodes.

    ``cut_node[e]``: the node below edge e if opening e alone darkens something, else -1; always -1 without a device.
    ``upstream_device[n]``: the nearest device (edge) that alone interrupts node n, else -1.
    ``device_parent[e]``: the device that alone interrupts what is above device e, else -1: the tree of devices.
    ``loads_in_order``: live loads by preorder; ``loads_before[p]`` and ``customers_before[p]`` sum up to position p.
    """

    topology: Topology
    open_edges: Bools
    energised: Bools
    forest: Forest
    cut_node: Ints
    upstream_device: Ints
    device_parent: Ints
    loads_in_order: Ints
    loads_before: Ints
    customers_before: Ints

    @classmethod
    def build(cls, topology: Topology, open_edges: Bools | None = None) -> Self:
        """``open_edges``: mask of edges; without it the normal state. Raises ValueError for a topology by phase."""
        tables = topology.tables
        if topology.layers.count != 1:
            raise ValueError("a trace needs a topology of one layer")
        if open_edges is None:
            open_edges = tables.normally_open
        closed = np.flatnonzero(~open_edges)
        label = topology.components(open_edges)
        sources = np.flatnonzero(tables.is_source)
        forest = grow(label, sources, tables.from_node[closed], tables.to_node[closed])
        forest = _name_links(forest, closed)
        cut_node, upstream, device_parent = _device_tree(topology, forest)
        order, loads, customers = _prefix_sums(topology, forest)
        return cls(
            topology=topology,
            open_edges=open_edges,
            energised=forest.pre >= 0,
            forest=forest,
            cut_node=cut_node,
            upstream_device=upstream,
            device_parent=device_parent,
            loads_in_order=order,
            loads_before=loads,
            customers_before=customers,
        )

    @cached_property
    def devices(self) -> Ints:
        """The edges with a device that is closed in this state."""
        return np.flatnonzero(self.topology.has_device & ~self.open_edges)

    def interval(self, devices: Ints) -> tuple[Ints, Ints]:
        """Preorder start and stop of what each device feeds alone; (0, 0) where that is nothing."""
        node = self.cut_node[devices]
        cuts = node >= 0
        return np.where(cuts, self.forest.pre[node], 0), np.where(cuts, self.forest.end[node], 0)

    def out_if_opened(self, devices: Ints) -> tuple[Ints, Ints]:
        """(loads, customers) out when each of these devices opens alone."""
        start, stop = self.interval(devices)
        return (
            self.loads_before[stop] - self.loads_before[start],
            self.customers_before[stop] - self.customers_before[start],
        )

    def loads_out(self, device: int) -> Ints:
        """The loads (indices, in preorder) out when the device opens alone."""
        start, stop = self.interval(np.array([device]))
        return self.loads_in_order[self.loads_before[start[0]] : self.loads_before[stop[0]]]

    def downstream(self, device: int) -> Bools:
        """Mask of the nodes that go dark when the device opens alone."""
        start, stop = self.interval(np.array([device]))
        return (self.forest.pre >= start[0]) & (self.forest.pre < stop[0])

    def upstream_devices(self, node: int) -> list[int]:
        """Every device that alone interrupts the node, the nearest first."""
        chain, device = [], int(self.upstream_device[node])
        while device >= 0:
            chain.append(device)
            device = int(self.device_parent[device])
        return chain

    def ties_for(self, devices: Ints, ties: Ints | None = None) -> TieAnswers:
        """Which of these open edges (else all open ones with a device), closed alone afterwards, bring loads back."""
        if ties is None:
            ties = np.flatnonzero(self.topology.has_device & self.open_edges)
        loads, customers = self.out_if_opened(devices)
        asked = np.flatnonzero(loads)
        step = max(1, TIES_AT_ONCE // max(1, len(ties)))
        pairs = [self._pairs(devices[asked[at : at + step]], ties) for at in range(0, len(asked), step)]
        row = np.concatenate([asked[at * step + pair[0]] for at, pair in enumerate(pairs)] or [asked])
        tie = np.concatenate([pair[1] for pair in pairs] or [asked])
        return TieAnswers(devices[row], ties[tie], loads[row], customers[row])

    def _pairs(self, devices: Ints, ties: Ints) -> tuple[Ints, Ints]:
        """(device row, tie row) where the tie has one end in the darkened part and the other still live."""
        tables, pre = self.topology.tables, self.forest.pre
        start, stop = (side[:, None] for side in self.interval(devices))
        one, other = pre[tables.from_node[ties]], pre[tables.to_node[ties]]
        both_live = (one >= 0) & (other >= 0)
        inside_one = (one >= start) & (one < stop)
        inside_other = (other >= start) & (other < stop)
        row, tie = np.nonzero((inside_one != inside_other) & both_live)
        return row, tie


def _name_links(forest: Forest, closed: Ints) -> Forest:
    """The forest was grown on the closed edges alone; from here on a link is named by its edge."""
    link = forest.parent_link
    edge = np.where(link >= 0, closed[link], -1) if len(closed) else link
    return Forest(forest.parent, edge, forest.pre, forest.end, forest.cuts, forest.size)


def _device_tree(topology: Topology, forest: Forest) -> tuple[Ints, Ints, Ints]:
    edge = forest.parent_link
    is_cut = forest.cuts & (edge >= 0)
    is_cut[is_cut] = topology.has_device[edge[is_cut]]
    below = np.flatnonzero(is_cut)
    cut_node = np.full(len(topology.has_device), -1, dtype=np.int64)
    cut_node[edge[below]] = below
    nearest = _nearest_above(is_cut, forest.parent)
    upstream = np.where(nearest >= 0, edge[nearest], -1)
    above = forest.parent[below]
    device_parent = np.full(len(topology.has_device), -1, dtype=np.int64)
    device_parent[edge[below]] = np.where(above >= 0, upstream[above], -1)
    return cut_node, upstream, device_parent


def _nearest_above(marked: Bools, parent: Ints) -> Ints:
    """The nearest marked vertex at or above each, -1 for none; by doubling, so that a long line costs a few rounds."""
    here = np.arange(len(parent))
    jump = np.append(np.where(marked, here, parent), len(parent))
    jump[jump < 0] = len(parent)
    while True:
        further = jump[jump]
        if np.array_equal(further, jump):
            break
        jump = further
    return np.where(jump[:-1] < len(parent), jump[:-1], -1)


def _prefix_sums(topology: Topology, forest: Forest) -> tuple[Ints, Ints, Ints]:
    tables = topology.tables
    place = forest.pre[tables.load_node]
    order = np.argsort(place, kind="stable")
    order = order[place[order] >= 0]
    per_place = np.bincount(place[order], minlength=forest.size)
    customers = np.zeros(forest.size, dtype=np.int64)
    np.add.at(customers, place[order], tables.load_customers[order])
    return order, np.append(0, np.cumsum(per_place)), np.append(0, np.cumsum(customers))
