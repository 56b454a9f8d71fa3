"""When waiting orders were last looked at, so that each has its turn."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

NOTE = """
INSERT INTO dispatch_routinglook (order_id, looked_at) SELECT unnest(%s), %s
ON CONFLICT (order_id) DO UPDATE SET looked_at = excluded.looked_at
"""


def note_look(order_ids: Sequence[int], *, at: datetime) -> None:
    """The planner looked at these orders and they wait still; within the caller's transaction."""
    if order_ids:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [list(order_ids), at])
