"""What is dark, and the worst of what is open: ranked like the supervision desk, told without anybody's name or words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from command_center.ground.core.values import iso
from command_center.ground.organisation.scope import scoped
from command_center.screens.open_items.lines import facts_of
from command_center.screens.open_items.ranking import Facts, marks, place
from outages.models import PREARRANGED, Outage
from workorders.escalation.selectors import open_escalations
from workorders.kinds.fault.states import REPAIR_AHEAD
from workorders.models import Pause, WorkOrder

Line = dict[str, Any]
SHOWN = 24
LOOKED_AT = 100
PLACES_AT_MOST = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dark:
    """A live outage: where, how many, and who is at it."""

    pk: int
    number: str
    status: str
    kind: str
    org_path: str
    centre: str
    centre_en: str
    name: str
    customers: int
    important: int
    life_support: int
    reasons: tuple[str, ...]
    lat: float | None
    lon: float | None
    started_at: datetime
    etr_at: datetime | None
    order_id: int | None
    order_status: str

    def on_map(self) -> Line:
        planned = self.kind in PREARRANGED
        at = {"lat": self.lat, "lon": self.lon}
        return {"id": self.pk, **at, "customers": self.customers, "planned": planned, "order_status": self.order_status}

    def facts(self) -> Facts:
        grade = 1 if self.life_support else 2 if self.customers else 3
        return Facts(grade=grade, reasons=self.reasons, due_at=self.etr_at)

    def line(self, at: datetime) -> Line:
        facts = self.facts()
        return {
            "kind": "outage",
            "number": self.number,
            "grade": facts.grade,
            "marks": marks(facts, at),
            "status": self.status,
            "order_status": self.order_status,
            "what": self.name,
            "fault_kind": "",
            "centre": self.centre,
            "centre_en": self.centre_en,
            "unit": "",
            "unit_en": "",
            "customers": self.customers,
            "since": iso(self.started_at),
            "due_at": iso(self.etr_at),
            "due_code": "ETR",
        }


def dark_places(who: Any) -> list[Dark]:
    """Every live outage of the area, planned work among them, the largest first. One query."""
    rows = Outage.objects.live().select_related("centre", "device", "feeder", "lead_order").defer("centre__area")
    return [_dark(outage) for outage in scoped(rows, who).order_by("-customers_out", "pk")[:PLACES_AT_MOST]]


def _dark(outage: Outage) -> Dark:
    named = outage.device or outage.feeder
    return Dark(
        pk=outage.pk,
        number=outage.number,
        status=outage.status,
        kind=outage.kind,
        org_path=outage.org_path,
        centre=outage.centre.name,
        centre_en=outage.centre.name_en,
        name=str(named) if named else "",
        customers=outage.customers_out,
        important=outage.important_out,
        life_support=outage.life_support_out,
        reasons=tuple(outage.reasons),
        lat=outage.latitude,
        lon=outage.longitude,
        started_at=outage.started_at,
        etr_at=outage.etr_at,
        order_id=outage.lead_order_id,
        order_status=outage.lead_order.status if outage.lead_order else "",
    )


def worst(who: Any, dark: Iterable[Dark], *, at: datetime) -> dict[str, Any]:
    """The gravest and soonest of the faults that somebody waits for. An order that leads an outage stands on its line."""
    faults = [each for each in dark if each.kind not in PREARRANGED]
    led = [each.order_id for each in faults if each.order_id]
    waiting = WorkOrder.objects.repairs().readable_by(who).filter(status__in=[status.value for status in REPAIR_AHEAD])
    open_orders = scoped(waiting.exclude(pk__in=led), who)
    ranked = [(place(each.facts(), at), each.number, each.line(at)) for each in faults[:LOOKED_AT]]
    ranked += _orders(open_orders, at)
    ranked.sort(key=lambda each: each[:2])
    return {"total": len(faults) + open_orders.count(), "lines": [line for _, _, line in ranked[:SHOWN]]}


def overdue_waiting(who: Any, *, at: datetime) -> int:
    """Repairs past a limit whose customers still wait; what else is past one on the board is paper: replies, reviews, call-backs."""
    waiting = WorkOrder.objects.repairs().filter(
        status__in=[status.value for status in REPAIR_AHEAD], next_due_at__lt=at
    )
    return scoped(waiting, who).count()


def _orders(waiting: Any, at: datetime) -> list[tuple[Any, str, Line]]:
    """Those that can be among the first: the gravest, the latest, and those that somebody was called to."""
    escalated = open_escalations()
    ids = [
        *waiting.order_by("grade", "next_due_at", "pk").values_list("pk", flat=True)[:LOOKED_AT],
        *waiting.filter(next_due_at__lt=at).order_by("next_due_at", "pk").values_list("pk", flat=True)[:LOOKED_AT],
        *waiting.filter(pk__in=escalated).values_list("pk", flat=True)[:LOOKED_AT],
    ]
    paused = dict(Pause.objects.filter(order_id__in=ids, ended_at=None).values_list("order_id", "expected_resume_at"))
    orders = WorkOrder.objects.filter(pk__in=ids).select_related("centre", "unit").defer("centre__area", "unit__area")
    found = []
    for order in orders:
        facts = facts_of(order, escalated=order.pk in escalated, resume_at=paused.get(order.pk))
        found.append((place(facts, at), order.number, _line(order, facts, at)))
    return found


def _line(order: WorkOrder, facts: Facts, at: datetime) -> Line:
    """Its kind of fault and its station stand for what the caller said and where they live."""
    return {
        "kind": "order",
        "number": order.number,
        "grade": order.grade,
        "marks": marks(facts, at),
        "status": order.status,
        "order_status": order.status,
        "what": "",
        "fault_kind": order.fault_kind,
        "centre": order.centre.name,
        "centre_en": order.centre.name_en,
        "unit": order.unit.name if order.unit else "",
        "unit_en": order.unit.name_en if order.unit else "",
        "customers": None,
        "since": iso(order.reported_at),
        "due_at": iso(order.next_due_at),
        "due_code": order.next_due_code,
    }
