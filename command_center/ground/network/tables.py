"""The network model as arrays: nodes, edges and loads of one network, each a column; nodes are named by their index.

Pure: csv and numpy only. ``NetworkTables`` is what tracing works on, wherever the rows came from: ``read_tables`` takes
them from the neutral CSV form (nodes.csv, edges.csv, loads.csv), the importer from the database.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from command_center.ground.network.columns import Bools, Floats, Ints, Notes, Table, TableError, TableErrors

__all__ = ["DEVICES", "Bools", "Floats", "Ints", "NetworkTables", "TableError", "TableErrors", "read_tables"]

# Only an edge with one of these can be opened; README of the neutral form, and the words of the importer.
DEVICES = ("breaker", "recloser", "sectionaliser", "fuse", "switch", "tie", "transformer")


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkTables:
    """``from_node``, ``to_node`` and ``load_node`` are indices into the nodes; every column of a table has its length.

    ``device`` is '' where an edge cannot be opened, else one of DEVICES. ``lon``, ``lat``, ``length_m``, ``rating_kva``
    and ``load_kw`` are nan where nobody wrote a number. ``phases`` are letters of A B C N, or S for the customer side of a
    single-phase transformer; '' means all of them.
    """

    node_ids: list[str]
    lon: Floats
    lat: Floats
    is_source: Bools
    edge_ids: list[str]
    kind: list[str]
    from_node: Ints
    to_node: Ints
    phases: list[str]
    length_m: Floats
    rating_kva: Floats
    device: list[str]
    normally_open: Bools
    load_ids: list[str]
    load_node: Ints
    load_customers: Ints
    load_kw: Floats
    edge_names: list[str] = field(default_factory=list)
    """What the source calls an edge; empty when it has no names of its own."""


def read_tables(folder: Path) -> NetworkTables:
    """Raises TableErrors with all mistakes of the three files; nothing else in the folder is looked at."""
    notes = Notes()
    nodes = Table(folder / "nodes.csv", ("node_id", "is_source"), notes)
    edges = Table(folder / "edges.csv", ("edge_id", "from_node", "to_node", "phases", "device", "normally_open"), notes)
    loads = Table(folder / "loads.csv", ("load_id", "node_id", "customers"), notes)
    if any(not table.usable for table in (nodes, edges, loads)):
        raise TableErrors(notes.errors)
    index = nodes.ids("node_id")
    edges.ids("edge_id")
    loads.ids("load_id")
    tables = NetworkTables(
        node_ids=nodes.texts("node_id"),
        lon=nodes.numbers("lon", below_zero=True),
        lat=nodes.numbers("lat", below_zero=True),
        is_source=nodes.flags("is_source"),
        edge_ids=edges.texts("edge_id"),
        kind=edges.texts("kind"),
        from_node=edges.references("from_node", index),
        to_node=edges.references("to_node", index),
        phases=edges.texts("phases"),
        length_m=edges.numbers("length_m"),
        rating_kva=edges.numbers("rating_kva"),
        device=edges.texts("device"),
        normally_open=edges.flags("normally_open"),
        load_ids=loads.texts("load_id"),
        load_node=loads.references("node_id", index),
        load_customers=loads.counts("customers"),
        load_kw=loads.numbers("kw", below_zero=True),
        edge_names=edges.texts("source_name"),
    )
    _check_edges(edges, tables)
    if not tables.is_source.any():
        notes.add(nodes.file, 0, "is_source", "source_missing")
    if notes.errors:
        raise TableErrors(sorted(notes.errors, key=lambda error: (error.file, error.line)))
    return tables


def _check_edges(edges: Table, tables: NetworkTables) -> None:
    for loop in np.flatnonzero((tables.from_node == tables.to_node) & (tables.from_node >= 0)):
        edges.note(loop, "to_node", "self_loop")
    for at, (kind, device, phases, is_open) in enumerate(
        zip(tables.kind, tables.device, tables.phases, tables.normally_open.tolist(), strict=True)
    ):
        if device and device not in DEVICES:
            edges.note(at, "device", "device_unknown")
        if device and kind == "service":
            edges.note(at, "device", "device_on_service")
        if is_open and not device:
            edges.note(at, "normally_open", "open_without_device")
        if phases.strip("ABCNS"):
            edges.note(at, "phases", "phases_bad")
