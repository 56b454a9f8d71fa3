"""The alarms about limits of orders; those about their reasons for attention follow the order itself (``engine/writing.py``)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import limit_code, limit_grade
from command_center.ground.alarms.models import SubjectKind
from workorders.models import Clock

NEAR_PERCENT, OVER_PERCENT = 80, 100


def limits_warned(clocks: Iterable[Clock], *, at: datetime) -> None:
    """Clocks (with their orders) that have just used a share of their limit; one that is over is near no more."""
    near = [clock for clock in clocks if NEAR_PERCENT <= clock.warned_percent < OVER_PERCENT]
    over = [clock for clock in clocks if clock.warned_percent >= OVER_PERCENT]
    for code, order_ids in _by_code(over).items():
        alarms.clear(SubjectKind.ORDER, order_ids, [limit_code(code, over=False)], at=at)
    alarms.raise_alarms([*(_limit(clock, over=False) for clock in near), *(_limit(c, over=True) for c in over)], at=at)


def limits_ended(clocks: Iterable[Clock], *, at: datetime) -> None:
    """Clocks that stopped. Only one that had used up most of its limit has an alarm: most cost nothing."""
    for code, order_ids in _by_code(clock for clock in clocks if clock.warned_percent >= NEAR_PERCENT).items():
        both = [limit_code(code, over=False), limit_code(code, over=True)]
        alarms.clear(SubjectKind.ORDER, order_ids, both, at=at)


def _limit(clock: Clock, *, over: bool) -> alarms.Subject:
    order = clock.order
    return order.alarm({limit_code(clock.code, over=over): limit_grade(order.grade, over=over)})


def _by_code(clocks: Iterable[Clock]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for clock in clocks:
        found[clock.code].append(clock.order_id)
    return found
