"""The devices between a place and its source: what a crew there may find open."""

from dataclasses import dataclass

import numpy as np

from command_center.ground.network.selectors.state import NetworkState, present_state
from command_center.ground.network.tables import Ints
from command_center.ground.network.tracing import Trace


@dataclass(frozen=True)
class OnPath:
    """A device that alone interrupts the place, and how many customers with it."""

    branch_id: int
    customers: int


def above_node(node_id: int) -> list[OnPath]:
    """The devices above a connectivity node, the nearest first; empty for one that is not in the model."""
    state = present_state()
    at = int(np.searchsorted(state.model.node_pk, node_id))
    if at >= len(state.model.node_pk) or state.model.node_pk[at] != node_id:
        return []
    return _path(state, at)


def above_transformer(transformer_id: int) -> list[OnPath]:
    """The same above the low-voltage side of a named transformer, its own branch first."""
    state = present_state()
    edges = np.flatnonzero(state.model.edge_transformer == transformer_id)
    return _path(state, int(state.model.tables.to_node[edges[0]])) if len(edges) else []


def around_device(branch_id: int, *, below_at_most: int) -> list[OnPath]:
    """The largest devices directly below this one, itself, and those above it: the lowest first."""
    state = present_state()
    edges = state.model.edges_of([branch_id])
    if not len(edges):
        return []
    trace, edge = _trace_with(state, int(edges[0]))
    chain = [edge]
    while (above := int(trace.device_parent[chain[-1]])) >= 0:
        chain.append(above)
    below = np.flatnonzero(trace.device_parent == edge)
    below = below[np.argsort(-trace.out_if_opened(below)[1], kind="stable")][:below_at_most]
    return _as_rows(state, trace, np.concatenate([below, np.array(chain, dtype=np.int64)]))


def _path(state: NetworkState, node: int) -> list[OnPath]:
    trace = _trace_with(state, int(state.trace.upstream_device[node]))[0]
    return _as_rows(state, trace, np.array(trace.upstream_devices(node), dtype=np.int64))


def _trace_with(state: NetworkState, edge: int) -> tuple[Trace, int]:
    """The present trace where the device feeds somebody in it; else, for what is without voltage, the normal one."""
    fed = edge >= 0 and state.trace.cut_node[edge] >= 0
    return (state.trace if fed else state.normal), edge


def _as_rows(state: NetworkState, trace: Trace, edges: Ints) -> list[OnPath]:
    customers = trace.out_if_opened(edges)[1]
    return [OnPath(int(state.model.branch_pk[e]), int(n)) for e, n in zip(edges, customers, strict=True)]
