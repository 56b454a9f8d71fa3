"""``manage.py run_process --kind FAULT --script steps.json --out OUT.json``: one case through the engine; ``--list``: what the kinds are."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from command_center.ground.core.scratch_database import scratch_database
from command_center.trials.clockwork import at_moment
from command_center.trials.process_play import BadScript, listed, moment, play
from workorders.kinds import PROCESSES


class Command(BaseCommand):
    help = (
        "Plays one case of a kind with given moments in a scratch database and tells per step its state, its owner and "
        "every clock (raw, net, due, warnings, outcome). --list tells each kind's states, verbs and clocks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="states, verbs and clocks of each kind, as JSON")
        parser.add_argument("--kind", choices=sorted(PROCESSES))
        parser.add_argument(
            "--script", type=Path, help="the case: opened_at, channel, facts, holidays, workdays, steps"
        )
        parser.add_argument("--out", type=Path, help="where the answer goes; to the screen without it")

    def handle(self, *args: Any, kind: str | None, script: Path | None, out: Path | None, **options: Any) -> None:
        if options["list"]:
            return self._tell([listed(process) for process in PROCESSES.values()], out)
        if kind is None or script is None:
            raise CommandError("Say --kind and --script, or --list.")
        try:
            told = json.loads(script.read_bytes())
            if not isinstance(told, dict):
                raise BadScript("the script is no object")
            opened_at = moment(told, "opened_at", "the script")
            with scratch_database("process"), at_moment(opened_at):
                answer = play(PROCESSES[kind], told)
        except BadScript as error:
            raise CommandError(f"{script}: {error}") from error
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise CommandError(f"{script} is not JSON: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        return self._tell(answer, out)

    def _tell(self, answer: Any, out: Path | None) -> None:
        words = json.dumps(answer, ensure_ascii=False, indent=2)
        if out is None:
            self.stdout.write(words)
        else:
            out.write_text(words + "\n", encoding="utf-8")
