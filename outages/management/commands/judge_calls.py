"""``manage.py judge_calls --network DIR --calls calls.json --out OUT.json``: trouble calls to outages, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from command_center.ground.network.tables import TableErrors, read_tables
from outages.judging.call_cases import BadCases, judge_cases


class Command(BaseCommand):
    help = "Groups the trouble calls of every case into outages and names the lowest device that explains each."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--network", type=Path, required=True, help="folder with nodes.csv, edges.csv and loads.csv"
        )
        parser.add_argument("--calls", type=Path, required=True, help="file of cases, each with its calls")
        parser.add_argument("--out", type=Path, required=True, help="case id → devices with their call ids")

    def handle(self, *args: Any, network: Path, calls: Path, out: Path, **options: Any) -> None:
        try:
            answers = judge_cases(read_tables(network), json.loads(calls.read_bytes()))
            out.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        except (TableErrors, BadCases) as error:
            raise CommandError(str(error)) from error
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise CommandError(f"{calls} is not JSON: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(f"{len(answers)} cases, {sum(map(len, answers.values()))} outages: {out}")
