"""A list as a file: CSV line by line, or a workbook. No cell of ours is ever a formula."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils.timezone import localtime

from command_center.ground.core.realtime import Card
from command_center.screens.order_list.columns import Column, value_of
from command_center.screens.order_list.words import states_of_kinds, words

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# What a spreadsheet would reckon with (OWASP, "CSV injection"). A minus before a number is one of ours only as a number.
FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")
LINES_A_PIECE = 500
WIDTHS = {"moment": 17, "grade": 6, "number": 8}


class Cells:
    """Values of a row in the reader's words; the words are looked up once for a whole file."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.words, self.states = words(), states_of_kinds()

    def heads(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def of(self, row: Card) -> list[Any]:
        return [self._cell(row, column) for column in self.columns]

    def _cell(self, row: Card, column: Column) -> Any:
        value = value_of(row, column)
        if value is None or value == "":
            return ""
        if column.type == "state":
            return self.states[row["order_kind"]].get(value, {}).get("label", value)
        if column.type == "yes_no":
            return self.words["yes_no"]["true" if value else "false"]
        return localtime(value) if isinstance(value, datetime) else self.words.get(column.type, {}).get(value, value)


def csv_pieces(rows: Iterable[Card], columns: Sequence[Column]) -> Iterator[str]:
    """The file in pieces of some hundred lines, as they are written."""
    cells, lines = Cells(columns), Lines()
    writer = csv.writer(lines)
    yield BYTE_ORDER_MARK
    writer.writerow(harmless(head) for head in cells.heads())
    for row in rows:
        writer.writerow(harmless(cell) for cell in cells.of(row))
        if len(lines.written) >= LINES_A_PIECE:
            yield lines.taken()
    yield lines.taken()


class Lines:
    """What ``csv`` writes to: lines that wait until they are taken."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> None:
        self.written.append(line)

    def taken(self) -> str:
        piece, self.written = "".join(self.written), []
        return piece


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets the apostrophe that makes it a text."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def workbook(rows: Iterable[Card], columns: Sequence[Column]) -> IO[bytes]:
    """A workbook of one sheet as an open temporary file that is gone once it is closed. Rows are written as they come."""
    file = tempfile.TemporaryFile(prefix="orders-")  # noqa: SIM115 (whoever sends it closes it)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm", "remove_timezone": True}
    book = xlsxwriter.Workbook(file, options)
    sheet, cells = book.add_worksheet(), Cells(columns)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column.type, 22))
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, head in enumerate(cells.heads()):
        sheet.write_string(0, place, head, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(cells.of(row)):
            _write(sheet, last, place, cell)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, line: int, place: int, cell: Any) -> None:
    """By the type of the value, so that no text is ever read as a formula, a number or a link."""
    if isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell.replace(tzinfo=None))
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    elif cell != "":
        sheet.write_string(line, place, str(cell))
