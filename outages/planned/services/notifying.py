"""Telling customers of a planned outage: whom it affects is frozen, notices are recorded, late ones need a named waiver."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from outages.ledger.services.statements import run
from outages.planned.choices import Channel, NoticeOutcome
from outages.planned.models.notices import AffectedCustomer, Notice
from outages.planned.models.plan import PlannedOutage, PlanWaiver
from outages.planned.selectors.plans import findings_of, late_notices, notice_rules, waived_codes
from outages.planned.services.checking import Affected, whom_it_affects
from outages.planned.services.notice_messages import send_notices
from outages.sensitive.models import IMPORTANT, SensitiveClass
from workorders.engine.advance import advance, allow
from workorders.engine.writing import raise_attention, write

# Told one by one and not only by announcement (domain reference §4.1, §4.8).
TOLD_THEMSELVES = (*IMPORTANT, SensitiveClass.LIFE_SUPPORT, SensitiveClass.TIME_CRITICAL)
REFUSED = "notice_refused"

FREEZE = f"""
INSERT INTO {AffectedCustomer._meta.db_table}
    (plan_id, round, service_point_id, customer_id, sensitive_class, org_path, frozen_at)
SELECT %(plan)s, %(round)s, p.id, p.customer_id, coalesce(c.sensitive_class, ''), p.org_path, %(at)s
FROM customers_servicepoint p
LEFT JOIN unnest(%(marked)s::bigint[], %(classes)s::text[]) AS c (id, sensitive_class) ON c.id = p.id
WHERE p.id = ANY(%(points)s::bigint[]) ORDER BY p.id
"""
# One message a customer, however many meters he has.
TELL = f"""
INSERT INTO {Notice._meta.db_table} (plan_id, round, affected_id, channel, sent_at, outcome)
SELECT %(plan)s, %(round)s, min(a.id), %(channel)s, %(at)s, %(outcome)s FROM {AffectedCustomer._meta.db_table} a
WHERE a.plan_id = %(plan)s AND a.round = %(round)s
    AND (%(only)s::text[] IS NULL OR a.sensitive_class = ANY(%(only)s::text[]))
GROUP BY a.customer_id ORDER BY 3 ON CONFLICT DO NOTHING
"""


@transaction.atomic
def waive(*, plan_id: int, code: str, reason: str, at: datetime, actor: Any) -> PlanWaiver:
    """The supervisor named here takes a blocking finding or a missed notice upon himself.

    Raises ``Invalid`` for a code that is neither, ``Conflict`` when it was waived already.
    """
    plan = PlannedOutage.objects.lock(plan_id)
    allow([plan], "waive")
    known = {finding.code for finding in findings_of(plan)} | {rule.code for rule in notice_rules(plan.kind, at=at)}
    if code not in known:
        raise Invalid(_("Nothing of this kind was found."), pointer="/code", known=sorted(known))
    if code in waived_codes(plan):
        raise Conflict(_("This was waived already."))
    write([plan])
    return PlanWaiver.objects.create(plan=plan, round=plan.round, code=code, reason=reason, author=actor, at=at)


@transaction.atomic
def notify(
    *,
    plan_id: int,
    at: datetime,
    channels: Sequence[Channel | str] = (Channel.PUBLIC, Channel.SMS),
    actor: Any = None,
) -> PlannedOutage:
    """Freeze whom it affects and record a notice a customer and channel; important ones are called besides.

    Text and WeChat notices leave as one message a customer, by the channel that they chose (``notices.send_notices``).
    Raises ``Conflict`` when a notice rule is missed and no supervisor waived it.
    """
    plan = PlannedOutage.objects.lock(plan_id)
    affected = whom_it_affects(plan)
    _refuse_late(plan, affected, at)
    advance([plan], "notify", at=at, actor=actor, **affected.counts(plan.hours))
    _freeze(plan, affected, at)
    for channel in dict.fromkeys([Channel(channel) for channel in channels]):
        _tell(plan, channel, at)
    if Channel.PHONE not in channels:
        _tell(plan, Channel.PHONE, at, only=TOLD_THEMSELVES)
    if {Channel.SMS, Channel.WECHAT} & set(channels):
        send_notices(plan, at=at)
    return plan


@transaction.atomic
def record_delivery(
    *,
    plan_id: int,
    channel: Channel | str,
    outcome: NoticeOutcome | str,
    at: datetime,
    meters: Collection[str] | None = None,
    actor: Any = None,
) -> int:
    """What became of the notices of a channel, all or those of these meters; how many. A refusal asks for a person."""
    plan = PlannedOutage.objects.lock(plan_id)
    notices = Notice.objects.filter(plan=plan, round=plan.round, channel=channel)
    if meters is not None:
        notices = notices.filter(affected__customer__service_points__meter_number__in=list(meters))
    ids = set(notices.values_list("pk", flat=True))
    done = at if outcome == NoticeOutcome.DELIVERED else None
    count = Notice.objects.filter(pk__in=ids).update(outcome=outcome, delivered_at=done)
    if count and outcome == NoticeOutcome.REFUSED:
        raise_attention([plan], REFUSED)
    write([plan])
    return count


@transaction.atomic
def announce(*, plan_id: int, at: datetime, actor: Any = None) -> PlannedOutage:
    """It is public, and from now on a device that opens in its window is no fault. Raises ``Conflict`` once it has begun."""
    plan = PlannedOutage.objects.lock(plan_id)
    if at >= plan.planned_end_at:
        raise Conflict(_("The window is over: postpone the plan."))
    window: dict[str, Any] = {"announced_start_at": plan.planned_start_at, "announced_end_at": plan.planned_end_at}
    advance([plan], "announce", at=at, actor=actor, **window)
    return plan


def _refuse_late(plan: PlannedOutage, affected: Affected, at: datetime) -> None:
    important = sum(each in TOLD_THEMSELVES for each in affected.classes.values())
    waived = waived_codes(plan)
    late = [rule for rule in late_notices(plan, told_at=at, important=important) if rule.code not in waived]
    if late:
        words = _("Notice is due %(hours)d hours before the start; a supervisor has to waive it.")
        raise Conflict(words % {"hours": late[0].hours_before}, rules=[rule.code for rule in late])


def _freeze(plan: PlannedOutage, affected: Affected, at: datetime) -> None:
    classes = {"marked": list(affected.classes), "classes": [each.value for each in affected.classes.values()]}
    run(FREEZE, {"plan": plan.pk, "round": plan.round, "points": list(affected.points), "at": at, **classes})


def _tell(
    plan: PlannedOutage, channel: Channel, at: datetime, *, only: Collection[SensitiveClass] | None = None
) -> None:
    if channel == Channel.PUBLIC:
        Notice.objects.create(plan=plan, round=plan.round, channel=channel, sent_at=at)
        return
    run(
        TELL,
        {
            "plan": plan.pk,
            "round": plan.round,
            "channel": channel.value,
            "at": at,
            "outcome": NoticeOutcome.RECORDED.value,
            "only": None if only is None else [each.value for each in only],
        },
    )
