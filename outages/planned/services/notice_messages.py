"""The notices of a plan that leave as messages, and what became of them: the outcome of a notice follows its message."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from customers.messages.catalogue import NOTICE, PromiseKind
from customers.messages.models import Message
from customers.messages.promises import Pledge
from customers.messages.services import Recipient, Subject, Word, tell, withdraw
from outages.ledger.services.statements import run
from outages.planned.choices import Channel, NoticeOutcome
from outages.planned.models.notices import AffectedCustomer, Notice
from outages.planned.models.plan import PlannedOutage

CHANGED = "plan_changed"
# What leaves by message; whichever of them the customer chose.
BY_MESSAGE = (Channel.SMS, Channel.WECHAT)
# The third part of a message's key says of which round it is.
FOLLOW = f"""
UPDATE {Notice._meta.db_table} n SET outcome = f.outcome, delivered_at = f.delivered_at
FROM (
    SELECT m.subject_id AS plan_id, m.customer_id, split_part(m.key, ':', 3) AS event, m.delivered_at,
        CASE WHEN m.state = 'DELIVERED' THEN '{NoticeOutcome.DELIVERED}' ELSE '{NoticeOutcome.FAILED}' END AS outcome
    FROM {Message._meta.db_table} m
    WHERE m.subject_kind = 'plan' AND m.kind = 'PLANNED_NOTICE' AND m.state IN ('DELIVERED', 'FAILED', 'WITHHELD')
        AND (m.id = ANY(%(messages)s::bigint[]) OR (m.subject_id = %(plan)s AND m.state = 'WITHHELD'))
) f, {AffectedCustomer._meta.db_table} a
WHERE n.plan_id = f.plan_id AND a.id = n.affected_id AND a.customer_id = f.customer_id AND n.channel = ANY(%(channels)s)
    AND f.event = 'notice-' || n.round AND (n.outcome, n.delivered_at) IS DISTINCT FROM (f.outcome, f.delivered_at)
"""


def send_notices(plan: PlannedOutage, *, at: datetime) -> int:
    """One message for each customer whom the locked plan affects; how many are new. Who cannot be reached so needs another way."""
    told = tell([_notice(plan)], at=at)
    _follow([], plan.pk)
    return told


def follow_notices(*, message_ids: Sequence[int]) -> int:
    """Notices whose messages arrived or failed say so; how many changed. One statement."""
    return _follow(list(message_ids), None)


def _follow(message_ids: list[int], plan_id: int | None) -> int:
    channels = [channel.value for channel in BY_MESSAGE]
    return run(FOLLOW, {"messages": message_ids, "plan": plan_id, "channels": channels})


@transaction.atomic
def call_off(*, plan_ids: Sequence[int], at: datetime) -> int:
    """Postponed or called off: notices that have not left do not go, and who read one hears that it will not be."""
    plans = list(PlannedOutage.objects.filter(pk__in=list(plan_ids)).order_by("pk"))
    withdraw([("plan", plan.pk) for plan in plans], [NOTICE], at=at, why="plan_called_off")
    return tell([_called_off(plan) for plan in plans], at=at)


def _notice(plan: PlannedOutage) -> Word:
    start, end = plan.planned_start_at, plan.planned_end_at
    return Word(
        kind="PLANNED_NOTICE",
        subject=_subject(plan),
        event=f"notice-{plan.round}",
        to=_affected(plan),
        variables={"from": start.isoformat(), "until": end.isoformat(), "reason": plan.title},
        pledge=Pledge(kind=PromiseKind.WINDOW, from_at=start, until_at=end),
        reason=CHANGED,
        chain=f"plan:{plan.pk}",
    )


def _called_off(plan: PlannedOutage) -> Word:
    return Word(
        kind="PLAN_CALLED_OFF",
        subject=_subject(plan),
        event=f"off-{plan.round}",
        to=_affected(plan),
        variables={"from": plan.planned_start_at.isoformat()},
        pledge=Pledge(kind=PromiseKind.WINDOW),
        reason=CHANGED,
        chain=f"plan:{plan.pk}",
    )


def _subject(plan: PlannedOutage) -> Subject:
    return Subject(kind="plan", id=plan.pk, ref=plan.number, org_path=plan.org_path)


def _affected(plan: PlannedOutage) -> list[Recipient]:
    """One place of each customer, as frozen: the first one."""
    rows = AffectedCustomer.objects.filter(plan=plan, round=plan.round).order_by("-service_point_id")
    first = dict(rows.values_list("customer_id", "service_point_id"))
    return [Recipient(point_id=point_id) for point_id in first.values()]
