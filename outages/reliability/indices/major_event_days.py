"""Major event days by the 2.5 beta method of IEEE 1366 (domain.md §5.1): computed once a year, then frozen."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outages.reliability.indices.interruptions import SUSTAINED_OVER_SECONDS, Interruptions, ratio


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """``minutes`` is T_MED = exp(α + 2.5 β) in minutes of daily SAIDI; None with too few days to have a deviation."""

    days: int
    alpha: float | None
    beta: float | None
    minutes: float | None
    is_sample: bool


@dataclass(frozen=True, eq=False)
class DailySaidi:
    """``day`` datetime64[D], ascending, days with an interruption only; ``minutes`` float64 of daily SAIDI."""

    day: NDArray[np.datetime64]
    minutes: NDArray[np.float64]

    def between(self, first: np.datetime64, last: np.datetime64) -> "DailySaidi":
        """Both days included."""
        chosen = (self.day >= first) & (self.day <= last)
        return DailySaidi(self.day[chosen], self.minutes[chosen])


def daily_saidi(
    rows: Interruptions, *, customers_served: int, sustained_over_seconds: int = SUSTAINED_OVER_SECONDS
) -> DailySaidi:
    """SAIDI of each day that has a sustained interruption; an interruption's minutes go to the day it starts."""
    sustained = rows.where(rows.is_sustained(sustained_over_seconds))
    day, place = np.unique(sustained.days(), return_inverse=True)
    sums = np.zeros(len(day), dtype=sustained.seconds.dtype)
    np.add.at(sums, place, sustained.seconds * sustained.customers)
    return DailySaidi(day, np.array([ratio(total, 60 * customers_served) for total in sums.tolist()], dtype=float))


def threshold(minutes: NDArray[np.float64], *, is_sample: bool = True) -> Threshold:
    """T_MED of the daily SAIDI of up to five years; days with zero are dropped.

    β is the sample deviation (n − 1) unless ``is_sample`` is False: the guide does not say which, our choice.
    """
    logs = [math.log(value) for value in minutes.tolist() if value > 0]
    alpha = math.fsum(logs) / len(logs) if logs else None
    freedom = len(logs) - is_sample
    if alpha is None or freedom < 1:
        return Threshold(days=len(logs), alpha=alpha, beta=None, minutes=None, is_sample=is_sample)
    beta = math.sqrt(math.fsum((value - alpha) ** 2 for value in logs) / freedom)
    return Threshold(days=len(logs), alpha=alpha, beta=beta, minutes=math.exp(alpha + 2.5 * beta), is_sample=is_sample)


def major_days(daily: DailySaidi, limit: Threshold) -> NDArray[np.datetime64]:
    """The days above T_MED; a day at T_MED exactly is ordinary. No threshold, no major day."""
    return daily.day[daily.minutes > limit.minutes] if limit.minutes is not None else daily.day[:0]
