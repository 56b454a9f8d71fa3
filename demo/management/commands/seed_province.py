"""``manage.py seed_province``: the demo province, invented but for the places; the same for the same seed."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from command_center.organisation.models import OrgUnit
from demo.loading import load_province


class Command(BaseCommand):
    help = "Loads the demo province of Hubei: 94 centres, 1,252 units, about 1,300 crews, feeders and customers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=2022)
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is an organisation already")

    def handle(self, *args: Any, customers: int, seed: int, if_empty: bool, **options: Any) -> None:
        if OrgUnit.objects.exists():
            if if_empty:
                return
            raise CommandError("There is an organisation already. The demo province goes into an empty database only.")
        started = time.monotonic()
        load_province(seed=seed, customer_count=customers, say=lambda words: self.stdout.write(f"  {words} …"))
        self.stdout.write(f"  demo province loaded in {time.monotonic() - started:.0f} s (seed {seed}; invented data)")
