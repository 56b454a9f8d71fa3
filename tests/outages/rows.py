"""Rows of interruptions for the tests: written like a log, read as arrays."""

import numpy as np

from outages.reliability.indices.interruptions import Interruptions


def make_rows(*rows, **columns):
    """Each row: (event, group, customers, seconds), and start and kind when they matter."""
    rows = [(*row, *("2026-01-01T00:00:00", "FAULT")[len(row) - 4 :]) for row in rows]
    event, group, customers, seconds, start, kind = zip(*rows, strict=True) if rows else [()] * 6
    return Interruptions(
        event=np.array(event, dtype=np.int64),
        group=np.array(group, dtype=np.int64),
        customers=np.array(customers, dtype=np.int64),
        seconds=np.array(seconds, dtype=np.int64),
        start=np.array(start, dtype="datetime64[s]"),
        kind=np.array(kind, dtype=np.str_),
        **{name: np.array(values) for name, values in columns.items()},
    )
