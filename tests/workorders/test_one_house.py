"""One house, one crew: the same matter told again urges its order; what may be another matter gets its own."""

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid
from dispatch.services.offering import accept_offer
from dispatch.services.routing import route_orders
from tests.grid import XUANTUO, make_crew, make_customer, make_held_order, make_order, make_report, make_waiting_order
from workorders.kinds.fault.states import Status
from workorders.models import FaultReport, Note, WorkOrder
from workorders.services import control, one_crew_per_supply
from workorders.services.intake import open_fault_order, open_fault_orders

pytestmark = pytest.mark.django_db

NUMBER = {"customer_number": "4228260001"}
NOWHERE = {"latitude": None, "longitude": None, "address": "", "reporter_name": ""}
ELSEWHERE = {"latitude": 29.68, "longitude": 109.15}  # a kilometre off


def tell(source_id, **fields):
    return open_fault_order(make_report(source_id, **fields), at=now())


def test_three_calls_of_one_house_are_one_order_and_the_third_is_the_supervisors(province):
    first, second = tell("A", **NUMBER), tell("B", **NUMBER)
    assert second.urged and second.order == first.order and second.tracking_url == first.tracking_url
    second.order.refresh_from_db()
    assert (second.order.urge_count, second.order.attention) == (1, "")
    third = tell("C", **NUMBER, description="还是没有电")
    assert WorkOrder.objects.count() == 1 and FaultReport.objects.count() == 3
    order = WorkOrder.objects.get()
    assert (order.urge_count, order.attention) == (2, "third_call")
    assert "还是没有电" in Note.objects.filter(order=order, urge=True).latest("pk").text
    assert third.urged


def test_who_leaves_no_number_is_called_back_on_the_registered_one(province):
    assert tell("A", **NUMBER, reporter_phone="").order.reporter_phone == "+8613800135612"


def test_a_batch_is_read_as_if_it_came_one_by_one(province):
    told = [make_report("A", **NUMBER), make_report("B", **ELSEWHERE), make_report("C", **NUMBER)]
    opened = open_fault_orders(told, at=now())
    assert [each.urged for each in opened] == [False, False, True]
    assert opened[2].order == opened[0].order and WorkOrder.objects.count() == 2


def test_the_same_report_again_is_no_second_urge(province):
    tell("A", **NUMBER)
    urged, again = tell("B", **NUMBER), tell("B", **NUMBER)
    assert again.known and again.urged and again.order == urged.order
    assert WorkOrder.objects.get().urge_count == 1


SAME = [
    ({}, {"reporter_phone": "+8613900000001", **NOWHERE}, "the phone alone"),
    ({}, {"reporter_phone": "", "address": "", "latitude": XUANTUO[0] + 0.0001}, "a pin ten metres off"),
    ({**NUMBER}, {"reporter_phone": "+8613800135612", **NOWHERE}, "the registered phone of the customer"),
    ({"source": "ALARM", "reporter_phone": ""}, {"reporter_phone": "+8613900000001"}, "a pin where an alarm stands"),
]


@pytest.mark.parametrize(("first", "second", "why"), SAME, ids=[row[2] for row in SAME])
def test_it_is_the_same_matter(province, first, second, why):
    order = tell("A", **{"reporter_phone": "+8613900000001", **first}).order
    assert tell("B", **second).order == order


OTHER = [
    ({**NUMBER}, {"customer_number": "4228260002"}, "two supplies, one caller, one place"),
    ({}, {**ELSEWHERE}, "one caller pins two places"),
    ({}, {**NOWHERE, "address": "丁寨乡湾田村二组"}, "one caller names another village"),
    ({}, {**NOWHERE, "reporter_name": "田大明"}, "another name behind the number"),
    ({}, {"reporter_phone": "+8613900000002", "address": "旋坨村八组"}, "another caller at another door"),
]


@pytest.mark.parametrize(("first", "second", "why"), OTHER, ids=[row[2] for row in OTHER])
def test_it_is_another_matter(province, first, second, why):
    make_customer("4228260002", "田大明", province.t1, phone="+8613900000009")
    shared = {"reporter_phone": "+8613900000001"}
    order = tell("A", **{**shared, **first}).order
    assert tell("B", **{**shared, **second}).order != order


def test_a_number_behind_several_houses_is_nobodys(province, cast):
    make_customer("4228260002", "冉小明", province.t1, phone="+8613800135612")
    told = {"reporter_phone": "+8613800135612", **NOWHERE}
    assert tell("A", **told).order != tell("B", **told).order
    staff = {"reporter_phone": cast.omar.phone, **NOWHERE}
    assert tell("C", **staff).order != tell("D", **staff).order


