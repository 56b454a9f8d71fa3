"""The checker: what must be true of the database after any fault, asked in SQL and not through the program's own code."""

from django.db import connection
from django.utils.timezone import now

from command_center.screens.owners import offenders
from tests.leads import LED_RULES

# Each statement lists offenders; a healthy database answers every one with nothing.
MUST_BE_EMPTY = {
    "a report without exactly one order": """
        SELECT r.source_id FROM workorders_faultreport r
        LEFT JOIN workorders_workorder o ON o.id = r.order_id WHERE o.id IS NULL""",
    "a report that was taken twice": """
        SELECT source_id FROM workorders_faultreport GROUP BY source, source_id HAVING count(*) > 1""",
    "an order nobody reported": """
        SELECT o.number FROM workorders_workorder o
        LEFT JOIN workorders_faultreport r ON r.order_id = o.id WHERE r.id IS NULL""",
    "an order with two crews": """
        SELECT order_id FROM dispatch_assignment WHERE released_at IS NULL GROUP BY order_id HAVING count(*) > 1""",
    "a crew with two open offers": """
        SELECT crew_id FROM dispatch_offer WHERE status = 'OFFERED' GROUP BY crew_id HAVING count(*) > 1""",
    "an order of no grave danger before two crews": """
        SELECT f.order_id FROM dispatch_offer f JOIN workorders_workorder o ON o.id = f.order_id
        WHERE f.status = 'OFFERED' AND o.grade > 1 GROUP BY f.order_id HAVING count(*) > 1""",
    "an order neither offered, nor held, nor waiting for a stated reason": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE NOT (
            EXISTS (SELECT FROM dispatch_offer f WHERE f.order_id = o.id AND f.status = 'OFFERED')
            OR EXISTS (SELECT FROM dispatch_assignment a WHERE a.order_id = o.id AND a.released_at IS NULL)
            OR o.status IN ('CANCELLED', 'ARCHIVED')
            OR (o.status = 'MERGED' AND EXISTS (SELECT FROM workorders_workorder p
                WHERE p.id = o.parent_id AND p.status NOT IN ('CANCELLED', 'MERGED', 'ARCHIVED')))
            OR (o.status IN ('RECEIVED', 'PENDING_DISPATCH') AND o.attention <> ''))""",
    "a decision that chose a crew and asked nobody, without a word": """
        SELECT d.id, d.order_id FROM dispatch_decision d
        WHERE d.mode = 'AUTO' AND d.chosen_crew_ids <> '{}' AND d.reason = ''
          AND NOT EXISTS (SELECT FROM dispatch_offer f WHERE f.decision_id = d.id)""",
    "an order that has ended and still holds a crew": """
        SELECT o.number FROM workorders_workorder o WHERE o.status IN ('CANCELLED', 'MERGED', 'ARCHIVED') AND (
            EXISTS (SELECT FROM dispatch_offer f WHERE f.order_id = o.id AND f.status = 'OFFERED')
            OR EXISTS (SELECT FROM dispatch_assignment a WHERE a.order_id = o.id AND a.released_at IS NULL))""",
    "a status that its history does not end in": """
        SELECT o.number FROM workorders_workorder o WHERE o.status <> (
            SELECT c.new FROM workorders_statuschange c WHERE c.order_id = o.id ORDER BY c.id DESC LIMIT 1)""",
    "a step that does not begin where the one before ended": """
        SELECT order_id FROM (
            SELECT order_id, old, lag(new, 1, '') OVER (PARTITION BY order_id ORDER BY id) AS before
            FROM workorders_statuschange) step WHERE old <> before""",
    "an event that was never published": "SELECT id FROM core_eventrecord WHERE seq IS NULL",
    "a gap in the stream": """
        SELECT seq FROM (SELECT seq, lag(seq) OVER (ORDER BY seq) AS before FROM core_eventrecord) numbered
        WHERE seq <> before + 1""",
    "a stream that does not end at its counter": """
        SELECT s.seq FROM core_stream s WHERE s.seq <> (SELECT coalesce(max(seq), 0) FROM core_eventrecord)""",
    "a delivery that is unfinished or dead": """
        SELECT handler, error FROM core_delivery WHERE done_at IS NULL""",
    **LED_RULES,
}


def offences() -> dict[str, list[tuple[object, ...]]]:
    """Rule → the first few rows that break it."""
    with connection.cursor() as cursor:
        found = {}
        for rule, sql in MUST_BE_EMPTY.items():
            cursor.execute(sql)
            found[rule] = cursor.fetchmany(3)
    for forgotten in offenders(at=now()):
        found.setdefault(f"{forgotten.kind}: {forgotten.rule}", []).append((forgotten.name, forgotten.state))
    return {rule: rows for rule, rows in found.items() if rows}


def is_published() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM core_eventrecord WHERE seq IS NULL)")
        return bool(cursor.fetchone()[0])


def reports_kept() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT source_id FROM workorders_faultreport")
        return {row[0] for row in cursor.fetchall()}
