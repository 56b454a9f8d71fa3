"""Merging, cancelling, archiving: what else ends with an order, and what may not."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from command_center.ground.core.errors import Conflict, Invalid
from tests.grid import make_order, make_waiting_order
from workorders.models import TrackingLink, WorkOrder
from workorders.services import control, urging

pytestmark = pytest.mark.django_db


def merge(child, parent):
    return control.merge(order_id=child.pk, parent_id=parent.pk, at=now(), actor=None)


def cancel(order):
    return control.cancel(order_id=order.pk, reason="客户自行恢复", at=now(), actor=None)


def test_nothing_follows_an_order_that_has_ended(province):
    parent, child = make_waiting_order("P"), make_waiting_order("C")
    cancel(parent)
    with pytest.raises(Conflict):
        merge(child, parent)


def test_nothing_follows_itself_or_a_follower(province):
    parent, child, third = (make_waiting_order(name) for name in ("P", "C", "T"))
    with pytest.raises(Invalid):
        merge(parent, parent)
    merge(child, parent)
    with pytest.raises(Conflict):
        merge(third, child)


def test_an_order_that_others_follow_keeps_standing(province):
    parent, child, third = (make_waiting_order(name) for name in ("P", "C", "T"))
    merge(child, parent)
    with pytest.raises(Conflict):
        merge(parent, third)


def test_a_merged_order_has_no_clock_and_a_split_one_has_its_old_promise(province):
    parent, child = make_waiting_order("P"), make_waiting_order("C")
    promised_at = child.next_due_at
    merge(child, parent)
    child.refresh_from_db()
    assert child.next_due_at is None
    control.split(order_id=child.pk, at=now() + timedelta(minutes=20), actor=None)
    child.refresh_from_db()
    assert (child.next_due_at, child.next_due_code) == (promised_at, "ARRIVE")


def test_cancelling_a_suspended_order_ends_its_pause(province):
    order = make_waiting_order()
    control.suspend(order_id=order.pk, reason="unsafe_weather", detail="", resume_at=None, at=now(), actor=None)
    cancel(order)
    assert not order.pauses.filter(ended_at=None).exists()
    assert WorkOrder.objects.get(pk=order.pk).suspended_from == ""


def test_the_customers_link_ends_two_hours_after_the_order(province):
    order, at = make_order(), now()
    control.cancel(order_id=order.pk, reason="客户撤销", at=at, actor=None)
    assert TrackingLink.objects.get(order=order).expires_at == at + timedelta(hours=2)


def test_pressing_about_an_order_that_has_ended_is_written_down_and_asks_nobody(province):
    order = make_order()
    cancel(order)
    for _ in range(3):
        urging.urge(order_id=order.pk, text="还没来", at=now(), actor=None)
    order.refresh_from_db()
    assert (order.notes.count(), order.reasons) == (3, [])
    assert not Alarm.objects.open().filter(subject_id=order.pk).exists()