def test_a_neighbour_at_the_same_spot_is_looked_at_by_a_person(province):
    order = tell("A").order
    urged = tell("B", reporter_phone="+8613900000002", address="")
    assert urged.order == order and urged.tracking_url == ""
    order.refresh_from_db()
    assert order.attention == "same_place"


def test_a_danger_told_later_makes_the_order_one(province):
    order = make_held_order("A", **NUMBER)
    tell("B", **NUMBER, description="电线断落在地上冒火花")
    order.refresh_from_db()
    assert (order.grade, order.hazard, order.urgency, order.attention) == (1, True, "URGENT", "hazard_told")
    assert WorkOrder.objects.count() == 1


def test_a_danger_in_a_batch_is_its_own_houses_and_stays_one(province):
    """Two houses get the same milder change in one batch; then one of them tells of a danger."""
    other = {"customer_number": "4228260002"}
    make_customer("4228260002", "田大明", province.t1, phone="+8613900000009", place=(29.68, 109.15))
    calm = {"description": "家里没电", "reporter_phone": "", "latitude": None, "longitude": None}
    first, second = tell("A", **{**calm, **NUMBER}).order, tell("B", **{**calm, **other}).order
    lv = {**calm, "description": "空开跳闸"}
    told = [make_report("C", **{**lv, **other}), make_report("D", **{**lv, **NUMBER})]
    told.append(make_report("E", **{**calm, **NUMBER, "description": "表箱冒烟"}))
    open_fault_orders(told, at=now())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.hazard, first.grade, second.hazard, second.grade) == (True, 1, False, 3)


def test_a_danger_is_not_left_behind_another_order(province, cast):
    leader = make_waiting_order("L", **ELSEWHERE)
    order = make_waiting_order("A", **NUMBER)
    control.merge(order_id=order.pk, parent_id=leader.pk, reason="同一处停电", at=now(), actor=cast.mei)
    tell("B", **NUMBER, description="表箱冒烟")
    order.refresh_from_db()
    assert (order.status, order.parent, order.hazard) == (Status.RECEIVED, None, True)


def test_a_danger_that_may_be_the_neighbours_has_its_own_order(province):
    first = tell("A").order
    danger = {"reporter_phone": "+8613900000002", "address": "", "description": "电杆倒了"}
    second = tell("B", **danger)
    assert second.order != first and second.order.grade == 1
    assert tell("C", **{**danger, "reporter_phone": "+8613900000003"}).order == second.order


@pytest.mark.parametrize("status", [Status.RESTORED, Status.REPLIED, Status.CANCELLED, Status.ARCHIVED])
def test_who_calls_after_the_repair_is_still_dark_and_judged_anew(province, status):
    order = tell("A", **NUMBER).order
    WorkOrder.objects.filter(pk=order.pk).update(status=status)
    assert tell("B", **NUMBER).order != order


def test_a_second_crew_needs_a_name_and_a_reason(province, cast):
    make_crew("C77", "增援班", province.dingzhai)
    make_held_order("A", **NUMBER)
    second = make_waiting_order("B", **ELSEWHERE)
    WorkOrder.objects.filter(pk=second.pk).update(service_point=province.customer.service_points.get())
    assert route_orders(order_ids=[second.pk], at=now()) == []
    second.refresh_from_db()
    assert second.attention == "crew_there"
    with pytest.raises(Invalid):
        one_crew_per_supply.ask_second_crew(order_id=second.pk, reason=" ", at=now(), actor=cast.mei)
    one_crew_per_supply.ask_second_crew(order_id=second.pk, reason="线路太长，两头一起查", at=now(), actor=cast.mei)
    route_orders(order_ids=[second.pk], at=now())
    accept_offer(offer_id=second.offers.first().pk, at=now(), actor=None)
    second.refresh_from_db()
    assert second.status == "ACCEPTED" and second.second_crew_by == cast.mei


def test_a_crew_that_was_asked_before_the_other_went_is_refused(province):
    second = make_waiting_order("B", **ELSEWHERE)
    route_orders(order_ids=[second.pk], at=now())
    make_held_order("A", **NUMBER)
    WorkOrder.objects.filter(pk=second.pk).update(service_point=province.customer.service_points.get())
    with pytest.raises(Conflict) as refused:
        accept_offer(offer_id=second.offers.first().pk, at=now(), actor=None)
    assert refused.value.data["rule"] == one_crew_per_supply.ONE_CREW


def test_a_report_of_another_matter_is_split_off(province, cast):
    order = make_order("A", **NUMBER)
    tell("B", **NUMBER, description="路边电杆歪了")
    report = order.reports.get(urge=True)
    part = one_crew_per_supply.split_report(
        order_id=order.pk, report_id=report.pk, reason="两件事", at=now(), actor=cast.mei
    )
    assert part != order and part.description == "路边电杆歪了" and part.reports.get() == report
    assert part.second_crew_by == cast.mei
