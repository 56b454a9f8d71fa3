"""Every figure of the catalogue is what plain SQL says of the rows that it lists."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection

from command_center.screens.figures.catalogue import BY_CODE, FIGURES
from tests.figures.facts import DAYS
from tests.figures.world import a_july

pytestmark = pytest.mark.django_db

CUSTOMERS = "(SELECT count(*) FROM customers_customer)"
ORDERS = "FROM workorders_workorder WHERE id = ANY(%(ids)s)"
CLOCKS = "FROM workorders_clock WHERE id = ANY(%(ids)s)"
CALLBACKS = "FROM workorders_callback WHERE id = ANY(%(ids)s)"
LEDGER = "FROM outages_interruption WHERE id = ANY(%(ids)s)"
OUTAGES = "FROM outages_outage o WHERE id = ANY(%(ids)s)"
FIRST_TOLD = "(SELECT etr_at FROM outages_restorationestimate WHERE outage_id = o.id ORDER BY revision LIMIT 1)"
CASES = """FROM workorders_connectioncase c JOIN workorders_workorder w ON w.id = c.order_id WHERE c.order_id = ANY(%(ids)s)"""
MET = f"SELECT 100.0 * count(*) FILTER (WHERE outcome = 'MET') / count(*) {CLOCKS}"
CASE_DAYS = f"SELECT avg(extract(epoch FROM energised_at - w.reported_at)) / 86400 {CASES}"
# July has 744 hours; customers were counted once, on the first.
OF_JULY = ("outage_hours", "outage_times", "supplied_percent")
SERVED = "(SELECT sum(customers) FROM outages_servedcustomers WHERE counted <> 'TRANSFORMER')"
DARK_HOURS = f"SELECT sum(round(extract(epoch FROM on_at - off_at))) / 3600 {LEDGER}"
STAGE_MISSED = """EXISTS (SELECT 1 FROM workorders_clock k WHERE k.order_id = w.id AND k.outcome = 'MISSED'
    AND k.code LIKE 'CONN%%' AND k.code NOT IN ('CONN_TOTAL', 'CONN_CUSTOMER', 'CONN_VALID'))"""
TOTAL_MISSED = """EXISTS (SELECT 1 FROM workorders_clock k WHERE k.order_id = w.id AND k.outcome = 'MISSED' AND k.code = 'CONN_TOTAL')"""
LAST_SAID = "(SELECT satisfaction FROM workorders_callback b WHERE b.order_id = w.id ORDER BY b.id DESC LIMIT 1)"
ARCHIVED = "FROM workorders_workorder w WHERE id = ANY(%(ids)s)"
MINUTES = "extract(epoch FROM upper(during) - lower(during))"


def minutes_of(owner):
    return f"""SELECT 100 * sum({MINUTES}) FILTER (WHERE owner = '{owner}') / sum({MINUTES}) FROM workorders_ownedperiod
        WHERE id = ANY(%(ids)s)"""


def share(hit, rows):
    return f"SELECT 100.0 * count(*) FILTER (WHERE {hit}) / count(*) {rows}"


# Of the ids that a figure lists: the figure. One line for each row of the catalogue.
SQL = {
    "straight_percent": share("custodian_count <= 2", ORDERS),
    "first_visit_percent": f"""SELECT 100.0 * count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM workorders_workorder o
        WHERE o.service_point_id = w.service_point_id AND o.id <> w.id AND o.kind IN ('FAULT', 'PROACTIVE')
        AND o.reported_at - w.restored_at BETWEEN '0' AND '23:59:59') AND NOT EXISTS (SELECT 1 FROM workorders_statuschange s
        WHERE s.order_id = w.id AND s.new = 'REWORK')) / count(*) {ARCHIVED}""",
    "one_crew_percent": f"""SELECT 100.0 * count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM workorders_workorder o
        WHERE o.service_point_id = w.service_point_id AND o.id <> w.id AND o.arrived_at IS NOT NULL
        AND o.reported_at BETWEEN w.reported_at AND w.restored_at)) / count(*) {ARCHIVED}""",
    "app_accepted_percent": share("NOT on_behalf", "FROM dispatch_offer WHERE id = ANY(%(ids)s)"),
    "notice_in_time_percent": share(
        """(SELECT min(sent_at) FROM outages_notice n WHERE n.plan_id = p.id AND n.round = p.round) <= planned_start_at
        - CASE kind WHEN 'PLANNED' THEN interval '7 days' WHEN 'TEMPORARY' THEN interval '24 hours' END""",
        "FROM outages_plannedoutage p WHERE id = ANY(%(ids)s)",
    ),
    "judged_right_percent": share(
        """status NOT IN ('DISMISSED', 'MERGED') AND NOT EXISTS (SELECT 1 FROM outages_outagechange c
        WHERE c.outage_id = o.id AND c.kind = 'MOVED' AND c.detail <> 'judgement')""",
        OUTAGES,
    ),
    "service_quality_percent": f"""SELECT 100 - 100.0 * count(*) FILTER (WHERE urge_count >= 2) / count(*)
        - greatest(0, 95 - (SELECT 100.0 * count(*) FILTER (WHERE satisfaction IN ('SATISFIED', 'FAIR')) / count(*)
        FROM workorders_callback WHERE satisfaction IN ('SATISFIED', 'FAIR', 'UNSATISFIED') AND at >= '2026-07-01 00:00+8'
        AND at < '2026-08-01 00:00+8')) {ORDERS}""",
    "merged_percent": share("parent_id IS NOT NULL", ORDERS),
    "three_calls": f"SELECT count(*) {ORDERS}",
    "returned_percent": share("status = 'RETURNED_UPSTREAM'", ORDERS),
    "proactive_percent": share("kind = 'PROACTIVE'", ORDERS),
    "accepted_percent": MET,
    "arrived_percent": MET,
    "handled_percent": MET,
    "answered_percent": MET,
    "booked_percent": MET,
    "outage_hours": f"SELECT ({DARK_HOURS}) / {SERVED}",
    "outage_times": f"SELECT 1.0 * count(*) / {SERVED} {LEDGER}",
    "supplied_percent": f"SELECT 100 - 100 * ({DARK_HOURS}) / ({SERVED} * 744)",
    "interruption_minutes": f"SELECT avg(round(extract(epoch FROM on_at - off_at))) / 60 {LEDGER}",
    "outages": f"SELECT count(*) {OUTAGES}",
    "frequent_feeders": "SELECT count(*) FROM network_supplynode WHERE id = ANY(%(ids)s)",
    "estimate_kept_percent": share(f"restored_at <= {FIRST_TOLD}", OUTAGES),
    "estimate_changes": f"""SELECT avg((SELECT count(*) - 1 FROM outages_restorationestimate e WHERE e.outage_id = o.id))
        {OUTAGES}""",
    "estimate_spare_minutes": f"SELECT avg(extract(epoch FROM {FIRST_TOLD} - restored_at)) / 60 {OUTAGES}",
    "kept_percent": """SELECT 100.0 * count(*) FILTER (WHERE ended_by <> 'UTILITY' AND arrived_at <= ends_at) / count(*)
        FROM workorders_appointment WHERE id = ANY(%(ids)s)""",
    "satisfied_percent": share("satisfaction IN ('SATISFIED', 'FAIR')", CALLBACKS),
    "reached_percent": share("satisfaction <> 'NOT_REACHED'", CALLBACKS),
    "callbacks_satisfied_percent": share("satisfaction IN ('SATISFIED', 'FAIR')", CALLBACKS),
    "callbacks_reached_percent": share("satisfaction <> 'NOT_REACHED'", CALLBACKS),
    "in_time_percent": share(f"NOT {STAGE_MISSED}", ARCHIVED),
    "conformity_percent": f"""SELECT 100 * avg(0.4 * (NOT {STAGE_MISSED})::int + 0.3 * (NOT {TOTAL_MISSED})::int
        + 0.3 * coalesce({LAST_SAID} IN ('SATISFIED', 'FAIR'), false)::int) {ARCHIVED}""",
    "days_10kv": CASE_DAYS,
    "days_400v": CASE_DAYS,
    "served": f"SELECT count(*) {CASES}",
    "saved_yuan": f"SELECT sum(cost_saved) {CASES}",
    "minutes_utility_percent": minutes_of("UTILITY"),
    "minutes_customer_percent": minutes_of("CUSTOMER"),
    "minutes_permit_office_percent": minutes_of("PERMIT_OFFICE"),
    "minutes_contractor_percent": minutes_of("CONTRACTOR"),
    "arrival_minutes": f"SELECT avg(extract(epoch FROM arrived_at - reported_at)) / 60 {ORDERS}",
    "repair_minutes": f"SELECT avg(extract(epoch FROM restored_at - arrived_at)) / 60 {ORDERS}",
    "complaints": f"SELECT count(*) {ORDERS}",
    "complaints_per_million": f"SELECT 1e6 * count(*) / {CUSTOMERS} {ORDERS}",
    "opinions": f"SELECT count(*) {ORDERS}",
    "withdrawn": f"SELECT count(*) {ORDERS}",
}


@pytest.fixture(autouse=True)
def world(province):
    return a_july(province)


@pytest.fixture
def boss(signed_in):
    """The whole province, and every gate open."""
    return signed_in("lin")


def listed(who, code, **asked):
    """Every row behind a figure, page by page."""
    found, offset = [], 0
    while offset is not None:
        answer = who.get(f"/api/v1/figures/{code}/rows/", {**DAYS, **asked, "limit": 3, "offset": offset})
        assert answer.status_code == 200, answer.data
        found += answer.data["rows"]
        offset = answer.data["next"]
    assert len({row["id"] for row in found}) == len(found) == answer.data["of"]
    return found


def by_sql(code, ids):
    with connection.cursor() as cursor:
        cursor.execute(SQL[code], {"ids": ids})
        value = cursor.fetchone()[0]
    return None if value is None else float(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_there_is_a_line_of_sql_for_every_figure():
    assert set(SQL) == set(BY_CODE)


def test_every_figure_is_the_sql_over_its_rows(boss, ask):
    wrong, empty = {}, []
    for code in BY_CODE:
        ids = [row["id"] for row in listed(boss, code)]
        told, expected = ask(code, boss)["now"]["value"], by_sql(code, ids)
        empty += [code] * (not ids)
        if told != expected:
            wrong[code] = told, expected
    assert wrong == {}
    assert empty == [], "the world has nothing for these: they say nothing"


def test_every_part_is_the_sql_over_the_rows_of_the_part(boss, ask):
    wrong = {}
    for figure in FIGURES:
        for split in figure.splits:
            known = figure.splits[split]()
            for part in ask(figure.code, boss, by=split.value)["parts"]:
                rows = listed(boss, figure.code, **{split.value: part["key"]}) if part["key"] in known else []
                told = part["rows"], part["value"]
                # What is told per customer is over the customers of the whole, in each part; points come off by the part's own.
                value = (
                    part["value"]
                    if figure.customers or figure.less
                    else by_sql(figure.code, [row["id"] for row in rows])
                )
                if rows and told != (len(rows), value):
                    wrong[figure.code, part["key"]] = told, (len(rows), value)
    assert wrong == {}


def test_parts_of_every_kind_hold_all_rows_once(boss, ask):
    wrong = {}
    for figure in FIGURES:
        whole = ask(figure.code, boss)["now"]["rows"]
        for by in ("units", "centres", *figure.splits):
            parts = ask(figure.code, boss, by=str(by))["parts"]
            wrong[figure.code, by] = sum(part["rows"] for part in parts) - whole
        if figure.by_hour:
            cells = ask(figure.code, boss, by="hour")["cells"]
            wrong[figure.code, "hour"] = sum(cell["rows"] for cell in cells) - whole
        wrong[figure.code, "month"] = ask(figure.code, boss, by="month")["months"][-1]["rows"] - whole
    assert {key: more for key, more in wrong.items() if more} == {}


def test_a_month_told_with_twelve_others_is_the_month_asked_for_by_itself(boss, ask):
    wrong = {}
    for figure in FIGURES:
        months = {str(each["first"]): each["value"] for each in ask(figure.code, boss, by="month")["months"]}
        june = ask(figure.code, boss, **{"from": "2026-06-01", "to": "2026-06-30"})["now"]["value"]
        if months["2026-06-01"] != june:
            wrong[figure.code] = months["2026-06-01"], june
    assert wrong == {}
