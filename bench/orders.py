"""``./run bench orders``: what is asked of ten million orders, beside one order read by its key.

Every question goes through the API in this process, a page of fifty: the right, the filters, the SQL, the cards, the JSON. The
reference reads one order by its key on the same connection, before each question.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bench import stack

TIMES = 15
LIST = "/api/v1/work-orders/"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench orders", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--again", action="store_true", help="ask the database of the last run, without its making")
    parser.add_argument("--plans", action="store_true", help="print how PostgreSQL answers each question")
    options = parser.parse_args()
    stack.prepare(afresh=not options.again)
    stack.migrate()
    if not options.again:
        from bench.made_orders import make_orders

        started = time.perf_counter()
        make_orders(options.rows)
        print(f"made in {time.perf_counter() - started:.0f} s")
    ask(plans=options.plans)
    export()


def export() -> None:
    """A month of some centres as a file: everything, from the question to the last byte."""
    client = client_of(PROVINCE)
    month = {"reported_from": "2025-10-01", "reported_to": "2025-10-31"}
    from command_center.ground.core.models import AuditEntry
    from command_center.ground.organisation.models import OrgUnit

    codes = list(OrgUnit.objects.filter(level=COUNTY).order_by("path").values_list("code", flat=True))
    for form, centres in (("csv", codes[:10]), ("xlsx", codes[:10]), ("csv", codes)):
        started = time.perf_counter()
        answer = client.get(f"/api/v1/work-orders.{form}?{urlencode(month | {'centre': ','.join(centres)})}")
        assert answer.status_code == 200, answer.data
        size = sum(map(len, answer.streaming_content))
        seconds = time.perf_counter() - started
        rows = AuditEntry.objects.filter(action="orders_exported").order_by("-pk")[0].detail["rows"]
        print(f"{form}, {rows:,} rows, {size / 1e6:.1f} MB: {seconds:.1f} s")


def ask(*, plans: bool) -> None:
    from workorders.models import WorkOrder

    newest = WorkOrder.objects.order_by("-pk")[0].pk
    print(f"{newest:,} orders, pages of fifty, n = {TIMES} each\n")
    print(f"{'':<48}{'p50 ms':>9}{'p95 ms':>9}{'× bare':>9}{'rows':>6}")
    client_of(PROVINCE).get(LIST)  # the first request of a process reads the whole program in
    for words, home, asked in QUESTIONS:
        client, had_in_mind = client_of(home), some_orders(newest, home)
        seconds, bare, rows = measured(client, [asked(order) for order in had_in_mind])
        middle, slow = statistics.median(seconds), sorted(seconds)[int(TIMES * 0.95)]
        print(
            f"{words:<48}{middle * 1000:9.1f}{slow * 1000:9.1f}{middle / statistics.median(bare):9.1f}{rows:6}",
            flush=True,
        )
        if plans:
            show_plans(client, asked(had_in_mind[0]))


def some_orders(newest: int, home: str) -> list[Any]:
    """Orders of all ages within a seat's area, the same in every run."""
    from workorders.models import WorkOrder

    chosen = random.Random(1)
    found: list[Any] = []
    within = WorkOrder.objects.filter(org_path__startswith=unit_of(home).path).select_related("centre", "unit")
    for _ in range(TIMES):
        found += within.filter(pk__gte=chosen.randint(1, newest - 1_000)).order_by("pk")[:1]
    return found


def town_of(order: Any) -> str:
    """The town in ``421000县城关镇旋坨村3组8号`` as one says it: 城关."""
    return str(order.address).partition("县")[2][:2]


def around(order: Any) -> dict[str, Any]:
    """Three days that the order was reported in."""
    day = timedelta(days=1)
    first, last = order.reported_at - day, order.reported_at + day
    return {"reported_from": f"{first:%Y-%m-%d}", "reported_to": f"{last:%Y-%m-%d}"}


