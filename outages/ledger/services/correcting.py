"""Corrections of the ledger: a time, a customer too many, a customer too few. Nothing is edited: retracted and appended.

Every figure computed afterwards follows; the figure published before can be computed again with ``as_of``.
"""

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, NotFound
from outages.ledger.models import Correction, CorrectionKind, Interruption
from outages.ledger.services import statements
from outages.ledger.services.claiming import claim
from outages.ledger.services.rewriting import begin, finish
from outages.life.choices import EndedBy, OutageKind
from outages.life.models import Outage
from outages.life.scope import Scope
from workorders.engine.advance import allow
from workorders.engine.writing import write

# The neighbours of row ``i`` or ``g`` of the same customer: a corrected time never runs over them.
BEFORE = f"""(SELECT max(e.on_at) FROM {statements.TABLE} e WHERE e.service_point_id = i.service_point_id
    AND e.retracted_at IS NULL AND e.id <> i.id AND e.on_at <= i.off_at)"""
AFTER = f"""(SELECT min(e.off_at) FROM {statements.TABLE} e WHERE e.service_point_id = i.service_point_id
    AND e.retracted_at IS NULL AND e.id <> i.id AND e.off_at >= i.on_at)"""


@transaction.atomic
def correct_start(
    *, outage_id: int, off_at: datetime, reason: str, at: datetime, scope: Scope | None = None, actor: Any = None
) -> Correction:
    """Those who went dark with the outage went dark at ``off_at``; without ``scope`` it is the outage's true start.

    Raises ``Invalid`` when somebody had power back before ``off_at``.
    """
    outage = _correctable(outage_id)
    old = outage.started_at
    correction = begin(outage, CorrectionKind.START, reason=reason, at=at, actor=actor, off_at=off_at.isoformat())
    condition, parameters = statements.chosen_rows(outage.pk, scope)
    rows = f"{condition} AND i.off_at = %(old)s"
    parameters |= {"old": old, "off_at": off_at}
    _refuse(f"{rows} AND i.on_at <= greatest(%(off_at)s, {BEFORE})", parameters, at, off_at)
    statements.rewrite(correction, rows, parameters, instead={"off_at": f"greatest(%(off_at)s, {_of_gone(BEFORE)})"})
    if scope is None:
        write([outage], started_at=off_at)
    finish(outage, correction, at=at, actor=actor)
    return correction


@transaction.atomic
def correct_end(
    *, step_id: int, on_at: datetime, reason: str, at: datetime, scope: Scope | None = None, actor: Any = None
) -> list[Correction]:
    """Power came back at ``on_at`` to those whom this step restored, one correction for each outage that has them now.

    Raises ``NotFound`` when nobody is left of the step, ``Invalid`` when power would return before it went.
    """
    rows = Interruption.objects.standing().filter(step_id=step_id).order_by("outage_id")
    outage_ids = list(rows.values_list("outage_id", flat=True).distinct())
    if not outage_ids:
        raise NotFound()
    return [_correct_end(each, step_id, on_at, reason, at, scope, actor) for each in outage_ids]


def _correct_end(
    outage_id: int, step_id: int, on_at: datetime, reason: str, at: datetime, scope: Scope | None, actor: Any
) -> Correction:
    outage = _correctable(outage_id)
    facts = {"on_at": on_at.isoformat(), "step": step_id}
    correction = begin(outage, CorrectionKind.END, reason=reason, at=at, actor=actor, **facts)
    condition, parameters = statements.chosen_rows(outage.pk, scope)
    rows = f"{condition} AND i.step_id = %(step)s"
    parameters |= {"on_at": on_at, "step": step_id}
    _refuse(f"{rows} AND i.off_at >= least(%(on_at)s, {AFTER})", parameters, at, on_at)
    statements.rewrite(correction, rows, parameters, instead={"on_at": f"least(%(on_at)s, {_of_gone(AFTER)})"})
    if outage.restored_at is not None:
        ended = outage.interruptions.standing().aggregate(last=Max("on_at"))
        write([outage], restored_at=ended["last"])
    finish(outage, correction, at=at, actor=actor)
    return correction


