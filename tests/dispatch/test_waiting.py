"""Orders that wait are looked at in turn, wherever a crew could be asked: nobody starves behind what nobody can take."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch.models import Certificate, Crew, Offer, RoutingLook
from dispatch.services import waiting
from dispatch.services.routing import route_orders
from dispatch.services.waiting import route_waiting
from tests.grid import IN_LAIFENG, make_offer, make_waiting_order
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db
MANY = 1500


def copies(order, count):
    """So many more orders like this one, waiting."""
    rows = []
    for n in range(count):
        row = WorkOrder(**_fields(order))
        row.pk, row.number = None, f"{order.number}-{n}"
        rows.append(row)
    return WorkOrder.objects.bulk_create(rows)


def _fields(order):
    return {field.attname: getattr(order, field.attname) for field in order._meta.concrete_fields}


@pytest.fixture
def only_low_voltage(province):
    """One free crew, which may not go to medium voltage."""
    Crew.objects.exclude(pk=province.town_crew.pk).update(active=False)
    Certificate.objects.filter(crew=province.town_crew, skill="MV").delete()
    return province.town_crew


def test_the_free_crew_is_asked_for_the_last_of_many(only_low_voltage):
    copies(make_waiting_order("MV", description="变压器不响了"), MANY - 1)
    last = make_waiting_order("LV", description="家里没电")
    at = now()
    route_orders(order_ids=list(WorkOrder.objects.values_list("pk", flat=True)[:10]), at=at - timedelta(hours=1))
    RoutingLook.objects.create(order=last, looked_at=at - timedelta(seconds=1))
    assert route_waiting(at=at, seconds=60) == MANY + 1
    assert Offer.objects.get(order=last).crew == only_low_voltage


def test_each_has_its_turn(only_low_voltage, monkeypatch):
    monkeypatch.setattr(waiting, "AT_ONCE", 2)
    orders = [make_waiting_order(f"R{n}", description="变压器不响了").pk for n in range(5)]
    at, turns = now(), []
    for n in range(3):
        moment = at + timedelta(seconds=10 * n)
        route_waiting(at=moment, seconds=0)
        turns.append(set(RoutingLook.objects.filter(looked_at=moment).values_list("order_id", flat=True)))
    assert turns == [set(orders[:2]), set(orders[2:4]), {orders[4], orders[0]}]


def test_the_gravest_come_first(only_low_voltage, monkeypatch):
    monkeypatch.setattr(waiting, "AT_ONCE", 1)
    make_waiting_order("A")
    grave = make_waiting_order("B", description="电线断落在地上冒火花")
    route_waiting(at=now(), seconds=0)
    assert Offer.objects.get().order == grave


def test_a_large_centre_does_not_keep_a_small_one_waiting(province, monkeypatch):
    monkeypatch.setattr(waiting, "AT_ONCE", 3)
    for n in range(5):
        make_waiting_order(f"R{n}")
    small = make_waiting_order("L", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1])
    route_waiting(at=now(), seconds=0)
    assert small.offers.exists()


def test_where_nobody_is_free_nothing_is_looked_at(province):
    make_waiting_order()
    Crew.objects.update(workload_limit=0)
    assert route_waiting(at=now()) == 0
    assert not RoutingLook.objects.exists()


def test_a_suggestion_waits_for_its_person(province):
    order = make_waiting_order()
    WorkOrder.objects.filter(pk=order.pk).update(attention="suggestion")
    assert route_waiting(at=now()) == 0


def test_an_offered_order_leaves_no_look(province):
    make_offer()
    assert not RoutingLook.objects.exists()
