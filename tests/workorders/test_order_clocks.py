"""Promises as rows: they run from the customer's report, survive reassignment, stand still only with a reason."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.models import EventRecord
from dispatch.services.desk import reassign
from dispatch.services.routing import route_orders
from tests.grid import make_held_order, make_order, make_waiting_order
from workorders.services import clocks
from workorders.services.control import resume, suspend

pytestmark = pytest.mark.django_db


def test_a_reassignment_restarts_no_clock(province, cast):
    order = make_held_order()
    before = order.clocks.get(code="ARRIVE")
    later = now() + timedelta(minutes=10)
    reassign(order_id=order.pk, reason="vehicle", at=later, actor=cast.mei)
    route_orders(order_ids=[order.pk], at=later)
    after = order.clocks.get(code="ARRIVE")
    assert (after.pk, after.started_at, after.due_at) == (before.pk, before.started_at, before.due_at)


def test_a_suspension_moves_the_promise_by_its_length(province, cast):
    order = make_held_order()
    due_at = order.clocks.get(code="ARRIVE").due_at
    at = now()
    suspend(order_id=order.pk, reason="road_closed", detail="", resume_at=None, at=at, actor=cast.mei)
    assert order.clocks.get(code="ARRIVE").next_warning_at is None
    resume(order_id=order.pk, at=at + timedelta(minutes=25), actor=cast.mei)
    assert order.clocks.get(code="ARRIVE").due_at == due_at + timedelta(minutes=25)
    order.refresh_from_db()
    assert order.status == "ACCEPTED"


def test_a_clock_stands_still_for_listed_reasons_and_three_times_only(province, cast):
    order = make_waiting_order()
    with pytest.raises(Invalid):
        suspend(order_id=order.pk, reason="lunch", detail="", resume_at=None, at=now(), actor=cast.mei)
    for _ in range(3):
        suspend(order_id=order.pk, reason="unsafe_weather", detail="", resume_at=None, at=now(), actor=cast.mei)
        resume(order_id=order.pk, at=now(), actor=cast.mei)
    with pytest.raises(Conflict):
        suspend(order_id=order.pk, reason="unsafe_weather", detail="", resume_at=None, at=now(), actor=cast.mei)


def test_each_warning_is_said_once_even_by_a_sweep_that_slept(province):
    at = now()
    order = make_order(at=at)
    assert clocks.warn_due(at=at + timedelta(minutes=91)) == 4 + 3  # ACCEPT 50–120 %, ARRIVE 50, 80, 100 %
    assert clocks.warn_due(at=at + timedelta(minutes=91)) == 0
    said = EventRecord.objects.filter(name="clock.warned", subject_id=order.pk).values_list("payload", flat=True)
    assert [row["percent"] for row in said if row["code"] == "ARRIVE"] == [50, 80, 100]


def test_an_arrival_after_the_limit_is_missed_and_nothing_else_changes(province):
    at = now()
    order = make_order(at=at)
    clocks.stop([order.pk], ["ARRIVE"], at=at + timedelta(minutes=90, seconds=1))
    assert order.clocks.get(code="ARRIVE").outcome == "MISSED"
    assert order.clocks.get(code="ACCEPT").stopped_at is None
