"""The plans behind the planned outages that the invented ledger knows of the last weeks: closed, some of them late."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.utils.timezone import localtime

from command_center.ground.organisation.models import User
from demo.plans import HOUR, INVENTED, NOTE
from outages.models import Outage, OutageKind, PlanChange, PlanChangeKind, PlannedDevice, PlannedOutage
from outages.planned.states import PlanStatus

PAST = timedelta(days=28)


def load_past_plans(people: Mapping[str, User], *, at: datetime) -> int:
    """The planned outages that the ledger knows of the last weeks get the plan that was behind them."""
    recent = Outage.objects.filter(kind=OutageKind.PLANNED, closed_at__gt=at - PAST, planned_outage=None)
    outages = list(recent.exclude(device=None).select_related("centre", "feeder").defer("centre__area").order_by("pk"))
    first = PlannedOutage.objects.count() + 1
    rows = [_past_plan(first + n, outage, people) for n, outage in enumerate(outages)]
    plans = PlannedOutage.objects.bulk_create(rows)
    PlannedDevice.objects.bulk_create(
        [PlannedDevice(plan=row, branch_id=outage.device_id or 0) for row, outage in zip(plans, outages, strict=True)]
    )
    PlanChange.objects.bulk_create([change for row in plans for change in _past_changes(row, people)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('outages_plan_number_seq', %s)", [first + len(plans)])
    return len(plans)


def _past_plan(number: int, outage: Outage, people: Mapping[str, User]) -> PlannedOutage:
    back = outage.restored_at or outage.started_at
    start = outage.started_at - timedelta(minutes=outage.pk % 9)
    end = (
        start + HOUR * (1 + (back - start) // HOUR) if outage.pk % 6 else back - timedelta(minutes=20)
    )  # some ran late
    told = start - timedelta(days=8 + outage.pk % 4)
    return PlannedOutage(
        number=f"{localtime(told):%Y%m%d}{outage.centre.code[:6]:0>6}P{number:06d}", kind=outage.kind,
        status=PlanStatus.CLOSED.value, title=f"{outage.feeder.name if outage.feeder else ''}检修", reason="线路检修",
        work=f"线路检修{INVENTED}", feeder_id=outage.feeder_id, centre=outage.centre, org_path=outage.org_path,
        latitude=outage.latitude, longitude=outage.longitude, planned_start_at=start, planned_end_at=end,
        announced_start_at=start, announced_end_at=end, actual_start_at=outage.started_at, actual_end_at=back,
        customers=outage.customers_total, customer_hours=round(outage.customers_total * ((end - start) / HOUR), 2),
        applicant=people["controller"], approver=people["supervisor"], checked_at=told - 2 * HOUR,
        approved_at=told - HOUR, outage=outage,
    )  # fmt: skip


def _past_changes(row: PlannedOutage, people: Mapping[str, User]) -> list[PlanChange]:
    told = row.approved_at or row.planned_start_at
    began, ended = row.actual_start_at or row.planned_start_at, row.actual_end_at or row.planned_end_at
    moments = [
        (PlanStatus.DRAFT, told - 30 * HOUR), (PlanStatus.CHECKED, told - HOUR), (PlanStatus.APPROVED, told),
        (PlanStatus.NOTIFYING, told + HOUR), (PlanStatus.ANNOUNCED, told + 2 * HOUR),
        (PlanStatus.IN_PROGRESS, began), (PlanStatus.RESTORED, ended), (PlanStatus.CLOSED, ended + HOUR),
    ]  # fmt: skip
    changes: list[PlanChange] = []
    old = PlanStatus.DRAFT
    for status, at in moments:
        actor = people["supervisor" if status == PlanStatus.APPROVED else "controller"]
        changes.append(
            PlanChange(
                plan=row, kind=PlanChangeKind.STATUS if changes else PlanChangeKind.DRAFTED, old=old.value,
                new=status.value, start_before_at=row.planned_start_at, end_before_at=row.planned_end_at, at=at,
                actor=actor, reason=NOTE,
            )
        )  # fmt: skip
        old = status
    return changes
