"""CSV files with people's mistakes in them: every bad row is named with its line, and nothing is guessed.

A log is judged as a whole: ``Complaints`` collects what is wrong, and one bad row refuses the log (LogError) unless the
caller wants to skip such rows and hear how many. Offices write ``2024/5/1 8:05``, ``1,234`` and files in GBK: they are read.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from command_center.ground.core.values import CHINA

T = TypeVar("T")
MOST = 10**10
"""More customers than people: a number beyond is a mistake, and would not fit into the sums."""
ENCODINGS = ("utf-8-sig", "gb18030")
"""In this order: text in GB 18030 (which holds GBK and GB 2312) is hardly ever valid UTF-8, the other way round it often is."""
THOUSANDS = re.compile(r"[+-]?\d{1,3}([,，]\d{3})+")
LOOSE_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(\.\d{1,6})?)?)?"
)


class LogError(ValueError):
    """The log cannot be used: one sentence, and the rows that are to blame."""

    def __init__(self, sentence: str, rows: list[str] | None = None) -> None:
        super().__init__(sentence)
        self.rows = rows or []


@dataclass
class Complaints:
    """What is wrong, row by row. ``forgiving``: bad rows are left out instead of refusing the log."""

    forgiving: bool = False
    rows: list[str] = field(default_factory=list)

    def add(self, row: "Row", text: str) -> None:
        self.rows.append(f"{row.file} line {row.line}: {text}")

    def refuse_if_any(self) -> None:
        if self.rows and not self.forgiving:
            raise LogError(f"{len(self.rows)} row(s) of the log cannot be used, so nothing was written.", self.rows)


@dataclass(frozen=True)
class Row:
    """One line and its cells. A cell that cannot be read raises ValueError with the reason."""

    file: str
    line: int
    cells: dict[str, str]
    zone: tzinfo = CHINA

    def text(self, name: str) -> str:
        value = self.cells.get(name) or ""
        if not value:
            raise ValueError(f"{name} is empty")
        return value

    def whole(self, name: str) -> int:
        number = _read(_whole, self.text(name), f"{name} is not a whole number")
        if abs(number) > MOST:
            raise ValueError(f"{name} is no number of customers: {number}")
        return number

    def count(self, name: str) -> int:
        number = self.whole(name)
        if number < 0:
            raise ValueError(f"{name} is negative: {number}")
        return number

    def moment(self, name: str) -> datetime:
        """Wall clock of the log's region: a time without a zone is read as local, one with a zone is converted."""
        return _read(self._wall_clock, self.text(name), f"{name} is not a date and time")

    def _wall_clock(self, text: str) -> datetime:
        moment = _moment(text)
        return moment.astimezone(self.zone).replace(tzinfo=None) if moment.tzinfo else moment


@dataclass(frozen=True)
class Table:
    name: str
    columns: frozenset[str]
    rows: list[Row]


def read_tables(folder: Path, zone: tzinfo = CHINA) -> list[Table]:
    """Every CSV file of the folder, in order of its name (LogError when there is none, or one is no CSV).

    ``zone`` is where the log was written: its days begin at midnight there.
    """
    if not folder.is_dir():
        raise LogError(f"There is no folder {folder}.")
    tables = [_read_table(path, zone) for path in sorted(folder.glob("*.csv"))]
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


def _read_table(path: Path, zone: tzinfo) -> Table:
    try:
        reader = csv.reader(io.StringIO(_text(path.read_bytes()), newline=""))
        header = [name.strip().lower() for name in next(reader, [])]
        rows = [
            Row(path.name, reader.line_num, _cells(header, values), zone)
            for values in reader
            if any(map(str.strip, values))
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LogError(f"{path.name} cannot be read as CSV in UTF-8 or GB 18030: {error}.") from error
    return Table(path.name, frozenset(header), rows)


def _text(content: bytes) -> str:
    """Raises UnicodeDecodeError, that of the last encoding tried."""
    for encoding in ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(ENCODINGS[-1])


def _cells(header: list[str], values: list[str]) -> dict[str, str]:
    return dict(zip(header, map(str.strip, values), strict=False))


def _whole(text: str) -> int:
    """``1,234`` is a thousand and more; ``1,23`` is nothing that we know."""
    return int(re.sub("[,，]", "", text) if THOUSANDS.fullmatch(text) else text)


def _moment(text: str) -> datetime:
    """ISO 8601, or the ways of spreadsheets: ``2024/5/1 8:05``, ``2024.05.01 08:05:30``, ``2024年5月1日``."""
    loose = LOOSE_MOMENT.fullmatch(text)
    if loose is None:
        return datetime.fromisoformat(text)
    *parts, fraction = loose.groups(default="0")
    return datetime(*map(int, parts), round(float(fraction) * 1e6))  # type: ignore[arg-type, call-arg]  # noqa: DTZ001


def _read(parse: Callable[[str], T], text: str, problem: str) -> T:
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{problem}: {text!r}") from None
