"""``./run bench figures``: reliability figures of a month, from daily sums, over a ledger of generated interruptions.

Prints the time to count everything, to follow one changed outage, and to answer the questions of a report.
"""

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bench import stack

POINTS_EACH = 25
TRANSFORMERS = 8000
FEEDERS = 200
UNITS = 1000
DAYS = 365
FIRST = "2025-01-01 00:00+08"

# Users, transformers and ledger with their indexes, written without triggers: this measures reading, not recording.
NETWORK = f"""
INSERT INTO network_supplynode (id, code, name, kind, parent_id, operating_org_id, serving_org_id, org_path, latitude,
    longitude, dedicated)
SELECT n, 'N' || n, 'N' || n, CASE WHEN n > {FEEDERS} THEN 'TRANSFORMER' ELSE 'FEEDER' END,
    CASE WHEN n > {FEEDERS} THEN n % {FEEDERS} + 1 END, 1, 1, '', 30, 110, false
FROM generate_series(1, {FEEDERS + TRANSFORMERS}) n;
INSERT INTO customers_customer (id, number, name, kind, flags, org_path)
SELECT n, 'C' || n, '户', 'RESIDENT', '{{}}', '' FROM generate_series(0, {TRANSFORMERS * POINTS_EACH - 1}) n;
INSERT INTO customers_servicepoint (id, customer_id, meter_number, address, latitude, longitude, transformer_id, unit_id,
    area_kind, org_path, updated_at)
SELECT n, n, 'M' || n, '', 30, 110, {FEEDERS} + 1 + n / {POINTS_EACH}, 1,
    CASE n / {POINTS_EACH} % 3 WHEN 0 THEN 'URBAN' WHEN 1 THEN 'RURAL' ELSE 'REMOTE' END,
    format('42/%%s/%%s/', 4200 + n / {POINTS_EACH} %% 17, n / {POINTS_EACH} %% {UNITS}), now()
FROM generate_series(0, {TRANSFORMERS * POINTS_EACH - 1}) n;
""".replace("%%", "%")
OUTAGES = f"""
INSERT INTO outages_outage (id, number, kind, status, before, rev, centre_id, operating_org_id, serving_org_id, org_path,
    cause_class, cause, reason_code, reason_params, root_cause_key, attention, started_at, detected_at, etr_source,
    etr_revision, customers_total, customers_out, important_out, life_support_out, time_critical_out, updated_at)
SELECT n, 'O' || n, (ARRAY['FAULT', 'FAULT', 'FAULT', 'PLANNED', 'TEMPORARY'])[n % 5 + 1], 'CLOSED', '', 1, 1, 1, 1, '',
    (ARRAY['NATURE', 'EQUIPMENT', 'EXTERNAL_FORCE', 'UNKNOWN'])[n % 4 + 1], '', '', '{{}}', '', '',
    timestamptz '{FIRST}' + random() * interval '{DAYS} days', now(), '', 0, {POINTS_EACH}, 0, 0, 0, 0,
    now() - interval '1 day'
FROM generate_series(0, %(outages)s - 1) n;
"""
LEDGER = f"""
INSERT INTO outages_interruption (service_point_id, outage_id, off_at, on_at, ended_by, back_fed, ended_recorded_at, phases,
    feeder_id, transformer_id, org_path, area_kind, kind, basis)
SELECT sp.id, o.id, o.started_at, o.started_at + make_interval(secs => (10 ^ (1 + 3.6 * random()))::int), 'REPAIR', false,
    now(), 'ABC', {FEEDERS} + 1 + sp.transformer_id % {FEEDERS}, sp.transformer_id, sp.org_path, sp.area_kind, o.kind, 'LV'
FROM outages_outage o JOIN customers_servicepoint sp ON sp.transformer_id = {FEEDERS} + 1 + o.id * 7919 % {TRANSFORMERS}
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'outages_interruption' AND indexname NOT LIKE '%_pkey'
"""


