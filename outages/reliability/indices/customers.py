"""Indices of the single customer's lot (IEEE 1366): how many had n interruptions, or were out for so many hours.

The 2003 text of the guide reads CEMI_n as "more than n", the 2012 text as "n or more": the operator is a parameter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outages.reliability.indices.interruptions import SUSTAINED_OVER_SECONDS, Interruptions, Seconds, ratio


@dataclass(frozen=True, kw_only=True, eq=False)
class Lots:
    """One element per group of customers that share every interruption."""

    customers: NDArray[np.int64]
    sustained: NDArray[np.int64]
    momentary: NDArray[np.int64]
    seconds: Seconds
    longest: Seconds

    def share(self, chosen: NDArray[np.bool_], customers_served: int) -> float | None:
        return ratio(int(self.customers[chosen].sum()), customers_served)


def lots(rows: Interruptions, *, sustained_over_seconds: int = SUSTAINED_OVER_SECONDS) -> Lots:
    """Count and add up per group; seconds and longest of the sustained ones. Needs group ids (ValueError)."""
    _, first, place = np.unique(rows.groups, return_index=True, return_inverse=True)
    is_sustained = rows.is_sustained(sustained_over_seconds)
    seconds = np.zeros(len(first), dtype=rows.seconds.dtype)
    longest = np.zeros_like(seconds)
    np.add.at(seconds, place[is_sustained], rows.seconds[is_sustained])
    np.maximum.at(longest, place[is_sustained], rows.seconds[is_sustained])
    return Lots(
        customers=rows.customers[first],
        sustained=np.bincount(place[is_sustained], minlength=len(first)),
        momentary=np.bincount(place[~is_sustained], minlength=len(first)),
        seconds=seconds,
        longest=longest,
    )


def cemi(of: Lots, n: int, *, customers_served: int, or_more: bool) -> float | None:
    """CEMI_n: customers with more than n (or n or more) sustained interruptions ÷ N_T."""
    return of.share(_reaches(of.sustained, n, or_more), customers_served)


def cemsmi(of: Lots, n: int, *, customers_served: int, or_more: bool) -> float | None:
    """CEMSMI_n: the same for sustained and momentary interruptions together."""
    return of.share(_reaches(of.sustained + of.momentary, n, or_more), customers_served)


def celid_s(of: Lots, hours: float, *, customers_served: int) -> float | None:
    """CELID_s: customers with one sustained interruption of at least so many hours ÷ N_T."""
    return of.share((of.longest >= hours * 3600) & (of.sustained > 0), customers_served)


def celid_t(of: Lots, hours: float, *, customers_served: int) -> float | None:
    """CELID_t: customers whose sustained interruptions add up to at least so many hours ÷ N_T."""
    return of.share((of.seconds >= hours * 3600) & (of.sustained > 0), customers_served)


def _reaches(count: NDArray[np.int64], n: int, or_more: bool) -> NDArray[np.bool_]:
    return count >= n if or_more else count > n
