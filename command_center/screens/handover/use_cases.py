"""What a hand-over knows beyond custody: a merged order goes with the one it follows, and every line is readable."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.custody.falling import ladder
from command_center.ground.custody.models import Custody, CustodyQuerySet, DeskDuty, Handover, ItemKind
from command_center.ground.custody.services import handing_over, holding
from command_center.ground.organisation.hearing import heard
from command_center.ground.organisation.models import User
from command_center.screens.open_items.lines import Line, lines_of
from workorders.escalation.selectors import open_escalations
from workorders.models import WorkOrder

Ref = tuple[str, int]
SHOWN = 500
"""Of more than so many orders the gravest and soonest are shown; the rest goes to one person, nobody reads thousands of lines."""


def open_handover(giver: User) -> Handover | None:
    standing = Handover.objects.filter(giver=giver, closed_at=None, dropped_at=None)
    return standing.select_related("rest_to", "centre").defer("centre__area").first()


def fill(handover_id: int, refs: Iterable[Ref], *, giver: User, to: User | None, remark: str | None) -> Handover:
    """As ``handing_over.fill``; the orders that follow one of these and are the giver's get the same name."""
    wanted = set(refs)
    if to is not None:
        wanted |= set(_followers([pk for kind, pk in wanted if kind == ItemKind.ORDER], giver))
    return handing_over.fill(handover_id, wanted, giver=giver, to=to, remark=remark)


@transaction.atomic
def close(handover: Handover, *, giver: User, at: datetime) -> Handover:
    """As ``handing_over.close``; an order that was merged after its leader had been given goes with it too."""
    holding.hold_roster_alone()  # before the row of the hand-over, as everywhere
    for to, refs in _late_followers(handover, giver).items():
        handing_over.fill(handover.pk, refs, giver=giver, to=to)
    return handing_over.close(handover.pk, giver=giver, at=at)


def giver_lines(giver: User, handover: Handover | None, *, at: datetime) -> tuple[list[Line], int]:
    """The open items of the giver, ranked, with what the hand-over says of each (``to``, ``draft``); and how many more there are."""
    rows, left_out = _gravest(Custody.objects.live().filter(holder=giver))
    said = {(line.item_kind, line.item_id): line for line in _lines(handover)}
    lines = lines_of(rows, at=at, escalated=open_escalations())
    for line in lines:
        draft = said.get((line["kind"], line["id"]))
        line["to"] = {"id": draft.to_id, "name": str(draft.to)} if draft and draft.to else None
        line["draft"] = draft.remark if draft else ""
    return lines, left_out


def record_lines(handover: Handover, reader: User, *, at: datetime) -> list[Line]:
    """What was handed over, ranked as it stands now, under the names that took it; as far as the reader may see it."""
    given = Custody.objects.filter(handover=handover).filter(heard(reader, subject="item_kind", of="item_id"))
    rows, _left_out = _gravest(given)
    return lines_of(rows, at=at, escalated=open_escalations())


def _gravest(rows: CustodyQuerySet) -> tuple[list[Custody], int]:
    """The rows with their names, at most ``SHOWN`` orders and as many others; and how many are left out."""
    named = rows.select_related("holder", "centre").defer("centre__area")
    total = rows.count()
    if total <= SHOWN:
        return list(named), 0
    held = rows.filter(item_kind=ItemKind.ORDER).values("item_id")
    first = WorkOrder.objects.filter(pk__in=held).order_by("grade", "next_due_at", "pk").values_list("pk", flat=True)
    orders = named.filter(item_kind=ItemKind.ORDER, item_id__in=list(first[:SHOWN]))
    shown = [*orders, *named.exclude(item_kind=ItemKind.ORDER)[:SHOWN]]
    return shown, total - len(shown)


def reliefs(centre_path: str, giver: User) -> list[DeskDuty]:
    """Who is on duty and may take over: here, above, and at the desks below; the nearest desk first."""
    live = DeskDuty.objects.filter(until=None).exclude(person=giver).select_related("person", "centre")
    near = [duty for duty in live.defer("centre__area") if _is_near(duty.centre.path, centre_path)]
    return sorted(near, key=lambda duty: (abs(duty.centre.path.count("/") - centre_path.count("/")), duty.since))


def _is_near(path: str, centre_path: str) -> bool:
    return path in ladder(centre_path) or path.startswith(centre_path)


def _followers(leader_ids: Iterable[int], giver: User) -> dict[Ref, int]:
    """Orders of the giver that follow one of these → the leader of each."""
    mine = Custody.objects.live().filter(holder=giver, item_kind=ItemKind.ORDER).values("item_id")
    merged = WorkOrder.objects.filter(parent_id__in=list(leader_ids), pk__in=mine)
    return {(ItemKind.ORDER.value, pk): leader for pk, leader in merged.values_list("pk", "parent_id")}


def _late_followers(handover: Handover, giver: User) -> dict[User, set[Ref]]:
    """Who takes what was merged after its leader had been given to them."""
    named = {(line.item_kind, line.item_id): line.to for line in _lines(handover) if line.to}
    takers: dict[User, set[Ref]] = defaultdict(set)
    for ref, leader in _followers([pk for kind, pk in named if kind == ItemKind.ORDER], giver).items():
        if ref not in named:
            takers[named[ItemKind.ORDER.value, leader]].add(ref)
    return takers


def _lines(handover: Handover | None) -> Iterable[Any]:
    return handover.lines.select_related("to") if handover else []
