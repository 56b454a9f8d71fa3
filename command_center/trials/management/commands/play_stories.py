"""``manage.py play_stories --network DIR --stories stories.json --out OUT.json``: nights through the real services."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from command_center.ground.core.scratch_database import scratch_database
from command_center.ground.core.values import CHINA
from command_center.ground.network.tables import TableErrors
from command_center.trials.clockwork import at_moment
from command_center.trials.stage import build
from command_center.trials.stories import BadStories, play, read_stories

# The same stories give the same answers whenever they are played.
EVENING = datetime(2026, 7, 18, 20, 0, tzinfo=CHINA)


class Command(BaseCommand):
    help = (
        "Plays nights of switching, calls and withdrawals through the real services in a scratch database; after each "
        "step: who is dark in the ledger, the live outages and who leads them, the orders of the calls and their crews."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--network", type=Path, required=True, help="folder with nodes.csv, edges.csv, loads.csv")
        parser.add_argument("--stories", type=Path, required=True, help="file of stories, each with its steps")
        parser.add_argument("--out", type=Path, required=True, help="story id → what is true after each step")

    def handle(self, *args: Any, network: Path, stories: Path, out: Path, **options: Any) -> None:
        try:
            content = json.loads(stories.read_bytes())
            with scratch_database("stories"), at_moment(EVENING):
                stage = build(network, at=EVENING)
                told = read_stories(content, stage)
                progress = tqdm(told, desc="stories", disable=None)
                answers = dict(play(progress, stage, at=EVENING))
            out.write_text(json.dumps(answers, ensure_ascii=False) + "\n", encoding="utf-8")
        except (TableErrors, BadStories) as error:
            raise CommandError(str(error)) from error
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise CommandError(f"{stories} is not JSON: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        steps = sum(map(len, answers.values()))
        self.stdout.write(f"{len(answers)} stories, {steps} steps: {out}")
