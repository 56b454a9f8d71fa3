"""Who goes where: for each order a ranked list of crews with reasons, and the crew chosen for it.

The whole batch is one assignment problem, so that two orders never want the same crew and a detour for one is
weighed against the gain of the other. Same input, in whatever order → same output, bit for bit.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from command_center.core.geo import distance_matrix_m
from dispatch.eligibility import FILTERS, Mask, Pairs, judge
from dispatch.proposal import (
    NEAREST,
    Candidate,
    CrewState,
    Decision,
    Job,
    Parameters,
    Rejection,
    Weights,
)
from dispatch.scoring import PARTS, reasons_for, score_parts
from dispatch.travel import FloatArray, Travel

__all__ = [
    "NEAREST",
    "Candidate",
    "CrewState",
    "Decision",
    "Job",
    "Parameters",
    "Rejection",
    "Weights",
    "plan",
]

CODES = tuple(code for code, _ in FILTERS)
DEFAULTS = Parameters()


def plan(
    jobs: Sequence[Job],
    crews: Sequence[CrewState],
    travel: Travel,
    at: datetime,
    parameters: Parameters = DEFAULTS,
    reach: Mapping[int, Collection[int]] | None = None,
) -> list[Decision]:
    """One decision per job, in the order of ``jobs``; no crew is chosen twice.

    ``reach`` maps an order id to the crew ids worth looking at (the caller's nearest-neighbour search); an order
    that is missing there is weighed against every crew.
    """
    located = sorted((job for job in jobs if job.lat is not None and job.lon is not None), key=lambda job: job.order_id)
    decisions = _decide(located, sorted(crews, key=lambda crew: crew.crew_id), travel, at, parameters, reach or {})
    return [
        decisions.get(job.order_id) or Decision(order_id=job.order_id, decided_at=at, reason="not_located")
        for job in jobs
    ]


def _decide(
    jobs: Sequence[Job],
    crews: Sequence[CrewState],
    travel: Travel,
    at: datetime,
    parameters: Parameters,
    reach: Mapping[int, Collection[int]],
) -> dict[int, Decision]:
    if not jobs or not crews:
        return {job.order_id: Decision(order_id=job.order_id, decided_at=at, reason="no_eligible_crew") for job in jobs}
    pairs = _pair(jobs, crews, travel, at, parameters)
    passes = judge(pairs)
    looked_at = _looked_at(pairs, reach)
    eligible = passes.all(axis=0) & looked_at
    parts = score_parts(pairs)
    score = np.round(parts.sum(axis=0), 9)
    chosen = _assign(pairs, eligible, score)
    sheet = _Sheet(pairs, passes, looked_at, eligible, parts, score)
    return {job.order_id: sheet.decision(row, chosen[row]) for row, job in enumerate(jobs)}


def _pair(
    jobs: Sequence[Job], crews: Sequence[CrewState], travel: Travel, at: datetime, parameters: Parameters
) -> Pairs:
    """Times and distances between all, from each crew's last good position or else from its base."""
    fresh = np.array([_is_fresh(crew, at, parameters.position_max_age_minutes) for crew in crews], dtype=bool)
    starts = np.array(
        [(c.lat, c.lon) if ok else (c.base_lat, c.base_lon) for c, ok in zip(crews, fresh, strict=True)],
        dtype=np.float64,
    )
    ends = np.array([(job.lat, job.lon) for job in jobs], dtype=np.float64)
    eta = travel.minutes(starts, ends, [job.area_kind for job in jobs]).T
    return Pairs(jobs, crews, eta, distance_matrix_m(ends, starts) / 1000, fresh, at, parameters)


def _is_fresh(crew: CrewState, at: datetime, max_age_minutes: float) -> bool:
    if crew.lat is None or crew.lon is None or crew.fixed_at is None:
        return False
    return (at - crew.fixed_at).total_seconds() <= max_age_minutes * 60


def _looked_at(pairs: Pairs, reach: Mapping[int, Collection[int]]) -> Mask:
    """Which crews the caller wants weighed for which job: shape (jobs, crews)."""
    mask = np.ones((len(pairs.jobs), len(pairs.crews)), dtype=bool)
    column = {crew.crew_id: place for place, crew in enumerate(pairs.crews)}
    for row, job in enumerate(pairs.jobs):
        if job.order_id in reach:
            mask[row] = False
            mask[row, [column[crew_id] for crew_id in reach[job.order_id] if crew_id in column]] = True
    return mask


def _assign(pairs: Pairs, eligible: Mask, score: FloatArray) -> list[list[int]]:
    """The crew columns given to each job row, best first.

    Each crew a job wants is a seat. Filling a heavier seat comes before everything lighter, and among all ways to fill
    the same seats the least total score wins. Plain sums reach that order: which seats can be filled together form a
    transversal matroid, where the greedy choice by weight is also the heaviest, so the ranks 1, 2, 3 … of the weights
    serve as well as the weights, and one unit of rank only has to outweigh all scores together.
    """
    seats = [(row, nth) for row, job in enumerate(pairs.jobs) for nth in range(1, job.crews_wanted + 1)]
    rows = np.array([row for row, _ in seats])
    rank = _seat_ranks(pairs, seats)
    usable = eligible[rows]
    lowest = score[eligible].min(initial=0.0)
    span = score[eligible].max(initial=0.0) - lowest + 1.0
    cost = np.where(usable, score[rows] - lowest - (rank * span * len(seats))[:, None], 0.0)
    taken: list[list[int]] = [[] for _ in pairs.jobs]
    for seat, column in zip(*linear_sum_assignment(cost), strict=True):
        if usable[seat, column]:
            taken[seats[seat][0]].append(int(column))
    return [sorted(columns, key=lambda c, row=row: (score[row, c], c)) for row, columns in enumerate(taken)]  # type: ignore[misc]


def _seat_ranks(pairs: Pairs, seats: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """1 for the lightest kind of seat in this batch, 2 for the next heavier …; shape (seats,)."""
    weights = pairs.parameters.seat_weights
    lightest = min(weights.values(), default=1)
    heavy = [weights.get((pairs.jobs[row].grade, nth), lightest) for row, nth in seats]
    order = {weight: place for place, weight in enumerate(sorted(set(heavy)), start=1)}
    return np.array([order[weight] for weight in heavy], dtype=np.float64)


class _Sheet:
    """The finished matrices of one batch, from which each decision is read off."""

    def __init__(
        self, pairs: Pairs, passes: Mask, looked_at: Mask, eligible: Mask, parts: FloatArray, score: FloatArray
    ) -> None:
        self.pairs = pairs
        self.passes = passes
        self.looked_at = looked_at
        self.eligible = eligible
        self.parts = parts
        self.score = score

    def decision(self, row: int, chosen: Sequence[int]) -> Decision:
        pairs, job = self.pairs, self.pairs.jobs[row]
        ranked = self._ranked(row)
        refused = np.flatnonzero(self.looked_at[row] & ~self.eligible[row])
        nearest = refused[np.argsort(pairs.distance_km[row, refused], kind="stable")]
        return Decision(
            order_id=job.order_id,
            decided_at=pairs.at,
            candidates=tuple(
                self._candidate(row, int(column), rank)
                for rank, column in enumerate(ranked[: pairs.parameters.candidates_kept], start=1)
            ),
            rejected=tuple(self._rejection(row, int(c)) for c in nearest[: pairs.parameters.rejections_kept]),
            chosen=tuple(pairs.crews[column].crew_id for column in chosen),
            regret_minutes=self._regret(row, chosen),
            reason=_reason(chosen, len(ranked)),
            eligible_count=len(ranked),
            rejected_count=len(refused),
        )

    def _ranked(self, row: int) -> NDArray[np.intp]:
        """Columns of the eligible crews by score; the sort is stable, so the least crew id wins a tie."""
        columns = np.flatnonzero(self.eligible[row])
        return columns[np.argsort(self.score[row, columns], kind="stable")]

    def _candidate(self, row: int, column: int, rank: int) -> Candidate:
        crew, parts = self.pairs.crews[column], self.parts[:, row, column]
        return Candidate(
            rank=rank,
            crew_id=crew.crew_id,
            crew_name=crew.name,
            eta_minutes=float(self.pairs.eta_minutes[row, column]),
            distance_km=float(self.pairs.distance_km[row, column]),
            score=float(self.score[row, column]),
            score_parts=dict(zip(PARTS, parts.tolist(), strict=True)),
            reasons=reasons_for(parts, bool(self.pairs.fresh[column])),
        )

    def _rejection(self, row: int, column: int) -> Rejection:
        crew, passes = self.pairs.crews[column], self.passes[:, row, column]
        return Rejection(
            crew_id=crew.crew_id,
            crew_name=crew.name,
            distance_km=float(self.pairs.distance_km[row, column]),
            why=tuple(code for code, passed in zip(CODES, passes, strict=True) if not passed),
        )

    def _regret(self, row: int, chosen: Sequence[int]) -> float | None:
        if not chosen:
            return None
        eta = self.pairs.eta_minutes[row]
        return float(eta[list(chosen)].min() - eta[self.eligible[row]].min())


def _reason(chosen: Sequence[int], eligible_count: int) -> str:
    """Why nobody was chosen: a code, or "" when somebody was."""
    if chosen:
        return ""
    return "all_candidates_taken" if eligible_count else "no_eligible_crew"
