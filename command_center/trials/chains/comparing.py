"""Which chains are played over which streams, and what is asked of the answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from command_center.trials.chains import policies
from command_center.trials.chains.desks import DIRECT, OLD
from command_center.trials.chains.parameters import OLD_DELAYS, SWINGS, Swing, Values, values
from command_center.trials.chains.playing import Chain, play
from command_center.trials.chains.policies import own_station
from command_center.trials.chains.summary import Figures, Interval, crossing, faster, figures, interval
from command_center.trials.chains.world import World

OLD_CHAIN, DIRECT_CHAIN = "old", "direct"
CLAIMED = 50.0  # per cent, of steps and of speed
FACTORS = (0.0, 0.25, 0.5, 1.0, 2.0)
TIMED = ("accept", "arrive", "restore")
# Sensitivity asks for differences within the same stream, which need far fewer faults than the figures themselves.
SHORT_SHARE, SENSITIVE_SEEDS = 5, 3
SHORTEST = 10


@dataclass(frozen=True)
class Run:
    """One chain over one stream, with some numbers changed."""

    chain: str
    seed: int
    days: int
    changes: Mapping[str, float] = field(default_factory=dict)


Worlds = Callable[[int, int, Values], World]
"""(seed, days, numbers) → the world."""
Runner = Callable[[Iterable[Run]], Iterable[Figures]]
"""Plays runs, in whatever processes, and answers in their order."""


def chain(name: str, world: World, numbers: Values) -> Chain:
    own = own_station(world, numbers)
    return {
        OLD_CHAIN: Chain("old", OLD, own),
        DIRECT_CHAIN: Chain("direct", DIRECT, policies.SCORE),
        "direct, nearest free": Chain("direct, nearest free", DIRECT, policies.NEAREST_FREE),
        "direct, score, free only": Chain("direct, score, free only", DIRECT, policies.SCORE_FREE),
        "direct, own station": Chain("direct, own station", DIRECT, own),
        "old desks, score": Chain("old desks, score", OLD, policies.SCORE),
    }[name]


OTHERS = ("direct, own station", "old desks, score", "direct, nearest free", "direct, score, free only")


def run(of: Run, worlds: Worlds) -> Figures:
    numbers = values(of.changes)
    world = worlds(of.seed, of.days, numbers)
    return figures(play(world, chain(of.chain, world, numbers), numbers), numbers)


@dataclass(frozen=True)
class Report:
    """Figures of each chain, one for each stream; ``short``: of more chains, over the first ``short_days``.

    ``curve``: by what the old delays were multiplied → figures of the old and of the direct chain; ``swings``: by what
    was changed.
    """

    days: int
    seeds: Sequence[int]
    chains: Mapping[str, Sequence[Figures]]
    short: Mapping[str, Sequence[Figures]]
    curve: Mapping[float, tuple[Sequence[Figures], Sequence[Figures]]]
    swings: Mapping[tuple[Swing, float], tuple[Sequence[Figures], Sequence[Figures]]]
    short_days: int

    def of(self, chain: str, figure: str) -> Interval:
        return interval([each[figure] for each in self.chains[chain]])

    def saved(self, figure: str) -> Interval:
        """Old less direct, within each stream."""
        return interval([old[figure] - new[figure] for old, new in self._pairs()])

    def faster(self, figure: str) -> Interval:
        """Gain in speed of the direct chain over the old one."""
        return gain(self.chains[OLD_CHAIN], self.chains[DIRECT_CHAIN], figure)

    def of_short(self, chain: str, figure: str) -> Interval:
        return interval([each[figure] for each in self.short[chain]])

    def fewer(self) -> Interval:
        """Per cent fewer custodians."""
        return interval([(1 - new["custodians"] / old["custodians"]) * 100 for old, new in self._pairs()])

    def needed(self, figure: str, level: float) -> Interval:
        """How many minutes the three old desks together must take for this gain in speed, a mean over streams."""
        return interval([crossing(self._points(nth, figure), level) for nth in range(len(self.seeds))])

    def swing(self, swing: Swing, factor: float, figure: str) -> tuple[Interval, Interval]:
        """The gain in speed with these rows changed, and how much that is more than without, within each stream."""
        old, new = self.swings[swing, factor]
        usual_old, usual_new = self.curve[1.0]
        gains = [faster(o[figure], n[figure]) for o, n in zip(old, new, strict=True)]
        usual = [faster(o[figure], n[figure]) for o, n in zip(usual_old, usual_new, strict=True)][: len(gains)]
        return interval(gains), interval([one - other for one, other in zip(gains, usual, strict=True)])

    def line(self, figure: str) -> list[tuple[Interval, Interval]]:
        """(minutes at the old desks, gain in speed) along the curve."""
        return [
            (interval([each["desks"] for each in old]), gain(old, new, figure))
            for _, (old, new) in sorted(self.curve.items())
        ]

    def later(self, chain: str, figure: str) -> Interval:
        """How many minutes more than direct dispatch as the product does it, within each stream."""
        pairs = zip(self.short[chain], self.short[DIRECT_CHAIN], strict=True)
        return interval([each[figure] - product[figure] for each, product in pairs])

    def _pairs(self) -> list[tuple[Figures, Figures]]:
        return list(zip(self.chains[OLD_CHAIN], self.chains[DIRECT_CHAIN], strict=True))

    def _points(self, nth: int, figure: str) -> list[tuple[float, float]]:
        pairs = [(old[nth], new[nth]) for _, (old, new) in sorted(self.curve.items())]
        return [(old["desks"], faster(old[figure], new[figure])) for old, new in pairs]


def gain(old: Sequence[Figures], new: Sequence[Figures], figure: str) -> Interval:
    return interval([faster(one[figure], other[figure]) for one, other in zip(old, new, strict=True)])


def compare(*, days: int, seeds: Sequence[int], runner: Runner) -> Report:
    """Everything in one list of runs, so that they can be shared out among processors."""
    short, few = max(min(days, SHORTEST), days // SHORT_SHARE), seeds[:SENSITIVE_SEEDS]
    usual = values()
    asked: dict[tuple[object, ...], list[Run]] = {}
    for name in (OLD_CHAIN, DIRECT_CHAIN):
        asked["chain", name] = [Run(name, seed, days) for seed in seeds]
    for name in (OLD_CHAIN, DIRECT_CHAIN, *OTHERS):
        asked["short", name] = [Run(name, seed, short) for seed in seeds]
    for factor in FACTORS:
        changed = {code: usual[code] * factor for code in OLD_DELAYS}
        asked["curve", factor] = [Run(OLD_CHAIN, seed, short, changed) for seed in seeds]
    for swing, factor in _swings():
        for name in (OLD_CHAIN, DIRECT_CHAIN):
            asked["swing", swing, factor, name] = [Run(name, seed, short, swing.changes(factor)) for seed in few]
    found = _played(asked, runner)
    direct = found["short", DIRECT_CHAIN]
    return Report(
        days=days,
        seeds=seeds,
        chains={name: found["chain", name] for name in (OLD_CHAIN, DIRECT_CHAIN)},
        short={name: found["short", name] for name in (OLD_CHAIN, DIRECT_CHAIN, *OTHERS)},
        curve={factor: (found["curve", factor], direct) for factor in FACTORS},
        swings={
            (swing, factor): (found["swing", swing, factor, OLD_CHAIN], found["swing", swing, factor, DIRECT_CHAIN])
            for swing, factor in _swings()
        },
        short_days=short,
    )


def _swings() -> list[tuple[Swing, float]]:
    return [(swing, factor) for swing in SWINGS for factor in (1 / swing.factor, swing.factor)]


def _played(
    asked: Mapping[tuple[object, ...], Sequence[Run]], runner: Runner
) -> dict[tuple[object, ...], list[Figures]]:
    """Each distinct run once: a change that concerns one chain leaves the other as it was."""
    distinct: dict[tuple[object, ...], Run] = {}
    for runs in asked.values():
        for each in runs:
            distinct.setdefault(key(each), each)
    answers = dict(zip(distinct, runner(distinct.values()), strict=True))
    return {name: [answers[key(each)] for each in runs] for name, runs in asked.items()}


ONLY_OLD = ("city.", "county.", "station.")
ONLY_DIRECT = ("centre.",)


def key(each: Run) -> tuple[object, ...]:
    """What of the changes can matter to this chain."""
    other = ONLY_DIRECT if each.chain == OLD_CHAIN else ONLY_OLD
    usual = values()
    matters = {
        code: value
        for code, value in each.changes.items()
        if value != usual[code] and not (each.chain in (OLD_CHAIN, DIRECT_CHAIN) and code.startswith(other))
    }
    return (each.chain, each.seed, each.days, tuple(sorted(matters.items())))
