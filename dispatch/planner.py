"""Who goes where: for each order a ranked list of crews with reasons, and the crew chosen for it.

The whole batch is one assignment problem, so that two orders never want the same crew and a detour for one is
weighed against the gain of the other. Same input, in whatever order → same output, bit for bit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np

from command_center.ground.core.geo import distance_matrix_m
from dispatch.assigning import assign
from dispatch.eligibility import Mask, Pairs, judge
from dispatch.proposal import NEAREST, Candidate, CrewState, Decision, Job, Parameters, Rejection, Weights
from dispatch.scoring import ScoreMatrices, score_parts
from dispatch.travel import Travel

__all__ = ["NEAREST", "Candidate", "CrewState", "Decision", "Job", "Parameters", "Rejection", "Weights", "plan"]

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

    ``reach`` maps an order id to the crew ids worth looking at (those that serve its place); an order
    that is missing there is weighed against every crew. Order ids and crew ids are each unique.
    """
    located = sorted((job for job in jobs if _is_located(job)), key=lambda job: job.order_id)
    present = sorted(crews, key=lambda crew: crew.crew_id)
    decisions = {
        decision.order_id: decision for decision in _decide(located, present, travel, at, parameters, reach or {})
    }
    return [decisions.get(job.order_id) or _nobody(job, at, "not_located") for job in jobs]


def _decide(
    jobs: Sequence[Job],
    crews: Sequence[CrewState],
    travel: Travel,
    at: datetime,
    parameters: Parameters,
    reach: Mapping[int, Collection[int]],
) -> list[Decision]:
    """One batch falls into parts that share no crew, a county each as a rule; each part is a problem of its own."""
    if not jobs or not crews:
        return [_nobody(job, at, "no_eligible_crew") for job in jobs]
    parts = _parts(jobs, crews, reach)
    return [decision for part in parts for decision in _decide_part(*part, travel, at, parameters, reach)]


def _parts(
    jobs: Sequence[Job], crews: Sequence[CrewState], reach: Mapping[int, Collection[int]]
) -> list[tuple[list[Job], list[CrewState]]]:
    """Jobs and crews that may meet, directly or through others; jobs that are missing in ``reach`` meet every crew."""
    if any(job.order_id not in reach for job in jobs):
        return [(list(jobs), list(crews))]
    part_of = _joined(reach[job.order_id] for job in jobs)
    parts: dict[int, tuple[list[Job], list[CrewState]]] = {}
    for job in jobs:
        # A job that no crew serves is a part by itself; no crew has a negative id.
        part = next((part_of[crew_id] for crew_id in reach[job.order_id]), -1 - job.order_id)
        parts.setdefault(part, ([], []))[0].append(job)
    for crew in crews:
        part = part_of.get(crew.crew_id, crew.crew_id)
        if part in parts:
            parts[part][1].append(crew)
    return list(parts.values())


def _joined(groups: Iterable[Collection[int]]) -> dict[int, int]:
    """Crew id → one id for all crews that groups join, directly or through others (union-find)."""
    parent: dict[int, int] = {}

    def root(crew_id: int) -> int:
        while (above := parent.setdefault(crew_id, crew_id)) != crew_id:
            parent[crew_id] = crew_id = parent[above]
        return crew_id

    # Orders of one place share one list of crews: each is joined once.
    for group in {id(group): group for group in groups}.values():
        first = next(iter(group), None)
        for crew_id in group:
            parent[root(crew_id)] = root(first if first is not None else crew_id)
    return {crew_id: root(crew_id) for crew_id in list(parent)}


def _decide_part(
    jobs: Sequence[Job],
    crews: Sequence[CrewState],
    travel: Travel,
    at: datetime,
    parameters: Parameters,
    reach: Mapping[int, Collection[int]],
) -> list[Decision]:
    if not crews:
        return [_nobody(job, at, "no_eligible_crew") for job in jobs]
    pairs = _pair(jobs, crews, travel, at, parameters)
    passes, looked_at, parts = judge(pairs), _looked_at(pairs, reach), score_parts(pairs)
    eligible = passes.all(axis=0) & looked_at
    # Rounded, so that two ways of adding the same parts make the same tie.
    score = np.round(parts.sum(axis=0), 9)
    chosen = assign(jobs, eligible, score, parameters.seat_weights)
    sheet = ScoreMatrices(pairs, passes, looked_at, eligible, parts, score)
    return [sheet.decision(row, columns) for row, columns in enumerate(chosen)]


def _pair(
    jobs: Sequence[Job], crews: Sequence[CrewState], travel: Travel, at: datetime, parameters: Parameters
) -> Pairs:
    """Times and distances between all, from each crew's last good position or else from its base."""
    fresh = np.array([_is_fresh(crew, at, parameters.position_max_age_minutes) for crew in crews], dtype=bool)
    starts = np.array(
        [(c.lat, c.lon) if known else (c.base_lat, c.base_lon) for c, known in zip(crews, fresh, strict=True)],
        dtype=np.float64,
    )
    ends = np.array([(job.lat, job.lon) for job in jobs], dtype=np.float64)
    eta_minutes = travel.minutes(starts, ends, [job.area_kind for job in jobs]).T
    return Pairs(jobs, crews, eta_minutes, distance_matrix_m(ends, starts) / 1000, fresh, at, parameters)


def _looked_at(pairs: Pairs, reach: Mapping[int, Collection[int]]) -> Mask:
    """Which crews the caller wants weighed for which job: shape (jobs, crews)."""
    mask = np.ones((len(pairs.jobs), len(pairs.crews)), dtype=bool)
    column = {crew.crew_id: place for place, crew in enumerate(pairs.crews)}
    for row, job in enumerate(pairs.jobs):
        if job.order_id in reach:
            mask[row] = False
            mask[row, [column[crew_id] for crew_id in reach[job.order_id] if crew_id in column]] = True
    return mask


def _is_located(job: Job) -> bool:
    return job.lat is not None and job.lon is not None


def _is_fresh(crew: CrewState, at: datetime, max_age_minutes: float) -> bool:
    if crew.lat is None or crew.lon is None or crew.fixed_at is None:
        return False
    return (at - crew.fixed_at).total_seconds() <= max_age_minutes * 60


def _nobody(job: Job, at: datetime, reason: str) -> Decision:
    return Decision(order_id=job.order_id, decided_at=at, reason=reason)
