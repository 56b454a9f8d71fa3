"""Taking a network in from files: read, compare, and write in one transaction, or say what is wrong and write nothing."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from command_center.ground.network.columns import TableError
from command_center.ground.network.importing.cim_form import read_cim
from command_center.ground.network.importing.csv_form import read_csv
from command_center.ground.network.importing.planning import Linker, Owner, Plan, plan
from command_center.ground.network.importing.records import Network
from command_center.ground.network.importing.supply import unfed_nodes
from command_center.ground.network.models import ModelImport
from command_center.ground.network.selectors.equipment import known_branches, known_nodes, supply_equipment
from command_center.ground.network.services.applying import apply
from command_center.ground.organisation.models import OrgUnit

FORMATS = ("csv", "cim")
CSV_FILES = ("nodes.csv", "edges.csv", "loads.csv")
READ_BYTES = 1 << 20
ERRORS_KEPT = 200

Watch = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What happened, or with ``dry_run`` would happen. ``errors`` are all mistakes; with one of them nothing changes.

    ``skipped``: kinds of equipment that nothing was made of, each with how many; ``unfed``: nodes that no source reaches.
    """

    applied: bool
    digest: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    loads: int = 0
    customers: int = 0
    diff: dict[str, Any] = field(default_factory=dict)
    errors: list[TableError] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    unfed: list[str] = field(default_factory=list)


def import_network(
    *,
    path: Path,
    format: str,
    unit: OrgUnit,
    at: datetime,
    prefix: str = "",
    drawing: bool = False,
    sources: Sequence[str] = (),
    dry_run: bool = False,
    actor: Any = None,
    watch: Watch = lambda rows, _: rows,
) -> ImportReport:
    """Make the network of ``unit`` (of its codes with ``prefix``) be what the files say. The same again changes nothing.

    Branches that the files no longer have are retired, not deleted; nodes stay. Present positions of switches stay as
    they are: an import describes, it does not operate. A bad file is recorded as a refused ``ModelImport``.
    """
    files = files_of(path, format)
    digest = _digest(files)
    network = _read(path, files, format, prefix, drawing, sources)
    with transaction.atomic():
        # One import at a time: two would both add what they both miss.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('network import'))")
        changes = None if network.errors else _plan(network, unit, prefix)
        report = _report(network, changes, digest, applied=not (network.errors or dry_run))
        if changes is not None and report.applied:
            apply(changes, at=at, actor=actor, watch=watch)
        if not dry_run:
            _record(report, path.name, at, actor)
    return report


def files_of(path: Path, format: str) -> list[Path]:
    """What an import reads: the three tables of a folder, or every .xml and .rdf there, or one file."""
    if format == "csv":
        folder = path if path.is_dir() else path.parent
        return [folder / name for name in CSV_FILES]
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix.lower() in {".xml", ".rdf"})
    return [path]


def _read(path: Path, files: list[Path], format: str, prefix: str, drawing: bool, sources: Sequence[str]) -> Network:
    if not files:
        network = Network()
        network.notes.add(path.name, 0, "", "nothing_to_read")
        return network
    if format == "csv":
        return read_csv(files[0].parent, prefix=prefix, drawing=drawing, sources=sources)
    return read_cim(files, prefix=prefix, drawing=drawing, sources=sources)


def _plan(network: Network, unit: OrgUnit, prefix: str) -> Plan | None:
    """The changes, or None when the comparison found mistakes."""
    owner = Owner(operating_org_id=unit.pk, serving_org_id=unit.pk, org_path=unit.path)
    equipment = supply_equipment(network)
    linker = Linker(equipment=equipment, network=network, unit=owner)
    changes = plan(
        network,
        linker,
        nodes=known_nodes(network.nodes),
        branches=known_branches(network.branches, unit_path=unit.path, prefix=prefix, equipment=equipment.values()),
        prefix=prefix,
    )
    return None if network.errors else changes


def _report(network: Network, changes: Plan | None, digest: str, *, applied: bool) -> ImportReport:
    if changes is None or network.errors:
        return ImportReport(applied=False, digest=digest, errors=list(network.errors))
    return ImportReport(
        applied=applied,
        digest=digest,
        loads=network.loads,
        customers=network.customers,
        diff=changes.described(),
        added=changes.added,
        changed=changes.changed,
        retired=changes.retired,
        skipped=network.skipped,
        unfed=unfed_nodes(network),
    )


def _record(report: ImportReport, source: str, at: datetime, actor: Any) -> None:
    ModelImport.objects.create(
        at=at,
        actor=actor if getattr(actor, "pk", None) else None,
        source=source[:200],
        digest=report.digest,
        applied=report.applied,
        added=report.added,
        changed=report.changed,
        retired=report.retired,
        diff=report.diff,
        errors=[asdict(error) for error in report.errors[:ERRORS_KEPT]],
    )


def _digest(files: list[Path]) -> str:
    """SHA-256 over names and contents; a missing file counts as empty."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0")
        if path.is_file():
            with path.open("rb") as file:
                while block := file.read(READ_BYTES):
                    digest.update(block)
    return digest.hexdigest()
