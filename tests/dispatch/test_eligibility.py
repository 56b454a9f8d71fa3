from datetime import date

import pytest

from dispatch.eligibility import FILTERS
from dispatch.planner import Parameters
from tests.dispatch.crews import CENTRE, decide_one, in_minutes, make_crew, make_job

ELSEWHERE = {"centre_id": CENTRE + 1, "org_path": "42/4205/420502/T01/"}

# code → (the job, the crew, the parameters) that fail this filter and no other
FAILS = {
    "not_on_duty": ({}, {"on_duty": False}, {}),
    "shift_ends_too_soon": ({"expected_minutes": 45}, {"shift_ends_at": in_minutes(40)}, {}),
    "handover": ({}, {"shift_ends_at": in_minutes(14)}, {}),
    "hours_exceeded": ({}, {"duty_started_at": in_minutes(-721)}, {}),
    "lacks_skill": ({"skills_needed": frozenset({"LV", "MV"})}, {}, {}),
    "certificate_expired": ({}, {"skills": {"LV": date(2026, 7, 18)}}, {}),
    "too_few_people": ({"needs_two_people": True}, {"members_present": 1}, {}),
    "no_vehicle": ({}, {"has_vehicle": False}, {}),
    "out_of_jurisdiction": ({}, ELSEWHERE, {}),
    "workload_full": ({}, {"active_orders": 3}, {}),
    "repairing_grade_1": ({}, {"in_repair_grade_1": True}, {}),
    "holds_offer": ({}, {"holds_offer": True}, {}),
    "already_tried": ({"excluded_crew_ids": frozenset({1})}, {}, {}),
    "out_of_reach": ({"km_north": 60}, {}, {"max_eta_minutes": 90}),
    "position_unknown": ({}, {"fixed_at": None}, {"require_fresh_position": True}),
}


def test_every_filter_is_tried_here():
    assert list(FAILS) == [code for code, _ in FILTERS]


@pytest.mark.parametrize("code", FAILS)
def test_each_filter_turns_down_with_its_own_code(code):
    job, crew, parameters = FAILS[code]
    decision = decide_one(make_job(**job), [make_crew(1, **crew)], parameters=Parameters(**parameters))
    assert [rejection.why for rejection in decision.rejected] == [(code,)]
    assert decision.reason == "no_eligible_crew"


def test_every_failed_filter_is_named():
    crew = make_crew(on_duty=False, active_orders=5, holds_offer=True)
    assert decide_one(make_job(), [crew]).rejected[0].why == ("not_on_duty", "workload_full", "holds_offer")


@pytest.mark.parametrize(
    ("job", "crew"),
    [
        ({"skills_needed": frozenset()}, {"skills": {}}),
        ({}, {"skills": {"LV": date(2026, 7, 19)}}),  # valid through its last day, which is today in China
        ({}, {"skills": {"LV": None, "MV": date(2020, 1, 1)}}),  # an old paper nobody asks for
        ({"needs_two_people": True}, {"members_present": 2}),
        ({"needs_vehicle": False}, {"has_vehicle": False}),
        ({}, {"shift_ends_at": None, "duty_started_at": None}),
        ({}, {"shift_ends_at": in_minutes(15)}),
        ({"expected_minutes": 30}, {"shift_ends_at": in_minutes(30)}),
        ({"scope_path": "42/9999/"}, {}),  # the same centre serves, whatever the path
        ({}, {**ELSEWHERE, "org_path": "42/4228/"}),  # a city crew serves its counties
    ],
)
def test_who_passes(job, crew):
    assert decide_one(make_job(**job), [make_crew(1, **crew)]).chosen == (1,)


@pytest.mark.parametrize("path", ["42/4228/42282", "42/4228/422826/T0", "42/4228/422826/T07/G1/", "", "/"])
def test_a_path_covers_only_whole_names_and_what_is_below(path):
    crew = make_crew(centre_id=CENTRE + 1, org_path=path)
    assert decide_one(make_job(), [crew]).rejected[0].why == ("out_of_jurisdiction",)


def test_driving_counts_into_the_shift():
    # 10 km by rural road take 24 minutes: 24 + 30 does not fit into 50.
    crew = make_crew(km_north=10, shift_ends_at=in_minutes(50))
    assert decide_one(make_job(expected_minutes=30), [crew]).rejected[0].why == ("shift_ends_too_soon",)
