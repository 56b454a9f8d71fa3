"""Notices of planned work as messages: one a customer, the outcome follows the receipt, and what was announced is kept or not."""

from datetime import UTC, datetime, timedelta

import pytest

from customers.messages.services.receipts import Receipt, take_receipts
from customers.models import Contact, Message, Promise, ServicePoint
from outages.models import Notice
from outages.planned.services.drafting import cancel_plan
from outages.planned.services.execution import restore_plan, start_plan
from outages.telling.services.telling import tell_of_outages
from tests.grid import make_customer, make_network
from tests.outages.plans import make_announced
from tests.outages.told import Provider

pytestmark = pytest.mark.django_db

# 09:00 to 11:00 in China on a Monday.
MONDAY = datetime(2027, 6, 14, 1, 0, tzinfo=UTC)
NOTICED = MONDAY - timedelta(days=10)


@pytest.fixture
def plan(province):
    """Two customers at T2 and one more at T3 without a phone, told ten days before."""
    network = make_network(province)
    make_customer("N-1", "张三", province.t2, phone="+8613800020001")
    make_customer("N-2", "李四", province.t2, phone="+8613800020002")
    silent = make_customer("N-3", "王五", province.t3)
    Contact.objects.filter(customer=silent).delete()
    return make_announced(network.fu2, start=MONDAY)


@pytest.fixture
def provider(plan):
    return Provider().at(MONDAY - timedelta(days=1))


def outcomes():
    rows = Notice.objects.filter(channel="SMS").order_by("affected__customer__number")
    return list(rows.values_list("affected__customer__number", "outcome"))


def arrive(provider, moment, *, delivered=True):
    take_receipts([Receipt(key=each.key, delivered=delivered, at=moment) for each in provider.given], at=moment)


def test_one_message_a_customer_and_who_has_no_phone_needs_another_way(plan, provider):
    assert {each.to for each in provider.given} == {"+8613800020001", "+8613800020002"}
    assert "6月14日09:00至6月14日11:00停电" in provider.given[0].text
    assert outcomes() == [("N-1", "RECORDED"), ("N-2", "RECORDED"), ("N-3", "FAILED")]


def test_the_outcome_of_a_notice_follows_the_receipt(plan, provider, relayed):
    arrive(provider, MONDAY)
    relayed(at=MONDAY)
    assert outcomes() == [("N-1", "DELIVERED"), ("N-2", "DELIVERED"), ("N-3", "FAILED")]
    assert Notice.objects.filter(channel="SMS", delivered_at=MONDAY).count() == 2


def test_a_notice_that_did_not_arrive_says_so(plan, provider, relayed):
    arrive(provider, MONDAY, delivered=False)
    relayed(at=MONDAY)
    assert {outcome for _, outcome in outcomes()} == {"FAILED"}


def test_called_off_is_told_to_those_who_read_the_notice(plan, provider, relayed, cast):
    cancel_plan(plan_id=plan.pk, why="WEATHER", reason="暴雨", at=MONDAY - timedelta(days=1), actor=cast.lin)
    relayed(at=MONDAY - timedelta(days=1))
    provider.at(MONDAY)
    assert [each.kind for each in provider.given] == ["PLANNED_NOTICE"] * 2 + ["PLAN_CALLED_OFF"] * 2
    assert Promise.objects.filter(contradicts__isnull=False, reason="plan_changed").count() == 2


def test_called_off_before_it_left_nobody_hears_of_it(plan, relayed, cast):
    cancel_plan(plan_id=plan.pk, why="WEATHER", reason="暴雨", at=NOTICED, actor=cast.lin)
    relayed(at=NOTICED)
    assert Provider().at(MONDAY).given == []


def test_work_that_begins_as_announced_is_no_news_and_its_end_is(plan, provider, cast):
    outage_id = start_plan(plan_id=plan.pk, started_at=MONDAY, at=MONDAY, actor=cast.lin).outage_id
    tell_of_outages(outage_ids=[outage_id], at=MONDAY)
    provider.at(MONDAY + timedelta(minutes=5))
    assert len(provider.given) == 2, "they had the notice"
    end = MONDAY + timedelta(minutes=110)
    restore_plan(plan_id=plan.pk, restored_at=end, at=end, actor=cast.lin)
    tell_of_outages(outage_ids=[outage_id], at=end)
    provider.at(end + timedelta(minutes=5))
    assert [each.kind for each in provider.given[2:]] == ["RESTORED"] * 2
    point = ServicePoint.objects.get(customer__number="N-1")
    assert Promise.objects.get(chain=f"plan:{plan.pk}:{point.pk}").came_true_at == end
    assert Message.objects.filter(kind="POWER_OUT", state="SENT").count() == 0
