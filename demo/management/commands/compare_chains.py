"""``manage.py compare_chains --days 60 --seed 7``: half the steps, half as fast again? Measured on invented faults."""

import os
from argparse import ArgumentParser
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from command_center.ground.core.values import CHINA
from command_center.trials.chains import comparing, world
from command_center.trials.chains.drawing import drawn
from command_center.trials.chains.parameters import Values
from command_center.trials.chains.summary import Figures
from command_center.trials.chains.telling import lines
from command_center.trials.chains.words import LANGUAGES, word
from demo.chain_ground import Ground, days_of, ground

# The storms of summer; the article's case is of a July.
START = datetime(2022, 7, 1, tzinfo=CHINA)
ENSHI = "4228"


class Command(BaseCommand):
    help = (
        "Plays one stream of invented faults in a city of the demo twice, from desk to desk and straight to the crew, "
        "in virtual time: custodians, minutes, late arrivals, and what the published gains depend on. Asks no database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=60)
        parser.add_argument("--seed", type=int, default=7, help="seed of the first stream; the others follow it")
        parser.add_argument("--seeds", type=int, default=5, help="how many streams")
        parser.add_argument("--city", default=ENSHI, help="code of a city of the demo, 4201 is Wuhan, 4228 Enshi")
        parser.add_argument("--plot", type=Path, help="draw the figures into this SVG file")
        parser.add_argument("--lang", choices=LANGUAGES, default="en")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, days: int, seed: int, seeds: int, city: str, lang: str, **options: Any) -> None:
        if days < 1 or seeds < 1:
            raise CommandError("At least one day and one stream.")
        try:
            stage = Stage(ground(city, START, days))
        except KeyError as error:
            raise CommandError(f"{city} is no city of the demo.") from error
        report = compared(stage, days=days, seeds=range(seed, seed + seeds), processes=options["processes"])
        for line in lines(report, told(stage.ground, report, lang), lang):
            self.stdout.write(line)
        if options["plot"]:
            options["plot"].write_text(drawn(report, lang), encoding="utf-8")


@dataclass(frozen=True)
class Stage:
    """Where all runs are played; goes to the other processes as it is."""

    ground: Ground

    def world(self, seed: int, days: int, numbers: Values) -> world.World:
        return world.build(
            start=START,
            stations=self.ground.stations,
            crews=self.ground.crews,
            days=days_of(START, days, seed),
            seed=seed,
            numbers=numbers,
        )

    def play(self, run: comparing.Run) -> Figures:
        return comparing.run(run, self.world)


def compared(stage: Stage, *, days: int, seeds: Iterable[int], processes: int) -> comparing.Report:
    """The runs are shared out among processes; who plays which changes no figure."""

    def with_progress(answers: Iterable[Figures], total: int) -> list[Figures]:
        return list(tqdm(answers, desc="streams", total=total, disable=None))

    def runner(runs: Iterable[comparing.Run]) -> list[Figures]:
        todo = list(runs)
        if processes < 2:
            return with_progress(map(stage.play, todo), len(todo))
        with ProcessPoolExecutor(processes) as pool:
            # The stage goes along with every chunk.
            chunk = max(len(todo) // (4 * processes), 1)
            return with_progress(pool.map(stage.play, todo, chunksize=chunk), len(todo))

    return comparing.compare(days=days, seeds=list(seeds), runner=runner)


def told(of: Ground, report: comparing.Report, language: str) -> list[str]:
    city = of.city if language == "en" else of.city_chinese
    faults = report.of(comparing.OLD_CHAIN, "faults").mean
    return [
        word(
            "title", language, city=city, days=report.days, start=f"{START:%Y-%m-%d}", seeds=len(report.seeds),
            first=report.seeds[0], last=report.seeds[-1],
        ),
        word("ground", language, stations=len(of.stations), crews=len(of.crews), faults=faults),
    ]  # fmt: skip
