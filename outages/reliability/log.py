"""Logs of interruptions in CSV files, recognised by their columns, as arrays for the indices.

Three shapes (``shape`` of the result): RANGES, customers numbered from–to per restoration step; GROUPS, service groups
per restoration step; EVENTS, one row per event and step with a number of customers only, and a ``cause_class`` where known.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from command_center.ground.core.values import CHINA
from outages.reliability.csv_tables import Complaints, LogError, Row, Table, each, read_tables
from outages.reliability.indices.interruptions import FAULT, PRE_ARRANGED, Interruptions
from outages.reliability.indices.overlaps import joined_within_events

RANGES, GROUPS, EVENTS = "ranges", "groups", "events"
PLANNED = ("planned", "scheduled", "prearranged", "pre-arranged", "计划", "预安排")
STEP_COLUMNS = {
    RANGES: {"event_id", "customer_from", "customer_to", "start", "restored"},
    GROUPS: {"event_id", "service_group", "customers", "restored_at"},
    EVENTS: {"event_id", "start", "restored", "customers"},
}
EVENT_COLUMNS = {RANGES: {"event_id", "start", "cause_class"}, GROUPS: {"event_id", "start"}}


@dataclass(frozen=True, eq=False)
class Log:
    """``rows.group`` is an index into ``groups``; ``feeders`` names the feeder of each group; empty where unknown.

    ``knows_kinds``: whether it says what was planned. ``skipped``: the rows left out, each with its reason.
    ``twins``: rows that say the same as another one and were counted too.
    """

    shape: str
    rows: Interruptions
    groups: tuple[str, ...] = ()
    feeders: tuple[str, ...] = ()
    counted_once: int = 0
    knows_kinds: bool = False
    skipped: tuple[str, ...] = ()
    twins: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years from the first start to the last, without a gap."""
        if not len(self.rows):
            return ()
        first, last = (int(str(day)[:4]) for day in (self.rows.days().min(), self.rows.days().max()))
        return tuple(range(first, last + 1))


class Step(NamedTuple):
    """One restoration step: customers ``low`` to ``high`` of a line of customers, or so many of a named group."""

    row: Row
    event: str
    start: datetime
    end: datetime
    low: int
    high: int
    group: str = ""
    feeder: str = ""
    kind: str = FAULT


def read_log(folder: Path, *, skip_bad: bool = False, zone: tzinfo = CHINA) -> Log:
    """The log in this folder, on the wall clock of ``zone``.

    LogError: no such folder, no known shape, or (unless ``skip_bad``) rows that contradict themselves.
    """
    tables, complaints = read_tables(folder, zone), Complaints(forgiving=skip_bad)
    for shape, read in READERS.items():
        steps = [table for table in tables if STEP_COLUMNS[shape] <= table.columns]
        events = [table for table in tables if EVENT_COLUMNS.get(shape, set()) <= table.columns and table not in steps]
        if steps and (shape == EVENTS or events):
            log = read(steps[0], events[0] if events else None, complaints)
            return replace(log, skipped=tuple(complaints.rows))
    raise LogError("No file of the folder has the columns of a log: " + "; ".join(_wanted(shape) for shape in READERS))


def _wanted(shape: str) -> str:
    parts = [STEP_COLUMNS[shape]] + ([EVENT_COLUMNS[shape]] if shape in EVENT_COLUMNS else [])
    return " with ".join(", ".join(sorted(part)) for part in parts)


def _read_ranges(steps: Table, events: Table | None, complaints: Complaints) -> Log:
    known = _events(events, complaints)

    def read(row: Row) -> Step:
        event = _known(known, row)
        kind = "PLANNED" if _is_planned(event.cells.get("cause_class", "")) else FAULT
        low, high = row.whole("customer_from"), row.whole("customer_to")
        if high < low:
            raise ValueError(f"customer_to {high} comes before customer_from {low}")
        return _step(row, start=row.moment("start"), end="restored", low=low, high=high, kind=kind)

    found = list(each(steps.rows, read, complaints))
    complaints.refuse_if_any()
    return _by_segments(found)


def _read_groups(steps: Table, events: Table | None, complaints: Complaints) -> Log:
    known = _events(events, complaints)

    def read(row: Row) -> Step:
        event, group = _known(known, row), row.text("service_group")
        feeder = event.cells.get("feeder", "")
        return _step(
            row, start=event.moment("start"), end="restored_at", high=row.count("customers"), group=group, feeder=feeder
        )

    found = _same_size(list(each(steps.rows, read, complaints)), complaints)
    _complete(known, found, complaints)
    complaints.refuse_if_any()
    groups, place = np.unique([step.group for step in found], return_inverse=True)
    feeder_of = {step.group: step.feeder for step in found}
    sizes = np.array([step.high for step in found], dtype=np.int64)
    rows, once = joined_within_events(_interruptions(found, customers=sizes, group=place.astype(np.int64)))
    names = tuple(groups.tolist())
    return Log(GROUPS, rows, names, tuple(feeder_of[name] for name in names), once)


