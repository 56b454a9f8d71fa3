"""Complaints by the unit that they are about, with how many of them were withdrawn, downgraded, justified, reopened; pure.

Domain reference §2.6: people are pressed to withdraw, so the rate of each unit stands beside its number of complaints. Every
matter of the period is in exactly one cell; the cells add up to the figure of the whole area.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from workorders.kinds.complaint.figures.tally import MatterRow, Tally, percent, tally

# Source: assumed. A share of fewer than this says little: one withdrawal more and it is another. It is shown grey and not ranked.
FEWEST = 10
# What each rate is a share of. Assumed: nobody published how these are reckoned.
RATES = {
    "withdrawn": "alleged",
    "downgraded": "alleged",
    "liable": "complaints",
    "partly": "complaints",
    "reopened": "alleged",
}


class Place(NamedTuple):
    """Where a matter is counted: codes of a centre and of the unit concerned. No unit: none is named.

    No centre: it was told in confidence, and the reader may not hear of whom.
    """

    centre: str = ""
    unit: str = ""

    @property
    def sealed(self) -> bool:
        return not self.centre


IN_CONFIDENCE = Place()


class Rate(NamedTuple):
    """A share in percent, two decimals; None of nothing. ``few``: of fewer than ``FEWEST``, so that it ranks nobody."""

    percent: Decimal | None
    of: int
    few: bool


@dataclass(frozen=True)
class Cell:
    """A unit, or a centre with its units, in the period and in the same days of the year before."""

    now: Tally
    before: Tally

    @property
    def rates(self) -> dict[str, Rate]:
        return rates(self.now)

    @property
    def rates_before(self) -> dict[str, Rate]:
        return rates(self.before)


Placed = Iterable[tuple[Place, MatterRow]]


def cells(now: Placed, before: Placed, counts_as: Mapping[str, str]) -> dict[Place, Cell]:
    """Every place of either period."""
    this, last = _by_place(now), _by_place(before)
    return {
        place: Cell(tally(this.get(place, ()), counts_as), tally(last.get(place, ()), counts_as))
        for place in {**this, **last}
    }


def by_centre(found: Mapping[Place, Cell]) -> dict[str, Cell]:
    """Each centre with all that is counted below it. What was told in confidence belongs to none."""
    parts: dict[str, list[Cell]] = defaultdict(list)
    for place, cell in found.items():
        if not place.sealed:
            parts[place.centre].append(cell)
    return {centre: added(below) for centre, below in parts.items()}


def added(parts: Iterable[Cell]) -> Cell:
    all_of_them = list(parts)
    return Cell(sum((cell.now for cell in all_of_them), Tally()), sum((cell.before for cell in all_of_them), Tally()))


def rates(found: Tally) -> dict[str, Rate]:
    return {name: _rate(getattr(found, name), getattr(found, of)) for name, of in RATES.items()}


def _rate(count: int, of: int) -> Rate:
    return Rate(percent(count, of), of, of < FEWEST)


def ranks(found: Mapping[Place, Cell], figure: str = "withdrawn") -> dict[Place, int]:
    """The named units by a rate of the period, the highest first; equal ones share a place. Without those of too few."""
    shares = {
        place: share.percent
        for place, cell in found.items()
        if place.unit and not (share := cell.rates[figure]).few and share.percent is not None
    }
    return {place: 1 + sum(other > share for other in shares.values()) for place, share in shares.items()}


def _by_place(rows: Placed) -> dict[Place, list[MatterRow]]:
    found: dict[Place, list[MatterRow]] = defaultdict(list)
    for place, row in rows:
        found[place].append(row)
    return found
