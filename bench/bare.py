"""The reference: one psycopg2 connection doing the same inserts, nearest-crew search and updates, and nothing else.

No HTTP, no ORM, no planner, no event path: what PostgreSQL alone takes for the rows that one report leaves behind.
"""

import json
import time
import uuid
from typing import Any

import psycopg2
from psycopg2.extras import execute_values

from bench.province import spot

ORDER = """
INSERT INTO workorders_workorder (number, kind, status, suspended_from, rev, centre_id, unit_id, org_path, source,
    reporter_name, reporter_phone, description, address, latitude, longitude, area_kind, fault_kind, grade, urgency,
    grade_reasons, hazard, custodian_count, urge_count, attention, permit_number, reported_at, received_at,
    next_due_code, updated_at)
VALUES (%s, 'FAULT', 'RECEIVED', '', 1, %s, %s, %s, 'APP', 'x', '', 'no power', '', %s, %s, 'RURAL', 'LV', 3,
    'NORMAL', '{}', false, 1, 0, '', '', now(), now(), '', now()) RETURNING id
"""
# A plane point: a degree of longitude counts cos(30.9°), the middle of Hubei.
LONGITUDE_SCALE = 0.858
NEAREST = f"""
SELECT p.crew_id FROM dispatch_crewposition p JOIN dispatch_crew c ON c.id = p.crew_id
 WHERE c.active AND c.centre_id = %s AND p.fixed_at > now() - interval '10 minutes'
   AND NOT EXISTS (SELECT 1 FROM dispatch_offer o WHERE o.crew_id = c.id AND o.status = 'OFFERED')
 ORDER BY point(p.longitude * {LONGITUDE_SCALE}, p.latitude) <-> point(%s, %s) LIMIT 24
"""
EVENT_NAMES = ["workorder.opened", "workorder.ready", "workorder.dispatched", "offer.made", "crew.changed"]


