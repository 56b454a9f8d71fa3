"""From sums to a figure: the value, whether it is too few to say much, and its changes. Pure."""

from decimal import Decimal
from typing import NamedTuple

from command_center.ground.core.comparing import Change, change, points, rounded
from command_center.ground.figures.declaring import FEWEST, Deduction, Figure, Over


class Sums(NamedTuple):
    """Of some facts: what stands above the line, below it, and how many facts there are."""

    top: Decimal = Decimal(0)
    under: Decimal = Decimal(0)
    rows: int = 0

    def __add__(self, other: "Sums") -> "Sums":  # type: ignore[override]
        return Sums(self.top + other.top, self.under + other.under, self.rows + other.rows)


class Told(NamedTuple):
    """``of``: what it was divided by, None of a sum. ``few``: of too few to rank anybody by it."""

    value: Decimal | None
    of: int | None
    rows: int
    few: bool


def told(figure: Figure, sums: Sums, customers: float | None = None, less: Decimal = Decimal(0)) -> Told:
    """The figure of these facts, two decimals, half up; None over nothing (domain reference §5.3: “—”, and no 100 %).

    ``less``: the points that come off it because of other figures.
    """
    over = figure.formula.over
    if over is Over.NOTHING:
        return Told(rounded(sums.top), None, sums.rows, False)
    below = sums.under if over is Over.FACTS else Decimal(str(customers or 0))
    factor = Decimal(str(figure.formula.factor))
    share = factor * sums.top / below if below else None
    value = None if share is None else rounded((factor - share if figure.formula.rest else share) - less)
    return Told(
        value, round(below), sums.rows, bool(below) and (sums.rows if over is Over.CUSTOMERS else below) < FEWEST
    )


def points_off(deduction: Deduction, value: Decimal | None) -> Decimal:
    """What a figure of this value takes off another: as it is told, with two decimals."""
    return Decimal(0) if value is None else max(Decimal(0), Decimal(str(deduction.floor)) - value)


def compared(figure: Figure, now: Decimal | None, before: Decimal | None) -> Change:
    """Points of a share, its own unit and per cent of everything else."""
    return (points if figure.is_share else change)(now, before)


def meets_target(figure: Figure, value: Decimal | None) -> bool | None:
    """None without a target or a value."""
    if figure.target is None or value is None:
        return None
    limit = Decimal(str(figure.target.value))
    return value <= limit if figure.better == "less" else value >= limit
