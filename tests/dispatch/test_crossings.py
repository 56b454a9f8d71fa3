"""Two people (or a person and the machine) act on one order at the same instant: one order of things, and nothing stuck."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from command_center.ground.core import doorbell
from command_center.ground.core.errors import DomainError
from dispatch.models import DispatchPolicy, Mode
from dispatch.services import desk, fieldwork
from dispatch.services.offering import accept_offer, expire_offers, reject_offer
from dispatch.services.routing import release_due_decisions, route_orders
from tests.at_once import at_once
from tests.faults.ledger import offences
from tests.grid import make_held_order, make_offer, make_province, make_waiting_order
from workorders.models import WorkOrder
from workorders.services import control

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6
LATER = timedelta(minutes=5)


@pytest.fixture
def grid(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    return make_province()


def accept(grid, order):
    return partial(accept_offer, offer_id=order.offers.earliest("pk").pk, at=now(), actor=None)


def reject(grid, order):
    return partial(reject_offer, offer_id=order.offers.earliest("pk").pk, reason="BUSY", at=now(), actor=None)


def expire(grid, order):
    return partial(expire_offers, at=now() + LATER)


def cancel(grid, order):
    return partial(control.cancel, order_id=order.pk, reason="客户撤销", at=now(), actor=None)


def override(grid, order):
    crew_id = grid.town_crew.pk
    return partial(desk.assign_by_hand, order_id=order.pk, crew_id=crew_id, reason="带有备件", at=now(), actor=None)


def release(grid, order):
    return partial(release_due_decisions, at=now() + LATER)


def route(grid, order):
    return partial(route_orders, order_ids=[order.pk], at=now())


@pytest.mark.parametrize("other", [reject, expire, cancel, override, accept, route])
def test_accepting_crosses_with(grid, relayed, other):
    assert_it_ends_well(grid, relayed, make_offer, accept, other)


@pytest.mark.parametrize("other", [expire, cancel, reject, route])
def test_overriding_crosses_with(grid, relayed, other):
    assert_it_ends_well(grid, relayed, make_offer, override, other)


@pytest.mark.parametrize("other", [override, cancel, route])
def test_the_end_of_a_pause_crosses_with(grid, relayed, other):
    DispatchPolicy.objects.create(centre=grid.xianfeng, mode=Mode.DELAYED)

    def make_suggestion(source_id):
        order = make_waiting_order(source_id)
        route_orders(order_ids=[order.pk], at=now())
        return order

    assert_it_ends_well(grid, relayed, make_suggestion, release, other)


def assert_it_ends_well(grid, relayed, make, one, other):
    for number in range(ROUNDS):
        made = make(f"R{number}")
        order = WorkOrder.objects.get(pk=getattr(made, "order_id", made.pk))
        answers = at_once(one(grid, order), other(grid, order))
        assert not all(isinstance(answer, DomainError) for answer in answers), "somebody must have had their way"
        relayed()
        assert offences() == {}
        clear_away(relayed, order)


def clear_away(relayed, order):
    """The next round begins with free crews."""
    if WorkOrder.objects.get(pk=order.pk).status != "CANCELLED":
        control.cancel(order_id=order.pk, reason="下一轮", at=now(), actor=None)
    relayed()


def test_two_orders_that_are_merged_into_each_other(grid):
    for number in range(ROUNDS):
        one, other = make_waiting_order(f"A{number}"), make_waiting_order(f"B{number}")
        merge = partial(control.merge, at=now(), actor=None)
        answers = at_once(
            partial(merge, order_id=one.pk, parent_id=other.pk), partial(merge, order_id=other.pk, parent_id=one.pk)
        )
        assert sum(isinstance(answer, WorkOrder) for answer in answers) == 1


def test_a_crew_that_departs_twice_goes_to_one_place(grid):
    for number in range(ROUNDS):
        orders = [make_held_order(f"{number}-{n}") for n in range(2)]
        crew = grid.dingzhai_crew
        for order in orders:
            order.assignments.update(crew=crew)
        depart = partial(fieldwork.depart, crew_id=crew.pk, at=now(), actor=None)
        answers = at_once(*(partial(depart, order_id=order.pk) for order in orders))
        assert sum(isinstance(answer, WorkOrder) for answer in answers) == 1
        for order in orders:
            order.assignments.update(released_at=now(), engaged=False)
