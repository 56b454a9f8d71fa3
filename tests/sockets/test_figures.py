"""The figures above the board: counted once for all areas, added up for each."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import localtime, now

from command_center.screens.board import figures as kpis
from command_center.screens.board.shared_snapshots import View
from tests.grid import IN_LAIFENG, make_order, make_province, make_waiting_order
from tests.people import make_cast
from workorders.models import Clock, ClockCode, WorkOrder

pytestmark = pytest.mark.django_db
NOON = localtime(now()).replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def views():
    cast = make_cast(make_province())
    cache.delete(kpis.KEY)
    yield [View(person.scope_paths) for person in (cast.mei, cast.eva, cast.lin)]
    cache.delete(kpis.KEY)


def arrived(order, *, reported_at, arrival, repair=None):
    at = reported_at + timedelta(minutes=arrival)
    restored_at = at + timedelta(minutes=repair) if repair else None
    WorkOrder.objects.filter(pk=order.pk).update(reported_at=reported_at, arrived_at=at, restored_at=restored_at)


def test_each_area_has_its_own_and_the_one_above_has_both(views):
    far = {"latitude": IN_LAIFENG[0], "longitude": IN_LAIFENG[1]}
    one, two = make_order("one"), make_order("two")
    three = make_order("three", **far)
    make_waiting_order("four", **far)
    before = NOON - timedelta(hours=1)
    arrived(one, reported_at=before, arrival=10, repair=40)
    arrived(two, reported_at=before - timedelta(days=1), arrival=50)
    arrived(three, reported_at=before, arrival=40)
    WorkOrder.objects.filter(pk=one.pk).update(next_due_at=NOON - timedelta(minutes=1))
    WorkOrder.objects.exclude(pk=one.pk).update(next_due_at=NOON + timedelta(minutes=9))
    xianfeng, laifeng, province = kpis.kpis_of(views, at=NOON)
    for name, figures in {
        "open": (2, 2, 4),
        "overdue": (1, 0, 1),
        "due_soon": (1, 2, 3),
        "arrival_minutes": (10.0, 40.0, 25.0),
        "arrival_minutes_yesterday": (50.0, None, 50.0),
        "repair_minutes": (40.0, None, 40.0),
        "repair_minutes_yesterday": (None, None, None),
    }.items():
        assert (name, (xianfeng[name], laifeng[name], province[name])) == (name, figures)


def test_offers_accepted_in_time(views):
    for number, outcome in enumerate(("MET", "MET", "MISSED", "")):
        order = make_order(f"order {number}")
        clocks = Clock.objects.filter(order=order, code=ClockCode.ACCEPT)
        clocks.update(started_at=NOON, outcome=outcome, stopped_at=NOON if outcome else None)
    xianfeng, laifeng, _ = kpis.kpis_of(views, at=NOON)
    assert (xianfeng["accept_in_time_percent"], laifeng["accept_in_time_percent"]) == (66.67, None)


def test_three_queries_however_many_areas_and_none_for_four_seconds(views, django_assert_num_queries):
    make_waiting_order()
    with django_assert_num_queries(3):
        first = kpis.kpis_of(views * 30, at=NOON)
    with django_assert_num_queries(0):
        assert kpis.kpis_of(views * 30, at=NOON) == first