def _read_events(steps: Table, _: Table | None, complaints: Complaints) -> Log:
    """Two equal rows are two: two transformers of fifty customers may trip in the same minute. How many is told."""
    knows_kinds = "cause_class" in steps.columns

    def read(row: Row) -> Step:
        kind = "PLANNED" if _is_planned(row.cells.get("cause_class", "")) else FAULT
        return _step(row, start=row.moment("start"), end="restored", high=row.count("customers"), kind=kind)

    found = list(each(steps.rows, read, complaints))
    complaints.refuse_if_any()
    sizes = np.array([step.high for step in found], dtype=np.int64)
    twins = len(found) - len({tuple(step.row.cells.values()) for step in found})
    return Log(EVENTS, _interruptions(found, customers=sizes), knows_kinds=knows_kinds, twins=twins)


READERS: dict[str, Callable[[Table, Table | None, Complaints], Log]] = {
    RANGES: _read_ranges,
    GROUPS: _read_groups,
    EVENTS: _read_events,
}


def _is_planned(cause_class: str) -> bool:
    """By the code of the kind or by how the words begin: ``planned_maintenance`` is planned, ``unplanned`` is not."""
    return cause_class.upper() in PRE_ARRANGED or cause_class.lower().startswith(PLANNED)


def _events(table: Table | None, complaints: Complaints) -> dict[str, Row]:
    known: dict[str, Row] = {}

    def read(row: Row) -> None:
        row.moment("start")
        if known.setdefault(row.text("event_id"), row) is not row:
            raise ValueError(f"event {row.text('event_id')} stands already on line {known[row.text('event_id')].line}")

    list(each(table.rows if table else [], read, complaints))
    return known


def _known(events: dict[str, Row], row: Row) -> Row:
    event = events.get(row.text("event_id"))
    if event is None:
        raise ValueError(f"event {row.text('event_id')} is not among the events")
    return event


def _step(row: Row, *, start: datetime, end: str, high: int, low: int = 0, **more: str) -> Step:
    finish = row.moment(end)
    if finish < start:
        raise ValueError(f"{end} {finish} is before the start {start}")
    return Step(row, row.text("event_id"), start, finish, low, high, **more)


def _same_size(steps: list[Step], complaints: Complaints) -> list[Step]:
    """The steps that agree about the size of their group with its first one; of the others it is complained."""
    first: dict[str, Step] = {}
    agreeing = []
    for step in steps:
        known = first.setdefault(step.group, step)
        if known.high == step.high:
            agreeing.append(step)
        else:
            said = f"{step.group} has {step.high} customers here and {known.high} on line {known.row.line}"
            complaints.add(step.row, said)
    return agreeing


def _complete(events: dict[str, Row], steps: list[Step], complaints: Complaints) -> None:
    """An event that says how many it interrupted must have them all in its steps."""
    groups: dict[str, dict[str, int]] = {}
    for step in steps:
        groups.setdefault(step.event, {})[step.group] = step.high
    for event_id, row in events.items():
        said, found = row.cells.get("customers_interrupted"), sum(groups.get(event_id, {}).values())
        if said and said != str(found):
            complaints.add(row, f"event {event_id} interrupted {said} customers, its restorations are of {found}")


def _by_segments(steps: list[Step]) -> Log:
    """Customers that appear in the same ranges only are one group: cut the line of customers at every range's ends."""
    low = np.array([step.low for step in steps], dtype=np.int64)
    high = np.array([step.high + 1 for step in steps], dtype=np.int64)
    cuts = np.unique(np.concatenate([low, high]))
    first, last = np.searchsorted(cuts, low), np.searchsorted(cuts, high)
    width = last - first
    step_of = np.repeat(np.arange(len(steps)), width)
    group = np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width) + np.repeat(first, width)
    everyone = _interruptions(steps, customers=high - low)
    rows = replace(everyone.where(step_of), customers=np.diff(cuts)[group] if len(steps) else group, group=group)
    rows, once = joined_within_events(rows)
    return Log(RANGES, rows, counted_once=once, knows_kinds=True)


def _interruptions(
    steps: list[Step], *, customers: NDArray[np.int64], group: NDArray[np.int64] | None = None
) -> Interruptions:
    seconds = [(step.end - step.start).total_seconds() for step in steps]
    is_whole = all(value.is_integer() for value in seconds)
    _, event = np.unique([step.event for step in steps], return_inverse=True)
    return Interruptions(
        start=np.array([step.start for step in steps], dtype="datetime64[s]"),
        seconds=np.array(seconds, dtype=np.int64 if is_whole else np.float64),
        customers=customers,
        event=event.astype(np.int64),
        kind=np.array([step.kind for step in steps], dtype=np.str_),
        group=group,
    )
