"""Making a step: the one place where the state of an outage changes, its row is written and its history grows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.timezone import now
from django.utils.translation import gettext as _

from command_center.ground.alarms.reasons import columns, with_reason, without
from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.core.events import emit, emit_all
from outages.life import custody
from outages.life.choices import ChangeKind
from outages.life.events import OutageAttentionRaised
from outages.life.models import Outage, OutageChange
from outages.life.process import OUTAGE
from outages.life.services.alarms import follow_outage, over_for
from workorders.engine.process import EVERY, Verb
from workorders.engine.steps import left_behind, legal, trail


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


def advance(
    outage: Outage,
    verb: str,
    *,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    detail: str = "",
    other: Outage | None = None,
    correction: Any = None,
    facts: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Let a locked outage take a step: history, state, moments, answered reasons and events as its process declares.

    ``reason`` is a code for the history in place of the verb's own, ``detail`` a person's words, ``other`` the second outage that it
    is about; ``facts`` are told with the events, ``fields`` written with the state. Raises ``IllegalTransition``.
    """
    rule, old = legal(OUTAGE, verb, [outage]), outage.status
    said = {"reason": reason or rule.reason, "detail": detail, "other": other, "correction": correction}
    _remember(outage, rule, at=at, actor=actor, **said)
    answered = {"attention": ""} if rule.clears == EVERY else {}
    state = {"status": rule.target(outage), "before": left_behind(OUTAGE, rule, outage)}
    write(outage, **state | answered | dict.fromkeys(rule.marks, at) | fields)
    custody.follow_status(outage, old, at=at)
    emit_all(event(outage_id=outage.pk, org_path=outage.org_path, **(facts or {})) for event in rule.tells)


def allow(outage: Outage, verb: str) -> None:
    """For a verb that leaves the state as it is: raises ``IllegalTransition`` where its process does not have it now."""
    legal(OUTAGE, verb, [outage])


def refuse_without_reason(reason: str) -> None:
    """Raises ``Invalid``: whoever takes something back, moves it or sets it aside says why."""
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")


def _remember(outage: Outage, rule: Verb, **said: Any) -> None:
    """Each state that it comes to leaves its line; one that it already has only when the line tells more than that."""
    OutageChange.objects.bulk_create(
        OutageChange(outage=outage, kind=rule.records or ChangeKind.STATUS, old=old, new=new, **said)
        for old, new in trail(rule, outage)
        if old != new or rule.records
    )


def reopen(outage: Outage, *, at: datetime, reason: str, actor: Any = None) -> None:
    """Who stayed dark, or lost power again, makes a restored outage live, and everybody hears it.

    Where its device has gone out anew meanwhile, that newer outage speaks for the device (``one_live_outage_per_device``):
    this one goes on by its customers alone.
    """
    newer = Outage.objects.live().filter(device_id=outage.device_id, device_id__isnull=False).exclude(pk=outage.pk)
    if (other := newer.first()) is not None:
        note(outage, ChangeKind.MOVED, at=at, actor=actor, device_before=outage.device, other=other, reason=reason)
        write(outage, device=None)
    advance(outage, "reopen", at=at, actor=actor, reason=reason, restored_at=None)


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
