"""The way that power takes from the source to a place: every device on it, and its lines for the map."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from command_center.ground.network.drawing import joined
from command_center.ground.network.models import DeviceKind
from command_center.ground.network.selectors.lines import DECIMALS, Line
from command_center.ground.network.selectors.state import NetworkState, present_state
from command_center.ground.network.tracing import Trace

Place = tuple[float, float]


@dataclass(frozen=True)
class OnWay:
    """A device on the way; ``customers`` go dark when it alone opens, 0 on a loop. ``place``: None if unknown."""

    code: str
    name: str
    kind: str
    is_open: bool
    off_normal: bool
    telemetered: bool
    customers: int
    place: Place | None


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
        return next((one for one in self.devices if one.kind == DeviceKind.TRANSFORMER), None)


def way_to_node(node_id: int) -> SupplyWay | None:
    """The way to a connectivity node; None for one that is not in the model."""
    state = present_state()
    nodes = state.model.nodes_of([node_id])
    return _way(state, int(nodes[0])) if len(nodes) else None


def way_to_transformer(transformer_id: int) -> SupplyWay | None:
    """The way to the low-voltage side of a named transformer."""
    state = present_state()
    edges = np.flatnonzero(state.model.edge_transformer == transformer_id)
    return _way(state, int(state.model.tables.to_node[edges[0]])) if len(edges) else None


def way_to_device(branch_id: int) -> SupplyWay | None:
    """The way to a device, itself included: at present where it feeds somebody, else in the normal state."""
    state = present_state()
    edges = state.model.edges_of([branch_id])
    if not len(edges):
        return None
    edge, tables = int(edges[0]), state.model.tables
    below = int(state.trace.cut_node[edge])
    if below < 0:
        below = int(state.normal.cut_node[edge])
    return _way(state, below if below >= 0 else int(tables.to_node[edge]))


def _way(state: NetworkState, node: int) -> SupplyWay:
    live = bool(state.trace.energised[node])
    trace = state.trace if live else state.normal
    edges = _edges_up(trace, node)
    tables = state.model.tables
    devices = [edge for edge in edges if tables.device[edge]]
    customers = trace.out_if_opened(np.array(devices, dtype=np.int64))[1]
    return SupplyWay(
        devices=[_on_way(state, edge, int(n)) for edge, n in zip(devices, customers, strict=True)],
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


def _on_way(state: NetworkState, edge: int, customers: int) -> OnWay:
    model, tables = state.model, state.model.tables
    is_open = bool(state.open_edges[edge])
    return OnWay(
        code=tables.edge_ids[edge],
        name=tables.edge_names[edge] or tables.edge_ids[edge],
        kind=tables.device[edge].upper(),
        is_open=is_open,
        off_normal=is_open != bool(tables.normally_open[edge]),
        telemetered=bool(model.telemetered[edge]),
        customers=customers,
        place=_place(state, int(tables.from_node[edge])),
    )


def _place(state: NetworkState, node: int) -> Place | None:
    lon, lat = state.model.tables.lon[node], state.model.tables.lat[node]
    return (round(float(lon), DECIMALS), round(float(lat), DECIMALS)) if np.isfinite(lon + lat) else None


def _lines(state: NetworkState, edges: Sequence[int]) -> list[Line]:
    tables = state.model.tables
    ends = ((_place(state, int(tables.from_node[e])), _place(state, int(tables.to_node[e]))) for e in edges)
    return joined([(one, other) for one, other in ends if one and other and one != other])
