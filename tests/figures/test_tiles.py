"""Tile = SQL over the listed ids, for the tiles that stand outside the catalogue: the headline table and the strip above the board.

The catalogue's own are in ``test_lineage.py``, the quality board's in ``tests/door/test_complaint_boards.py``, those of the connections in
``tests/connections/test_desk.py``, the alarms' in ``tests/alarms/test_health.py``. The SQL here names statuses and columns by hand.
"""

import random
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils.timezone import localtime, now

from command_center.screens.board import figures as strip
from command_center.screens.board.shared_snapshots import View
from command_center.screens.headline.definitions import HEADLINES
from tests.figures.test_lineage import SQL, by_sql, listed
from tests.figures.world import a_july
from tests.grid import IN_LAIFENG, make_order
from workorders.models import Clock, WorkOrder

pytestmark = pytest.mark.django_db
NOON = localtime(now()).replace(hour=12, minute=0, second=0, microsecond=0)
OF = "FROM workorders_workorder WHERE id = ANY(%(ids)s)"
TODAY = "(reported_at AT TIME ZONE 'Asia/Shanghai')::date = (%(at)s AT TIME ZONE 'Asia/Shanghai')::date"
YESTERDAY = TODAY.replace("::date = (", "::date + 1 = (", 1)
ARRIVAL = "round((avg(extract(epoch FROM arrived_at - reported_at)) / 60)::numeric, 1)"
REPAIR = "round((avg(extract(epoch FROM restored_at - arrived_at)) / 60)::numeric, 1)"
# Tile of the strip → whether it counts open orders alone, and the SQL over the ids that the list of those orders gives.
STRIP = {
    "open": (True, f"SELECT count(*) {OF}"),
    "pending": (True, f"SELECT count(*) {OF} AND status IN ('RECEIVED', 'JUDGED', 'PENDING_DISPATCH', 'DISPATCHED')"),
    "en_route": (True, f"SELECT count(*) {OF} AND status IN ('ACCEPTED', 'EN_ROUTE')"),
    "on_site": (True, f"SELECT count(*) {OF} AND status IN ('ON_SITE', 'REPAIRING')"),
    "overdue": (True, f"SELECT count(*) {OF} AND next_due_at < %(at)s"),
    "due_soon": (True, f"SELECT count(*) {OF} AND next_due_at >= %(at)s AND next_due_at < %(at)s::timestamptz + interval '10 min'"),
    "orders_today": (False, f"SELECT count(*) {OF} AND {TODAY}"),
    "arrival_minutes": (False, f"SELECT {ARRIVAL} {OF} AND {TODAY}"),
    "arrival_minutes_yesterday": (False, f"SELECT {ARRIVAL} {OF} AND {YESTERDAY}"),
    "repair_minutes": (False, f"SELECT {REPAIR} {OF} AND {TODAY}"),
    "repair_minutes_yesterday": (False, f"SELECT {REPAIR} {OF} AND {YESTERDAY}"),
    "accept_in_time_percent": (False, """SELECT round(100.0 * count(*) FILTER (WHERE outcome = 'MET') / nullif(count(*), 0), 2)
        FROM workorders_clock WHERE order_id = ANY(%(ids)s) AND code = 'ACCEPT' AND outcome IN ('MET', 'MISSED')
        AND (started_at AT TIME ZONE 'Asia/Shanghai')::date = (%(at)s AT TIME ZONE 'Asia/Shanghai')::date"""),
}  # fmt: skip
STATUSES = (
    "RECEIVED", "JUDGED", "PENDING_DISPATCH", "DISPATCHED", "ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED", "REPLIED",
    "SUSPENDED", "ARCHIVED", "CANCELLED",
)  # fmt: skip


def test_every_tile_of_the_headline_is_the_sql_over_the_rows_that_it_opens(signed_in, province):
    a_july(province)
    lin = signed_in("lin")
    told = lin.get("/api/v1/headline-figures/", {"since": "2026-07-01", "until": "2026-07-31"}).data["figures"]
    assert [each["code"] for each in told] == [each.code for each in HEADLINES]
    wrong = {}
    for each in told:
        assert each["rows"].startswith(f"/figures/{each['code']}/?from=2026-07-01&to=2026-07-31")
        value = by_sql(each["code"], [row["id"] for row in listed(lin, each["code"])])
        if each["now"] != value:
            wrong[each["code"]] = each["now"], value
    assert wrong == {} and {each["code"] for each in told} <= set(SQL)


@pytest.fixture
def a_day(province):
    """Orders of two days and two counties, in any state, late or not, arrived or not."""
    chance = random.Random(7)
    for number in range(60):
        far = {"latitude": IN_LAIFENG[0], "longitude": IN_LAIFENG[1]} if chance.random() < 0.3 else {}
        order = make_order(f"T{number}", **far)
        reported_at = NOON - timedelta(minutes=chance.randrange(1, 34 * 60))
        arrived_at = reported_at + timedelta(minutes=chance.randrange(5, 90)) if chance.random() < 0.7 else None
        restored_at = (
            arrived_at + timedelta(minutes=chance.randrange(5, 200)) if arrived_at and chance.random() < 0.7 else None
        )
        due = chance.choice([None, NOON - timedelta(minutes=5), NOON + timedelta(minutes=5), NOON + timedelta(hours=1)])
        WorkOrder.objects.filter(pk=order.pk).update(
            status=chance.choice(STATUSES),
            reported_at=reported_at,
            arrived_at=arrived_at,
            restored_at=restored_at,
            next_due_at=due,
        )
        outcome = chance.choice(["MET", "MISSED", "VOID", ""])
        clocks = Clock.objects.filter(order=order, code="ACCEPT")
        clocks.update(
            started_at=reported_at, outcome=outcome, stopped_at=reported_at + timedelta(minutes=3) if outcome else None
        )
    cache.delete(strip.KEY)
    yield
    cache.delete(strip.KEY)


def ids_of(who, **asked):
    """Of the list that the tile stands for, page by page."""
    found, page = [], who.get("/api/v1/work-orders/", {"kind": "FAULT,PROACTIVE", "limit": 25, **asked}).data
    while True:
        found += [row["id"] for row in page["results"]]
        if not page["next"]:
            return found
        page = who.get(page["next"]).data


@pytest.mark.parametrize("name", ["mei", "eva", "lin"])
def test_every_tile_of_the_strip_is_the_sql_over_the_listed_orders(a_day, signed_in, cast, name):
    told = strip.kpis_for(View(getattr(cast, name).scope_paths), at=NOON)
    who, wrong = signed_in(name), {}
    ids = {True: ids_of(who, open="true"), False: ids_of(who)}
    for tile, (open_only, statement) in STRIP.items():
        with connection.cursor() as cursor:
            cursor.execute(statement, {"ids": ids[open_only], "at": NOON})
            value = cursor.fetchone()[0]
        if told[tile] != (None if value is None else pytest.approx(float(value))):
            wrong[tile] = told[tile], value
    assert wrong == {}
    assert set(told) - {"pace"} == set(STRIP), "a tile without its SQL"
