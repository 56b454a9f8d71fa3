"""A restored outage is live again."""

from datetime import datetime
from typing import Any

from outages.life.choices import ChangeKind
from outages.life.models import Outage
from workorders.engine.advance import advance, note
from workorders.engine.writing import write


def reopen(outage: Outage, *, at: datetime, reason: str, actor: Any = None) -> None:
    """Who stayed dark, or lost power again, makes a restored outage live, and everybody hears it.

    Where its device has gone out anew meanwhile, that newer outage speaks for the device (``one_live_outage_per_device``):
    this one goes on by its customers alone.
    """
    newer = Outage.objects.live().filter(device_id=outage.device_id, device_id__isnull=False).exclude(pk=outage.pk)
    if (other := newer.first()) is not None:
        note(outage, ChangeKind.MOVED, at=at, actor=actor, device_before=outage.device, other=other, reason=reason)
        write([outage], device=None)
    advance([outage], "reopen", at=at, actor=actor, reason=reason, restored_at=None)
