"""The crew's word counts even when it comes late: kept with its moment, told to the desk, heard by the outage."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.events import emit
from workorders.engine.writing import raise_attention
from workorders.events import LateWordReceived
from workorders.kinds.fault.states import DONE, Status
from workorders.models import LateStep, LateWord, WorkOrder

LATE_WORD = "late_word"
# Who has set off or begun in vain is told so on the phone; nobody at the desk has to act on it.
QUIET = (LateStep.DEPART, LateStep.START)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the phone told: the step, its body as JSON values, a photo if there is one, and when it was tapped."""

    step: str
    at: datetime
    body: dict[str, Any] = field(default_factory=dict)
    photo: Any = ""


@transaction.atomic
def keep_late_word(*, order_id: int, crew: str, said: Said, in_time: bool, at: datetime, actor: Any) -> LateWord:
    """Keep what a crew told that no longer holds the order, and ask a person at the desk to look."""
    order = WorkOrder.objects.lock(order_id)
    row = LateWord.objects.create(
        order=order,
        crew=crew,
        author=actor,
        step=said.step,
        said=said.body,
        photo=said.photo,
        observed_at=min(said.at, at),
        received_at=at,
        in_time=in_time,
    )
    if Status(order.status) not in DONE and row.step not in QUIET:
        raise_attention([order], LATE_WORD)
    emit(
        LateWordReceived(
            work_order_id=order.pk,
            org_path=order.org_path,
            step=row.step,
            observed_at=row.observed_at.isoformat(),
            in_time=in_time,
        )
    )
    return row
