"""Devices as the tree in which one interrupts the next: of a feeder, or around the device of an outage."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from command_center.ground.network.selectors.device import Device, device_at
from command_center.ground.network.selectors.state import NetworkState, present_state
from command_center.ground.network.tables import Ints
from command_center.ground.network.tracing import Trace

TOPS_AT_MOST = 20


@dataclass(frozen=True)
class TreeDevice:
    """``depth``: how many of the listed devices are above it. ``customers`` go dark when it alone opens."""

    device: Device
    customers: int
    depth: int


@dataclass(frozen=True)
class DeviceTree:
    """Each device before those below it; what cuts nothing (a tie, a loop) last. ``truncated``: there are more."""

    devices: list[TreeDevice]
    truncated: bool


def devices_of_feeder(feeder_id: int, *, at_most: int) -> DeviceTree:
    """Every device that belongs to the feeder, in its normal state."""
    state = present_state()
    has_device = state.topology.has_device
    return _tree(state, state.normal, np.flatnonzero(has_device & (state.model.edge_feeder == feeder_id)), at_most)


def devices_around(
    *, branch_id: int | None, node_ids: Collection[int] = (), transformer_ids: Collection[int] = (), at_most: int
) -> DeviceTree:
    """All below the device and the way up from it; without a device the same of those that feed these places."""
    state = present_state()
    tops = state.model.edges_of([branch_id] if branch_id else [])
    trace = state.trace if len(tops) and (state.trace.cut_node[tops] >= 0).all() else state.normal
    if not len(tops):
        tops = _feeding(state, trace, node_ids, transformer_ids)
    pre, cut = trace.forest.pre, trace.cut_node
    place = np.where(cut >= 0, pre[cut], -1)
    listed = set(tops.tolist())
    for top, start, stop in zip(tops.tolist(), *(side.tolist() for side in trace.interval(tops)), strict=True):
        listed |= set(np.flatnonzero((place >= start) & (place < stop) & (stop > start)).tolist())
        while (top := int(trace.device_parent[top])) >= 0:
            listed.add(top)
    return _tree(state, trace, np.array(sorted(listed), dtype=np.int64), at_most)


def _feeding(state: NetworkState, trace: Trace, node_ids: Collection[int], transformer_ids: Collection[int]) -> Ints:
    model = state.model
    low_side = model.tables.to_node[np.isin(model.edge_transformer, list(transformer_ids))]
    above = trace.upstream_device[np.union1d(model.nodes_of(node_ids), low_side)]
    return np.unique(above[above >= 0])[:TOPS_AT_MOST]


def _tree(state: NetworkState, trace: Trace, edges: Ints, at_most: int) -> DeviceTree:
    cut = trace.cut_node[edges]
    order = np.argsort(np.where(cut >= 0, trace.forest.pre[cut], trace.forest.size), kind="stable")
    edges = edges[order]
    customers = trace.out_if_opened(edges)[1]
    listed, depth = set(edges.tolist()), dict[int, int]()
    for edge in edges.tolist():
        above = int(trace.device_parent[edge])
        while above >= 0 and above not in listed:
            above = int(trace.device_parent[above])
        depth[edge] = depth[above] + 1 if above in depth else 0
    rows = [
        TreeDevice(device_at(state, edge), int(count), depth[edge])
        for edge, count in zip(edges[:at_most].tolist(), customers[:at_most], strict=True)
    ]
    return DeviceTree(rows, len(edges) > at_most)
