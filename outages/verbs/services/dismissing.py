"""Nobody was dark: what stands in the ledger is retracted; and back again, when that was a mistake."""

from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.errors import require_reason
from outages.leading.services.ending_orders import ask_after_dismissal
from outages.ledger.models import CorrectionKind
from outages.ledger.services import rewriting, statements
from outages.ledger.services.counting import count_claimed, recount
from outages.life.models import Outage
from outages.life.states import Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import refuse_second, scope_claimed
from workorders.engine.advance import advance, allow


@transaction.atomic
def dismiss(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """Nobody was dark: what stands in the ledger is retracted and enters no figure. Raises ``Invalid`` without a reason."""
    outage = Outage.objects.lock(outage_id)
    require_reason(reason)
    allow([outage], "dismiss")
    correction = rewriting.begin(outage, CorrectionKind.DISMISS, reason=reason, at=at, actor=actor)
    statements.retract(correction, *statements.chosen_rows(outage.pk, None))
    advance([outage], "dismiss", at=at, actor=actor, detail=reason, record={"correction": correction})
    recount(outage, at=at)
    ask_after_dismissal(outage, reason=reason, at=at, actor=actor)
    return outage


@transaction.atomic
def reinstate(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """The dismissal was a mistake: status and ledger are as they were, except where others claimed customers meanwhile."""
    outage = Outage.objects.lock(outage_id)
    require_reason(reason)
    allow([outage], "reinstate")
    refuse_second(outage.device_id)
    dismissal = outage.corrections.filter(kind=CorrectionKind.DISMISS).order_by("-pk")[0]
    correction = rewriting.begin(outage, CorrectionKind.REINSTATE, reason=reason, at=at, actor=actor)
    statements.copy_back(correction, dismissal)
    advance([outage], "reinstate", at=at, actor=actor, detail=reason, record={"correction": correction}, closed_at=None)
    if outage.status == Status.PREDICTED:
        count_claimed(outage, scope_claimed(outage), at=at)
    else:
        recount(outage, at=at)
    watch_sensitive(outage, at=at)
    return outage
