"""The planner against 42 cases with proven answers: nearest crews, and batches solved to the optimum."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from dispatch.planner import NEAREST, CrewState, Job, Parameters, plan
from tests.data import HERE

START = datetime(2026, 1, 1, tzinfo=UTC)
# The rules of the cases: least time and nothing else, a fix of at most 300 s, no hand-over quarter of an hour.
RULES = Parameters(
    weights=NEAREST,
    position_max_age_minutes=5,
    require_fresh_position=True,
    handover_freeze_minutes=0,
    seat_weights={(1, 1): 10_000, (2, 1): 100, (3, 1): 1},
)


def read(name, key):
    return {row["case_id"]: row for row in json.loads((HERE / name).read_text())[key]}


CASES = read("dispatch_cases.json", "cases")
ANSWERS = read("dispatch_answers.json", "answers")


def ids(kind):
    return [case_id for case_id, case in CASES.items() if case["type"] == kind]


class MatrixTravel:
    """Driving times read from a case's own matrix of seconds."""

    def __init__(self, case):
        self.index = {(lat, lon): place for place, (lon, lat) in enumerate(case["points"])}
        self.seconds = np.array(case["matrix"], dtype=float)

    def minutes(self, origins, destinations, area_kinds):
        rows = [self.index[tuple(point)] for point in origins.tolist()]
        columns = [self.index[tuple(point)] for point in destinations.tolist()]
        return self.seconds[np.ix_(rows, columns)] / 60


def crew_of(row, number, point):
    lon, lat = point
    return CrewState(
        crew_id=number,
        name=row["id"],
        lat=lat,
        lon=lon,
        base_lat=lat,
        base_lon=lon,
        fixed_at=START - timedelta(seconds=row["gps_age_s"]),
        on_duty=row["status"] == "available",
        shift_ends_at=START + timedelta(seconds=row["shift_end_s"]),
        skills=dict.fromkeys(row["skills"]),
    )


def job_of(row, number, point):
    lon, lat = point
    return Job(
        order_id=number,
        lat=lat,
        lon=lon,
        grade=row["priority"],
        skills_needed=frozenset(row["skills"]),
        expected_minutes=row["service_s"] / 60,
    )


def solve(case):
    crews, jobs, points = case["crews"], case["jobs"], case["points"]
    return plan(
        [job_of(row, number, points[len(crews) + number]) for number, row in enumerate(jobs)],
        [crew_of(row, number, points[number]) for number, row in enumerate(crews)],
        MatrixTravel(case),
        START,
        RULES,
    )


@pytest.mark.parametrize("case_id", ids("nearest"))
def test_it_finds_the_nearest_eligible_crew(case_id):
    (decision,), answer = solve(CASES[case_id]), ANSWERS[case_id]
    assert [candidate.crew_name for candidate in decision.candidates] == answer["ranking"]
    assert [round(candidate.eta_minutes * 60) for candidate in decision.candidates] == answer["travel_s"]
    chosen = decision.candidates[0].crew_name if decision.chosen else None
    assert chosen == answer["crew"]


@pytest.mark.parametrize("case_id", ids("batch"))
def test_it_reaches_the_optimum_of_a_batch(case_id):
    case, answer = CASES[case_id], ANSWERS[case_id]
    taken = {job["id"]: decision for job, decision in zip(case["jobs"], solve(case), strict=True) if decision.chosen}
    weights = {job["id"]: case["priority_weight"][str(job["priority"])] for job in case["jobs"]}
    assert len(taken) == answer["jobs_assigned"]
    assert sum(weights[job_id] for job_id in taken) == answer["priority_weight"]
    assert sum(seconds_to_arrive(decision) for decision in taken.values()) == answer["total_travel_s"]


def seconds_to_arrive(decision):
    (crew_id,) = decision.chosen
    return next(round(c.eta_minutes * 60) for c in decision.candidates if c.crew_id == crew_id)
