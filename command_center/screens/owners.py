"""Nobody waits unseen: every live thing has somebody who acts, or a moment at which it is looked at again.

Asked in SQL of the rows alone, sharing nothing with the services: what they forget shows here. Each rule lists its offenders as
(name, what is wrong with it); a healthy house answers every one with nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# A sweep looks every few seconds; what is this late has been forgotten.
SWEEP_PATIENCE = "10 minutes"
# A first call is waited for, and after it the sweep makes an order of its own.
LEADER_PATIENCE = "5 minutes"


@dataclass(frozen=True)
class Offender:
    kind: str
    rule: str
    name: str
    state: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name} ({self.state}): {self.rule}"


RUNNING = "SELECT FROM workorders_clock c WHERE c.order_id = o.id AND c.stopped_at IS NULL AND c.paused_at IS NULL"
HELD = "SELECT FROM dispatch_assignment a WHERE a.order_id = o.id AND a.released_at IS NULL"
# Lists of what a rule leaves out: a state that is new is watched from its first day, whoever forgets to write it down here.
ENDED = "'CANCELLED', 'ARCHIVED', 'RETURNED_UPSTREAM', 'FALSE_ALARM', 'FINAL_ANSWER', 'WITHDRAWN', 'DOWNGRADED', 'CLEARED', 'TERMINATED'"
# The repair is behind it. Everything else: somebody goes, or is looked for.
REPAIR_OVER = f"{ENDED}, 'MERGED', 'RESTORED', 'REPLIED', 'REVIEWED', 'REWORK', 'CALLED_BACK'"
NO_CREW_YET = "'RECEIVED', 'JUDGED', 'PENDING_DISPATCH', 'DISPATCHED'"
AT_THE_DESK = "'REPLIED', 'REVIEWED', 'REWORK', 'CALLED_BACK', 'SUSPENDED', 'MERGED'"
REPAIR = "o.kind IN ('FAULT', 'PROACTIVE')"

ORDERS = {
    "waits, and no running clock says until when": f"""
        SELECT o.number, o.status FROM workorders_workorder o
        WHERE {REPAIR} AND o.status NOT IN ({ENDED}, 'JUDGED', 'CALLED_BACK', 'SUSPENDED', 'MERGED')
            AND NOT EXISTS ({RUNNING})""",
    "is no fault, and no running clock says until when": f"""
        SELECT o.number, o.kind || ' ' || o.status FROM workorders_workorder o
        WHERE NOT {REPAIR} AND o.status NOT IN ({ENDED}, 'MERGED', 'SUSPENDED') AND NOT EXISTS ({RUNNING})""",
    "is kept back, and no reason asks a person to look": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.status = 'JUDGED' AND o.attention = ''""",
    "has no place, and no reason asks a person to set it": f"""
        SELECT o.number, o.status FROM workorders_workorder o
        WHERE {REPAIR} AND o.latitude IS NULL AND o.status IN ('RECEIVED', 'JUDGED', 'PENDING_DISPATCH') AND o.attention = ''""",
    "is before a crew, and no offer is open": f"""
        SELECT o.number, o.status FROM workorders_workorder o WHERE {REPAIR} AND o.status = 'DISPATCHED' AND NOT EXISTS (
            SELECT FROM dispatch_offer f WHERE f.order_id = o.id AND f.status = 'OFFERED')""",
    "is with a crew, and no crew holds it": f"""
        SELECT o.number, o.status FROM workorders_workorder o
        WHERE {REPAIR} AND o.status NOT IN ({ENDED}, {NO_CREW_YET}, {AT_THE_DESK}) AND NOT EXISTS ({HELD})""",
    "is held by a crew that is no longer in service": """
        SELECT o.number, o.status FROM workorders_workorder o
        JOIN dispatch_assignment a ON a.order_id = o.id AND a.released_at IS NULL
        JOIN dispatch_crew w ON w.id = a.crew_id
        WHERE NOT w.active AND o.attention = '' AND o.status NOT IN ('SUSPENDED', 'MERGED')""",
    "is suspended, and nothing says when it goes on": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.status = 'SUSPENDED' AND NOT EXISTS (
            SELECT FROM workorders_pause p WHERE p.order_id = o.id AND p.ended_at IS NULL
                AND p.expected_resume_at IS NOT NULL)""",
    "should go on by now, and no reason asks a person to look": f"""
        SELECT o.number, o.status FROM workorders_workorder o
        JOIN workorders_pause p ON p.order_id = o.id AND p.ended_at IS NULL
        WHERE o.status = 'SUSPENDED' AND p.expected_resume_at < %(at)s::timestamptz - interval '{SWEEP_PATIENCE}'
            AND o.attention = ''""",
    "follows an order that has ended, and nobody calls its customer back": f"""
        SELECT o.number, o.status || ' → ' || p.number || ' ' || p.status FROM workorders_workorder o
        JOIN workorders_workorder p ON p.id = o.parent_id
        WHERE o.status = 'MERGED' AND p.status IN ({ENDED}, 'MERGED') AND NOT EXISTS ({RUNNING})""",
    "is open although it follows another": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.parent_id IS NOT NULL
            AND o.status IN ('PENDING_DISPATCH', 'DISPATCHED')""",
    "has been called back, and was not archived": f"""
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.status = 'CALLED_BACK' AND NOT EXISTS ({RUNNING})""",
}

