import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.planner import NEAREST, Parameters, plan
from dispatch.travel import StraightLineTravel
from tests.dispatch.crews import KM, LAT, LON, NOW, decide, decide_one, in_minutes, make_crew, make_job


def test_the_nearest_qualified_crew_goes():
    decision = decide_one(make_job(), [make_crew(1, km_north=9), make_crew(2, km_north=4), make_crew(3, km_north=6)])
    assert [candidate.crew_id for candidate in decision.candidates] == [2, 3, 1]
    assert decision.chosen == (2,)
    assert (decision.regret_minutes, decision.reason, decision.eligible_count) == (0, "", 3)


def test_a_candidate_shows_its_arithmetic():
    candidate = decide_one(make_job(), [make_crew(1, km_north=5, active_orders=2)]).candidates[0]
    assert candidate.distance_km == pytest.approx(5, abs=0.01)
    assert candidate.eta_minutes == pytest.approx(5 * 1.4 / 35 * 60, abs=0.02)
    assert candidate.score_parts["active_orders"] == 12
    assert candidate.score == pytest.approx(sum(candidate.score_parts.values()))
    assert candidate.reasons == ("soonest", "active_orders")


@pytest.mark.parametrize(
    ("fields", "part", "points"),
    [
        ({"active_orders": 1}, "active_orders", 6),
        ({"grid_ids": frozenset({99})}, "outside_grid", 10),
        ({"fixed_at": in_minutes(-11)}, "stale_position", 15),
    ],
)
def test_each_part_of_the_score_has_its_weight(fields, part, points):
    job = make_job()
    candidate = decide_one(job, [make_crew(1, **fields)]).candidates[0]
    assert candidate.score_parts[part] == points
    assert (part in candidate.reasons) == bool(points)


def test_without_a_fresh_fix_the_crew_starts_from_its_base():
    gone = make_crew(1, km_north=1, fixed_at=in_minutes(-11), base_lat=LAT + 20 * KM)
    never = make_crew(2, lat=None, lon=None, fixed_at=None, base_lat=LAT + 3 * KM)
    by_id = {candidate.crew_id: candidate for candidate in decide_one(make_job(), [gone, never]).candidates}
    assert by_id[1].distance_km == pytest.approx(20, abs=0.02)
    assert by_id[2].distance_km == pytest.approx(3, abs=0.02)
    assert "stale_position" in by_id[2].reasons


def test_regret_is_the_later_arrival_of_a_better_scored_crew():
    near_but_busy = make_crew(1, km_north=1, active_orders=2)
    decision = decide_one(make_job(), [near_but_busy, make_crew(2, km_north=3)])
    assert decision.chosen == (2,)
    assert decision.regret_minutes == pytest.approx(2 * 1.4 / 35 * 60, abs=0.02)


def test_an_order_nobody_located_waits_for_a_person():
    decision = decide_one(make_job(lat=None, lon=None), [make_crew()])
    assert (decision.chosen, decision.reason) == ((), "not_located")


def test_nobody_there_is_a_reason():
    assert decide_one(make_job(), []).reason == "no_eligible_crew"
    assert decide_one(make_job(), [make_crew(on_duty=False)]).reason == "no_eligible_crew"
    assert decide_one(make_job(), [make_crew()], reach={1: []}).reason == "no_eligible_crew"


def test_a_contested_crew_goes_to_the_graver_order():
    far, near = make_job(1, grade=1, km_north=30), make_job(2, grade=3)
    first, second = decide([far, near], [make_crew(1)])
    assert first.chosen == (1,)
    assert (second.chosen, second.reason) == ((), "all_candidates_taken")
    assert second.candidates[0].crew_id == 1


def test_one_grave_order_outweighs_any_number_of_lighter_ones():
    light = [make_job(number, grade=2, km_north=number) for number in range(2, 40)]
    decisions = decide([*light, make_job(1, grade=1, km_north=60)], [make_crew(1)])
    assert decisions[-1].chosen == (1,)


def test_grade_one_gets_two_crews_and_the_first_arrives_first():
    crews = [make_crew(number, km_north=number) for number in (3, 1, 2)]
    assert decide_one(make_job(grade=1, crews_wanted=2), crews).chosen == (1, 2)


def test_the_second_crew_waits_until_every_grave_order_has_its_first():
    jobs = [make_job(1, grade=1, crews_wanted=2), make_job(2, grade=1, crews_wanted=2, km_north=20)]
    chosen = [decision.chosen for decision in decide(jobs, [make_crew(1), make_crew(2, km_north=1)])]
    assert sorted(len(crews) for crews in chosen) == [1, 1]


def test_a_batch_makes_the_least_sum_and_not_the_first_the_happiest():
    # Alone, both orders want crew 2. Together crew 1 gives way, for it has no other order in reach of its time.
    jobs = [make_job(1, km_north=0), make_job(2, km_north=10)]
    crews = [make_crew(1, km_north=-4), make_crew(2, km_north=3)]
    decisions = decide(jobs, crews)
    assert [decision.chosen for decision in decisions] == [(1,), (2,)]
    assert decisions[0].regret_minutes == pytest.approx(1 * 1.4 / 35 * 60, abs=0.02)


