"""``manage.py reliability``: the reliability indices of a log of interruptions in CSV files, as JSON."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outages.csv_tables import LogError
from outages.reliability_answers import answers, different_customers, hours_of
from outages.reliability_log import Log, read_log

ROWS_SHOWN = 20


class Command(BaseCommand):
    help = "Computes SAIDI, SAIFI and their relatives from a folder of CSV files. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--log", type=Path, required=True, metavar="DIR", help="folder with the CSV files")
        parser.add_argument("--customers", type=int, required=True, metavar="N", help="customers served")
        parser.add_argument("--out", type=Path, required=True, metavar="OUT.json", help="where the figures go")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            log = read_log(options["log"])
            found = answers(log, customers=options["customers"])
        except LogError as error:
            for row in error.rows[:ROWS_SHOWN]:
                self.stderr.write(row)
            raise CommandError(str(error)) from error
        _write(options["out"], json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
        if (known := different_customers(log)) > options["customers"]:
            self.stderr.write(f"Warning: the log knows {known} customers, more than the {options['customers']} served.")
        self.stdout.write(_summary(log, options["out"]))


def _write(path: Path, text: str) -> None:
    """All or nothing: an interrupted run leaves the file of the run before."""
    draft = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def _summary(log: Log, out: Path) -> str:
    period = f"{log.years[0]}–{log.years[-1]}, {hours_of(log.years)} h" if log.years else "no interruption"
    once = f"; {log.counted_once} customers named twice inside one event, counted once" if log.counted_once else ""
    return f"{out}: {len(log.rows)} rows, {period}; sustained is longer than 300 s{once}."
