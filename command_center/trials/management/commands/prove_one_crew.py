"""``manage.py prove_one_crew --calls 100000 --repeat 0.35 --seed 7``: one house, one crew, and no danger swallowed."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from command_center.ground.core import doorbell
from command_center.ground.core.scratch_database import scratch_database
from command_center.ground.core.values import CHINA
from command_center.trials.houses import Count, Street

MORNING = datetime(2026, 7, 18, 8, 0, tzinfo=CHINA)


class Command(BaseCommand):
    help = (
        "Lets households call, some again and again and in every way of saying who they are, through the real services "
        "in a scratch database. Counts double visits, swallowed hazards and reports that went to another house; exit 1 "
        "when one is not 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--calls", type=int, default=100_000)
        parser.add_argument("--repeat", type=float, default=0.35, help="share of calls by houses that have called")
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, calls: int, repeat: float, seed: int, **options: Any) -> None:
        with scratch_database("one_crew"):
            count = prove(calls=calls, repeat=repeat, seed=seed, progress=True)
        for line in told(count):
            self.stdout.write(line)
        if not count.holds:
            raise SystemExit(1)


def prove(*, calls: int, repeat: float, seed: int, progress: bool = False) -> Count:
    """Play the calls in the present database, which must be empty."""
    bell, doorbell.ring = doorbell.ring, lambda: None  # nobody listens
    try:
        street = Street(repeat=repeat, seed=seed, at=MORNING)
        with tqdm(total=calls, desc="calls", disable=None if progress else True) as bar:
            for heard in street.play(calls):
                bar.update(heard)
    finally:
        doorbell.ring = bell
    return street.count


def told(count: Count) -> list[str]:
    return [
        f"calls {count.calls}, faults {count.matters}, orders {count.orders}, crew visits {count.visits}",
        f"double visits {count.double_visits}",
        f"swallowed hazards {count.swallowed_hazards}",
        f"reports given to another house {count.lost_reports}",
        f"called three times or more {count.called_three_times}: unseen before {count.called_three_times}, "
        f"now {count.called_three_times_unseen}",
    ]
