"""Lines of open items from their custody rows: a handful of counted queries for any number of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext as in_language

from command_center.ground.alarms.codes import ALARMS, CODES
from command_center.ground.alarms.models import Alarm
from command_center.ground.core.values import iso
from command_center.ground.custody.models import Custody, ItemKind
from command_center.ground.network.models import NodeKind, SupplyNode
from command_center.ground.organisation.unit_names import called, called_unit
from command_center.screens.open_items.ranking import MARKS, Facts, marks, place
from customers.phones import mask_name, mask_phones_in
from outages.life.process import OUTAGE
from outages.models import Outage, PlannedOutage
from outages.planned.process import PLAN
from outages.planned.states import PlanStatus
from workorders.clocks.codes import WORDS
from workorders.kinds import PROCESSES, label_of
from workorders.models import Pause, WorkOrder

TITLE_LENGTH = 80
Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of one item, whatever it is, and what ranks it; names in the reader's language."""

    number: str
    title: str
    place: str
    sort: str
    state: str
    url: str
    facts: Facts
    due: str = ""
    promised_at: datetime | None = None
    promised_to: str = ""
    feeder: str = ""
    customers: int | None = None
    follows: int = 0
    parent_id: int | None = None
    reasons: Sequence[str] = field(default=())


def lines_of(rows: Iterable[Custody], *, at: datetime, escalated: Iterable[int] = ()) -> list[Line]:
    """The rows (with holder and centre) as lines, gravest and soonest first; ``escalated`` are ids of orders.

    A merged order stands on the line of the order it follows, where that one is among the rows.
    """
    held = list(rows)
    ids: dict[str, list[int]] = defaultdict(list)
    for row in held:
        ids[row.item_kind].append(row.item_id)
    told = {kind: READERS[kind](wanted, set(escalated)) for kind, wanted in ids.items()}
    found = [(row, told[row.item_kind][row.item_id]) for row in held if row.item_id in told[row.item_kind]]
    leaders = set(ids[ItemKind.ORDER])
    alone = [(row, item) for row, item in found if item.parent_id not in leaders]
    alone.sort(key=lambda each: (place(each[1].facts, at), each[1].number))
    return [_line(row, item, at) for row, item in alone]


def _line(row: Custody, item: Told, at: datetime) -> Line:
    return {
        "kind": row.item_kind,
        "id": row.item_id,
        "number": item.number,
        "title": item.title,
        "place": item.place,
        "sort": item.sort,
        "state": item.state,
        "url": item.url,
        "grade": item.facts.grade,
        "marks": [_shown(code) for code in marks(item.facts, at)],
        "reasons": [_words_of_reason(code) for code in item.reasons],
        "due_at": iso(item.facts.due_at),
        "due": item.due,
        "resume_at": iso(item.facts.resume_at),
        "starts_at": iso(item.facts.starts_at),
        "promised_at": iso(item.promised_at),
        "promised_to": item.promised_to,
        "feeder": item.feeder,
        "customers": item.customers,
        "follows": item.follows,
        "urges": item.facts.urges,
        "centre": called_unit(row.centre),
        "holder": {"id": row.holder_id, "name": str(row.holder)} if row.holder else None,
        "since": iso(row.since),
        "remark": row.remark,
    }


def _shown(code: str) -> Line:
    return {"code": code, "words": in_language(MARKS[code].words), "tone": MARKS[code].tone}


def _words_of_reason(code: str) -> str:
    reason = CODES.get(code) or ALARMS.get(code)
    return in_language(reason.words) if reason else code


def _orders(ids: Sequence[int], escalated: set[int]) -> Mapping[int, Told]:
    orders = WorkOrder.objects.filter(pk__in=ids).select_related("node", "customer")
    paused = dict(Pause.objects.filter(order_id__in=ids, ended_at=None).values_list("order_id", "expected_resume_at"))
    merged = WorkOrder.objects.filter(parent_id__in=ids).order_by().values_list("parent_id")
    follows = dict(merged.annotate(count=Count("pk")))
    feeders = _feeders(order.node for order in orders if order.node)
    return {
        order.pk: Told(
            number=order.number,
            title=mask_phones_in(order.description)[:TITLE_LENGTH],
            place=called(order.address),
            sort=str(PROCESSES[order.kind].label),
            state=label_of(order.kind, order.status),
            url=f"/?order={order.number}",
            due=str(WORDS.get(order.next_due_code, order.next_due_code)),
            promised_at=order.etr_at,
            promised_to=mask_name(order.reporter_name or (order.customer.name if order.customer else "")),
            feeder=called(feeders.get(order.node_id or 0, "")),
            follows=follows.get(order.pk, 0),
            parent_id=order.parent_id,
            reasons=order.reasons,
            facts=facts_of(order, escalated=order.pk in escalated, resume_at=paused.get(order.pk)),
        )
        for order in orders
    }


