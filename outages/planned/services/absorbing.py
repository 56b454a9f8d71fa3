"""A plan takes over what was suspected at its device, and the customers whom its next device puts in the dark."""

from datetime import datetime
from typing import Any

from command_center.ground.core.events import emit
from outages.ledger.services.claiming import claim
from outages.ledger.services.correcting import correct_kind
from outages.ledger.services.counting import recount
from outages.life.choices import OutageKind
from outages.life.events import OutageChanged
from outages.life.models import Outage, OutageScope
from outages.life.scope import Scope
from outages.life.states import DARK, Status
from outages.verbs.services.confirming import confirm
from outages.verbs.services.opening import Finding, scope_claimed
from workorders.engine.writing import write

SUSPECTED = (Status.PREDICTED, Status.PROBABLE)
REASON = "planned"


def absorb(
    device_id: int,
    *,
    scope: Scope,
    at: datetime,
    kind: OutageKind | str,
    finding: Finding,
    planned_end_at: datetime,
    actor: Any = None,
) -> Outage | None:
    """The first calls were quicker than the word of the switch: the suspicion at this device is the planned outage.

    In the caller's transaction. None when nothing is suspected there.
    """
    suspected = Outage.objects.live().filter(device_id=device_id, status__in=SUSPECTED, kind=OutageKind.FAULT).first()
    if suspected is None:
        return None
    outage = Outage.objects.lock(suspected.pk)
    if outage.status == Status.PREDICTED:
        write([outage], kind=kind)  # nothing stands in the ledger yet
    else:
        correct_kind(outage_id=outage.pk, kind=kind, reason=REASON, at=at, actor=actor)
    confirm(outage_id=outage.pk, at=at, scope=scope, reason=REASON, actor=actor)
    outage = Outage.objects.lock(outage.pk)
    write([outage], planned_end_at=planned_end_at, **finding.fields())
    return outage


def absorb_customers(outage: Outage, scope: Scope, *, since: datetime, at: datetime) -> Outage:
    """Others are dark by a locked outage since this moment; who is already is not dark twice."""
    if Status(outage.status) not in DARK:
        return outage
    if claim(outage, scope, since=since, at=at):
        OutageScope.objects.filter(outage=outage).update(**(scope_claimed(outage) | scope).lists())
        recount(outage, at=at)
        emit(OutageChanged.of(outage))
    return outage
