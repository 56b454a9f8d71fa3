"""The network as the judgement sees it: the devices that can open, each with what hangs below it.

Pure. Devices are numbered in pre-order, so that "below device i" is the interval [i, end[i]) and every question about a
subtree is two look-ups in a prefix sum.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, depth_first_order

from command_center.network.tables import Bools, Ints, NetworkTables

NOWHERE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class DeviceTree:
    """``edge``, ``parent``, ``end``, ``loads`` and ``customers`` have one entry a device, in pre-order of the forest.

    ``node_device`` (per node) and ``load_device`` (per load) name the lowest device above, NOWHERE when there is none or
    the place is not fed; ``edge_device`` (per edge) is the device that an edge is, NOWHERE for the others.
    """

    kind: list[str]
    edge: Ints
    parent: Ints
    end: Ints
    loads: Ints
    customers: Ints
    node_device: Ints
    load_device: Ints
    edge_device: Ints

    def __len__(self) -> int:
        return len(self.edge)

    def common(self, a: Ints, b: Ints) -> Ints:
        """The lowest device above both, pair by pair; a device is above itself. Shape as ``a``."""
        top = np.where((a < 0) | (b < 0), NOWHERE, np.minimum(a, b))
        low = np.maximum(a, b)
        while (climbing := (top >= 0) & (self.end[top] <= low)).any():
            top = np.where(climbing, self.parent[top], top)
        return top

    def series(self, device: int) -> tuple[int, ...]:
        """Devices above this one that feed the very same loads, lowest first: no call can tell them apart."""
        found = []
        above = int(self.parent[device])
        while above >= 0 and self.loads[above] == self.loads[device]:
            found.append(above)
            above = int(self.parent[above])
        return tuple(found)


def build_device_tree(tables: NetworkTables) -> DeviceTree:
    """From the normal state: normally open edges are left out, a device in a closed loop cuts nobody off alone and is left out."""
    above, edge = _forest(tables)
    head = _heads(above, edge, _in_loops(above, edge, tables), tables)
    is_device = head == np.arange(len(head))
    nodes = np.flatnonzero(is_device)
    rank = np.full(len(head) + 1, NOWHERE)
    rank[nodes] = np.arange(len(nodes))
    lowest = np.where(head >= 0, rank[head], NOWHERE)
    parent = lowest[above[nodes]]
    order = _preorder(parent)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    place = np.append(place, NOWHERE)
    node_device = place[lowest]
    load_device = node_device[tables.load_node]
    parent = place[parent[order]]
    end = _ends(parent)
    edges = edge[nodes][order]
    edge_device = np.full(len(tables.edge_ids), NOWHERE)
    edge_device[edges] = np.arange(len(edges))
    return DeviceTree(
        kind=[tables.device[at] for at in edges.tolist()],
        edge=edges,
        parent=parent,
        end=end,
        loads=_below(load_device, np.ones(len(load_device), dtype=np.int64), end),
        customers=_below(load_device, tables.load_customers, end),
        node_device=node_device,
        load_device=load_device,
        edge_device=edge_device,
    )


def _forest(tables: NetworkTables) -> tuple[Ints, Ints]:
    """The node above and the edge to it, per node; both NOWHERE at sources and where no power comes."""
    count = len(tables.node_ids)
    closed = np.flatnonzero(~tables.normally_open)
    sources = np.flatnonzero(tables.is_source)
    ends = (
        np.concatenate([tables.from_node[closed], np.full(len(sources), count)]),
        np.concatenate([tables.to_node[closed], sources]),
    )
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(count + 1, count + 1)).tocsr()
    _, above = breadth_first_order(graph, count, directed=False)
    above = above[:count].astype(np.int64)
    above[(above < 0) | (above == count)] = NOWHERE
    edge = np.full(count, NOWHERE)
    for low, high in ((tables.from_node, tables.to_node), (tables.to_node, tables.from_node)):
        used = closed[above[low[closed]] == high[closed]]
        edge[low[used]] = used
    return above, edge


def _in_loops(above: Ints, edge: Ints, tables: NetworkTables) -> Bools:
    """Nodes whose edge upwards lies in a closed loop, or on a path between two sources: opening it alone cuts nobody off."""
    depth = _depths(above)
    in_tree = np.zeros(len(tables.edge_ids), dtype=bool)
    in_tree[edge[edge >= 0]] = True
    fed = (edge >= 0) | tables.is_source
    extra = np.flatnonzero(~tables.normally_open & ~in_tree & fed[tables.from_node])
    looped = np.zeros(len(above), dtype=bool)
    a, b = tables.from_node[extra], tables.to_node[extra]
    while len(a := a[apart := a != b]):
        b = b[apart]
        a_climbs = depth[a] >= depth[b]
        looped[np.where(a_climbs, a, b)] = True
        a, b = np.where(a_climbs, above[a], a), np.where(a_climbs, b, above[b])
    return looped


def _depths(above: Ints) -> Ints:
    """Steps to the root, per node, by pointer doubling; −1 for NOWHERE, which stands at the end."""
    steps = np.append(np.ones(len(above), dtype=np.int64), 0)
    at = np.append(above, NOWHERE)
    while (at >= 0).any():
        steps, at = steps + steps[at], at[at]
    return steps - 1


def _heads(above: Ints, edge: Ints, looped: Bools, tables: NetworkTables) -> Ints:
    """The node right below the lowest device above each node; by pointer doubling. NOWHERE above the first device."""
    has_device = np.array([bool(text) for text in tables.device])
    stops = (edge >= 0) & has_device[edge] & ~looped
    head = np.append(np.where(stops, np.arange(len(above)), above), NOWHERE)
    while not np.array_equal(jumped := head[head], head):
        head = jumped
    return head[:-1]


def _preorder(parent: Ints) -> Ints:
    """Devices in depth-first order, roots in the order of their number."""
    count = len(parent)
    graph = coo_array((np.ones(count), (np.where(parent < 0, count, parent), np.arange(count))), (count + 1, count + 1))
    order, _ = depth_first_order(graph.tocsr(), count, directed=True)
    return order[1:].astype(np.int64)


def _ends(parent: Ints) -> Ints:
    size = [1] * len(parent)
    for at, above in zip(range(len(parent) - 1, -1, -1), parent[::-1].tolist(), strict=True):
        if above >= 0:
            size[above] += size[at]
    return np.arange(len(parent)) + np.array(size, dtype=np.int64)


def _below(device: Ints, amount: Ints, end: Ints) -> Ints:
    """The sum of ``amount`` below every device; places without a device above count nowhere."""
    own = np.zeros(len(end) + 1, dtype=np.int64)
    placed = device >= 0
    np.add.at(own, device[placed] + 1, amount[placed])
    total = np.cumsum(own)
    return total[end] - total[:-1]
