"""``manage.py promises --audit``; ``--simulate 100000 --seed 7`` plays a storm night first, in a scratch database."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from tqdm import tqdm

from command_center.ground.core import doorbell
from command_center.ground.core.scratch_database import scratch_database
from command_center.ground.core.values import CHINA
from command_center.trials.houses import build
from command_center.trials.told_night import ToldNight
from customers.messages.selectors.audit import Pairs, Rate, pairs, rates

EVENING = datetime(2026, 7, 18, 8, 0, tzinfo=CHINA)
HOUSES, GROUP = 20_000, 80
# A night of a hundred thousand reports has two hundred rounds: a storm of half a day.
ROUNDS = 200


class Command(BaseCommand):
    help = (
        "Looks through the book of promises by SQL alone: words that contradict the one before without a reason (exit 1 if "
        "there is one), and how many were kept, per desk and unit. --simulate plays a storm night of so many reports through "
        "the real services in a scratch database and looks through that one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--audit", action="store_true", help="look through the book of this database")
        parser.add_argument("--days", type=int, default=30, help="kept and broken of words told in the last days")
        parser.add_argument("--simulate", type=int, metavar="REPORTS", help="play a night of so many reports first")
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, audit: bool, days: int, simulate: int | None, seed: int, **options: Any) -> None:
        if not (audit or simulate):
            raise CommandError("Say --audit, or --simulate and how many reports.")
        if simulate:
            with scratch_database("promises"):
                night = play(reports=simulate, seed=seed, progress=True)
                self.stdout.write(told(night))
                found = self._look(since=EVENING, until=night.at, at=night.at)
        else:
            found = self._look(since=now() - timedelta(days=days), until=now(), at=now())
        if found.unexplained or found.unmarked:
            raise SystemExit(1)

    def _look(self, *, since: datetime, until: datetime, at: datetime) -> Pairs:
        found = pairs()
        for line in [*lines_of(found), *table(rates(since=since, until=until, at=at))]:
            self.stdout.write(line)
        return found


def play(*, reports: int, seed: int, progress: bool = False) -> ToldNight:
    """Play a night in the present database, which must be empty."""
    bell, doorbell.ring = doorbell.ring, lambda: None  # nobody listens
    try:
        night = ToldNight(build(HOUSES, EVENING), seed=seed, at=EVENING, group=GROUP, calls=max(reports // ROUNDS, 1))
        with tqdm(total=reports, desc="reports", disable=None if progress else True) as bar:
            for heard in night.play(reports):
                bar.update(heard)
    finally:
        doorbell.ring = bell
    return night


def told(night: ToldNight) -> str:
    return (
        f"reports {night.reports}, outages {night.outages}, messages read {len(night.provider.read)}, "
        f"answers of customers {night.replies}"
    )


def lines_of(found: Pairs) -> list[str]:
    return [
        f"words told {found.words}",
        f"contradict the one before {found.contradicting}",
        f"contradict it without a reason {found.unexplained}",
        f"contradict it and are not marked {found.unmarked}",
    ]


def table(found: list[Rate]) -> list[str]:
    """Kept and broken, a line a unit; ``first`` is the first word of each matter that is over."""
    head = (
        f"{'kept %':>7} {'told':>8} {'kept':>8} {'broken':>7} {'moved':>7} {'open':>7} {'first kept':>15}  desk / unit"
    )
    return [head, *map(_line, found)]


def _line(rate: Rate) -> str:
    percent = "–" if rate.kept_percent is None else f"{rate.kept_percent:.1f}"
    first = f"{rate.first_kept} of {rate.first_over}"
    figures = (
        f"{percent:>7} {rate.told:>8} {rate.kept:>8} {rate.broken:>7} {rate.moved:>7} {rate.still_open:>7} {first:>15}"
    )
    return f"{figures}  {rate.desk} / {rate.unit}"
