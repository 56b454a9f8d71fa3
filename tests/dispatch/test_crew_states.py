"""The planner's one question about crews means by duty, load, grade 1 and open offers what everybody else means by them."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from dispatch.models import Assignment, Certificate, Crew, Offer, Shift
from dispatch.selectors.crew_load import load_of_crews
from dispatch.selectors.crew_states import crew_states
from tests.grid import make_crew, make_held_order, make_offer
from workorders.kinds.fault.states import AT_WORK
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def crews(province):
    """One crew at a danger, one at a plain fault, one with an offer before it, one off duty, one without any vehicle or certificate."""
    make_crew("C96", "旋坨班", province.dingzhai)
    for number, words in (("R1", "电线断落在地上冒火花"), ("R2", "家里没电")):
        order = make_held_order(number, description=words)
        WorkOrder.objects.filter(pk=order.pk).update(status="REPAIRING")
        order.offers.filter(status="OFFERED").update(status="WITHDRAWN")
    make_offer("R3")
    off = make_crew("C97", "休班", province.dingzhai)
    Shift.objects.filter(crew=off).update(ends_at=now() - timedelta(minutes=1))
    bare = make_crew("C98", "无车班", province.dingzhai)
    bare.certificates.all().delete()
    Crew.objects.filter(pk=bare.pk).update(plate="")
    return Crew.objects.all()


def states(crews, at):
    return {state.crew_id: state for state in crew_states([crew.pk for crew in crews], at=at)}


def test_what_is_counted_is_what_the_named_predicates_say(crews):
    at = now()
    found = states(crews, at)
    assert list(found) == sorted(crew.pk for crew in crews)
    running = {shift.crew_id: shift for shift in Shift.objects.running(at)}
    offered = set(Offer.objects.open().values_list("crew_id", flat=True))
    load = load_of_crews(found)
    at_work = Assignment.objects.in_hand().filter(order__grade=1, order__status__in=[str(status) for status in AT_WORK])
    grave = set(at_work.values_list("crew_id", flat=True))
    assert offered
    assert grave
    assert len(load) > len(grave)
    assert {pk for pk, state in found.items() if state.on_duty} == set(running) != set(found)
    assert {pk for pk, state in found.items() if state.holds_offer} == offered
    assert {pk for pk, state in found.items() if state.in_repair_grade_1} == grave
    for crew in crews:
        state = found[crew.pk]
        assert state.active_orders == load[crew.pk]
        assert state.skills == dict(crew.certificates.values_list("skill", "expires_on"))
        assert state.grid_ids == frozenset(crew.grids.values_list("pk", flat=True))
        assert state.has_vehicle == bool(crew.plate)
        assert state.shift_ends_at == (running[crew.pk].ends_at if crew.pk in running else None)


def test_of_two_running_shifts_the_later_end_counts(province):
    at, crew = now(), province.town_crew
    later = at + timedelta(hours=20)
    Shift.objects.create(crew=crew, starts_at=at - timedelta(hours=1), ends_at=later, people=4)
    state = states([crew], at)[crew.pk]
    assert (state.shift_ends_at, state.members_present) == (later, 4)


@pytest.mark.parametrize(("days", "has_vehicle"), [(-1, False), (0, True)])
def test_an_inspection_counts_through_its_last_day(province, days, has_vehicle):
    at, crew = now(), province.town_crew
    Crew.objects.filter(pk=crew.pk).update(vehicle_inspected_to=localdate(at) + timedelta(days=days))
    assert states([crew], at)[crew.pk].has_vehicle is has_vehicle


def test_a_certificate_keeps_its_last_day(province):
    crew = province.town_crew
    Certificate.objects.filter(crew=crew).update(expires_on=date(2031, 5, 1))
    assert set(states([crew], now())[crew.pk].skills.values()) == {date(2031, 5, 1)}
