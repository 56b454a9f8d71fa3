"""What makes one eligible crew better than another (domain.md §3.3): every part kept apart so that it can be shown.

The score matrices of one batch, orders × crews, from which each decision is read off with its reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.eligibility import FILTERS, Mask, Pairs
from dispatch.proposal import Candidate, Decision, Rejection
from dispatch.travel import FloatArray

CODES = tuple(code for code, _ in FILTERS)


PARTS = (
    "eta",
    "active_orders",
    "outside_grid",
    "stale_position",
)
"""Names of the parts, equal to the fields of Weights and in the order of the stack."""


def score_parts(pairs: Pairs) -> FloatArray:
    """The weighted parts of every pair, shape (parts, jobs, crews); their sum is the score, lower is better."""
    amounts = {
        "eta": np.where(np.isfinite(pairs.eta_minutes), pairs.eta_minutes, 0.0),
        "active_orders": np.array([[crew.active_orders for crew in pairs.crews]], dtype=np.float64),
        "outside_grid": ~_in_own_grid(pairs),
        "stale_position": ~pairs.fresh[None, :],
    }
    weights = pairs.parameters.weights
    parts = np.empty((len(PARTS), len(pairs.jobs), len(pairs.crews)))
    for nth, part in enumerate(PARTS):
        # + 0.0 turns the −0.0 of an absent bonus into a plain 0.
        parts[nth] = amounts[part] * getattr(weights, part) + 0.0
    return parts


def reasons_for(parts: FloatArray, is_soonest: bool) -> tuple[str, ...]:
    """Codes of what speaks for or against this crew; ``parts`` are its own, shape (parts,)."""
    told = [name for name, value in zip(PARTS, parts.tolist(), strict=True) if value and name != "eta"]
    return ("soonest", *told) if is_soonest else tuple(told)


def _in_own_grid(pairs: Pairs) -> Mask:
    """The order lies in a grid of the crew; where no grid is known, in its unit."""
    return pairs.per_kind(
        lambda job: (job.grid_id, job.unit_id),
        lambda crew: (crew.grid_ids, crew.unit_id),
        lambda place, own: place[0] in own[0] if own[0] and place[0] is not None else place[1] == own[1],
    )


@dataclass(frozen=True)
class ScoreMatrices:
    """``passes`` has shape (filters, jobs, crews), ``parts`` (parts, jobs, crews), the others (jobs, crews)."""

    pairs: Pairs
    passes: Mask
    looked_at: Mask
    eligible: Mask
    parts: FloatArray
    score: FloatArray

    def decision(self, row: int, chosen: Sequence[int]) -> Decision:
        """The answer for the job in this row, given the crew columns the assignment left it."""
        parameters = self.pairs.parameters
        ranked, refused = self._ranked(row), self._refused(row)
        return Decision(
            order_id=self.pairs.jobs[row].order_id,
            decided_at=self.pairs.at,
            candidates=self._candidates(row, ranked[: parameters.candidates_kept]),
            rejected=tuple(self._rejection(row, column) for column in refused[: parameters.rejections_kept]),
            chosen=tuple(self.pairs.crews[column].crew_id for column in chosen),
            regret_minutes=self._regret(row, chosen),
            reason=_reason(chosen, len(ranked)),
            eligible_count=len(ranked),
            rejected_count=len(refused),
        )

    def _ranked(self, row: int) -> list[int]:
        """Columns of the eligible crews by score; the sort is stable, so the least crew id wins a tie."""
        columns = np.flatnonzero(self.eligible[row])
        return _sorted_by(columns, self.score[row])

    def _refused(self, row: int) -> list[int]:
        """Columns of the crews looked at and turned down, nearest first: the dispatcher asks about those."""
        columns = np.flatnonzero(self.looked_at[row] & ~self.eligible[row])
        return _sorted_by(columns, self.pairs.distance_km[row])

    def _candidates(self, row: int, ranked: Sequence[int]) -> tuple[Candidate, ...]:
        soonest = min((self.pairs.eta_minutes[row, column] for column in ranked), default=0.0)
        return tuple(self._candidate(row, column, rank, soonest) for rank, column in enumerate(ranked, start=1))

    def _candidate(self, row: int, column: int, rank: int, soonest: float) -> Candidate:
        crew, parts = self.pairs.crews[column], self.parts[:, row, column]
        eta_minutes = float(self.pairs.eta_minutes[row, column])
        return Candidate(
            rank=rank,
            crew_id=crew.crew_id,
            crew_name=crew.name,
            eta_minutes=eta_minutes,
            distance_km=float(self.pairs.distance_km[row, column]),
            score=float(self.score[row, column]),
            score_parts=dict(zip(PARTS, parts.tolist(), strict=True)),
            reasons=reasons_for(parts, eta_minutes == soonest),
        )

    def _rejection(self, row: int, column: int) -> Rejection:
        crew, passes = self.pairs.crews[column], self.passes[:, row, column]
        return Rejection(
            crew_id=crew.crew_id,
            crew_name=crew.name,
            distance_km=float(self.pairs.distance_km[row, column]),
            why=tuple(code for code, passed in zip(CODES, passes.tolist(), strict=True) if not passed),
        )

    def _regret(self, row: int, chosen: Sequence[int]) -> float | None:
        if not chosen:
            return None
        eta = self.pairs.eta_minutes[row]
        return float(eta[list(chosen)].min() - eta[self.eligible[row]].min())


def _sorted_by(columns: NDArray[np.intp], key: FloatArray) -> list[int]:
    order: list[int] = columns[np.argsort(key[columns], kind="stable")].tolist()
    return order


def _reason(chosen: Sequence[int], eligible_count: int) -> str:
    """Why nobody was chosen: a code, or "" when somebody was."""
    if chosen:
        return ""
    return "all_candidates_taken" if eligible_count else "no_eligible_crew"