def facts_of(order: WorkOrder, *, escalated: bool, resume_at: datetime | None) -> Facts:
    """What an order is ranked by among everything open; ``resume_at``: when the one that rests is to go on."""
    return Facts(
        grade=order.grade,
        hazard=order.hazard and order.restored_at is None,
        escalated=escalated,
        reasons=tuple(order.reasons),
        urges=order.urge_count,
        due_at=order.next_due_at,
        resume_at=resume_at,
    )


def _feeders(nodes: Iterable[SupplyNode]) -> dict[int, str]:
    """Supply node → the name of its feeder: the node itself, or the nearest one above it. At most three queries."""
    names: dict[int, str] = {}
    at = {node.pk: node for node in nodes}
    while at:
        names |= {pk: node.name for pk, node in at.items() if node.kind == NodeKind.FEEDER}
        up = {pk: node.parent_id for pk, node in at.items() if node.kind != NodeKind.FEEDER and node.parent_id}
        parents = SupplyNode.objects.in_bulk(list(set(up.values())))
        at = {pk: parents[parent] for pk, parent in up.items() if parents[parent].kind != NodeKind.SUBSTATION}
    return names


def _outages(ids: Sequence[int], _escalated: set[int]) -> Mapping[int, Told]:
    outages = Outage.objects.filter(pk__in=ids).select_related("feeder", "device")
    return {
        outage.pk: Told(
            number=outage.number,
            title=called(str(outage.device or outage.feeder or "")),
            place="",
            sort=_("Outage"),
            state=str(OUTAGE.states[outage.status].label),
            url=f"/outages/?o={outage.number}",
            due=_("Estimated restoration"),
            promised_at=outage.etr_at,
            feeder=called(outage.feeder.name) if outage.feeder else "",
            customers=outage.customers_out,
            reasons=outage.reasons,
            facts=Facts(
                grade=1 if outage.life_support_out else 2 if outage.customers_out else 3,
                reasons=tuple(outage.reasons),
                due_at=outage.etr_at if outage.live else None,
            ),
        )
        for outage in outages
    }


def _plans(ids: Sequence[int], _escalated: set[int]) -> Mapping[int, Told]:
    plans = PlannedOutage.objects.filter(pk__in=ids).select_related("feeder")
    return {
        plan.pk: Told(
            number=plan.number,
            title=plan.title,
            place=plan.work,
            sort=_("Planned outage"),
            state=str(PLAN.states[plan.status].label),
            url=f"/outages/?p={plan.number}",
            due=_("Planned end"),
            promised_at=plan.planned_end_at if plan.status == PlanStatus.IN_PROGRESS else None,
            feeder=called(plan.feeder.name) if plan.feeder else "",
            reasons=plan.reasons,
            facts=Facts(
                reasons=tuple(plan.reasons),
                due_at=plan.planned_end_at if plan.status == PlanStatus.IN_PROGRESS else None,
                starts_at=None if plan.status == PlanStatus.IN_PROGRESS else plan.planned_start_at,
            ),
        )
        for plan in plans
    }


def _alarms(ids: Sequence[int], _escalated: set[int]) -> Mapping[int, Told]:
    return {
        alarm.pk: Told(
            number=called(alarm.subject_name),
            title=_words_of_reason(alarm.code),
            place="",
            sort=_("Alarm"),
            state=_("Seen by %(person)s") % {"person": alarm.acknowledged_by}
            if alarm.acknowledged_by
            else _("Not seen yet"),
            url="/",
            facts=Facts(grade=alarm.grade, reasons=(alarm.code,)),
        )
        for alarm in Alarm.objects.filter(pk__in=ids).select_related("acknowledged_by")
    }


READERS: Mapping[str, Callable[[Sequence[int], set[int]], Mapping[int, Told]]] = {
    ItemKind.ORDER: _orders,
    ItemKind.OUTAGE: _outages,
    ItemKind.PLAN: _plans,
    ItemKind.ALARM: _alarms,
}
