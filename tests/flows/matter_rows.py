"""What must be true of matters, what is about them and who answers for them: asked in SQL of the rows, sharing nothing with the product."""

from django.db import connection

ENDED = "'CANCELLED', 'ARCHIVED', 'RETURNED_UPSTREAM', 'FALSE_ALARM', 'FINAL_ANSWER', 'WITHDRAWN', 'DOWNGRADED', 'CLEARED', 'TERMINATED'"
RUNNING = "SELECT FROM workorders_clock c WHERE c.order_id = o.id AND c.stopped_at IS NULL"
# What has to run while a unit or a desk owes something (docs/kinds.md, "watched by"); the answer's clock of a kind bears its name.
OWED = """CASE
    WHEN o.status = 'REPLIED' THEN ARRAY['REVIEW'] WHEN o.status = 'REVIEWED' THEN ARRAY['CALLBACK']
    WHEN o.kind = 'SUPERVISION' THEN ARRAY['SUPERVISE']
    WHEN o.kind = 'SERVICE_REQ' AND o.status = 'HANDLED' THEN ARRAY['SR_REPLY']
    WHEN o.kind = 'SERVICE_REQ' THEN ARRAY['SR_HANDLE']
    WHEN o.kind = 'COMPLAINT' AND o.status = 'REGISTERED' THEN ARRAY['C_DISPATCH']
    WHEN o.kind = 'COMPLAINT' THEN ARRAY['C_CONTACT', 'C_ANSWER']
    WHEN o.kind IN ('FAULT', 'PROACTIVE') THEN ARRAY['ACCEPT', 'ARRIVE', 'RESTORE']
    ELSE ARRAY[o.kind::text] END"""
OPEN_SUPERVISION = f"""SELECT FROM workorders_workorder s
    WHERE s.about_id = o.id AND s.kind = 'SUPERVISION' AND s.status NOT IN ({ENDED})"""
GATE = """CASE WHEN o.kind = 'REPORT' OR o.kind = 'SUPERVISION' AND a.kind = 'REPORT' THEN 'wrongdoing'
    WHEN o.confidential THEN 'confidential' ELSE '' END"""

RULES = {
    "follows an order that has ended, and nobody calls back": f"""
        SELECT o.number, p.status FROM workorders_workorder o JOIN workorders_workorder p ON p.id = o.parent_id
        WHERE o.status = 'MERGED' AND (p.status IN ({ENDED}) AND p.status NOT IN ('ARCHIVED', 'FINAL_ANSWER')
            OR p.status IN ('ARCHIVED', 'FINAL_ANSWER') AND NOT EXISTS ({RUNNING} AND c.code = 'CALLBACK'))""",
    "follows one that follows another": """
        SELECT o.number, p.number FROM workorders_workorder o JOIN workorders_workorder p ON p.id = o.parent_id
        WHERE o.status = 'MERGED' AND p.status = 'MERGED'""",
    "is owed, and the clock of it does not run": f"""
        SELECT o.number, o.kind || ' ' || o.status FROM workorders_workorder o
        WHERE o.status NOT IN ({ENDED}, 'MERGED', 'SUSPENDED', 'JUDGED') AND o.kind NOT IN ('PRAISE', 'CONNECTION')
            AND NOT EXISTS ({RUNNING} AND c.paused_at IS NULL AND c.code = ANY({OWED}))""",
    "has ended, and something of it goes on": f"""
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.status IN ({ENDED}) AND (EXISTS ({RUNNING})
            OR EXISTS (SELECT FROM workorders_pause p WHERE p.order_id = o.id AND p.ended_at IS NULL)
            OR EXISTS (SELECT FROM custody_custody h WHERE h.item_kind = 'order' AND h.item_id = o.id AND h.until IS NULL)
            OR EXISTS (SELECT FROM alarms_alarm m WHERE m.subject_kind = 'order' AND m.subject_id = o.id AND m.cleared_at IS NULL))""",
    "stands still, and nothing says until when": f"""
        SELECT o.number, o.status FROM workorders_workorder o WHERE (o.status = 'SUSPENDED') <> EXISTS (
            SELECT FROM workorders_pause p WHERE p.order_id = o.id AND p.ended_at IS NULL)
            OR o.status NOT IN ({ENDED}, 'SUSPENDED', 'CUSTOMER_WORKS') AND EXISTS ({RUNNING} AND c.paused_at IS NOT NULL)""",
    "is supervised and does not say so, or says so and is not": f"""
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.status NOT IN ({ENDED})
            AND EXISTS ({OPEN_SUPERVISION}) <> ('supervised' = ANY(array_append(o.attention_also, o.attention)))""",
    "has no name, or two": f"""
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.status NOT IN ({ENDED}) AND 1 <> (
            SELECT count(*) FROM custody_custody h WHERE h.item_kind = 'order' AND h.item_id = o.id AND h.until IS NULL)""",
    "stands in the name of somebody who may not hear of it": """
        SELECT o.number, u.role FROM workorders_workorder o
        JOIN custody_custody h ON h.item_kind = 'order' AND h.item_id = o.id AND h.until IS NULL
        JOIN organisation_user u ON u.id = h.holder_id
        WHERE o.gate = 'wrongdoing' AND u.role <> 'QUALITY_OFFICER'""",
    "stands behind another gate than it has to": f"""
        SELECT o.number, o.gate FROM workorders_workorder o LEFT JOIN workorders_workorder a ON a.id = o.about_id
        WHERE o.gate <> {GATE}""",
    "names another moment than the one that is due next": """
        SELECT o.number, coalesce(o.next_due_code, '') FROM workorders_workorder o WHERE o.next_due_at IS DISTINCT FROM (
            SELECT min(c.due_at) FROM workorders_clock c WHERE c.order_id = o.id AND c.stopped_at IS NULL AND c.paused_at IS NULL
                AND c.code NOT IN ('DISPATCH', 'CONTACT'))""",
    "was told through a hotline, and its clock does not run": f"""
        SELECT o.number, r.source FROM workorders_faultreport r JOIN workorders_workorder o ON o.id = r.order_id
        WHERE r.source IN ('HOTLINE_12345', 'HOTLINE_12398') AND o.status NOT IN ({ENDED}) AND NOT EXISTS (
            {RUNNING} AND c.code = 'X_' || right(r.source, 5))""",
    "shows a reason that no alarm tells, or the other way round": f"""
        SELECT o.number, reason FROM workorders_workorder o, unnest(array_append(o.attention_also, o.attention)) reason
        WHERE reason <> '' AND o.status NOT IN ({ENDED}) AND NOT EXISTS (SELECT FROM alarms_alarm m
            WHERE m.subject_kind = 'order' AND m.subject_id = o.id AND m.code = reason AND m.cleared_at IS NULL)
        UNION ALL
        SELECT o.number, m.code FROM alarms_alarm m JOIN workorders_workorder o ON o.id = m.subject_id
        WHERE m.subject_kind = 'order' AND m.cleared_at IS NULL AND m.code IN ('supervised', 'media_attention')
            AND NOT m.code = ANY(array_append(o.attention_also, o.attention))""",
}


def breaches():
    """(rule, order, what is wrong) of every row that breaks one."""
    with connection.cursor() as cursor:
        for rule, sql in RULES.items():
            cursor.execute(sql)
            yield from ((rule, *row) for row in cursor.fetchall())
