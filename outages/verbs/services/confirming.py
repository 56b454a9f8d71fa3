"""An outage grows sure: probable, confirmed; and the confirmation taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.errors import require_reason
from outages.life.models import Outage, OutageScope
from outages.life.scope import Scope
from outages.life.states import Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import enter_ledger, scope_claimed
from workorders.engine.advance import advance


@transaction.atomic
def make_probable(*, outage_id: int, at: datetime, scope: Scope | None = None, actor: Any = None) -> Outage:
    """More evidence, or nobody spoke against it for long enough: its customers enter the ledger from the true start."""
    outage = _believe(outage_id, "make-probable", scope, at, actor)
    watch_sensitive(outage, at=at)
    return outage


@transaction.atomic
def confirm(*, outage_id: int, at: datetime, scope: Scope | None = None, reason: str = "", actor: Any = None) -> Outage:
    """Telemetry, the crew or the desk says so. ``scope`` replaces what a merely predicted outage claimed."""
    outage = _believe(outage_id, "confirm", scope, at, actor, reason)
    watch_sensitive(outage, at=at)
    return outage


@transaction.atomic
def unconfirm(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """The confirmation was a mistake; the outage stays probable. Raises ``Invalid`` without a reason."""
    outage = Outage.objects.lock(outage_id)
    require_reason(reason)
    advance([outage], "unconfirm", at=at, actor=actor, detail=reason, confirmed_at=None)
    return outage


def _believe(outage_id: int, verb: str, scope: Scope | None, at: datetime, actor: Any, reason: str = "") -> Outage:
    outage = Outage.objects.lock(outage_id)
    was_guess = outage.status == Status.PREDICTED
    advance([outage], verb, at=at, actor=actor, reason=reason)
    if was_guess:
        if scope is not None:
            OutageScope.objects.filter(outage=outage).update(**scope.lists())
        enter_ledger(outage, scope or scope_claimed(outage), at=at, actor=actor)
    return outage
