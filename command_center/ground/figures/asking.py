"""A figure asked: of a window, against the two windows it is compared with, in parts, by month, by hour of the week."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from command_center.ground.core.comparing import Change, period_before, year_before
from command_center.ground.figures.declaring import Better, Deduction, Figure, Over, Split
from command_center.ground.figures.facts import PLACE, Facts, Key, Window, folded
from command_center.ground.figures.reckoning import Sums, Told, compared, points_off, told

MONTHS = 13
# Splits of which each value has customers of its own; of others those of the whole stand below each part.
OWN_CUSTOMERS = (Split.URBAN, Split.VOLTAGE)


class Answer(NamedTuple):
    """Now, the same days of the year before, and as many days just before, with both changes."""

    now: Told
    year_before: Told
    period_before: Told
    year_change: Change
    period_change: Change


class Part(NamedTuple):
    """One unit or one value of a split. ``rank``: 1 is the best, None where nobody is ranked or it is of too few.

    ``added``: its share of the whole, in what parts of this figure add up by.
    """

    key: str
    now: Told
    before: Told
    change: Change
    rank: int | None = None
    added: Decimal = Decimal(0)


class Cell(NamedTuple):
    weekday: int
    hour: int
    told: Told


class Month(NamedTuple):
    first: date
    told: Told


def last_year(window: Window) -> Window:
    return replace(window, first=year_before(window.first), last=year_before(window.last))


def just_before(window: Window) -> Window:
    first, last = period_before(window.first, window.last)
    return replace(window, first=first, last=last)


class TakenOff(NamedTuple):
    """What another figure took off this one, in points."""

    deduction: Deduction
    told: Told
    points: Decimal


class Inquiry:
    """One figure of one window. What was worked out in memory for a window is worked out once, however it is divided."""

    def __init__(self, figure: Figure, window: Window) -> None:
        self.figure, self.window = figure, window
        self._facts: dict[tuple[date, date], Facts] = {}
        self._others = [(each, Inquiry(each.of, window)) for each in figure.less]

    def facts(self, window: Window | None = None) -> Facts:
        """The facts behind the figure; of other days where a window says so."""
        of = window or self.window
        days = (of.first, of.last)
        if days not in self._facts:
            self._facts[days] = self.figure.facts(of).of(of)
        return self._facts[days]

    def value(self, window: Window | None = None) -> Told:
        """One query, and one more of a figure per customer and of each that takes something off."""
        below = self._customers(window or self.window)
        return told(self.figure, self._sums(window).get((), Sums()), below, self._less(window))

    def taken_off(self, window: Window | None = None) -> list[TakenOff]:
        """What others took off, in points of this figure. One query each."""
        found = [(deduction, other.value(window)) for deduction, other in self._others]
        return [TakenOff(deduction, each, points_off(deduction, each.value)) for deduction, each in found]

    def answer(self) -> Answer:
        """Three times ``value``."""
        now, year, period = self.value(), self.value(last_year(self.window)), self.value(just_before(self.window))
        changes = (compared(self.figure, now.value, each.value) for each in (year, period))
        return Answer(now, year, period, *changes)

    def by_place(self, paths: Iterable[str]) -> list[Part]:
        """The figure of each unit; what belongs to none of ``paths`` under "". With ranks."""
        units = list(paths)
        now, before = (self._of_places(each, units) for each in (self.window, last_year(self.window)))
        parts = [self._part(path, now.get(path), before.get(path)) for path in [*units, ""]]
        places = ranks(self.figure, parts)
        return [p._replace(rank=places.get(p.key)) for p in parts if p.key or p.now.rows or p.before.rows]

    def by_split(self, split: Split) -> list[Part]:
        """The figure of each value of a split, what adds most first."""
        now, before = (self._of_split(each, split) for each in (self.window, last_year(self.window)))
        parts = [self._part(key, now.get(key), before.get(key)) for key in dict.fromkeys([*now, *before])]
        return sorted(parts, key=lambda part: (-part.added, part.key))

    def by_month(self, months: int = MONTHS) -> list[Month]:
        """So many months up to the one of the last day; that one until the last day."""
        firsts = _months_until(self.window.last, months)
        ends = [*(each - timedelta(days=1) for each in firsts[1:]), self.window.last]
        windows = [replace(self.window, first=first, last=end) for first, end in zip(firsts, ends, strict=True)]
        if not self.figure.additive:
            return [Month(each.first, self.value(each)) for each in windows]
        year = replace(self.window, first=firsts[0])
        standing = self.figure.standing
        sums = self._sums(year, "month") if standing is None else standing(year, ends).of(year).sums("month")
        found = {date(key[0].year, key[0].month, 1): each for key, each in sums.items()}
        below, less = self._customers_of(windows), self._less_by(lambda other: other._of_months(months))
        return [
            Month(
                of.first, told(self.figure, found.get(of.first, Sums()), customers, less.get(str(of.first), Decimal(0)))
            )
            for of, customers in zip(windows, below, strict=True)
        ]

    def by_hour(self) -> list[Cell]:
        """Monday is 1; hours and days that have facts."""
        sums = sorted(self._sums(None, "weekday", "hour").items())
        return [Cell(int(weekday), int(hour), told(self.figure, each)) for (weekday, hour), each in sums]

    def _less(self, window: Window | None) -> Decimal:
        return sum((each.points for each in self.taken_off(window)), Decimal(0))

    def _less_by(self, found: "Callable[[Inquiry], dict[str, _Found]]") -> Mapping[str, Decimal]:
        """The same of each part, ``found`` saying how others are divided."""
        less: dict[str, Decimal] = defaultdict(Decimal)
        for deduction, other in self._others:
            for key, part in found(other).items():
                less[key] += points_off(deduction, part.told.value)
        return less

    def _sums(self, window: Window | None, *by: str) -> Mapping[Key, Sums]:
        return self.facts(window).sums(*by)

    def _customers(self, window: Window) -> float | None:
        per = self.figure.customers
        return None if per is None else sum(per.by_place(window).values())

    def _customers_of(self, windows: list[Window]) -> list[float | None]:
        per = self.figure.customers
        if per is not None and per.of_days:
            return [self._customers(each) for each in windows]
        return [self._customers(self.window)] * len(windows)

    def _of_months(self, months: int) -> dict[str, "_Found"]:
        return {str(each.first): _Found(each.told, Decimal(0)) for each in self.by_month(months)}

    def _of_places(self, window: Window, units: list[str]) -> dict[str, "_Found"]:
        sums, customers = folded(self._sums(window, PLACE), units), {}
        if self.figure.customers is not None:
            counted = {(place,): Sums(Decimal(each)) for place, each in self.figure.customers.by_place(window).items()}
            customers = {path: float(each.top) for path, each in folded(counted, units).items()}
        paths, less = {**customers, **sums}, self._less_by(lambda other: other._of_places(window, units))
        return {path: self._found(sums.get(path, Sums()), customers.get(path), less.get(path)) for path in paths}

    def _of_split(self, window: Window, split: Split) -> dict[str, "_Found"]:
        """Customers of the whole stand below each part, so that the parts add up; of a kind of area or a voltage its own."""
        whole, found = self._customers(window), {}
        less = self._less_by(lambda other: other._of_split(window, split))
        for (key,), sums in self._sums(window, split).items():
            own = split in OWN_CUSTOMERS and whole is not None
            below = self._customers(replace(window, only={**window.only, split: key})) if own else whole
            found[str(key)] = self._found(sums, below, less.get(str(key)))
        return found

    def _found(self, sums: Sums, customers: float | None, less: Decimal | None = None) -> "_Found":
        """Sums add up by what stands above the line, means and shares by how many facts they are of."""
        adds = Decimal(sums.rows) if self.figure.formula.over is Over.FACTS else sums.top
        return _Found(told(self.figure, sums, customers, less or Decimal(0)), adds)

    def _part(self, key: str, now: "_Found | None", before: "_Found | None") -> Part:
        nothing = self._found(Sums(), None)
        this, last = now or nothing, before or nothing
        change = compared(self.figure, this.told.value, last.told.value)
        return Part(key, this.told, last.told, change, None, this.added)


class _Found(NamedTuple):
    told: Told
    added: Decimal


def ranks(figure: Figure, parts: list[Part]) -> dict[str, int]:
    """Equal ones share a place. Nobody is ranked by how much there is of something."""
    if figure.better is Better.NEITHER or figure.formula.over is Over.NOTHING:
        return {}
    sign = 1 if figure.better is Better.LESS else -1
    values = {p.key: sign * p.now.value for p in parts if p.key and p.now.value is not None and not p.now.few}
    order = sorted(values.values())
    return {key: 1 + order.index(each) for key, each in values.items()}


def _months_until(last: date, months: int) -> list[date]:
    """First days of so many months, the one of ``last`` the last of them."""
    count = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(count - months + 1, count + 1)]
