"""Why it happened."""

from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.events import emit
from command_center.ground.organisation.closed_years import require_for_closed_years
from outages.life.choices import CauseClass, ChangeKind
from outages.life.events import (
    OutageChanged,
)
from outages.life.models import Outage
from workorders.engine.advance import note
from workorders.engine.writing import write


@transaction.atomic
def set_cause(*, outage_id: int, cause_class: CauseClass | str, cause: str, at: datetime, actor: Any = None) -> Outage:
    """Why it happened; splits of the figures by cause follow the row."""
    outage = Outage.objects.lock(outage_id)
    require_for_closed_years(actor, [outage.started_at], at=at)
    write([outage], cause_class=cause_class, cause=cause)
    note(outage, ChangeKind.CAUSE, at=at, actor=actor, reason=str(cause_class), detail=cause)
    emit(OutageChanged.of(outage))
    return outage
