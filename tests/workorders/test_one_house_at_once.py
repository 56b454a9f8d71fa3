"""Calls of one house and crews of one house at the same instant, on real connections: one order, one crew."""

from functools import partial

import pytest
from django.utils.timezone import now

from command_center.ground.core import doorbell
from command_center.ground.core.errors import Conflict
from dispatch.models import Assignment, Offer
from dispatch.services import offering
from dispatch.services.routing import route_orders
from tests.at_once import at_once
from tests.grid import make_province, make_report, make_waiting_order
from workorders.models import WorkOrder
from workorders.services.intake import open_fault_order, open_fault_orders

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)


def test_two_calls_at_once_are_one_order():
    make_province()
    ways = [{"customer_number": "4228260001"}, {"reporter_phone": "+8613800135612"}, {"reporter_phone": ""}]
    for n in range(ROUNDS):
        calls = [make_report(f"{n}-{m}", address="", **way) for m, way in enumerate(ways)]
        at_once(*(partial(open_fault_order, call, at=now()) for call in calls))
        assert WorkOrder.objects.count() == n + 1
        WorkOrder.objects.update(status="CANCELLED")


def test_two_storms_at_once_leave_one_order_a_house():
    make_province()
    houses = [f"+86137{n:08d}" for n in range(150)]
    storms = [
        [
            make_report(f"{s}-{p}", reporter_phone=p, reporter_name="", address="", latitude=None, longitude=None)
            for p in ps
        ]
        for s, ps in enumerate((houses, houses[::-1]))
    ]
    at_once(*(partial(open_fault_orders, storm, at=now()) for storm in storms))
    assert WorkOrder.objects.count() == len(houses)


def test_two_crews_that_accept_at_once_for_one_supply_have_one_winner(monkeypatch):
    monkeypatch.setattr(offering, "refuse_second_crew", lambda order: None)  # only the constraint is left
    point = make_province().customer.service_points.get()
    for n in range(ROUNDS):
        orders = [make_waiting_order(f"{n}-{m}", latitude=29.6 + m / 100) for m in range(2)]
        route_orders(order_ids=[order.pk for order in orders], at=now())
        WorkOrder.objects.filter(pk__in=[order.pk for order in orders]).update(service_point=point)
        offers = [order.offers.first() for order in orders]
        answers = at_once(*(partial(offering.accept_offer, offer_id=o.pk, at=now(), actor=None) for o in offers))
        assert {type(answer) for answer in answers} == {Assignment, Conflict}
        WorkOrder.objects.update(status="CANCELLED")
        Assignment.objects.update(released_at=now())
        Offer.objects.update(status="WITHDRAWN", answered_at=now())
