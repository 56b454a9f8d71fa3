"""What happens between a decision and its end: alarms that stay, pauses that are overtaken, crews that gave an order back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch.models import Crew, Decision, DispatchPolicy, Mode, Offer
from dispatch.services import desk
from dispatch.services.offering import accept_offer, reject_offer
from dispatch.services.routing import release_due_decisions, route_orders
from tests.grid import make_crew, make_held_order, make_offer, make_waiting_order

pytestmark = pytest.mark.django_db

PAUSE = timedelta(seconds=30)


@pytest.fixture
def after_a_pause(province):
    return DispatchPolicy.objects.create(centre=province.xianfeng, mode=Mode.DELAYED, pause_seconds=PAUSE.seconds)


def reject(order):
    offer = order.offers.get(status="OFFERED")
    reject_offer(offer_id=offer.pk, reason="BUSY", at=now(), actor=None)


def test_the_alarm_of_two_failures_stays_until_a_crew_accepts(province, relayed):
    make_crew("C09", "增援班", province.dingzhai, place=(29.55, 109.05))
    order = make_offer().order
    for _ in range(2):
        reject(order)
        relayed()
    order.refresh_from_db()
    assert (order.status, order.attention) == ("DISPATCHED", "two_failures")
    accept_offer(offer_id=order.offers.get(status="OFFERED").pk, at=now(), actor=None)
    order.refresh_from_db()
    assert order.attention == ""


@pytest.mark.parametrize("held_minutes", [1, 45])
def test_a_crew_that_gave_an_order_back_is_not_asked_again_at_once(province, held_minutes):
    at = now()
    order = make_held_order(at=at - timedelta(minutes=held_minutes))
    desk.reassign(order_id=order.pk, reason="车辆故障", at=at, actor=None)
    route_orders(order_ids=[order.pk], at=at)
    assert order.offers.get(status="OFFERED").crew == province.town_crew


def test_a_person_acts_before_the_pause_is_over_and_the_machine_stands_back(province, after_a_pause):
    order, at = make_waiting_order(), now()
    route_orders(order_ids=[order.pk], at=at)
    desk.assign_by_hand(order_id=order.pk, crew_id=province.town_crew.pk, reason="带有备件", at=at, actor=None)
    assert release_due_decisions(at=at + PAUSE) == 0
    assert Offer.objects.get().crew == province.town_crew


def test_a_crew_that_was_taken_during_the_pause_is_replaced(province, after_a_pause, relayed):
    order = make_waiting_order()
    relayed()
    Crew.objects.filter(pk=province.dingzhai_crew.pk).update(workload_limit=0)
    release_due_decisions(at=now() + PAUSE)
    relayed()
    order.refresh_from_db()
    latest = Decision.objects.filter(order=order).latest("pk")
    assert (order.attention, latest.chosen_crew_ids) == ("suggestion", [province.town_crew.pk])
    assert latest.release_at


def test_deciding_again_during_the_pause_makes_one_offer(province, after_a_pause):
    order, at = make_waiting_order(), now()
    for seconds in (0, 10):
        route_orders(order_ids=[order.pk], at=at + timedelta(seconds=seconds))
    assert Decision.objects.exclude(release_at=None).count() == 1
    release_due_decisions(at=at + PAUSE + timedelta(seconds=10))
    assert Offer.objects.count() == 1
