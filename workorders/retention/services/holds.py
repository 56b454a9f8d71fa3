"""What a court or a dispute wants kept as it is."""

from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core import audit
from workorders.models import WorkOrder
from workorders.retention.models import LegalHold


@transaction.atomic
def hold(order: WorkOrder, *, reason: str, actor: Any, at: datetime) -> LegalHold:
    """Nothing of the order is taken out until the hold is lifted."""
    made = LegalHold.objects.create(order=order, reason=reason, held_by=actor, held_at=at)
    audit.record(actor=actor, action="legal_hold", object_kind="order", object_ref=order.number)
    return made


@transaction.atomic
def lift(held: LegalHold, *, actor: Any, at: datetime) -> None:
    held.lifted_by, held.lifted_at = actor, at
    held.save(update_fields=["lifted_by", "lifted_at"])
    audit.record(actor=actor, action="legal_hold_lifted", object_kind="order", object_ref=held.order.number)
