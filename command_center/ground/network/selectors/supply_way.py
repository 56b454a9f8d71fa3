"""The way that power takes from the source to a place: every device on it, and its lines for the map."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from command_center.ground.network.drawing import joined
from command_center.ground.network.models import DeviceKind
from command_center.ground.network.selectors.device import Device, device_at, place_of
from command_center.ground.network.selectors.lines import Line
from command_center.ground.network.selectors.state import NetworkState, present_state
from command_center.ground.network.tracing import Trace
from command_center.ground.network.tracing.forest import Forest


@dataclass(frozen=True)
class OnWay:
    """A device on the way; ``customers`` go dark when it alone opens, 0 on a loop."""

    device: Device
    customers: int


@dataclass(frozen=True)
class SupplyWay:
    """``devices`` from the place up to the source. ``live``: whether the place has voltage, by the known
    switches; without it the way is that of the normal state."""

    devices: list[OnWay]
    lines: list[Line]
    feeder_id: int | None
    live: bool

    @property
    def transformer(self) -> OnWay | None:
        return next((one for one in self.devices if one.device.kind == DeviceKind.TRANSFORMER), None)


def way_to_node(node_id: int) -> SupplyWay | None:
    """The way to a connectivity node; None for one that is not in the model."""
    state = present_state()
    nodes = state.model.nodes_of([node_id])
    return _way_to(state, int(nodes[0])) if len(nodes) else None


def way_to_transformer(transformer_id: int) -> SupplyWay | None:
    """The way to the low-voltage side of a named transformer."""
    state = present_state()
    edges = np.flatnonzero(state.model.edge_transformer == transformer_id)
    return _way_to(state, int(state.model.tables.to_node[edges[0]])) if len(edges) else None


def way_to_device(branch_id: int) -> SupplyWay | None:
    """The way to a device, itself first: at present where it carries voltage, else in the normal state."""
    state = present_state()
    edges = state.model.edges_of([branch_id])
    if not len(edges):
        return None
    edge, tables = int(edges[0]), state.model.tables
    ends = int(tables.from_node[edge]), int(tables.to_node[edge])
    carries = not state.open_edges[edge] and bool(state.trace.energised[list(ends)].any())
    trace = state.trace if carries else state.normal
    above, below = (ends[1], ends[0]) if _is_under(trace.forest, *ends) else ends
    return _way(state, trace, [edge, *_edges_up(trace, above)], live=bool(state.trace.energised[below]))


def _is_under(forest: Forest, node: int, top: int) -> bool:
    """Whether power comes to the node by way of the top."""
    return 0 <= int(forest.pre[top]) <= int(forest.pre[node]) < int(forest.end[top])


def _way_to(state: NetworkState, node: int) -> SupplyWay:
    live = bool(state.trace.energised[node])
    trace = state.trace if live else state.normal
    return _way(state, trace, _edges_up(trace, node), live=live)


def _way(state: NetworkState, trace: Trace, edges: list[int], *, live: bool) -> SupplyWay:
    devices = [edge for edge in edges if state.model.tables.device[edge]]
    customers = trace.out_if_opened(np.array(devices, dtype=np.int64))[1]
    return SupplyWay(
        devices=[OnWay(device_at(state, edge), int(n)) for edge, n in zip(devices, customers, strict=True)],
        lines=_lines(state, edges),
        feeder_id=_feeder_of(state, edges),
        live=live,
    )


def _edges_up(trace: Trace, node: int) -> list[int]:
    """Edges from a node to its source; on a loop one of the ways round."""
    edges = []
    while node >= 0 and (edge := int(trace.forest.parent_link[node])) >= 0:
        edges.append(edge)
        node = int(trace.forest.parent[node])
    return edges


def _feeder_of(state: NetworkState, edges: Sequence[int]) -> int | None:
    """Of the last edge before the source: what feeds the place now, whatever it belongs to normally."""
    named = [int(feeder) for feeder in state.model.edge_feeder[list(edges)] if feeder]
    return named[-1] if named else None


def _lines(state: NetworkState, edges: Sequence[int]) -> list[Line]:
    tables = state.model.tables
    ends = ((place_of(state, int(tables.from_node[e])), place_of(state, int(tables.to_node[e]))) for e in edges)
    return joined([(one, other) for one, other in ends if one and other and one != other])
