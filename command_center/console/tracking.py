"""The customer's view of one order, put together from the order (workorders) and the crew (dispatch)."""

from datetime import datetime
from typing import Any


def track_status(token: str, *, at: datetime) -> dict[str, Any]:
    """The body of ``GET /api/v1/track/<token>/``. Raises ``NotFound``."""
    raise NotImplementedError
