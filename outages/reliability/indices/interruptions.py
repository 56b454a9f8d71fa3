"""Interruptions as arrays: one row is one group of customers that lost and regained power together.

Every restoration step of a staged outage is its own row, so that nobody is counted until the last customer is back
(IEEE 1366; standards.md §2). Times are the wall clock of the log's region; a row belongs to the day it begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

SUSTAINED_OVER_SECONDS = 300
"""IEEE 1366: sustained is longer than five minutes; 300 s exactly is still momentary."""
SHORT_UP_TO_SECONDS = 180
"""DL/T 836: a short interruption lasts three minutes at most."""

FAULT = "FAULT"
RATIONING = "RATIONING"
PRE_ARRANGED = ("PLANNED", "TEMPORARY", "CUSTOMER_REQ", RATIONING)
"""预安排停电: what the utility decided beforehand (domain.md §4.1); everything else is a fault."""

Mask: TypeAlias = NDArray[np.bool_]
Seconds: TypeAlias = NDArray[Any]
"""int64, or float64 where the source has fractions of a second."""

# Beyond this a sum might not fit into 64 bits; Python's own integers have no end.
LARGEST_SUM = 2.0**62


@dataclass(frozen=True, kw_only=True, eq=False)
class Interruptions:
    """Equal-length arrays; the optional ones may be None when the source does not know them.

    ``start``: datetime64[s]. ``seconds``: int64, or float64 where the source has fractions. ``customers``: int64.
    ``group``: who it was; the same number always means the same customers. ``event``: the outage it belongs to.
    ``kind``: a code of domain.md §4.1; ``external``: cause outside the utility's own network.
    ``mv_customers``: the same row counted on the MV basis; ``kva`` connected, ``kw`` average load interrupted.
    """

    start: NDArray[np.datetime64]
    seconds: Seconds
    customers: NDArray[np.int64]
    event: NDArray[np.int64]
    kind: NDArray[np.str_]
    group: NDArray[np.int64] | None = None
    external: Mask | None = None
    mv_customers: NDArray[np.int64] | None = None
    kva: NDArray[np.float64] | None = None
    kw: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.seconds)

    def where(self, rows: Mask | NDArray[np.integer]) -> Self:
        """Only these rows, by mask or by position."""
        return self._each(lambda column: column[rows])

    @property
    def groups(self) -> NDArray[np.int64]:
        """``group`` where it must be known (ValueError when it is not)."""
        if self.group is None:
            raise ValueError("these interruptions do not say whose they were")
        return self.group

    def days(self) -> NDArray[np.datetime64]:
        """datetime64[D]: all minutes of an interruption go to the day it starts."""
        return self.start.astype("datetime64[D]")

    def is_sustained(self, over_seconds: int = SUSTAINED_OVER_SECONDS) -> Mask:
        return self.seconds > over_seconds

    def is_pre_arranged(self) -> Mask:
        return np.isin(self.kind, PRE_ARRANGED)

    def on_mv_basis(self) -> Self:
        """Counted as the MV statistics do: a public transformer or an MV customer is one (domain.md §5.2)."""
        if self.mv_customers is None:
            raise ValueError("these interruptions were not counted on the MV basis")
        return replace(self, customers=self.mv_customers)

    def _each(self, change: Callable[[NDArray], NDArray]) -> Self:
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: change(column) for name, column in columns.items() if column is not None})


def customer_seconds(rows: Interruptions) -> int | float:
    """Σ r·N. Whole seconds are summed as integers: no rounding, however many rows."""
    if not len(rows):
        return 0
    if float(rows.seconds.max()) * float(rows.customers.sum()) < LARGEST_SUM:
        return (rows.seconds * rows.customers).sum().item()
    return sum(
        seconds * customers for seconds, customers in zip(rows.seconds.tolist(), rows.customers.tolist(), strict=True)
    )


def ratio(above: float, below: float) -> float | None:
    """None where the index is undefined. Of two ints the quotient is the nearest float there is."""
    return above / below if below else None
