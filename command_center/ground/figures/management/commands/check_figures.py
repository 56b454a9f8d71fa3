"""``manage.py check_figures``: are the kept figures what their rows say? Exits 1 if not."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate, now

from command_center.ground.figures.keeping.kept import catalogue
from command_center.ground.figures.keeping.restating import count_again, differences
from command_center.ground.figures.models import Why

SHOWN = 3


class Command(BaseCommand):
    help = (
        "Counts every kept figure of some days from its rows and compares it with what is kept; exit 1 on a difference."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day; 31 days back")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day; yesterday")
        parser.add_argument("--restate", action="store_true", help="write what the rows say as a new version")

    def handle(self, *args: Any, first: date | None, last: date | None, restate: bool, **options: Any) -> None:
        at = now()
        last = last or localdate(at) - timedelta(days=1)
        first = first or last - timedelta(days=30)
        if last < first:
            raise CommandError("The last day lies before the first one.")
        total = 0
        for figure in catalogue().kept:
            found = differences(figure, first, last, at=at)
            total += len(found)
            shown = "; ".join(
                f"{key.day} {key.place} kept {kept.top:f}/{kept.under:f}, rows {true.top:f}/{true.under:f}"
                for key, kept, true in found[:SHOWN]
            )
            self.stdout.write(f"{figure.code:<32}{len(found):>8}  {shown}")
            if restate and found:
                count_again(figure, first, last, at=at, why=Why.DRIFT)
        if total and not restate:
            raise CommandError(f"{total} differences")
        self.stdout.write(f"{total} differences restated" if total else "no difference")
