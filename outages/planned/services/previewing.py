"""A plan that is still being typed, as the check would see it now: nothing of it is kept.

It is drafted and checked by the very services of the real one, in a transaction that is taken back: what is shown while typing is what
the check says afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import EN, ZH
from customers.messages.services.templates import texts_in_force
from customers.messages.wording import write
from customers.models import ServicePoint
from customers.phones import mask_address, mask_name
from outages.planned.models.notices import NoticeRule
from outages.planned.models.plan import PlannedOutage
from outages.planned.selectors.plans import findings_of, late_notices, notice_rules
from outages.planned.services.checking import Affected, check_plan, whom_it_affects
from outages.planned.services.drafting import Draft, draft_plan
from outages.sensitive.models import SensitiveClass

SHOWN_AT_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the check would say; ``who`` are the sensitive customers, masked, at most fifty of them."""

    counts: dict[str, Any]
    who: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    notice: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def preview_plan(*, draft: Draft, at: datetime, actor: Any) -> Preview:
    """Raises as ``draft_plan``. A number is used up, and nothing else is left."""
    plan = draft_plan(draft=draft, at=at, actor=actor)
    plan = check_plan(plan_id=plan.pk, at=at, actor=actor)
    plan.refresh_from_db()
    affected = whom_it_affects(plan)
    found = findings_of(plan)
    seen = Preview(
        counts={
            name: getattr(plan, name)
            for name in ("customers", "important", "life_support", "time_critical", "customer_hours")
        },
        who=_who(affected),
        findings=[{"code": each.code, "severity": each.severity, "params": each.params} for each in found],
        conflicts=_conflicts([number for each in found for number in each.params.get("plans", [])]),
        notice=_notice(plan, affected, at),
        texts=_texts(plan, affected),
    )
    transaction.set_rollback(True)
    return seen


def _who(affected: Affected) -> list[dict[str, Any]]:
    """Life support first, then by class and address."""
    rank = {each: place for place, each in enumerate(SensitiveClass)}
    first = sorted(
        affected.classes.items(), key=lambda row: (row[1] != SensitiveClass.LIFE_SUPPORT, rank[row[1]], row[0])
    )
    chosen = dict(first[:SHOWN_AT_MOST])
    points = ServicePoint.objects.select_related("customer").in_bulk(chosen)
    return [
        {
            "customer": points[pk].customer.number,
            "name": mask_name(points[pk].customer.name),
            "address": mask_address(points[pk].address),
            "sensitive_class": each.value,
            "words": str(each.label),
        }
        for pk, each in chosen.items()
        if pk in points
    ]


def _conflicts(numbers: Sequence[str]) -> list[dict[str, Any]]:
    rows = PlannedOutage.objects.filter(number__in=numbers).order_by("planned_start_at", "pk")
    return [
        {
            "number": row.number,
            "title": row.title,
            "planned_start_at": row.planned_start_at,
            "planned_end_at": row.planned_end_at,
            "status": row.status,
        }
        for row in rows
    ]


def _notice(plan: PlannedOutage, affected: Affected, at: datetime) -> dict[str, Any]:
    """By when customers have to be told, in one sentence; ``late`` where that moment has passed."""
    important = plan.important + plan.life_support
    late = late_notices(plan, told_at=at, important=important)
    rules = [rule for rule in notice_rules(plan.kind, at=at) if rule.audience == "ALL" or important]
    due = min((_due(plan, rule) for rule in rules), default=None)
    return {"late": bool(late), "due_at": due, "sentence": _sentence(plan, rules, late, due, at)}


def _due(plan: PlannedOutage, rule: NoticeRule) -> datetime:
    return plan.planned_start_at - timedelta(hours=rule.hours_before)


def _sentence(
    plan: PlannedOutage, rules: Sequence[NoticeRule], late: Sequence[NoticeRule], due: datetime | None, at: datetime
) -> str:
    if due is None:
        return _("No rule says how early customers have to be told of this.")
    words = {
        "clock": f"{localtime(due):%m-%d %H:%M}",
        "lead": lead_words(max(rule.hours_before for rule in late or rules)),
    }
    if late:
        return (
            _("Too late: customers are told %(lead)s ahead, by %(clock)s; a supervisor has to answer for it.") % words
        )
    return _("In time: tell customers by %(clock)s, %(lead)s ahead.") % words


def lead_words(hours: int) -> str:
    """Seven days, a day, or hours."""
    if hours % 24 == 0 and hours:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def _texts(plan: PlannedOutage, affected: Affected) -> dict[str, str]:
    """The notice as the first of them would read it, in both languages."""
    first = ServicePoint.objects.filter(pk__in=list(affected.points)[:1]).first()
    values = {
        "address": mask_address(first.address) if first else "…",
        "from": plan.planned_start_at.isoformat(),
        "until": plan.planned_end_at.isoformat(),
        "reason": plan.title,
        "number": plan.number,
    }
    texts = texts_in_force()
    return {
        language: write(
            "PLANNED_NOTICE", texts["PLANNED_NOTICE", language][1], values, reason="", last=None, language=language,
            zone=CHINA,
        )
        for language in (ZH, EN)
    }  # fmt: skip
