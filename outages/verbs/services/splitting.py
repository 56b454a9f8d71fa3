"""Some are dark for another reason: their interruptions, as they are, go to a new outage. The way back is a merge."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, require_reason
from command_center.ground.core.events import emit
from outages.ledger.models import CorrectionKind
from outages.ledger.services import rewriting, statements
from outages.ledger.services.counting import count_claimed, recount
from outages.life.choices import ChangeKind
from outages.life.events import (
    OutageChanged,
    OutageSplit,
)
from outages.life.models import Outage, OutageScope
from outages.life.scope import Scope
from outages.life.states import BEGINS, Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import create, refuse_second, scope_claimed
from workorders.engine.advance import allow, note


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
    outage = Outage.objects.lock(outage_id)
    require_reason(reason)
    allow([outage], "split")
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
        OutageSplit.of(part),
        OutageChanged.of(outage),
    )
    watch_sensitive(part, at=at)
    return part
