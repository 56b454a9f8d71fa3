"""``manage.py reliability``: the reliability indices of a log of interruptions in CSV files, as JSON."""

import json
import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError

from command_center.ground.core.values import CHINA
from outages.reliability.answers import answers, different_customers
from outages.reliability.csv_tables import LogError
from outages.reliability.log import Log, read_log
from outages.reliability.period import Period, asked_period, default_period, warnings

ROWS_SHOWN = 20


class Command(BaseCommand):
    help = "Computes SAIDI, SAIFI and their relatives from a folder of CSV files. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--log", type=Path, required=True, metavar="DIR", help="folder with the CSV files")
        parser.add_argument("--customers", type=int, required=True, metavar="N", help="customers served")
        parser.add_argument("--out", type=Path, required=True, metavar="OUT.json", help="where the figures go")
        parser.add_argument("--year", type=int, help="report this year; by default the log's last, or all its years")
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, metavar="DAY", help="first day, 2024-05-01"
        )
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="last day, included")
        parser.add_argument(
            "--zone", type=_zone, default=CHINA, help="where the log's days begin, such as Asia/Shanghai"
        )
        parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out, and say how many")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            log = read_log(options["log"], skip_bad=options["skip_bad"], zone=options["zone"])
            wish = {name: options[name] for name in ("year", "first", "last")}
            period = asked_period(**wish, log=log)
            found = answers(log, customers=options["customers"], period=period)
        except LogError as error:
            for row in error.rows[:ROWS_SHOWN]:
                self.stderr.write(row)
            raise CommandError(str(error)) from error
        told = warnings(log, period)
        if (known := different_customers(log)) > options["customers"]:
            told.append(f"The log knows {known} customers, more than the {options['customers']} served.")
        if period is not None:
            found["period"] = str(period)
        if told:
            found["warnings"] = told
        _write(options["out"], json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
        for row in log.skipped[:ROWS_SHOWN]:
            self.stderr.write(row)
        for warning in told:
            self.stderr.write(f"Warning: {warning}")
        self.stdout.write(_summary(log, period, options["out"]))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CommandError(f"There is no time zone {name}.") from error


def _write(path: Path, text: str) -> None:
    """All or nothing: an interrupted run leaves the file of the run before."""
    draft = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def _summary(log: Log, period: Period | None, out: Path) -> str:
    counted = period or default_period(log)
    words = f"{counted}, {counted.hours} h" if counted else "no interruption"
    once = f"; {log.counted_once} customers named twice inside one event, counted once" if log.counted_once else ""
    return f"{out}: {len(log.rows)} rows, {words}; sustained is longer than 300 s{once}."
