"""Fewer points for the same way: those are kept without which the way, or the moment at which somebody was there, would differ most.

Pure. Top-down time ratio (Meratnia and de By, 2004): a point's error is the distance between where it was measured and where the
straight way between its neighbours would have been at that moment; so a stop keeps its two ends although it is one place.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import cos, pi

import numpy as np

METRES_PER_DEGREE = 6_371_000 * pi / 180
APART_SECONDS = 600  # without a fix for so long nothing is known of the way between
NEGLIGIBLE_M = 3.0  # less than a phone knows

Moment = tuple[float, float, float]
"""Longitude and latitude in degrees, seconds."""


def legs_of(way: Sequence[Moment]) -> list[range]:
    """The parts of the way, in order of time, between which no fix was heard for ten minutes."""
    cuts = [0, *(at for at in range(1, len(way)) if way[at][2] - way[at - 1][2] > APART_SECONDS), len(way)]
    return [range(start, stop) for start, stop in pairwise(cuts) if stop > start]


def thinned(way: Sequence[Moment], legs: Sequence[range], *, at_most: int) -> list[list[int]]:
    """For each leg the indices that are kept, its first and its last always; all together ``at_most``, or the ends alone."""
    kept = [{leg.start, leg.stop - 1} for leg in legs]
    track = _in_metres(way)
    worst = [(*_worst(track, leg.start, leg.stop - 1), number) for number, leg in enumerate(legs)]
    heapify(worst)
    left = at_most - sum(len(ends) for ends in kept)
    while left > 0 and worst:
        minus_error, at, start, stop, leg = heappop(worst)
        if -minus_error < NEGLIGIBLE_M:
            break
        kept[leg].add(at)
        left -= 1
        for part in ((start, at), (at, stop)):
            heappush(worst, (*_worst(track, *part), leg))
    return [sorted(indices) for indices in kept]


def _in_metres(way: Sequence[Moment]) -> np.ndarray:
    track = np.array(way, dtype=float).reshape(-1, 3)
    if len(track):
        track[:, 0] *= METRES_PER_DEGREE * cos(float(track[0, 1]) * pi / 180)
        track[:, 1] *= METRES_PER_DEGREE
    return track


def _worst(track: np.ndarray, start: int, stop: int) -> tuple[float, int, int, int]:
    """Minus the greatest error between two kept points, whose it is, and these two; 0 where there is none between."""
    if stop - start < 2:
        return 0.0, start, start, stop
    first, last, between = track[start], track[stop], track[start + 1 : stop]
    share = (between[:, 2] - first[2]) / max(last[2] - first[2], 1e-9)
    there = first[:2] + share[:, None] * (last[:2] - first[:2])
    errors = np.hypot(*(between[:, :2] - there).T)
    at = int(errors.argmax())
    return -float(errors[at]), start + 1 + at, start, stop
