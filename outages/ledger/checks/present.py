"""Do switches, live outages and the ledger of interruptions say the same? Set by set in SQL, on one snapshot.

The present state is found once more here, by spreading from the sources over what is closed: not with the arrays that the
outages themselves were traced with. Phase by phase: a point is supplied while one of its phases is reached.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from outages.life.states import DARK, IN_LEDGER

Difference = tuple[str, int]
"""What the id names (``point`` or ``outage``), and the id."""

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
# A vertex is a node on one phase: node * 8 + the place of the letter. Naming no phase means all; S is the customer side
# of a single-phase transformer, on which its one phase becomes S.
LINKS = """
WITH named AS (
    SELECT id, from_node_id, to_node_id, is_open, kind = 'TRANSFORMER' OR device = 'TRANSFORMER' AS transforms,
        CASE WHEN phases = '' THEN 'ABCS' ELSE phases END AS phases
    FROM network_branch WHERE retired_at IS NULL
),
served AS (
    SELECT unnest(ARRAY[from_node_id, to_node_id]) AS id FROM named WHERE NOT transforms AND phases LIKE '%%S%%'
),
turned AS (
    SELECT *, transforms AND phases NOT LIKE '%%S%%' AND length(translate(phases, 'N', '')) = 1 AS single,
        from_node_id IN (SELECT id FROM served) AS serves_from, to_node_id IN (SELECT id FROM served) AS serves_to
    FROM named
)
SELECT from_node_id * 8 + strpos('ABCS', CASE WHEN single AND serves_from AND NOT serves_to THEN 'S' ELSE letter END) AS a,
    to_node_id * 8 + strpos('ABCS', CASE WHEN single AND serves_to AND NOT serves_from THEN 'S' ELSE letter END) AS b,
    is_open, id AS branch_id
FROM turned CROSS JOIN LATERAL unnest(string_to_array(phases, NULL)) AS letter WHERE letter <> 'N'
"""
# A point without a node of its own hangs on its transformer's low-voltage side; without that nobody knows.
POINTS = """
SELECT sp.id, coalesce(sp.node_id, t.to_node_id) AS node_id, string_to_array(sp.phases, NULL) AS phases
FROM customers_servicepoint sp LEFT JOIN network_branch t
    ON t.transformer_id = sp.transformer_id AND t.kind = 'TRANSFORMER' AND t.retired_at IS NULL
"""
PREPARE = (
    "DROP TABLE IF EXISTS link, wire, energised, phase_of, placed, claimed",
    f"CREATE TEMP TABLE link ON COMMIT DROP AS {LINKS}",
    """
    CREATE TEMP TABLE wire ON COMMIT DROP AS
    SELECT a, b FROM link WHERE NOT is_open UNION ALL SELECT b, a FROM link WHERE NOT is_open
    """,
    "CREATE INDEX ON wire (a)",
    "ANALYZE wire",
    """
    CREATE TEMP TABLE energised ON COMMIT DROP AS
    WITH RECURSIVE live(id) AS (
        SELECT id * 8 + place FROM network_connectivitynode, generate_series(1, 4) AS place WHERE is_source
        UNION SELECT wire.b FROM live JOIN wire ON wire.a = live.id
    ) SELECT id FROM live
    """,
    """
    CREATE TEMP TABLE phase_of ON COMMIT DROP AS
    SELECT v.id / 8 AS node_id, array_agg(substr('ABCS', (v.id %% 8)::int, 1)) AS present,
        coalesce(array_agg(substr('ABCS', (v.id %% 8)::int, 1)) FILTER (WHERE e.id IS NOT NULL), '{}') AS live
    FROM (SELECT a AS id FROM link UNION SELECT b FROM link) v LEFT JOIN energised e ON e.id = v.id GROUP BY 1
    """,
    "ALTER TABLE phase_of ADD PRIMARY KEY (node_id)",
    f"""
    CREATE TEMP TABLE placed ON COMMIT DROP AS
    SELECT p.id, NOT CASE
        WHEN f.node_id IS NULL THEN n.is_source
        WHEN p.phases && f.present THEN p.phases && f.live
        ELSE cardinality(f.live) > 0 END AS dark
    FROM ({POINTS}) p JOIN network_connectivitynode n ON n.id = p.node_id LEFT JOIN phase_of f ON f.node_id = p.node_id
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
