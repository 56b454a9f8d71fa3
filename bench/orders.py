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


def ask(*, plans: bool) -> None:
    from workorders.models import WorkOrder

    newest = WorkOrder.objects.order_by("-pk")[0].pk
    print(f"{newest:,} orders, pages of fifty, n = {TIMES} each\n")
    print(f"{'':<48}{'p50 ms':>9}{'p95 ms':>9}{'× bare':>9}{'rows':>6}")
    for words, home, asked in QUESTIONS:
        client = client_of(home)
        seconds, bare, rows = measured(client, [asked(order) for order in some_orders(newest)])
        middle, slow = statistics.median(seconds), sorted(seconds)[int(TIMES * 0.95)]
        print(
            f"{words:<48}{middle * 1000:9.1f}{slow * 1000:9.1f}{middle / statistics.median(bare):9.1f}{rows:6}",
            flush=True,
        )
        if plans:
            show_plans(client, asked(some_orders(newest)[0]))


def some_orders(newest: int) -> list[Any]:
    """Orders of all ages, the same in every run."""
    from workorders.models import WorkOrder

    chosen = random.Random(1)
    ids = [chosen.randint(1, newest) for _ in range(TIMES)]
    return list(WorkOrder.objects.select_related("centre", "unit", "customer").filter(pk__in=ids))


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
        "reporter": o.reporter_name[0], "place": "城关", **around(o)
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

    from command_center.ground.organisation.models import OrgUnit, User
    from command_center.ground.organisation.roles import Role

    unit = OrgUnit.objects.filter(level=home).order_by("path")[0]
    user, _ = User.objects.get_or_create(
        username=f"bench-{home.lower()}",
        defaults={"role": Role.SUPERVISOR, "home": unit, "email": f"{home.lower()}@bench.invalid"},
    )
    client = APIClient(SERVER_NAME="localhost")
    client.force_authenticate(user)
    return client


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
