"""Stretches of the network as lines on the map."""

from collections.abc import Collection

import numpy as np

from command_center.ground.network.drawing import joined
from command_center.ground.network.selectors.model import network_model

# About a metre: finer than the network is drawn.
DECIMALS = 5

Line = list[tuple[float, float]]


def lines_between(
    *, node_ids: Collection[int], transformer_ids: Collection[int] = (), at_most: int
) -> tuple[list[Line], bool]:
    """Lines (lon, lat) of all branches between these nodes or into these transformers, and whether some were left out.

    Branches without a place, or shorter than a metre, are not drawn; of too many the longest stay.
    """
    model = network_model()
    tables = model.tables
    inside = np.zeros(len(model.node_pk), dtype=bool)
    inside[model.nodes_of(node_ids)] = True
    inside[tables.to_node[np.isin(model.edge_transformer, list(transformer_ids))]] = True
    edges = np.flatnonzero(inside[tables.from_node] & inside[tables.to_node])
    place = np.round(np.stack([tables.lon, tables.lat], axis=1), DECIMALS)
    one, other = place[tables.from_node[edges]], place[tables.to_node[edges]]
    drawn = np.isfinite(one).all(axis=1) & np.isfinite(other).all(axis=1) & (one != other).any(axis=1)
    segments = [(tuple(a), tuple(b)) for a, b in zip(one[drawn].tolist(), other[drawn].tolist(), strict=True)]
    lines = sorted(joined(segments), key=_length, reverse=True)
    return lines[:at_most], len(lines) > at_most


def _length(line: Line) -> float:
    points = np.array(line)
    return float(np.hypot(*np.diff(points, axis=0).T).sum())
