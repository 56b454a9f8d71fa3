"""``manage.py seed_province``: the demo province, invented but for the places; the same for the same seed."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from command_center.ground.organisation.models import OrgUnit
from demo.loading import extend_shifts, load_province
from dispatch.models import Crew

DEMO_CREW = r"^42\d{4}[SRT]\d{2}-\d{2}$"


class Command(BaseCommand):
    help = "Loads the demo province of Hubei: 94 centres, 1,252 units, about 1,300 crews, feeders and customers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=2022)
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is an organisation already")

    def handle(self, *args: Any, customers: int, seed: int, if_empty: bool, **options: Any) -> None:
        if OrgUnit.objects.exists():
            if if_empty:
                _renew_shifts()
                return
            raise CommandError("There is an organisation already. The demo province goes into an empty database only.")
        started = time.monotonic()
        load_province(seed=seed, customer_count=customers, say=lambda words: self.stdout.write(f"  {words} …"))
        self.stdout.write(f"  demo province loaded in {time.monotonic() - started:.0f} s (seed {seed}; invented data)")


@transaction.atomic
def _renew_shifts() -> None:
    """A demo that slept for a week wakes up with crews on duty. Real crews, if any, keep their own roster."""
    extend_shifts(list(Crew.objects.filter(code__regex=DEMO_CREW).values_list("pk", flat=True)))
