"""CSV files with people's mistakes in them: every bad row is named with its line, and nothing is guessed.

A log is judged as a whole: ``Complaints`` collects what is wrong, and one bad row refuses the log (LogError).
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from command_center.core.calendar import CHINA

T = TypeVar("T")
MOST = 10**10
"""More customers than people: a number beyond is a mistake, and would not fit into the sums."""


class LogError(ValueError):
    """The log cannot be used: one sentence, and the rows that are to blame."""

    def __init__(self, sentence: str, rows: list[str] | None = None) -> None:
        super().__init__(sentence)
        self.rows = rows or []


@dataclass
class Complaints:
    rows: list[str] = field(default_factory=list)

    def add(self, row: "Row", text: str) -> None:
        self.rows.append(f"{row.file} line {row.line}: {text}")

    def refuse_if_any(self) -> None:
        if self.rows:
            raise LogError(f"{len(self.rows)} row(s) of the log cannot be used, so nothing was written.", self.rows)


@dataclass(frozen=True)
class Row:
    """One line and its cells. A cell that cannot be read raises ValueError with the reason."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, name: str) -> str:
        value = self.cells.get(name) or ""
        if not value:
            raise ValueError(f"{name} is empty")
        return value

    def whole(self, name: str) -> int:
        number = _read(int, self.text(name), f"{name} is not a whole number")
        if abs(number) > MOST:
            raise ValueError(f"{name} is no number of customers: {number}")
        return number

    def count(self, name: str) -> int:
        number = self.whole(name)
        if number < 0:
            raise ValueError(f"{name} is negative: {number}")
        return number

    def moment(self, name: str) -> datetime:
        """Wall clock in China: a time without a zone is read as local, one with a zone is converted."""
        return _read(_wall_clock, self.text(name), f"{name} is not a date and time")


@dataclass(frozen=True)
class Table:
    name: str
    columns: frozenset[str]
    rows: list[Row]


def read_tables(folder: Path) -> list[Table]:
    """Every CSV file of the folder, in order of its name (LogError when there is none, or one is no CSV)."""
    if not folder.is_dir():
        raise LogError(f"There is no folder {folder}.")
    tables = [_read_table(path) for path in sorted(folder.glob("*.csv"))]
    if not tables:
        raise LogError(f"There is no CSV file in {folder}.")
    return tables


def each(rows: list[Row], read: Callable[[Row], T], complaints: Complaints) -> Iterator[T]:
    """What ``read`` makes of every row; a row that it cannot read is a complaint and is left out."""
    for row in rows:
        try:
            yield read(row)
        except ValueError as reason:
            complaints.add(row, str(reason))


def _read_table(path: Path) -> Table:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip().lower() for name in next(reader, [])]
            rows = [
                Row(path.name, reader.line_num, _cells(header, values))
                for values in reader
                if any(map(str.strip, values))
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LogError(f"{path.name} cannot be read as UTF-8 CSV: {error}.") from error
    return Table(path.name, frozenset(header), rows)


def _cells(header: list[str], values: list[str]) -> dict[str, str]:
    return dict(zip(header, map(str.strip, values), strict=False))


def _wall_clock(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(CHINA).replace(tzinfo=None) if moment.tzinfo else moment


def _read(parse: Callable[[str], T], text: str, problem: str) -> T:
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{problem}: {text!r}") from None
