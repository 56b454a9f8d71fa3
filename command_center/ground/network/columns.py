"""One CSV file as columns of text, and every mistake in it told by file, line, column and a sentence code.

Pure. SENTENCES has the English words of the codes; whoever speaks to people translates the code.
"""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LONGEST_LINE = 65_536
MOST_ERRORS = 1_000
LARGEST_COUNT = 10**9

SENTENCES = {
    "file_missing": "the file is missing or cannot be read",
    "column_missing": "the column is missing",
    "column_twice": "the column appears twice",
    "wrong_encoding": "the text is not UTF-8",
    "line_too_long": f"the line is longer than {LONGEST_LINE} bytes",
    "row_unreadable": "the row is not valid CSV",
    "row_truncated": "the row has fewer fields than the header",
    "row_too_wide": "the row has more fields than the header",
    "id_empty": "the id is empty",
    "id_twice": "the id appears twice",
    "node_unknown": "there is no such node",
    "node_outside": "Its node is in none of these files: is the boundary or another profile of the model missing?",
    "source_unknown": "There is no such node to be a source.",
    "number_bad": "this is not a usable number",
    "flag_bad": "this is neither 0 nor 1",
    "phases_bad": "phases are letters of A, B, C, N and S",
    "self_loop": "the edge begins and ends at the same node",
    "device_unknown": "there is no such kind of device",
    "device_on_service": "a customer's service cannot be opened, so it carries no device",
    "open_without_device": "only an edge with a device can be normally open",
    "source_missing": "no node is a source",
    "too_many": f"more than {MOST_ERRORS} mistakes; the rest is not listed",
}
FLAGS = {"": False, "0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class TableError:
    """``line`` counts from 1, header included; 0 is the file as a whole. ``column`` is '' for the whole line.

    ``thing`` is what the line is about, by the name that people know, where the file has one.
    """

    file: str
    line: int
    column: str
    code: str
    thing: str = ""

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        about = " ".join(word for word in (self.column, self.thing) if word)
        return f"{place}{', ' + about if about else ''}: {SENTENCES[self.code]}"


class TableErrors(ValueError):
    """The files cannot be read as a network; ``errors`` are all mistakes found, up to MOST_ERRORS."""

    def __init__(self, errors: Sequence[TableError]) -> None:
        self.errors = list(errors)
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{errors[0]}{more}")


@dataclass
class Notes:
    errors: list[TableError] = field(default_factory=list)

    def add(self, file: str, line: int, column: str, code: str, thing: str = "") -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(TableError(file, line, column, code, thing))
        elif len(self.errors) == MOST_ERRORS:
            self.errors.append(TableError(file, line, "", "too_many"))


class Table:
    """One file as columns of stripped text; rows of the wrong width are noted and left out."""

    def __init__(self, path: Path, needed: Sequence[str], notes: Notes) -> None:
        self.file, self.notes, self.usable, self.broken = path.name, notes, False, False
        self.columns: dict[str, list[str]] = {}
        self.lines: list[int] = []
        rows: list[list[str]] = []
        header: list[str] | None = None
        for line, row in self._rows(path):
            if header is None:
                header = [name.strip() for name in row]
                if not self._header_is_good(header, needed):
                    return
            elif len(row) == len(header):
                rows.append(row)
                self.lines.append(line)
            else:
                self._note_line(line, "row_truncated" if len(row) < len(header) else "row_too_wide")
        if header is None:
            self._header_is_good([], needed)
            return
        columns = zip(*rows, strict=True) if rows else [()] * len(header)
        self.columns = {name: [text.strip() for text in column] for name, column in zip(header, columns, strict=True)}
        self.usable = not self.broken

    def _rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines_of(path), strict=True)
        try:
            for row in reader:
                if row:
                    yield reader.line_num, row
        except OSError:
            self._stop(0, "file_missing")
        except csv.Error:
            self._stop(reader.line_num, "row_unreadable")

    def _lines_of(self, path: Path) -> Iterator[str]:
        """Never holds more than LONGEST_LINE bytes; stops at the first line that is no UTF-8 text."""
        with path.open("rb") as file:
            for number in range(1, 2**63):
                line = file.readline(LONGEST_LINE + 1)
                if not line:
                    return
                if len(line) > LONGEST_LINE:
                    self._stop(number, "line_too_long")
                    return
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    self._stop(number, "wrong_encoding")
                    return

    def _header_is_good(self, header: list[str], needed: Sequence[str]) -> bool:
        if self.broken:
            return False
        problems = [(name, "column_missing") for name in needed if name not in header]
        problems += [(name, "column_twice") for name in sorted({name for name in header if header.count(name) > 1})]
        for name, code in problems:
            self.notes.add(self.file, 1, name, code)
        return not problems

    def _stop(self, line: int, code: str) -> None:
        """What follows cannot be read; rows of other tables that name the lost ones are not blamed for it."""
        self.broken = True
        self._note_line(line, code)

    def _note_line(self, line: int, code: str) -> None:
        self.notes.add(self.file, line, "", code)

    def note(self, at: int | np.intp, column: str, code: str) -> None:
        self.notes.add(self.file, self.lines[at], column, code)

    def texts(self, column: str) -> list[str]:
        return self.columns.get(column) or [""] * len(self.lines)

    def ids(self, column: str) -> dict[str, int]:
        """Id → index; empty and repeated ids are noted."""
        index: dict[str, int] = {}
        for at, text in enumerate(self.columns[column]):
            if not text:
                self.note(at, column, "id_empty")
            elif index.setdefault(text, at) != at:
                self.note(at, column, "id_twice")
        return index

    def references(self, column: str, index: dict[str, int]) -> Ints:
        found = np.array([index.get(text, -1) for text in self.columns[column]], dtype=np.int64)
        for at in np.flatnonzero(found < 0):
            self.note(at, column, "node_unknown")
        return found

    def flags(self, column: str) -> Bools:
        found = [FLAGS.get(text.lower()) for text in self.columns[column]]
        for at, flag in enumerate(found):
            if flag is None:
                self.note(at, column, "flag_bad")
        return np.array(found, dtype=bool)

    def numbers(self, column: str, *, below_zero: bool = False) -> Floats:
        """An empty field is nan; text, infinities and (unless ``below_zero``) negative numbers are noted."""
        texts = self.texts(column)
        found = np.array([_number(text) for text in texts], dtype=float)
        good = np.isfinite(found) & (below_zero | (found >= 0))
        for at in np.flatnonzero(~good):
            if texts[at]:
                self.note(at, column, "number_bad")
        return found

    def counts(self, column: str) -> Ints:
        """Whole numbers from 0 to LARGEST_COUNT; anything else, empty fields too, is noted."""
        found = np.array([_number(text) for text in self.columns[column]], dtype=float)
        good = (found >= 0) & (found <= LARGEST_COUNT) & (found == np.floor(found))
        for at in np.flatnonzero(~good):
            self.note(at, column, "number_bad")
        return np.where(good, found, 0).astype(np.int64)


def _number(text: str) -> float:
    try:
        return float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan
