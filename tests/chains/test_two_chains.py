"""What holds of every stream: one world for both chains, no crew in two places, every fault ends, desks in order."""

from collections import defaultdict
from itertools import pairwise

import pytest

from command_center.ground.core.geo import haversine_m
from command_center.trials.chains.desks import DIRECT, OLD
from command_center.trials.chains.playing import Chain, play
from command_center.trials.chains.policies import NEAREST_FREE, SCORE, SCORE_FREE, own_station
from tests.chains.small import CREWS, NO_DELAYS, drawn

SEEDS = range(8)
POLICIES = ("own", NEAREST_FREE, SCORE, SCORE_FREE)
FASTEST_KMH = 35


def chains_of(world, numbers):
    own = own_station(world, numbers)
    return [Chain("old", OLD, own), Chain("direct", DIRECT, SCORE), Chain("nearest", DIRECT, NEAREST_FREE)]


@pytest.fixture(scope="module", params=SEEDS)
def played(request):
    world, numbers = drawn(request.param)
    return world, numbers, [(chain, play(world, chain, numbers)) for chain in chains_of(world, numbers)]


def test_the_same_seed_is_the_same_world_and_another_is_not():
    (one, _), (again, _), (other, _) = drawn(3), drawn(3), drawn(4)
    assert one == again and one.faults[0].luck == again.faults[0].luck
    assert one.faults != other.faults
    assert len(one.faults) > 30


def test_both_chains_meet_the_same_faults_and_leave_them_as_they_are(played):
    world, _, answers = played
    for _, cases in answers:
        assert [case.fault for case in cases] == list(world.faults)


def test_the_same_stream_plays_the_same_way_again(played):
    world, numbers, answers = played
    for chain, cases in answers:
        assert play(world, chain, numbers) == cases


def test_every_fault_ends_and_its_moments_are_in_order(played):
    _, _, answers = played
    for _, cases in answers:
        for case in cases:
            moments = [
                case.fault.at, case.ready_at, case.accepted_at, case.departed_at, case.arrived_at, case.restored_at,
            ]  # fmt: skip
            assert moments == sorted(moments)
            assert case.restored_at > case.arrived_at > 0


def test_a_crew_serves_its_own_county_with_the_skill_that_is_needed(played):
    world, _, answers = played
    crews = {crew.crew_id: crew for crew in world.crews}
    for _, cases in answers:
        for case in cases:
            sent = crews[case.crew_id]
            assert sent.station.centre_id == case.fault.station.centre_id
            assert case.fault.skill in sent.skills


def test_no_crew_is_in_two_places_at_once(played):
    """Not even nearly: from one fault to the next it needs the time of the way."""
    _, _, answers = played
    for _, cases in answers:
        for visits in by_crew(cases).values():
            for one, following in pairwise(visits):
                assert one.restored_at <= following.departed_at
                km = haversine_m(one.fault.lat, one.fault.lon, following.fault.lat, following.fault.lon) / 1000
                assert following.arrived_at - one.restored_at >= km * 1.4 / FASTEST_KMH * 60 - 0.01


def by_crew(cases):
    visits = defaultdict(list)
    for case in sorted(cases, key=lambda case: case.departed_at):
        visits[case.crew_id].append(case)
    return visits


def test_desks_take_orders_in_the_order_in_which_they_came(played):
    _, numbers, answers = played
    [(_, cases)] = [(chain, cases) for chain, cases in answers if chain.name == "old"]
    for desk in OLD:
        seats = int(numbers[f"{desk.code}.seats"])
        held = defaultdict(list)
        for case in cases:
            [row] = [row for row in case.held if row[0] == desk.code]
            held[desk.of(case.fault)].append(row[1:])
        assert held
        for rows in held.values():
            in_order = sorted(rows)
            assert [start for _, start, _ in in_order] == sorted(start for _, start, _ in rows)
            for nth, (_, start, _) in enumerate(in_order):
                assert sum(end > start for _, _, end in in_order[:nth]) < seats


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: getattr(policy, "name", policy))
def test_desks_without_delay_are_direct_dispatch(policy, seed):
    world, numbers = drawn(seed, changes=NO_DELAYS)
    sends = own_station(world, numbers) if policy == "own" else policy
    old, direct = (play(world, Chain("", desks, sends), numbers) for desks in (OLD, DIRECT))
    assert {case.custodians for case in old} == {4} and {case.custodians for case in direct} == {2}
    assert [what_happened(case) for case in old] == [what_happened(case) for case in direct]


def what_happened(case):
    return (
        case.fault.fault_id, case.crew_id, case.ready_at, case.asked_at, case.accepted_at, case.arrived_at,
        case.restored_at,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_longer_desks_never_make_the_way_through_them_shorter(seed):
    world, numbers = drawn(seed)
    slower, more = drawn(seed, changes={"county.handling": numbers["county.handling"] * 3})
    own = own_station(world, numbers)
    usual, late = play(world, Chain("", OLD, own), numbers), play(slower, Chain("", OLD, own), more)
    assert all(one.desk_minutes < other.desk_minutes for one, other in zip(usual, late, strict=True))


def test_the_small_ground_has_a_crew_at_every_unit():
    assert {crew.station.unit_id for crew in CREWS} == {11, 12, 13, 19, 21, 22, 29}
