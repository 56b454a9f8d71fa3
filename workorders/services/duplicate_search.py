"""Duplicate search: open orders that a new report may be about, so that one household gets one crew.

Reports of one supply, caller or place wait for each other: who comes second finds the order of the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django.db import connection

from command_center.ground.core.geo import EARTH_RADIUS_M
from workorders.kinds import REPAIR_KINDS
from workorders.kinds.fault.states import REPAIR_AHEAD
from workorders.same_matter import SAME_PLACE_M, Matters, Told, cells_of

# Reports are filed in line by hashes of what they are about: a thousand at once take no more locks than these.
LINES = 128
LOCK = 60_451
REACH_DEGREES = SAME_PLACE_M / EARTH_RADIUS_M * 57.3
WIDER = 2.0  # a degree of longitude is shorter; good up to 60° north

# Of a phone only its latest reports are looked at; one with so many orders among them lately is no household's. Assumed.
LATEST, MANY_ORDERS, LATELY = 20, 8, timedelta(days=2)

SHARED = """
SELECT phone FROM organisation_user WHERE phone = ANY(%(phones)s)
UNION SELECT phone FROM organisation_orgunit WHERE phone = ANY(%(phones)s)
UNION SELECT c.phone FROM customers_contact c JOIN customers_servicepoint s ON s.customer_id = c.customer_id
 WHERE c.phone = ANY(%(phones)s) GROUP BY c.phone HAVING count(DISTINCT s.id) > 1
UNION SELECT said.phone FROM unnest(%(phones)s::text[]) said(phone) CROSS JOIN LATERAL (
    SELECT order_id FROM workorders_faultreport r WHERE r.phone = said.phone AND NOT r.phone = '' AND r.received_at > %(since)s
     ORDER BY r.id DESC LIMIT %(latest)s
 ) r GROUP BY said.phone HAVING count(DISTINCT order_id) >= %(many)s
"""
_REPAIRS = ", ".join(f"'{kind}'" for kind in REPAIR_KINDS)
_AHEAD = ", ".join(f"'{status.value}'" for status in sorted(REPAIR_AHEAD))
OPEN_MATTERS = f"""
WITH hit(id) AS (
    SELECT id FROM workorders_workorder WHERE service_point_id = ANY(%(supplies)s)
    UNION SELECT order_id FROM workorders_faultreport WHERE service_point_id = ANY(%(supplies)s)
    UNION SELECT r.order_id FROM unnest(%(phones)s::text[]) said(phone) CROSS JOIN LATERAL (
        SELECT order_id FROM workorders_faultreport r WHERE r.phone = said.phone AND NOT r.phone = ''
         ORDER BY r.id DESC LIMIT %(latest)s
    ) r
    UNION SELECT o.id FROM unnest(%(latitudes)s::float8[], %(longitudes)s::float8[]) p(latitude, longitude)
      JOIN workorders_workorder o ON o.kind IN ({_REPAIRS}) AND o.status IN ({_AHEAD}) AND o.closed_at IS NULL
       AND o.latitude BETWEEN p.latitude - %(reach)s AND p.latitude + %(reach)s
       AND o.longitude BETWEEN p.longitude - %(wide)s AND p.longitude + %(wide)s
)
SELECT o.id, o.service_point_id, o.reporter_name, o.address, o.latitude, o.longitude, o.hazard,
       ARRAY(SELECT coalesce(f.service_point_id, 0) FROM workorders_faultreport f WHERE f.order_id = o.id ORDER BY f.id),
       ARRAY(SELECT f.phone FROM workorders_faultreport f WHERE f.order_id = o.id ORDER BY f.id)
  FROM hit JOIN workorders_workorder o ON o.id = hit.id LEFT JOIN workorders_workorder p ON p.id = o.parent_id
 WHERE o.kind IN ({_REPAIRS}) AND (o.status IN ({_AHEAD}) OR (o.status = 'MERGED' AND p.status IN ({_AHEAD})))
 ORDER BY o.id
"""


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """The open matters that a batch of reports may speak of, and which of their orders are dangers."""

    matters: Matters
    hazards: set[int]


def shared_phones(phones: Sequence[str], *, at: datetime) -> set[str]:
    """Those that may speak for several households: of staff, units, call centres, and customers with several supplies."""
    wanted = sorted(set(phones) - {""})
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(SHARED, {"phones": wanted, "latest": LATEST, "many": MANY_ORDERS, "since": at - LATELY})
        return {phone for (phone,) in cursor.fetchall()}


def lock_matters(told: Sequence[Told]) -> None:
    """Advisory locks until the end of the transaction: nobody else files a report of these supplies, phones and places."""
    keys = {f"supply {each.supply}" for each in told if each.supply is not None}
    keys |= {f"phone {each.phone}" for each in told if each.phone}
    keys |= {f"cell {cell}" for each in told for cell in cells_of(each)}
    lines = sorted({crc32(key.encode()) % LINES for key in keys})
    with connection.cursor() as cursor:
        # In the order of the array, for everybody: nobody waits crosswise.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, line) FROM unnest(%s::int[]) line", [LOCK, lines])


# An order that ended while we waited for its row is no match any more: PostgreSQL reads it again.
LOCKED = "FOR NO KEY UPDATE OF o"


def open_matters(told: Sequence[Told], *, locked: bool = True) -> OpenMatters:
    """The orders with a repair still ahead that any of these may belong to. One query."""
    placed = [each for each in told if each.latitude is not None]
    wanted: dict[str, Any] = {
        "supplies": sorted({each.supply for each in told if each.supply is not None}),
        "phones": sorted({each.phone for each in told} - {""}),
        "latitudes": [each.latitude for each in placed],
        "longitudes": [each.longitude for each in placed],
        "latest": LATEST,
        "reach": REACH_DEGREES,
        "wide": REACH_DEGREES * WIDER,
    }
    found = OpenMatters(Matters(), set())
    with connection.cursor() as cursor:
        cursor.execute(f"{OPEN_MATTERS} {LOCKED if locked else ''}", wanted)
        for order_id, supply, name, address, latitude, longitude, hazard, supplies, phones in cursor.fetchall():
            own = Told(supply=supply, name=name, address=address, latitude=latitude, longitude=longitude)
            found.matters.add(order_id, own)
            for point_id, phone in zip(supplies, phones, strict=True):
                found.matters.add(order_id, Told(supply=point_id or None, phone=phone))
            if hazard:
                found.hazards.add(order_id)
    return found
