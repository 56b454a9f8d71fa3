"""One figure as one declared row: figure × unit × period × split × comparison is a closed set of questions. Pure.

A figure is counted from facts (``facts.py``): rows with a moment, a place, what each adds above the line (``top``) and below it
(``under``). So its value, its parts and the list of rows behind it cannot disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

# Source: assumed. A share of fewer than this says little: one case more and it is another. It is shown grey and not ranked.
FEWEST = 10


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    PERCENT = "percent"
    COUNT = "count"
    PER_MILLION = "per_million"
    PER_CUSTOMER = "per_customer"
    TIMES = "times"
    YUAN = "yuan"


UNITS = [unit.value for unit in Unit]


class Better(StrEnum):
    """In which direction it gets better. NEITHER: it says how much there is, and nobody is praised or blamed for it."""

    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


class Over(StrEnum):
    """What stands below the line: nothing (a sum), the facts themselves (a mean, a share), or the customers of the area."""

    NOTHING = "nothing"
    FACTS = "facts"
    CUSTOMERS = "customers"


class Formula(NamedTuple):
    """``factor`` × top ÷ what it is over; ``rest``: what that leaves of ``factor``."""

    over: Over
    factor: float = 1
    rest: bool = False


SUM = Formula(Over.NOTHING)
MEAN = Formula(Over.FACTS)
SHARE = Formula(Over.FACTS, 100)


class Split(StrEnum):
    """What a figure may be divided by besides places and time. Each figure says which of them its facts know."""

    URBAN = "urban"
    CAUSE = "cause"
    CHANNEL = "channel"
    KIND = "kind"
    VOLTAGE = "voltage"


class Target(NamedTuple):
    """``source``: who asks for it."""

    value: float
    source: Any


class Deduction(NamedTuple):
    """Points that come off a figure because of another: one for each that ``of`` stays below ``floor``; none where it is unknown."""

    of: "Figure"
    floor: float


class Customers(NamedTuple):
    """By how many a figure per customer is divided: of a window by place. ``of_days``: other days have other numbers."""

    by_place: Callable[[Any], Mapping[str, float]]
    of_days: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One row of the catalogue.

    ``means`` says the formula, ``source`` whose it is. ``facts``: the rows of a window (``facts.Window``). ``customers``: for
    what is told per customer. ``splits``: what it may be divided by, each value with its words.
    ``less``: what comes off; each of these has rows of its own and the same splits. ``additive``: a month can be told from the
    facts of a year; else each month is asked for by itself. ``standing``: how things stood at the end of each of some days, for what
    is no sum over days. ``rows_are``: what a row's number names, and so where it leads.
    """

    code: str
    group: str
    label: Any
    means: Any
    source: Any
    unit: Unit
    formula: Formula
    better: Better
    facts: Callable[[Any], Any]
    customers: Customers | None = None
    target: Target | None = None
    less: tuple[Deduction, ...] = ()
    splits: Mapping[Split, Callable[[], Mapping[str, Any]]]
    by_hour: bool = False
    additive: bool = True
    standing: Callable[[Any, Sequence[date]], Any] | None = None
    rows_are: str = "order"

    @property
    def is_share(self) -> bool:
        """Shares change by percentage points, everything else by its own unit and by per cent (domain reference §5.4)."""
        return self.unit is Unit.PERCENT


class Missing(NamedTuple):
    """A figure of the domain reference that no row of this system can give yet, and why."""

    label: Any
    why: Any
