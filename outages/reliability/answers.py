"""What a log says, under the keys that people compare: one dictionary per shape of log, ready for JSON.

Without a period the calendar years from the first start to the last are counted, leap years with 8,784 h; of a log of
EVENTS its last year. Sustained is longer than 300 s, CEMI-n counts more than n, CELID the limit or longer, a day is major above T_MED (sample deviation).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from outages.reliability.csv_tables import LogError
from outages.reliability.indices.customers import celid_s, celid_t, cemi, lots
from outages.reliability.indices.ieee1366 import figures, group_sizes
from outages.reliability.indices.interruptions import SUSTAINED_OVER_SECONDS, Interruptions, ratio
from outages.reliability.indices.major_event_days import daily_saidi, major_days, threshold
from outages.reliability.indices.overlaps import is_within
from outages.reliability.log import EVENTS, GROUPS, RANGES, Log
from outages.reliability.period import Period, default_period, hours_of

BASE_YEARS = 5
LOAD_POINT = re.compile(r"(?P<system>.+)-(?P<letters>\D*?)0*(?P<number>\d+)")
PUBLISHED_DIGITS = {"SAIFI": 3, "SAIDI_h": 2, "CAIDI_h": 2, "ASAI": 6, "lambda_per_yr": 3, "U_h_per_yr": 2}


def answers(log: Log, *, customers: int, period: Period | None = None) -> dict[str, Any]:
    """The figures of a log for so many customers served (LogError: fewer than one), of these days or all its years."""
    if customers < 1:
        raise LogError("The number of customers served must be at least 1.")
    return ANSWERS[log.shape](log, customers, period)


def different_customers(log: Log) -> int:
    """How many customers the log knows at least. More than served is suspect, yet possible: N_T is an average."""
    if log.rows.group is None:
        return int(log.rows.customers.max(initial=0))
    return int(group_sizes(log.rows).sum())


def _within(log: Log, period: Period | None) -> tuple[Log, int]:
    """The part of the log that is reported, and the hours of that time."""
    if period is None:
        return log, hours_of(log.years)
    return replace(log, rows=log.rows.where(_mask(log, period))), period.hours


def _mask(log: Log, period: Period) -> np.ndarray:
    return is_within(log.rows, np.datetime64(period.first), np.datetime64(period.last))


def _ranges(log: Log, customers: int, period: Period | None) -> dict[str, Any]:
    log, hours = _within(log, period)
    unplanned = log.rows.where(~log.rows.is_pre_arranged())
    return {"all": _lot(log.rows, customers, hours), "unplanned_only": _lot(unplanned, customers, hours)}


def _lot(rows: Interruptions, customers: int, hours: int) -> dict[str, Any]:
    of = figures(rows, customers_served=customers, hours=hours)
    return {
        "customers": customers,
        "CI": of.customer_interruptions,
        "CMI": of.customer_seconds / 60,
        "CN": of.customers_interrupted,
        "momentary_customer_interruptions": of.momentary_interruptions,
        "SAIFI": of.saifi,
        "SAIDI_min": of.saidi_minutes,
        "CAIDI_min": of.caidi_minutes,
        "CAIFI": of.caifi,
        "CTAIDI_min": of.ctaidi_minutes,
        "ASAI": of.asai,
        "MAIFI_customer_based": of.maifi,
    } | _customers_lots(rows, customers, cemi_up_to=5, celid_hours=(2, 4, 8))


def _customers_lots(
    rows: Interruptions, customers: int, *, cemi_up_to: int, celid_hours: tuple[int, ...]
) -> dict[str, float | None]:
    of = lots(rows)
    often = {f"CEMI{n}": cemi(of, n, customers_served=customers, or_more=False) for n in range(1, cemi_up_to + 1)}
    once = {f"CELID_s_{h}h": celid_s(of, h, customers_served=customers) for h in celid_hours}
    total = {f"CELID_t_{h}h": celid_t(of, h, customers_served=customers) for h in celid_hours}
    return often | once | total


def _events(log: Log, customers: int, period: Period | None) -> dict[str, Any]:
    """T_MED from the five calendar years before the reported ones (fewer if the log is shorter), of all causes."""
    period = period or default_period(log)
    base = [year for year in log.years if period and year < period.first.year][-BASE_YEARS:]
    daily = daily_saidi(log.rows, customers_served=customers)
    before = _of_years(daily.day, base)
    sample, population = (threshold(daily.minutes[before], is_sample=is_sample) for is_sample in (True, False))
    reported = daily.between(np.datetime64(period.first), np.datetime64(period.last)) if period else daily
    major = major_days(reported, sample)
    rows = log.rows.where(_mask(log, period)) if period else log.rows
    is_major = np.isin(rows.days(), major)
    hours = period.hours if period else 0
    return {
        "customers": customers,
        "base_period": f"{base[0]}-01-01..{base[-1]}-12-31" if base else None,
        "days_with_data": sample.days,
        "alpha": sample.alpha,
        "beta_sample": sample.beta,
        "beta_population": population.beta,
        "T_MED": sample.minutes,
        "T_MED_population": population.minutes,
        "report_year": period.whole_year if period else None,
        "major_event_days": [str(day) for day in major],
        "major_event_days_population": [str(day) for day in major_days(reported, population)],
        "all_days": _part(rows, customers, hours),
        "without_MED": _part(rows.where(~is_major), customers, hours),
        "only_MED": _part(rows.where(is_major), customers, hours),
    } | (_by_kind(rows, customers, hours) if log.knows_kinds else {})


def _by_kind(rows: Interruptions, customers: int, hours: int) -> dict[str, Any]:
    """Where the log says what was planned, that is kept apart."""
    planned = rows.is_pre_arranged()
    return {
        "unplanned_only": _part(rows.where(~planned), customers, hours),
        "planned_only": _part(rows.where(planned), customers, hours),
    }


def _of_years(days: np.ndarray, years: list[int]) -> np.ndarray:
    return np.isin(days.astype("datetime64[Y]").astype(np.int64) + 1970, years)


def _part(rows: Interruptions, customers: int, hours: int) -> dict[str, Any]:
    of = figures(rows, customers_served=customers, hours=hours)
    return {
        "events": of.events,
        "CI": of.customer_interruptions,
        "CMI": of.customer_seconds / 60,
        "SAIFI": of.saifi,
        "SAIDI_min": of.saidi_minutes,
        "CAIDI_min": of.caidi_minutes,
        "ASAI": of.asai,
    }


def _groups(log: Log, customers: int, period: Period | None) -> dict[str, Any]:
    log, hours = _within(log, period)
    of = figures(log.rows, customers_served=customers, hours=hours)
    event_log = {
        "total_customers": customers,
        "events": of.events,
        "customer_interruptions": of.customer_interruptions,
        "customer_minutes": of.customer_seconds / 60,
        "SAIFI": of.saifi,
        "SAIDI_min": of.saidi_minutes,
        "CAIDI_min": of.caidi_minutes,
        "ASAI": of.asai,
        "CAIFI": of.caifi,
        "CTAIDI_min": of.ctaidi_minutes,
        "customers_interrupted_at_least_once": of.customers_interrupted,
    } | _customers_lots(log.rows, customers, cemi_up_to=4, celid_hours=(5, 8, 24))
    is_whole = period is None or period.whole_year is not None
    return {**(_equal_systems(log, customers) if is_whole else {}), "event_log": event_log}


def _equal_systems(log: Log, customers: int) -> dict[str, Any]:
    """Yearly figures of the one system of which the log holds many copies; empty where it does not.

    Groups named ``<system>-<load point>`` of one size and feeder per load point, and a whole number of systems.
    """
    named = [LOAD_POINT.fullmatch(name) for name in log.groups]
    if not log.groups or not all(named):
        return {}
    points = [int(match["number"]) for match in named if match]
    names = {int(match["number"]): f"{match['letters']}{match['number']}" for match in named if match}
    kinds = set(zip(points, group_sizes(log.rows).tolist(), log.feeders, strict=True))
    size = sum(count for _, count, _ in kinds)
    if len(kinds) != len(names) or not size or customers % size:
        return {}
    times = customers // size * len(log.years)
    point_of_row = np.array(points)[log.rows.groups]
    feeder_of_row = np.array(log.feeders)[log.rows.groups]
    computed = {"system": _per_year(log.rows, size, times)}
    for feeder in sorted({feeder for _, _, feeder in kinds if feeder}):
        served = sum(count for _, count, its in kinds if its == feeder)
        computed[feeder] = _per_year(log.rows.where(feeder_of_row == feeder), served, times)
    load_points = {names[n]: _load_point(log.rows.where(point_of_row == n), times) for n in sorted(names)}
    published: dict[str, Any] = {name: _rounded(of) for name, of in computed.items()}
    published["load_points"] = {name: _rounded(of) for name, of in load_points.items()}
    published["note"] = "Computed from the log, rounded to the digits of the publication; not copied from it."
    return {"computed": computed, "load_points": load_points, "published": published}


def _per_year(rows: Interruptions, customers: int, times: int) -> dict[str, Any]:
    """The system observed ``times`` years; an average year has 8,760 h, as in the publication."""
    of = figures(rows, customers_served=customers * times, hours=8760)
    return {
        "customers": customers,
        "SAIFI": of.saifi,
        "SAIDI_h": _hours(of.saidi_minutes),
        "CAIDI_h": _hours(of.caidi_minutes),
        "ASAI": of.asai,
    }


def _load_point(rows: Interruptions, times: int) -> dict[str, Any]:
    sustained = rows.where(rows.is_sustained(SUSTAINED_OVER_SECONDS))
    seconds = sustained.seconds.sum().item()
    mean = ratio(seconds, 3600 * len(sustained))
    return {
        "lambda_per_yr": len(sustained) / times,
        "r_h": None if mean is None else _half_up(mean, 4),
        "U_h_per_yr": seconds / (3600 * times),
    }


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 60


def _rounded(of: dict[str, Any]) -> dict[str, Any]:
    digits = {name: PUBLISHED_DIGITS[name] for name in of if name in PUBLISHED_DIGITS}
    return {name: None if of[name] is None else _half_up(of[name], places) for name, places in digits.items()}


def _half_up(value: float, places: int) -> float:
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


ANSWERS: dict[str, Callable[[Log, int, Period | None], dict[str, Any]]] = {
    RANGES: _ranges,
    GROUPS: _groups,
    EVENTS: _events,
}
