"""Who is out too often: a rule against all entities at once (domain.md §4.7). Pure; rules in ``frequency_rules``."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from outages.reliability.frequency_rules import Level, Rule

DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, kw_only=True, eq=False)
class OutageDays:
    """One row per outage and entity, arrays of equal length.

    ``entity`` int64: feeders, or transformers, or customers. ``outage`` int64. ``day`` datetime64[D]: when it began.
    ``kind``: code of domain.md §4.1. ``minutes`` float64. ``external``, ``major_day``: bool.
    """

    entity: NDArray[np.int64]
    outage: NDArray[np.int64]
    day: NDArray[np.datetime64]
    kind: NDArray[np.str_]
    minutes: NDArray[np.float64]
    external: NDArray[np.bool_]
    major_day: NDArray[np.bool_]

    def where(self, rows: NDArray[np.bool_] | NDArray[np.integer]) -> Self:
        return replace(self, **{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def __len__(self) -> int:
        return len(self.entity)


@dataclass(frozen=True)
class RuleMatch:
    """An entity that meets a rule: how many outages, and the window ``first`` to ``last`` they were counted in."""

    entity: int
    rule: str
    level: Level
    count: int
    first: date
    last: date


def find(rule: Rule, rows: OutageDays, *, until: date) -> list[RuleMatch]:
    """Entities that meet the rule on the day ``until``, by entity. ``rows`` are of the rule's kind of entity.

    The same outage twice at an entity counts once. Days after ``until`` are not known yet.
    """
    counted = _counted(rule, _once(rows), until)
    if not len(counted):
        return []
    heads = _heads(counted.entity)
    if rule.span.any_days is None:
        counts, first = np.diff([*heads, len(counted)]), rule.span.first_day(until)
        return [_finding(rule, counted, at, count, first, until) for at, count in _met(rule, heads, counts)]
    width = rule.span.any_days
    ahead = _within(counted, width)
    fullest = [at + int(np.argmax(ahead[at:end])) for at, end in zip(heads, [*heads[1:], len(counted)], strict=True)]
    found = []
    for at, count in _met(rule, np.array(fullest), ahead[fullest]):
        begin = counted.day[at]
        found.append(_finding(rule, counted, at, count, begin.item(), (begin + (width - 1) * DAY).item()))
    return found


def _once(rows: OutageDays) -> OutageDays:
    """One row per entity and outage, by entity and day."""
    rows = rows.where(np.lexsort((rows.day, rows.outage, rows.entity)))
    rows = rows.where(_heads(rows.entity, rows.outage))
    return rows.where(np.lexsort((rows.outage, rows.day, rows.entity)))


def _counted(rule: Rule, rows: OutageDays, until: date) -> OutageDays:
    in_span = (rows.day >= np.datetime64(rule.span.first_day(until))) & (rows.day <= np.datetime64(until))
    chosen = in_span & np.isin(rows.kind, sorted(rule.kinds))
    if rule.longer_than_minutes is not None:
        chosen &= rows.minutes > rule.longer_than_minutes
    if rule.without_external:
        chosen &= ~rows.external
    if rule.without_major_days:
        chosen &= ~rows.major_day
    if rule.after_kind is not None:
        chosen &= _follows(rows, in_span & (rows.kind == rule.after_kind))
    return rows.where(chosen)


def _follows(rows: OutageDays, causes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows (by entity and day) with a cause at the same entity on the same or an earlier day."""
    earliest = rows.where(causes)
    entities, at = np.unique(earliest.entity, return_index=True)
    place = np.searchsorted(entities, rows.entity)
    known = np.isin(rows.entity, entities)
    result = np.zeros(len(rows), dtype=bool)
    result[known] = rows.day[known] >= earliest.day[at][place[known]]
    return result & ~causes


def _within(rows: OutageDays, width: int) -> NDArray[np.int64]:
    """For each row, the outages of its entity in the ``width`` days that begin with it."""
    day = (rows.day - rows.day.min()).astype(np.int64)
    # Entities stand further apart on one axis than any window is wide.
    apart = day.max() + width + 1
    _, place = np.unique(rows.entity, return_inverse=True)
    axis = place * apart + day
    return np.searchsorted(axis, axis + width - 1, side="right") - np.arange(len(axis))


def _heads(*keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a new key begins in sorted rows."""
    changes = [np.concatenate([np.ones(min(len(key), 1), dtype=bool), key[1:] != key[:-1]]) for key in keys]
    return np.flatnonzero(np.logical_or.reduce(changes))


def _met(rule: Rule, at: NDArray[np.int64], counts: NDArray[np.int64]) -> Iterable[tuple[int, int]]:
    enough = counts >= rule.least
    return zip(at[enough].tolist(), counts[enough].tolist(), strict=True)


def _finding(rule: Rule, rows: OutageDays, at: int, count: int, first: date, last: date) -> RuleMatch:
    return RuleMatch(int(rows.entity[at]), rule.code, rule.level, count, first, last)
