"""Another device up or down the line is the origin: the ledger is corrected by retracting and appending, never by editing."""

from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.errors import require_reason
from command_center.ground.core.events import emit
from outages.ledger.models import CorrectionKind
from outages.ledger.services import rewriting, statements
from outages.ledger.services.claiming import claim
from outages.ledger.services.counting import count_claimed, recount
from outages.life.choices import ChangeKind
from outages.life.events import (
    OutageLeft,
    OutageMoved,
)
from outages.life.models import Outage, OutageScope
from outages.life.scope import Scope
from outages.life.services.whereabouts import whereabouts
from outages.life.states import DARK, Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import refuse_second
from workorders.engine.advance import allow, note
from workorders.engine.writing import write


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
    outage = Outage.objects.lock(outage_id)
    require_reason(reason)
    allow([outage], "move")
    if device_id != outage.device_id:
        refuse_second(device_id)
    place, before, old_path = (
        whereabouts(device_id=device_id, node_id=node_id, scope=scope),
        outage.device_id,
        outage.org_path,
    )
    write([outage], **place.fields())
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
        emit(OutageLeft.of(outage, org_path=old_path))
    emit(OutageMoved.of(outage))
    watch_sensitive(outage, at=at)
    return outage
