"""Why a person should look at an order: reasons stand beside each other, and each ends by what answers it."""

import pytest
from django.utils.timezone import now

from dispatch.services import desk
from dispatch.services.offering import accept_offer
from tests.grid import make_crew, make_held_order, make_offer, make_order, make_waiting_order
from workorders.engine.advance import advance
from workorders.engine.writing import clear_attention, raise_attention
from workorders.models import WorkOrder
from workorders.services import judging
from workorders.services.control import cancel
from workorders.services.locating import locate_order

pytestmark = pytest.mark.django_db


def reasons(order):
    return WorkOrder.objects.get(pk=order.pk).reasons


def test_life_support_is_not_forgotten_when_nobody_can_go_and_then_somebody_is_asked(province):
    order = make_waiting_order()
    raise_attention([order], "life_support")
    raise_attention([order], "no_crew")
    assert reasons(order) == ["life_support", "no_crew"]
    advance([order], "offer", at=now())
    assert (order.attention, reasons(order)) == ("life_support", ["life_support"])


def test_a_crew_that_accepts_answers_two_failures_and_no_graver_reason(province):
    offer = make_offer()
    raise_attention([offer.order], "two_failures")
    raise_attention([offer.order], "important_customer")
    accept_offer(offer_id=offer.pk, at=now(), actor=None)
    assert reasons(offer.order) == ["important_customer"]


def test_power_at_the_door_answers_what_the_darkness_asked(province):
    order = make_held_order()
    for code in ("life_support", "crew_asks_help", "finding_disputed"):
        raise_attention([order], code)
    at = now()
    advance([order], "depart", at=at)
    advance([order], "arrive", at=at)
    advance([order], "start", at=at, permit_number="A1")
    assert reasons(order) == ["life_support", "crew_asks_help", "finding_disputed"]
    advance([order], "restore", at=at)
    assert reasons(order) == ["finding_disputed"]


def test_a_crew_that_is_taken_off_asks_for_help_no_longer(province):
    make_crew("C09", "增援班", province.dingzhai, place=(29.55, 109.05))
    order = make_held_order()
    raise_attention([order], "crew_asks_help")
    raise_attention([order], "hazard")
    desk.reassign(order_id=order.pk, reason="车辆故障", at=now(), actor=None)
    assert reasons(order) == ["hazard"]


def test_a_place_answers_only_the_missing_place(province):
    order = make_order("1", customer_number="", reporter_phone="", latitude=None, longitude=None)
    raise_attention([order], "life_support")
    assert reasons(order) == ["life_support", "unlocated"]
    locate_order(order_id=order.pk, latitude=29.67, longitude=109.14, at=now(), actor=None)
    assert reasons(order) == ["life_support"]


def test_who_is_sent_on_by_a_person_keeps_his_graver_reason(province):
    order = make_order("1")
    raise_attention([order], "important_customer")
    judging.hold(order_ids=[order.pk], attention="customer_side", at=now())
    assert reasons(order) == ["important_customer", "customer_side"]
    judging.send_on(order_id=order.pk, at=now(), actor=None)
    assert reasons(order) == ["important_customer"]


def test_an_end_answers_everything_and_one_answer_only_itself(province):
    order = make_waiting_order()
    for code in ("no_crew", "life_support", "power_is_back"):
        raise_attention([order], code)
    clear_attention([order], "life_support")
    assert reasons(order) == ["no_crew", "power_is_back"]
    cancel(order_id=order.pk, reason="误报", at=now())
    assert reasons(order) == []


def test_orders_with_different_reasons_are_offered_in_one_breath(province):
    first, second = make_waiting_order("1"), make_waiting_order("2")
    raise_attention([first], "life_support")
    raise_attention([first, second], "no_crew")
    advance([first, second], "offer", at=now())
    assert (reasons(first), reasons(second)) == (["life_support"], [])