class BareLoop:
    """Everything one report leaves behind, statement by statement, in the same three transactions as ours."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg2.connect(dsn)
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT latitude, longitude, parent_id, id, path FROM organisation_orgunit WHERE code LIKE '%T1'"
            )
            self.units = [(lat, lon, centre, unit, path) for lat, lon, centre, unit, path in cursor.fetchall()]
        self.connection.commit()

    def run(self, count: int, offset: int) -> float:
        """Reports per second over ``count`` reports."""
        started = time.perf_counter()
        for number in range(count):
            self._report(offset + number)
        return count / (time.perf_counter() - started)

    def _report(self, number: int) -> None:
        lat, lon = spot(number)
        _, _, centre_id, unit_id, path = min(self.units, key=lambda u: (u[0] - lat) ** 2 + (u[1] - lon) ** 2)
        with self.connection.cursor() as cursor:
            order_id = self._intake(cursor, number, centre_id, unit_id, path, lat, lon)
            self.connection.commit()
            self._judge(cursor, order_id, path)
            self.connection.commit()
            self._route(cursor, order_id, centre_id, path, lat, lon)
            self.connection.commit()

    def _intake(self, cursor: Any, number: int, centre_id: int, unit_id: int, path: str, lat: float, lon: float) -> int:
        cursor.execute(
            "SELECT 1 FROM workorders_faultreport WHERE source = 'APP' AND source_id = %s", [f"bare-{number}"]
        )
        cursor.execute(ORDER, [f"B{number}", centre_id, unit_id, path, lat, lon])
        order_id = int(cursor.fetchone()[0])
        self._change(cursor, order_id, "", "RECEIVED")
        cursor.execute(
            "INSERT INTO workorders_faultreport (source, source_id, order_id, payload, received_at) VALUES ('APP', %s, %s, %s, now())",
            [f"bare-{number}", order_id, json.dumps({"description": "no power", "lat": lat, "lon": lon})],
        )
        cursor.execute(
            "INSERT INTO workorders_trackinglink (order_id, nonce, token_hash, expires_at) VALUES (%s, %s, %s, now())",
            [order_id, str(uuid.uuid4()), uuid.uuid4().hex],
        )
        self._clock(cursor, order_id, ["ACCEPT", "ARRIVE"])
        self._event(cursor, order_id, path, EVENT_NAMES[:1])
        return order_id

    def _judge(self, cursor: Any, order_id: int, path: str) -> None:
        cursor.execute("SELECT id FROM workorders_workorder WHERE id = %s FOR NO KEY UPDATE", [order_id])
        cursor.execute(
            "UPDATE workorders_clock SET stopped_at = now(), outcome = 'MET' WHERE order_id = %s AND code = 'ACCEPT'",
            [order_id],
        )
        for old, new in (("RECEIVED", "JUDGED"), ("JUDGED", "PENDING_DISPATCH")):
            self._change(cursor, order_id, old, new)
            cursor.execute("UPDATE workorders_workorder SET status = %s, rev = rev + 1 WHERE id = %s", [new, order_id])
        self._event(cursor, order_id, path, EVENT_NAMES[1:2])

    def _route(self, cursor: Any, order_id: int, centre_id: int, path: str, lat: float, lon: float) -> None:
        cursor.execute("SELECT id FROM workorders_workorder WHERE id = %s FOR NO KEY UPDATE", [order_id])
        cursor.execute(NEAREST, [centre_id, lon * LONGITUDE_SCALE, lat])
        crews = [row[0] for row in cursor.fetchall()]
        candidates = json.dumps([{"crew_id": crew, "eta_minutes": 10.0, "score": 10.0, "rank": 1} for crew in crews])
        cursor.execute(
            "INSERT INTO dispatch_decision (order_id, at, mode, candidates, rejected, chosen_crew_ids, reason, override_reason)"
            " VALUES (%s, now(), 'AUTO', %s, '[]', %s, '', '') RETURNING id",
            [order_id, candidates, crews[:1]],
        )
        decision_id = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO dispatch_offer (order_id, crew_id, decision_id, status, offered_at, expires_at, on_behalf,"
            " reject_reason, reject_detail) VALUES (%s, %s, %s, 'OFFERED', now(), now(), false, '', '')",
            [order_id, crews[0], decision_id],
        )
        self._clock(cursor, order_id, ["CREW_ACCEPT"])
        self._change(cursor, order_id, "PENDING_DISPATCH", "DISPATCHED")
        cursor.execute("UPDATE workorders_workorder SET status = 'DISPATCHED', rev = rev + 1 WHERE id = %s", [order_id])
        self._event(cursor, order_id, path, EVENT_NAMES[2:])

    def _change(self, cursor: Any, order_id: int, old: str, new: str) -> None:
        cursor.execute(
            "INSERT INTO workorders_statuschange (order_id, old, new, at, recorded_at, reason, detail)"
            " VALUES (%s, %s, %s, now(), now(), '', '')",
            [order_id, old, new],
        )

    def _clock(self, cursor: Any, order_id: int, codes: list[str]) -> None:
        execute_values(
            cursor,
            "INSERT INTO workorders_clock (order_id, code, started_at, limit_minutes, warn_percents, due_at, paused_seconds,"
            " outcome, warned_percent, next_warning_at) VALUES %s",
            [(order_id, code) for code in codes],
            template="(%s, %s, now(), 90, '{50,80,100,120}', now(), 0, '', 0, now())",
        )

    def _event(self, cursor: Any, order_id: int, path: str, names: list[str]) -> None:
        execute_values(
            cursor,
            "INSERT INTO core_eventrecord (name, subject, subject_id, org_path, payload, request_id, at) VALUES %s RETURNING id",
            [(name, order_id, path, json.dumps({"work_order_id": order_id, "org_path": path})) for name in names],
            template="(%s, 'order', %s, %s, %s, '', now())",
        )
        # Stamping, and a delivery for the two events that have a reaction.
        event_ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE core_stream SET seq = seq + %s WHERE id = 1 RETURNING seq", [len(event_ids)])
        top = int(cursor.fetchone()[0])
        for back, event_id in enumerate(reversed(event_ids)):
            cursor.execute("UPDATE core_eventrecord SET seq = %s WHERE id = %s", [top - back, event_id])
        if names[0] in ("workorder.opened", "workorder.ready"):
            cursor.execute(
                "INSERT INTO core_delivery (event_id, handler, due_at, tries, error, done_at) VALUES (%s, 'bare', now(), 0, '', now())",
                [event_ids[0]],
            )
