"""Indices of IEEE 1366 (domain.md §5.1, standards.md §2). N_T customers served, r_i seconds, N_i customers of row i.

A figure carries the limit that divided sustained from momentary, because no figure can be compared without it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outages.reliability.indices.interruptions import SUSTAINED_OVER_SECONDS, Interruptions, customer_seconds, ratio


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Sums over a period, and the indices that follow from them. None means undefined or not known to the source."""

    customers_served: int
    hours: float
    sustained_over_seconds: int
    events: int
    customer_interruptions: int
    customer_seconds: int | float
    customers_interrupted: int | None
    momentary_interruptions: int
    momentary_events: int | None

    @property
    def saifi(self) -> float | None:
        """Σ N_i ÷ N_T, interruptions per customer served; sustained only."""
        return ratio(self.customer_interruptions, self.customers_served)

    @property
    def saidi_minutes(self) -> float | None:
        """Σ r_i·N_i ÷ N_T, minutes per customer served."""
        return ratio(self.customer_seconds, 60 * self.customers_served)

    @property
    def caidi_minutes(self) -> float | None:
        """Σ r_i·N_i ÷ Σ N_i, minutes per customer interruption; undefined when nobody was interrupted."""
        return ratio(self.customer_seconds, 60 * self.customer_interruptions)

    @property
    def caifi(self) -> float | None:
        """Σ N_i ÷ CN, interruptions per customer that had one; each customer once in CN."""
        return ratio(self.customer_interruptions, self.customers_interrupted or 0)

    @property
    def ctaidi_minutes(self) -> float | None:
        """Σ r_i·N_i ÷ CN, minutes per customer that had an interruption."""
        return ratio(self.customer_seconds, 60 * (self.customers_interrupted or 0))

    @property
    def asai(self) -> float | None:
        """1 − Σ r_i·N_i ÷ (N_T·T), a share of 1; T = 8,760 h, 8,784 h in a leap year."""
        lost = ratio(self.customer_seconds, 3600 * self.hours * self.customers_served)
        if lost is None:
            return 1.0 if self.customers_served and not self.customer_seconds else None
        return 1 - lost

    @property
    def maifi(self) -> float | None:
        """Σ momentary operations × N ÷ N_T; a row is one operation."""
        return ratio(self.momentary_interruptions, self.customers_served)

    @property
    def maifi_e(self) -> float | None:
        """Momentary events × N ÷ N_T: the operations of one automatic sequence are one event (see momentary_events)."""
        return None if self.momentary_events is None else ratio(self.momentary_events, self.customers_served)


def figures(
    rows: Interruptions, *, customers_served: int, hours: float, sustained_over_seconds: int = SUSTAINED_OVER_SECONDS
) -> Figures:
    """All rows given are counted; choose kind, area or days with ``rows.where(…)`` first."""
    is_sustained = rows.is_sustained(sustained_over_seconds)
    sustained, momentary = rows.where(is_sustained), rows.where(~is_sustained)
    return Figures(
        customers_served=customers_served,
        hours=hours,
        sustained_over_seconds=sustained_over_seconds,
        events=len(np.unique(sustained.event)),
        customer_interruptions=int(sustained.customers.sum()),
        customer_seconds=customer_seconds(sustained),
        customers_interrupted=None if rows.group is None else int(group_sizes(sustained).sum()),
        momentary_interruptions=int(momentary.customers.sum()),
        momentary_events=momentary_events(sustained, momentary),
    )


def group_sizes(rows: Interruptions) -> NDArray[np.int64]:
    """Customers of every distinct group in the rows."""
    _, first = np.unique(rows.groups, return_index=True)
    return rows.customers[first]


def momentary_events(sustained: Interruptions, momentary: Interruptions) -> int:
    """Customer momentary events: once per group and event, and not where the sequence ended in lockout.

    Without group ids, our interpretation: an event's rows are the same customers, the largest row counts,
    and a sustained row in the event means lockout.
    """
    keys, sequence = np.unique(_sequences(momentary), axis=0, return_inverse=True)
    largest = np.zeros(len(keys), dtype=np.int64)
    np.maximum.at(largest, sequence.reshape(-1), momentary.customers)
    locked_out = {tuple(key) for key in _sequences(sustained).tolist()}
    return sum(size for key, size in zip(keys.tolist(), largest.tolist(), strict=True) if tuple(key) not in locked_out)


def _sequences(rows: Interruptions) -> NDArray[np.int64]:
    group = rows.group if rows.group is not None else np.zeros_like(rows.event)
    return np.stack([rows.event, group], axis=1)


def asifi(rows: Interruptions, *, connected_kva: float) -> float | None:
    """Σ L_i ÷ L_T: interruptions per connected kVA. Give it sustained rows."""
    return None if rows.kva is None else ratio(float(rows.kva.sum()), connected_kva)


def asidi_minutes(rows: Interruptions, *, connected_kva: float) -> float | None:
    """Σ r_i·L_i ÷ L_T: minutes per connected kVA. Give it sustained rows."""
    return None if rows.kva is None else ratio(float((rows.kva * rows.seconds).sum()), 60 * connected_kva)


def ens_kwh(rows: Interruptions) -> float | None:
    """Energy not supplied: Σ average load (kW) × r_i (h)."""
    return None if rows.kw is None else float((rows.kw * rows.seconds).sum()) / 3600
