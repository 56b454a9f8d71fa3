"""What all cards share: a card is the whole present state of one row, as screens know it."""

from datetime import datetime
from typing import Any

Card = dict[str, Any]


def iso(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, as every card and frame writes a moment."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None
