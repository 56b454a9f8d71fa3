"""The network as one sparse matrix, made once; a device operation is a changed mask of open edges.

``energised`` answers what is live for any set of open devices without building the matrix again: an open link is
turned into a link from a vertex to itself, which joins nothing.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from command_center.ground.network.tables import Bools, Ints, NetworkTables
from command_center.ground.network.tracing.layers import Layers, one_layer, phase_layers

# A zone ends at these (README of the neutral form); a sectionaliser and a tie are switches by another name.
BORDERS = ("switch", "breaker", "recloser", "sectionaliser", "tie")


def components(count: int, u: Ints, v: Ints) -> Ints:
    """The component number of each of ``count`` vertices joined by links u–v."""
    order = np.argsort(u, kind="stable")
    start = np.append(0, np.cumsum(np.bincount(u, minlength=count)))
    return _components_of(v[order], start)


def _components_of(column: Ints, start: Ints) -> Ints:
    matrix = csr_array((np.ones(len(column)), column, start), shape=(len(start) - 1, len(start) - 1))
    return connected_components(matrix, directed=False)[1].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Topology:
    """``has_device``, ``is_border`` and ``is_source`` are masks of edges, edges and vertices."""

    tables: NetworkTables
    layers: Layers
    has_device: Bools
    is_border: Bools
    is_source: Bools
    _row: Ints
    _column: Ints
    _link: Ints
    _start: Ints

    @classmethod
    def build(cls, tables: NetworkTables, *, by_phase: bool = False) -> Self:
        """``by_phase``: an edge joins only the phases it names; else vertices are nodes and links are edges."""
        layers = phase_layers(tables) if by_phase else one_layer(tables)
        order = np.argsort(layers.link_u, kind="stable")
        vertices = len(layers.vertex_node)
        device = np.array(tables.device, dtype=str)
        return cls(
            tables=tables,
            layers=layers,
            has_device=device != "",
            is_border=np.isin(device, BORDERS),
            is_source=tables.is_source[layers.vertex_node],
            _row=layers.link_u[order],
            _column=layers.link_v[order],
            _link=order,
            _start=np.concatenate([[0], np.cumsum(np.bincount(layers.link_u, minlength=vertices))]),
        )

    def components(self, open_edges: Bools) -> Ints:
        """The component number of every vertex, the open edges (mask of edges) joining nothing."""
        is_open = open_edges[self.layers.link_edge][self._link]
        return _components_of(np.where(is_open, self._row, self._column), self._start)

    def energised_vertices(self, open_edges: Bools) -> Bools:
        label = self.components(open_edges)
        fed = np.zeros(label.max(initial=-1) + 1, dtype=bool)
        fed[label[self.is_source]] = True
        return fed[label]

    def energised(self, open_edges: Bools) -> Bools:
        """Nodes with voltage on at least one phase."""
        live = self.energised_vertices(open_edges)
        return np.logical_or.reduceat(live, self.layers.vertex_start[:-1]) if len(live) else live

    def energised_by_layer(self, open_edges: Bools) -> Ints:
        """How many of each node's layers (groups of phases) have voltage."""
        live = self.energised_vertices(open_edges)
        return np.bincount(self.layers.vertex_node[live], minlength=len(self.tables.node_ids))

    def live_loads(self, open_edges: Bools) -> Bools:
        return self.energised(open_edges)[self.tables.load_node]

    def open_edges(self, edges: Ints | list[int]) -> Bools:
        """A mask with these edges open and all others closed."""
        mask = np.zeros(len(self.tables.edge_ids), dtype=bool)
        mask[edges] = True
        return mask
