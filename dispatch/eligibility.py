"""Which crew may take which job: the hard filters of domain.md §3.2 as one table over whole matrices.

A filter answers with an array that broadcasts to (jobs, crews), True where the crew passes.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from command_center.ground.core.values import china_day
from dispatch.proposal import CrewState, Job, Parameters
from dispatch.travel import FloatArray

Mask = NDArray[np.bool_]
J = TypeVar("J", bound=Hashable)
C = TypeVar("C", bound=Hashable)

ROUNDING_MINUTES = 1e-6  # what adding floats may cost; a shift that just suffices, suffices


@dataclass(frozen=True)
class Pairs:
    """Every job against every crew. Matrices have shape (jobs, crews); ``fresh`` (crews,)."""

    jobs: Sequence[Job]
    crews: Sequence[CrewState]
    eta_minutes: FloatArray
    distance_km: FloatArray
    fresh: Mask
    at: datetime
    parameters: Parameters

    def per_crew(self, answer: Callable[[CrewState], bool]) -> Mask:
        """One answer per crew, the same for every job: shape (1, crews)."""
        return np.array([[answer(crew) for crew in self.crews]], dtype=bool)

    def per_kind(
        self, job_key: Callable[[Job], J], crew_key: Callable[[CrewState], C], answer: Callable[[J, C], bool]
    ) -> Mask:
        """One answer per pair, worked out once per distinct pair of keys: 390,000 pairs are of few kinds."""
        job_kinds, job_index = _kinds([job_key(job) for job in self.jobs])
        crew_kinds, crew_index = _kinds([crew_key(crew) for crew in self.crews])
        table = np.array([[answer(j, c) for c in crew_kinds] for j in job_kinds], dtype=bool)
        table = table.reshape(len(job_kinds), len(crew_kinds))
        # The same as np.ix_, which takes longer than all the rest when one order meets a dozen crews.
        rows, columns = np.array(job_index, dtype=np.intp), np.array(crew_index, dtype=np.intp)
        return np.asarray(table[rows[:, None], columns], dtype=bool)


def _kinds(keys: Sequence[J]) -> tuple[list[J], list[int]]:
    """The distinct keys in order of first sight, and for each key its place among them."""
    place: dict[J, int] = {}
    index = [place.setdefault(key, len(place)) for key in keys]
    return list(place), index


def is_on_duty(pairs: Pairs) -> Mask:
    return pairs.per_crew(lambda crew: crew.on_duty)


def shift_covers_work(pairs: Pairs) -> Mask:
    """The shift lasts until the work is expected to be done, driving included."""
    left = np.array([_minutes_left(crew, pairs.at) for crew in pairs.crews], dtype=np.float64)
    work = np.array([job.expected_minutes for job in pairs.jobs], dtype=np.float64)
    return np.asarray(pairs.eta_minutes + work[:, None] <= left[None, :] + ROUNDING_MINUTES, dtype=bool)


def is_before_handover(pairs: Pairs) -> Mask:
    """In the last quarter of an hour the crew hands over and takes nothing new."""
    freeze = pairs.parameters.handover_freeze_minutes
    return pairs.per_crew(lambda crew: _minutes_left(crew, pairs.at) >= freeze)


def is_rested(pairs: Pairs) -> Mask:
    longest = pairs.parameters.max_duty_minutes
    return pairs.per_crew(lambda crew: _minutes_on_duty(crew, pairs.at) < longest)


def has_skills(pairs: Pairs) -> Mask:
    return pairs.per_kind(
        lambda job: job.skills_needed,
        lambda crew: frozenset(crew.skills),
        lambda needed, held: needed <= held,
    )


def has_valid_certificates(pairs: Pairs) -> Mask:
    """A certificate counts through its last day; a skill that is not held at all is reported by has_skills."""
    today = china_day(pairs.at)

    def lapsed(crew: CrewState) -> frozenset[str]:
        return frozenset(skill for skill, last_day in crew.skills.items() if last_day is not None and last_day < today)

    return pairs.per_kind(lambda job: job.skills_needed, lapsed, lambda needed, gone: not (needed & gone))


def has_enough_people(pairs: Pairs) -> Mask:
    """Nobody works alone on medium voltage."""
    return pairs.per_kind(
        lambda job: 2 if job.needs_two_people else 1,
        lambda crew: crew.members_present,
        lambda wanted, present: present >= wanted,
    )


def has_vehicle(pairs: Pairs) -> Mask:
    return pairs.per_kind(
        lambda job: job.needs_vehicle, lambda crew: crew.has_vehicle, lambda needed, has: has or not needed
    )


def has_jurisdiction(pairs: Pairs) -> Mask:
    """The crew serves the same centre, or a scope above the unit. Who is lent to another county is given its unit."""
    return pairs.per_kind(
        lambda job: (job.centre_id, job.scope_path),
        lambda crew: (crew.centre_id, crew.org_path),
        lambda job, crew: _serves(*crew, *job),
    )


def has_room(pairs: Pairs) -> Mask:
    return pairs.per_crew(lambda crew: crew.active_orders < crew.workload_limit)


def is_not_repairing_grade_1(pairs: Pairs) -> Mask:
    return pairs.per_crew(lambda crew: not crew.in_repair_grade_1)


def is_free_of_offers(pairs: Pairs) -> Mask:
    """A crew looks at one offer at a time; otherwise two orders wait for one answer."""
    return pairs.per_crew(lambda crew: not crew.holds_offer)


def was_not_tried(pairs: Pairs) -> Mask:
    return pairs.per_kind(
        lambda job: job.excluded_crew_ids, lambda crew: crew.crew_id, lambda tried, crew_id: crew_id not in tried
    )


def is_in_reach(pairs: Pairs) -> Mask:
    limit = pairs.parameters.max_eta_minutes
    return np.asarray(np.isfinite(pairs.eta_minutes) & (pairs.eta_minutes <= (np.inf if limit is None else limit)))


def has_known_position(pairs: Pairs) -> Mask:
    """Only where the centre asks for it; by default an old position costs a penalty instead."""
    return pairs.fresh[None, :] | (not pairs.parameters.require_fresh_position)


FILTERS: tuple[tuple[str, Callable[[Pairs], Mask]], ...] = (
    ("not_on_duty", is_on_duty),
    ("shift_ends_too_soon", shift_covers_work),
    ("handover", is_before_handover),
    ("hours_exceeded", is_rested),
    ("lacks_skill", has_skills),
    ("certificate_expired", has_valid_certificates),
    ("too_few_people", has_enough_people),
    ("no_vehicle", has_vehicle),
    ("out_of_jurisdiction", has_jurisdiction),
    ("workload_full", has_room),
    ("repairing_grade_1", is_not_repairing_grade_1),
    ("holds_offer", is_free_of_offers),
    ("already_tried", was_not_tried),
    ("out_of_reach", is_in_reach),
    ("position_unknown", has_known_position),
)
"""Code of the refusal → the filter. The codes are what `Rejection.why` holds and what a screen translates."""


def judge(pairs: Pairs) -> NDArray[np.bool_]:
    """Every filter on every pair: shape (filters, jobs, crews), True where the crew passes."""
    answers = np.empty((len(FILTERS), len(pairs.jobs), len(pairs.crews)), dtype=bool)
    for nth, (_, passes) in enumerate(FILTERS):
        answers[nth] = passes(pairs)
    return answers


def _minutes_left(crew: CrewState, at: datetime) -> float:
    return np.inf if crew.shift_ends_at is None else (crew.shift_ends_at - at).total_seconds() / 60


def _minutes_on_duty(crew: CrewState, at: datetime) -> float:
    return 0.0 if crew.duty_started_at is None else (at - crew.duty_started_at).total_seconds() / 60


def _serves(centre_id: int | None, org_path: str, job_centre_id: int | None, job_path: str) -> bool:
    if job_centre_id is None or job_centre_id == centre_id:
        return True
    scope = org_path.strip("/")
    return bool(scope) and (job_path.strip("/") + "/").startswith(scope + "/")