def generate(rows: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # Building the index of overlaps row by row would be most of the time, and the generated rows do overlap.
        cursor.execute("ALTER TABLE outages_interruption DROP CONSTRAINT one_interruption_per_service_point_at_a_time")
        cursor.execute("ALTER TABLE network_supplynode DROP CONSTRAINT only_substations_are_roots")
        cursor.execute(NETWORK)
        cursor.execute(OUTAGES.replace("%(outages)s", str(rows // POINTS_EACH)))
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(LEDGER)
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def copy_figures(copies: int) -> None:
    """Daily figures as of a ledger ``copies`` times as large; the ledger itself stays as it is."""
    from django.db import connection

    columns = "day, org_path, area_kind, kind, cause_class, feeder_id, counted, band, interruptions, seconds"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO outages_dailyfigure (outage_id, {columns}) SELECT outage_id + n * 10000000, {columns}"
            " FROM outages_dailyfigure, generate_series(1, %s) n",
            [copies - 1],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE outages_dailyfigure")


def timed(words: str, act: Callable[[], Any], *, times: int = 1) -> None:
    """The median of several runs, by processor time: on a machine that others use too the wall says who else is there."""
    from bench.spending import spending

    runs = sorted((spending(act)[0] for _ in range(times)), key=lambda spent: spent.processors)
    print(f"{words + ':':<56}{runs[times // 2]}" + (f"  n = {times}" if times > 1 else ""))


def ask() -> None:
    from outages.reliability.selectors.figures import (
        Basis,
        MajorDays,
        Question,
        figures,
        interruptions_behind,
        parts,
        parts_by_unit,
    )

    month = Question(first=date(2025, 3, 1), last=date(2025, 3, 31))
    year = Question(first=date(2025, 1, 1), last=date(2025, 12, 31))
    timed("province, month, indices", lambda: figures(month), times=5)
    timed("province, month, MV basis", lambda: figures(replace(month, basis=Basis.MV)), times=5)
    timed(
        "province, month, without major event days",
        lambda: figures(replace(month, major=MajorDays.WITHOUT)),
        times=5,
    )
    timed("province, month, by city", lambda: parts_by_unit(month, length=8), times=5)
    timed(
        "province, month, by city, outages not counted",
        lambda: parts_by_unit(month, length=8, count_outages=False),
        times=5,
    )
    timed("province, month, by unit, area, kind, cause", lambda: parts(month, by=("org_path", "area_kind", "kind", "cause_class")), times=5)  # fmt: skip
    timed("the same, outages not counted", lambda: parts(month, by=("org_path", "area_kind", "kind", "cause_class"), count_outages=False), times=5)  # fmt: skip
    timed("one city, month, by day", lambda: parts(replace(month, path="42/4203/"), by=("day",)), times=5)
    timed("province, year, indices", lambda: figures(year), times=5)
    timed("drill-down, first 50 rows of a city's month", lambda: list(interruptions_behind(replace(month, path="42/4203/"))[:50]), times=5)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=1, help="daily figures of a ledger so many times as large")
    parser.add_argument("--rows", type=int, default=2_000_000, help="rows of the ledger")
    parser.add_argument("--again", action="store_true", help="ask the database of the last run, without its making")
    options = parser.parse_args()
    if options.again:
        os.environ["DATABASE_URL"] = urlunsplit(
            urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{stack.DATABASE}")
        )
    else:
        stack.prepare()
    os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
    import django

    django.setup()
    from bench.spending import alone

    alone()
    if not options.again:
        fill(options)
    ask()


def fill(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.utils.timezone import now

    call_command("migrate", verbosity=0)
    from outages.models import DailyFigure, Interruption, MajorEventThreshold, Outage
    from outages.reliability.services.denominators import count_served_customers
    from outages.reliability.services.figures import refresh_changed_figures

    timed("generated", lambda: generate(options.rows))
    timed("everything counted", lambda: refresh_changed_figures(at=now() - timedelta(hours=1)))
    timed("customers counted", lambda: count_served_customers(day=date(2025, 1, 1)))
    print(f"{Interruption.objects.count():,} rows of the ledger, {DailyFigure.objects.count():,} daily figures")
    copy_figures(options.copies)
    print(f"daily figures asked: {DailyFigure.objects.count():,}, as of {options.rows * options.copies:,} rows")
    Outage.objects.filter(pk=5).update(updated_at=now())
    timed("one changed outage followed", lambda: refresh_changed_figures(at=now()))
    MajorEventThreshold.objects.create(
        year=2025,
        days=1500,
        alpha=0,
        beta=1,
        minutes=60,
        customers_served=1,
        sustained_over_seconds=300,
        frozen_at=now(),
    )


if __name__ == "__main__":
    main()
