"""A batch of events costs the same queries however many are in it, as far as there is nothing to do for each."""

from functools import partial

import pytest
from django.utils.timezone import now

from outages.following.services.orders import customers_answered, orders_archived, orders_restored, outages_restored
from outages.life.states import Status
from outages.models import CheckAnswer, Outage, OutageOrder
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from outages.verbs.services.verifying import start_check
from tests.door.counting import counted
from tests.grid import make_order
from tests.outages.lines import make_points, minute, only
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import Callback, WorkOrder

pytestmark = pytest.mark.django_db

MANY = 8


@pytest.fixture
def followers(province):
    """Orders that follow an outage; their own restoration says nothing new."""
    points = make_points(province.t2, MANY)
    outage = open_outage(scope=only(*points), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    orders = [make_order(f"R{n}", at=minute(1)) for n in range(MANY)]
    for order, point in zip(orders, points, strict=True):
        WorkOrder.objects.filter(pk=order.pk).update(service_point=point)
        OutageOrder.objects.create(order=order, outage=outage, role="CHILD", at=minute(1))
    province.outage, province.points = outage, points
    province.ids = [order.pk for order in orders]
    return province


def make_restored(point, order_status, number):
    """An outage of one customer that is over and asks him, led by an order that no crew works on."""
    outage = open_outage(scope=only(point), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    restore(outage_id=outage.pk, at=minute(5))
    start_check(outage_id=outage.pk, at=minute(6))
    order = make_order(f"L{number}", at=minute(1))
    WorkOrder.objects.filter(pk=order.pk).update(status=order_status)
    Outage.objects.filter(pk=outage.pk).update(lead_order=order)
    return outage.pk


def same_for_one_and_many(work, one, many):
    """``work`` on one item and on several: how many queries, which must be equal."""
    first, more = counted(partial(work, one)), counted(partial(work, many))
    assert first == more, (first, more)
    return first


def test_followers_whose_power_is_back(followers):
    restored = lambda ids: orders_restored(order_ids=ids, at=now())  # noqa: E731
    assert same_for_one_and_many(restored, followers.ids[:1], followers.ids) <= 6


def test_followers_that_are_archived(followers):
    archived = lambda ids: orders_archived(order_ids=ids, at=now())  # noqa: E731
    assert same_for_one_and_many(archived, followers.ids[:1], followers.ids) <= 4


def test_callbacks_answer_the_open_round_together(followers):
    restore(outage_id=followers.outage.pk, at=minute(9))
    check = start_check(outage_id=followers.outage.pk, at=minute(10))
    Callback.objects.bulk_create(Callback(order_id=pk, satisfaction="SATISFIED", at=minute(20)) for pk in followers.ids)
    answered = lambda ids: customers_answered(order_ids=ids, at=now())  # noqa: E731
    assert same_for_one_and_many(answered, followers.ids[:1], followers.ids) <= 8
    assert CheckAnswer.objects.filter(check_round=check, answer="ON").count() == MANY


def test_outages_whose_order_waits_ask_a_person_together(province):
    points = make_points(province.t2, MANY + 1)
    ids = [make_restored(point, OrderStatus.PENDING_DISPATCH, n) for n, point in enumerate(points)]
    work = lambda some: outages_restored(outage_ids=some, at=now())  # noqa: E731
    assert same_for_one_and_many(work, ids[:1], ids[1:]) <= 14  # five of them raise the alarms
    assert set(WorkOrder.objects.values_list("attention", flat=True)) == {"power_is_back"}


def test_a_leading_order_still_ends_its_own_outage(followers):
    Outage.objects.filter(pk=followers.outage.pk).update(lead_order=followers.ids[3])
    (outage,) = orders_restored(order_ids=followers.ids, at=minute(40))
    assert (outage.pk, outage.status, outage.customers_out) == (followers.outage.pk, "RESTORED", 0)
