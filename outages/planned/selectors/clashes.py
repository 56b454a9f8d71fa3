"""What speaks against a plan: other plans, earlier outages of the same people, days and hours that are protected."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import F, Q, Value

from command_center.ground.core.values import china_day
from outages.ledger.services.statements import rows_of
from outages.planned.clashes import NEAR, Clash, days_of_window, evening_minutes, gap, gravest
from outages.planned.models.notices import ProtectedPeriod
from outages.planned.models.plan import AlternativeKind, PlannedDevice, PlannedMove, PlannedOutage
from outages.planned.selectors.plans import late_notices
from outages.reliability.frequency import OutageDays, find
from outages.reliability.frequency_rules import Rule
from outages.reliability.selectors.frequency_rules import rules_of_set
from outages.reliability.selectors.outage_days import outage_days

NAMED_AT_MOST = 20


def clashes_of(plan: PlannedOutage, points: Collection[int], *, at: datetime) -> list[Clash]:
    """Every finding about a plan that affects these service points, as of ``at``. Its counts are written already."""
    return [
        *([] if points else [Clash(code="nobody_affected")]),
        *_other_plans(plan),
        *_third_outages(plan, points, at),
        *_protected(plan),
        *_who_matters(plan),
        *_evening(plan),
        *_notice(plan, at),
        *_transfer(plan),
    ]


def _other_plans(plan: PlannedOutage) -> list[Clash]:
    """Plans on any of its feeders at the same time block; shortly before or after they could have been one."""
    start, end = plan.planned_start_at, plan.planned_end_at
    feeders = feeders_of(plan)
    shared = PlannedDevice.objects.filter(branch__feeder_id__in=feeders).values("plan_id")
    around = PlannedOutage.objects.live().exclude(pk=plan.pk).overlapping(start - NEAR, end + NEAR)
    around = around.filter(Q(feeder_id__in=feeders) | Q(pk__in=shared)).order_by("planned_start_at", "pk")
    rows = list(around.values_list("number", "planned_start_at", "planned_end_at"))
    overlapping = [n for n, s, e in rows if s < end and e > start]
    near = [n for n, s, e in rows if n not in overlapping and gap(start, end, s, e) <= NEAR]
    found = {"feeder_overlap": overlapping, "feeder_near": near}
    return [Clash(code=code, params={"plans": some[:NAMED_AT_MOST]}) for code, some in found.items() if some]


def feeders_of(plan: PlannedOutage, *moves: PlannedMove) -> list[int]:
    """Of all its devices, or of those so moved: a plan may open switches of one feeder and close a tie of another."""
    devices = plan.devices.filter(move__in=moves or PlannedMove.values, branch__feeder__isnull=False)
    return sorted({*devices.values_list("branch__feeder_id", flat=True), *filter(None, [plan.feeder_id])})


def _third_outages(plan: PlannedOutage, points: Collection[int], at: datetime) -> list[Clash]:
    """With this plan, whose outages are as many as the rules of set P say? Counted in the days before the work."""
    day = china_day(plan.planned_start_at)
    met: dict[str, Any] = {}
    for rule in rules_of_set("P"):
        touched = _entities(rule, plan, points)
        found = find(rule, _with_plan(rule, touched, plan, at), until=day) if touched else []
        if found:
            most = max(finding.count for finding in found)
            met[rule.entity.lower()] = {"entities": len(found), "most": most, "rule": rule.code}
    return [Clash(code="third_outage", params=met)] if met else []


def _entities(rule: Rule, plan: PlannedOutage, points: Collection[int]) -> list[int]:
    if rule.entity == "FEEDER":
        return feeders_of(plan, PlannedMove.OPEN)
    column = "transformer_id" if rule.entity == "TRANSFORMER" else "customer_id"
    statement = f"SELECT DISTINCT {column} FROM customers_servicepoint WHERE id = ANY(%(points)s::bigint[]) ORDER BY 1"
    return [row[0] for row in rows_of(statement, {"points": list(points)})]


def _with_plan(rule: Rule, touched: list[int], plan: PlannedOutage, at: datetime) -> OutageDays:
    """The ledger's outages at these entities and, at each of them, the one that is planned."""
    day = china_day(plan.planned_start_at)
    first = max(rule.span.first_day(day), day - timedelta(days=366))
    known = outage_days(rule.entity, first=first, until=day, at=at, only=touched)
    count = len(touched)
    return OutageDays(
        entity=np.concatenate([known.entity, np.array(touched, dtype=np.int64)]),
        outage=np.concatenate([known.outage, np.full(count, -plan.pk)]),
        day=np.concatenate([known.day, np.full(count, np.datetime64(day, "D"))]),
        kind=np.concatenate([known.kind, np.full(count, plan.kind)]),
        minutes=np.concatenate([known.minutes, np.full(count, plan.hours * 60)]),
        external=np.concatenate([known.external, np.zeros(count, dtype=bool)]),
        major_day=np.concatenate([known.major_day, np.zeros(count, dtype=bool)]),
    )


def _protected(plan: PlannedOutage) -> list[Clash]:
    """Exams and festivals of the plan's place, or of a unit above it."""
    first, last = days_of_window(plan.planned_start_at, plan.planned_end_at)
    of_here = ProtectedPeriod.objects.annotate(here=Value(plan.org_path)).filter(
        Q(org_path="") | Q(here__startswith=F("org_path"))
    )
    rows = list(of_here.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on"))
    if not rows:
        return []
    names = [row.name for row in rows][:NAMED_AT_MOST]
    severity = gravest(row.severity for row in rows)
    return [Clash(code="protected_period", params={"periods": names}, severity=severity)]


def _who_matters(plan: PlannedOutage) -> list[Clash]:
    """Life support blocks unless a generator vehicle stands by for it."""
    supplied = plan.alternatives.filter(kind=AlternativeKind.GENERATOR, chosen=True).exists()
    counts = {
        "important_customers": plan.important,
        "life_support": plan.life_support,
        "time_critical": plan.time_critical,
    }
    return [
        Clash(code=code, params={"customers": count}, severity="WARN" if supplied else "")
        for code, count in counts.items()
        if count
    ]


def _evening(plan: PlannedOutage) -> list[Clash]:
    minutes = evening_minutes(plan.planned_start_at, plan.planned_end_at)
    return [Clash(code="evening_peak", params={"minutes": round(minutes)})] if minutes else []


def _notice(plan: PlannedOutage, at: datetime) -> list[Clash]:
    """Told today it would be too late; whether it is, is decided when the notices go out."""
    late = late_notices(plan, told_at=at, important=plan.important + plan.life_support)
    return [Clash(code="notice_short", params={"rules": [rule.code for rule in late]})] if late else []


def _transfer(plan: PlannedOutage) -> list[Clash]:
    """A tie that is in no device list would keep somebody supplied."""
    ties = plan.alternatives.filter(kind=AlternativeKind.TRANSFER, chosen=False).order_by("-customers")
    best = ties.values_list("branch__code", "customers").first()
    return [Clash(code="transfer_possible", params={"device": best[0], "customers": best[1]})] if best else []
