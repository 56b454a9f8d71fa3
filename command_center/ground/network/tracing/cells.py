"""What-if on a shrunken network: cells are vertices joined without passing a device, borders the devices between them.

Exact by phase and on meshes, because it asks again what is connected; quick, because only the part that was live together
with the change is asked. Zone faults and questions by phase use it, one at a time.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from command_center.ground.network.tables import Bools, Ints
from command_center.ground.network.tracing.topology import Topology, components

LIVE = 0
GONE = -1


@dataclass(frozen=True, eq=False)
class Cells:
    """One state. Cells are sorted by live component (``part``), border links and load places with them.

    ``cell_of``: by vertex. ``link_*``: closed borders by their end cells. ``place_cell``, ``place_load``: where each load is
    connected, one row for each vertex of its node; ``load_cell[load_start[k]:load_start[k + 1]]`` the same by load. ``tie_*``: the links of open edges with a device.
    """

    topology: Topology
    open_edges: Bools
    cell_of: Ints
    part_of_cell: Ints
    part_is_live: Bools
    part_start: Ints
    is_source: Bools
    link_u: Ints
    link_v: Ints
    link_edge: Ints
    link_start: Ints
    place_cell: Ints
    place_load: Ints
    place_start: Ints
    places_live: Ints
    load_cell: Ints
    load_start: Ints
    tie_u: Ints
    tie_v: Ints
    tie_edge: Ints

    @classmethod
    def build(cls, topology: Topology, open_edges: Bools | None = None) -> Self:
        tables, layers = topology.tables, topology.layers
        open_edges = tables.normally_open if open_edges is None else open_edges
        part_of_vertex = topology.components(open_edges)
        raw = topology.components(open_edges | topology.has_device)
        cells = int(raw.max(initial=-1)) + 1
        part_of_raw = np.zeros(cells, dtype=np.int64)
        part_of_raw[raw] = part_of_vertex
        order = np.argsort(part_of_raw, kind="stable")
        number = np.empty(cells, dtype=np.int64)
        number[order] = np.arange(cells)
        cell_of, part = number[raw], part_of_raw[order]
        parts = int(part.max(initial=-1)) + 1
        source = np.zeros(cells, dtype=bool)
        source[cell_of[topology.is_source]] = True
        live = np.zeros(parts, dtype=bool)
        live[part[source]] = True
        u, v, edge = cell_of[layers.link_u], cell_of[layers.link_v], layers.link_edge
        border = np.flatnonzero((topology.has_device & ~open_edges)[edge])
        border = border[np.argsort(part[u[border]], kind="stable")]
        tie = np.flatnonzero((topology.has_device & open_edges)[edge])
        load, vertex, load_start = _places(topology)
        by_cell = np.argsort(cell_of[vertex], kind="stable")
        place_load, place_cell = load[by_cell], cell_of[vertex[by_cell]]
        return cls(
            topology=topology,
            open_edges=open_edges,
            cell_of=cell_of,
            part_of_cell=part,
            part_is_live=live,
            part_start=np.searchsorted(part, np.arange(parts + 1)),
            is_source=source,
            link_u=u[border],
            link_v=v[border],
            link_edge=edge[border],
            link_start=np.searchsorted(part[u[border]], np.arange(parts + 1)),
            place_cell=place_cell,
            place_load=place_load,
            place_start=np.searchsorted(part[place_cell], np.arange(parts + 1)),
            places_live=np.bincount(place_load[live[part[place_cell]]], minlength=len(tables.load_ids)),
            load_cell=cell_of[vertex],
            load_start=load_start,
            tie_u=u[tie],
            tie_v=v[tie],
            tie_edge=edge[tie],
        )

    def without(self, *, edges: Ints | None = None, cells: Ints | None = None) -> "After":
        """The state after these edges opened, or after these cells lost their voltage whatever feeds them."""
        none = np.empty(0, dtype=np.int64)
        cells = none if cells is None else np.unique(cells)
        at = np.flatnonzero(np.isin(self.link_edge, edges)) if edges is not None else none
        parts = np.unique(np.concatenate([self.part_of_cell[cells], self.part_of_cell[self.link_u[at]]]))
        near = _ranges(self.part_start, parts)
        links = np.setdiff1d(_ranges(self.link_start, parts), at, assume_unique=True)
        u, v = np.searchsorted(near, self.link_u[links]), np.searchsorted(near, self.link_v[links])
        gone = np.isin(near, cells)
        stays = ~(gone[u] | gone[v])
        label = components(len(near), u[stays], v[stays])
        fed = np.zeros(len(near) + 1, dtype=bool)
        fed[label[self.is_source[near] & ~gone]] = True
        mark = np.where(gone, GONE, np.where(fed[label], LIVE, 1 + len(self.part_is_live) + label))
        return After(self, near, mark, _ranges(self.place_start, parts[self.part_is_live[parts]]))


@dataclass(frozen=True, eq=False)
class After:
    """A mark for every cell: LIVE, GONE, or the number (≥ 1) of its dead piece; pieces are joined by closing ties."""

    cells: Cells
    near: Ints
    near_mark: Ints
    near_places: Ints

    def marks(self, cells: Ints) -> Ints:
        part = self.cells.part_of_cell[cells]
        mark = np.where(self.cells.part_is_live[part], LIVE, 1 + part)
        if not len(self.near):
            return mark
        at = np.minimum(np.searchsorted(self.near, cells), len(self.near) - 1)
        return np.where(self.near[at] == cells, self.near_mark[at], mark)

    def loads_out(self) -> Ints:
        """Loads (sorted indices) that had voltage on some phase and now have it on none."""
        dark = self.marks(self.cells.place_cell[self.near_places]) != LIVE
        loads, times = np.unique(self.cells.place_load[self.near_places[dark]], return_counts=True)
        return loads[times == self.cells.places_live[loads]]

    def back_with_all(self, out: Ints, ties: Bools) -> Ints:
        """Of the loads ``out``, those live again when every tie of this mask of edges is closed."""
        chosen = ties[self.cells.tie_edge]
        one, other = self.marks(self.cells.tie_u[chosen]), self.marks(self.cells.tie_v[chosen])
        usable = (one != GONE) & (other != GONE)
        return self._back(out, _joined_to_live(one[usable], other[usable]))

    def back_with_each(self, out: Ints, ties: Bools) -> dict[int, Ints]:
        """Tie (edge) → the loads of ``out`` that it alone brings back; ties that bring none back are left out."""
        one, other = self.marks(self.cells.tie_u), self.marks(self.cells.tie_v)
        usable = ties[self.cells.tie_edge] & (one != GONE) & (other != GONE)
        helps = usable & (one != other) & ((one == LIVE) | (other == LIVE))
        back = {}
        for tie in np.unique(self.cells.tie_edge[helps]) if len(out) else ():
            of_tie = np.flatnonzero(usable & (self.cells.tie_edge == tie))
            loads = self._back(out, _joined_to_live(one[of_tie], other[of_tie]))
            if len(loads):
                back[int(tie)] = loads
        return back

    def _back(self, out: Ints, pieces: Ints) -> Ints:
        start = self.cells.load_start
        again = np.isin(self.marks(self.cells.load_cell[_ranges(start, out)]), pieces)
        return np.unique(np.repeat(out, start[out + 1] - start[out])[again])


def _joined_to_live(one: Ints, other: Ints) -> Ints:
    """The dead pieces that links between these marks join to LIVE."""
    if len(one) == 1:
        ends = np.array([one[0], other[0]])
        return ends[(ends != LIVE) & (LIVE in ends)]
    names, number = np.unique(np.concatenate([[LIVE], one, other]), return_inverse=True)
    number = number.reshape(-1)
    label = components(len(names), number[1 : 1 + len(one)], number[1 + len(one) :])
    return names[(label == label[number[0]]) & (names != LIVE)]


def _places(topology: Topology) -> tuple[Ints, Ints, Ints]:
    """(load, vertex) for each load at every vertex of its node, and where each load's rows begin."""
    node, start = topology.tables.load_node, topology.layers.vertex_start
    width = start[node + 1] - start[node]
    load = np.repeat(np.arange(len(node)), width)
    return load, _ranges(start, node), np.append(0, np.cumsum(width))


def _ranges(start: Ints, which: Ints) -> Ints:
    """All positions of start[w]:start[w + 1] for each w in ``which``, in order."""
    width = start[which + 1] - start[which]
    within = np.arange(int(width.sum())) - np.repeat(np.cumsum(width) - width, width)
    return np.repeat(start[which], width) + within
