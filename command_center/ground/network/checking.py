"""The answers of one network folder in the published form: every device opened alone, every zone faulted.

Pure. Reads only the three tables; the two results have the keys of ``expected_open_device.json`` and
``expected_zone_fault.json``. Ids in lists are sorted; ties come with the most customers first.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from command_center.ground.network.tables import Ints, NetworkTables
from command_center.ground.network.tracing import Cells, Topology, Trace, ZoneFault, Zones

Progress = Callable[[str, int, int], None]


def check(tables: NetworkTables, progress: Progress) -> dict[str, Any]:
    """``progress`` is told what is asked, how many are done, and how many there are."""
    topology = Topology.build(tables, by_phase=True)
    cells = Cells.build(topology)
    words = _Words(tables)
    return {
        "open_device": _open_device(topology, cells, words, progress),
        "zone_fault": _zone_fault(Zones.build(cells), words, progress),
    }


def _open_device(topology: Topology, cells: Cells, words: "_Words", progress: Progress) -> dict[str, Any]:
    tables = topology.tables
    devices = np.flatnonzero(topology.has_device & ~tables.normally_open)
    devices = devices[np.argsort(np.array(tables.edge_ids)[devices], kind="stable")]
    answers = _by_trace(topology, devices) if topology.layers.count == 1 else _by_cells(cells, devices)
    dead = np.flatnonzero(~topology.live_loads(tables.normally_open))
    rows: dict[str, Any] = {}
    for done, (device, (out, back)) in enumerate(zip(devices.tolist(), answers, strict=True)):
        progress("devices", done, len(devices))
        rows[tables.edge_ids[device]] = {
            "device": tables.device[device],
            "name": words.names[device],
            "loads_out": len(out),
            "customers_out": words.customers(out),
            "loads_sha": words.sha(out),
            "loads": words.loads(out),
            "ties": words.ties(back),
        }
    return {
        "loads": len(tables.load_ids),
        "customers": int(tables.load_customers.sum()),
        "normally_dead_loads": words.loads(dead),
        "devices": rows,
    }


Answer = tuple[Ints, dict[int, Ints]]


def _by_trace(topology: Topology, devices: Ints) -> Iterable[Answer]:
    """(loads out, tie → loads back) of each device; on one layer a tie brings back all or nothing."""
    trace = Trace.build(topology)
    ties = trace.ties_for(devices)
    back: dict[int, list[int]] = {}
    for device, tie in zip(ties.device.tolist(), ties.tie.tolist(), strict=True):
        back.setdefault(device, []).append(tie)
    for device in devices.tolist():
        out = trace.loads_out(device)
        yield out, dict.fromkeys(back.get(device, []), out)


def _by_cells(cells: Cells, devices: Ints) -> Iterable[Answer]:
    ties = cells.topology.has_device & cells.open_edges
    for device in devices:
        after = cells.without(edges=device)
        out = after.loads_out()
        yield out, after.back_with_each(out, ties)


def _zone_fault(zones: Zones, words: "_Words", progress: Progress) -> dict[str, Any]:
    order = np.argsort(zones.zone_of_node, kind="stable")
    start = np.searchsorted(zones.zone_of_node[order], np.arange(zones.count + 1))
    members = [sorted(words.nodes(order[start[zone] : start[zone + 1]])) for zone in range(zones.count)]
    rows, node_zone = {}, {}
    for done, zone in enumerate(sorted(range(zones.count), key=lambda zone: members[zone][0])):
        progress("zones", done, zones.count)
        name = f"Z{done + 1:03d}"
        node_zone.update(dict.fromkeys(members[zone], name))
        rows[name] = {
            "nodes": len(members[zone]),
            "first_node": members[zone][0],
            "is_source_zone": bool(zones.has_source[zone]),
            **_zone_row(_as_published(zones, zone), words),
        }
    return {"zones": rows, "node_zone": node_zone}


def _as_published(zones: Zones, zone: int) -> ZoneFault:
    """The published answers plan no restoration for a zone with a source in it: nobody counts as healthy but dead."""
    fault = zones.fault(zone)
    if not zones.has_source[zone]:
        return fault
    none = np.empty(0, dtype=np.int64)
    return replace(fault, healthy_dead=none, restorable=none, single_ties={})


def _zone_row(fault: ZoneFault, words: "_Words") -> dict[str, Any]:
    return {
        "feeding_devices": words.edges(fault.feeding_devices),
        "isolate": words.edges(fault.isolate),
        "keep_open": words.edges(fault.keep_open),
        "loads_in_zone": len(fault.loads_in_zone),
        "customers_in_zone": words.customers(fault.loads_in_zone),
        "zone_loads_sha": words.sha(fault.loads_in_zone),
        "loads_out_at_trip": len(fault.out_at_trip),
        "customers_out_at_trip": words.customers(fault.out_at_trip),
        "out_at_trip_sha": words.sha(fault.out_at_trip),
        "healthy_dead_loads": len(fault.healthy_dead),
        "healthy_dead_customers": words.customers(fault.healthy_dead),
        "restorable_by_ties_loads": len(fault.restorable),
        "restorable_by_ties_customers": words.customers(fault.restorable),
        "restorable_sha": words.sha(fault.restorable),
        "single_ties": words.ties(fault.single_ties),
        "wait_for_repair_customers": words.customers(fault.wait_for_repair),
    }


class _Words:
    """Indices as the ids, sums and checksums of the published form."""

    def __init__(self, tables: NetworkTables) -> None:
        self.tables = tables
        self.names = tables.edge_names or tables.edge_ids

    def nodes(self, nodes: Ints) -> list[str]:
        return [self.tables.node_ids[node] for node in nodes.tolist()]

    def edges(self, edges: Ints) -> list[str]:
        return sorted(self.tables.edge_ids[edge] for edge in edges.tolist())

    def loads(self, loads: Ints) -> list[str]:
        return sorted(self.tables.load_ids[load] for load in loads.tolist())

    def customers(self, loads: Ints) -> int:
        return int(self.tables.load_customers[loads].sum())

    def sha(self, loads: Ints) -> str:
        """The first 16 hex digits of SHA-256 over the sorted load ids joined by commas."""
        return hashlib.sha256(",".join(self.loads(loads)).encode()).hexdigest()[:16]

    def ties(self, back: dict[int, Ints]) -> list[dict[str, Any]]:
        rows = [
            {
                "tie": self.tables.edge_ids[tie],
                "restored_loads": len(loads),
                "restored_customers": self.customers(loads),
                "restored_sha": self.sha(loads),
            }
            for tie, loads in back.items()
        ]
        return sorted(rows, key=lambda row: (-row["restored_customers"], row["tie"]))
