"""The desk's hand on an outage: unconfirm, move up or down the line, split, merge, dismiss, and back again.

The affected customers change with it; the ledger is corrected by retracting and appending, never by editing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from command_center.ground.organisation.closed_years import require_for_closed_years
from outages.leading.services.ending_orders import ask_after_dismissal
from outages.ledger.models import CorrectionKind
from outages.ledger.services import rewriting, statements
from outages.ledger.services.claiming import claim
from outages.ledger.services.counting import count_claimed, recount
from outages.life.choices import CauseClass, ChangeKind
from outages.life.events import (
    OutageChanged,
    OutageLeft,
    OutageMoved,
    OutageSplit,
)
from outages.life.models import Outage, OutageScope
from outages.life.scope import Scope
from outages.life.services.advance import advance, allow, lock, note, write
from outages.life.services.whereabouts import whereabouts
from outages.life.states import BEGINS, DARK, Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import create, refuse_second, scope_claimed


@transaction.atomic
def unconfirm(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """The confirmation was a mistake; the outage stays probable. Raises ``Invalid`` without a reason."""
    outage = lock(outage_id)
    _say_why(reason)
    advance(outage, "unconfirm", at=at, actor=actor, detail=reason, confirmed_at=None)
    return outage


@transaction.atomic
def set_cause(*, outage_id: int, cause_class: CauseClass | str, cause: str, at: datetime, actor: Any = None) -> Outage:
    """Why it happened; splits of the figures by cause follow the row."""
    outage = lock(outage_id)
    require_for_closed_years(actor, [outage.started_at], at=at)
    write(outage, cause_class=cause_class, cause=cause)
    note(outage, ChangeKind.CAUSE, at=at, actor=actor, reason=str(cause_class), detail=cause)
    emit(OutageChanged(outage_id=outage.pk, org_path=outage.org_path))
    return outage


@transaction.atomic
def move_to(
    *,
    outage_id: int,
    scope: Scope,
    reason: str,
    at: datetime,
    device_id: int | None = None,
    node_id: int | None = None,
    actor: Any = None,
) -> Outage:
    """Another device up or down the line is the origin: who is outside ``scope`` was never off, who is in it was.

    Only before the first step of restoration. The way back is another move.
    """
    outage = lock(outage_id)
    _say_why(reason)
    allow(outage, "move")
    if device_id != outage.device_id:
        refuse_second(device_id)
    place, before, old_path = (
        whereabouts(device_id=device_id, node_id=node_id, scope=scope),
        outage.device_id,
        outage.org_path,
    )
    write(outage, **place.fields())
    OutageScope.objects.filter(outage=outage).update(**scope.lists())
    correction = rewriting.begin(outage, CorrectionKind.MOVE, reason=reason, at=at, actor=actor, device=device_id)
    if Status(outage.status) in DARK:
        rows, parameters = statements.chosen_rows(outage.pk, None)
        outside = f"{rows} AND i.service_point_id <> ALL(%(points)s::bigint[])"
        statements.retract(correction, outside, parameters | {"points": statements.points_of(scope)})
        claim(outage, scope, since=outage.started_at, at=at, actor=actor, correction=correction)
        recount(outage, at=at)
    else:
        count_claimed(outage, scope, at=at)
    note(
        outage,
        ChangeKind.MOVED,
        at=at,
        actor=actor,
        detail=reason,
        correction=correction,
        device_before_id=before,
        device_after_id=device_id,
    )
    if old_path != outage.org_path:
        emit(OutageLeft(outage_id=outage.pk, org_path=old_path))
    emit(OutageMoved(outage_id=outage.pk, org_path=outage.org_path))
    watch_sensitive(outage, at=at)
    return outage


@transaction.atomic
def split(
    *,
    outage_id: int,
    scope: Scope,
    reason: str,
    at: datetime,
    device_id: int | None = None,
    node_id: int | None = None,
    actor: Any = None,
) -> Outage:
    """Those in ``scope`` are dark for another reason: their interruptions, as they are, go to a new outage.

    Returns the new one. Raises ``Conflict`` when nobody would change or nobody would stay. The way back is a merge.
    """
    outage = lock(outage_id)
    _say_why(reason)
    allow(outage, "split")
    status = Status(outage.status)
    if device_id == outage.device_id:
        device_id = None
    refuse_second(device_id)
    part = create(
        scope=scope,
        status=status if status in BEGINS else Status.CONFIRMED,
        device_id=device_id,
        node_id=node_id,
        at=at,
        actor=actor,
        change=ChangeKind.SPLIT,
        other=outage,
        kind=outage.kind,
        started_at=outage.started_at,
        reason_code="split",
        reason_params={"outage": outage.number},
        cause_class=outage.cause_class,
        cause=outage.cause,
    )
    correction = rewriting.begin(outage, CorrectionKind.SPLIT, reason=reason, at=at, actor=actor, into=part.number)
    if status == Status.PREDICTED:
        rest = scope_claimed(outage) - scope
        OutageScope.objects.filter(outage=outage).update(**rest.lists())
        count_claimed(outage, rest, at=at)
        count_claimed(part, scope, at=at)
    else:
        rows, parameters = statements.chosen_rows(outage.pk, scope)
        statements.rewrite(correction, rows, parameters | {"into": part.pk}, instead={"outage_id": "%(into)s"})
        recount(part, at=at)
        rewriting.follow_counts(part, at=at, actor=actor)
        rewriting.finish(outage, correction, at=at, actor=actor)
    if not part.customers_total or not outage.customers_total:
        raise Conflict(_("A split leaves customers on both sides."))
    note(outage, ChangeKind.SPLIT, at=at, actor=actor, detail=reason, other=part, correction=correction)
    emit(
        OutageSplit(outage_id=part.pk, org_path=part.org_path),
        OutageChanged(outage_id=outage.pk, org_path=outage.org_path),
    )
    watch_sensitive(part, at=at)
    return part


@transaction.atomic
def dismiss(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """Nobody was dark: what stands in the ledger is retracted and enters no figure. Raises ``Invalid`` without a reason."""
    outage = lock(outage_id)
    _say_why(reason)
    allow(outage, "dismiss")
    correction = rewriting.begin(outage, CorrectionKind.DISMISS, reason=reason, at=at, actor=actor)
    statements.retract(correction, *statements.chosen_rows(outage.pk, None))
    advance(outage, "dismiss", at=at, actor=actor, detail=reason, correction=correction)
    recount(outage, at=at)
    ask_after_dismissal(outage, reason=reason, at=at, actor=actor)
    return outage


@transaction.atomic
def reinstate(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """The dismissal was a mistake: status and ledger are as they were, except where others claimed customers meanwhile."""
    outage = lock(outage_id)
    _say_why(reason)
    allow(outage, "reinstate")
    refuse_second(outage.device_id)
    dismissal = outage.corrections.filter(kind=CorrectionKind.DISMISS).order_by("-pk")[0]
    correction = rewriting.begin(outage, CorrectionKind.REINSTATE, reason=reason, at=at, actor=actor)
    statements.copy_back(correction, dismissal)
    advance(outage, "reinstate", at=at, actor=actor, detail=reason, correction=correction, closed_at=None)
    if outage.status == Status.PREDICTED:
        count_claimed(outage, scope_claimed(outage), at=at)
    else:
        recount(outage, at=at)
    watch_sensitive(outage, at=at)
    return outage


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
