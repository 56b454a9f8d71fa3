"""Many real connections at once: one winner, no double booking, nothing without a reason."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections
from django.db.models import Count
from django.utils.timezone import now

from command_center.ground.core import doorbell
from command_center.ground.core.errors import DomainError
from dispatch.models import Assignment, Offer
from dispatch.services.offering import accept_offer, reject_offer
from dispatch.services.routing import route_orders
from tests.grid import make_crew, make_offer, make_province, make_waiting_order
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db(transaction=True)
ACCEPT_ROUNDS = 10
ORDERS, CREWS, THREADS = 50, 10, 16


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)


def in_thread(work):
    try:
        return work()
    except DomainError as error:
        return error
    finally:
        connections.close_all()


def test_two_crews_accept_at_the_same_instant_and_one_wins():
    make_province()
    for n in range(ACCEPT_ROUNDS):
        order = make_offer(f"R{n}", description="电线断落在地上冒火花").order
        offers = list(order.offers.all())
        assert len(offers) == 2
        gate = threading.Barrier(2)

        def accept(offer, gate=gate):
            gate.wait()
            return accept_offer(offer_id=offer.pk, at=now(), actor=None)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda offer: in_thread(partial(accept, offer)), offers))
        assert sum(isinstance(answer, Assignment) for answer in answers) == 1
        assert order.assignments.count() == 1
        Assignment.objects.update(released_at=now())
        Offer.objects.filter(status="ACCEPTED").update(status="WITHDRAWN", answered_at=now())


def test_fifty_orders_ten_crews_sixteen_threads():
    province = make_province()
    crews = [province.dingzhai_crew, province.town_crew]
    crews += [make_crew(f"X{n}", f"{n} 班", province.dingzhai, place=(29.6 + n / 100, 109.1)) for n in range(CREWS - 2)]
    orders = [make_waiting_order(f"R{n}", latitude=29.55 + n / 300) for n in range(ORDERS)]
    chance = random.Random(7)
    lots = [[(chance.random(), chance.choice(orders).pk) for _ in range(12)] for _ in range(THREADS)]

    def work(lot):
        for luck, order_id in lot:
            try:
                route_orders(order_ids=[order_id], at=now())
                offer = Offer.objects.filter(status="OFFERED").order_by("?").first()
                if offer and luck < 0.7:
                    accept_offer(offer_id=offer.pk, at=now(), actor=None)
                elif offer:
                    reject_offer(offer_id=offer.pk, reason="BUSY", at=now(), actor=None)
            except DomainError:
                continue

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(lambda lot: in_thread(partial(work, lot)), lots))
    assert not [result for result in results if result is not None]
    route_orders(order_ids=[order.pk for order in orders], at=now())
    assert_everybody_is_booked_once(crews)


def assert_everybody_is_booked_once(crews):
    live = Assignment.objects.filter(released_at=None)
    assert not live.values("order").annotate(n=Count("pk")).filter(n__gt=1)
    assert not live.values("crew").annotate(n=Count("pk")).filter(n__gt=crews[0].workload_limit)
    assert not Offer.objects.filter(status="OFFERED").values("crew").annotate(n=Count("pk")).filter(n__gt=1)
    for order in WorkOrder.objects.all():
        held = order.assignments.filter(released_at=None).count()
        offered = order.offers.filter(status="OFFERED").count()
        expected = {"ACCEPTED": held == 1, "DISPATCHED": offered >= 1, "PENDING_DISPATCH": bool(order.attention)}
        assert expected[order.status], (order.status, held, offered, order.attention)
