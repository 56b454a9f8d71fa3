"""What an import would change: the file's network against the database's. Pure; rows are plain dictionaries by code.

A row's values are those of the table, but for ``start`` and ``end``: the nodes' codes, because new nodes have no id yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from command_center.ground.network.importing.records import BranchRecord, Network, NodeRecord

SHOWN = 200  # codes of each kind that a report lists; the counts are whole

Row = Mapping[str, Any]
Rows = Mapping[str, Row]


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who runs and who serves a piece of network, as ids, and the path it is seen under."""

    operating_org_id: int
    serving_org_id: int
    org_path: str


@dataclass(frozen=True, kw_only=True)
class Equipment:
    """A node of the supply tree."""

    id: int
    kind: str
    owner: Owner


@dataclass
class Changes:
    """``added`` and ``changed`` are whole new rows by code; ``fields`` names what differs."""

    added: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        return {
            "added": sorted(self.added)[:SHOWN],
            "changed": {code: self.fields[code] for code in sorted(self.fields)[:SHOWN]},
            "retired": sorted(self.retired)[:SHOWN],
            "counts": {"added": len(self.added), "changed": len(self.changed), "retired": len(self.retired)},
        }


@dataclass
class Plan:
    nodes: Changes
    branches: Changes
    unlinked: list[str]
    """Equipment that the file names and the supply tree does not have."""

    @property
    def added(self) -> int:
        """Nodes and branches together, like the other two."""
        return len(self.nodes.added) + len(self.branches.added)

    @property
    def changed(self) -> int:
        return len(self.nodes.changed) + len(self.branches.changed)

    @property
    def retired(self) -> int:
        return len(self.branches.retired)

    def described(self) -> dict[str, Any]:
        parts = {"nodes": self.nodes.described(), "branches": self.branches.described()}
        return {**parts, "unlinked": self.unlinked[:SHOWN]}


@dataclass(kw_only=True)
class Linker:
    """Finds the supply tree's equipment for what the file names; ``unknown`` collects what is not there."""

    equipment: Mapping[str, Equipment]
    network: Network
    unit: Owner
    unknown: set[str] = field(default_factory=set)

    def find(self, name: str, code: str, column: str, kind: str = "") -> Equipment | None:
        """By its code, else by the other name the file has for it. ``kind``: what it has to be."""
        if not name:
            return None
        found = self.equipment.get(name) or self.equipment.get(self.network.aliases.get(name, ""))
        if found is not None and (not kind or found.kind == kind):
            return found
        self.unknown.add(self.network.aliases.get(name) or name)
        if self.network.strict:
            self.network.note(code, column, "equipment_unknown")
        return None

    def node_row(self, record: NodeRecord) -> dict[str, Any]:
        container = self.find(record.container, record.code, "container")
        return {
            "latitude": record.latitude,
            "longitude": record.longitude,
            "is_source": record.is_source,
            "kv": record.kv,
            "container_id": container.id if container else None,
            "org_path": (container.owner if container else self.unit).org_path,
        }

    def branch_row(self, record: BranchRecord) -> dict[str, Any]:
        feeder = self.find(record.feeder, record.code, "feeder", "FEEDER")
        transformer = self.find(record.transformer, record.code, "transformer", "TRANSFORMER")
        nearest = transformer or feeder
        owner = nearest.owner if nearest else self.unit
        return {
            "name": record.name,
            "kind": record.kind,
            "start": record.from_node,
            "end": record.to_node,
            "phases": record.phases,
            "length_m": record.length_m,
            "rating_kva": record.rating_kva,
            "device": record.device,
            "normally_open": record.normally_open,
            "telemetered": record.telemetered,
            "feeder_id": feeder.id if feeder else None,
            "transformer_id": transformer.id if transformer else None,
            "operating_org_id": owner.operating_org_id,
            "serving_org_id": owner.serving_org_id,
            "org_path": owner.org_path,
            "retired_at": None,
        }


def plan(network: Network, linker: Linker, *, nodes: Rows, branches: Rows, prefix: str) -> Plan:
    """Compare; mistakes that only the comparison shows go to the network's notes.

    ``nodes`` and ``branches`` are the database's rows with the file's codes, all live branches within the unit, and
    those that are one of the named transformers. Only the unit's branches whose code begins with ``prefix`` can be
    retired: the file tells nothing of others.
    """
    wanted_nodes = {code: linker.node_row(record) for code, record in network.nodes.items()}
    wanted = {code: linker.branch_row(record) for code, record in network.branches.items()}
    retired = [
        code
        for code, row in branches.items()
        if row["retired_at"] is None
        and code not in wanted
        and code.startswith(prefix)
        and row["org_path"].startswith(linker.unit.org_path)
    ]
    for known, asked in ((nodes, wanted_nodes), (branches, wanted)):
        _note_foreign(network, asked, known, linker.unit.org_path)
    stays = branches.keys() - wanted.keys() - set(retired)
    _note_shared_transformers(
        network, wanted, {branches[c]["transformer_id"] for c in stays if not branches[c]["retired_at"]}
    )
    changes = _compare(wanted, branches)
    changes.retired = retired
    return Plan(_compare(wanted_nodes, nodes), changes, sorted(linker.unknown))


def _compare(wanted: dict[str, dict[str, Any]], known: Rows) -> Changes:
    changes = Changes()
    for code, row in wanted.items():
        if code not in known:
            changes.added[code] = row
        elif differing := [name for name, value in row.items() if known[code][name] != value]:
            changes.changed[code] = row
            changes.fields[code] = differing
    return changes


def _note_foreign(network: Network, wanted: Rows, known: Rows, unit_path: str) -> None:
    """A code that somebody else's network uses already is not taken over."""
    for code in wanted.keys() & known.keys():
        path = known[code]["org_path"]
        if not path.startswith(unit_path) and path != wanted[code]["org_path"]:
            network.note(code, "", "code_elsewhere")


def _note_shared_transformers(network: Network, wanted: Rows, taken: set[int | None]) -> None:
    """One live branch a transformer; ``taken`` are those of branches that the file does not touch."""
    owners: dict[int, str] = {}
    for code, row in wanted.items():
        transformer = row["transformer_id"]
        if transformer and (transformer in taken or owners.setdefault(transformer, code) != code):
            network.note(code, "transformer", "transformer_twice")
