"""The hand-over of a shift: begun, filled line by line, closed only when every open item has a new name, and read by the next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.ground.core.errors import Conflict, Invalid, NotFound
from command_center.ground.core.events import emit
from command_center.ground.core.gates import gates_of
from command_center.ground.custody.events import HandoverClosed
from command_center.ground.custody.models import Custody, DeskDuty, Handover, HandoverLine, HandoverReceipt, ItemKind
from command_center.ground.custody.services import holding
from command_center.ground.custody.services.duty import duty_of, end_duty
from command_center.ground.custody.services.giving import Ref, refuse_unfit
from command_center.ground.organisation.models import User

NAMED_IN_A_REFUSAL = 20


@transaction.atomic
def begin(*, giver: User, at: datetime) -> Handover:
    """The giver starts, or goes on with what they have started. Raises ``Conflict`` for somebody who is not on duty."""
    holding.hold_roster_alone()
    duty = duty_of(giver)
    if duty is None:
        raise Conflict(_("You are not on duty."))
    handover, _made = Handover.objects.get_or_create(
        giver=giver,
        closed_at=None,
        dropped_at=None,
        defaults={"duty": duty, "centre": duty.centre, "org_path": duty.centre.path, "started_at": at},
    )
    return handover


@transaction.atomic
def fill(
    handover_id: int, refs: Iterable[Ref], *, giver: User, to: User | None = None, remark: str | None = None
) -> Handover:
    """Say of items who takes them, or what is to be known of them; what is not said stays as it was said before.

    Raises ``Invalid`` for somebody who cannot take them, ``Conflict`` for items that are not the giver's.
    """
    handover = _open(handover_id, giver)
    held = {(row.item_kind, row.item_id): row for row in Custody.objects.live().filter(holder=giver)}
    wanted = [held[ref] for ref in set(refs) if ref in held]
    if len(wanted) != len(set(refs)):
        raise Conflict(_("Something of this is not yours any more."))
    if to is not None:
        _refuse_oneself(to, giver)
        refuse_unfit(to, wanted)
    said: dict[str, Any] = ({} if to is None else {"to": to}) | ({} if remark is None else {"remark": remark})
    HandoverLine.objects.bulk_create(
        [HandoverLine(handover=handover, item_kind=row.item_kind, item_id=row.item_id, **said) for row in wanted],
        update_conflicts=True,
        unique_fields=["handover", "item_kind", "item_id"],
        update_fields=list(said),
    )
    return handover


@transaction.atomic
def set_rest(handover_id: int, *, giver: User, to: User | None, remark: str | None = None) -> Handover:
    """Who takes whatever has no name of its own, and what still comes in; and a word for the whole shift."""
    handover = _open(handover_id, giver)
    if to is not None:
        _refuse_oneself(to, giver)
        refuse_unfit(to, [])
    handover.rest_to = to
    handover.remark = handover.remark if remark is None else remark
    handover.save(update_fields=["rest_to", "remark"])
    return handover


@transaction.atomic
def close(handover_id: int, *, giver: User, at: datetime) -> Handover:
    """Every open item of the giver gets its new name in one moment, those that came in meanwhile too; the giver's duty ends.

    Raises ``Conflict`` with those that have none, for a hand-over that is closed, and for one who is on duty no more;
    ``Invalid`` when somebody does not answer for an item's place. Then nothing has happened.
    """
    holding.hold_roster_alone()
    handover = _open(handover_id, giver)
    rows = list(Custody.objects.live().filter(holder=giver).locked())
    lines = {(line.item_kind, line.item_id): line for line in handover.lines.all()}
    takers = {row.pk: _taker(row, lines, handover) for row in rows}
    _refuse_nameless([row for row in rows if takers[row.pk] is None])
    people = _fit_takers(takers, rows)
    holding.pass_to(rows, lambda row: _said(row, people[takers[row.pk] or 0], lines, handover), at=at)
    counts = Counter(takers.values())
    HandoverReceipt.objects.bulk_create(
        HandoverReceipt(handover=handover, person_id=pk, items=counts[pk])
        for pk in {*counts, handover.rest_to_id}
        if pk is not None
    )
    handover.closed_at = at
    handover.save(update_fields=["closed_at"])
    end_duty(handover.duty, at=at)
    emit(HandoverClosed.of(handover, items=len(rows) - _gated(rows)))
    return handover


def _gated(rows: Sequence[Custody]) -> int:
    """How many of these stand behind a gate: of them the stream, which everybody of the place reads, says nothing."""
    return sum(len(gates_of(kind, [row.item_id for row in rows if row.item_kind == kind])) for kind in ItemKind.values)


@transaction.atomic
def drop(handover_id: int, *, giver: User, at: datetime) -> Handover:
    """The giver stays after all; nothing has changed hands."""
    handover = _open(handover_id, giver)
    handover.dropped_at = at
    handover.save(update_fields=["dropped_at"])
    return handover


@transaction.atomic
def confirm_read(handover_id: int, *, person: User, at: datetime) -> HandoverReceipt:
    """Who takes over has read it, by name; saying so again keeps the first moment. Raises ``NotFound`` for anybody else."""
    receipt = (
        HandoverReceipt.objects.select_for_update(no_key=True).filter(handover_id=handover_id, person=person).first()
    )
    if receipt is None:
        raise NotFound()
    if receipt.read_at is None:
        receipt.read_at = at
        receipt.save(update_fields=["read_at"])
    return receipt


def _open(handover_id: int, giver: User) -> Handover:
    found = Handover.objects.select_for_update(no_key=True, of=("self",)).select_related("duty__person", "rest_to")
    handover = found.filter(pk=handover_id, giver=giver).first()
    if handover is None:
        raise NotFound()
    if handover.closed_at or handover.dropped_at:
        raise Conflict(_("This hand-over is closed."))
    return handover


def _taker(row: Custody, lines: Mapping[Ref, HandoverLine], handover: Handover) -> int | None:
    line = lines.get((row.item_kind, row.item_id))
    return (line.to_id if line else None) or handover.rest_to_id


def _refuse_nameless(rows: Sequence[Custody]) -> None:
    if rows:
        words = ngettext(
            "%(count)d open item has no new name yet.", "%(count)d open items have no new name yet.", len(rows)
        )
        items = [{"kind": row.item_kind, "id": row.item_id} for row in rows[:NAMED_IN_A_REFUSAL]]
        raise Conflict(words % {"count": len(rows)}, nameless=len(rows), items=items)


def _fit_takers(takers: Mapping[int, int | None], rows: Sequence[Custody]) -> dict[int, User]:
    """Who takes over, each still on duty and responsible for what they get."""
    people = {person.pk: person for person in User.objects.filter(pk__in=set(takers.values())).select_related("home")}
    for person in people.values():
        refuse_unfit(person, [row for row in rows if takers[row.pk] == person.pk], pointer="/lines")
    return people


def _said(row: Custody, person: User, lines: Mapping[Ref, HandoverLine], handover: Handover) -> dict[str, Any]:
    line = lines.get((row.item_kind, row.item_id))
    return {
        "holder": person,
        "why": Custody.Why.HANDED_OVER,
        "given_by": handover.giver,
        "handover": handover,
        "remark": line.remark if line else "",
    }


def _refuse_oneself(to: User, giver: User) -> None:
    if to == giver:
        raise Invalid(_("A hand-over goes to somebody else."), pointer="/to")


def on_duty(paths: Iterable[str]) -> "list[DeskDuty]":
    """Who is on duty at these centres, by path: those who can take over."""
    live = DeskDuty.objects.filter(until=None, centre__path__in=list(paths))
    return list(live.select_related("person", "centre").order_by("centre__path", "since"))
