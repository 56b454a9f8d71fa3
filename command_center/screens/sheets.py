"""A table as a file: CSV line by line, or a workbook. No cell of ours is ever a formula.

Whoever offers one says what is in it (``Sheet``); it is sent at once (``answered``) or made in the background
(``screens/exports/``), and is the same file.
"""

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import api_view
from rest_framework.request import Request

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import described
from command_center.ground.organisation.look_ups import count_export

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# What a spreadsheet would reckon with (OWASP, "CSV injection"). A minus before a number is one of ours only as a number.
FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")
LINES_A_PIECE = 500
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": f"{CSV}; charset=utf-8", "xlsx": XLSX}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """``rows`` are read while they are written; ``count``: how many there are. ``name``: of the file, without moment and ending.

    ``action``, ``about`` and ``detail`` are what the audit trail keeps of its being taken.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    count: int
    widths: Sequence[int]
    action: str
    about: tuple[str, str] = ("", "")
    detail: Mapping[str, Any] = field(default_factory=dict)
    revealed: bool = False


def answered(request: Request, sheet: Sheet, form: str) -> HttpResponseBase:
    """The file at once. Raises ``Throttled``."""
    taken(request, sheet, form)
    name = f"{sheet.name}-{localtime():%Y%m%d-%H%M}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if form == "xlsx":
        book = workbook_of(sheet.heads, sheet.rows, sheet.widths)
        return FileResponse(book, content_type=XLSX, headers=headers)
    pieces = _in_language(csv_of(sheet.heads, sheet.rows), get_language())
    return StreamingHttpResponse(pieces, content_type=TYPES[form], headers=headers)


def taken(request: Request, sheet: Sheet, form: str, **more: Any) -> None:
    """Counted per person, and kept in the audit trail. Raises ``Throttled``."""
    count_export(request, revealed=sheet.revealed)
    kind, ref = sheet.about
    audit.record(
        actor=request.user, action=sheet.action, object_kind=kind, object_ref=ref, form=form, rows=sheet.count, **sheet.detail,
        **more,
    )  # fmt: skip


def file_doors(sheet_of: Callable[..., Sheet], *parameters: Any, about: str) -> tuple[Any, Any]:
    """The views that answer with a table as CSV and as a workbook; ``about`` says what it is in the description of the API.

    ``sheet_of`` takes the request and what the address names, and raises what asking for it raises.
    """

    def door(form: str, media: str, words: str) -> Any:
        def as_file(request: Request, **place: str) -> HttpResponseBase:
            return answered(request, sheet_of(request, **place), form)

        as_file.__doc__ = words
        answers: dict[Any, Any] = {(200, media): OpenApiTypes.BINARY}
        told = described(responses=answers, parameters=list(parameters), problems=(401, 403, 404, 422))
        return told(api_view(["GET"])(as_file))

    return door("csv", CSV, f"{about} as CSV."), door("xlsx", XLSX, "The same as an Excel workbook.")


def _in_language(pieces: Iterator[str], language: str | None) -> Iterator[str]:
    """The file is written after the request's own language is put away."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


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
