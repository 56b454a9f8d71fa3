"""Questions about planned outages: what blocks one, which notice it missed, which plan a device belongs to now."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from outages.life.models import Outage
from outages.life.states import Status
from outages.planned.models.notices import Audience, NoticeRule
from outages.planned.models.plan import PlanFinding, PlannedMove, PlannedOutage, Severity
from outages.planned.states import EARLY_AT_MOST, PlanStatus


def waived_codes(plan: PlannedOutage) -> set[str]:
    return set(plan.waivers.filter(round=plan.round).values_list("code", flat=True))


def findings_of(plan: PlannedOutage) -> list[PlanFinding]:
    """Those of the last check."""
    return list(plan.findings.filter(round=plan.round, at=plan.checked_at)) if plan.checked_at else []


def open_blocks(plan: PlannedOutage) -> list[str]:
    """Codes of blocking findings of the last check that nobody waived."""
    waived = waived_codes(plan)
    blocking = [finding.code for finding in findings_of(plan) if finding.severity == Severity.BLOCK]
    return [code for code in blocking if code not in waived]


def notice_rules(kind: str, *, at: datetime) -> list[NoticeRule]:
    """Rules in force on this day for a kind of outage."""
    day = localdate(at)
    valid = NoticeRule.objects.filter(kind=kind, valid_from__lte=day)
    return list(valid.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("-hours_before"))


def late_notices(plan: PlannedOutage, *, told_at: datetime, important: int) -> list[NoticeRule]:
    """Rules that a notice at ``told_at`` does not keep; those for important customers only when there are any."""
    return [
        rule
        for rule in notice_rules(plan.kind, at=told_at)
        if (rule.audience == Audience.ALL or important)
        and told_at > plan.planned_start_at - timedelta(hours=rule.hours_before)
    ]


def plan_to_start(branch_id: int, *, at: datetime) -> PlannedOutage | None:
    """The announced plan whose window this device's opening falls into."""
    return (
        PlannedOutage.objects.filter(
            status=PlanStatus.ANNOUNCED,
            devices__branch_id=branch_id,
            devices__move=PlannedMove.OPEN,
            planned_start_at__lte=at + EARLY_AT_MOST,
            planned_end_at__gt=at,
        )
        .order_by("planned_start_at", "pk")
        .first()
    )


def plan_at_work(branch_id: int) -> PlannedOutage | None:
    """The plan in progress that this device was opened for."""
    at_work = PlannedOutage.objects.filter(status=PlanStatus.IN_PROGRESS, outage__isnull=False)
    return at_work.filter(devices__branch_id=branch_id, devices__move=PlannedMove.OPEN).order_by("pk").first()


def standing_outage(plan: PlannedOutage) -> Outage | None:
    """Where the customers of the plan's outage stand now: it itself, or the one that it was merged into."""
    outage = Outage.objects.filter(pk=plan.outage_id or 0).first()
    while outage is not None and outage.status == Status.MERGED and outage.parent_id is not None:
        outage = Outage.objects.get(pk=outage.parent_id)
    return outage


def plans_standing_in(outage_ids: Iterable[int]) -> list[int]:
    """Ids of the plans whose customers stand in these outages, their own or one that theirs was merged into."""
    known, fresh = set(outage_ids), set(outage_ids)
    while fresh:
        merged = Outage.objects.filter(parent_id__in=fresh, status=Status.MERGED)
        fresh = set(merged.values_list("pk", flat=True)) - known
        known |= fresh
    plans = PlannedOutage.objects.filter(outage_id__in=known)
    return list(plans.order_by("pk").values_list("pk", flat=True))


def plans_by_outage(outage_ids: Iterable[int]) -> dict[int, PlannedOutage]:
    return {plan.outage_id or 0: plan for plan in PlannedOutage.objects.filter(outage_id__in=list(outage_ids))}


def branches_of(plan: PlannedOutage) -> tuple[list[int], list[int]]:
    """Ids of the devices to be opened, and of those to be closed."""
    rows = list(plan.devices.values_list("branch_id", "move"))
    return (
        [branch_id for branch_id, move in rows if move == PlannedMove.OPEN],
        [branch_id for branch_id, move in rows if move == PlannedMove.CLOSE],
    )
