"""The candidate query: nearest first, busy crews do not hide the free one behind them, the index serves a large centre."""

import pytest
from django.db import connection
from django.utils.timezone import now

from dispatch.models import Crew, CrewPosition, Shift
from dispatch.selectors import nearest
from dispatch.selectors.nearest import Spot, crews_near
from tests.grid import XUANTUO, make_crew, make_held_order

pytestmark = pytest.mark.django_db
MANY = 5000


def spot(province, order_id=1):
    return Spot(order_id, *XUANTUO, province.xianfeng.pk)


def test_only_crews_of_the_centre_are_weighed(province):
    near = crews_near([spot(province)], at=now())[1]
    assert set(near) == {province.dingzhai_crew.pk, province.town_crew.pk}


def test_a_ring_of_busy_crews_does_not_hide_the_free_one_behind(province, monkeypatch):
    monkeypatch.setattr(nearest, "REACH", 1)
    monkeypatch.setattr(nearest, "LONGEST_REACH", 1)
    monkeypatch.setattr(nearest, "EXPLAINED", 1)
    busy = make_held_order().assignments.get().crew
    Crew.objects.filter(pk=busy.pk).update(workload_limit=1)
    assert set(crews_near([spot(province, 999)], at=now())[999]) == {busy.pk, province.town_crew.pk}


def test_a_crew_without_a_fresh_position_is_found_by_its_base(province):
    CrewPosition.objects.all().delete()
    assert province.dingzhai_crew.pk in crews_near([spot(province)], at=now())[1]


def test_in_a_large_centre_the_nearest_are_walked_along_the_index(province):
    crowd(province)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(
            "EXPLAIN SELECT p.crew_id FROM dispatch_crewposition p JOIN dispatch_crew c ON c.id = p.crew_id"
            " WHERE c.active AND c.centre_id = %s ORDER BY p.place <-> point(93.6, 29.6) LIMIT 12",
            [province.xianfeng.pk],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "crew_nearest" in plan


def crowd(province):
    """Five thousand crews in one centre."""
    one, at = make_crew("MANY", "一班", province.dingzhai), now()
    crews = Crew.objects.bulk_create(
        Crew(
            code=f"M{n}", name=f"{n} 班", unit=one.unit, centre=one.centre, org_path=one.org_path,
            base_latitude=29.5 + n % 70 / 250, base_longitude=109.0 + n // 70 / 250,
        )
        for n in range(MANY)
    )  # fmt: skip
    Shift.objects.bulk_create(Shift(crew=crew, starts_at=at, ends_at=at.replace(year=at.year + 1)) for crew in crews)
    CrewPosition.objects.bulk_create(
        CrewPosition(crew=c, latitude=c.base_latitude, longitude=c.base_longitude, fixed_at=at, seen_at=at)
        for c in crews
    )
