"""A full board on the made province (``bench/province.py``): live orders of every phase with their clocks, and outages."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from bench import province

CHUNK = 2000
PHASES = ("PENDING_DISPATCH", "DISPATCHED", "ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING", "SUSPENDED", "RESTORED")
FAULTS = ("LV", "MV", "METERING", "CUSTOMER_SIDE", "UNKNOWN")
SAID = ("低压线被树枝压断", "表箱冒烟", "全村停电", "变压器响", "进户线冒火花", "电压低灯不亮")
LIMIT_MINUTES = 90


def make_board(orders: int, outages: int, *, crews: int) -> None:
    """Written without events: nothing reacts to them."""
    from command_center.ground.organisation.models import OrgUnit

    province.build(cities=10, crews=crews)
    stations = list(OrgUnit.objects.filter(level="TOWNSHIP_STATION").select_related("parent").order_by("path"))
    _orders(orders, stations)
    _outages(outages, stations)


def _orders(count: int, stations: list[Any]) -> None:
    from workorders.models import Clock, WorkOrder

    at = now()
    made = []
    for n in range(count):
        unit = stations[n % len(stations)]
        lat, lon = province.spot(n)
        reported, status = at - timedelta(minutes=n * 0.618 % 80), PHASES[n * 7 // 3 % len(PHASES)]
        made.append(
            WorkOrder(
                number=f"{at:%Y%m%d}{unit.parent.code}F{n:06d}",
                kind="FAULT",
                status=status,
                suspended_from="ON_SITE" if status == "SUSPENDED" else "",
                centre=unit.parent,
                unit=unit,
                org_path=unit.path,
                source="HOTLINE_95598",
                reporter_name="冉启明",
                reporter_phone="+8613800005612",
                description=SAID[n % len(SAID)],
                address=f"{unit.parent.name} {n % 97} 村 {n % 9 + 1} 组",
                latitude=lat,
                longitude=lon,
                fault_kind=FAULTS[n % len(FAULTS)],
                grade=1 if n % 50 == 0 else 2 if n % 7 == 0 else 3,
                attention="no_crew" if n % 40 == 0 else "",
                reported_at=reported,
                received_at=reported,
                next_due_at=reported + timedelta(minutes=LIMIT_MINUTES),
                next_due_code="ARRIVE",
            )
        )
    rows = WorkOrder.objects.bulk_create(made, batch_size=CHUNK)
    Clock.objects.bulk_create(
        [
            Clock(
                order=row,
                code="ARRIVE",
                started_at=row.reported_at,
                limit_minutes=LIMIT_MINUTES,
                due_at=row.reported_at + timedelta(minutes=LIMIT_MINUTES),
                warn_percents=[],
            )
            for row in rows
        ],
        batch_size=CHUNK,
    )


def _outages(count: int, stations: list[Any]) -> None:
    from outages.models import Outage

    at = now()
    made = []
    for n in range(count):
        unit = stations[n % len(stations)]
        lat, lon = province.spot(n * 3 + 1)
        total = 1 + n * n % 400
        started = at - timedelta(minutes=n % 200)
        made.append(
            Outage(
                number=f"{at:%Y%m%d}{unit.parent.code}O{n:06d}",
                status=("PREDICTED", "PROBABLE", "CONFIRMED", "CONFIRMED")[n % 4],
                centre=unit.parent,
                operating_org=unit.parent,
                serving_org=unit.parent,
                org_path=unit.path,
                latitude=lat,
                longitude=lon,
                started_at=started,
                detected_at=started,
                customers_total=total,
                customers_out=total,
                etr_at=at + timedelta(minutes=30 + n % 240),
                etr_p50_at=at + timedelta(minutes=20 + n % 180),
                etr_source="MODEL",
                etr_revision=1,
            )
        )
    Outage.objects.bulk_create(made, batch_size=CHUNK)