LIVE_OUTAGE = "'PREDICTED', 'PROBABLE', 'CONFIRMED', 'PARTIALLY_RESTORED'"
PLANNED_WORK = (
    "SELECT FROM outages_plannedoutage p WHERE p.outage_id = u.id AND p.status = 'IN_PROGRESS' AND ("
    " p.planned_end_at > %(at)s OR p.attention <> '')"
)
OUTAGES = {
    "customers are dark, and neither an order with a repair ahead nor work in progress leads it": f"""
        SELECT u.number, u.status || coalesce(' → ' || o.number || ' ' || o.status, '') FROM outages_outage u
        LEFT JOIN workorders_workorder o ON o.id = u.lead_order_id
        WHERE u.status IN ('PROBABLE', 'CONFIRMED', 'PARTIALLY_RESTORED') AND u.customers_out > 0
            AND u.detected_at < %(at)s::timestamptz - interval '{LEADER_PATIENCE}'
            AND coalesce(o.status IN ({REPAIR_OVER}), true) AND NOT EXISTS ({PLANNED_WORK})""",
    "is live with nobody dark, and nobody is asked": f"""
        SELECT u.number, u.status FROM outages_outage u
        WHERE u.status IN ('PROBABLE', 'CONFIRMED', 'PARTIALLY_RESTORED') AND u.customers_out = 0 AND u.attention = ''
            AND u.updated_at < %(at)s::timestamptz - interval '{SWEEP_PATIENCE}'
            AND NOT EXISTS (SELECT FROM outages_restorecheck k WHERE k.outage_id = u.id AND k.finished_at IS NULL)""",
    "is only suspected, and did not ripen": """
        SELECT u.number, u.status FROM outages_outage u
        WHERE u.status = 'PREDICTED' AND u.detected_at < %(at)s::timestamptz - interval '1 day' AND u.attention = ''""",
    "is restored, and neither a round of questions, an order nor a plan ends it": f"""
        SELECT u.number, u.status FROM outages_outage u
        LEFT JOIN workorders_workorder o ON o.id = u.lead_order_id
        WHERE u.status IN ('RESTORED', 'VERIFIED') AND u.attention = ''
            AND u.updated_at < %(at)s::timestamptz - interval '{SWEEP_PATIENCE}'
            AND coalesce(o.status IN ({ENDED}, 'MERGED'), true)
            AND NOT EXISTS (SELECT FROM outages_restorecheck k WHERE k.outage_id = u.id AND k.finished_at IS NULL)
            AND NOT EXISTS (SELECT FROM outages_plannedoutage p WHERE p.outage_id = u.id
                            AND p.status IN ('IN_PROGRESS', 'RESTORED'))""",
}

PLANS = {
    "its start has passed, and no reason asks a person to look": """
        SELECT p.number, p.status FROM outages_plannedoutage p
        WHERE p.status IN ('DRAFT', 'CHECKED', 'APPROVED', 'NOTIFYING', 'ANNOUNCED') AND p.attention = ''
            AND p.planned_start_at < %(at)s::timestamptz - interval '30 minutes'""",
    "its end has passed, and no reason asks a person to look": f"""
        SELECT p.number, p.status FROM outages_plannedoutage p WHERE p.status = 'IN_PROGRESS' AND p.attention = ''
            AND p.planned_end_at < %(at)s::timestamptz - interval '{SWEEP_PATIENCE}'""",
    "the work is over for a day, and nobody is asked to close it": """
        SELECT p.number, p.status FROM outages_plannedoutage p WHERE p.status = 'RESTORED' AND p.attention = ''
            AND p.actual_end_at < %(at)s::timestamptz - interval '1 day'""",
}

