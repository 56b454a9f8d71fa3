"""Zones, and what a lasting fault in one means: what trips, what isolates it, who comes back by ties, who must wait.

A zone is all nodes joined without passing a switch, breaker, recloser (sectionaliser, tie), whatever the phases. While it
is faulted it carries no voltage and passes none on, and sources in it are off.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from command_center.ground.network.tables import Bools, Ints
from command_center.ground.network.tracing.cells import LIVE, After, Cells
from command_center.ground.network.tracing.topology import components


@dataclass(frozen=True, eq=False)
class ZoneFault:
    """Edges: ``feeding_devices`` (live on their far side: they trip), ``isolate``, ``keep_open``. Loads: the rest.

    ``restorable``: of the healthy loads out, those that come back when all ties but ``keep_open`` close.
    ``single_ties``: the loads that each tie brings back alone. Who was dark before the fault is in the zone's loads only.
    """

    feeding_devices: Ints
    isolate: Ints
    keep_open: Ints
    loads_in_zone: Ints
    out_at_trip: Ints
    healthy_dead: Ints
    restorable: Ints
    single_ties: dict[int, Ints]

    @property
    def wait_for_repair(self) -> Ints:
        """All loads of the zone, and the healthy ones that no tie brings back."""
        return np.union1d(self.loads_in_zone, np.setdiff1d(self.healthy_dead, self.restorable))


@dataclass(frozen=True, eq=False)
class Zones:
    """``zone_of_node``: numbered by the first node of each zone. ``has_source``: mask of zones."""

    cells: Cells
    zone_of_node: Ints
    count: int
    has_source: Bools

    @classmethod
    def build(cls, cells: Cells) -> Self:
        topology, tables = cells.topology, cells.topology.tables
        joins = np.flatnonzero(~(topology.is_border | cells.open_edges))
        raw = components(len(tables.node_ids), tables.from_node[joins], tables.to_node[joins])
        _, first, number = np.unique(raw, return_index=True, return_inverse=True)
        rank = np.argsort(np.argsort(first))
        zone_of_node = rank[number.reshape(-1)]
        has_source = np.zeros(len(first), dtype=bool)
        has_source[zone_of_node[tables.is_source]] = True
        return cls(cells, zone_of_node, len(first), has_source)

    def fault(self, zone: int) -> ZoneFault:
        cells, topology = self.cells, self.cells.topology
        tables = topology.tables
        inside = self.zone_of_node == zone
        from_in, to_in = inside[tables.from_node], inside[tables.to_node]
        border = topology.has_device & ~cells.open_edges & (from_in != to_in)
        own = topology.has_device & cells.open_edges & (from_in != to_in)
        after = cells.without(cells=cells.cell_of[inside[topology.layers.vertex_node]])
        out, in_zone = after.loads_out(), np.flatnonzero(inside[tables.load_node])
        healthy = np.setdiff1d(out, in_zone)
        ties = topology.has_device & cells.open_edges & ~own
        return ZoneFault(
            feeding_devices=self._fed_from_outside(after, border, inside),
            isolate=np.flatnonzero(border),
            keep_open=np.flatnonzero(own),
            loads_in_zone=in_zone,
            out_at_trip=out,
            healthy_dead=healthy,
            restorable=after.back_with_all(healthy, ties),
            single_ties=after.back_with_each(healthy, ties),
        )

    def _fed_from_outside(self, after: After, border: Bools, inside: Bools) -> Ints:
        """Border devices whose far end still has voltage on a phase that they carry, with the zone dead."""
        layers, cell_of = self.cells.topology.layers, self.cells.cell_of
        link = np.flatnonzero(border[layers.link_edge])
        far_is_v = inside[layers.vertex_node[layers.link_u[link]]]
        far = np.where(far_is_v, layers.link_v[link], layers.link_u[link])
        return np.unique(layers.link_edge[link[after.marks(cell_of[far]) == LIVE]])
