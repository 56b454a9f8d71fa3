"""The neutral CSV form (nodes.csv, edges.csv, loads.csv) as records. Pure.

Columns beyond ``tables.read_tables`` are optional: nodes ``kv``, ``container``; edges ``feeder``, ``transformer`` (codes
of the supply tree) and ``telemetered``.
"""

import math
from collections.abc import Sequence
from pathlib import Path

from command_center.ground.network.columns import Table, TableErrors
from command_center.ground.network.importing.records import KINDS, BranchRecord, Network, NodeRecord, clean, on_earth
from command_center.ground.network.tables import NetworkTables, read_tables


def read_csv(folder: Path, *, prefix: str = "", drawing: bool = False, sources: Sequence[str] = ()) -> Network:
    """Codes are ``prefix`` + id. ``drawing``: lon and lat are drawing units, no places on earth. ``sources``: further ones."""
    network = Network(strict=True)
    try:
        tables = read_tables(folder)
    except TableErrors as wrong:
        network.notes.errors.extend(wrong.errors)
        return network
    _add_nodes(network, tables, Table(folder / "nodes.csv", ("node_id",), network.notes), prefix, drawing)
    network.make_sources([prefix + name for name in sources], {})
    _add_branches(network, tables, Table(folder / "edges.csv", ("edge_id",), network.notes), prefix)
    network.loads, network.customers = len(tables.load_ids), int(tables.load_customers.sum())
    return network


def _add_nodes(network: Network, tables: NetworkTables, rows: Table, prefix: str, drawing: bool) -> None:
    kv, containers = rows.numbers("kv").tolist(), rows.texts("container")
    sources = tables.is_source.tolist()
    for at, (latitude, longitude) in enumerate(zip(tables.lat.tolist(), tables.lon.tolist(), strict=True)):
        place = (None, None) if drawing else on_earth(latitude, longitude)
        record = NodeRecord(prefix + tables.node_ids[at], *place, sources[at], _known(kv[at]), containers[at])
        network.add_node(record, rows.file, rows.lines[at])


def _add_branches(network: Network, tables: NetworkTables, rows: Table, prefix: str) -> None:
    names = tables.edge_names or rows.texts("source_name")
    remote = rows.flags("telemetered").tolist() if "telemetered" in rows.columns else [False] * len(rows.lines)
    feeders, transformers = rows.texts("feeder"), rows.texts("transformer")
    columns = zip(
        tables.edge_ids, names, tables.kind, tables.from_node.tolist(), tables.to_node.tolist(), tables.phases,
        tables.length_m.tolist(), tables.rating_kva.tolist(), tables.device, tables.normally_open.tolist(),
        strict=True,
    )  # fmt: skip
    for at, (code, name, kind, start, end, phases, length, rating, device, is_open) in enumerate(columns):
        if kind.upper() not in KINDS:
            rows.note(at, "kind", "kind_unknown")
            continue
        record = BranchRecord(
            prefix + code, clean(name), kind.upper(), prefix + tables.node_ids[start], prefix + tables.node_ids[end],
            phases or "ABC", _known(length) or 0.0, _known(rating), device.upper(), is_open, remote[at] is True,
            feeders[at], transformers[at],
        )  # fmt: skip
        network.add_branch(record, rows.file, rows.lines[at])


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