ALARMS = {
    "is open, and no centre answers for it": """
        SELECT a.subject_name, a.code FROM alarms_alarm a WHERE a.cleared_at IS NULL AND NOT EXISTS (
            SELECT FROM organisation_orgunit u WHERE u.active AND a.org_path LIKE u.path || '%%')""",
    "is open, although its order has ended": f"""
        SELECT a.subject_name, a.code FROM alarms_alarm a JOIN workorders_workorder o ON o.id = a.subject_id
        WHERE a.cleared_at IS NULL AND a.subject_kind = 'order' AND o.status IN ({ENDED})""",
    "is open, although its outage is over": """
        SELECT a.subject_name, a.code FROM alarms_alarm a JOIN outages_outage u ON u.id = a.subject_id
        WHERE a.cleared_at IS NULL AND a.subject_kind = 'outage' AND u.status IN ('CLOSED', 'DISMISSED', 'MERGED')""",
    "is open, although its plan is over": """
        SELECT a.subject_name, a.code FROM alarms_alarm a JOIN outages_plannedoutage p ON p.id = a.subject_id
        WHERE a.cleared_at IS NULL AND a.subject_kind = 'plan' AND p.status IN ('CLOSED', 'CANCELLED')""",
    "a reason of a plan that no alarm tells": """
        SELECT p.number, said.code FROM outages_plannedoutage p, unnest(array_prepend(p.attention, p.attention_also)) said(code)
        WHERE p.attention <> '' AND p.status NOT IN ('CLOSED', 'CANCELLED') AND NOT EXISTS (
            SELECT FROM alarms_alarm a WHERE a.subject_kind = 'plan' AND a.subject_id = p.id AND a.code = said.code
                AND a.cleared_at IS NULL)""",
    "a reason of an order that no alarm tells": f"""
        SELECT o.number, reason FROM workorders_workorder o, unnest(array_prepend(o.attention, o.attention_also)) reason
        WHERE o.attention <> '' AND o.status NOT IN ({ENDED}) AND NOT EXISTS (
            SELECT FROM alarms_alarm a WHERE a.subject_kind = 'order' AND a.subject_id = o.id AND a.code = reason
                AND a.cleared_at IS NULL)""",
}

DELIVERIES = {
    "was given up and waits for a person": """
        SELECT d.id::text, d.handler FROM core_delivery d WHERE d.done_at IS NULL AND d.dead_at IS NOT NULL""",
    "is due, and nobody has taken it": f"""
        SELECT d.id::text, d.handler FROM core_delivery d WHERE d.done_at IS NULL AND d.dead_at IS NULL
            AND d.due_at < %(at)s::timestamptz - interval '{SWEEP_PATIENCE}'""",
}

# A name for everything open (docs/decisions/0015-a-name-for-every-open-item.md): what is open stands here once more, in SQL alone.
OPEN_ITEMS = {
    "order": f"SELECT o.id, o.number AS name, o.status FROM workorders_workorder o WHERE o.status NOT IN ({ENDED})",
    "outage": """SELECT u.id, u.number AS name, u.status FROM outages_outage u
        WHERE u.status NOT IN ('CLOSED', 'DISMISSED', 'MERGED')""",
    "plan": "SELECT p.id, p.number AS name, p.status FROM outages_plannedoutage p WHERE p.status NOT IN ('CLOSED', 'CANCELLED')",
    "alarm": """SELECT a.id, a.subject_name AS name, a.code AS status FROM alarms_alarm a
        WHERE a.cleared_at IS NULL AND a.subject_kind NOT IN ('order', 'outage', 'plan')""",
}
HELD_BY_NAME = "SELECT FROM custody_custody c WHERE c.item_kind = '{kind}' AND c.item_id = i.id AND c.until IS NULL"

CUSTODY = {
    **{
        f"an open {kind} has no name that answers for it": f"""
            SELECT i.name, i.status FROM ({items}) i WHERE NOT EXISTS ({HELD_BY_NAME.format(kind=kind)})"""
        for kind, items in OPEN_ITEMS.items()
    },
    **{
        f"has ended, and somebody still answers for it ({kind})": f"""
            SELECT c.item_id::text, 'since ' || c.since FROM custody_custody c WHERE c.until IS NULL
                AND c.item_kind = '{kind}' AND NOT EXISTS (SELECT FROM ({items}) i WHERE i.id = c.item_id)"""
        for kind, items in OPEN_ITEMS.items()
    },
    "answers for something open, and is not on duty": """
        SELECT p.username, c.item_kind || ' ' || c.item_id FROM custody_custody c
        JOIN organisation_user p ON p.id = c.holder_id
        WHERE c.until IS NULL AND NOT EXISTS (
            SELECT FROM custody_deskduty d WHERE d.person_id = c.holder_id AND d.until IS NULL)""",
    "is held by the centre itself, although its supervisor is on duty": """
        SELECT u.name, c.item_kind || ' ' || c.item_id FROM custody_custody c JOIN organisation_orgunit u ON u.id = c.centre_id
        WHERE c.until IS NULL AND c.holder_id IS NULL AND c.trade <> 'wrongdoing' AND EXISTS (
            SELECT FROM custody_deskduty d WHERE d.centre_id = c.centre_id AND d.until IS NULL AND d.role = 'SUPERVISOR')""",
    "is on duty, and may not be": f"""
        SELECT p.username, d.role FROM custody_deskduty d JOIN organisation_user p ON p.id = d.person_id
        WHERE d.until IS NULL AND (NOT p.is_active OR p.role <> d.role)
            AND d.since < %(at)s::timestamptz - interval '{SWEEP_PATIENCE}'""",
}

