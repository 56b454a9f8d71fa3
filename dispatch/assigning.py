"""Many orders, many crews, each crew at most once: the batch as one assignment problem."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dispatch.eligibility import Mask
from dispatch.proposal import Job
from dispatch.travel import FloatArray

Seat = tuple[int, int]
"""(row of the job, which of its crews: 1, 2 …)"""


def assign(jobs: Sequence[Job], eligible: Mask, score: FloatArray, weights: Mapping[Seat, int]) -> list[list[int]]:
    """The crew columns given to each job row, best first; ``eligible`` and ``score`` have shape (jobs, crews).

    Each crew a job wants is a seat. Filling a heavier seat comes before everything lighter, and among all ways to
    fill the same seats the least total score wins. A plain sum reaches that order: the sets of seats that can be
    filled together form a transversal matroid, in which taking greedily by weight is also heaviest in total, so the
    ranks 1, 2, 3 … of the weights do as well as the weights, and one rank only has to outweigh all scores together.
    """
    seats = [(row, nth) for row, job in enumerate(jobs) for nth in range(1, job.crews_wanted + 1)]
    taken: list[list[int]] = [[] for _ in jobs]
    if not seats:
        return taken
    # Here and not above: 170 modules, a third of a second of every start of the web process, which hardly ever plans.
    from scipy.optimize import linear_sum_assignment

    usable = eligible[[row for row, _ in seats]]
    cost = _cost(usable, score[[row for row, _ in seats]], _ranks(jobs, seats, weights))
    for seat, column in zip(*linear_sum_assignment(cost), strict=True):
        if usable[seat, column]:
            taken[seats[seat][0]].append(int(column))
    return [_best_first(columns, score[row]) for row, columns in enumerate(taken)]


def _ranks(jobs: Sequence[Job], seats: Sequence[Seat], weights: Mapping[Seat, int]) -> NDArray[np.float64]:
    """1 for the lightest kind of seat in this batch, 2 for the next heavier …; shape (seats,)."""
    lightest = min(weights.values(), default=1)
    heavy = [weights.get((jobs[row].grade, nth), lightest) for row, nth in seats]
    rank = {weight: place for place, weight in enumerate(sorted(set(heavy)), start=1)}
    return np.array([rank[weight] for weight in heavy], dtype=np.float64)


def _cost(usable: Mask, score: FloatArray, ranks: NDArray[np.float64]) -> FloatArray:
    """What the solver makes least. A pair that may not be costs 0, as an empty seat does: every real pair is below."""
    lowest = score[usable].min(initial=0.0)
    everything = (score[usable].max(initial=0.0) - lowest + 1.0) * len(ranks)
    return np.where(usable, score - lowest - (ranks * everything)[:, None], 0.0)


def _best_first(columns: list[int], score: FloatArray) -> list[int]:
    return sorted(columns, key=lambda column: (score[column], column))
