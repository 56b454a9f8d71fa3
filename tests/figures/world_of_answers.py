"""Acceptances, judgements, notices and business of that July, with what counts nowhere."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from dispatch.models import Offer
from outages.models import Notice, OutageChange, PlannedOutage
from tests.figures.facts import complained, july, repaired
from tests.grid import make_crew
from tests.outages.ledger_rows import make_outage
from workorders.models import Clock, WorkOrder

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def acceptances(p: SimpleNamespace) -> None:
    """Three orders taken on the phone, one by a seat; not counted: turned down, and told in confidence."""
    crew: Any = make_crew("FIG-1", "甲班", p.dingzhai)
    for number, (status, fields) in enumerate(
        [("ACCEPTED", {})] * 3 + [("ACCEPTED", {"on_behalf": True}), ("REJECTED", {}), ("ACCEPTED", {"sealed": True})]
    ):
        at = july(3 + number, 10 + number)
        order = repaired(f"F-{number}", at=at, arrival=30, area_kind=("URBAN", "RURAL")[number % 2])
        Clock.objects.filter(order=order).delete()
        if fields.pop("sealed", False):
            WorkOrder.objects.filter(pk=order.pk).update(gate="confidential")
        Offer.objects.create(
            order=order, crew=crew, status=status, offered_at=at, expires_at=at + HOUR, answered_at=at, **fields
        )


def judgements(p: SimpleNamespace, desk: Any) -> None:
    """Right; moved by the judge and then right; moved by a crew; dismissed; merged by a person.

    Not counted: put together by the judge, nobody knows yet, opened by a person, seen by telemetry.
    """
    ways: list[dict[str, Any]] = [
        {"cause_class": "NATURE"},
        {"moved": "judgement"},
        {"moved": "Found by the crew"},
        {"status": "DISMISSED", "confirmed_at": None},
        {"status": "MERGED", "merged": "same feeder"},
        {"status": "MERGED", "merged": "judgement", "confirmed_at": None},
        {"status": "PROBABLE", "confirmed_at": None, "closed": False},
        {"actor": desk},
        {"new": "CONFIRMED"},
    ]
    into = make_outage("JD-into", p.dingzhai, started_at=july(1, month=5))
    for number, way in enumerate(ways):
        _judged(f"JD{number}", p, july(4 + number, 13), into, **way)


def _judged(
    number: str, p: SimpleNamespace, at: datetime, into: Any, *, moved: str = "", merged: str = "", actor: Any = None,
    new: str = "PREDICTED", closed: bool = True, **fields: Any,
) -> None:  # fmt: skip
    if fields.get("status") in ("DISMISSED", "MERGED"):
        fields |= {"before": "PROBABLE", "parent": into if merged else None}
    outage = make_outage(number, p.dingzhai, started_at=at, **{"detected_at": at, "confirmed_at": at + HOUR, **fields})
    told: dict[str, Any] = {"outage": outage, "at": at, "recorded_at": at, "actor": actor}
    OutageChange.objects.create(**told, kind="OPENED", old="", new=new)
    if moved:
        OutageChange.objects.create(**told, kind="MOVED", old="PROBABLE", new="PROBABLE", detail=moved)
    if merged:
        OutageChange.objects.create(**told, kind="MERGED", old="PROBABLE", new="MERGED", detail=merged)


def notices(p: SimpleNamespace) -> None:
    """Kind, status, hours before the start at which customers were told (None: never), of which round."""
    plans = [
        ("PLANNED", "CLOSED", 8 * 24, 1), ("PLANNED", "CLOSED", 7 * 24, 1), ("PLANNED", "CLOSED", 6 * 24, 1),
        ("PLANNED", "APPROVED", None, 1), ("PLANNED", "CLOSED", 9 * 24, 0), ("TEMPORARY", "CLOSED", 25, 1),
        ("TEMPORARY", "CLOSED", 23, 1), ("PLANNED", "POSTPONED", 8 * 24, 1), ("PLANNED", "DRAFT", None, 1),
        ("RATIONING", "CLOSED", 9, 1),
    ]  # fmt: skip
    for number, (kind, status, hours, round_) in enumerate(plans):
        at = july(2 + number, 9)
        plan = PlannedOutage.objects.create(
            number=f"TP{number}", kind=kind, status=status, title="更换开关", reason="检修", centre=p.xianfeng,
            org_path=p.dingzhai.path, planned_start_at=at, planned_end_at=at + 2 * HOUR,
        )  # fmt: skip
        for later in range(0 if hours is None else 2):
            Notice.objects.create(
                plan=plan,
                round=round_,
                channel=("PUBLIC", "SMS")[later],
                sent_at=at - (hours or 0) * HOUR + later * HOUR,
            )


def business() -> None:
    """Matters about which customers called once, twice and three times; one told in confidence."""
    for number, urges in enumerate((0, 1, 2, 3, 0, 0)):
        matter: Any = complained(
            f"B-{number}", at=july(10 + number), kind=("CONSULT", "SERVICE_REQ")[number % 2], sub_kind="OTHER",
        )  # fmt: skip
        WorkOrder.objects.filter(pk=matter.pk).update(urge_count=urges, gate="confidential" if number == 3 else "")
