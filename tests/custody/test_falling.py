"""The ranked rule alone: to whom an open item falls."""

import pytest

from command_center.ground.custody.falling import OnDuty, Roster, ladder

XIANFENG, CITY, PROVINCE, STATION = "42/4228/422826/", "42/4228/", "42/", "42/4228/422826/T01/"

SEAT = OnDuty(1, "DISPATCHER", XIANFENG)
SUPERVISOR = OnDuty(2, "SUPERVISOR", XIANFENG)
OF_THE_CITY = OnDuty(3, "SUPERVISOR", CITY)
OF_THE_PROVINCE = OnDuty(4, "DISPATCHER", PROVINCE)
CONTROLLER = OnDuty(5, "CONTROLLER", XIANFENG)
NEIGHBOUR = OnDuty(6, "DISPATCHER", "42/4228/422827/")
LISTENER = OnDuty(7, "MONITOR", XIANFENG)


def test_the_ladder_leads_from_the_place_up_to_the_province():
    assert ladder(STATION) == [STATION, XIANFENG, CITY, PROVINCE]


@pytest.mark.parametrize(
    ("on_duty", "person"),
    [
        ([SEAT, SUPERVISOR, OF_THE_CITY, OF_THE_PROVINCE], 1),
        ([SUPERVISOR, OF_THE_CITY, OF_THE_PROVINCE], 2),
        ([OF_THE_CITY, OF_THE_PROVINCE], 3),
        ([OF_THE_PROVINCE], 4),
        ([NEIGHBOUR, LISTENER], None),
        ([], None),
    ],
)
def test_seat_then_supervisor_then_city_then_province_then_the_centre_itself(on_duty, person):
    assert Roster(on_duty).falls_to("repair", 10, STATION) == person


def test_an_outage_is_the_controllers_before_it_is_a_seats():
    roster = Roster([SEAT, CONTROLLER])
    assert (roster.falls_to("supply", 10, STATION), roster.falls_to("repair", 10, STATION)) == (5, 1)


def test_two_seats_take_turns():
    roster = Roster([SEAT, OnDuty(8, "DISPATCHER", XIANFENG)])
    assert [roster.falls_to("repair", number, STATION) for number in range(4)] == [1, 8, 1, 8]
