"""The interruptions of one supply over a year, as a person reads them who answers its customer."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from outages.ledger.models import Interruption
from workorders.outage_history import HISTORY_MONTHS

LOOKED_BACK = timedelta(days=round(HISTORY_MONTHS * 365.25 / 12))


def supply_history(point_id: int, until: datetime) -> list[dict[str, Any]]:
    """Its interruptions of the last twelve months, oldest first, as JSON values; minutes are None while it is dark. One query."""
    since = until - LOOKED_BACK
    rows = Interruption.objects.filter(
        Q(on_at=None) | Q(on_at__gt=since), service_point_id=point_id, retracted_at=None, off_at__lt=until
    ).select_related("outage")
    return [_told(row) for row in rows.order_by("off_at")]


def _told(row: Interruption) -> dict[str, Any]:
    return {
        "outage": row.outage.number,
        "kind": row.kind,
        "off_at": row.off_at.isoformat(),
        "on_at": row.on_at.isoformat() if row.on_at else None,
        "minutes": round((row.on_at - row.off_at).total_seconds() / 60) if row.on_at else None,
    }
