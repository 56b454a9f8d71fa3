"""Indices of DL/T 836, the Chinese code for the reliability of supply to customers (domain.md §5.2).

RS is the old name and ASAI the name of 2016; AIHC is SAIDI in hours, AITC is SAIFI. Our interpretations: the sets 1 to
3 count short interruptions too, because the code has a fourth that leaves them out; an outage that is restored in
steps lasts until its last step, and its customers are those of all its steps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outages.reliability.indices.interruptions import (
    RATIONING,
    SHORT_UP_TO_SECONDS,
    Interruptions,
    customer_seconds,
    ratio,
)


@dataclass(frozen=True, kw_only=True)
class Availability:
    """One numbered set: RS-n, AIHC-n, AITC-n, and the customer hours 停电时户数 behind them."""

    customers_served: int
    hours: float
    customer_interruptions: int
    customer_seconds: int | float

    @property
    def customer_hours(self) -> float:
        """Σ r_i·N_i in h·customer."""
        return self.customer_seconds / 3600

    @property
    def aihc_hours(self) -> float | None:
        """用户平均停电时间: Σ (duration × customers) ÷ customers, h per customer."""
        return ratio(self.customer_seconds, 3600 * self.customers_served)

    @property
    def aitc(self) -> float | None:
        """用户平均停电次数: Σ customers ÷ customers, times per customer."""
        return ratio(self.customer_interruptions, self.customers_served)

    @property
    def rs(self) -> float | None:
        """供电可靠率 RS-n = ASAI-n: 1 − AIHC ÷ hours of the period, as a share of 1."""
        return None if self.aihc_hours is None or not self.hours else 1 - self.aihc_hours / self.hours


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The numbered sets and the two fault indices; ``short_up_to_seconds`` belongs to set 4."""

    full: Availability
    without_external: Availability | None
    without_rationing: Availability
    without_short: Availability
    mid_f_hours: float | None
    mic_f: float | None
    short_up_to_seconds: int


def figures(
    rows: Interruptions, *, customers_served: int, hours: float, short_up_to_seconds: int = SHORT_UP_TO_SECONDS
) -> Figures:
    """Sets 1 (everything), 2 (no external cause; None if not known), 3 (no rationing) and 4 (no short interruption).

    For the MV basis give ``rows.on_mv_basis()`` and the number of transformers and MV customers.
    """

    def availability(of: Interruptions) -> Availability:
        return Availability(
            customers_served=customers_served,
            hours=hours,
            customer_interruptions=int(of.customers.sum()),
            customer_seconds=customer_seconds(of),
        )

    faults = rows.where(~rows.is_pre_arranged())
    return Figures(
        full=availability(rows),
        without_external=None if rows.external is None else availability(rows.where(~rows.external)),
        without_rationing=availability(rows.where(rows.kind != RATIONING)),
        without_short=availability(rows.where(rows.is_sustained(short_up_to_seconds))),
        mid_f_hours=mid_f_hours(faults),
        mic_f=ratio(int(faults.customers.sum()), len(np.unique(faults.event))),
        short_up_to_seconds=short_up_to_seconds,
    )


def mid_f_hours(faults: Interruptions) -> float | None:
    """故障停电平均持续时间: Σ duration of the fault outages ÷ their number, in h."""
    return ratio(float(event_seconds(faults).sum()), 3600 * len(np.unique(faults.event)))


def event_seconds(rows: Interruptions) -> NDArray[np.int64]:
    """Whole duration of every outage, from its first row's start to its last row's end, by ascending event id."""
    events, place = np.unique(rows.event, return_inverse=True)
    start = (rows.start - np.datetime64(0, "s")).astype(np.int64)
    first = np.full(len(events), np.iinfo(np.int64).max)
    last = np.full(len(events), np.iinfo(np.int64).min)
    np.minimum.at(first, place, start)
    np.maximum.at(last, place, (start + rows.seconds).astype(np.int64))
    return last - first


def equivalent_hours(*, hours: float, actual_kw: float, demand_kw: float) -> float | None:
    """等效停电时间 of rationing: duration × (1 − load during the limit ÷ demand without it), in h."""
    used = ratio(actual_kw, demand_kw)
    return None if used is None else hours * (1 - used)
