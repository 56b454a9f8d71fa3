"""What a device is and how it stands, at an edge of the model: told alike on a map, on a supply path and in a tree."""

from dataclasses import dataclass

import numpy as np

from command_center.ground.network.selectors.lines import DECIMALS
from command_center.ground.network.selectors.state import NetworkState

Place = tuple[float, float]


@dataclass(frozen=True)
class Device:
    """``kind``: a ``DeviceKind``. ``off_normal``: not in its normal position. ``place``: longitude, latitude; None if unknown."""

    code: str
    name: str
    kind: str
    is_open: bool
    off_normal: bool
    telemetered: bool
    place: Place | None


def device_at(state: NetworkState, edge: int) -> Device:
    model, tables = state.model, state.model.tables
    is_open = bool(state.open_edges[edge])
    return Device(
        code=tables.edge_ids[edge],
        name=tables.edge_names[edge] or tables.edge_ids[edge],
        kind=tables.device[edge].upper(),
        is_open=is_open,
        off_normal=is_open != bool(tables.normally_open[edge]),
        telemetered=bool(model.telemetered[edge]),
        place=place_of(state, int(tables.from_node[edge])),
    )


def place_of(state: NetworkState, node: int) -> Place | None:
    """Where a node stands, as maps are told; None where nobody said."""
    lon, lat = state.model.tables.lon[node], state.model.tables.lat[node]
    return (round(float(lon), DECIMALS), round(float(lat), DECIMALS)) if np.isfinite(lon + lat) else None
