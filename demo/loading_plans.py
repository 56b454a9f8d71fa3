"""Loading the invented plans: what is on paper in sets, what is dark now through the services that make it so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.utils.timezone import localtime

from command_center.ground.organisation.models import Level, OrgUnit, User
from customers.models import ServicePoint
from demo.bulk_loading import copy_rows
from demo.graph import Graph
from demo.plans import HOUR, INVENTED, NOTE, InventedPlan, invented_plans
from demo.plans_at_work import begin
from demo.plans_of_the_past import load_past_plans
from outages.models import (
    AlternativeKind,
    Outage,
    PlanAlternative,
    PlanChange,
    PlanChangeKind,
    PlanFinding,
    PlannedDevice,
    PlannedOutage,
    PlanWaiver,
)
from outages.planned.clashes import SEVERITY, evening_minutes
from outages.planned.services.checking import Affected
from outages.planned.states import PlanStatus
from outages.sensitive.selectors.classes import sensitive_classes

QUIET = timedelta(days=1)

FROZEN = """
INSERT INTO outages_affectedcustomer (plan_id, round, service_point_id, customer_id, sensitive_class, org_path, frozen_at)
SELECT f.plan_id, 1, sp.id, sp.customer_id, f.sensitive_class, sp.org_path, f.at
FROM frozen f JOIN customers_servicepoint sp ON sp.id = f.point_id ORDER BY f.plan_id, sp.id
"""
# One text message a customer; who matters more was called besides; everybody could read it. A few never arrived.
NOTICES = """
INSERT INTO outages_notice (plan_id, round, affected_id, channel, sent_at, outcome, delivered_at)
SELECT plan_id, 1, affected_id, channel, at, outcome, CASE outcome WHEN 'DELIVERED' THEN at + interval '2 min' END
FROM (
    SELECT a.plan_id, min(a.id) AS affected_id, 'SMS' AS channel, min(a.frozen_at) AS at,
        CASE WHEN p.status = 'NOTIFYING' THEN 'RECORDED' WHEN min(a.id) %% 37 = 0 THEN 'FAILED' ELSE 'DELIVERED' END AS outcome
    FROM outages_affectedcustomer a JOIN outages_plannedoutage p ON p.id = a.plan_id GROUP BY a.plan_id, p.status, a.customer_id
    UNION ALL
    SELECT plan_id, min(id), 'PHONE', min(frozen_at) + interval '10 min', 'DELIVERED'
    FROM outages_affectedcustomer WHERE sensitive_class <> ALL (ARRAY['', 'SENSITIVE']) GROUP BY plan_id, customer_id
    UNION ALL
    SELECT plan_id, NULL, 'PUBLIC', min(frozen_at), 'RECORDED' FROM outages_affectedcustomer GROUP BY plan_id
) told ORDER BY plan_id, channel, affected_id
"""


def load_plans(rng: np.random.Generator, graph: Graph, *, at: datetime) -> int:
    """How many plans there are now. The caller's transaction holds the province, its accounts and its past already."""
    busy = set(Outage.objects.filter(restored_at__gt=at - QUIET).values_list("feeder_id", flat=True))
    feeders = [feeder for feeder in graph.feeders if feeder.node.id not in busy]
    made = list(invented_plans(rng, feeders, at=at))
    people = {user.username: user for user in User.objects.filter(username__in=["controller", "supervisor"])}
    plans = _Writer(people, _centres(), _points_of(made), at).write(made)
    begin(made, plans, actor=people["controller"], at=at)
    return len(plans) + load_past_plans(people, at=at)


def _centres() -> dict[str, OrgUnit]:
    return {unit.path: unit for unit in OrgUnit.objects.filter(level=Level.COUNTY_CENTRE).defer("area")}


def _points_of(made: Sequence[InventedPlan]) -> list[list[int]]:
    """Service points that each plan darkens."""
    nodes = [low.node_id for plan in made for low in plan.low]
    found: dict[int, list[int]] = {}
    for node_id, point_id in ServicePoint.objects.filter(node_id__in=nodes).order_by("pk").values_list("node_id", "pk"):
        found.setdefault(node_id, []).append(point_id)
    return [sorted(point for low in plan.low for point in found.get(low.node_id, [])) for plan in made]


