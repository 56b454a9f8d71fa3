"""``manage.py check_network --network DIR --out FILE``: switching answers of a network folder, to compare with others'."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from command_center.ground.network.checking import check
from command_center.ground.network.tables import TableErrors, read_tables

SILENT_SECONDS = 2.0


class Command(BaseCommand):
    help = "Opens every device and faults every zone of a network in the neutral CSV form; writes the answers as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", type=Path, required=True, help="folder with nodes.csv, edges.csv, loads.csv")
        parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")

    def handle(self, *args: Any, network: Path, out: Path, **options: Any) -> None:
        self.told_at = time.monotonic()
        try:
            answers = check(read_tables(network), self.tell)
        except TableErrors as error:
            raise CommandError(f"{network} is not a network: {error}") from error
        try:
            out.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}") from error

    def tell(self, what: str, done: int, count: int) -> None:
        """A line on stderr whenever two more seconds have passed."""
        if time.monotonic() - self.told_at > SILENT_SECONDS:
            self.told_at = time.monotonic()
            self.stderr.write(f"{what}: {done} of {count}")
