"""Which row of the table of limits holds for an order: pure, over rows that were read once.

A row names the columns on which it depends (channel, sub-kind, kind, voltage, area) and leaves the others empty. It fits
an order that agrees in every named column. **The most specific row wins**: of those that fit and are in force, the one
that names most columns; of equally many, the one whose named columns stand first in ``COLUMNS``; of the same columns, the
newest. That is decided for each basis alone, so that an internal rule and a public promise may stand on one clock, each
with its own outcome.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from command_center.ground.core.values import china_day

WARN_PERCENTS = (50, 80, 100, 120)
# What an order is judged by, the more particular first: decides between rows that name equally many.
COLUMNS = ("channel", "sub_kind", "kind", "voltage", "area_kind")

RULE = "RULE"
PROMISE = "PROMISE"
LAW = "LAW"
BASES = (RULE, PROMISE, LAW)

# The channels whose own limit holds for every kind of order (domain.md §2.3); all others have X_OTHER.
CHANNEL_CLOCKS = {"HOTLINE_12398": "X_12398", "HOTLINE_12345": "X_12345"}
OTHER_CHANNEL_CLOCK = "X_OTHER"


def channel_clock(channel: str) -> str:
    """The code of the clock that an order has because of the channel it came through."""
    return CHANNEL_CLOCKS.get(channel, OTHER_CHANNEL_CLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a limit may depend on; empty where the order has nothing of the sort. Unknown words fit general rows only."""

    kind: str = ""
    sub_kind: str = ""
    area_kind: str = ""
    voltage: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One row, in force from ``valid_from`` until the day before ``valid_to``.

    Either ``minutes`` around the clock or ``working_days``; an empty column means every value that has no row of its own.
    """

    code: str
    minutes: int | None = None
    working_days: int | None = None
    kind: str = ""
    sub_kind: str = ""
    area_kind: str = ""
    voltage: str = ""
    channel: str = ""
    basis: str = RULE
    warn_percents: tuple[int, ...] = WARN_PERCENTS
    valid_from: date = date.min
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def fits(self, case: Case) -> bool:
        return all(getattr(self, column) in ("", getattr(case, column)) for column in COLUMNS)

    @property
    def rank(self) -> tuple[int, tuple[bool, ...], date]:
        """Of two rows that fit, the greater is the more specific."""
        named = tuple(getattr(self, column) != "" for column in COLUMNS)
        return sum(named), named, self.valid_from


class LimitTable:
    """The rows by code. An answer is kept for the next order of the same case: a storm asks the same few again.

    Between two days on which some row begins or ends every day has the same answers.
    """

    def __init__(self, rows: Iterable[Limit]) -> None:
        self._rows: dict[str, list[Limit]] = defaultdict(list)
        for row in rows:
            self._rows[row.code].append(row)
        limits = [row for rows in self._rows.values() for row in rows]
        self._turns = sorted({day for row in limits for day in (row.valid_from, row.valid_to) if day is not None})
        self._found: dict[tuple[str, Case, int], tuple[Limit, ...]] = {}

    def limits_for(self, code: str, case: Case, at: datetime) -> tuple[Limit, ...]:
        """The limits in force at that moment, at most one a basis (in the order of ``BASES``); none: no such clock."""
        day = china_day(at)
        asked = (code, case, bisect_right(self._turns, day))
        if asked not in self._found:
            self._found[asked] = self._find(code, case, day)
        return self._found[asked]

    def _find(self, code: str, case: Case, day: date) -> tuple[Limit, ...]:
        fitting = [row for row in self._rows.get(code, ()) if row.is_in_force(day) and row.fits(case)]
        of_basis = ([row for row in fitting if row.basis == basis] for basis in BASES)
        return tuple(max(rows, key=lambda row: row.rank) for rows in of_basis if rows)
