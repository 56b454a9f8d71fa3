"""``manage.py check_ledger``: do switches, live outages and the ledger of interruptions say the same? Exits 1 if not."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from outages.selectors.ledger_check import CHECKS, differences

SHOWN = 5


class Command(BaseCommand):
    help = "Compares present switch positions, live outages and the ledger; a table, and exit 1 on a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--grace", type=float, default=120, help="seconds that a reaction may take; what moved later is not judged"
        )

    def handle(self, *args: Any, grace: float, **options: Any) -> None:
        found = differences(before=now() - timedelta(seconds=grace))
        self.stdout.write(f"{'check':<50}{'differences':>12}  examples")
        for check in CHECKS:
            rows = found[check.code]
            examples = ", ".join(f"{what} {identity}" for what, identity in rows[:SHOWN])
            self.stdout.write(f"{check.words:<50}{len(rows):>12}  {examples}")
        total = sum(map(len, found.values()))
        if total:
            raise CommandError(f"{total} differences")
        self.stdout.write("no difference")
