"""Loading the invented history: a sample of service points, their finished orders, by COPY."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.db import connection
from tqdm import tqdm

from demo import history
from demo.bulk_loading import copy_rows, settle_sequences
from workorders.models import Basis, TimeLimit

SAMPLE = 4000
PLACES = """
SELECT s.id, s.customer_id, s.unit_id, u.parent_id, c.code, s.grid_id, s.transformer_id,
       (SELECT min(id) FROM dispatch_crew WHERE unit_id = s.unit_id), s.org_path, s.latitude, s.longitude, s.area_kind,
       s.address, coalesce((SELECT min(phone) FROM customers_contact t WHERE t.customer_id = s.customer_id), '')
  FROM customers_servicepoint s
  JOIN organisation_orgunit u ON u.id = s.unit_id
  JOIN organisation_orgunit c ON c.id = u.parent_id
 WHERE s.id = ANY(%s) ORDER BY s.id
"""
ORDER_COLUMNS = [
    "id", "number", "kind", "status", "suspended_from", "rev", "centre_id", "unit_id", "grid_id", "org_path", "source",
    "reporter_name", "reporter_phone", "customer_id", "service_point_id", "node_id", "description", "address",
    "latitude", "longitude", "area_kind", "fault_kind", "grade", "urgency", "grade_reasons", "hazard",
    "custodian_count", "urge_count", "attention", "permit_number", "reported_at", "received_at", "accepted_at",
    "arrived_at", "restored_at", "closed_at", "next_due_code", "updated_at",
]  # fmt: skip
CHANGE_COLUMNS = ["order_id", "old", "new", "at", "recorded_at", "reason", "detail"]
CLOCK_COLUMNS = [
    "order_id", "code", "started_at", "limit_minutes", "warn_percents", "due_at", "paused_seconds", "stopped_at",
    "outcome", "warned_percent",
]  # fmt: skip
REPLY_COLUMNS = [
    "order_id", "cause", "measures", "restored_at", "contacted", "contacted_at", "not_contacted_reason", "site_check",
    "customer_opinion", "photo", "at",
]  # fmt: skip


def load_history(rng: np.random.Generator, *, customer_count: int, midnight: datetime) -> int:
    """How many finished orders were loaded. The caller's transaction holds the province already."""
    ids = rng.integers(1, customer_count + 1, SAMPLE).tolist()
    orders = list(history.finished_orders(rng, _places(ids), midnight=midnight))
    limits = _limits()
    tables: dict[str, tuple[list[str], Iterable[history.Row]]] = {
        "workorders_workorder": (ORDER_COLUMNS, map(history.order_row, orders)),
        "workorders_faultreport": (
            ["source", "source_id", "order_id", "payload", "received_at"],
            map(history.report_row, orders),
        ),
        "workorders_statuschange": (CHANGE_COLUMNS, (row for o in orders for row in history.change_rows(o))),
        "workorders_clock": (CLOCK_COLUMNS, (row for o in orders for row in history.clock_rows(o, limits))),
        "workorders_reply": (REPLY_COLUMNS, map(history.reply_row, orders)),
        "workorders_callback": (["order_id", "satisfaction", "comment", "at"], map(history.callback_row, orders)),
        "dispatch_assignment": (
            ["order_id", "crew_id", "engaged", "started_at", "released_at", "release_reason"],
            map(history.assignment_row, orders),
        ),
    }
    for table, (columns, rows) in tqdm(tables.items(), desc="  history", unit=" table"):
        copy_rows(table, columns, rows)
    settle_sequences(["workorders_workorder"])
    return len(orders)


def _limits() -> dict[tuple[str, str], int]:
    """The limits of faults in minutes by code and area, the regulation's floor left out."""
    rows = TimeLimit.objects.filter(valid_to=None, kind="FAULT", limit_minutes__isnull=False).exclude(basis=Basis.LAW)
    return {(row.code, row.area_kind): row.limit_minutes or 0 for row in rows}


def _places(ids: list[int]) -> list[history.Place]:
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [ids])
        return [history.Place(*row) for row in cursor.fetchall()]
