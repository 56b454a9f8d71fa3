"""Small cases reckoned by hand."""

import pytest

from command_center.trials.chains.desks import DIRECT, OLD
from command_center.trials.chains.parameters import values
from command_center.trials.chains.playing import Chain, play
from command_center.trials.chains.policies import NEAREST_FREE, SCORE, own_station
from tests.chains.small import PLAIN, crew, fault, of, station

NOON, MIDNIGHT = 12 * 60.0, 30.0
TEN_KM = 10 * 1.4 / 35 * 60  # 24 minutes
HERE, THERE = station(11), station(12, km_north=30)


def played(world, desks, policy=None, **changes):
    numbers = values(PLAIN | {name.replace("__", "."): value for name, value in changes.items()})
    return play(world, Chain("", desks, policy or own_station(world, numbers)), numbers)


def test_one_fault_through_both_chains():
    world = of(fault(1, NOON, HERE, km_north=10), crews=[crew(1, HERE)], stations=[HERE])
    [old], [direct] = played(world, OLD), played(world, DIRECT, NEAREST_FREE)
    assert old.ready_at == NOON + 3 + 4 + 5 and direct.ready_at == NOON + 1
    for case in (old, direct):
        assert case.accepted_at == case.ready_at + 2
        assert case.departed_at == case.accepted_at + 1
        assert case.arrived_at == pytest.approx(case.departed_at + TEN_KM, abs=0.01)
        assert case.restored_at == pytest.approx(case.arrived_at + 20)
    assert (old.custodians, direct.custodians) == (4, 2)
    assert old.arrived_at - direct.arrived_at == pytest.approx(11)


def test_at_night_somebody_is_called_out_to_the_stations_desk():
    world = of(fault(1, MIDNIGHT, HERE), crews=[crew(1, HERE)], stations=[HERE])
    [old] = played(world, OLD, station__call_out=8)
    assert old.desk_minutes == 3 + 4 + 8 + 5


def test_two_seats_take_two_orders_at_once_and_one_seat_one_after_the_other():
    at_once = [fault(number, NOON, HERE) for number in (1, 2, 3)]
    world = of(*at_once, crews=[crew(1, HERE)], stations=[HERE])
    cases = played(world, OLD, city__seats=2, county__seats=1)
    assert [case.held[0][3] - NOON for case in cases] == [3, 3, 6]
    assert [case.held[1][3] - NOON for case in cases] == [7, 11, 15]


def test_the_old_station_sends_its_own_crew_though_another_is_nearer():
    near_the_border = fault(1, NOON, HERE, km_north=25)
    world = of(near_the_border, crews=[crew(1, HERE), crew(2, THERE)], stations=[HERE, THERE])
    [old], [direct] = played(world, OLD), played(world, DIRECT, NEAREST_FREE)
    assert (old.crew_id, direct.crew_id) == (1, 2)
    assert direct.arrived_at - direct.departed_at == pytest.approx(TEN_KM / 2, abs=0.01)


def test_a_busy_station_waits_for_help_and_no_longer():
    """The own crew repairs for hours; help comes after the minutes of the table."""
    first, second, near = fault(1, NOON, HERE), fault(2, NOON + 1, HERE), station(13, km_north=10)
    world = of(first, second, crews=[crew(1, HERE), crew(2, near)], stations=[HERE, near])
    _, late = played(world, OLD, station__help_after=10, repair__least=300)
    assert late.crew_id == 2
    assert late.asked_at == [late.ready_at + 10]


def test_nobody_is_sent_whose_shift_ends_before_the_work():
    """The product's own filter: the crew of 14:00 takes what would have kept that of noon beyond its shift."""
    world = of(fault(1, NOON + 70, THERE), crews=[crew(2, HERE)], stations=[HERE, THERE])
    [case] = played(world, DIRECT, NEAREST_FREE)
    assert NOON + 120 <= case.asked_at[0] < NOON + 125


def test_who_turned_an_order_down_held_nothing_and_another_is_asked_at_once():
    turned_down = fault(1, NOON, HERE, crew__refuses__0=0.0)
    world = of(turned_down, crews=[crew(1, HERE), crew(2, THERE)], stations=[HERE, THERE])
    [case] = played(world, DIRECT, NEAREST_FREE, crew__refuses=0.1)
    assert case.crew_id == 2 and case.custodians == 2
    assert case.asked_at == [NOON + 1, NOON + 3]


def test_a_crew_does_what_it_has_accepted_one_after_the_other():
    world = of(fault(1, NOON, HERE), fault(2, NOON + 5, HERE, km_north=10), crews=[crew(1, HERE)], stations=[HERE])
    first, second = played(world, DIRECT, SCORE)
    assert second.accepted_at == NOON + 5 + 1 + 2
    assert second.departed_at == first.restored_at + 1
    assert second.arrived_at == pytest.approx(second.departed_at + TEN_KM, abs=0.01)


def test_a_crew_on_its_way_home_starts_from_where_it_is():
    """It was ten kilometres out, drove home for twelve of twenty-four minutes, and is sent back to where it was."""
    first = fault(1, NOON, HERE, km_north=10)
    world = of(
        first,
        fault(2, NOON + 1 + 2 + 1 + TEN_KM + 20 + 12 - 3, HERE, km_north=10),
        crews=[crew(1, HERE)],
        stations=[HERE],
    )
    _, second = played(world, DIRECT, NEAREST_FREE)
    assert second.accepted_at == pytest.approx(NOON + 4 + TEN_KM + 20 + 12)
    assert second.arrived_at - second.departed_at == pytest.approx(12, abs=0.02)
