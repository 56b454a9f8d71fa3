"""A July with rows for every figure of the catalogue, some in June and in the year before, and what counts nowhere."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from command_center.ground.organisation.roles import Role
from outages.estimates.models import RestorationEstimate
from outages.models import ServedCustomers
from outages.reliability.services.figures import refresh_outage_figures
from tests.connections.cases import make_case
from tests.figures.facts import complained, july, repaired
from tests.figures.world_of_answers import acceptances, business, judgements, notices
from tests.outages.ledger_rows import make_interruption, make_outage, make_points, write
from tests.people import make_user
from workorders.kinds.connection.models import Appointment, ConnectionCase, OwnedPeriod, VisitSlot
from workorders.models import Callback, Clock, FaultReport, StatusChange, WorkOrder

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def a_july(p: SimpleNamespace) -> None:
    _repairs(p)
    _clocks()
    _complaints()
    _callbacks()
    _outages(p)
    _connections(p)
    acceptances(p)
    judgements(p, make_user("at-the-desk", Role.DISPATCHER, p.xianfeng))
    notices(p)
    business()


def _repairs(p: SimpleNamespace) -> None:
    orders = [
        repaired(f"R-{number}", at=july(2 + number, 8 + number), arrival=arrival, repair=repair, accepted_at=july(28))
        for number, (arrival, repair) in enumerate([(20, 30), (40, 90), (33.3, 47), (61, 200)])
    ]
    repaired("R-town", at=july(9, 23), arrival=12, repair=15, area_kind="URBAN", source="APP", fault_kind="MV")
    repaired("R-open", at=july(31, 23), arrival=50, accepted_at=july(31, 23), custodian_count=4)
    repaired("R-june", at=july(30, month=6), arrival=90, repair=90)
    repaired("R-year", at=july(3, year=2025), arrival=70, repair=100)
    _change(orders[0], urge_count=2)
    _change(orders[1], parent=orders[0], status="MERGED")
    _change(orders[2], status="RETURNED_UPSTREAM", closed_at=july(20))
    _change(orders[3], kind="PROACTIVE", status="ARCHIVED", closed_at=july(21))
    StatusChange.objects.create(order=orders[3], old="REVIEWED", new="REWORK", at=july(10))
    # Two calls of one supply before it was repaired: one crew for the first supply, two for the other.
    one, two = make_points(p.t1, 2)
    first = repaired("S-1", at=july(14), arrival=30, repair=60, service_point=one)
    FaultReport.objects.create(
        order=first, source="PHONE", source_id="S-1-again", urge=True, payload={}, received_at=july(14, 10)
    )
    repaired("S-2", at=july(15), arrival=30, repair=120, service_point=two)
    repaired("S-2-again", at=july(15, 10), arrival=20, repair=20, service_point=two)
    repaired("S-2-later", at=july(15, 20), arrival=20, repair=20, service_point=two)


def _change(order: WorkOrder, **fields: Any) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(**fields)


def _clocks() -> None:
    """Met, missed, open and overdue; not counted: void, and open with time left."""
    order = repaired("K-1", at=july(1), arrival=10)
    Clock.objects.filter(order=order).delete()
    for code in ("ACCEPT", "ARRIVE", "RESTORE", "OPINION", "CONSULT"):
        for outcome, due in (("MET", 3), ("MET", 3), ("MISSED", 3), ("", 3), ("VOID", 3)):
            stopped = july(4) if outcome else july(5)
            _clock(order, code, july(2), july(due), outcome, stopped)
        _clock(order, code, july(2), datetime(2199, 1, 1, tzinfo=july(1).tzinfo), "", july(6))


def _clock(order: Any, code: str, started: datetime, due: datetime, outcome: str, stopped: datetime) -> None:
    """Stopped even where it has no outcome: of one code one clock runs at a time."""
    Clock.objects.create(
        order=order, code=code, started_at=started, due_at=due, limit_minutes=60, outcome=outcome, stopped_at=stopped
    )


def _complaints() -> None:
    for number in range(4):
        complained(f"C-{number}", at=july(4 + number), concerns="422826T01" if number else "")
    complained("C-app", at=july(9), source="APP", concerns="422827T01")
    gone: Any = complained("C-gone", at=july(12))
    _change(gone, status="WITHDRAWN")
    complained("C-sealed", at=july(13), concerns="422826T01", confidential=True)
    complained("C-june", at=july(29, month=6))
    complained("O-1", at=july(5), kind="OPINION")
    complained("O-2", at=july(6), kind="OPINION", source="WECHAT")


def _callbacks() -> None:
    order = WorkOrder.objects.get(reports__source_id="R-0")
    for number, said in enumerate(("SATISFIED", "FAIR", "UNSATISFIED", "NOT_REACHED", "NOT_RATED")):
        Callback.objects.create(order=order, satisfaction=said, at=july(20 + number))


def _outages(p: SimpleNamespace) -> None:
    """Four outages of one feeder, one of them planned, one too short to be sustained; customers counted on the first."""
    ServedCustomers.objects.create(
        day=july(1).date(), org_path=p.dingzhai.path, area_kind="RURAL", counted="LV_CUSTOMER", customers=40
    )
    points = make_points(p.t2, 4)
    causes = ("NATURE", "EQUIPMENT", "NATURE", "UNKNOWN")
    for number, (day, minutes, cause) in enumerate(zip((2, 8, 15, 22), (90, 200, 45, 2), causes, strict=True)):
        at = july(day)
        outage = make_outage(
            f"TD{number}", p.dingzhai, started_at=at, cause_class=cause, kind="PLANNED" if number == 1 else "FAULT",
            feeder=p.f1, restored_at=at + minutes * MINUTE, etr_revision=number + 1,
        )  # fmt: skip
        for revision in range(1, number + 2):
            RestorationEstimate.objects.create(
                outage=outage, revision=revision, etr_at=at + (60 + 30 * revision) * MINUTE, source="AUTO", at=at
            )
        write(*(make_interruption(point, outage, at, minutes) for point in points[: number + 1]))
        refresh_outage_figures(outage_ids=[outage.pk])
    make_outage("TD-june", p.dingzhai, started_at=july(30, month=6))
    make_outage("TD-gone", p.dingzhai, started_at=july(3), status="DISMISSED", before="PREDICTED")


def _connections(p: SimpleNamespace) -> None:
    schemes = [("LV_RESIDENT", "ZERO", 3000), ("LV_NON_RESIDENT", "ZERO", 5000), ("MV_SINGLE", "", 0)]
    for number, (sub_kind, scheme, saved) in enumerate(schemes):
        told, on = july(20, month=5 + number // 2), july(6 + number)
        case = make_case(f"A-{number}", sub_kind=sub_kind, reporter_phone=f"+861380013{number:04d}", at=told)
        _change(case, reported_at=told, status="ARCHIVED", closed_at=july(12 + number))
        ConnectionCase.objects.filter(pk=case.pk).update(
            energised_at=on, scheme=scheme, cost_saved=saved or None, approved_kw=Decimal(8)
        )
        Clock.objects.filter(order=case).delete()
        _appointments(case, number, p)
        _minutes(case, told, on)
        for said in (["UNSATISFIED", "SATISFIED"], ["UNSATISFIED"], ["NOT_REACHED"])[number]:
            Callback.objects.create(order=case, satisfaction=said, at=july(10 + number))
        code, outcome = (("CONN_SURVEY", "MET"), ("CONN_PLAN", "MISSED"), ("CONN_TOTAL", "MISSED"))[number]
        _clock(case, code, told, on, outcome, on)


def _appointments(case: WorkOrder, number: int, p: SimpleNamespace) -> None:
    ends = july(3 + number, 12)
    slot = VisitSlot.objects.create(unit=p.dingzhai, starts_at=ends - timedelta(hours=3), ends_at=ends, capacity=9)
    rows = (
        {"arrived_at": ends - MINUTE},
        {"arrived_at": ends + MINUTE},
        {"ended_by": "UTILITY", "ended_at": ends - DAY, "status": "MOVED"},
    )
    moved = {"ended_by": "CUSTOMER", "ended_at": ends - DAY, "status": "MOVED"}
    for fields in (rows[number], moved):
        Appointment.objects.create(
            order=case, purpose="SURVEY", slot=slot, starts_at=slot.starts_at, ends_at=ends, made_at=ends - 3 * DAY,
            made_by="CUSTOMER", **{"status": "KEPT", **fields},
        )  # fmt: skip
    _clock(case, "CONN_APPOINT_1", ends - 3 * DAY, ends - 2 * DAY, ("MET", "MISSED", "")[number], ends - DAY)


def _minutes(case: WorkOrder, told: datetime, on: datetime) -> None:
    """A part of the way for each of the four, one after another without a gap."""
    OwnedPeriod.objects.filter(order=case).delete()
    moments = [told, told + 2 * DAY, told + 5 * DAY, told + 6 * DAY, on]
    owners = ("UTILITY", "CUSTOMER", "PERMIT_OFFICE", "CONTRACTOR")
    for owner, since, until in zip(owners, moments, moments[1:], strict=False):
        during = DateTimeTZRange(since, until)
        OwnedPeriod.objects.create(order=case, owner=owner, during=during, state="ACCEPTED")
