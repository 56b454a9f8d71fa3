"""The network as the judgement sees it: the devices that can open, each with what hangs below it.

Pure, made from a trace. Devices are numbered in pre-order, so that "below device i" is the interval [i, end[i]) and every question about a
subtree is two look-ups in a prefix sum.
"""

from dataclasses import dataclass

import numpy as np

from command_center.ground.network.tables import Ints
from command_center.ground.network.tracing import Trace

NOWHERE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class DeviceTree:
    """``kind`` (an index into ``kinds``), ``edge``, ``parent``, ``end``, ``loads`` and ``customers`` have one entry a device, in pre-order of the forest.

    ``node_device`` (per node) and ``load_device`` (per load) name the lowest device above, NOWHERE when there is none or
    the place is not fed; ``edge_device`` (per edge) is the device that an edge is, NOWHERE for the others.
    """

    kinds: list[str]
    kind: Ints
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

    def kind_of(self, device: int) -> str:
        return self.kinds[int(self.kind[device])]

    def series(self, device: int) -> tuple[int, ...]:
        """Devices above this one that feed the very same loads, lowest first: no call can tell them apart."""
        found = []
        above = int(self.parent[device])
        while above >= 0 and self.loads[above] == self.loads[device]:
            found.append(above)
            above = int(self.parent[above])
        return tuple(found)


def device_tree(trace: Trace) -> DeviceTree:
    """The devices that interrupt somebody alone, in the traced state of the network; those in closed loops are left out."""
    tables = trace.topology.tables
    edge = np.flatnonzero(trace.cut_node >= 0)
    edge = edge[np.argsort(trace.forest.pre[trace.cut_node[edge]])]
    start, stop = trace.interval(edge)
    number = np.full(len(trace.cut_node) + 1, NOWHERE)
    number[edge] = np.arange(len(edge))
    node_device = number[trace.upstream_device]
    kinds, kind = np.unique(np.array(tables.device, dtype=str)[edge], return_inverse=True)
    loads, customers = trace.out_if_opened(edge)
    return DeviceTree(
        kinds=kinds.tolist(),
        kind=kind.astype(np.int64),
        edge=edge,
        parent=number[trace.device_parent[edge]],
        end=np.searchsorted(start, stop),
        loads=loads,
        customers=customers,
        node_device=node_device,
        load_device=node_device[tables.load_node],
        edge_device=number[:-1],
    )
