"""The checker of outages × orders: a live outage is led, or a crew is called. In SQL, not through the program's own code."""

from django.db import connection

AHEAD = """('RECEIVED', 'JUDGED', 'PENDING_DISPATCH', 'DISPATCHED', 'ACCEPTED',
           'EN_ROUTE', 'ON_SITE', 'REPAIRING', 'SUSPENDED')"""
WITHOUT_REPAIR = "('CANCELLED', 'FALSE_ALARM', 'RETURNED_UPSTREAM', 'MERGED')"
# Split off by a person, with a reason: that crew goes because somebody wants it.
WANTED = """EXISTS (SELECT FROM workorders_statuschange s WHERE s.order_id = c.id AND s.old = 'MERGED'
    AND s.reason IN ('split', 'not_satisfied') AND s.actor_id IS NOT NULL)"""
REVIEWED = "('REVIEWED', 'CALLED_BACK', 'ARCHIVED')"

# Each statement lists offenders; a healthy database answers every one with nothing once events and the sweep have run.
LED_RULES = {
    "customers are dark by a live fault outage and no order with a repair before it leads": f"""
        SELECT o.number, o.status, l.number, l.status FROM outages_outage o
        LEFT JOIN workorders_workorder l ON l.id = o.lead_order_id
        WHERE (o.kind = 'FAULT' OR o.nested_in_id IS NOT NULL)
        AND o.status IN ('PROBABLE', 'CONFIRMED', 'PARTIALLY_RESTORED')
        AND EXISTS (SELECT FROM outages_interruption i
                    WHERE i.outage_id = o.id AND i.on_at IS NULL AND i.retracted_at IS NULL)
        AND (l.id IS NULL OR l.status NOT IN {AHEAD})""",
    "a suspicion is led by an order that is over although others called": f"""
        SELECT o.number, l.number, l.status, c.number FROM outages_outage o
        JOIN workorders_workorder l ON l.id = o.lead_order_id AND l.status NOT IN {AHEAD}
        JOIN outages_outageorder k ON k.outage_id = o.id
        JOIN workorders_workorder c ON c.id = k.order_id AND c.status = 'MERGED'
        WHERE o.status = 'PREDICTED'""",
    "an order follows one that ended without a repair": f"""
        SELECT c.number, p.number, p.status FROM workorders_workorder c JOIN workorders_workorder p ON p.id = c.parent_id
        WHERE c.status = 'MERGED' AND p.status IN {WITHOUT_REPAIR}""",
    "an order follows one that is reviewed and nobody will call its customer": f"""
        SELECT c.number, p.number, p.status FROM workorders_workorder c JOIN workorders_workorder p ON p.id = c.parent_id
        WHERE c.status = 'MERGED' AND p.status IN {REVIEWED} AND NOT EXISTS (
            SELECT FROM workorders_clock k WHERE k.order_id = c.id AND k.code = 'CALLBACK' AND k.stopped_at IS NULL)""",
    "a customer is dark and follows an order that has no repair before it": f"""
        SELECT c.number, p.number, p.status FROM workorders_workorder c
        JOIN workorders_workorder p ON p.id = c.parent_id AND p.status NOT IN {AHEAD}
        JOIN outages_outageorder k ON k.order_id = c.id
        JOIN outages_interruption i ON i.outage_id = k.outage_id AND i.service_point_id = c.service_point_id
             AND i.on_at IS NULL AND i.retracted_at IS NULL
        WHERE c.status = 'MERGED'""",
    "two orders send a crew to one outage, and neither is a danger": f"""
        SELECT k.outage_id, array_agg(c.number) FROM outages_outageorder k
        JOIN outages_outage o ON o.id = k.outage_id
             AND o.status IN ('PREDICTED', 'PROBABLE', 'CONFIRMED', 'PARTIALLY_RESTORED')
        JOIN workorders_workorder c ON c.id = k.order_id
        WHERE c.status IN {AHEAD} AND c.status <> 'SUSPENDED' AND NOT c.hazard AND NOT {WANTED}
        GROUP BY k.outage_id
        HAVING count(*) > 1 AND bool_or(c.status NOT IN ('ON_SITE', 'REPAIRING'))""",
}


def breaches() -> dict[str, list[tuple[object, ...]]]:
    """Rule → the first few rows that break it."""
    with connection.cursor() as cursor:
        found = {}
        for rule, sql in LED_RULES.items():
            cursor.execute(sql)
            found[rule] = cursor.fetchmany(3)
    return {rule: rows for rule, rows in found.items() if rows}
