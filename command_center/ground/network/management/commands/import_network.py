"""``manage.py import_network``: a utility's network from CSV tables or CIM RDF/XML, with its differences told first."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import translation
from django.utils.timezone import now
from tqdm import tqdm

from command_center.ground.network.importing.words import told
from command_center.ground.network.services.importing import FORMATS, ImportReport, import_network
from command_center.ground.organisation.models import OrgUnit

BAR_AFTER_SECONDS = 2.0
SHOWN = 10


class Command(BaseCommand):
    help = "Make the network of a unit be what the files say. Branches that are gone are retired; nothing is deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", type=Path, help="a folder (nodes.csv, edges.csv, loads.csv, or *.xml), or one XML file"
        )
        parser.add_argument("--format", choices=FORMATS, help="by default csv for folders with nodes.csv, else cim")
        parser.add_argument("--unit", help="code of the unit that the files describe wholly; by default the province")
        parser.add_argument("--prefix", default="", help="put before every id; only branches with it can be retired")
        parser.add_argument("--drawing", action="store_true", help="coordinates are drawing units, no places on earth")
        parser.add_argument(
            "--source", action="append", default=[], metavar="NODE", help="supply enters here too (code or name); again"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"{path} does not exist")
        try:
            # The frame of this page is English, so are the sentences in it.
            with translation.override("en"):
                self._import(path, options)
        except ProgrammingError as error:
            raise CommandError(
                "the database has no tables yet: start ./run once, or run ./run manage migrate"
            ) from error

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        report = import_network(
            path=path,
            format=options["format"] or ("csv" if _has_tables(path) else "cim"),
            unit=_unit(options["unit"]),
            at=now(),
            prefix=options["prefix"],
            drawing=options["drawing"],
            sources=options["source"],
            dry_run=options["dry_run"],
            watch=_bar,
        )
        self._tell(report, dry_run=options["dry_run"])

    def _tell(self, report: ImportReport, *, dry_run: bool) -> None:
        for error in report.errors:
            self.stderr.write(told(error))
        if report.errors:
            raise CommandError(f"{len(report.errors)} mistakes; nothing was changed")
        for part in ("nodes", "branches"):
            changes = report.diff[part]
            counts = changes["counts"]
            self.stdout.write(
                f"{part}: {counts['added']} new, {counts['changed']} changed, {counts['retired']} retired"
            )
            for sign, codes in (("+", changes["added"]), ("-", changes["retired"])):
                self._list(sign, codes)
            self._list("~", [f"{code} ({', '.join(fields)})" for code, fields in changes["changed"].items()])
        if report.diff["unlinked"]:
            self.stdout.write("not in the supply tree: " + ", ".join(report.diff["unlinked"]))
        self.stdout.write(
            f"{report.loads} loads with {report.customers} customers were read and not kept: accounts have their own source"
        )
        for kind, count in report.skipped.items():
            self.stdout.write(f"skipped: {count} {kind}, which this import does not know")
        if report.unfed:
            self.stdout.write(f"{len(report.unfed)} nodes have no supply in the normal state:")
            self._list("!", report.unfed if self.verbosity > 1 else report.unfed[:SHOWN])
        self.stdout.write("nothing was changed (dry run)" if dry_run else "done")

    def _list(self, sign: str, lines: list[str]) -> None:
        if self.verbosity > 1 or len(lines) <= 20:
            for line in lines:
                self.stdout.write(f"  {sign} {line}")

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)


def _has_tables(path: Path) -> bool:
    return (path / "nodes.csv").is_file() if path.is_dir() else path.suffix.lower() == ".csv"


def _unit(code: str | None) -> OrgUnit:
    units = OrgUnit.objects.filter(code=code) if code else OrgUnit.objects.filter(parent=None)
    unit = units.first()
    if unit is None:
        raise CommandError(
            f"there is no unit {code}" if code else "the organisation is empty: name a --unit that exists"
        )
    return unit


def _bar(rows: Iterable[Any], words: str) -> Iterable[Any]:
    return tqdm(rows, desc=words, delay=BAR_AFTER_SECONDS, disable=None)
