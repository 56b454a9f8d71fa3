"""Whatever is reported becomes exactly one order, or waits for a person; one report or a thousand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from command_center.ground.core.models import EventRecord
from tests.grid import NOWHERE, XUANTUO, make_customer, make_report
from workorders.models import FaultReport, WorkOrder
from workorders.selectors.tracking import order_behind
from workorders.services.intake import open_fault_order, open_fault_orders
from workorders.services.locating import locate_order

pytestmark = pytest.mark.django_db


def clock(order, code):
    return order.clocks.get(code=code)


def test_it_locates_the_fault_and_starts_the_promises(province):
    at = now()
    order = open_fault_order(make_report(), at=at).order
    assert (order.centre, order.unit, order.grid) == (province.xianfeng, province.dingzhai, province.dingzhai_grid)
    assert order.area_kind == "RURAL"
    assert (clock(order, "ARRIVE").due_at - at).total_seconds() == 90 * 60
    assert (clock(order, "ACCEPT").due_at - at).total_seconds() == 3 * 60
    order.refresh_from_db()
    assert (order.next_due_code, order.next_due_at) == ("ACCEPT", clock(order, "ACCEPT").due_at)


def test_it_grades_the_barn_as_pressing(province):
    order = open_fault_order(make_report(), at=now()).order
    assert (order.grade, order.urgency, order.grade_reasons) == (2, "URGENT", ["time_critical"])


def test_the_same_report_twice_is_one_order(province):
    first = open_fault_order(make_report("R7"), at=now())
    again = open_fault_order(make_report("R7"), at=now())
    assert again.known and again.order == first.order and again.tracking_url == first.tracking_url
    assert WorkOrder.objects.count() == FaultReport.objects.count() == 1


@pytest.mark.parametrize("place", [(None, None), NOWHERE])
def test_a_report_without_a_place_is_kept_for_a_person(province, place):
    order = open_fault_order(make_report(latitude=place[0], longitude=place[1], reporter_phone=""), at=now()).order
    assert (order.status, order.attention, order.located) == ("RECEIVED", "unlocated", False)
    assert order.org_path == province.dingzhai.path  # by the words of its address


def test_a_person_gives_it_its_place_and_the_promise_counts_from_the_report(province, cast):
    at = now()
    order = open_fault_order(make_report(latitude=None, longitude=None, reporter_phone=""), at=at).order
    locate_order(order_id=order.pk, latitude=XUANTUO[0], longitude=XUANTUO[1], at=at, actor=cast.lin)
    order.refresh_from_db()
    assert (order.centre, order.attention) == (province.xianfeng, "")
    assert order.clocks.get(code="ARRIVE", stopped_at=None).started_at == order.reported_at


def test_a_known_meter_or_number_or_phone_finds_the_service_point(province):
    point = province.customer.service_points.get()
    for clue in ({"meter_number": point.meter_number}, {"customer_number": "4228260001"}, {}):
        report = make_report(str(clue), latitude=None, longitude=None, reporter_phone="+8613800135612", **clue)
        assert open_fault_order(report, at=now()).order.service_point == point


def test_the_link_opens_this_order_only_while_it_lives(province):
    opened = open_fault_order(make_report(), at=now())
    token = opened.tracking_url.rstrip("/").rsplit("/", 1)[1]
    assert order_behind(token, at=now()) == opened.order
    assert len(token) >= 32


def test_a_thousand_reports_take_as_many_statements_as_one(province):
    def statements(count, prefix):
        with CaptureQueriesContext(connection) as captured:
            open_fault_orders([make_report(f"{prefix}{n}") for n in range(count)], at=now())
        return len(captured)

    statements(1, "warm")
    assert statements(1000, "many") <= statements(1, "one") + 15
    assert WorkOrder.objects.count() == 1002
    assert EventRecord.objects.filter(name="workorder.opened").count() == 1002


def test_a_known_supply_beyond_every_border_is_served_by_its_own_unit(province):
    make_customer("4228269999", "覃边界", province.t1, phone="", meter_number="M-BORDER", place=NOWHERE)
    report = make_report("R9", latitude=None, longitude=None, reporter_phone="", meter_number="M-BORDER")
    order = open_fault_order(report, at=now()).order
    assert order.located and order.unit == province.dingzhai and order.centre == province.xianfeng
