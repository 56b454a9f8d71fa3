"""``manage.py rebuild_figures``: count the daily figures of some days, or of the whole ledger, again from its rows."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from tqdm import tqdm

from outages.reliability.services.figures import outages_between, refresh_outage_figures

FIRST = date(1970, 1, 1)
AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Counts the daily figures again, a hundred outages a transaction: it can be stopped and repeated at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, default=FIRST, help="first day; 2026-11-01"
        )
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day; today if left out")

    def handle(self, *args: Any, first: date, last: date | None, **options: Any) -> None:
        last = last or localdate()
        if last < first:
            raise CommandError("The last day lies before the first one.")
        outages = outages_between(first, last)
        with tqdm(total=len(outages), desc="  figures", unit=" outages") as progress:
            for start in range(0, len(outages), AT_ONCE):
                some = outages[start : start + AT_ONCE]
                refresh_outage_figures(outage_ids=some)
                progress.update(len(some))
        self.stdout.write(f"{len(outages)} outages counted again.")