PROVINCE, COUNTY, STATION = "PROVINCE", "COUNTY_CENTRE", "TOWNSHIP_STATION"
# (words, whose seat, an order that somebody has in mind → the filters)
QUESTIONS: tuple[tuple[str, str, Callable[[Any], dict[str, Any]]], ...] = (
    ("the newest", PROVINCE, lambda o: {}),
    ("the newest of one county, at its desk", COUNTY, lambda o: {}),
    ("the newest of one station, at its desk", STATION, lambda o: {}),
    ("the newest of one kind", PROVINCE, lambda o: {"kind": o.kind}),
    ("by the whole number", PROVINCE, lambda o: {"number": o.number}),
    ("by the end of the number", PROVINCE, lambda o: {"number": o.number[-7:]}),
    ("by the id it had upstream", PROVINCE, lambda o: {"number": f"call-{o.pk}"}),
    ("by the whole phone", PROVINCE, lambda o: {"phone": o.reporter_phone}),
    ("by the last four digits of the phone", PROVINCE, lambda o: {"phone": o.reporter_phone[-4:]}),
    ("by the whole name", PROVINCE, lambda o: {"reporter": o.reporter_name}),
    ("by the whole name, at a county's desk", COUNTY, lambda o: {"reporter": o.reporter_name}),
    ("surname, town, three days; a county's desk", COUNTY, lambda o: {
        "reporter": o.reporter_name[0], "place": town_of(o), **around(o)
    }),
    ("by the customer", PROVINCE, lambda o: {"customer_number": 4228000000 + o.pk % 200_000}),
    ("words of the address", PROVINCE, lambda o: {"place": o.address[-8:]}),
    ("open, one kind, one county, older than a day", PROVINCE, lambda o: {
        "kind": o.kind, "open": "true", "centre": o.centre.code, "reported_to": "-P1D"
    }),
    ("overdue, the most pressing first", PROVINCE, lambda o: {"overdue": "true", "ordering": "next_due_at"}),
    ("a person should look", PROVINCE, lambda o: {"needs_attention": "true"}),
    ("a month of one centre, two years ago", PROVINCE, lambda o: {
        "centre": o.centre.code, "reported_from": "2024-11-01", "reported_to": "2024-11-30"
    }),
    ("closed within a week, danger, grade 1", PROVINCE, lambda o: {
        "closed_from": "-P7D", "hazard": "true", "grade": 1, "ordering": "-closed_at"
    }),
    ("all of them by grade", PROVINCE, lambda o: {"ordering": "grade"}),
    ("all of them by due moment or by closing", PROVINCE, lambda o: {
        "ordering": ("next_due_at", "-closed_at")[o.pk % 2]
    }),
)  # fmt: skip


def client_of(home: str) -> Any:
    from rest_framework.test import APIClient

    from command_center.ground.organisation.models import User
    from command_center.ground.organisation.roles import Role

    unit = unit_of(home)
    user, _ = User.objects.get_or_create(
        username=f"bench-{home.lower()}",
        defaults={"role": Role.SUPERVISOR, "home": unit, "email": f"{home.lower()}@bench.invalid"},
    )
    client = APIClient(SERVER_NAME="localhost")
    client.force_authenticate(user)
    return client


def unit_of(home: str) -> Any:
    from command_center.ground.organisation.models import OrgUnit

    return OrgUnit.objects.filter(level=home).order_by("path")[0]


def measured(client: Any, asked: list[dict[str, Any]]) -> tuple[list[float], list[float], int]:
    """Wall seconds of each question and of the bare reading before it, and the rows of the last answer."""
    from django.core.cache import cache
    from django.db import connection

    seconds, bare, rows = [], [], 0
    for query in asked:
        cache.clear()  # the ceiling of look-ups is not this measurement's matter
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM workorders_workorder WHERE id = 1")
            cursor.fetchall()
        bare.append(time.perf_counter() - started)
        started = time.perf_counter()
        answer = client.get(f"{LIST}?{urlencode(query)}")
        seconds.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.data
        rows = len(answer.data["results"])
    return seconds, bare, rows


def show_plans(client: Any, query: dict[str, Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{LIST}?{urlencode(query)}")
    slowest = max(asked.captured_queries, key=lambda one: float(one["time"]))
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + slowest["sql"].replace("%", "%%"), [])
        print("\n".join(f"      {row[0]}" for row in cursor.fetchall()))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
    main()
