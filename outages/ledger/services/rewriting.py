"""What every correction of the ledger shares: its reason kept, its rows retracted and appended, its outage recounted."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from command_center.ground.core.errors import require_reason
from command_center.ground.core.events import emit
from outages.ledger.models import Correction, CorrectionKind
from outages.ledger.services.counting import recount
from outages.life.choices import ChangeKind
from outages.life.events import LedgerCorrected
from outages.life.models import Outage
from outages.life.services.reopening import reopen
from outages.life.states import Status
from workorders.engine.advance import advance, note


def begin(
    outage: Outage, kind: CorrectionKind, /, *, reason: str, at: datetime, actor: Any = None, **facts: Any
) -> Correction:
    """The correction's own row. ``facts`` are JSON values of what changes. Raises ``Invalid`` without a reason."""
    require_reason(reason)
    return Correction.objects.create(
        outage=outage, kind=kind, reason=reason.strip(), author=actor, at=at, after={**facts}
    )


def finish(outage: Outage, correction: Correction, *, at: datetime, actor: Any = None) -> None:
    """Recount, leave a trace in the outage's history, tell whoever computes figures."""
    recount(outage, at=at)
    follow_counts(outage, at=at, actor=actor)
    note(outage, ChangeKind.CORRECTED, at=at, actor=actor, correction=correction, reason=correction.kind.lower())
    emit(LedgerCorrected.of(outage, correction_id=correction.pk))


def follow_counts(outage: Outage, *, at: datetime, actor: Any = None) -> None:
    """A correction can darken or light customers: an open outage's status follows, a closed one stays closed."""
    status = Status(outage.status)
    ended = outage.interruptions.standing().filter(on_at__isnull=False)
    by = {"at": at, "actor": actor}
    if status in (Status.CONFIRMED, Status.PARTIALLY_RESTORED) and outage.customers_total and not outage.customers_out:
        last, told = ended.aggregate(last=Max("on_at"))["last"], {"step_id": 0, "customers": 0}
        advance([outage], "all-restored", **by, reason="corrected", restored_at=last, facts=told)
    elif status in (Status.RESTORED, Status.VERIFIED) and outage.customers_out:
        reopen(outage, **by, reason="corrected")
    elif status == Status.PARTIALLY_RESTORED and not ended.exists():
        advance([outage], "none-was-back", **by)
    elif status == Status.CONFIRMED and ended.exists():
        advance([outage], "some-were-back", **by)