# Whose minute it is (docs/connection.md), once more from the rows of the history alone.
OWNER_OF = """CASE WHEN s.new = 'CUSTOMER_WORKS' THEN 'CUSTOMER'
    WHEN s.new = 'SUSPENDED' THEN CASE WHEN s.reason IN ('', 'customer_asks_later') THEN 'CUSTOMER'
        WHEN s.reason IN ('police_cordon', 'road_closed') THEN 'PERMIT_OFFICE' ELSE 'UTILITY' END
    ELSE 'UTILITY' END"""
OWN_CLOCKS = """'CONN_TOTAL', 'CONN_SURVEY', 'CONN_PLAN', 'CONN_DESIGN', 'CONN_MID', 'CONN_COMPLETION', 'CONN_APPOINT_1',
    'CONN_APPOINT_2', 'CONN_ENERGISE'"""
CONNECTIONS = {
    "is a connection without a case": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.kind = 'CONNECTION' AND NOT EXISTS (
            SELECT FROM workorders_connectioncase c WHERE c.order_id = o.id)""",
    "has minutes that nobody or two owners have: their sum is not the time that passed": f"""
        SELECT o.number, o.status FROM workorders_workorder o
        LEFT JOIN LATERAL (SELECT max(s.at) AS at FROM workorders_statuschange s
            WHERE s.order_id = o.id AND s.new IN ({ENDED})) ended ON o.status IN ({ENDED})
        LEFT JOIN LATERAL (SELECT sum(least(coalesce(upper(p.during), %(at)s), %(at)s) - lower(p.during)) AS owned
            FROM workorders_ownedperiod p WHERE p.order_id = o.id AND lower(p.during) < %(at)s) p ON true
        WHERE o.kind = 'CONNECTION' AND o.reported_at < %(at)s
            AND coalesce(p.owned, interval '0') <> greatest(coalesce(ended.at, %(at)s), o.reported_at) - o.reported_at""",
    "has a gap in its minutes": """
        SELECT o.number, count(*)::text FROM workorders_workorder o,
            LATERAL (SELECT unnest(range_agg(p.during)) FROM workorders_ownedperiod p WHERE p.order_id = o.id) piece
        WHERE o.kind = 'CONNECTION' GROUP BY o.number HAVING count(*) > 1""",
    "belongs to another owner than its state says": f"""
        SELECT o.number, o.status || ' ' || p.owner FROM workorders_workorder o
        JOIN workorders_ownedperiod p ON p.order_id = o.id AND upper_inf(p.during)
        JOIN LATERAL (SELECT s.new, s.reason FROM workorders_statuschange s WHERE s.order_id = o.id ORDER BY s.id DESC LIMIT 1) s ON true
        WHERE o.kind = 'CONNECTION' AND p.owner <> CASE WHEN o.status = 'GRID_WORKS_WAIT'
            THEN coalesce((SELECT d.owner FROM workorders_griddependency d WHERE d.order_id = o.id AND d.ended_at IS NULL), '')
            ELSE {OWNER_OF} END""",
    "has a clock of our own minutes that runs in another's, or rests in ours": f"""
        SELECT o.number, c.code FROM workorders_workorder o
        JOIN workorders_ownedperiod p ON p.order_id = o.id AND upper_inf(p.during)
        JOIN workorders_clock c ON c.order_id = o.id AND c.stopped_at IS NULL AND c.code IN ({OWN_CLOCKS})
        WHERE o.kind = 'CONNECTION' AND (c.paused_at IS NULL) <> (p.owner = 'UTILITY'
            OR (c.code = 'CONN_TOTAL' AND o.sub_kind = 'LV_RESIDENT' AND o.status <> 'SUSPENDED'))""",
    "waits for grid works, or does not, against its rows": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.kind = 'CONNECTION' AND (o.status = 'GRID_WORKS_WAIT')
            <> EXISTS (SELECT FROM workorders_griddependency d WHERE d.order_id = o.id AND d.ended_at IS NULL)""",
}

RULES = {
    "connection": CONNECTIONS,
    "order": ORDERS,
    "outage": OUTAGES,
    "plan": PLANS,
    "alarm": ALARMS,
    "delivery": DELIVERIES,
    "custody": CUSTODY,
}


def offenders(*, at: datetime) -> Iterator[Offender]:
    """Everything live that nobody looks after, one query a rule."""
    with connection.cursor() as cursor:
        for kind, rules in RULES.items():
            for rule, sql in rules.items():
                cursor.execute(sql, {"at": at})
                yield from (Offender(kind, rule, name, state) for name, state in cursor.fetchall())
