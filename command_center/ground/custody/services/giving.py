"""Giving open items to a named person, or taking them over, outside a hand-over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.custody.falling import TRADES
from command_center.ground.custody.models import Custody, CustodyQuerySet, DeskDuty
from command_center.ground.custody.services import holding
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import covers

Ref = tuple[str, int]
"""An item by kind and id."""


@transaction.atomic
def give(refs: Iterable[Ref], *, to: User, at: datetime, actor: Any, remark: str = "") -> list[Custody]:
    """The items get this person's name; those that have it already stay as they are.

    Raises ``Invalid`` for somebody who is not on duty or not responsible for their places, ``Conflict`` when one has ended.
    """
    holding.hold_roster_alone()
    refs = set(refs)
    rows = list(live_rows(refs).locked())
    if len(rows) != len(refs):
        raise Conflict(_("Something of this has ended meanwhile."))
    refuse_unfit(to, rows)
    why = Custody.Why.TAKEN if actor == to else Custody.Why.GIVEN
    said = {"holder": to, "why": why, "given_by": actor, "remark": remark}
    return holding.pass_to([row for row in rows if row.holder_id != to.pk], lambda row: said, at=at)


def refuse_unfit(to: User, rows: Iterable[Custody], *, pointer: str = "/to") -> None:
    """Raise ``Invalid`` unless the person is on duty and answers for the places of all these items."""
    if not DeskDuty.objects.filter(person=to, until=None).exists():
        raise Invalid(_("%(person)s is not on duty.") % {"person": to}, pointer=pointer)
    if not all(covers(to, row.org_path) and _may_hold(to, row) for row in rows):
        raise Invalid(_("%(person)s may not take all of this.") % {"person": to}, pointer=pointer)


def _may_hold(to: User, row: Custody) -> bool:
    needed = TRADES[row.trade].needs
    return not needed or to.may(Right(needed))


def live_rows(refs: Iterable[Ref]) -> CustodyQuerySet:
    """The custody rows of these items, as they stand."""
    refs = list(refs)
    wanted = Q(pk__in=[])
    for kind in sorted({kind for kind, _id in refs}):
        wanted |= Q(item_kind=kind, item_id__in=[pk for of, pk in refs if of == kind])
    return Custody.objects.live().filter(wanted)