@transaction.atomic
def correct_never_off(*, outage_id: int, scope: Scope, reason: str, at: datetime, actor: Any = None) -> Correction:
    """These customers never lost power by this outage: their rows are retracted and count nowhere."""
    outage = _correctable(outage_id)
    correction = begin(outage, CorrectionKind.NEVER_OFF, reason=reason, at=at, actor=actor)
    statements.retract(correction, *statements.chosen_rows(outage.pk, scope))
    finish(outage, correction, at=at, actor=actor)
    return correction


@transaction.atomic
def correct_was_off(
    *,
    outage_id: int,
    scope: Scope,
    off_at: datetime,
    on_at: datetime | None,
    reason: str,
    at: datetime,
    actor: Any = None,
) -> Correction:
    """These customers were dark too, over ``[off_at, on_at)`` or, without ``on_at``, from ``off_at`` until now.

    Only what no other interruption of theirs covers is appended: no minute counts twice. Raises ``Conflict`` when a row of
    another outage would have to begin earlier: that is corrected there, by who has seen it.
    """
    outage = _correctable(outage_id)
    _refuse_rows_of_others(outage, scope, off_at, on_at)
    if off_at > at or (on_at is not None and not off_at < on_at <= at):
        raise Invalid(_("Power returns after it went, and not in the future."), pointer="/on_at")
    facts = {"off_at": off_at.isoformat(), "on_at": on_at.isoformat() if on_at else None}
    correction = begin(outage, CorrectionKind.WAS_OFF, reason=reason, at=at, actor=actor, **facts)
    if on_at is None:
        claim(outage, scope, since=off_at, at=at, actor=actor, correction=correction)
    else:
        ended_by = EndedBy.CORRECTION.value
        statements.claim_between(
            outage, statements.points_of(scope), off_at=off_at, on_at=on_at, correction=correction, ended_by=ended_by
        )
    finish(outage, correction, at=at, actor=actor)
    return correction


@transaction.atomic
def correct_kind(*, outage_id: int, kind: OutageKind | str, reason: str, at: datetime, actor: Any = None) -> Correction:
    """Another kind of outage, e.g. temporary and not fault: figures that split by kind follow."""
    outage = _correctable(outage_id)
    correction = begin(outage, CorrectionKind.KIND, reason=reason, at=at, actor=actor, became=str(kind))
    write([outage], kind=kind)
    rows, parameters = statements.chosen_rows(outage.pk, None)
    statements.rewrite(correction, rows, parameters | {"kind": str(kind)}, instead={"kind": "%(kind)s"})
    finish(outage, correction, at=at, actor=actor)
    return correction


def _refuse_rows_of_others(outage: Outage, scope: Scope, off_at: datetime, on_at: datetime | None) -> None:
    if on_at is not None:
        return
    rows = Interruption.objects.open().filter(service_point_id__in=statements.points_of(scope), off_at__gt=off_at)
    other = rows.exclude(outage=outage).select_related("outage").order_by("pk").first()
    if other is not None:
        words = _("A customer is dark by %(number)s already: correct its start there.")
        raise Conflict(words % {"number": other.outage.number}, outage=other.outage.number)


def _correctable(outage_id: int) -> Outage:
    outage = Outage.objects.lock(outage_id)
    allow([outage], "correct")
    return outage


def _of_gone(expression: str) -> str:
    """The same expression about the row that was just retracted, which the appended one takes the place of."""
    return re.sub(r"\bi\.", "g.", expression)


def _refuse(condition: str, parameters: dict[str, Any], at: datetime, moment: datetime) -> None:
    impossible = statements.rows_of(f"SELECT count(*) FROM {statements.TABLE} i WHERE {condition}", parameters)[0][0]
    if impossible or moment > at:
        raise Invalid(_("Power returns after it went, and not in the future."), pointer="/at", customers=impossible)
