"""A table as a file: CSV line by line, or a workbook. No cell of ours is ever a formula."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# What a spreadsheet would reckon with (OWASP, "CSV injection"). A minus before a number is one of ours only as a number.
FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")
LINES_A_PIECE = 500
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file in pieces of some hundred lines, as they are written."""
    lines = Lines()
    writer = csv.writer(lines)
    yield BYTE_ORDER_MARK
    writer.writerow(harmless(head) for head in heads)
    for row in rows:
        writer.writerow(harmless(cell) for cell in row)
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


def workbook_of(heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> IO[bytes]:
    """A workbook of one sheet as an open temporary file that is gone once it is closed. Rows are written as they come."""
    file = tempfile.TemporaryFile(prefix="sheet-")  # noqa: SIM115 (whoever sends it closes it)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm", "remove_timezone": True}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, last, place, cell)
    sheet.autofilter(0, 0, last, len(heads) - 1)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, line: int, place: int, cell: Any) -> None:
    """By the type of the value, so that no text is ever read as a formula, a number or a link."""
    if isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell.replace(tzinfo=None))
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    elif cell != "":
        sheet.write_string(line, place, str(cell))
