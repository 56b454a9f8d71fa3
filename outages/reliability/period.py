"""Which days a report is about, how many hours they have, and what a reader should know before quoting the figures."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from outages.reliability.csv_tables import LogError
from outages.reliability.indices.overlaps import in_two_events, is_within
from outages.reliability.log import EVENTS, Log

THIN_SHARE = 0.1
"""A year with less than this share of the rows of the others is hardly the year that is meant. Our choice."""
WHOLE_SHARE = 0.85
"""A log whose rows span less than this share of the days counted is hardly one of all these days. Our choice."""


@dataclass(frozen=True)
class Period:
    """Both days included."""

    first: date
    last: date

    @property
    def hours(self) -> int:
        return 24 * self.days

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def whole_year(self) -> int | None:
        """The calendar year that it is, or None."""
        is_year = self == year_of(self.first.year)
        return self.first.year if is_year else None

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def asked_period(*, year: int | None, first: date | None, last: date | None, log: Log) -> Period | None:
    """What the options ask for: a year, or days from–to (an open end is that of the log). Raises LogError."""
    if year is not None and (first or last):
        raise LogError("Say either a year or from and to, not both.")
    if year is not None:
        if not 1 <= year <= 9999:
            raise LogError(f"There is no year {year}.")
        return year_of(year)
    if first is None and last is None:
        return None
    if not len(log.rows):
        period = Period(first or last or date.max, last or first or date.max)
    else:
        days = log.rows.days()
        period = Period(first or days.min().item(), last or days.max().item())
    if period.last < period.first:
        raise LogError(f"The period ends ({period.last}) before it begins ({period.first}).")
    return period


def default_period(log: Log) -> Period | None:
    """Without a wish: the last year of an EVENTS log (T_MED comes from those before), all years of the others."""
    if not log.years:
        return None
    return (
        year_of(log.years[-1]) if log.shape == EVENTS else Period(date(log.years[0], 1, 1), date(log.years[-1], 12, 31))
    )


def hours_of(years: Iterable[int]) -> int:
    """8,760 a year, 8,784 in a leap year."""
    return sum(8784 if calendar.isleap(year) else 8760 for year in years)


def warnings(log: Log, asked: Period | None) -> list[str]:
    """What makes the figures other than a reader would think; empty for a plain log of whole years."""
    return [*_about_rows(log), *_about_period(log, asked)]


def _about_rows(log: Log) -> Iterator[str]:
    if log.skipped:
        yield f"{len(log.skipped)} bad row(s) of the log were left out."
    if log.twins:
        yield f"{log.twins} row(s) say exactly what another row says; they were counted as interruptions of their own."
    if twice := in_two_events(log.rows):
        yield f"{twice} customers begin an interruption while another event still has them off; both events count."


def _about_period(log: Log, asked: Period | None) -> Iterator[str]:
    period = asked or default_period(log)
    if period is None:
        return
    inside = log.rows.where(is_within(log.rows, np.datetime64(period.first), np.datetime64(period.last)))
    if len(inside) < len(log.rows) and asked is not None:
        yield f"{len(log.rows) - len(inside)} row(s) begin outside {period} and are not in the report."
    if asked is not None:
        return
    thin = sorted(_thin_years(log))
    if thin:
        others = f"--year {_fullest(log)}" if log.shape == EVENTS else "--year, or --from and --to"
        counted = ", ".join(f"{year} has {count}" for year, count in thin)
        yield f"The report is of {period}: {counted} of {len(log.rows)} rows. If that is not meant, give {others}."
    elif len(inside):
        days = inside.days()
        spanned = (days.max() - days.min()).astype(int) + 1
        if spanned < WHOLE_SHARE * period.days:
            yield (
                f"The rows span {days.min()}..{days.max()}, the hours counted are those of {period}. "
                "If the log is shorter than that, give --from and --to."
            )


def _thin_years(log: Log) -> Iterator[tuple[int, int]]:
    """Years at an end of the counted ones that hold far fewer rows than the others, each with its rows."""
    counts = _rows_per_year(log)
    years = sorted(counts)
    ends = years[-1:] if log.shape == EVENTS else dict.fromkeys([years[0], years[-1]])
    for year in ends:
        rest = [count for other, count in counts.items() if other != year]
        if rest and counts[year] < THIN_SHARE * sum(rest) / len(rest):
            yield year, counts[year]


def _rows_per_year(log: Log) -> dict[int, int]:
    years, counts = np.unique(log.rows.days().astype("datetime64[Y]").astype(int) + 1970, return_counts=True)
    return dict(zip(years.tolist(), counts.tolist(), strict=True))


def _fullest(log: Log) -> int:
    counts = _rows_per_year(log)
    return max(counts, key=lambda year: (counts[year], year))
