"""Do switches, live outages and the ledger of interruptions say the same? Set by set in SQL, on one snapshot.

The present state is found once more here, by spreading from the sources over what is closed: not with the arrays that the
outages themselves were traced with. Phases are not told apart: a point is supplied when its node is reached.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from outages.states import DARK, IN_LEDGER

Difference = tuple[str, int]
"""What the id names (``point`` or ``outage``), and the id."""

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
PREPARE = (
    "DROP TABLE IF EXISTS wire, energised, placed, claimed",
    """
    CREATE TEMP TABLE wire ON COMMIT DROP AS
    SELECT from_node_id AS a, to_node_id AS b FROM network_branch WHERE retired_at IS NULL AND NOT is_open
    UNION ALL SELECT to_node_id, from_node_id FROM network_branch WHERE retired_at IS NULL AND NOT is_open
    """,
    "CREATE INDEX ON wire (a)",
    "ANALYZE wire",
    """
    CREATE TEMP TABLE energised ON COMMIT DROP AS
    WITH RECURSIVE live(id) AS (
        SELECT id FROM network_connectivitynode WHERE is_source UNION SELECT wire.b FROM live JOIN wire ON wire.a = live.id
    ) SELECT id FROM live
    """,
    # A point without a node of its own hangs on its transformer's low-voltage side; without that nobody knows.
    """
    CREATE TEMP TABLE placed ON COMMIT DROP AS
    SELECT sp.id, energised.id IS NULL AS dark
    FROM customers_servicepoint sp
    LEFT JOIN network_branch t ON t.transformer_id = sp.transformer_id AND t.kind = 'TRANSFORMER' AND t.retired_at IS NULL
    LEFT JOIN energised ON energised.id = coalesce(sp.node_id, t.to_node_id)
    WHERE coalesce(sp.node_id, t.to_node_id) IS NOT NULL
    """,
    "CREATE INDEX ON placed (id) WHERE dark",
    """
    CREATE TEMP TABLE claimed ON COMMIT DROP AS
    WITH scope AS (
        SELECT s.* FROM outages_outagescope s JOIN outages_outage o ON o.id = s.outage_id
        WHERE o.status = ANY(%(dark)s) AND o.detected_at < %(before)s
    )
    SELECT sp.id FROM scope JOIN customers_servicepoint sp ON sp.node_id = ANY(scope.node_ids)
    UNION SELECT sp.id FROM scope JOIN customers_servicepoint sp ON sp.transformer_id = ANY(scope.transformer_ids)
    UNION SELECT sp.id FROM scope JOIN customers_servicepoint sp
        ON sp.transformer_id = ANY(scope.unmapped_transformer_ids) AND sp.node_id IS NULL
    UNION SELECT unnest(service_point_ids) FROM scope
    """,
    "ANALYZE energised, placed, claimed",
)


@dataclass(frozen=True)
class Check:
    code: str
    words: str
    names: str
    sql: str


OPEN_ROW = "i.retracted_at IS NULL AND i.on_at IS NULL"
HAS_OPEN_ROW = f"EXISTS (SELECT FROM outages_interruption i WHERE i.service_point_id = p.id AND {OPEN_ROW})"
BY_GENERATOR = """EXISTS (SELECT FROM outages_interruption i WHERE i.service_point_id = p.id AND i.retracted_at IS NULL
    AND i.ended_by = 'GENERATOR' AND i.off_at = (SELECT max(off_at) FROM outages_interruption l
        WHERE l.service_point_id = p.id AND l.retracted_at IS NULL))"""

CHECKS = (
    Check(
        "claimed_dark_without_row",
        "dark within a live outage, not in the ledger",
        "point",
        f"SELECT p.id FROM placed p JOIN claimed USING (id) WHERE p.dark AND NOT {HAS_OPEN_ROW} AND NOT {BY_GENERATOR}",
    ),
    Check(
        "dark_by_no_outage",
        "dark by the switches, in no outage",
        "point",
        # Since when a point is dark no row says: it is judged when no switch has moved within the grace.
        f"""SELECT p.id FROM placed p WHERE p.dark AND NOT {HAS_OPEN_ROW} AND NOT {BY_GENERATOR}
            AND NOT EXISTS (SELECT FROM claimed c WHERE c.id = p.id)
            AND NOT EXISTS (SELECT FROM network_switchoperation s WHERE s.recorded_at >= %(before)s)""",
    ),
    Check(
        "two_open_rows",
        "more than one open interruption",
        "point",
        f"SELECT i.service_point_id FROM outages_interruption i WHERE {OPEN_ROW} GROUP BY 1 HAVING count(*) > 1",
    ),
    Check(
        "open_row_of_an_ended_outage",
        "open interruption of an outage that is over",
        "point",
        f"""SELECT i.service_point_id FROM outages_interruption i JOIN outages_outage o ON o.id = i.outage_id
            WHERE {OPEN_ROW} AND NOT o.status = ANY(%(dark)s)""",
    ),
    Check(
        "open_row_on_a_supplied_point",
        "open interruption behind a device that is closed",
        "point",
        # Who is dark by a fuse that nobody reported is supplied as far as the switches know: only a device that was
        # seen to close speaks against his interruption.
        f"""SELECT i.service_point_id FROM outages_interruption i JOIN outages_outage o ON o.id = i.outage_id
            JOIN network_branch b ON b.id = o.device_id AND NOT b.is_open
            JOIN placed p ON p.id = i.service_point_id AND NOT p.dark
            JOIN LATERAL (SELECT opened, at, recorded_at FROM network_switchoperation s WHERE s.branch_id = b.id
                ORDER BY at DESC, id DESC LIMIT 1) last ON NOT last.opened AND last.at > i.off_at
            WHERE {OPEN_ROW} AND last.recorded_at < %(before)s""",
    ),
    Check(
        "overlap",
        "interruptions that overlap",
        "point",
        """SELECT DISTINCT service_point_id FROM (
            SELECT service_point_id, off_at, lag(coalesce(on_at, 'infinity')) OVER (
                PARTITION BY service_point_id ORDER BY off_at) AS before
            FROM outages_interruption WHERE retracted_at IS NULL) rows WHERE off_at < before""",
    ),
    Check(
        "counts",
        "counts of an outage that differ from its rows",
        "outage",
        """SELECT o.id FROM outages_outage o LEFT JOIN (
            SELECT outage_id, count(DISTINCT service_point_id) AS total, count(*) FILTER (WHERE on_at IS NULL) AS out
            FROM outages_interruption WHERE retracted_at IS NULL GROUP BY 1) rows ON rows.outage_id = o.id
            WHERE o.status = ANY(%(in_ledger)s)
            AND (o.customers_total, o.customers_out) IS DISTINCT FROM (coalesce(rows.total, 0), coalesce(rows.out, 0))""",
    ),
    Check(
        "nobody_dark",
        "live outages with nobody in the dark",
        "outage",
        f"""SELECT o.id FROM outages_outage o WHERE o.status = ANY(%(dark)s) AND o.updated_at < %(before)s
            AND NOT EXISTS (SELECT FROM outages_interruption i WHERE i.outage_id = o.id AND {OPEN_ROW})""",
    ),
)


@transaction.atomic
def differences(*, before: datetime) -> dict[str, list[Difference]]:
    """Per check what contradicts it, ids ascending; what began or moved at ``before`` or later is not judged yet."""
    words: dict[str, Any] = {
        "dark": sorted(status.value for status in DARK),
        "in_ledger": sorted(status.value for status in IN_LEDGER),
        "before": before,
    }
    found: dict[str, list[Difference]] = {}
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:  # not within somebody's transaction
            cursor.execute(SNAPSHOT)
        for statement in PREPARE:
            cursor.execute(statement, words)
        for check in CHECKS:
            cursor.execute(check.sql, words)
            found[check.code] = sorted((check.names, row[0]) for row in cursor.fetchall())
    return found
