"""Normally open ties between neighbouring feeders, and a few closed loops. Invented."""

from collections import defaultdict
from itertools import combinations

import numpy as np

from command_center.ground.network.models import BranchKind, DeviceKind
from demo.graph import Feeder, Graph
from demo.routes import metres

TIED_SHARE, TELEMETERED_SHARE = 0.4, 0.6
LONGEST_TIE_M = 9000.0
LOOPS = 24


def join_feeders(graph: Graph, rng: np.random.Generator) -> None:
    """Pairs of feeders whose ends lie near each other, the nearest first, each feeder in one pair at most.

    Of all pairs as many are taken as make ``TIED_SHARE`` of the feeders, the shortest ones; a few of those that stay on
    one bus are closed loops instead.
    """
    pairs = sorted(pair for county in _by_county(graph).values() for pair in _nearest_pairs(county))
    loops = LOOPS * len(graph.feeders) // 3000 or 1
    for _, one, other in _one_each(pairs)[: round(TIED_SHARE * len(graph.feeders) / 2) + loops]:
        first, second = graph.feeders[one], graph.feeders[other]
        loop = bool(loops and first.substation is second.substation)
        loops -= loop
        _join(graph, first, second, loop=loop, telemetered=bool(rng.random() < TELEMETERED_SHARE))


def _by_county(graph: Graph) -> dict[str, list[tuple[int, Feeder]]]:
    counties: dict[str, list[tuple[int, Feeder]]] = defaultdict(list)
    for n, feeder in enumerate(graph.feeders):
        counties[feeder.node.code.partition("-")[0]].append((n, feeder))
    return counties


Pair = tuple[float, int, int]


def _nearest_pairs(county: list[tuple[int, Feeder]]) -> list[Pair]:
    """(metres, feeder, feeder) of all pairs that are near enough."""
    pairs = ((metres(a.end, b.end), m, n) for (m, a), (n, b) in combinations(county, 2))
    return [pair for pair in pairs if pair[0] <= LONGEST_TIE_M]


def _one_each(pairs: list[Pair]) -> list[Pair]:
    taken: set[int] = set()
    chosen = []
    for pair in pairs:
        if taken.isdisjoint(pair[1:]):
            taken.update(pair[1:])
            chosen.append(pair)
    return chosen


def _join(graph: Graph, one: Feeder, other: Feeder, *, loop: bool, telemetered: bool) -> None:
    kind, word = (DeviceKind.SWITCH, "环网开关") if loop else (DeviceKind.TIE, "联络开关")
    graph.add_branch(
        f"{one.node.code}-{'LOOP' if loop else 'TIE'}", BranchKind.SWITCH, (one.end_id, other.end_id), one.node, one.node,
        name=f"{one.node.name}–{other.node.name}{word}", device=kind, is_open=not loop, telemetered=telemetered,
    )  # fmt: skip
    for feeder in (one, other):
        feeder.looped, feeder.tied = feeder.looped or loop, feeder.tied or not loop