class _Writer:
    """The rows of plans that nobody has begun yet; work at hand stands here as announced."""

    def __init__(
        self, people: dict[str, User], centres: dict[str, OrgUnit], points: list[list[int]], at: datetime
    ) -> None:
        self.people, self.centres, self.points, self.at = people, centres, points, at

    def write(self, made: Sequence[InventedPlan]) -> list[PlannedOutage]:
        affected = self._affected(made)
        plans = PlannedOutage.objects.bulk_create(
            [self._plan(n, plan, whom) for n, (plan, whom) in enumerate(zip(made, affected, strict=True), 1)]
        )
        pairs = list(zip(plans, made, strict=True))
        PlannedDevice.objects.bulk_create([PlannedDevice(plan=row, branch_id=plan.device_id) for row, plan in pairs])
        PlanChange.objects.bulk_create([change for row, plan in pairs for change in self._changes(row, plan)])
        findings = [finding for row, plan in pairs for finding in _findings(row, plan)]
        PlanFinding.objects.bulk_create(findings)
        PlanWaiver.objects.bulk_create(self._waivers(findings))
        PlanAlternative.objects.bulk_create([_live_line(row) for row in plans if row.checked_at])
        self._tell(pairs, affected)
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('outages_plan_number_seq', %s)", [len(plans) + 1])
        return plans

    def _affected(self, made: Sequence[InventedPlan]) -> list[Affected]:
        """Classes by the day of the work: one question a day, not one a plan."""
        days: dict[Any, list[int]] = {}
        for n, plan in enumerate(made):
            days.setdefault(localtime(plan.start).date(), []).append(n)
        found: dict[int, Affected] = {}
        for members in days.values():
            points = [point for n in members for point in self.points[n]]
            classes = sensitive_classes(points, on=made[members[0]].start)
            for n in members:
                own = {point: classes[point] for point in self.points[n] if point in classes}
                found[n] = Affected(points=self.points[n], classes=own)
        return [found[n] for n in range(len(made))]

    def _plan(self, number: int, plan: InventedPlan, affected: Affected) -> PlannedOutage:
        unit, steps = plan.feeder.node.unit, plan.steps
        centre = self.centres[unit.path.removesuffix(f"{unit.code}/")]
        told, approved = steps.get(PlanStatus.ANNOUNCED), steps.get(PlanStatus.APPROVED)
        status = PlanStatus.ANNOUNCED if told and not plan.slot.not_done else plan.slot.status
        hours = (plan.first_end - plan.start) / HOUR
        checked = PlanStatus.CHECKED in steps
        return PlannedOutage(
            number=f"{localtime(steps[PlanStatus.DRAFT]):%Y%m%d}{centre.code[:6]:0>6}P{number:06d}",
            kind=plan.slot.kind, status=status.value, title=plan.title[:120], work=plan.work, reason=plan.reason,
            feeder_id=plan.feeder.node.id, centre=centre, org_path=unit.path, latitude=round(plan.spot[0], 6),
            longitude=round(plan.spot[1], 6), planned_start_at=plan.start, planned_end_at=plan.first_end,
            announced_start_at=plan.start if told else None, announced_end_at=plan.first_end if told else None,
            applicant=self.people["controller"], approver=self.people["supervisor"] if approved else None,
            approved_at=approved, checked_at=steps.get(PlanStatus.CHECKED), not_done=plan.slot.not_done,
            **(affected.counts(hours) if checked else {}),
        )  # fmt: skip

    def _changes(self, row: PlannedOutage, plan: InventedPlan) -> list[PlanChange]:
        supervisor, controller = self.people["supervisor"], self.people["controller"]
        steps: list[tuple[PlanStatus, datetime, str]] = [(s, at, "") for s, at in plan.steps.items()]
        if plan.slot.not_done:
            steps.append((plan.slot.status, self.at - HOUR / 6, plan.slot.why))
        changes: list[PlanChange] = []
        old = PlanStatus.DRAFT
        for status, at, reason in steps:
            changes.append(
                PlanChange(
                    plan=row, kind=PlanChangeKind.STATUS if changes else PlanChangeKind.DRAFTED, old=old.value,
                    new=status.value, start_before_at=row.planned_start_at, end_before_at=row.planned_end_at, at=at,
                    actor=supervisor if status == PlanStatus.APPROVED else controller, reason=reason or NOTE,
                )
            )  # fmt: skip
            old = status
        return changes

    def _waivers(self, findings: Sequence[PlanFinding]) -> list[PlanWaiver]:
        """What blocked a plan that went on was waived by name."""
        return [
            PlanWaiver(
                plan=finding.plan, round=1, code=finding.code, reason=f"已安排发电车{INVENTED}",
                author=self.people["supervisor"], at=finding.plan.approved_at,
            )
            for finding in findings
            if finding.severity == "BLOCK" and finding.plan.approved_at
        ]  # fmt: skip

    def _tell(self, pairs: Sequence[tuple[PlannedOutage, InventedPlan]], affected: Sequence[Affected]) -> None:
        rows = [
            (row.pk, point, whom.classes[point].value if point in whom.classes else "", told)
            for (row, plan), whom in zip(pairs, affected, strict=True)
            if (told := plan.steps.get(PlanStatus.NOTIFYING))
            for point in whom.points
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE frozen (plan_id bigint, point_id bigint, sensitive_class text, at timestamptz)"
                " ON COMMIT DROP"
            )
            copy_rows("frozen", ["plan_id", "point_id", "sensitive_class", "at"], rows)
            cursor.execute(FROZEN)
            cursor.execute(NOTICES, [])


def _findings(row: PlannedOutage, plan: InventedPlan) -> list[PlanFinding]:
    """Those that can be told without a trace; checking a plan again says the rest."""
    if row.checked_at is None:
        return []
    counts = {
        "important_customers": row.important,
        "life_support": row.life_support,
        "time_critical": row.time_critical,
    }
    found: dict[str, dict[str, Any]] = {code: {"customers": count} for code, count in counts.items() if count}
    if minutes := evening_minutes(row.planned_start_at, row.planned_end_at):
        found["evening_peak"] = {"minutes": round(minutes)}
    return [
        PlanFinding(plan=row, round=1, code=code, severity=SEVERITY[code], params=params, at=row.checked_at)
        for code, params in found.items()
    ]


def _live_line(row: PlannedOutage) -> PlanAlternative:
    return PlanAlternative(
        plan=row, kind=AlternativeKind.LIVE_LINE, customers=row.customers, customer_hours=row.customer_hours
    )
