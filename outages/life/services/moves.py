"""Changing an outage: the one place where its status changes, its row is written and its history grows."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.timezone import now
from django.utils.translation import gettext as _

from command_center.ground.alarms.reasons import columns, with_reason, without
from command_center.ground.core.errors import IllegalTransition, NotFound
from command_center.ground.core.events import emit
from outages.life import custody, labels
from outages.life.events import OutageAttentionRaised, OutageReopened
from outages.life.models import ChangeKind, Outage, OutageChange
from outages.life.services.alarms import follow_outage, over_for
from outages.life.states import Status, may_move


def lock(outage_id: int) -> Outage:
    """The outage, with its row locked until the end of the transaction. Raises ``NotFound``."""
    outage = Outage.objects.locked().filter(pk=outage_id).first()
    if outage is None:
        raise NotFound()
    return outage


def lock_pair(first_id: int, second_id: int) -> tuple[Outage, Outage]:
    """Both, locked in one order whoever asks. Raises ``NotFound``."""
    found = {outage.pk: outage for outage in Outage.objects.locked().filter(pk__in=[first_id, second_id])}
    if len(found) != 2:
        raise NotFound()
    return found[first_id], found[second_id]


def move(outage: Outage, to: Status, *, at: datetime, actor: Any = None, **history: Any) -> None:
    """Move a locked outage to a status and leave its change; ``history`` are fields of ``OutageChange``.

    Raises ``IllegalTransition``. A status it already has leaves a change only when ``history`` names a kind.
    """
    old = outage.status
    if old == to and "kind" not in history:
        return
    if old != to and not may_move(old, to):
        raise not_possible(outage, to)
    OutageChange.objects.create(outage=outage, old=old, new=to.value, at=at, actor=actor, **_kind(history))
    write(outage, status=to.value)
    custody.follow_status(outage, old, at=at)


def reopen(outage: Outage, *, at: datetime, reason: str, actor: Any = None) -> None:
    """Who stayed dark, or lost power again, makes a restored outage live: ``PARTIALLY_RESTORED``, and everybody hears it.

    Where its device has gone out anew meanwhile, that newer outage speaks for the device (``one_live_outage_per_device``):
    this one goes on by its customers alone.
    """
    newer = Outage.objects.live().filter(device_id=outage.device_id, device_id__isnull=False).exclude(pk=outage.pk)
    if (other := newer.first()) is not None:
        note(outage, ChangeKind.MOVED, at=at, actor=actor, device_before=outage.device, other=other, reason=reason)
        write(outage, device=None)
    move(outage, Status.PARTIALLY_RESTORED, at=at, actor=actor, reason=reason)
    write(outage, restored_at=None)
    emit(OutageReopened(outage_id=outage.pk, org_path=outage.org_path))


def note(outage: Outage, kind: ChangeKind, *, at: datetime, actor: Any = None, **history: Any) -> None:
    """A step that leaves the status as it is."""
    OutageChange.objects.create(
        outage=outage, kind=kind, old=outage.status, new=outage.status, at=at, actor=actor, **history
    )


def write(outage: Outage, **fields: Any) -> None:
    """Write fields of a locked outage and raise ``rev``. A reason that is written alone is the only one left."""
    if "attention" in fields:
        fields.setdefault("attention_also", [])
    elif over := over_for(outage.reasons, fields):
        fields |= columns(without(outage.reasons, *over))
    before = outage.reasons, outage.org_path
    Outage.objects.filter(pk=outage.pk).update(rev=F("rev") + 1, updated_at=Now(), **fields)
    for name, value in fields.items():
        setattr(outage, name, value)
    outage.rev += 1
    if outage.org_path != before[1]:
        custody.follow_place(outage, at=now())
    if (outage.reasons, outage.org_path) != before:
        follow_outage(outage, at=now())


def raise_attention(outage: Outage, code: str) -> None:
    """Ask for a person, with the reason as a code beside those that stand; repeating it says nothing new."""
    reasons = with_reason(outage.reasons, code)
    if reasons != outage.reasons:
        write(outage, **columns(reasons))
        emit(OutageAttentionRaised(outage_id=outage.pk, org_path=outage.org_path))


def not_possible(outage: Outage, to: Status) -> IllegalTransition:
    words = {"number": outage.number, "old": labels.STATUS[Status(outage.status)], "new": labels.STATUS[to]}
    return IllegalTransition(
        _("%(number)s is “%(old)s”; it cannot become “%(new)s” now.") % words, status_now=outage.status
    )


def _kind(history: dict[str, Any]) -> dict[str, Any]:
    return {"kind": ChangeKind.STATUS} | history