def test_equal_crews_go_in_the_order_of_their_ids():
    # Forty, because short lists are sorted stably by any method.
    decision = decide_one(make_job(), [make_crew(crew_id, km_north=5) for crew_id in range(40, 0, -1)])
    assert decision.chosen == (1,)
    assert [candidate.crew_id for candidate in decision.candidates] == list(range(1, 41))


def test_the_caller_may_narrow_the_search():
    decision = decide_one(make_job(), [make_crew(1), make_crew(2), make_crew(3)], reach={1: [3, 2, 77]})
    assert [candidate.crew_id for candidate in decision.candidates] == [2, 3]
    assert decision.rejected == ()


def test_only_the_nearest_are_kept_and_all_are_counted():
    crews = [make_crew(number, km_north=number, on_duty=number % 2 == 0) for number in range(20)]
    decision = decide_one(make_job(), crews, parameters=Parameters(candidates_kept=3, rejections_kept=2))
    assert [candidate.crew_id for candidate in decision.candidates] == [0, 2, 4]
    assert [rejection.crew_id for rejection in decision.rejected] == [1, 3]
    assert (decision.eligible_count, decision.rejected_count) == (10, 10)


def test_decisions_come_in_the_order_of_the_jobs():
    jobs = [make_job(3), make_job(1, lat=None), make_job(2)]
    assert [decision.order_id for decision in decide(jobs, [make_crew()])] == [3, 1, 2]


def some_night(seed, jobs=6, crews=8):
    """A random night in which everything occurs: grades, skills, stale fixes, full crews, refusals, lost places."""
    chance = random.Random(seed)
    skills = [{"LV": None}, {"MV": None}, {"LV": None, "MV": None}]
    fleet = [
        make_crew(
            number,
            km_north=chance.uniform(-40, 40),
            skills=chance.choice(skills),
            fixed_at=in_minutes(-chance.choice([1, 30])),
            active_orders=chance.choice([0, 0, 1, 2, 3]),
            on_duty=chance.random() < 0.9,
            grid_ids=frozenset({chance.choice([7, 8])}),
        )
        for number in range(crews)
    ]
    orders = [
        make_job(
            number,
            km_north=chance.uniform(-40, 40),
            grade=(grade := chance.choice([1, 2, 3])),
            crews_wanted=2 if grade == 1 else 1,
            skills_needed=frozenset(chance.choice([["LV"], ["MV"], []])),
            excluded_crew_ids=frozenset(chance.sample(range(crews), chance.choice([0, 0, 1]))),
        )
        for number in range(jobs)
    ]
    return orders, fleet


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_same_night_in_any_order_is_decided_alike(seed):
    jobs, crews = some_night(seed)
    decisions = decide(jobs, crews)
    assert decide(jobs, crews) == decisions
    shuffled = decide(jobs[::-1], crews[3:] + crews[:3])
    assert shuffled[::-1] == decisions


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_what_holds_on_every_night(seed):
    jobs, crews = some_night(seed)
    decisions = decide(jobs, crews)
    sent = [crew_id for decision in decisions for crew_id in decision.chosen]
    assert len(sent) == len(set(sent)), "no crew is chosen twice"
    for job, decision in zip(jobs, decisions, strict=True):
        assert bool(decision.chosen) != bool(decision.reason), "a crew or a reason"
        assert set(decision.chosen) <= {candidate.crew_id for candidate in decision.candidates}
        assert not set(decision.chosen) & job.excluded_crew_ids
        assert all(rejection.why for rejection in decision.rejected)
        assert decision.eligible_count + decision.rejected_count == len(crews)
        scores = [candidate.score for candidate in decision.candidates]
        assert scores == sorted(scores)
        if decision.reason == "all_candidates_taken":
            assert {candidate.crew_id for candidate in decision.candidates} <= set(sent)


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_lone_order_gets_the_head_of_its_list(seed):
    jobs, crews = some_night(seed, jobs=1)
    decision = decide_one(jobs[0], crews, parameters=Parameters(weights=NEAREST))
    wanted = jobs[0].crews_wanted
    assert decision.chosen == tuple(candidate.crew_id for candidate in decision.candidates[:wanted])
    assert not decision.chosen or decision.regret_minutes == 0


class CountedRoads:
    """Remembers for how many crews and orders the roads were asked, each time."""

    def __init__(self):
        self.asked = []

    def minutes(self, origins, destinations, area_kinds):
        self.asked.append((len(origins), len(destinations)))
        return StraightLineTravel().minutes(origins, destinations, area_kinds)


def test_a_province_in_a_storm_is_one_question_to_the_roads():
    chance, roads = random.Random(1), CountedRoads()
    crews = [make_crew(n, km_north=chance.uniform(0, 300), lon=LON + chance.uniform(0, 6)) for n in range(1300)]
    jobs = [
        make_job(n, km_north=chance.uniform(0, 300), lon=LON + chance.uniform(0, 6), grade=chance.choice([1, 2, 3]))
        for n in range(300)
    ]
    decisions = plan(jobs, crews, roads, NOW)
    assert all(decision.chosen for decision in decisions)
    assert roads.asked == [(1300, 300)]
